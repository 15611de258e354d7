// SPDX-License-Identifier: GPL-3.0-or-later
// The fixed words of a receipt (resources/catalogue/receipt.json) and the notice every visit begins with
// (resources/catalogue/notice.json), in the two languages.
#pragma once

#include "app/catalogue/localtext.h"
#include "app/domain/base/result.h"

#include <QMap>
#include <QString>
#include <QVector>

namespace hall {

struct Notice
{
    QString version;  // recorded with the consent
    QVector<LocalText> paragraphs;
};

using ReceiptWords = QMap<QString, LocalText>;

// FileUnreadable; FileInvalid names what is missing.
[[nodiscard]] Result<Notice> loadNotice(const QString &file);
[[nodiscard]] Result<ReceiptWords> loadReceiptWords(const QString &file);

}  // namespace hall
