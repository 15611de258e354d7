// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox to the municipal core: what is to be handed over, in which order, and what became of it. A message is
// written in the same commit as the case's state, and every change of it is a commit of its own, so that it can end
// anywhere. Its reference follows from its first case, and is the same however often it is sent.
#pragma once

#include "app/gateway/coreanswer.h"
#include "app/gateway/database.h"

#include <QMap>
#include <QStringList>
#include <QVector>

namespace hall::gateway {

// In core_message.state.
enum class CoreState
{
    Waiting,   // no byte of it was sent, or the core said that it has not got it
    Sent,      // bytes may have left, what became of them is not known: the core is asked before it is sent again
    Accepted,  // the core keeps it
    Refused,   // the core does not keep it: what is asked for comes from the applicant, or somebody looks at it
    Unknown,   // parked: a person finds out
    Closed     // not to be handed over any more
};

[[nodiscard]] QString coreStateName(CoreState state);  // "waiting" …
[[nodiscard]] std::optional<CoreState> coreStateFrom(const QString &name);

struct CoreMessage
{
    QString reference;
    QString act;          // case, supplement, withdraw
    QString ofReference;  // of the message that a supplement or withdrawal is about
    bool atomic = false;  // the core is asked to take all cases or none
    CoreState state = CoreState::Waiting;
    int tries = 0;  // questions about it since it was sent last
    int sends = 0;
    qint64 dueMs = 0;
    qint64 sentMs = 0;
    QStringList items;  // in their order
};

// "HK" and the 32 digits of the case's id.
[[nodiscard]] QString coreReference(const QString &item);

// Within the transaction that judged `items` (one case, or those that are all or none): queues what of them is for the
// core. What adds to a case that was never handed over is not.
[[nodiscard]] Done queueForCore(QSqlDatabase &db, const QStringList &items, qint64 nowMs);

// Messages whose time has come, the longest due first; of one line (a case with what adds to it, a group) only the
// first that is not settled.
[[nodiscard]] Result<QVector<CoreMessage>> dueForCore(QSqlDatabase &db, qint64 nowMs, int most);
[[nodiscard]] Result<std::optional<CoreMessage>> coreMessage(QSqlDatabase &db, const QString &reference);

// Each one is one commit, and false when the message is no longer as `message` says: another gateway has it.
class CoreOutbox
{
public:
    explicit CoreOutbox(Database &database) : m_database(database) {}

    // Before the first byte: from now until `untilMs` it is the caller's.
    [[nodiscard]] Result<bool> sending(const CoreMessage &message, qint64 nowMs, qint64 untilMs);
    // Before a question about a sent one.
    [[nodiscard]] Result<bool> asking(const CoreMessage &message, qint64 untilMs);
    // Waiting again, and due then; `sent`: the sending counts, something may have left.
    [[nodiscard]] Result<bool> putBack(const CoreMessage &message, qint64 dueMs, bool sent = true);
    // As it is, and due then; `counted`: the try is one.
    [[nodiscard]] Result<bool> later(const CoreMessage &message, qint64 dueMs, bool counted);
    [[nodiscard]] Result<bool> accepted(const CoreMessage &message, const QMap<QString, QString> &numbers,
                                        qint64 nowMs);
    // What the core asks of the applicant is asked of him where his case can be corrected.
    [[nodiscard]] Result<bool> refused(const CoreMessage &message, const CoreAnswer &answer, qint64 nowMs);
    [[nodiscard]] Result<bool> settled(const CoreMessage &message, CoreState state, const QString &code, qint64 nowMs);
    // A supplement whose case the core refused: it goes with the case, which is sent again.
    [[nodiscard]] Result<bool> joined(const CoreMessage &message, qint64 nowMs);

private:
    Database &m_database;
};

// Event by event in one commit: the step of the case, and that the event had its effect. Gives how many were new.
[[nodiscard]] Result<int> takeCoreEvents(Database &database, const QVector<CoreEvent> &events, qint64 nowMs);
// The number of the last event that was taken; 0 before the first.
[[nodiscard]] Result<qint64> lastCoreEvent(QSqlDatabase &db);

}  // namespace hall::gateway
