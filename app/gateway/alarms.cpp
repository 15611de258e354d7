// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/alarms.h"

#include "app/gateway/call.h"
#include "app/gateway/eventlog.h"

#include <QDateTime>

#include <array>
#include <cstdio>
#include <pwd.h>
#include <unistd.h>

namespace hall::gateway {
namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qsizetype kWordsLimit = 400;
// The tag of a question about a card is the card's; its person is asked about as well.
constexpr char kPeople[] = "COUNT(DISTINCT CASE WHEN kind <> 'card-auth' AND tag <> '' THEN tag END)";

struct Watch
{
    const char *kind;
    int minutes;
    int more;  // raised by more than so many
    const char *count;
};

// Each is counted over what this kiosk asked after a moment.
constexpr std::array kWatches{
    Watch{"people", 60, kAlarmPeopleAnHour, kPeople}, Watch{"people-day", 24 * 60, kAlarmPeopleADay, kPeople},
    Watch{"refused", 10, kAlarmRefusals, "COUNT(CASE WHEN outcome = 'too-many' THEN 1 END)"},
    Watch{"unknown", 60, kAlarmUnknownAnHour,
          "COUNT(CASE WHEN kind IN ('e-card', 'card-auth') AND outcome IN ('not-found', 'used') THEN 1 END)"}};

QString timeText(qint64 ms)
{
    return ms == 0 ? QStringLiteral("") : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

Done raise(QSqlDatabase &db, const QString &kiosk, const Watch &watch, qint64 count, qint64 nowMs)
{
    const QString kind = QLatin1String(watch.kind);
    auto open = run(db,
                    QStringLiteral("UPDATE alarm SET last_ms = ?, most = CASE WHEN most < ? THEN ? ELSE most END"
                                   " WHERE kiosk = ? AND kind = ? AND acked_ms = 0"),
                    {nowMs, count, count, kiosk, kind});
    if (!open) {
        return fail(open.error());
    }
    if (open->numRowsAffected() > 0) {
        return {};
    }
    // Two at once: one of them is enough, and the next question counts on.
    auto made =
        run(db,
            QStringLiteral("INSERT INTO alarm (n, kiosk, kind, most, minutes, first_ms, last_ms)"
                           " SELECT COALESCE(MAX(n), 0) + 1, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT),"
                           " CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT) FROM alarm"
                           " WHERE 1 = 1 ON CONFLICT DO NOTHING"),
            {kiosk, kind, count, watch.minutes, nowMs, nowMs});
    if (!made) {
        return fail(made.error());
    }
    if (made->numRowsAffected() > 0) {
        logEvent("alarm", {{QStringLiteral("kiosk"), kiosk},
                           {QStringLiteral("kind"), kind},
                           {QStringLiteral("count"), count},
                           {QStringLiteral("minutes"), watch.minutes}});
    }
    return {};
}

QString caller()
{
    const passwd *user = ::getpwuid(::getuid());
    const QString name = user ? QString::fromLocal8Bit(user->pw_name) : QString::number(::getuid());
    const QString before = qEnvironmentVariable("SUDO_USER");
    return before.isEmpty() ? name : before + u'/' + name;
}

int acknowledge(const Call &call)
{
    bool numeric = false;
    const qint64 number = call.arguments.value(1).toLongLong(&numeric);
    const QString words = call.parser.value(QStringLiteral("words")).trimmed();
    if (call.arguments.size() != 2 || !numeric || words.isEmpty() || words.size() > kWordsLimit) {
        return wrongUsage("alarms acknowledge NUMBER --words SENTENCE (400 characters): what was found out");
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto done = acknowledgeAlarm(*database, number, caller(), words, QDateTime::currentMSecsSinceEpoch());
        return done ? 0 : failed(call, done.error());
    });
}

}  // namespace

Done watchQuestions(QSqlDatabase &db, const QString &kiosk, qint64 nowMs)
{
    for (const Watch &watch : kWatches) {
        auto acknowledged = single(db, QStringLiteral("SELECT MAX(acked_ms) FROM alarm WHERE kiosk = ? AND kind = ?"),
                                   {kiosk, QLatin1String(watch.kind)});
        if (!acknowledged) {
            return fail(acknowledged.error());
        }
        const qint64 after = std::max(nowMs - watch.minutes * kMinuteMs, acknowledged->toLongLong());
        auto count = single(
            db, QStringLiteral("SELECT %1 FROM ask_log WHERE kiosk = ? AND at_ms > ?").arg(QLatin1String(watch.count)),
            {kiosk, after});
        if (!count) {
            return fail(count.error());
        }
        if (count->toLongLong() > watch.more) {
            if (auto raised = raise(db, kiosk, watch, count->toLongLong(), nowMs); !raised) {
                return raised;
            }
        }
    }
    return {};
}

Result<QJsonArray> listAlarms(Database &database)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto rows =
        run(*connection, QStringLiteral("SELECT n, kiosk, kind, most, minutes, first_ms, last_ms, acked_ms, acked_by,"
                                        " words FROM alarm ORDER BY n DESC"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray alarms;
    while (rows->next()) {
        alarms.append(QJsonObject{{QStringLiteral("n"), rows->value(0).toLongLong()},
                                  {QStringLiteral("kiosk"), rows->value(1).toString()},
                                  {QStringLiteral("kind"), rows->value(2).toString()},
                                  {QStringLiteral("count"), rows->value(3).toLongLong()},
                                  {QStringLiteral("minutes"), rows->value(4).toLongLong()},
                                  {QStringLiteral("first"), timeText(rows->value(5).toLongLong())},
                                  {QStringLiteral("last"), timeText(rows->value(6).toLongLong())},
                                  {QStringLiteral("acknowledged"), timeText(rows->value(7).toLongLong())},
                                  {QStringLiteral("by"), rows->value(8).toString()},
                                  {QStringLiteral("words"), rows->value(9).toString()}});
    }
    return alarms;
}

Done acknowledgeAlarm(Database &database, qint64 number, const QString &by, const QString &words, qint64 nowMs)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    auto row =
        run(transaction.connection(),
            QStringLiteral("UPDATE alarm SET acked_ms = ?, acked_by = ?, words = ? WHERE n = ? AND acked_ms = 0"),
            {nowMs, by, words, number});
    if (!row) {
        return fail(row.error());
    }
    if (row->numRowsAffected() != 1) {
        return fail(FaultCode::StoreNotFound, "no open alarm has this number");
    }
    return transaction.commit();
}

QByteArray alarmMetrics(QSqlDatabase &db)
{
    QByteArray text;
    for (const Watch &watch : kWatches) {
        const auto open = single(db, QStringLiteral("SELECT COUNT(*) FROM alarm WHERE kind = ? AND acked_ms = 0"),
                                 {QLatin1String(watch.kind)});
        if (!open) {
            return text;
        }
        text += QByteArrayLiteral("hall_gateway_alarms_open{kind=\"") + watch.kind + "\"} " +
                QByteArray::number(open->toLongLong()) + '\n';
    }
    if (const auto all = single(db, QStringLiteral("SELECT COUNT(*) FROM alarm")); all) {
        text += "hall_gateway_alarms_total " + QByteArray::number(all->toLongLong()) + '\n';
    }
    return text;
}

int alarmsCommand(const Call &call)
{
    if (call.arguments.value(0) == QLatin1String("acknowledge")) {
        return acknowledge(call);
    }
    if (!call.arguments.isEmpty()) {
        return wrongUsage("alarms, or alarms acknowledge NUMBER --words SENTENCE?");
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto alarms = listAlarms(*database);
        if (!alarms) {
            return failed(call, alarms.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(*alarms));
            return 0;
        }
        for (const QJsonValue alarm : std::as_const(*alarms)) {
            const QString end = alarm[u"acknowledged"].toString();
            std::printf("%lld  %s  %s  %lld in %lld min  %s  %s\n", static_cast<long long>(alarm[u"n"].toInteger()),
                        qPrintable(alarm[u"kiosk"].toString()), qPrintable(alarm[u"kind"].toString()),
                        static_cast<long long>(alarm[u"count"].toInteger()),
                        static_cast<long long>(alarm[u"minutes"].toInteger()), qPrintable(alarm[u"last"].toString()),
                        end.isEmpty()
                            ? "open"
                            : qPrintable(alarm[u"by"].toString() + QStringLiteral(": ") + alarm[u"words"].toString()));
        }
        return 0;
    });
}

}  // namespace hall::gateway
