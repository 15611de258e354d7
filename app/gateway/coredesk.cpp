// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/coredesk.h"

#include "app/domain/transaction.h"
#include "app/gateway/corelink.h"
#include "app/protocol/envelope.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>

namespace hall::gateway {
namespace {

QString timeText(const QVariant &milliseconds)
{
    const qint64 ms = milliseconds.toLongLong();
    return ms == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

Result<QHash<QString, QJsonArray>> partsJson(QSqlDatabase &db)
{
    auto rows = run(db, QStringLiteral("SELECT p.reference, p.item, p.core_no, i.service, i.state FROM core_part p"
                                       " JOIN item i ON i.id = p.item ORDER BY p.reference, p.n"));
    if (!rows) {
        return fail(rows.error());
    }
    QHash<QString, QJsonArray> parts;
    while (rows->next()) {
        const QString item = rows->value(1).toString();
        parts[rows->value(0).toString()].append(
            QJsonObject{{QStringLiteral("case"), item},
                        {QStringLiteral("number"), shortNumber(item)},
                        {QStringLiteral("service"), rows->value(3).toString()},
                        {QStringLiteral("state"), rows->value(4).toString()},
                        {QStringLiteral("core_number"), rows->value(2).toString()}});
    }
    return parts;
}

Result<QJsonArray> troubledEvents(QSqlDatabase &db)
{
    auto rows = run(db, QStringLiteral("SELECT n, reference, item, event, outcome, at_ms FROM core_event"
                                       " WHERE outcome NOT IN ('applied', 'nothing-new', 'seen') ORDER BY n"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray events;
    while (rows->next()) {
        events.append(QJsonObject{{QStringLiteral("n"), rows->value(0).toLongLong()},
                                  {QStringLiteral("reference"), rows->value(1).toString()},
                                  {QStringLiteral("case"), rows->value(2).toString()},
                                  {QStringLiteral("event"), rows->value(3).toString()},
                                  {QStringLiteral("outcome"), rows->value(4).toString()},
                                  {QStringLiteral("at"), timeText(rows->value(5))}});
    }
    return events;
}

// The message as it is now, in `db`'s transaction.
Result<CoreMessage> known(QSqlDatabase &db, const QString &reference)
{
    auto message = coreMessage(db, reference);
    if (!message) {
        return fail(message.error());
    }
    if (!*message) {
        return fail(FaultCode::StoreNotFound, "no message with this reference");
    }
    return std::move(**message);
}

Done setState(QSqlDatabase &db, const CoreMessage &message, CoreState state, const QString &code, qint64 nowMs)
{
    const bool open = state == CoreState::Waiting || state == CoreState::Sent;
    auto row =
        run(db,
            QStringLiteral("UPDATE core_message SET state = ?, code = ?, tries = 0, sends = 0, due_ms = ?,"
                           " settled_ms = ? WHERE reference = ? AND state = ?"),
            {coreStateName(state), code, nowMs, open ? 0 : nowMs, message.reference, coreStateName(message.state)});
    if (!row) {
        return fail(row.error());
    }
    return row->numRowsAffected() == 1 ? Done() : Done(fail(FaultCode::DeviceBusy, "it has just changed: try again"));
}

tl::unexpected<Fault> notIn(const CoreMessage &message)
{
    return fail(FaultCode::NotAllowed,
                "not possible for a message that is " + coreStateName(message.state).toStdString());
}

}  // namespace

Done retryCore(Database &database, const QString &reference, qint64 nowMs)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    auto message = known(transaction.connection(), reference);
    if (!message) {
        return fail(message.error());
    }
    if (message->state != CoreState::Unknown && message->state != CoreState::Refused) {
        return notIn(*message);
    }
    // A parked one that was sent may be there: it is asked about first.
    const bool ask = message->state == CoreState::Unknown && message->sentMs != 0;
    auto done = setState(transaction.connection(), *message, ask ? CoreState::Sent : CoreState::Waiting,
                         QStringLiteral(""), nowMs);
    return done ? transaction.commit() : done;
}

Done seenCoreEvent(Database &database, qint64 n)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    auto row = run(transaction.connection(),
                   QStringLiteral("UPDATE core_event SET outcome = 'seen' WHERE n = ?"
                                  " AND outcome NOT IN ('applied', 'nothing-new', 'seen')"),
                   {n});
    if (!row) {
        return fail(row.error());
    }
    return row->numRowsAffected() == 1
               ? transaction.commit()
               : Done(fail(FaultCode::StoreNotFound, "no event of this number waits for a person"));
}

Done settleCore(Database &database, const QString &reference, CoreState state, const QMap<QString, QString> &numbers,
                qint64 nowMs)
{
    if (state != CoreState::Accepted && state != CoreState::Refused && state != CoreState::Closed) {
        return fail(FaultCode::BadArgument, "accepted, refused or closed?");
    }
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    QSqlDatabase &db = transaction.connection();
    auto message = known(db, reference);
    if (!message) {
        return fail(message.error());
    }
    const bool mayBe =
        message->state == CoreState::Unknown || (message->state == CoreState::Refused && state != CoreState::Refused);
    if (!mayBe) {
        return notIn(*message);
    }
    if (state == CoreState::Accepted) {
        for (const QString &item : std::as_const(message->items)) {
            // The number of the only case need not say whose it is.
            const QString number =
                message->items.size() == 1 ? numbers.value(item, numbers.value(QString())) : numbers.value(item);
            if (!isToken(number)) {
                return fail(FaultCode::BadArgument, "the core's number of " + item.toStdString() + " is missing");
            }
            auto part = run(db, QStringLiteral("UPDATE core_part SET core_no = ? WHERE item = ?"), {number, item});
            if (!part) {
                return fail(part.error());
            }
        }
    }
    auto done = setState(db, *message, state, QStringLiteral("by-hand"), nowMs);
    return done ? transaction.commit() : done;
}

Result<QJsonObject> listCore(QSqlDatabase &db, bool all)
{
    auto counts = countCore(db);
    auto parts = partsJson(db);
    auto events = troubledEvents(db);
    auto links = coreLinks(db);
    if (!counts || !parts || !events || !links) {
        return fail(!counts ? counts.error() : !parts ? parts.error() : !events ? events.error() : links.error());
    }
    auto rows =
        run(db, QStringLiteral("SELECT reference, act, of_reference, state, code, tries, sends, made_ms, sent_ms,"
                               " settled_ms FROM core_message") +
                    (all ? QStringLiteral("") : QStringLiteral(" WHERE state IN ('unknown', 'refused')")) +
                    QStringLiteral(" ORDER BY made_ms, line, n"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray messages;
    while (rows->next()) {
        const QString reference = rows->value(0).toString();
        messages.append(QJsonObject{{QStringLiteral("reference"), reference},
                                    {QStringLiteral("act"), rows->value(1).toString()},
                                    {QStringLiteral("of"), rows->value(2).toString()},
                                    {QStringLiteral("state"), rows->value(3).toString()},
                                    {QStringLiteral("code"), rows->value(4).toString()},
                                    {QStringLiteral("asked"), rows->value(5).toInt()},
                                    {QStringLiteral("sent"), rows->value(6).toInt()},
                                    {QStringLiteral("made"), timeText(rows->value(7))},
                                    {QStringLiteral("sent_at"), timeText(rows->value(8))},
                                    {QStringLiteral("settled"), timeText(rows->value(9))},
                                    {QStringLiteral("cases"), parts->value(reference)}});
    }
    QJsonObject numbers;
    for (auto it = counts->begin(); it != counts->end(); ++it) {
        numbers.insert(it.key(), it.value());
    }
    return QJsonObject{{QStringLiteral("links"), *links},
                       {QStringLiteral("counts"), numbers},
                       {QStringLiteral("messages"), messages},
                       {QStringLiteral("events"), *events}};
}

Result<qint64> oldestForCore(QSqlDatabase &db)
{
    auto oldest = single(
        db, QStringLiteral("SELECT COALESCE(MIN(made_ms), 0) FROM core_message WHERE state IN ('waiting', 'sent')"));
    return oldest ? Result<qint64>(oldest->toLongLong()) : Result<qint64>(fail(oldest.error()));
}

QByteArray coreMetrics(QSqlDatabase &db)
{
    QByteArray text;
    const auto line = [&text](const QString &name, qint64 value) {
        text += "hall_gateway_core_" + name.toUtf8() + ' ' + QByteArray::number(value) + '\n';
    };
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto messages = countCore(db);
    for (std::size_t i = 0; messages && i <= static_cast<std::size_t>(CoreState::Closed); ++i) {
        const QString state = coreStateName(static_cast<CoreState>(i));
        line(QStringLiteral("messages{state=\"%1\"}").arg(state), messages->value(state));
    }
    if (const auto oldest = oldestForCore(db); oldest) {
        line(QStringLiteral("oldest_seconds"), *oldest == 0 ? 0 : std::max<qint64>(0, now - *oldest) / 1000);
    }
    const auto links = coreLinks(db);
    for (const auto &link : links ? *links : QJsonArray()) {
        const QString label = QStringLiteral("{gateway=\"%1\"}").arg(link[QStringLiteral("gateway")].toString());
        line(QStringLiteral("link_up") + label,
             link[QStringLiteral("state")].toString() == QLatin1String("up") ? 1 : 0);
        const QString until = link[QStringLiteral("certificate_until")].toString();
        if (!until.isEmpty()) {
            line(QStringLiteral("certificate_seconds") + label,
                 (QDateTime::fromString(until, Qt::ISODate).toMSecsSinceEpoch() - now) / 1000);
        }
    }
    return text;
}

Result<QJsonObject> coreOfCase(QSqlDatabase &db, const QString &item)
{
    auto row = run(db,
                   QStringLiteral("SELECT m.reference, m.state, p.core_no FROM core_part p"
                                  " JOIN core_message m ON m.reference = p.reference WHERE p.item = ?"),
                   {item});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return QJsonObject();
    }
    return QJsonObject{{QStringLiteral("reference"), row->value(0).toString()},
                       {QStringLiteral("state"), row->value(1).toString()},
                       {QStringLiteral("number"), row->value(2).toString()}};
}

Result<QMap<QString, qint64>> countCore(QSqlDatabase &db)
{
    auto rows = run(db, QStringLiteral("SELECT state, COUNT(*) FROM core_message GROUP BY state"));
    if (!rows) {
        return fail(rows.error());
    }
    QMap<QString, qint64> counts;
    while (rows->next()) {
        counts.insert(rows->value(0).toString(), rows->value(1).toLongLong());
    }
    return counts;
}

}  // namespace hall::gateway
