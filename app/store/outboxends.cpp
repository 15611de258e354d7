// SPDX-License-Identifier: GPL-3.0-or-later
// How a case ends other than by reaching the centre: staff carry it away and close it; and how what has ended goes.
#include "app/store/outbox.h"

#include "app/domain/transaction.h"
#include "app/store/auditlog.h"
#include "app/store/closing.h"
#include "app/store/settings.h"
#include "app/store/sql.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace hall {

namespace {

// A number that could be somebody's (identity, card, telephone) is four digits and more in a row, spaced or not.
bool namesSomebody(const QString &note)
{
    static const QRegularExpression digits(QStringLiteral("\\d[\\s-]?\\d[\\s-]?\\d[\\s-]?\\d"),
                                           QRegularExpression::UseUnicodePropertiesOption);
    return digits.match(note).hasMatch();
}

}  // namespace

bool soundClosingNote(const QString &note)
{
    return note.size() <= longestClosingNote && !note.contains(u'\n') && !namesSomebody(note);
}

}  // namespace hall

namespace hall::outbox {

namespace {

constexpr int prunedAtOnce = 500;  // rows of one cleaning: a wrong clock is noticed before much is gone
constexpr int lookedAt = 2000;     // of the oldest that ended
const QString exportedTo = QStringLiteral("outbox.exported-to");
const QString closedCount = QStringLiteral("outbox.closed");

Result<qint64> number(QSqlDatabase &db, const QString &key)
{
    const Result<QByteArray> kept = settings::get(db, key);
    if (!kept && kept.error().code != FaultCode::StoreNotFound) {
        return fail(kept.error());
    }
    return kept ? kept->toLongLong() : 0;
}

Done soundClosing(const CaseClosing &closing)
{
    if (!closingReasons().contains(closing.reason)) {
        return fail(FaultCode::BadArgument, "no such reason");
    }
    if (closing.basis != u"exported" && closing.basis != u"counter") {
        return fail(FaultCode::BadArgument, "basis is exported or counter");
    }
    if (!soundClosingNote(closing.note)) {
        return fail(FaultCode::BadArgument, "the note is too long, or has a number in it that could be somebody's");
    }
    return {};
}

// A case that was closed still has its body. The files follow once that is durable.
Done forget(WriteScope &scope, BlobFiles &blobs, qint64 n)
{
    Result<sql::Statement> rows = sql::run(scope.db, QStringLiteral("SELECT sha256 FROM outbox_blob WHERE n = ?"), {n});
    if (!rows) {
        return fail(rows.error());
    }
    while (rows->next()) {
        scope.afterCommit.push_back([&blobs, &db = scope.db, name = rows->value(0).toString()] {
            const Result<bool> used = isReferenced(db, name);
            if (used && !*used) {
                blobs.remove(name);
            }
        });
    }
    if (const Done read = sql::readToEnd(*rows); !read) {
        return read;
    }
    rows->finish();
    for (const char *statement :
         {"DELETE FROM spent WHERE n = ?", "DELETE FROM sealed WHERE n = ?", "DELETE FROM outbox_blob WHERE n = ?",
          "DELETE FROM answer WHERE n = ?", "DELETE FROM outbox WHERE n = ?"}) {
        const Result<sql::Statement> gone = sql::run(scope.db, QLatin1String(statement), {n});
        if (!gone) {
            return fail(gone.error());
        }
    }
    return {};
}

}  // namespace

Done noteExported(QSqlDatabase &db, qint64 n)
{
    return settings::set(db, exportedTo, QByteArray::number(n));
}

Result<qint64> exportedUpTo(QSqlDatabase &db)
{
    return number(db, exportedTo);
}

Result<qint64> closedCases(QSqlDatabase &db)
{
    return number(db, closedCount);
}

Done closeCase(WriteScope &scope, const QString &id, const CaseClosing &closing, std::optional<qint64> trustedMs,
               qint64 nowMs)
{
    if (const Done sound = soundClosing(closing); !sound) {
        return sound;
    }
    Result<sql::Statement> row = sql::run(
        scope.db, QStringLiteral("SELECT n FROM outbox WHERE id = ? AND state IN ('parked', 'rejected')"), {id});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        const Done read = sql::readToEnd(*row);
        return read ? Done(fail(FaultCode::StoreNotFound, "no parked case to close")) : read;
    }
    const qint64 n = row->value(0).toLongLong();
    row->finish();
    const Result<qint64> carried = exportedUpTo(scope.db);
    if (!carried) {
        return fail(carried.error());
    }
    if (closing.basis == u"exported" && n > *carried) {
        return fail(FaultCode::NotAllowed, "this case was not exported yet");
    }
    const Result<qint64> before = closedCases(scope.db);
    if (!before) {
        return fail(before.error());
    }
    const QJsonObject said{{QStringLiteral("reason"), closing.reason}, {QStringLiteral("basis"), closing.basis}};
    const auto ran = [](const Result<sql::Statement> &query) { return query ? Done() : Done(fail(query.error())); };
    Done done = ran(sql::run(scope.db, QStringLiteral("UPDATE outbox SET state = 'closed', last_error = ? WHERE n = ?"),
                             {closing.reason, n}));
    if (done) {
        done = ran(sql::run(scope.db,
                            QStringLiteral("UPDATE outbox SET state = 'parked', last_error = ?"
                                           " WHERE follows = ? AND follows <> '' AND state = 'queued'"),
                            {kFollowsClosed, id}));
    }
    if (done) {
        // 0: no clock was to be believed; the time runs from when one is.
        done = ran(sql::run(scope.db,
                            QStringLiteral("INSERT INTO answer (n, verdict, at, json) VALUES (?, 'closed', ?, ?)"),
                            {n, trustedMs.value_or(0), QJsonDocument(said).toJson(QJsonDocument::Compact)}));
    }
    if (done) {
        done = settings::set(scope.db, closedCount, QByteArray::number(*before + 1));
    }
    if (!done) {
        return done;
    }
    QJsonObject detail = said;
    detail.insert(QStringLiteral("case"), shortNumber(id));
    detail.insert(QStringLiteral("by"), closing.by);
    if (!closing.note.isEmpty()) {
        detail.insert(QStringLiteral("note"), closing.note);
    }
    return auditlog::append(scope.db, QStringLiteral("case-closed"),
                            QJsonDocument(detail).toJson(QJsonDocument::Compact), nowMs);
}

Result<int> prune(WriteScope &scope, BlobFiles &blobs, qint64 trustedMs, qint64 keepMs)
{
    const Result<sql::Statement> dated =
        sql::run(scope.db, QStringLiteral("UPDATE answer SET at = ? WHERE at = 0 AND verdict = 'closed'"), {trustedMs});
    if (!dated) {
        return fail(dated.error());
    }
    // By the last word about it: that came when the centre's time was known, however wrong the clock was before.
    Result<sql::Statement> rows =
        sql::run(scope.db,
                 QStringLiteral("SELECT n FROM (SELECT n, created_at FROM outbox WHERE state IN ('stored', 'closed')"
                                "  AND n < (SELECT max(n) FROM outbox) ORDER BY n LIMIT ?) o"
                                " WHERE coalesce((SELECT max(at) FROM answer a WHERE a.n = o.n), created_at) < ?"
                                " ORDER BY n LIMIT ?"),
                 {lookedAt, trustedMs - keepMs, prunedAtOnce});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<qint64> old;
    while (rows->next()) {
        old.append(rows->value(0).toLongLong());
    }
    if (const Done read = sql::readToEnd(*rows); !read) {
        return fail(read.error());
    }
    rows->finish();
    for (const qint64 n : std::as_const(old)) {
        if (const Done gone = forget(scope, blobs, n); !gone) {
            return fail(gone.error());
        }
    }
    return static_cast<int>(old.size());
}

}  // namespace hall::outbox

namespace hall {

const QStringList &closingReasons()
{
    static const QStringList all{QStringLiteral("at-counter"), QStringLiteral("filed-again"),
                                 QStringLiteral("given-up"), QStringLiteral("unusable"), QStringLiteral("test")};
    return all;
}

}  // namespace hall
