// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/corelink.h"

#include "app/gateway/eventlog.h"

#include <QJsonObject>
#include <QSysInfo>

namespace hall::gateway {
namespace {

constexpr qint64 kMinute = 60 * 1000;
constexpr qint64 kDay = 24 * 60 * kMinute;
constexpr qint64 kWarnBefore = 30 * kDay;  // an office's certificate takes weeks to get

QString timeText(qint64 ms)
{
    return ms == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

}  // namespace

QString coreLinkState(const Done &answered)
{
    if (answered) {
        return QStringLiteral("up");
    }
    const FaultCode code = answered.error().code;
    return code == FaultCode::KeyMissing       ? QStringLiteral("own-certificate")
           : code == FaultCode::SignatureBad   ? QStringLiteral("core-certificate")
           : code == FaultCode::NotAllowed     ? QStringLiteral("not-let-in")
           : code == FaultCode::MessageInvalid ? QStringLiteral("not-ready")
                                               : QStringLiteral("unreachable");
}

CoreLink::CoreLink(Database &database, OwnCertificate own, const Clock &clock)
    : m_database(database), m_own(std::move(own)), m_clock(clock)
{
}

Done CoreLink::certificate()
{
    if (!m_own.given()) {
        return {};
    }
    const auto until = goodUntil(m_own);
    m_untilMs = until ? until->toMSecsSinceEpoch() : 0;
    if (!until) {
        return fail(until.error());
    }
    const qint64 now = m_clock.monotonic().count();
    const bool soon = m_untilMs - QDateTime::currentMSecsSinceEpoch() < kWarnBefore;
    if (soon && (m_warnedAt == 0 || now - m_warnedAt >= kDay)) {
        logEvent("core-certificate-ends", {{QStringLiteral("until"), timeText(m_untilMs)}});
        m_warnedAt = std::max<qint64>(1, now);
    }
    return {};
}

Done CoreLink::note(const Done &answered)
{
    const QString state = coreLinkState(answered);
    const QString detail = answered ? QString() : QString::fromStdString(answered.error().detail);
    const qint64 at = m_clock.monotonic().count();
    const bool other = state != m_state || detail != m_detail;
    if (!other && at - m_writtenAt < kMinute) {
        return {};
    }
    if (other) {
        logEvent(answered ? "core-up" : "core-away",
                 {{QStringLiteral("state"), state}, {QStringLiteral("detail"), detail}});
    }
    WriteTransaction transaction(m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    // since_ms stays while the state does, also over a restart.
    const qint64 now = m_clock.wall().count();
    auto row =
        run(transaction.connection(),
            QStringLiteral("INSERT INTO core_link (gateway, state, detail, since_ms, seen_ms, until_ms)"
                           " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (gateway) DO UPDATE SET"
                           " since_ms = CASE WHEN core_link.state = excluded.state THEN core_link.since_ms"
                           " ELSE excluded.since_ms END, state = excluded.state, detail = excluded.detail,"
                           " seen_ms = excluded.seen_ms, until_ms = excluded.until_ms"),
            {QSysInfo::machineHostName(), state, detail.isNull() ? QStringLiteral("") : detail, now, now, m_untilMs});
    if (!row) {
        return fail(row.error());
    }
    row->finish();
    if (auto done = transaction.commit(); !done) {
        return done;
    }
    m_state = state;
    m_detail = detail;
    m_writtenAt = at;
    return {};
}

Result<QJsonArray> coreLinks(QSqlDatabase &db)
{
    auto rows = run(db, QStringLiteral("SELECT gateway, state, detail, since_ms, seen_ms, until_ms FROM core_link"
                                       " ORDER BY gateway"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray links;
    while (rows->next()) {
        links.append(QJsonObject{{QStringLiteral("gateway"), rows->value(0).toString()},
                                 {QStringLiteral("state"), rows->value(1).toString()},
                                 {QStringLiteral("detail"), rows->value(2).toString()},
                                 {QStringLiteral("since"), timeText(rows->value(3).toLongLong())},
                                 {QStringLiteral("seen"), timeText(rows->value(4).toLongLong())},
                                 {QStringLiteral("certificate_until"), timeText(rows->value(5).toLongLong())}});
    }
    return links;
}

}  // namespace hall::gateway
