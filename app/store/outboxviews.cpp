// SPDX-License-Identifier: GPL-3.0-or-later
// What can be read of the queue without a key: the citizen's own cases, the staff's list, counts.
#include "app/domain/transaction.h"
#include "app/protocol/envelope.h"
#include "app/store/outbox.h"
#include "app/store/sql.h"

namespace hall::outbox {

namespace {

QDateTime utc(const QVariant &milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds.toLongLong(), Qt::UTC);
}

}  // namespace

Result<QVector<CaseFacts>> casesOf(QSqlDatabase &db, const QByteArray &personTag)
{
    Result<sql::Statement> rows =
        sql::run(db,
                 QStringLiteral("SELECT o.id, o.service, o.submitted_at, o.test, o.state,"
                                " (SELECT verdict FROM answer a WHERE a.n = o.n ORDER BY a.a DESC LIMIT 1),"
                                " (SELECT state FROM print_job p WHERE p.case_id = o.id ORDER BY p.job DESC LIMIT 1)"
                                " FROM outbox o WHERE o.person_tag = ? ORDER BY o.n DESC"),
                 {personTag});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<CaseFacts> cases;
    while (rows->next()) {
        const QString id = rows->value(0).toString();
        const QString queueState = rows->value(4).toString();
        const QString word = rows->value(5).toString();
        // A case that waits or is parked here is not settled, whatever was said before; "duplicate" is "stored" again.
        const bool settled = queueState == u"stored" && !word.isEmpty() && word != u"duplicate";
        cases.append({id, shortNumber(id), rows->value(1).toString(), settled ? word : queueState, utc(rows->value(2)),
                      rows->value(6).toString(), rows->value(3).toInt() != 0});
    }
    const Done read = sql::readToEnd(*rows);
    return read ? Result<QVector<CaseFacts>>(cases) : Result<QVector<CaseFacts>>(fail(read.error()));
}

Result<bool> anyUnnamed(QSqlDatabase &db)
{
    const Result<QVariant> found = sql::value(db, QStringLiteral("SELECT EXISTS (SELECT 1 FROM outbox WHERE person_tag"
                                                                 " = x'' AND state NOT IN ('stored', 'closed'))"));
    return found ? Result<bool>(found->toBool()) : Result<bool>(fail(found.error()));
}

Result<QVector<QueueRow>> list(QSqlDatabase &db, bool all)
{
    const QString where = all ? QString() : QStringLiteral(" WHERE o.state NOT IN ('stored', 'closed')");
    Result<sql::Statement> rows =
        sql::run(db, u"SELECT id, epoch, seq, service, state, created_at, attempts, last_error, test, n,"
                     u" CASE WHEN o.follows <> '' AND o.state = 'queued' AND "_qs +
                         theOneBeforeIs(QStringLiteral("'queued', 'parked', 'rejected'")) +
                         u" THEN o.follows ELSE '' END FROM outbox o"_qs + where + u" ORDER BY n"_qs);
    if (!rows) {
        return fail(rows.error());
    }
    const Result<qint64> exported = exportedUpTo(db);
    if (!exported) {
        return fail(exported.error());
    }
    QVector<QueueRow> found;
    while (rows->next()) {
        found.append({rows->value(0).toString(), rows->value(1).toString(), rows->value(2).toLongLong(),
                      rows->value(3).toString(), rows->value(4).toString(), utc(rows->value(5)), rows->value(6).toInt(),
                      rows->value(7).toString(), rows->value(8).toInt() != 0, rows->value(9).toLongLong() <= *exported,
                      rows->value(10).toString()});
    }
    const Done read = sql::readToEnd(*rows);
    return read ? Result<QVector<QueueRow>>(found) : Result<QVector<QueueRow>>(fail(read.error()));
}

Result<QueueCounts> counts(QSqlDatabase &db)
{
    // Answered from the partial indexes alone, but for two rows: 100,000 cases may wait.
    Result<sql::Statement> row =
        sql::run(db, QStringLiteral("SELECT count(*), coalesce(sum(state = 'waiting-blobs'), 0),"
                                    " (SELECT count(*) FROM outbox WHERE state IN ('parked', 'rejected')),"
                                    " (SELECT created_at FROM outbox WHERE state IN ('queued', 'waiting-blobs')"
                                    "  ORDER BY n LIMIT 1),"
                                    " (SELECT last_error FROM outbox WHERE state IN ('queued', 'waiting-blobs')"
                                    "  ORDER BY n LIMIT 1),"
                                    " (SELECT last_error FROM outbox WHERE state IN ('parked', 'rejected')"
                                    "  ORDER BY n LIMIT 1)"
                                    " FROM outbox WHERE state IN ('queued', 'waiting-blobs')"));
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return fail(row->fault().value_or(Fault(FaultCode::StoreIo, "counts: no row")));
    }
    QueueCounts counted;
    counted.waitingBlobs = row->value(1).toLongLong();
    counted.queued = row->value(0).toLongLong() - counted.waitingBlobs;
    counted.parked = row->value(2).toLongLong();
    const Result<qint64> closed = closedCases(db);
    if (!closed) {
        return fail(closed.error());
    }
    counted.closed = *closed;
    if (!row->value(3).isNull()) {
        counted.oldest = utc(row->value(3));
    }
    const QString ofOpen = row->value(4).toString();
    counted.lastError = ofOpen.isEmpty() ? row->value(5).toString() : ofOpen;
    return counted;
}

Result<QString> oldestSealKey(QSqlDatabase &db)
{
    // Both by partial indexes, whose terms have to stand here.
    const auto envelope =
        sql::value(db, QStringLiteral("SELECT envelope FROM sealed WHERE n = (SELECT min(n) FROM ("
                                      "SELECT (SELECT n FROM outbox WHERE state IN ('queued', 'waiting-blobs')"
                                      " AND state = 'queued' ORDER BY n LIMIT 1) AS n UNION ALL "
                                      "SELECT (SELECT n FROM outbox WHERE state IN ('parked', 'rejected')"
                                      " ORDER BY n LIMIT 1)))"));
    if (!envelope) {
        return fail(envelope.error());
    }
    if (!envelope->isValid()) {
        return QString();
    }
    const auto parsed = parseEnvelope(envelope->toByteArray());
    return parsed ? Result<QString>(parsed->sealKey) : fail(parsed.error());
}

Result<QByteArray> lastAnswer(QSqlDatabase &db, const QString &id)
{
    const Result<QVariant> json = sql::value(db,
                                             QStringLiteral("SELECT a.json FROM answer a JOIN outbox o ON o.n = a.n"
                                                            " WHERE o.id = ? ORDER BY a.a DESC LIMIT 1"),
                                             {id});
    return json ? Result<QByteArray>(json->toByteArray()) : Result<QByteArray>(fail(json.error()));
}

Result<QSet<QString>> referencedBlobs(QSqlDatabase &db)
{
    Result<sql::Statement> rows = sql::run(db, QStringLiteral("SELECT sha256 FROM outbox_blob"));
    if (!rows) {
        return fail(rows.error());
    }
    QSet<QString> names;
    while (rows->next()) {
        names.insert(rows->value(0).toString());
    }
    const Done read = sql::readToEnd(*rows);
    return read ? Result<QSet<QString>>(names) : Result<QSet<QString>>(fail(read.error()));
}

Result<bool> isReferenced(QSqlDatabase &db, const QString &blob)
{
    const Result<QVariant> found =
        sql::value(db, QStringLiteral("SELECT 1 FROM outbox_blob WHERE sha256 = ? LIMIT 1"), {blob});
    return found ? Result<bool>(found->isValid()) : Result<bool>(fail(found.error()));
}

}  // namespace hall::outbox

namespace hall {

QJsonObject jsonOf(const QueueRow &row, const QDateTime &now)
{
    return {{QStringLiteral("id"), row.id},
            {QStringLiteral("number"), shortNumber(row.id)},
            {QStringLiteral("epoch"), row.epoch},
            {QStringLiteral("seq"), row.seq},
            {QStringLiteral("service"), row.service},
            {QStringLiteral("state"), row.state},
            {QStringLiteral("age_s"), row.createdAt.secsTo(now)},
            {QStringLiteral("attempts"), row.attempts},
            {QStringLiteral("last_error"), row.lastError},
            {QStringLiteral("test"), row.test},
            {QStringLiteral("exported"), row.exported},
            {QStringLiteral("waits_for"), row.waitsFor}};
}

QJsonObject jsonOf(const QueueCounts &counts, const QDateTime &now)
{
    return {{QStringLiteral("queued"), counts.queued},
            {QStringLiteral("waiting_blobs"), counts.waitingBlobs},
            {QStringLiteral("parked"), counts.parked},
            {QStringLiteral("closed"), counts.closed},
            {QStringLiteral("oldest_s"), counts.oldest.isValid() ? counts.oldest.secsTo(now) : 0},
            {QStringLiteral("last_error"), counts.lastError}};
}

}  // namespace hall
