// SPDX-License-Identifier: GPL-3.0-or-later
// The print journal and the audit log.
#include "tests/unit/store/storetools.h"

#include "app/store/auditlog.h"
#include "app/store/sql.h"

#include <QSqlDatabase>
#include <QTemporaryDir>

using namespace hall;
using namespace hall::test;

class TestStorePrints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = opened(optionsFor(m_folder->path()));
    }
    void cleanup()
    {
        m_store.reset();
        m_folder.reset();
    }

    void aPrintEndsOnce()
    {
        const PrintStart start = *begin();
        QCOMPARE(start.copy, 0);
        QVERIFY(end(start, PrintOutcome::Printed));
        QCOMPARE(faultIn(end(start, PrintOutcome::NotPrinted)), FaultCode::StoreDuplicate);
        QCOMPARE(faultIn(end({99, 0}, PrintOutcome::Printed)), FaultCode::StoreNotFound);
        const PrintRecord record = m_store->printsOf(m_case).result()->constFirst();
        QCOMPARE(record.state, QStringLiteral("printed"));
        QCOMPARE(record.proof, QStringLiteral("A"));
        QCOMPARE(record.bytes, 4321);
    }

    void papersThatMayExistMakeTheNextOneACopy()
    {
        QVERIFY(end(*begin(), PrintOutcome::NotPrinted));
        QCOMPARE(begin()->copy, 0);  // nothing came out before; this one stays open
        const PrintStart copy = *begin();
        QCOMPARE(copy.copy, 1);
        QVERIFY(end(copy, PrintOutcome::Unknown));
        QCOMPARE(begin()->copy, 2);
        QCOMPARE(m_store->beginPrint(m_case, QStringLiteral("certificate"), QStringLiteral("p"), {}).result()->copy, 0);
    }

    void openPrintsAreUnknownAfterARestart()
    {
        const PrintStart start = *begin();
        reopen();
        const QVector<PrintRecord> unknown = *m_store->unknownPrints().result();
        QCOMPARE(unknown.size(), 1);
        QCOMPARE(unknown.constFirst().job, start.job);
        QCOMPARE(unknown.constFirst().reason, QStringLiteral("restart"));
        QCOMPARE(faultIn(end(start, PrintOutcome::Printed)), FaultCode::StoreDuplicate);
    }

    void aPersonResolvesTheUnknown()
    {
        const PrintStart start = *begin();
        QCOMPARE(faultIn(m_store->resolvePrint(start.job, true).result()), FaultCode::StoreNotFound);
        QVERIFY(end(start, PrintOutcome::Unknown));
        QVERIFY(m_store->resolvePrint(start.job, false).result());
        QCOMPARE(m_store->printsOf(m_case).result()->constFirst().state, QStringLiteral("resolved-reprint"));
        QVERIFY(m_store->unknownPrints().result()->isEmpty());
    }

    void theCaseShowsItsLastPaper()
    {
        NewCase fresh = newCase(m_case);
        QVERIFY(m_store->commit(fresh).result());
        const auto outcome = [&] { return m_store->casesOf(fresh.personTag).result()->constFirst().printOutcome; };
        QCOMPARE(outcome(), QString());
        const PrintStart start = *begin();
        QCOMPARE(outcome(), QStringLiteral("sending"));
        QVERIFY(end(start, PrintOutcome::NotPrinted));
        QCOMPARE(outcome(), QStringLiteral("not-printed"));
    }

    void auditIsIntact()
    {
        for (int i = 0; i < 10; ++i) {
            QVERIFY(m_store->appendAudit(QStringLiteral("staff-signed-in"), "{\"role\":\"staff\"}").result());
        }
        reopen();
        const AuditVerdict verdict = *m_store->verifyAudit().result();
        QVERIFY(verdict.intact);
        QCOMPARE(verdict.rows, 12);  // two starts
    }

    void auditRefusesPersonalData_data()
    {
        QTest::addColumn<QString>("event");
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("number") << QStringLiteral("read") << QByteArray("{\"who\":\"370200199001010004\"}");
        QTest::newRow("number with X") << QStringLiteral("read") << QByteArray("{\"who\":\"37020019900307006X\"}");
        QTest::newRow("in the event") << QStringLiteral("read 370200199001010004") << QByteArray("{}");
        QTest::newRow("not JSON") << QStringLiteral("read") << QByteArray("free text");
        QTest::newRow("no event") << QString() << QByteArray("{}");
    }
    void auditRefusesPersonalData()
    {
        QFETCH(QString, event);
        QFETCH(QByteArray, detail);
        QCOMPARE(faultIn(m_store->appendAudit(event, detail).result()), FaultCode::BadArgument);
    }

    void tamperingIsFound_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<qint64>("firstBroken");
        QTest::newRow("event changed") << QStringLiteral("UPDATE audit SET event = 'nothing' WHERE n = 4") << qint64(4);
        QTest::newRow("detail changed") << QStringLiteral("UPDATE audit SET detail = '{}' WHERE n = 3") << qint64(3);
        QTest::newRow("time changed") << QStringLiteral("UPDATE audit SET at = at + 1 WHERE n = 5") << qint64(5);
        QTest::newRow("row removed") << QStringLiteral("DELETE FROM audit WHERE n = 4") << qint64(4);
        QTest::newRow("end removed") << QStringLiteral("DELETE FROM audit WHERE n > 5") << qint64(6);
        QTest::newRow("all removed") << QStringLiteral("DELETE FROM audit") << qint64(1);
        QTest::newRow("row added") << QStringLiteral(
                                          "INSERT INTO audit SELECT 7, at, event, detail, hash FROM audit WHERE n = 6")
                                   << qint64(7);
    }
    void tamperingIsFound()
    {
        QFETCH(QString, statement);
        QFETCH(qint64, firstBroken);
        for (int i = 0; i < 5; ++i) {
            QVERIFY(m_store->appendAudit(QStringLiteral("event-%1").arg(i), "{\"n\":1}").result());
        }
        m_store.reset();
        onTheFile([&](QSqlDatabase &db) {
            QVERIFY(!sql::exec(db, QStringLiteral("UPDATE audit SET event = 'x'")));  // append-only as it stands
            QVERIFY(!sql::exec(db, QStringLiteral("DELETE FROM audit")));
            QVERIFY(auditlog::verify(db)->intact);
            QVERIFY(sql::exec(db, QStringLiteral("DROP TRIGGER audit_no_update")));
            QVERIFY(sql::exec(db, QStringLiteral("DROP TRIGGER audit_no_delete")));
            QVERIFY(sql::exec(db, statement));
            const AuditVerdict verdict = *auditlog::verify(db);
            QVERIFY(!verdict.intact);
            QCOMPARE(verdict.firstBroken, firstBroken);
            QCOMPARE(verdict.rows, firstBroken - 1);
        });
    }

private:
    Result<PrintStart> begin()
    {
        return m_store
            ->beginPrint(m_case, QStringLiteral("receipt"), QStringLiteral("receipt-printer"), QByteArray(32, 'c'))
            .result();
    }
    Done end(const PrintStart &start, PrintOutcome outcome)
    {
        return m_store->endPrint(start.job, outcome, QStringLiteral("A"), QString(), 4321).result();
    }
    void reopen()
    {
        m_store.reset();
        m_store = opened(optionsFor(m_folder->path()));
    }
    void onTheFile(const std::function<void(QSqlDatabase &)> &work)
    {
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tamper"));
            db.setDatabaseName(m_folder->filePath(QStringLiteral("kiosk.db")));
            QVERIFY(db.open());
            work(db);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("tamper"));
    }

    const QString m_case = QStringLiteral("019b75a1-6c00-7abc-8def-0123456789ab");
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<KioskStore> m_store;
};

QTEST_GUILESS_MAIN(TestStorePrints)
#include "tst_storeprints.moc"
