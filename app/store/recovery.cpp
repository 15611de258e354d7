// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/recovery.h"

#include "app/protocol/envelope.h"
#include "app/store/logcheck.h"
#include "app/store/quarantine.h"
#include "app/store/sql.h"

#include <QCryptographicHash>
#include <QUuid>

#include <algorithm>

namespace hall {

namespace {

// After so many row numbers in a row without a readable row, the table is taken to have ended.
constexpr qint64 longestHole = 2000;

// Parents before children. `key` is the rowid by its own name.
struct Table
{
    const char *name;
    const char *key;
};
constexpr Table tables[] = {{"setting", "n"},         {"outbox", "n"}, {"sealed", "n"},
                            {"outbox_blob", "rowid"}, {"answer", "a"}, {"print_job", "job"}};

// What is found out while rows are carried over.
struct Findings
{
    QVector<qint64> rebuilt;  // cases whose row of the queue was made anew
    int lost = 0;             // bodies that belong to no case any more
    bool whole = true;        // every row of `sealed` was read
};

// A row of a damaged table.
struct Record
{
    QStringList names;
    QVariantList values;

    [[nodiscard]] QVariant value(const QString &name) const { return values.value(names.indexOf(name)); }
};

Record recordOf(const sql::Statement &row)
{
    Record record{row.columns(), {}};
    for (int i = 0; i < record.names.size(); ++i) {
        record.values.append(row.value(i));
    }
    return record;
}

QString insertOf(const QString &table, const Record &record)
{
    const QStringList marks(record.names.size(), QStringLiteral("?"));
    // OR IGNORE: a damaged index may offer a row twice; a child whose parent is lost cannot come along either.
    return u"INSERT OR IGNORE INTO "_qs + table + u" ("_qs + record.names.join(u',') + u") VALUES ("_qs +
           marks.join(u',') + u')';
}

Done copyRow(QSqlDatabase &db, const QString &table, const Record &record)
{
    QVariantList values;
    for (const QVariant &value : record.values) {
        values.append(value.isNull() ? QVariant() : value);
    }
    const Result<sql::Statement> row = sql::run(db, insertOf(table, record), values);
    // A row the new tables do not accept (NULL where none may be, a missing parent) is damage, not a reason to stop.
    if (!row && row.error().code == FaultCode::StoreFull) {
        return fail(row.error());
    }
    return {};
}

// A row of the queue as the envelope tells it. Whose case it is stands in no envelope: it goes its way to the centre,
// but is not among the cases this kiosk shows its visitor. False when the id has a row already.
Result<bool> makeRow(QSqlDatabase &db, qint64 n, const Envelope &envelope)
{
    const Result<sql::Statement> row = sql::run(
        db,
        QStringLiteral("INSERT OR IGNORE INTO outbox (n, id, epoch, seq, service, person_tag, test, state, last_error,"
                       " submitted_at, created_at, hash, body_sha256) VALUES (?, ?, ?, ?, ?, x'', ?, 'queued', '',"
                       " ?, ?, ?, ?)"),
        {n, envelope.id, envelope.epoch, envelope.seq, envelope.service, envelope.test ? 1 : 0, envelope.wallMs,
         envelope.wallMs, QByteArray::fromHex(envelope.hash.toLatin1()),
         QByteArray::fromHex(envelope.sealedSha256.toLatin1())});
    return row ? Result<bool>(row->changedRows() == 1) : Result<bool>(fail(row.error()));
}

// Which scans belong to a case stands in its envelope too. One whose file is gone is named all the same: what is
// missing shall be noticed.
Done nameScans(QSqlDatabase &db, qint64 n, const Envelope &envelope)
{
    for (int place = 0; place < envelope.attachments.size(); ++place) {
        const Result<sql::Statement> row =
            sql::run(db, QStringLiteral("INSERT OR IGNORE INTO outbox_blob (n, place, sha256) VALUES (?, ?, ?)"),
                     {n, place, envelope.attachments[place].sha256});
        if (!row) {
            return fail(row.error());
        }
    }
    return {};
}

// The envelope stands for what the damage took of its case.
Done copySealed(QSqlDatabase &db, const Record &record, Findings &findings)
{
    const qint64 n = record.value(QStringLiteral("n")).toLongLong();
    const Result<QVariant> known = sql::value(db, QStringLiteral("SELECT 1 FROM outbox WHERE n = ?"), {n});
    if (!known) {
        return fail(known.error());
    }
    const Result<Envelope> envelope = parseEnvelope(record.value(QStringLiteral("envelope")).toByteArray());
    if (!known->isValid()) {
        const Result<bool> made = envelope ? makeRow(db, n, *envelope) : Result<bool>(false);
        if (!made) {
            return fail(made.error());
        }
        if (!*made) {
            ++findings.lost;
            return {};
        }
        findings.rebuilt.append(n);
    }
    const Done copied = copyRow(db, QStringLiteral("sealed"), record);
    return copied && envelope ? nameScans(db, n, *envelope) : copied;
}

// What the centre or staff said of a case whose row was made anew. Where nothing settles it, it is sent once more: the
// centre knows what it has.
Done settleRebuilt(QSqlDatabase &db, const QVector<qint64> &rebuilt)
{
    for (const qint64 n : rebuilt) {
        const Result<sql::Statement> settled = sql::run(
            db,
            QStringLiteral(
                "UPDATE outbox SET state = CASE"
                " WHEN EXISTS (SELECT 1 FROM answer a WHERE a.n = outbox.n AND verdict IN ('stored', 'duplicate'))"
                " THEN 'stored'"
                " WHEN EXISTS (SELECT 1 FROM answer a WHERE a.n = outbox.n AND verdict = 'closed') THEN 'closed'"
                " WHEN (SELECT verdict FROM answer a WHERE a.n = outbox.n ORDER BY a.a DESC LIMIT 1)"
                " IN ('rejected', 'conflict') THEN 'rejected'"
                " ELSE 'queued' END WHERE n = ?"),
            {n});
        if (!settled) {
            return fail(settled.error());
        }
    }
    return {};
}

// Row by row behind the last one read; a damaged page makes the step fail, then the next number is tried on its own.
Done copyTable(QSqlDatabase &from, QSqlDatabase &to, const Table &table, Findings &findings)
{
    const bool sealed = qstrcmp(table.name, "sealed") == 0;
    const QString name = QLatin1String(table.name);
    const QString key = QLatin1String(table.key);
    const QString ahead = u"SELECT * , "_qs + key + u" AS salvage_key FROM "_qs + name + u" NOT INDEXED WHERE "_qs +
                          key + u" > ? ORDER BY "_qs + key + u" LIMIT 1"_qs;
    const QString single =
        u"SELECT *, "_qs + key + u" AS salvage_key FROM "_qs + name + u" NOT INDEXED WHERE "_qs + key + u" = ?"_qs;
    qint64 last = 0;
    qint64 hole = 0;
    bool stepwise = false;
    while (hole < longestHole) {
        Result<sql::Statement> row = sql::run(from, stepwise ? single : ahead, {stepwise ? last + 1 : last});
        const bool read = row && row->next();
        Record record = read ? recordOf(*row) : Record();
        const qint64 n = read ? record.values.takeLast().toLongLong() : 0;
        // A damaged page may lead anywhere, also back: then it would go round for ever.
        const bool found = read && n > last;
        const bool failed = !row || row->fault().has_value() || (read && !found);
        if (!found) {
            if (!failed && !stepwise) {
                break;
            }
            findings.whole = findings.whole && !(sealed && failed);
            if (stepwise) {
                ++last;
                ++hole;
            }
            // Try to run ahead again from time to time: behind the damaged page everything may be well.
            stepwise = !stepwise || hole % 50 != 0;
            continue;
        }
        hole = 0;
        last = n;
        record.names.removeLast();
        if (const Done done = sealed ? copySealed(to, record, findings) : copyRow(to, name, record); !done) {
            return done;
        }
    }
    return {};
}

Result<int> count(QSqlDatabase &db, const QString &what)
{
    const Result<QVariant> number = sql::value(db, u"SELECT count(*) FROM "_qs + what);
    return number ? Result<int>(number->toInt()) : Result<int>(fail(number.error()));
}

// Bodies that changed under the damage are worth nothing: the centre could not open them.
Done dropDamagedBodies(QSqlDatabase &db)
{
    QVariantList damaged;
    {
        Result<sql::Statement> rows =
            sql::run(db, QStringLiteral("SELECT o.n, s.body, o.body_sha256 FROM outbox o JOIN sealed s ON s.n = o.n"));
        if (!rows) {
            return fail(rows.error());
        }
        while (rows->next()) {
            const QByteArray hash = QCryptographicHash::hash(rows->value(1).toByteArray(), QCryptographicHash::Sha256);
            if (hash != rows->value(2).toByteArray()) {
                damaged.append(rows->value(0));
            }
        }
    }
    for (const QVariant &n : damaged) {
        if (const auto gone = sql::run(db, QStringLiteral("DELETE FROM sealed WHERE n = ?"), {n}); !gone) {
            return fail(gone.error());
        }
    }
    return sql::exec(db,
                     QStringLiteral("UPDATE outbox SET state = 'parked', last_error = 'body damaged'"
                                    " WHERE state NOT IN ('stored', 'closed') AND n NOT IN (SELECT n FROM sealed)"));
}

Result<Salvage> copyAll(QSqlDatabase &from, QSqlDatabase &to, const QString &folder)
{
    Findings findings;
    for (const Table &table : tables) {
        if (const Done copied = copyTable(from, to, table, findings); !copied) {
            return fail(copied.error());
        }
    }
    if (const Done settled = settleRebuilt(to, findings.rebuilt); !settled) {
        return fail(settled.error());
    }
    if (const Done done = dropDamagedBodies(to); !done) {
        return fail(done.error());
    }
    const Done ended = sql::exec(to, QStringLiteral("INSERT INTO spent (n) SELECT n FROM outbox WHERE state = 'stored'"
                                                    " AND (n IN (SELECT n FROM sealed) OR n IN (SELECT n FROM"
                                                    " outbox_blob))"));
    if (!ended) {
        return fail(ended.error());
    }
    const Result<int> cases = count(to, QStringLiteral("outbox"));
    const Result<int> open = count(to, QStringLiteral("outbox WHERE state NOT IN ('stored', 'closed')"));
    const Result<int> damaged = count(to, QStringLiteral("outbox WHERE last_error = 'body damaged'"));
    if (!cases || !open || !damaged) {
        return fail(FaultCode::StoreIo, "the salvaged rows cannot be counted");
    }
    return Salvage{folder,
                   *cases,
                   *open,
                   *damaged,
                   static_cast<int>(findings.rebuilt.size()),
                   findings.lost,
                   findings.whole && findings.lost == 0};
}

}  // namespace

QJsonObject jsonOf(const Salvage &found)
{
    return {{QStringLiteral("cases"), found.cases},         {QStringLiteral("open"), found.openCases},
            {QStringLiteral("damaged"), found.damaged},     {QStringLiteral("rebuilt"), found.rebuilt},
            {QStringLiteral("lost"), found.lost},           {QStringLiteral("whole"), found.whole},
            {QStringLiteral("log_broken"), found.logBroken}};
}

QJsonObject toldTogether(const QJsonObject &before, const Salvage &found)
{
    Salvage both = found;
    const auto number = [&before](const char *name) { return before.value(QLatin1String(name)).toInt(); };
    both.damaged = std::max(both.damaged, number("damaged"));  // those that nobody closed are counted again
    both.rebuilt += number("rebuilt");
    both.lost += number("lost");
    both.whole = both.whole && before.value(QStringLiteral("whole")).toBool(true);
    both.logBroken = both.logBroken || before.value(QStringLiteral("log_broken")).toBool();
    return jsonOf(both);
}

Done quickCheck(QSqlDatabase &db)
{
    const Result<QVariant> verdict = sql::value(db, QStringLiteral("PRAGMA quick_check(1)"));
    if (!verdict) {
        return fail(verdict.error());
    }
    return verdict->toString() == u"ok" ? Done() : Done(fail(FaultCode::StoreCorrupt, "quick_check"));
}

Result<Salvage> salvage(QSqlDatabase &db, const QString &folder)
{
    const QString name = u"hall-salvage-"_qs + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const Result<bool> mended = mendLog(folder + u"/kiosk.db-wal"_qs);
    if (!mended) {
        return fail(mended.error());
    }
    Result<Salvage> found;
    found->folder = folder;
    {
        QSqlDatabase damaged = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        damaged.setDatabaseName(folder + u"/kiosk.db"_qs);
        // A header so broken that nothing opens leaves an empty salvage, not a kiosk out of service.
        if (damaged.open() && sql::exec(damaged, QStringLiteral("PRAGMA trusted_schema = OFF"))) {
            if (const Done begun = sql::exec(db, QStringLiteral("BEGIN IMMEDIATE")); !begun) {
                return fail(begun.error());
            }
            found = copyAll(damaged, db, folder);
            const Done ended = sql::exec(db, found ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
            if (found && !ended) {
                found = fail(ended.error());
            }
        }
        damaged.close();
    }
    QSqlDatabase::removeDatabase(name);
    if (found) {
        found->logBroken = *mended;
        found->whole = found->whole && !*mended;
        if (const Done marked = markSalvaged(folder, found->whole); !marked) {
            return fail(marked.error());
        }
    }
    return found;
}

}  // namespace hall
