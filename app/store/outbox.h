// SPDX-License-Identifier: GPL-3.0-or-later
// The queue's statements. Writes expect a transaction around them; all run on the store's thread.
#pragma once

#include "app/store/blobfiles.h"
#include "app/store/outboxstore.h"
#include "app/store/records.h"
#include "app/store/storethread.h"

#include <QSet>
#include <QVector>

namespace hall::outbox {

// last_error of a case that was to follow one that staff closed.
inline const QString kFollowsClosed = QStringLiteral("follows-closed");

// Idempotent by id. StoreNotFound when a blob is missing; BadArgument for a case that cannot be one.
[[nodiscard]] Result<Committed> commit(WriteScope &scope, const NewCase &fresh, const BlobFiles &blobs, qint64 nowMs);

// Cases from now on begin a chain of their own, as after an enrolment: the centre may have ended the old one, because a
// copy of this store wrote to it too. What is queued keeps its place.
[[nodiscard]] Done beginEpoch(WriteScope &scope);
// Open cases in the order they were made: at most maxItems and maxBytes of envelope + body, but at least one. What adds
// to a parked case or takes it back is left out: it would be answered as being about none, and what its person took
// back would be decided afterwards.
[[nodiscard]] Result<QVector<OutboxItem>> next(QSqlDatabase &db, int maxItems, qint64 maxBytes, const QString &after);
// Those of these cases that next() would give, sooner or later; in the order they were made.
[[nodiscard]] Result<QVector<OutboxItem>> pick(QSqlDatabase &db, const QStringList &ids);
// Of a row `o` with `follows`, in SQL: the case before it is here, in one of these states.
[[nodiscard]] QString theOneBeforeIs(const QString &states);
enum class Noted
{
    Noted,
    Ended,   // the case ends with it: body and blobs may go (erase)
    NotHere  // no case has this id, and nothing is written
};
// Records words of the centre, one answer for each; the same word again changes nothing. "stored" and "duplicate" end
// the case. "waiting-blobs": the envelope is there, scans are not. "rejected" and "conflict" take it out of the line
// and keep everything for staff. Any other word is a later state of the business case.
[[nodiscard]] Result<QVector<Noted>> acknowledge(WriteScope &scope, const QVector<CentreWord> &words, qint64 nowMs);
// Erases bodies and scans of cases that have ended, the oldest first, at most so many, and few when they are large. How
// many cases that were; 0: none is left. The files follow once the commit is durable; should the power fail before, the
// next start finds them.
[[nodiscard]] Result<int> erase(WriteScope &scope, BlobFiles &blobs, int most);
[[nodiscard]] Result<qint64> countSpent(QSqlDatabase &db);
[[nodiscard]] Done noteFailure(WriteScope &scope, const QString &id, const QString &error, bool park);
// Parked or rejected → queued. StoreNotFound when no such case has this id, or its body is gone.
[[nodiscard]] Done retry(WriteScope &scope, const QString &id);

[[nodiscard]] Result<QVector<CaseFacts>> casesOf(QSqlDatabase &db, const QByteArray &personTag);
// Whether there are cases of nobody knows whom that the centre has not (recovery.h, `rebuilt`).
[[nodiscard]] Result<bool> anyUnnamed(QSqlDatabase &db);
[[nodiscard]] Result<QVector<QueueRow>> list(QSqlDatabase &db, bool all);
[[nodiscard]] Result<QueueCounts> counts(QSqlDatabase &db);
[[nodiscard]] Result<QString> oldestSealKey(QSqlDatabase &db);
// The centre's last answer to a case; empty when there is none.
[[nodiscard]] Result<QByteArray> lastAnswer(QSqlDatabase &db, const QString &id);
[[nodiscard]] Result<QSet<QString>> referencedBlobs(QSqlDatabase &db);
[[nodiscard]] Result<bool> isReferenced(QSqlDatabase &db, const QString &blob);
// Parked or rejected → closed: never sent again, and kept as it is until it is pruned. Written into the audit log with
// it. What waits for it is parked (kFollowsClosed), for staff: the centre would know of no case that it is about.
// trustedMs: what time it is by the centre, where that is known; nowMs: by this clock, for the log. BadArgument,
// StoreNotFound; NotAllowed: `exported` is said of a case that was not.
[[nodiscard]] Done closeCase(WriteScope &scope, const QString &id, const CaseClosing &closing,
                             std::optional<qint64> trustedMs, qint64 nowMs);
// Every case up to row n was carried away, still sealed. 0: none was.
[[nodiscard]] Done noteExported(QSqlDatabase &db, qint64 n);
[[nodiscard]] Result<qint64> exportedUpTo(QSqlDatabase &db);
[[nodiscard]] Result<qint64> closedCases(QSqlDatabase &db);
// Cases of which the last word is older than keepMs lose their row, and closed ones their body; the last of the chain
// stays, the next one needs its hash. A few at once: the number that went. trustedMs: the time by the centre, never by
// this machine's clock alone.
[[nodiscard]] Result<int> prune(WriteScope &scope, BlobFiles &blobs, qint64 trustedMs, qint64 keepMs);

}  // namespace hall::outbox
