// SPDX-License-Identifier: GPL-3.0-or-later
// What to bring and where, for the pocket: a guide on receipt paper, or as plain text in a code for a phone. Nothing of
// it is personal but what the facts of the visit say of the papers. Pure.
#pragma once

#include "app/catalogue/onetimenotice.h"
#include "app/catalogue/receiptwords.h"
#include "app/domain/receiptdocument.h"

#include <QDateTime>

namespace hall {

struct GuidePaper
{
    const Service *service = nullptr;
    QString title;      // of the case on the hall's list, or the service's own
    QString applicant;  // as the service names it: "person", "employer", "institution", "anyone"
    QStringList channels;
    KioskLevel level = KioskLevel::Full;
    bool always = true;
    QVector<NoticePaper> papers;
    QString language;
    QString hallName;
    QString hallHours;
    QString printedAt;  // local time as shown
    bool largePrint = false;
    ReceiptWords words;
};

// What one paper is called, and in which way it may be left at home or handed in later.
[[nodiscard]] QString paperLine(const NoticePaper &paper, const ReceiptWords &words, const QString &language);
[[nodiscard]] ReceiptDocument guideDocument(const GuidePaper &guide);
// At most ReceiptDocument::maxQrBytes of UTF-8: whole lines, the last of which says how many papers did not fit.
[[nodiscard]] QString guideCode(const GuidePaper &guide);

}  // namespace hall
