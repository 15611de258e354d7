// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/schema.h"

#include "app/store/durablefile.h"
#include "app/store/sql.h"

#include <QFile>
#include <QStringList>
#include <QUuid>

#include <iterator>

namespace hall {

namespace {

using Step = Done (*)(QSqlDatabase &);

Done all(QSqlDatabase &db, const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (const Done done = sql::exec(db, statement); !done) {
            return done;
        }
    }
    return {};
}

// Version 1: the queue. `n` is the order on this machine (never used twice: the last row is never deleted); (epoch,
// seq) is the centre's order. The body stands apart, so that a change of state does not rewrite it.
Done makeQueue(QSqlDatabase &db)
{
    const Done tables = all(
        db,
        {
            QStringLiteral("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"),
            QStringLiteral(
                "CREATE TABLE setting (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value BLOB NOT NULL) STRICT"),
            QStringLiteral(
                "CREATE TABLE outbox (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                " epoch TEXT NOT NULL, seq INTEGER NOT NULL, service TEXT NOT NULL, person_tag BLOB NOT NULL,"
                " test INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,"
                " last_error TEXT NOT NULL DEFAULT '', submitted_at INTEGER NOT NULL,"
                " created_at INTEGER NOT NULL, hash BLOB NOT NULL, body_sha256 BLOB NOT NULL) STRICT"),
            QStringLiteral("CREATE INDEX outbox_open ON outbox (n, state) WHERE state IN ('queued', 'waiting-blobs')"),
            QStringLiteral("CREATE INDEX outbox_parked ON outbox (n) WHERE state IN ('parked', 'rejected')"),
            QStringLiteral("CREATE INDEX outbox_person ON outbox (person_tag, n)"),
            QStringLiteral("CREATE TABLE sealed (n INTEGER PRIMARY KEY REFERENCES outbox (n), envelope BLOB NOT NULL,"
                           " body BLOB NOT NULL) STRICT"),
            QStringLiteral("CREATE TABLE outbox_blob (n INTEGER NOT NULL REFERENCES outbox (n), place INTEGER NOT NULL,"
                           " sha256 TEXT NOT NULL, UNIQUE (n, place)) STRICT"),
            QStringLiteral("CREATE INDEX outbox_blob_name ON outbox_blob (sha256)"),
            QStringLiteral("CREATE TABLE answer (a INTEGER PRIMARY KEY, n INTEGER NOT NULL REFERENCES outbox (n),"
                           " verdict TEXT NOT NULL, at INTEGER NOT NULL, json BLOB NOT NULL) STRICT"),
            QStringLiteral("CREATE INDEX answer_case ON answer (n, a)"),
        });
    if (!tables) {
        return tables;
    }
    const QString epoch = QUuid::createUuid().toString(QUuid::Id128);
    const Result<sql::Statement> row =
        sql::run(db, QStringLiteral("INSERT INTO meta (key, value) VALUES ('epoch', ?)"), {epoch});
    return row ? Done() : Done(fail(row.error()));
}

// Version 2: what was sent to a printer. No reference to outbox: query services print too.
Done makePrintJournal(QSqlDatabase &db)
{
    return all(
        db, {
                QStringLiteral(
                    "CREATE TABLE print_job (job INTEGER PRIMARY KEY, case_id TEXT NOT NULL,"
                    " kind TEXT NOT NULL, copy INTEGER NOT NULL, printer TEXT NOT NULL, content_sha256 BLOB NOT NULL,"
                    " state TEXT NOT NULL, proof TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',"
                    " bytes INTEGER NOT NULL DEFAULT 0, begun_at INTEGER NOT NULL, ended_at INTEGER) STRICT"),
                QStringLiteral("CREATE INDEX print_job_case ON print_job (case_id, job)"),
                QStringLiteral("CREATE INDEX print_job_open ON print_job (job) WHERE state IN ('sending', 'unknown')"),
            });
}

// Version 3: the audit log, append-only and chained. The head in `meta` tells when rows at the end are missing.
Done makeAuditLog(QSqlDatabase &db)
{
    return all(db,
               {
                   QStringLiteral("CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL,"
                                  " detail TEXT NOT NULL, hash BLOB NOT NULL) STRICT"),
                   QStringLiteral("CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit"
                                  " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"),
                   QStringLiteral("CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit"
                                  " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"),
               });
}

// Version 4: cases that have ended, whose bodies and scans are erased when nobody waits. Until here they went with the
// acknowledgement, so there are none.
Done makeSpent(QSqlDatabase &db)
{
    return sql::exec(db, QStringLiteral("CREATE TABLE spent (n INTEGER PRIMARY KEY REFERENCES outbox (n)) STRICT"));
}

// Version 5: the case that one adds to or takes back, by its id: it goes first. Of what was queued before nobody knows.
Done makeFollows(QSqlDatabase &db)
{
    return all(db, {
                       QStringLiteral("ALTER TABLE outbox ADD COLUMN follows TEXT NOT NULL DEFAULT ''"),
                       QStringLiteral("CREATE INDEX outbox_follows ON outbox (follows) WHERE follows <> ''"),
                   });
}

constexpr Step steps[] = {makeQueue, makePrintJournal, makeAuditLog, makeSpent, makeFollows};

Done takeStep(QSqlDatabase &db, int version)
{
    if (const Done begun = sql::exec(db, QStringLiteral("BEGIN IMMEDIATE")); !begun) {
        return begun;
    }
    Done done = steps[version](db);
    if (done) {
        done = sql::exec(db, QStringLiteral("PRAGMA user_version = %1").arg(version + 1));
    }
    if (done) {
        done = sql::exec(db, QStringLiteral("COMMIT"));
    }
    if (!done) {
        (void)sql::exec(db, QStringLiteral("ROLLBACK"));
    }
    return done;
}

Done copyBefore(QSqlDatabase &db, const QString &folder, int version)
{
    const QString copy = folder + u"/kiosk-v"_qs + QString::number(version) + u".db"_qs;
    if (const Done made = makeFolder(folder); !made) {
        return made;
    }
    QFile::remove(copy);
    const Result<sql::Statement> copied = sql::run(db, QStringLiteral("VACUUM INTO ?"), {copy});
    if (!copied) {
        return fail(copied.error());
    }
    return syncFolder(folder);
}

}  // namespace

int latestSchema()
{
    return static_cast<int>(std::size(steps));
}

Result<int> schemaOf(QSqlDatabase &db)
{
    const Result<QVariant> version = sql::value(db, QStringLiteral("PRAGMA user_version"));
    return version ? Result<int>(version->toInt()) : Result<int>(fail(version.error()));
}

Done migrate(QSqlDatabase &db, const QString &copyFolder, int target)
{
    const Result<int> now = schemaOf(db);
    if (!now) {
        return fail(now.error());
    }
    if (*now > latestSchema()) {
        return fail(FaultCode::StoreNewer,
                    "schema " + std::to_string(*now) + ", known " + std::to_string(latestSchema()));
    }
    if (*now > 0 && *now < target) {
        if (const Done copied = copyBefore(db, copyFolder, *now); !copied) {
            return copied;
        }
    }
    for (int version = *now; version < target; ++version) {
        if (const Done done = takeStep(db, version); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace hall
