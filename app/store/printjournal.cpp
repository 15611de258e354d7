// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/printjournal.h"

#include "app/store/sql.h"

namespace hall::printjournal {

namespace {

QString stateOf(PrintOutcome outcome)
{
    switch (outcome) {
    case PrintOutcome::Printed:
        return QStringLiteral("printed");
    case PrintOutcome::NotPrinted:
        return QStringLiteral("not-printed");
    case PrintOutcome::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

Result<QVector<PrintRecord>> records(QSqlDatabase &db, const QString &where, const QVariantList &values)
{
    Result<sql::Statement> rows = sql::run(db,
                                           u"SELECT job, case_id, kind, copy, printer, state, proof, reason, bytes,"
                                           u" begun_at FROM print_job WHERE "_qs +
                                               where + u" ORDER BY job"_qs,
                                           values);
    if (!rows) {
        return fail(rows.error());
    }
    QVector<PrintRecord> found;
    while (rows->next()) {
        found.append({rows->value(0).toLongLong(), rows->value(1).toString(), rows->value(2).toString(),
                      rows->value(3).toInt(), rows->value(4).toString(), rows->value(5).toString(),
                      rows->value(6).toString(), rows->value(7).toString(), rows->value(8).toLongLong(),
                      QDateTime::fromMSecsSinceEpoch(rows->value(9).toLongLong(), Qt::UTC)});
    }
    const Done read = sql::readToEnd(*rows);
    return read ? Result<QVector<PrintRecord>>(found) : Result<QVector<PrintRecord>>(fail(read.error()));
}

}  // namespace

Result<PrintStart> begin(QSqlDatabase &db, const QString &caseId, const QString &kind, const QString &printerId,
                         const QByteArray &contentSha256, qint64 nowMs)
{
    const Result<QVariant> before = sql::value(
        db, QStringLiteral("SELECT count(*) FROM print_job WHERE case_id = ? AND kind = ? AND state <> 'not-printed'"),
        {caseId, kind});
    if (!before) {
        return fail(before.error());
    }
    const Result<sql::Statement> row =
        sql::run(db,
                 QStringLiteral("INSERT INTO print_job (case_id, kind, copy, printer, content_sha256, state, begun_at)"
                                " VALUES (?, ?, ?, ?, ?, 'sending', ?)"),
                 {caseId, kind, before->toInt(), printerId, contentSha256, nowMs});
    if (!row) {
        return fail(row.error());
    }
    return PrintStart{row->lastRow(), before->toInt()};
}

Done end(QSqlDatabase &db, qint64 job, PrintOutcome outcome, const QString &proof, const QString &reason, qint64 bytes,
         qint64 nowMs)
{
    const Result<sql::Statement> changed =
        sql::run(db,
                 QStringLiteral("UPDATE print_job SET state = ?, proof = ?, reason = ?, bytes = ?, ended_at = ?"
                                " WHERE job = ? AND state = 'sending'"),
                 {stateOf(outcome), proof, reason, bytes, nowMs, job});
    if (!changed) {
        return fail(changed.error());
    }
    if (changed->changedRows() == 1) {
        return {};
    }
    const Result<QVariant> known = sql::value(db, QStringLiteral("SELECT 1 FROM print_job WHERE job = ?"), {job});
    if (!known) {
        return fail(known.error());
    }
    return known->isValid() ? fail(FaultCode::StoreDuplicate, "the print job ended before")
                            : fail(FaultCode::StoreNotFound, "no such print job");
}

Done resolve(QSqlDatabase &db, qint64 job, bool paperIsThere, qint64 nowMs)
{
    const QString state = paperIsThere ? QStringLiteral("resolved-printed") : QStringLiteral("resolved-reprint");
    const Result<sql::Statement> changed =
        sql::run(db, QStringLiteral("UPDATE print_job SET state = ?, ended_at = ? WHERE job = ? AND state = 'unknown'"),
                 {state, nowMs, job});
    if (!changed) {
        return fail(changed.error());
    }
    return changed->changedRows() == 1 ? Done() : Done(fail(FaultCode::StoreNotFound, "no unknown print job"));
}

Result<int> closeOpen(QSqlDatabase &db, qint64 nowMs)
{
    const Result<sql::Statement> changed =
        sql::run(db,
                 QStringLiteral("UPDATE print_job SET state = 'unknown', reason = 'restart', ended_at = ?"
                                " WHERE state = 'sending'"),
                 {nowMs});
    return changed ? Result<int>(changed->changedRows()) : Result<int>(fail(changed.error()));
}

Result<QVector<PrintRecord>> ofCase(QSqlDatabase &db, const QString &caseId)
{
    return records(db, QStringLiteral("case_id = ?"), {caseId});
}

Result<QVector<PrintRecord>> unknown(QSqlDatabase &db)
{
    return records(db, QStringLiteral("state = 'unknown'"), {});
}

}  // namespace hall::printjournal
