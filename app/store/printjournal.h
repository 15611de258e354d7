// SPDX-License-Identifier: GPL-3.0-or-later
// What was sent to a printer (decision D4): written before the first byte, ended exactly once, and what was never ended
// is unknown and never repeated by the program. Writes expect a transaction around them; store's thread only.
#pragma once

#include "app/store/records.h"

#include <QSqlDatabase>
#include <QVector>

namespace hall::printjournal {

// `caseId` may be a visit's id for papers without a case. Copies are counted per case and kind; a job that ended
// not-printed left no paper and does not count.
[[nodiscard]] Result<PrintStart> begin(QSqlDatabase &db, const QString &caseId, const QString &kind,
                                       const QString &printerId, const QByteArray &contentSha256, qint64 nowMs);
// StoreNotFound: no such job. StoreDuplicate: it ended before (a restart ends open jobs as unknown).
[[nodiscard]] Done end(QSqlDatabase &db, qint64 job, PrintOutcome outcome, const QString &proof, const QString &reason,
                       qint64 bytes, qint64 nowMs);
// A person looked: unknown → resolved-printed or resolved-reprint. StoreNotFound when the job is not unknown.
[[nodiscard]] Done resolve(QSqlDatabase &db, qint64 job, bool paperIsThere, qint64 nowMs);
// At start: jobs still open become unknown. The number of them.
[[nodiscard]] Result<int> closeOpen(QSqlDatabase &db, qint64 nowMs);
[[nodiscard]] Result<QVector<PrintRecord>> ofCase(QSqlDatabase &db, const QString &caseId);
// Jobs whose outcome nobody knows yet, oldest first.
[[nodiscard]] Result<QVector<PrintRecord>> unknown(QSqlDatabase &db);

}  // namespace hall::printjournal
