// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a receipt that follow from the catalogue: who decides on the case, and by when.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/receiptwords.h"
#include "app/domain/receiptdocument.h"

namespace hall {

// Where and when a case was handed in.
struct HandedIn
{
    QString hall;  // GB/T 2260, six digits
    QDate day;     // invalid while the case waits for the network or the clock cannot be believed: no day is promised
};

// The competent agency and its telephone, when the region's pack names one, and the last day of the promised time, when
// it can be counted.
[[nodiscard]] QVector<ReceiptRow> routingRows(const Catalogue &catalogue, const Service &service, const Facts &facts,
                                              const HandedIn &in, const ReceiptWords &words, const QString &language);

}  // namespace hall
