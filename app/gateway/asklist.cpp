// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/asklist.h"

#include "app/gateway/call.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/halltime.h"
#include "app/gateway/persons.h"

#include <QDateTime>
#include <QJsonObject>

#include <cstdio>

namespace hall::gateway {
namespace {

constexpr qsizetype kTagShown = 12;  // digits, enough to see who is the same in a list that people read

// A day begins as it does at the halls.
std::optional<qint64> beginOf(const QString &day)
{
    const QDate date = QDate::fromString(day, Qt::ISODate);
    const int offset = int(std::chrono::seconds(hallOffset).count());
    return date.isValid() ? std::optional(QDateTime(date, QTime(0, 0), Qt::OffsetFromUTC, offset).toMSecsSinceEpoch())
                          : std::nullopt;
}

void show(const QJsonArray &asks)
{
    for (const QJsonValue ask : asks) {
        std::printf("%s  %s  %s  %s  %s  %s  %s\n", qPrintable(ask[u"at"].toString()),
                    qPrintable(ask[u"kiosk"].toString()), qPrintable(ask[u"visit"].toString()),
                    qPrintable(ask[u"person"].toString().left(kTagShown)), qPrintable(ask[u"kind"].toString()),
                    qPrintable(ask[u"service"].toString()), qPrintable(ask[u"outcome"].toString()));
    }
}

}  // namespace

Result<QJsonArray> listAsks(Database &database, const AskFilter &filter)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    QString sql =
        QStringLiteral("SELECT at_ms, kiosk, visit, kind, service, outcome, tag FROM ask_log WHERE at_ms >= ?");
    QVariantList values{filter.from};
    if (!filter.kiosk.isEmpty()) {
        sql += QStringLiteral(" AND kiosk = ?");
        values << filter.kiosk;
    }
    if (!filter.tag.isEmpty()) {
        sql += QStringLiteral(" AND ") + isOfOnePerson("tag");
        values << filter.tag << filter.tag;
    }
    auto rows = run(*connection, sql + QStringLiteral(" ORDER BY at_ms, id"), values);
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray asks;
    while (rows->next()) {
        const auto at = QDateTime::fromMSecsSinceEpoch(rows->value(0).toLongLong(), Qt::UTC);
        asks.append(QJsonObject{{QStringLiteral("at"), at.toString(Qt::ISODateWithMs)},
                                {QStringLiteral("kiosk"), rows->value(1).toString()},
                                {QStringLiteral("visit"), rows->value(2).toString()},
                                {QStringLiteral("kind"), rows->value(3).toString()},
                                {QStringLiteral("service"), rows->value(4).toString()},
                                {QStringLiteral("outcome"), rows->value(5).toString()},
                                {QStringLiteral("person"), rows->value(6).toString()}});
    }
    return asks;
}

int asksCommand(const Call &call)
{
    const QString since = call.parser.value(QStringLiteral("since"));
    const auto from = since.isEmpty() ? std::optional<qint64>(0) : beginOf(since);
    const bool person = call.parser.isSet(QStringLiteral("person"));
    // A number on the command line stays in the shell's history, and every user of the machine sees it meanwhile.
    if (!call.arguments.isEmpty() || !from ||
        (person && call.parser.value(QStringLiteral("person")) != QLatin1String("-"))) {
        return wrongUsage("asks [--person -] [--kiosk ID] [--since YYYY-MM-DD]; the number is read from standard input,"
                          " never from the command line");
    }
    AskFilter filter{{}, call.parser.value(QStringLiteral("kiosk")), *from};
    if (person) {
        auto keys = loadFrontKeys(call.dataDir);
        if (!keys) {
            return failed(call, keys.error());
        }
        const Sensitive<QString> number = readHidden("Number of the person's document: ");
        if (number.reveal().isEmpty()) {
            return failed(call, Fault(FaultCode::BadArgument, "no number came"));
        }
        filter.tag = personTag(keys->tagKey, number.reveal());
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto asks = listAsks(*database, filter);
        if (!asks) {
            return failed(call, asks.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(*asks));
        } else {
            show(*asks);
        }
        return 0;
    });
}

}  // namespace hall::gateway
