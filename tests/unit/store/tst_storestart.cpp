// SPDX-License-Identifier: GPL-3.0-or-later
// What a start makes of what it finds: other versions, damaged files, left-over scans.
#include "tests/unit/store/storetools.h"

#include "app/store/schema.h"
#include "app/store/sql.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace hall;
using namespace hall::test;

class TestStoreStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_folder.reset(); }

    void olderSchemasAreBroughtForward_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version < latestSchema(); ++version) {
            QTest::addRow("from %d", version) << version;
        }
    }
    void olderSchemasAreBroughtForward()
    {
        QFETCH(int, version);
        onTheFile([&](QSqlDatabase &db) {
            QVERIFY(migrate(db, m_folder->filePath(QStringLiteral("migration")), version));
            QCOMPARE(*schemaOf(db), version);
            QVERIFY(sql::exec(db, QStringLiteral("INSERT INTO setting (key, value) VALUES ('kept', x'41')")));
        });
        QVERIFY(!QFile::exists(copyOf(version)));
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QCOMPARE(*store->setting(QStringLiteral("kept")).result(), QByteArray("A"));
            QVERIFY(store->commit(newCase()).result());
            QVERIFY(store->verifyAudit().result()->intact);
        }
        QVERIFY(QFile::exists(copyOf(version)));
        onTheFile([&](QSqlDatabase &db) { QCOMPARE(*schemaOf(db), latestSchema()); });
    }

    void aNewerSchemaIsRefusedAndLeftAlone()
    {
        opened(optionsFor(m_folder->path()));
        onTheFile([](QSqlDatabase &db) {
            QVERIFY(sql::exec(db, QStringLiteral("PRAGMA user_version = %1").arg(latestSchema() + 1)));
        });
        const auto store = KioskStore::open(optionsFor(m_folder->path()));
        QVERIFY(!store);
        QCOMPARE(store.error().code, FaultCode::StoreNewer);
        onTheFile([](QSqlDatabase &db) { QCOMPARE(*schemaOf(db), latestSchema() + 1); });
    }

    void aStepThatFailsLeavesTheOldVersion()
    {
        onTheFile([&](QSqlDatabase &db) {
            QVERIFY(migrate(db, m_folder->path(), 1));
            QVERIFY(sql::exec(db, QStringLiteral("CREATE TABLE audit (in_the_way INTEGER) STRICT")));
            QVERIFY(!migrate(db, m_folder->path()));
            QCOMPARE(*schemaOf(db), 2);
        });
    }

    void unreferencedScansGoAtTheStart()
    {
        QString kept;
        QString orphan;
        {
            const auto store = opened(optionsFor(m_folder->path()));
            kept = *store->writeBlob(randomBytes(1000)).result();
            orphan = *store->writeBlob(randomBytes(1000)).result();
            NewCase fresh = newCase();
            fresh.blobs = {kept};
            QVERIFY(store->commit(fresh).result());
        }
        QFile half(m_folder->filePath(QStringLiteral("blobs/half.tmp")));
        QVERIFY(half.open(QIODevice::WriteOnly));
        half.close();
        const auto store = opened(optionsFor(m_folder->path()));
        QVERIFY(store->readBlob(kept, 0, 1).result());
        QVERIFY(!store->readBlob(orphan, 0, 1).result());
        QVERIFY(!half.exists());
    }

    void rubbishIsSetAside()
    {
        QFile file(m_folder->filePath(QStringLiteral("kiosk.db")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(randomBytes(20'000));
        file.close();
        const auto store = opened(optionsFor(m_folder->path()));
        QVERIFY(store->salvaged());
        QCOMPARE(store->salvaged()->cases, 0);
        QVERIFY(store->commit(newCase()).result());
        QVERIFY(QFile::exists(m_folder->filePath(QStringLiteral("quarantine/1/kiosk.db"))));
    }

    void damagedPagesLoseOnlyWhatTheyHeld()
    {
        QStringList ids;
        QString epoch;
        QHash<QString, QByteArray> bodies;
        {
            const auto store = opened(optionsFor(m_folder->path()));
            for (int i = 0; i < 60; ++i) {
                const NewCase fresh = newCase();
                QVERIFY(store->commit(fresh).result());
                ids.append(fresh.id);
                bodies.insert(fresh.id, fresh.sealedBody);
            }
            QVERIFY(store->setSyncState(QStringLiteral("inbox.after"), "5").result());
            epoch = store->outbox().result()->constFirst().epoch;
        }
        damageSomePages();
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QVERIFY(store->salvaged());
            const QVector<QueueRow> rows = *store->outbox().result();
            const QVector<OutboxItem> items = *store->next(1000, 1 << 30).result();
            qInfo("%d of 60 rows, %d with their body", int(rows.size()), int(items.size()));
            QVERIFY2(items.size() >= 30 && items.size() < 60, qPrintable(QString::number(items.size())));
            for (const OutboxItem &item : items) {
                QCOMPARE(item.sealedBody, bodies.value(item.id));
            }
            QCOMPARE(store->counts().result()->parked, store->salvaged()->damaged);
            QCOMPARE(rows.constFirst().epoch, epoch);
            // A new epoch begins at 1: the old chain may have lost its end.
            QCOMPARE(store->commit(newCase()).result()->seq, 1);
            QVERIFY(store->outbox().result()->constLast().epoch != epoch);
        }
        const auto again = opened(optionsFor(m_folder->path()));
        QVERIFY(!again->salvaged());
        QCOMPARE(again->commit(newCase()).result()->seq, 2);
    }

    void aSalvageCutShortIsDoneAgain()
    {
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QVERIFY(store->commit(newCase()).result());
        }
        // As after a power cut behind the move: the file lies aside, nothing was carried over yet.
        QDir folder(m_folder->path());
        QVERIFY(folder.mkpath(QStringLiteral("quarantine/1")));
        QVERIFY(folder.rename(QStringLiteral("kiosk.db"), QStringLiteral("quarantine/1/kiosk.db")));
        const auto store = opened(optionsFor(m_folder->path()));
        QCOMPARE(store->counts().result()->queued, 1);
        QCOMPARE(store->salvaged()->openCases, 1);
    }

    // The centre has it, and the damage took its body: its scans go as they would have with the body.
    void scansOfAnEndedCaseGoThoughItsBodyIsLost()
    {
        NewCase over = newCase();
        NewCase waits = newCase();
        {
            const auto store = opened(optionsFor(m_folder->path()));
            for (NewCase *one : {&over, &waits}) {
                one->blobs = {*store->writeBlob(randomBytes(1000)).result()};
                QVERIFY(store->commit(*one).result());
            }
        }
        QDir folder(m_folder->path());
        QVERIFY(folder.mkpath(QStringLiteral("quarantine/1")));
        QVERIFY(folder.rename(QStringLiteral("kiosk.db"), QStringLiteral("quarantine/1/kiosk.db")));
        changeRows(
            folder.filePath(QStringLiteral("quarantine/1/kiosk.db")),
            {QStringLiteral("UPDATE outbox SET state = 'stored' WHERE id = '%1'").arg(over.id),
             QStringLiteral("DELETE FROM sealed WHERE n = (SELECT n FROM outbox WHERE id = '%1')").arg(over.id)});
        const QString name = over.blobs.constFirst();
        const QString gone = folder.filePath(QStringLiteral("blobs/%1/%2").arg(name.left(2), name));
        QVERIFY(QFile::exists(gone));
        {
            StoreOptions options = optionsFor(m_folder->path());
            options.idleAfter = std::chrono::milliseconds(20);
            const auto store = opened(options);
            QVERIFY(store->salvaged());
            QCOMPARE(store->salvaged()->openCases, 1);
            QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(gone), 30'000);
            QVERIFY(store->readBlob(waits.blobs.constFirst(), 0, 1).result());
        }
        // Nothing of it is kept in mind either.
        QCOMPARE(rowsOf(QStringLiteral("outbox_blob")), 1);
        QCOMPARE(rowsOf(QStringLiteral("spent")), 0);
    }

    void aForeignKeyFileIsNotReplaced()
    {
        opened(optionsFor(m_folder->path()));
        QFile key(m_folder->filePath(QStringLiteral("device.key")));
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write("short");
        key.close();
        const auto store = KioskStore::open(optionsFor(m_folder->path()));
        QVERIFY(!store);
        QCOMPARE(store.error().code, FaultCode::KeyMissing);
        QCOMPARE(key.size(), 5);
    }

    // Killed before the body of an ended case was erased, the store does it after the next start.
    void whatHasEndedIsErasedAfterTheNextStart()
    {
        StoreOptions busy = optionsFor(m_folder->path());
        busy.idleAfter = std::chrono::hours(1);
        NewCase ended = newCase();
        const QByteArray needle = "NEEDLE-" + QByteArray(64, 'n');
        ended.sealedBody = needle.repeated(30);
        QString scan;
        {
            const auto store = opened(busy);
            scan = *store->writeBlob(needle + "scan").result();
            ended.blobs = {scan};
            QVERIFY(store->commit(ended).result());
            QVERIFY(store->acknowledge(ended.id, QStringLiteral("stored"), "{}").result());
            QVERIFY(store->readBlob(scan, 0, 1).result());
        }
        StoreOptions idle = optionsFor(m_folder->path());
        idle.idleAfter = std::chrono::milliseconds(10);
        const auto store = opened(idle);
        QTRY_COMPARE(faultIn(store->readBlob(scan, 0, 1).result()), FaultCode::StoreNotFound);
        const auto holds = [&](const QString &name) {
            QFile file(m_folder->filePath(name));
            return file.open(QIODevice::ReadOnly) && file.readAll().contains(needle);
        };
        QTRY_VERIFY(!holds(QStringLiteral("kiosk.db")) && !holds(QStringLiteral("kiosk.db-wal")));
        QCOMPARE(store->outbox(true).result()->size(), 1);
    }

    // So does a store that grows full meanwhile, however busy it is.
    void whatHasEndedMakesRoom()
    {
        StoreOptions small = optionsFor(m_folder->path());
        small.idleAfter = std::chrono::hours(1);
        small.quotaBytes = 24 << 20;
        small.walBytes = 1 << 20;
        const auto store = opened(small);
        for (int i = 0; i < 300; ++i) {
            const NewCase fresh = newCase(newTransactionId(1), 100'000);
            QVERIFY2(store->commit(fresh).result(), qPrintable(QString::number(i)));
            QVERIFY(store->acknowledge(fresh.id, QStringLiteral("stored"), "{}").result());
        }
    }

    void finishedCasesGoAfterHalfAYear()
    {
        ManualClock clock;
        StoreOptions options = optionsFor(m_folder->path());
        options.clock = &clock;
        options.idleAfter = std::chrono::milliseconds(20);
        const NewCase old = newCase();
        const NewCase open = newCase();
        const NewCase last = newCase();
        const auto store = opened(options);
        for (const NewCase &fresh : {old, open, last}) {
            QVERIFY(store->commit(fresh).result());
        }
        store->hearTime(clock.wall().count());
        QVERIFY(store->acknowledge(old.id, QStringLiteral("stored"), "{}").result());
        QVERIFY(store->acknowledge(last.id, QStringLiteral("stored"), "{}").result());
        clock.advance(std::chrono::hours(24 * 181));
        QVERIFY(store->setSetting(QStringLiteral("wake"), "1").result());
        QTRY_COMPARE(store->outbox(true).result()->size(), 2);
        // The open case stays whatever its age, and so does the end of the chain.
        QCOMPARE(store->commit(newCase()).result()->seq, 4);
    }

private:
    QString copyOf(int version) const
    {
        return m_folder->filePath(QStringLiteral("migration/kiosk-v%1.db").arg(version));
    }

    void onTheFile(const std::function<void(QSqlDatabase &)> &work)
    {
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("direct"));
            db.setDatabaseName(m_folder->filePath(QStringLiteral("kiosk.db")));
            QVERIFY(db.open());
            work(db);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("direct"));
    }

    // Every eleventh page from the middle on becomes noise.
    static void changeRows(const QString &path, const QStringList &statements)
    {
        withDatabase(path, [&statements](QSqlDatabase &db) {
            for (const QString &statement : statements) {
                QSqlQuery query(db);
                QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
                QCOMPARE(query.numRowsAffected(), 1);
            }
        });
    }

    int rowsOf(const QString &table) const
    {
        int count = -1;
        withDatabase(m_folder->filePath(QStringLiteral("kiosk.db")), [&](QSqlDatabase &db) {
            QSqlQuery query(u"SELECT count(*) FROM "_qs + table, db);
            count = query.next() ? query.value(0).toInt() : -1;
        });
        return count;
    }

    template <typename Use> static void withDatabase(const QString &path, const Use &use)
    {
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("rows"));
            db.setDatabaseName(path);
            QVERIFY(db.open());
            use(db);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("rows"));
    }

    void damageSomePages()
    {
        QFile file(m_folder->filePath(QStringLiteral("kiosk.db")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        constexpr qint64 page = 4096;
        QVERIFY(file.size() > 60 * page);
        for (qint64 n = file.size() / page / 2; n < file.size() / page; n += 11) {
            file.seek(n * page);
            file.write(QByteArray(page, '\x5a'));
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestStoreStart)
#include "tst_storestart.moc"
