// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/ratings.h"

#include <QJsonObject>

#include <array>
#include <map>

namespace hall::gateway {

Done keepRating(Database &database, const QString &kiosk, const wire::Rating &rating)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    auto kept =
        run(transaction.connection(),
            QStringLiteral("INSERT INTO rating (id, kiosk, item, service, stars, reasons, at_ms)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"),
            {rating.id, kiosk, rating.item.isNull() ? QStringLiteral("") : rating.item, rating.service, rating.stars,
             rating.reasons.isEmpty() ? QStringLiteral("") : rating.reasons.join(u' '), rating.atMs});
    if (!kept) {
        return fail(kept.error());
    }
    return transaction.commit();
}

Result<QJsonArray> ratingsJson(Database &database)
{
    auto db = database.connection();
    auto rows =
        db ? run(*db, QStringLiteral("SELECT service, stars, reasons FROM rating ORDER BY service")) : fail(db.error());
    if (!rows) {
        return fail(rows.error());
    }
    struct Count
    {
        std::array<int, wire::kMostStars> stars{};
        std::map<QString, int> reasons;
        int all = 0;
    };
    std::map<QString, Count> services;
    while (rows->next()) {
        Count &count = services[rows->value(0).toString()];
        ++count.all;
        ++count.stars.at(static_cast<std::size_t>(rows->value(1).toInt() - 1));
        for (const QString &reason : rows->value(2).toString().split(u' ', Qt::SkipEmptyParts)) {
            ++count.reasons[reason];
        }
    }
    QJsonArray list;
    for (const auto &[service, count] : services) {
        QJsonArray stars;
        for (const int number : count.stars) {
            stars.append(number);
        }
        QJsonObject reasons;
        for (const auto &[reason, number] : count.reasons) {
            reasons.insert(reason, number);
        }
        list.append(QJsonObject{{QStringLiteral("service"), service},
                                {QStringLiteral("count"), count.all},
                                {QStringLiteral("stars"), stars},
                                {QStringLiteral("reasons"), reasons}});
    }
    return list;
}

}  // namespace hall::gateway
