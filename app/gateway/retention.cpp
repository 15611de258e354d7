// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/retention.h"

#include "app/protocol/digest.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr qint64 kDay = 24 * 60 * 60 * 1000;

struct Old
{
    QString id;
    QString hash;
    bool uncollected = false;
};

// A case that another one adds to goes with or after it: its content says nothing without that one's.
Result<QVector<Old>> oldCases(QSqlDatabase &db, qint64 beforeMs, qint64 readyBeforeMs, int most)
{
    auto rows =
        run(db,
            QStringLiteral("SELECT i.id, i.hash, i.state FROM item i JOIN result r ON r.item = i.id"
                           " WHERE i.destroyed_ms = 0 AND ((r.at_ms < ?"
                           " AND i.state IN ('withdrawn', 'refused', 'decided', 'delivered', 'applied'))"
                           " OR (r.at_ms < ? AND i.state = 'ready'))"
                           " AND NOT EXISTS (SELECT 1 FROM core_part p JOIN core_message m ON m.reference = p.reference"
                           " WHERE p.item = i.id AND m.state NOT IN ('accepted', 'closed'))"
                           " AND NOT EXISTS (SELECT 1 FROM follow_up f JOIN item o ON o.id = f.of_item"
                           " LEFT JOIN result w ON w.item = o.id WHERE f.item = i.id AND o.destroyed_ms = 0"
                           " AND (o.state NOT IN ('withdrawn', 'refused', 'decided', 'delivered') OR w.at_ms >= ?))"
                           " ORDER BY i.id LIMIT ?"),
            {beforeMs, readyBeforeMs, beforeMs, most});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<Old> old;
    while (rows->next()) {
        old.append({rows->value(0).toString(), rows->value(1).toString(),
                    rows->value(2).toString() == QLatin1String("ready")});
    }
    return old;
}

// Scans of the case that no other one has.
Result<QStringList> scansOf(QSqlDatabase &db, const QString &item)
{
    auto rows = run(db,
                    QStringLiteral("SELECT DISTINCT a.sha256 FROM attachment a WHERE a.item = ? AND NOT EXISTS"
                                   " (SELECT 1 FROM attachment o WHERE o.sha256 = a.sha256 AND o.item <> a.item)"),
                    {item});
    if (!rows) {
        return fail(rows.error());
    }
    QStringList scans;
    while (rows->next()) {
        scans.append(rows->value(0).toString());
    }
    return scans;
}

// One pass as it is recorded: a row that grows with each case, in that case's own commit.
struct Pass
{
    qint64 n = 0;
    qint64 nowMs = 0;
    qint64 beforeMs = 0;
    QString digest;
};

Done record(QSqlDatabase &db, const Pass &pass, const Destroyed &more)
{
    auto row = run(db,
                   QStringLiteral("INSERT INTO destruction (n, at_ms, before_ms, cases, scans, questions, digest)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (n) DO UPDATE SET"
                                  " cases = destruction.cases + excluded.cases,"
                                  " scans = destruction.scans + excluded.scans,"
                                  " questions = destruction.questions + excluded.questions, digest = excluded.digest"),
                   {pass.n, pass.nowMs, pass.beforeMs, more.cases, more.scans, more.questions, pass.digest});
    return row ? Done() : Done(fail(row.error()));
}

// False: another pass was quicker.
Result<bool> destroyRows(QSqlDatabase &db, const QString &item, const QStringList &scans, qint64 nowMs)
{
    auto taken = run(db, QStringLiteral("UPDATE item SET body = ?, destroyed_ms = ? WHERE id = ? AND destroyed_ms = 0"),
                     {QByteArray(""), nowMs, item});
    if (!taken) {
        return fail(taken.error());
    }
    if (taken->numRowsAffected() != 1) {
        return false;
    }
    for (const char *sql : {"UPDATE result SET tag = '' WHERE item = ?", "DELETE FROM case_life WHERE item = ?",
                            "DELETE FROM check_result WHERE item = ?", "DELETE FROM notice WHERE item = ?",
                            "DELETE FROM attachment WHERE item = ?", "UPDATE rating SET item = '' WHERE item = ?"}) {
        if (auto done = run(db, QLatin1String(sql), {item}); !done) {
            return fail(done.error());
        }
    }
    for (const QString &scan : scans) {
        if (auto done = run(db, QStringLiteral("DELETE FROM blob WHERE sha256 = ?"), {scan}); !done) {
            return fail(done.error());
        }
    }
    return true;
}

// The files go first: a pass that ends in between finds the case again.
Result<Destroyed> destroy(Database &database, const Blobs &blobs, const Old &old, Pass &pass)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    auto scans = scansOf(db, old.id);
    if (!scans) {
        return fail(scans.error());
    }
    for (const QString &scan : std::as_const(*scans)) {
        if (auto removed = blobs.remove(scan); !removed) {
            return fail(removed.error());
        }
    }
    auto mine = destroyRows(db, old.id, *scans, pass.nowMs);
    if (!mine || !*mine) {
        return mine ? Result<Destroyed>(Destroyed()) : Result<Destroyed>(fail(mine.error()));
    }
    const Destroyed one{1, static_cast<int>(scans->size()), 0, old.uncollected ? 1 : 0};
    Pass next = pass;
    next.digest = sha256Hex((pass.digest + old.id + u' ' + old.hash + u'\n').toUtf8());
    if (auto recorded = record(db, next, one); !recorded) {
        return fail(recorded.error());
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    pass = next;
    return one;
}

Result<int> destroyQuestions(Database &database, qint64 beforeMs, const Pass &pass, bool dry)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    auto count = single(db, QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE at_ms < ?"), {beforeMs});
    if (!count || dry || count->toInt() == 0) {
        return count ? Result<int>(count->toInt()) : Result<int>(fail(count.error()));
    }
    if (auto gone = run(db, QStringLiteral("DELETE FROM ask_log WHERE at_ms < ?"), {beforeMs}); !gone) {
        return fail(gone.error());
    }
    if (auto recorded = record(db, pass, {0, 0, count->toInt()}); !recorded) {
        return fail(recorded.error());
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return count->toInt();
}

Result<Destroyed> destroyOthers(Database &database, const RetentionRules &rules, const Pass &pass, bool dry)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    auto rest = destroyRest(db, rules, pass.nowMs, dry);
    if (!rest || dry || *rest == Destroyed()) {
        return rest;
    }
    const QJsonObject others{{QStringLiteral("ratings"), rest->ratings},
                             {QStringLiteral("events"), rest->events},
                             {QStringLiteral("persons"), rest->persons},
                             {QStringLiteral("answers"), rest->answers}};
    if (auto recorded = record(db, pass, {}); !recorded) {
        return fail(recorded.error());
    }
    auto noted = run(db, QStringLiteral("UPDATE destruction SET others = ? WHERE n = ?"),
                     {QString::fromUtf8(QJsonDocument(others).toJson(QJsonDocument::Compact)), pass.n});
    if (!noted) {
        return fail(noted.error());
    }
    auto done = transaction.commit();
    return done ? rest : Result<Destroyed>(fail(done.error()));
}

// What a deletion leaves in the database's own files.
Done sweep(Database &database)
{
    auto db = database.connection();
    if (!db) {
        return fail(db.error());
    }
    const QStringList steps =
        database.sqlite()
            ? QStringList{QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")}
            : QStringList{QStringLiteral("VACUUM item"),          QStringLiteral("VACUUM result"),
                          QStringLiteral("VACUUM case_life"),     QStringLiteral("VACUUM check_result"),
                          QStringLiteral("VACUUM notice"),        QStringLiteral("VACUUM ask_log"),
                          QStringLiteral("VACUUM rating"),        QStringLiteral("VACUUM core_event"),
                          QStringLiteral("VACUUM person_record"), QStringLiteral("VACUUM person_document"),
                          QStringLiteral("VACUUM inbox")};
    for (const QString &sql : steps) {
        if (auto done = run(*db, sql); !done) {
            return fail(done.error());
        }
    }
    return {};
}

}  // namespace

Result<Destroyed> destroyOld(Database &database, const Blobs &blobs, const RetentionRules &rules, const Clock &clock,
                             bool dry, int most)
{
    const qint64 now = clock.wall().count();
    auto db = database.connection();
    if (!db) {
        return fail(db.error());
    }
    if (database.sqlite()) {  // freed pages are overwritten
        if (auto done = run(*db, QStringLiteral("PRAGMA secure_delete=ON")); !done) {
            return fail(done.error());
        }
    }
    auto n = single(*db, QStringLiteral("SELECT COALESCE(MAX(n), 0) + 1 FROM destruction"));
    Pass pass{n ? n->toLongLong() : 0, now, now - rules.days * kDay, QStringLiteral("")};
    auto old = oldCases(*db, pass.beforeMs, now - rules.readyDays * kDay, most);
    if (!n || !old) {
        return fail(!n ? n.error() : old.error());
    }
    Destroyed destroyed;
    for (const Old &one : std::as_const(*old)) {
        auto scans = scansOf(*db, one.id);
        auto gone = !scans ? Result<Destroyed>(fail(scans.error()))
                    : dry ? Result<Destroyed>(Destroyed{1, static_cast<int>(scans->size()), 0, one.uncollected ? 1 : 0})
                          : destroy(database, blobs, one, pass);
        if (!gone) {
            return fail(gone.error());
        }
        destroyed.cases += gone->cases;
        destroyed.scans += gone->scans;
        destroyed.uncollected += gone->uncollected;
    }
    auto questions = destroyQuestions(database, now - rules.questionDays * kDay, pass, dry);
    if (!questions) {
        return fail(questions.error());
    }
    destroyed.questions = *questions;
    auto rest = destroyOthers(database, rules, pass, dry);
    if (!rest) {
        return fail(rest.error());
    }
    destroyed.ratings = rest->ratings;
    destroyed.events = rest->events;
    destroyed.persons = rest->persons;
    destroyed.answers = rest->answers;
    if (!dry && destroyed != Destroyed()) {
        if (auto swept = sweep(database); !swept) {
            return fail(swept.error());
        }
    }
    return destroyed;
}

Result<QJsonArray> destructionsJson(Database &database)
{
    auto db = database.connection();
    if (!db) {
        return fail(db.error());
    }
    auto rows = run(*db, QStringLiteral("SELECT n, at_ms, before_ms, cases, scans, questions, digest, others"
                                        " FROM destruction"
                                        " ORDER BY n"));
    if (!rows) {
        return fail(rows.error());
    }
    const auto time = [&rows](int column) {
        return QDateTime::fromMSecsSinceEpoch(rows->value(column).toLongLong(), Qt::UTC).toString(Qt::ISODateWithMs);
    };
    QJsonArray array;
    while (rows->next()) {
        array.append(QJsonObject{
            {QStringLiteral("n"), rows->value(0).toLongLong()},
            {QStringLiteral("at"), time(1)},
            {QStringLiteral("before"), time(2)},
            {QStringLiteral("cases"), rows->value(3).toLongLong()},
            {QStringLiteral("scans"), rows->value(4).toLongLong()},
            {QStringLiteral("questions"), rows->value(5).toLongLong()},
            {QStringLiteral("digest"), rows->value(6).toString()},
            {QStringLiteral("others"), QJsonDocument::fromJson(rows->value(7).toString().toUtf8()).object()}});
    }
    return array;
}

}  // namespace hall::gateway
