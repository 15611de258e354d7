// SPDX-License-Identifier: GPL-3.0-or-later
// What a damaged store carries over into the new one: every case whose row or whose envelope can be read.
#include "tests/unit/store/salvagetools.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace hall;
using namespace hall::test;

class TestSalvage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_folder.reset(); }

    // Their row is gone, their envelope and body are not.
    void aDamagedPageOfTheQueueLosesNoCase()
    {
        constexpr int cases = 60;
        QStringList promised;
        QHash<QString, OutboxItem> before;
        {
            const auto store = opened(optionsFor(m_folder->path()));
            for (int i = 0; i < cases; ++i) {
                const NewCase fresh = signedCase();
                QVERIFY(store->commit(fresh).result());
                promised.append(fresh.id);
            }
            const QVector<OutboxItem> items = *store->next(cases, 1 << 30).result();
            for (const OutboxItem &item : items) {
                before.insert(item.id, item);
            }
        }
        const QVector<int> leaves = leavesOf(database(), QStringLiteral("outbox"));
        QVERIFY(leaves.size() > 2);
        damagePage(database(), leaves[leaves.size() / 2]);

        const auto store = opened(optionsFor(m_folder->path()));
        QVERIFY(store->salvaged());
        QVERIFY(!store->salvaged()->logBroken);
        QCOMPARE(store->salvaged()->cases, cases);
        QCOMPARE(store->salvaged()->openCases, cases);
        QVERIFY(store->salvaged()->rebuilt > 5);
        QCOMPARE(store->salvaged()->damaged + store->salvaged()->lost, 0);
        // In the order they were made, and each as it was.
        QStringList found;
        const QVector<OutboxItem> items = *store->next(2 * cases, 1 << 30).result();
        for (const OutboxItem &item : items) {
            found.append(item.id);
            const OutboxItem &was = before[item.id];
            QCOMPARE(item.seq, was.seq);
            QCOMPARE(item.service, was.service);
            QCOMPARE(item.envelopeJson, was.envelopeJson);
            QCOMPARE(item.sealedBody, was.sealedBody);
            QCOMPARE(item.state, QStringLiteral("queued"));
        }
        QCOMPARE(found, promised);
        QCOMPARE(store->outbox().result()->size(), cases);
        QCOMPARE(store->commit(signedCase()).result()->seq, 1);
    }

    // It is not followed for ever, and what lies behind it is found.
    void aPageThatLeadsBackEnds()
    {
        constexpr int cases = 60;
        {
            const auto store = opened(optionsFor(m_folder->path()));
            for (int i = 0; i < cases; ++i) {
                QVERIFY(store->commit(signedCase()).result());
            }
        }
        const QVector<int> leaves = leavesOf(database(), QStringLiteral("outbox"));
        QVERIFY(leaves.size() > 2);
        turnPage(database(), leaves[leaves.size() / 2]);
        damagePage(database(), leaves.constLast());

        const auto store = opened(optionsFor(m_folder->path()));
        QVERIFY(store->salvaged());
        QCOMPARE(store->salvaged()->cases, cases);
        QCOMPARE(store->salvaged()->openCases, cases);
    }

    // Nor does the loss of all of them.
    void withoutAnyRowTheEnvelopesAreEnough()
    {
        QStringList ids;
        QStringList scans;
        {
            StoreOptions options = optionsFor(m_folder->path());
            options.idleAfter = std::chrono::hours(1);
            const auto store = opened(options);
            for (int i = 0; i < 5; ++i) {
                scans = {*store->writeBlob(randomBytes(1000)).result(), *store->writeBlob(randomBytes(1000)).result()};
                const NewCase fresh = signedCase(scans);
                QVERIFY(store->commit(fresh).result());
                ids.append(fresh.id);
            }
            QVERIFY(store->acknowledge(ids[0], QStringLiteral("stored"), "{}").result());
            QVERIFY(store->acknowledge(ids[1], QStringLiteral("rejected"), "{}").result());
            QVERIFY(store->acknowledge(ids[2], QStringLiteral("rejected"), "{}").result());
            QVERIFY(
                store->closeCase(ids[2], {QStringLiteral("at-counter"), QStringLiteral("counter"), {}, {}}).result());
            QVERIFY(store->acknowledge(ids[3], QStringLiteral("waiting-blobs"), "{}").result());
        }
        setAside({QStringLiteral("DELETE FROM outbox"), QStringLiteral("DELETE FROM outbox_blob")});
        const auto store = opened(optionsFor(m_folder->path()));
        QVERIFY(store->salvaged());
        QCOMPARE(store->salvaged()->rebuilt, 5);
        QStringList states;
        const QVector<QueueRow> rows = *store->outbox(true).result();
        for (const QueueRow &row : rows) {
            states.append(row.state);
        }
        // What the centre took or staff closed is not sent again.
        QCOMPARE(states, QStringList({QStringLiteral("stored"), QStringLiteral("rejected"), QStringLiteral("closed"),
                                      QStringLiteral("queued"), QStringLiteral("queued")}));
        const QVector<OutboxItem> items = *store->next(10, 1 << 30).result();
        QCOMPARE(items.size(), 2);
        QCOMPARE(items.constLast().blobs, scans);
        for (const QString &scan : scans) {
            QVERIFY(store->readBlob(scan, 0, 1).result());
        }
    }

    // The new log begins by saying where the old one ended, and whether all of it was right.
    void theNewLogSaysHowTheOldOneEnded_data()
    {
        QTest::addColumn<QStringList>("changes");
        QTest::addColumn<int>("rows");  // that are right
        QTest::newRow("whole") << QStringList() << 3;
        QTest::newRow("a row was changed") << QStringList({QStringLiteral("DROP TRIGGER audit_no_update"),
                                                           QStringLiteral("UPDATE audit SET event = 'x' WHERE n = 2")})
                                           << 1;
        QTest::newRow("its end was cut off") << QStringList({QStringLiteral("DROP TRIGGER audit_no_delete"),
                                                             QStringLiteral("DELETE FROM audit WHERE n = 3")})
                                             << 2;
        QTest::newRow("it is gone") << QStringList({QStringLiteral("DROP TABLE audit")}) << -1;
    }
    void theNewLogSaysHowTheOldOneEnded()
    {
        QFETCH(QStringList, changes);
        QFETCH(int, rows);
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QVERIFY(store->appendAudit(QStringLiteral("first"), {}).result());
            QVERIFY(store->appendAudit(QStringLiteral("second"), {}).result());
        }
        QByteArray hash;
        QString epoch;
        withDatabase(database(), [&](QSqlDatabase &db) {
            QSqlQuery query(db);
            QVERIFY(query.exec(u"SELECT hash, (SELECT value FROM meta WHERE key = 'epoch') FROM audit WHERE n = "_qs +
                               QString::number(std::max(rows, 1))) &&
                    query.next());
            hash = query.value(0).toByteArray().toHex();
            epoch = query.value(1).toString();
        });
        withDatabase(database(), [&](QSqlDatabase &db) {
            for (const QString &change : changes) {
                QVERIFY2(QSqlQuery(db).exec(change), qPrintable(change));
            }
        });
        setAside({});
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QVERIFY(store->salvaged());
            QVERIFY(store->verifyAudit().result()->intact);
        }
        QJsonObject before;
        withDatabase(database(), [&](QSqlDatabase &db) {
            QSqlQuery query(db);
            QVERIFY(query.exec(QStringLiteral("SELECT detail FROM audit WHERE event = 'store.salvaged'")) &&
                    query.next());
            before = QJsonDocument::fromJson(query.value(0).toByteArray())[u"log_before"].toObject();
        });
        if (rows < 0) {
            QCOMPARE(before, QJsonObject());
            return;
        }
        QCOMPARE(before, (QJsonObject{{QStringLiteral("epoch"), epoch},
                                      {QStringLiteral("rows"), rows},
                                      {QStringLiteral("hash"), QString::fromLatin1(hash)},
                                      {QStringLiteral("intact"), changes.isEmpty()}}));
    }

    // Scans whose rows are gone would be cleaned away as nobody's.
    void scansAreFoundByTheEnvelope()
    {
        QStringList scans;
        {
            const auto store = opened(optionsFor(m_folder->path()));
            scans = {*store->writeBlob(randomBytes(1000)).result(), *store->writeBlob(randomBytes(1000)).result()};
            QVERIFY(store->commit(signedCase(scans)).result());
        }
        setAside({QStringLiteral("DELETE FROM outbox_blob WHERE place = 1")});
        const auto store = opened(optionsFor(m_folder->path()));
        QCOMPARE(store->next(1, 1 << 30).result()->constFirst().blobs, scans);
        QVERIFY(store->readBlob(scans[1], 0, 1).result());
    }

    // Neither row nor envelope: it is said how many.
    void aBodyOfNoCaseIsCounted()
    {
        {
            const auto store = opened(optionsFor(m_folder->path()));
            for (int i = 0; i < 3; ++i) {
                QVERIFY(store->commit(signedCase()).result());
            }
        }
        setAside({QStringLiteral("DELETE FROM outbox WHERE n = 2"),
                  QStringLiteral("UPDATE sealed SET envelope = x'7b7d' WHERE n = 2"),
                  QStringLiteral("UPDATE sealed SET body = x'00' WHERE n = 3"),
                  QStringLiteral("DELETE FROM outbox WHERE n = 3")});
        const auto store = opened(optionsFor(m_folder->path()));
        QCOMPARE(store->salvaged()->lost, 1);
        QCOMPARE(store->salvaged()->rebuilt, 1);
        QCOMPARE(store->salvaged()->damaged, 1);  // its body is not the one the envelope speaks of
        QCOMPARE(store->counts().result()->queued, 1);
        QCOMPARE(store->counts().result()->parked, 1);
    }

    // Over starts, and over another damage.
    void staffAreToldUntilOneOfThemHasSeenIt()
    {
        const QString key = QLatin1String(salvageSetting);
        const auto told = [&key](KioskStore &store) {
            QJsonObject all = QJsonDocument::fromJson(store.setting(key).result().value_or("{}")).object();
            return all.take(u"at").toInteger() > 0 ? all : QJsonObject();
        };
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QVERIFY(!store->setting(key).result());
            for (int i = 0; i < 3; ++i) {
                QVERIFY(store->commit(signedCase()).result());
            }
        }
        setAside({QStringLiteral("DELETE FROM outbox WHERE n = 1"),
                  QStringLiteral("UPDATE sealed SET body = x'00' WHERE n = 2")});
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QCOMPARE(told(*store), jsonOf(*store->salvaged()));
            QCOMPARE(told(*store)[u"rebuilt"].toInt(), 1);
        }
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QVERIFY(!store->salvaged());
            QCOMPARE(told(*store)[u"damaged"].toInt(), 1);
        }
        QVERIFY(QDir(m_folder->path()).rename(QStringLiteral("quarantine"), QStringLiteral("first")));
        setAside({QStringLiteral("DELETE FROM outbox WHERE n = 3")});
        const auto store = opened(optionsFor(m_folder->path()));
        QCOMPARE(store->salvaged()->rebuilt, 1);
        QCOMPARE(told(*store)[u"rebuilt"].toInt(), 2);
        QCOMPARE(told(*store)[u"damaged"].toInt(), 1);
        QCOMPARE(told(*store)[u"cases"].toInt(), 3);
        QVERIFY(store->setSetting(key, "{}").result());
        QCOMPARE(told(*store), QJsonObject());
    }

    // Whose it was nobody knows any more: no list of anybody's has it, and that is told as long as it is not at the
    // centre.
    void aCaseWithoutItsPersonIsToldOf()
    {
        QString id;
        {
            const auto store = opened(optionsFor(m_folder->path()));
            QVERIFY(!*store->anyUnnamed().result());
            const NewCase fresh = signedCase();
            id = fresh.id;
            QVERIFY(store->commit(fresh).result());
            QCOMPARE(store->casesOf(fresh.personTag).result()->size(), 1);
            QVERIFY(!*store->anyUnnamed().result());
        }
        setAside({QStringLiteral("DELETE FROM outbox")});
        const auto store = opened(optionsFor(m_folder->path()));
        QVERIFY(*store->anyUnnamed().result());
        QVERIFY(store->acknowledge(id, QStringLiteral("stored"), "{}").result());
        QVERIFY(!*store->anyUnnamed().result());
    }

    // The bodies in it are those of cases that the centre has: they may not stay for ever.
    void whatWasSetAsideGoesWhenItsCasesHaveEnded_data()
    {
        QTest::addColumn<bool>("whole");
        QTest::addColumn<int>("days");
        QTest::newRow("every body was read") << true << 30;
        QTest::newRow("one was not") << false << 180;
    }
    void whatWasSetAsideGoesWhenItsCasesHaveEnded()
    {
        QFETCH(bool, whole);
        QFETCH(int, days);
        const NewCase one = signedCase();
        const NewCase two = signedCase();
        {
            const auto store = opened(optionsFor(m_folder->path()));
            for (const NewCase &fresh : {one, two}) {
                QVERIFY(store->commit(fresh).result());
            }
        }
        setAside({whole ? QStringLiteral("DELETE FROM outbox WHERE n = 1")
                        : QStringLiteral("INSERT INTO sealed (n, envelope, body) VALUES (9, x'7b7d', x'00')")});
        QDir folder(m_folder->path());
        QVERIFY(folder.mkpath(QStringLiteral("quarantine/2.going")));  // a removal that was cut short
        ManualClock clock;
        StoreOptions options = optionsFor(m_folder->path());
        options.clock = &clock;
        options.idleAfter = std::chrono::milliseconds(20);
        auto store = opened(options);
        const auto dayPasses = [&](int count) {
            for (int day = 0; day < count; ++day) {
                clock.advance(std::chrono::hours(24));
                QVERIFY(store->setSetting(QStringLiteral("wake"), "1").result());
                // Two rests: the one that was under way when the day passed may have begun before.
                QTest::qWait(60);
            }
        };
        QVERIFY(store->salvaged());
        QVERIFY(store->commit(signedCase()).result());  // of the new chain: waits for nothing here
        // Without the centre's time nothing is old.
        dayPasses(2);
        QVERIFY(folder.exists(QStringLiteral("quarantine/2.going")));
        store->hearTime(clock.wall().count());
        QVERIFY(store->acknowledge(one.id, QStringLiteral("stored"), "{}").result());
        // One of them still waits.
        dayPasses(1);
        clock.advance(std::chrono::hours(24 * 400));
        dayPasses(2);
        QVERIFY(!folder.exists(QStringLiteral("quarantine/2.going")));
        QVERIFY(folder.exists(QStringLiteral("quarantine/1/kiosk.db")));
        QVERIFY(store->acknowledge(two.id, QStringLiteral("stored"), "{}").result());
        dayPasses(1);
        QTRY_VERIFY(folder.exists(QStringLiteral("quarantine/1/ended")));
        // A restart changes nothing.
        store.reset();
        store = opened(options);
        QVERIFY(!store->salvaged());
        store->hearTime(clock.wall().count());
        clock.advance(std::chrono::hours(24 * (days - 1)));
        QVERIFY(store->setSetting(QStringLiteral("wake"), "1").result());
        QTest::qWait(200);
        QVERIFY(folder.exists(QStringLiteral("quarantine/1/kiosk.db")));
        clock.advance(std::chrono::hours(48));
        QVERIFY(store->setSetting(QStringLiteral("wake"), "1").result());
        QTRY_VERIFY(QDir(folder.filePath(QStringLiteral("quarantine"))).isEmpty());
        QVERIFY(store->verifyAudit().result()->intact);
        store.reset();
        QCOMPARE(audited(QStringLiteral("store.quarantine-removed")), 1);
    }

private:
    int audited(const QString &event) const
    {
        int count = -1;
        withDatabase(database(), [&](QSqlDatabase &db) {
            QSqlQuery query(db);
            QVERIFY(query.prepare(QStringLiteral("SELECT count(*) FROM audit WHERE event = ?")));
            query.addBindValue(event);
            QVERIFY(query.exec() && query.next());
            count = query.value(0).toInt();
        });
        return count;
    }

    QString database() const { return m_folder->filePath(QStringLiteral("kiosk.db")); }

    // As after a power cut behind the move of a damaged file.
    void setAside(const QStringList &statements)
    {
        changeRows(database(), statements);
        QDir folder(m_folder->path());
        QVERIFY(folder.mkpath(QStringLiteral("quarantine/1")));
        QVERIFY(folder.rename(QStringLiteral("kiosk.db"), QStringLiteral("quarantine/1/kiosk.db")));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestSalvage)
#include "tst_salvage.moc"
