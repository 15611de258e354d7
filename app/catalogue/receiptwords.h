// SPDX-License-Identifier: GPL-3.0-or-later
// The fixed words of receipts and guides (resources/catalogue/receipt.json), the notice every visit begins with
// (notice.json), and the promise that may take a paper's place (commitment.json, "%1" is the paper), in the two
// languages.
#pragma once

#include "app/catalogue/localtext.h"
#include "app/domain/base/result.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <QVector>

namespace hall {

struct Notice
{
    QString version;  // recorded with the consent, or with the promise
    QVector<LocalText> paragraphs;
};

using ReceiptWords = QMap<QString, LocalText>;

// FileUnreadable; FileInvalid names what is missing.
[[nodiscard]] Result<Notice> loadNotice(const QString &file);
[[nodiscard]] Result<ReceiptWords> loadReceiptWords(const QString &file);
// The three files of a folder of services that loadCatalogue() does not read, and without which no kiosk begins.
[[nodiscard]] Done checkWordFiles(const QString &folder);
// What loadReceiptWords() does not do without, under `words`.
[[nodiscard]] QStringList neededReceiptWords();

}  // namespace hall
