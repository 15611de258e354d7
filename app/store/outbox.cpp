// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/outbox.h"

#include "app/domain/transaction.h"
#include "app/protocol/digest.h"
#include "app/store/sql.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTimeZone>
#include <QUuid>

#include <limits>
#include <set>
#include <tuple>

namespace hall::outbox {

namespace {

constexpr int hashBytes = 32;
constexpr qint64 mostErasedBytes = 256 * 1024;

QDateTime utc(const QVariant &milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds.toLongLong(), Qt::UTC);
}

Done ran(const Result<sql::Statement> &query)
{
    return query ? Done() : Done(fail(query.error()));
}

struct Row
{
    qint64 n = 0;
    QString state;
};

QString places(qsizetype count)
{
    return QStringList(count, QStringLiteral("?")).join(u',');
}

// Of those that are here, by id.
Result<QHash<QString, Row>> rowsOf(QSqlDatabase &db, const QVector<CentreWord> &words)
{
    QVariantList ids;
    for (const CentreWord &word : words) {
        ids.append(word.id);
    }
    Result<sql::Statement> read =
        sql::run(db, QStringLiteral("SELECT id, n, state FROM outbox WHERE id IN (%1)").arg(places(ids.size())), ids);
    if (!read) {
        return fail(read.error());
    }
    QHash<QString, Row> rows;
    while (read->next()) {
        rows.insert(read->value(0).toString(), Row{read->value(1).toLongLong(), read->value(2).toString()});
    }
    const Done whole = sql::readToEnd(*read);
    return whole ? Result<QHash<QString, Row>>(std::move(rows)) : fail(whole.error());
}

Result<Row> rowOf(QSqlDatabase &db, const QString &id)
{
    Result<sql::Statement> row = sql::run(db, QStringLiteral("SELECT n, state FROM outbox WHERE id = ?"), {id});
    if (!row) {
        return fail(row.error());
    }
    if (row->next()) {
        return Row{row->value(0).toLongLong(), row->value(1).toString()};
    }
    const Done read = sql::readToEnd(*row);
    return read ? Result<Row>(fail(FaultCode::StoreNotFound, "no case with this id")) : fail(read.error());
}

Result<ChainPosition> nextPosition(QSqlDatabase &db)
{
    const Result<QVariant> epoch = sql::value(db, QStringLiteral("SELECT value FROM meta WHERE key = 'epoch'"));
    if (!epoch) {
        return fail(epoch.error());
    }
    ChainPosition position{epoch->toString(), 1, QByteArray(hashBytes, '\0')};
    Result<sql::Statement> last =
        sql::run(db, QStringLiteral("SELECT epoch, seq, hash FROM outbox ORDER BY n DESC LIMIT 1"));
    if (!last) {
        return fail(last.error());
    }
    // Salvaged cases of an older epoch come before any of this one, so the last row decides.
    if (last->next() && last->value(0).toString() == position.epoch) {
        position.seq = last->value(1).toLongLong() + 1;
        position.prevHash = last->value(2).toByteArray();
    }
    if (const Done read = sql::readToEnd(*last); !read) {
        return fail(read.error());
    }
    return position;
}

Done checkCase(const NewCase &fresh, const BlobFiles &blobs)
{
    if (fresh.id.isEmpty() || fresh.service.isEmpty() || !fresh.submittedAt.isValid() || fresh.sealedBody.isEmpty() ||
        !fresh.makeEnvelope) {
        return fail(FaultCode::BadArgument, "incomplete case");
    }
    for (const QString &blob : fresh.blobs) {
        if (!blobs.has(blob)) {
            return fail(FaultCode::StoreNotFound, "a scan of the case is missing");
        }
    }
    return {};
}

Done insertBlobs(QSqlDatabase &db, qint64 n, const QStringList &blobs)
{
    for (int place = 0; place < blobs.size(); ++place) {
        const Done done =
            ran(sql::run(db, QStringLiteral("INSERT INTO outbox_blob (n, place, sha256) VALUES (?, ?, ?)"),
                         {n, place, blobs[place]}));
        if (!done) {
            return done;
        }
    }
    return {};
}

Done insertCase(QSqlDatabase &db, const NewCase &fresh, const ChainPosition &position, const SignedEnvelope &signedOne,
                qint64 nowMs)
{
    const QByteArray bodyHash = sha256(fresh.sealedBody);
    qint64 n = 0;
    {
        const Result<sql::Statement> row = sql::run(
            db,
            QStringLiteral("INSERT INTO outbox (id, epoch, seq, service, person_tag, test, state, submitted_at,"
                           " created_at, hash, body_sha256, follows)"
                           " VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)"),
            {fresh.id, position.epoch, position.seq, fresh.service, fresh.personTag, fresh.test ? 1 : 0,
             fresh.submittedAt.toMSecsSinceEpoch(), nowMs, signedOne.hash, bodyHash, fresh.follows});
        if (!row) {
            return fail(row.error());
        }
        n = row->lastRow();
    }
    const Done body = ran(sql::run(db, QStringLiteral("INSERT INTO sealed (n, envelope, body) VALUES (?, ?, ?)"),
                                   {n, signedOne.envelope, fresh.sealedBody}));
    return body ? insertBlobs(db, n, fresh.blobs) : body;
}

// One question for all of them: most cases have no scans.
Done addBlobs(QSqlDatabase &db, const QMap<qint64, qsizetype> &places, QVector<OutboxItem> &items)
{
    Result<sql::Statement> rows =
        sql::run(db, QStringLiteral("SELECT n, sha256 FROM outbox_blob WHERE n BETWEEN ? AND ? ORDER BY n, place"),
                 {places.firstKey(), places.lastKey()});
    if (!rows) {
        return fail(rows.error());
    }
    while (rows->next()) {
        const auto place = places.constFind(rows->value(0).toLongLong());
        if (place != places.cend()) {
            items[*place].blobs.append(rows->value(1).toString());
        }
    }
    return sql::readToEnd(*rows);
}

Done setState(QSqlDatabase &db, qint64 n, const QString &state, const QString &error)
{
    return ran(
        sql::run(db, QStringLiteral("UPDATE outbox SET state = ?, last_error = ? WHERE n = ?"), {state, error, n}));
}

// What the centre said of each of these cases; what it has said before of one, in the same words, is not noted again.
class Answers
{
public:
    explicit Answers(qint64 nowMs) : m_nowMs(nowMs) {}

    void add(qint64 n, const CentreWord &word)
    {
        const auto key = std::make_tuple(n, word.verdict, word.answerJson);
        if (m_seen.insert(key).second) {
            m_values << n << word.verdict << m_nowMs << word.answerJson;
        }
    }
    [[nodiscard]] Done note(QSqlDatabase &db) const
    {
        if (m_values.isEmpty()) {
            return {};
        }
        const QString rows = QStringList(m_values.size() / 4, QStringLiteral("(?,?,?,?)")).join(u',');
        return ran(sql::run(db,
                            QStringLiteral("WITH said (n, verdict, at, json) AS (VALUES %1)"
                                           " INSERT INTO answer (n, verdict, at, json)"
                                           " SELECT s.n, s.verdict, s.at, s.json FROM said s WHERE NOT EXISTS"
                                           " (SELECT 1 FROM answer a WHERE a.n = s.n AND a.verdict = s.verdict"
                                           " AND a.json = s.json)")
                                .arg(rows),
                            m_values));
    }

private:
    qint64 m_nowMs;
    std::set<std::tuple<qint64, QString, QByteArray>> m_seen;
    QVariantList m_values;
};

// The number up to which ended cases are erased in one go: so many of them, and not much more than so many bytes, which
// all go through the log. 0: there is none.
Result<qint64> lastToErase(QSqlDatabase &db, int most)
{
    Result<sql::Statement> rows =
        sql::run(db,
                 QStringLiteral("SELECT p.n, coalesce(length(s.body), 0) FROM spent p LEFT JOIN sealed s ON s.n = p.n"
                                " ORDER BY p.n LIMIT ?"),
                 {most});
    if (!rows) {
        return fail(rows.error());
    }
    qint64 last = 0;
    for (qint64 bytes = 0; bytes < mostErasedBytes && rows->next(); bytes += rows->value(1).toLongLong()) {
        last = rows->value(0).toLongLong();
    }
    const Done read = sql::readToEnd(*rows);
    return read ? Result<qint64>(last) : Result<qint64>(fail(read.error()));
}

QString stateAfter(const QString &verdict)
{
    if (verdict == u"stored" || verdict == u"duplicate") {
        return QStringLiteral("stored");
    }
    if (verdict == u"waiting-blobs") {
        return verdict;
    }
    if (verdict == u"rejected" || verdict == u"conflict") {
        return QStringLiteral("rejected");
    }
    return {};
}

QString errorOf(const CentreWord &word, const QString &state)
{
    if (state != u"rejected") {
        return {};
    }
    const QString code = QJsonDocument::fromJson(word.answerJson).object()[QStringLiteral("code")].toString();
    return code.isEmpty() ? word.verdict : code;
}

Done end(QSqlDatabase &db, const QVariantList &numbers)
{
    if (numbers.isEmpty()) {
        return {};
    }
    const Done ended =
        ran(sql::run(db,
                     QStringLiteral("UPDATE outbox SET state = 'stored', last_error = '' WHERE n IN (%1)")
                         .arg(places(numbers.size())),
                     numbers));
    const QString rows = QStringList(numbers.size(), QStringLiteral("(?)")).join(u',');
    return ended ? ran(sql::run(db, u"INSERT INTO spent (n) VALUES "_qs + rows, numbers)) : ended;
}

}  // namespace

QString theOneBeforeIs(const QString &states)
{
    return QStringLiteral("EXISTS (SELECT 1 FROM outbox f WHERE f.id = o.follows AND f.state IN (%1))").arg(states);
}

Result<Committed> commit(WriteScope &scope, const NewCase &fresh, const BlobFiles &blobs, qint64 nowMs)
{
    const Result<QVariant> known =
        sql::value(scope.db, QStringLiteral("SELECT seq FROM outbox WHERE id = ?"), {fresh.id});
    if (!known) {
        return fail(known.error());
    }
    if (known->isValid()) {
        return Committed{known->toLongLong(), shortNumber(fresh.id)};
    }
    if (const Done whole = checkCase(fresh, blobs); !whole) {
        return fail(whole.error());
    }
    const Result<ChainPosition> position = nextPosition(scope.db);
    if (!position) {
        return fail(position.error());
    }
    const Result<SignedEnvelope> envelope = fresh.makeEnvelope(*position);
    if (!envelope) {
        return fail(envelope.error());
    }
    if (envelope->hash.size() != hashBytes) {
        return fail(FaultCode::BadArgument, "an envelope's hash has 32 bytes");
    }
    if (const Done done = insertCase(scope.db, fresh, *position, *envelope, nowMs); !done) {
        return fail(done.error());
    }
    return Committed{position->seq, shortNumber(fresh.id)};
}

Done beginEpoch(WriteScope &scope)
{
    return ran(sql::run(scope.db, QStringLiteral("UPDATE meta SET value = ? WHERE key = 'epoch'"),
                        {QUuid::createUuid().toString(QUuid::Id128)}));
}

namespace {

// Open cases that may travel and of which `which` holds, in the order they were made.
Result<QVector<OutboxItem>> openItems(QSqlDatabase &db, const QString &which, QVariantList values, int maxItems,
                                      qint64 maxBytes)
{
    values.append(maxItems);
    Result<sql::Statement> rows = sql::run(
        db,
        QStringLiteral("SELECT o.n, o.id, o.seq, o.service, s.envelope, s.body, o.state, o.attempts, o.last_error,"
                       " o.created_at, CASE WHEN o.follows <> '' AND %1 THEN o.follows ELSE '' END"
                       " FROM outbox o JOIN sealed s ON s.n = o.n WHERE o.state IN ('queued', 'waiting-blobs')"
                       " AND %3 AND (o.follows = '' OR NOT %2) ORDER BY o.n LIMIT ?")
            .arg(theOneBeforeIs(QStringLiteral("'queued'")), theOneBeforeIs(QStringLiteral("'parked', 'rejected'")),
                 which),
        values);
    if (!rows) {
        return fail(rows.error());
    }
    QVector<OutboxItem> items;
    QMap<qint64, qsizetype> places;  // by n
    qint64 bytes = 0;
    while (rows->next()) {
        OutboxItem item{rows->value(1).toString(),    rows->value(2).toLongLong(),  rows->value(3).toString(),
                        rows->value(4).toByteArray(), rows->value(5).toByteArray(), {},
                        rows->value(6).toString(),    rows->value(7).toInt(),       rows->value(8).toString(),
                        utc(rows->value(9)),          rows->value(10).toString()};
        bytes += item.envelopeJson.size() + item.sealedBody.size();
        if (!items.isEmpty() && bytes > maxBytes) {
            break;
        }
        places.insert(rows->value(0).toLongLong(), items.size());
        items.append(std::move(item));
    }
    const Done read = sql::readToEnd(*rows);
    const Done whole = read && !items.isEmpty() ? addBlobs(db, places, items) : read;
    return whole ? Result<QVector<OutboxItem>>(std::move(items)) : Result<QVector<OutboxItem>>(fail(whole.error()));
}

}  // namespace

Result<QVector<OutboxItem>> next(QSqlDatabase &db, int maxItems, qint64 maxBytes, const QString &after)
{
    return openItems(db, QStringLiteral("o.n > coalesce((SELECT n FROM outbox WHERE id = ?), 0)"), {after}, maxItems,
                     maxBytes);
}

Result<QVector<OutboxItem>> pick(QSqlDatabase &db, const QStringList &ids)
{
    if (ids.isEmpty()) {
        return QVector<OutboxItem>();
    }
    QVariantList values;
    for (const QString &id : ids) {
        values.append(id);
    }
    const QString places = QStringList(ids.size(), QStringLiteral("?")).join(u',');
    return openItems(db, QStringLiteral("o.id IN (%1)").arg(places), values, static_cast<int>(ids.size()),
                     std::numeric_limits<qint64>::max());
}

Result<QVector<Noted>> acknowledge(WriteScope &scope, const QVector<CentreWord> &words, qint64 nowMs)
{
    Result<QHash<QString, Row>> rows = rowsOf(scope.db, words);
    if (!rows) {
        return fail(rows.error());
    }
    QVector<Noted> all;
    QVariantList ended;
    Answers answers(nowMs);
    for (const CentreWord &word : words) {
        const auto row = rows->find(word.id);
        if (row == rows->end()) {
            all.append(Noted::NotHere);
            continue;
        }
        all.append(Noted::Noted);
        answers.add(row->n, word);
        const QString state = stateAfter(word.verdict);
        // A late word about something that ended already (an answer that came twice, out of order) changes nothing.
        // What staff closed ends only by having reached the centre after all.
        if (state.isEmpty() || row->state == u"stored" || (row->state == u"closed" && state != u"stored")) {
            continue;
        }
        row->state = state;
        if (state == u"stored") {
            all.last() = Noted::Ended;
            ended.append(row->n);
        } else if (const Done done = setState(scope.db, row->n, state, errorOf(word, state)); !done) {
            return fail(done.error());
        }
    }
    Done done = answers.note(scope.db);
    done = done ? end(scope.db, ended) : done;
    return done ? Result<QVector<Noted>>(std::move(all)) : Result<QVector<Noted>>(fail(done.error()));
}

Result<int> erase(WriteScope &scope, BlobFiles &blobs, int most)
{
    const Result<qint64> last = lastToErase(scope.db, most);
    if (!last || *last == 0) {
        return last ? Result<int>(0) : Result<int>(fail(last.error()));
    }
    const QString those = QStringLiteral(" WHERE n IN (SELECT n FROM spent WHERE n <= ?)");
    Result<sql::Statement> rows = sql::run(scope.db, u"SELECT DISTINCT sha256 FROM outbox_blob"_qs + those, {*last});
    if (!rows) {
        return fail(rows.error());
    }
    QStringList names;
    while (rows->next()) {
        names.append(rows->value(0).toString());
    }
    if (const Done read = sql::readToEnd(*rows); !read) {
        return fail(read.error());
    }
    for (const char *table : {"outbox_blob", "sealed"}) {
        if (const Done gone = ran(sql::run(scope.db, u"DELETE FROM "_qs + QLatin1String(table) + those, {*last}));
            !gone) {
            return fail(gone.error());
        }
    }
    const Result<sql::Statement> erased = sql::run(scope.db, QStringLiteral("DELETE FROM spent WHERE n <= ?"), {*last});
    if (!erased) {
        return fail(erased.error());
    }
    for (const QString &name : std::as_const(names)) {
        scope.afterCommit.push_back([&blobs, &db = scope.db, name] {
            const Result<bool> used = isReferenced(db, name);
            if (used && !*used) {
                blobs.remove(name);
            }
        });
    }
    return erased->changedRows();
}

Result<qint64> countSpent(QSqlDatabase &db)
{
    const Result<QVariant> count = sql::value(db, QStringLiteral("SELECT count(*) FROM spent"));
    return count ? Result<qint64>(count->toLongLong()) : Result<qint64>(fail(count.error()));
}

Done noteFailure(WriteScope &scope, const QString &id, const QString &error, bool park)
{
    const Result<Row> row = rowOf(scope.db, id);
    if (!row) {
        return fail(row.error());
    }
    return ran(sql::run(scope.db,
                        QStringLiteral("UPDATE outbox SET attempts = attempts + 1, last_error = ?,"
                                       " state = CASE WHEN ? THEN 'parked' ELSE state END"
                                       " WHERE n = ? AND state NOT IN ('stored', 'closed')"),
                        {error, park ? 1 : 0, row->n}));
}

Done retry(WriteScope &scope, const QString &id)
{
    const Result<sql::Statement> changed =
        sql::run(scope.db,
                 QStringLiteral("UPDATE outbox SET state = 'queued', attempts = 0, last_error = '' WHERE id = ?"
                                " AND state IN ('parked', 'rejected')"
                                " AND EXISTS (SELECT 1 FROM sealed WHERE sealed.n = outbox.n)"),
                 {id});
    if (!changed) {
        return fail(changed.error());
    }
    return changed->changedRows() == 1 ? Done() : Done(fail(FaultCode::StoreNotFound, "no parked case to retry"));
}

}  // namespace hall::outbox
