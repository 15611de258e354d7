// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/coreoutbox.h"

#include <array>
#include <functional>

namespace hall::gateway {
namespace {

constexpr std::array kStates{"waiting", "sent", "accepted", "refused", "unknown", "closed"};

const QString kFields = QStringLiteral("m.reference, m.act, m.of_reference, m.atomic, m.state, m.tries, m.sends,"
                                       " m.due_ms, m.sent_ms");

CoreMessage messageOf(const QSqlQuery &row)
{
    CoreMessage message;
    message.reference = row.value(0).toString();
    message.act = row.value(1).toString();
    message.ofReference = row.value(2).toString();
    message.atomic = row.value(3).toInt() != 0;
    message.state = coreStateFrom(row.value(4).toString()).value_or(CoreState::Unknown);
    message.tries = row.value(5).toInt();
    message.sends = row.value(6).toInt();
    message.dueMs = row.value(7).toLongLong();
    message.sentMs = row.value(8).toLongLong();
    return message;
}

Done readItems(QSqlDatabase &db, CoreMessage &message)
{
    auto rows =
        run(db, QStringLiteral("SELECT item FROM core_part WHERE reference = ? ORDER BY n"), {message.reference});
    if (!rows) {
        return fail(rows.error());
    }
    while (rows->next()) {
        message.items.append(rows->value(0).toString());
    }
    return {};
}

struct NewMessage
{
    QString act;
    QString ofReference = QStringLiteral("");
    QString line;
    bool atomic = false;
};

Done insert(QSqlDatabase &db, const QStringList &items, const NewMessage &message, qint64 nowMs)
{
    const QString reference = coreReference(items.constFirst());
    auto row =
        run(db,
            QStringLiteral("INSERT INTO core_message (reference, act, of_reference, line, n, atomic, state, code,"
                           " tries, sends, made_ms, due_ms, sent_ms, settled_ms) SELECT ?, ?, ?, ?,"
                           " COALESCE(MAX(n), 0) + 1, ?, 'waiting', '', 0, 0, ?, ?, 0, 0 FROM core_message"
                           " WHERE line = ?"),
            {reference, message.act, message.ofReference, message.line, message.atomic ? 1 : 0, nowMs, nowMs,
             message.line});
    if (!row) {
        return fail(row.error());
    }
    for (qsizetype i = 0; i < items.size(); ++i) {
        auto part = run(db, QStringLiteral("INSERT INTO core_part (item, reference, n, core_no) VALUES (?, ?, ?, '')"),
                        {items[i], reference, i + 1});
        if (!part) {
            return fail(part.error());
        }
    }
    return {};
}

// The line of what it adds to, behind all that is in it. Nothing when that was never handed over.
Done queueAddition(QSqlDatabase &db, const QString &item, qint64 nowMs)
{
    auto row = run(db,
                   QStringLiteral("SELECT f.act, m.reference, m.line FROM follow_up f"
                                  " JOIN core_part p ON p.item = f.of_item"
                                  " JOIN core_message m ON m.reference = p.reference WHERE f.item = ?"),
                   {item});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return {};
    }
    const NewMessage message{row->value(0).toString(), row->value(1).toString(), row->value(2).toString(), false};
    row->finish();
    return insert(db, {item}, message, nowMs);
}

using Work = std::function<Result<bool>(QSqlDatabase &)>;

Result<bool> inOneCommit(Database &database, const Work &work)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    auto done = work(transaction.connection());
    if (!done || !*done) {
        return done;
    }
    if (auto committed = transaction.commit(); !committed) {
        return fail(committed.error());
    }
    return true;
}

// `set` with its values, on the message as it was read: whoever was quicker has changed its state or its time.
Result<bool> change(QSqlDatabase &db, const CoreMessage &message, const QString &set, QVariantList values)
{
    values << message.reference << coreStateName(message.state) << message.dueMs;
    auto row =
        run(db, QStringLiteral("UPDATE core_message SET %1 WHERE reference = ? AND state = ? AND due_ms = ?").arg(set),
            values);
    if (!row) {
        return fail(row.error());
    }
    return row->numRowsAffected() == 1;
}

Result<bool> changeAlone(Database &database, const CoreMessage &message, const QString &set, const QVariantList &values)
{
    return inOneCommit(database, [&](QSqlDatabase &db) { return change(db, message, set, values); });
}

CaseAct actOf(CoreEventKind kind)
{
    switch (kind) {
    case CoreEventKind::Correction:
        return CaseAct::AskCorrection;
    case CoreEventKind::Decided:
        return CaseAct::Approve;
    case CoreEventKind::Refused:
        return CaseAct::Refuse;
    case CoreEventKind::Ready:
        return CaseAct::MakeReady;
    case CoreEventKind::Delivered:
        return CaseAct::Deliver;
    }
    Q_UNREACHABLE();
}

// A decision that the centre had taken itself, or that is told twice, is nothing new.
bool alreadySo(CaseAct act, const QString &state)
{
    const bool decided =
        state == QLatin1String("decided") || state == QLatin1String("ready") || state == QLatin1String("delivered");
    return (act == CaseAct::Approve && decided) || (act == CaseAct::Refuse && state == QLatin1String("refused")) ||
           (act == CaseAct::Deliver && state == QLatin1String("delivered"));
}

// What becomes of one event; an empty text is never given.
Result<QString> apply(QSqlDatabase &db, const CoreEvent &event, qint64 nowMs)
{
    if (!event.kind) {
        return QStringLiteral("not-understood");
    }
    auto row = run(db,
                   QStringLiteral("SELECT i.state FROM core_part p JOIN item i ON i.id = p.item"
                                  " WHERE p.item = ? AND p.reference = ?"),
                   {event.item, event.reference});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return QStringLiteral("no-such-case");
    }
    const QString state = row->value(0).toString();
    row->finish();
    const CaseAct act = actOf(*event.kind);
    if (alreadySo(act, state)) {
        return QStringLiteral("nothing-new");
    }
    auto step = takeStep(db, event.item, act, event.words, nowMs);
    if (step) {
        return QStringLiteral("applied");
    }
    if (step.error().code == FaultCode::NotAllowed) {
        return QStringLiteral("not-possible");
    }
    if (step.error().code == FaultCode::BadArgument) {
        return QStringLiteral("incomplete");
    }
    return fail(step.error());
}

}  // namespace

QString coreStateName(CoreState state)
{
    return QLatin1String(kStates[static_cast<std::size_t>(state)]);
}

std::optional<CoreState> coreStateFrom(const QString &name)
{
    for (std::size_t i = 0; i < kStates.size(); ++i) {
        if (name == QLatin1String(kStates[i])) {
            return static_cast<CoreState>(i);
        }
    }
    return std::nullopt;
}

QString coreReference(const QString &item)
{
    return QStringLiteral("HK") + QString(item).remove(u'-').toUpper();
}

Done queueForCore(QSqlDatabase &db, const QStringList &items, qint64 nowMs)
{
    QStringList cases;
    NewMessage message{QStringLiteral("case"), QStringLiteral(""), QString(), items.size() > 1};
    for (const QString &item : items) {
        auto row = run(db, QStringLiteral("SELECT state, kiosk, group_id FROM item WHERE id = ?"), {item});
        if (!row) {
            return fail(row.error());
        }
        if (!row->next()) {
            continue;
        }
        const QString state = row->value(0).toString();
        const QString group = row->value(2).toString();
        const QString line = group.isEmpty() ? item : row->value(1).toString() + u'/' + group;
        row->finish();
        if (state == QLatin1String("applied")) {
            if (auto done = queueAddition(db, item, nowMs); !done) {
                return done;
            }
        } else if (state == QLatin1String("accepted") || state == QLatin1String("decided")) {
            cases.append(item);
            message.line = line;
        }
    }
    return cases.isEmpty() ? Done() : insert(db, cases, message, nowMs);
}

Result<QVector<CoreMessage>> dueForCore(QSqlDatabase &db, qint64 nowMs, int most)
{
    auto rows = run(db,
                    QStringLiteral("SELECT %1 FROM core_message m WHERE m.state IN ('waiting', 'sent')"
                                   " AND m.due_ms <= ? AND NOT EXISTS (SELECT 1 FROM core_message e"
                                   " WHERE e.line = m.line AND e.n < m.n AND e.state IN ('waiting', 'sent', 'unknown'))"
                                   " ORDER BY m.due_ms, m.made_ms, m.reference LIMIT ?")
                        .arg(kFields),
                    {nowMs, most});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<CoreMessage> messages;
    while (rows->next()) {
        messages.append(messageOf(*rows));
    }
    rows->finish();
    for (CoreMessage &message : messages) {
        if (auto done = readItems(db, message); !done) {
            return fail(done.error());
        }
    }
    return messages;
}

Result<std::optional<CoreMessage>> coreMessage(QSqlDatabase &db, const QString &reference)
{
    auto row = run(db, QStringLiteral("SELECT %1 FROM core_message m WHERE m.reference = ?").arg(kFields), {reference});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return std::optional<CoreMessage>();
    }
    CoreMessage message = messageOf(*row);
    row->finish();
    if (auto done = readItems(db, message); !done) {
        return fail(done.error());
    }
    return std::optional(std::move(message));
}

Result<bool> CoreOutbox::sending(const CoreMessage &message, qint64 nowMs, qint64 untilMs)
{
    return changeAlone(m_database, message,
                       QStringLiteral("state = 'sent', tries = 0, sends = sends + 1, sent_ms = ?, due_ms = ?"),
                       {nowMs, untilMs});
}

Result<bool> CoreOutbox::asking(const CoreMessage &message, qint64 untilMs)
{
    return changeAlone(m_database, message, QStringLiteral("due_ms = ?"), {untilMs});
}

Result<bool> CoreOutbox::putBack(const CoreMessage &message, qint64 dueMs, bool sent)
{
    return changeAlone(m_database, message, QStringLiteral("state = 'waiting', due_ms = ?, sends = sends - ?"),
                       {dueMs, sent ? 0 : 1});
}

Result<bool> CoreOutbox::later(const CoreMessage &message, qint64 dueMs, bool counted)
{
    return changeAlone(m_database, message, QStringLiteral("due_ms = ?, tries = tries + ?"), {dueMs, counted ? 1 : 0});
}

Result<bool> CoreOutbox::accepted(const CoreMessage &message, const QMap<QString, QString> &numbers, qint64 nowMs)
{
    return inOneCommit(m_database, [&](QSqlDatabase &db) -> Result<bool> {
        auto changed = change(db, message, QStringLiteral("state = 'accepted', code = '', settled_ms = ?"), {nowMs});
        if (!changed || !*changed) {
            return changed;
        }
        for (auto it = numbers.begin(); it != numbers.end(); ++it) {
            auto part = run(db, QStringLiteral("UPDATE core_part SET core_no = ? WHERE item = ? AND reference = ?"),
                            {it.value(), it.key(), message.reference});
            if (!part) {
                return fail(part.error());
            }
        }
        return true;
    });
}

Result<bool> CoreOutbox::refused(const CoreMessage &message, const CoreAnswer &answer, qint64 nowMs)
{
    return inOneCommit(m_database, [&](QSqlDatabase &db) -> Result<bool> {
        auto changed =
            change(db, message, QStringLiteral("state = 'refused', code = ?, settled_ms = ?"), {answer.code, nowMs});
        if (!changed || !*changed) {
            return changed;
        }
        for (const QString &item : message.items) {
            StepWords words;
            words.until = answer.until;
            words.words = answer.words;
            for (const CoreAsked &one : answer.asked) {
                if (one.item == item) {
                    words.asked.append(one.asked);
                }
            }
            if (words.asked.isEmpty()) {
                continue;
            }
            auto step = takeStep(db, item, CaseAct::AskCorrection, words, nowMs);
            if (!step && step.error().code != FaultCode::NotAllowed) {
                return fail(step.error());
            }
        }
        return true;
    });
}

Result<bool> CoreOutbox::settled(const CoreMessage &message, CoreState state, const QString &code, qint64 nowMs)
{
    return changeAlone(m_database, message, QStringLiteral("state = ?, code = ?, settled_ms = ?"),
                       {coreStateName(state), code, nowMs});
}

Result<bool> CoreOutbox::joined(const CoreMessage &message, qint64 nowMs)
{
    return inOneCommit(m_database, [&](QSqlDatabase &db) -> Result<bool> {
        auto changed =
            change(db, message, QStringLiteral("state = 'closed', code = 'with-case', settled_ms = ?"), {nowMs});
        if (!changed || !*changed) {
            return changed;
        }
        auto again = run(db,
                         QStringLiteral("UPDATE core_message SET state = 'waiting', code = '', tries = 0, sends = 0,"
                                        " due_ms = ?, settled_ms = 0 WHERE reference = ? AND state = 'refused'"),
                         {nowMs, message.ofReference});
        return again ? Result<bool>(true) : Result<bool>(fail(again.error()));
    });
}

Result<int> takeCoreEvents(Database &database, const QVector<CoreEvent> &events, qint64 nowMs)
{
    int taken = 0;
    for (const CoreEvent &event : events) {
        auto done = inOneCommit(database, [&](QSqlDatabase &db) -> Result<bool> {
            // First, so that of two gateways that have the same event one waits here for the other.
            auto row = run(db,
                           QStringLiteral("INSERT INTO core_event (n, reference, item, event, outcome, at_ms)"
                                          " VALUES (?, ?, ?, ?, '', ?) ON CONFLICT (n) DO NOTHING"),
                           {event.n, event.reference, event.item, event.name, nowMs});
            if (!row) {
                return fail(row.error());
            }
            if (row->numRowsAffected() != 1) {
                return false;
            }
            auto outcome = apply(db, event, nowMs);
            if (!outcome) {
                return fail(outcome.error());
            }
            auto noted = run(db, QStringLiteral("UPDATE core_event SET outcome = ? WHERE n = ?"), {*outcome, event.n});
            return noted ? Result<bool>(true) : Result<bool>(fail(noted.error()));
        });
        if (!done) {
            return fail(done.error());
        }
        taken += *done ? 1 : 0;
    }
    return taken;
}

Result<qint64> lastCoreEvent(QSqlDatabase &db)
{
    auto last = single(db, QStringLiteral("SELECT COALESCE(MAX(n), 0) FROM core_event"));
    return last ? Result<qint64>(last->toLongLong()) : Result<qint64>(fail(last.error()));
}

}  // namespace hall::gateway
