// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/receiptrows.h"

namespace hall {

QVector<ReceiptRow> routingRows(const Catalogue &catalogue, const Service &service, const Facts &facts,
                                const HandedIn &in, const ReceiptWords &words, const QString &language)
{
    QVector<ReceiptRow> rows;
    if (const Agency *agency = catalogue.region().competent(service, facts, in.hall)) {
        rows.append({words.value(QStringLiteral("agency")).in(language), agency->name.in(language)});
        if (!agency->phone.isEmpty()) {
            rows.append({words.value(QStringLiteral("phone")).in(language), agency->phone});
        }
    }
    if (const auto day = promisedDay(service, in.day, catalogue.policies())) {
        rows.append({words.value(QStringLiteral("promised")).in(language), day->toString(Qt::ISODate)});
    }
    return rows;
}

}  // namespace hall
