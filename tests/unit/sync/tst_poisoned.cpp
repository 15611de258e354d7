// SPDX-License-Identifier: GPL-3.0-or-later
// A queue whose first case never gets through: what else a kiosk has with its centre goes on beside it, each by its own
// line.
#include "tests/support/gatewayrig.h"
#include "tests/support/memoryoutbox.h"

#include "app/gateway/reference.h"
#include "app/protocol/secretfile.h"
#include "app/sync/enrolment.h"
#include "app/sync/healthreporter.h"
#include "app/sync/refclient.h"
#include "app/sync/renewal.h"
#include "app/sync/syncclient.h"

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace hall;
using namespace hall::test;

class TestPoisoned : public QObject
{
    Q_OBJECT

private:
    void failOn(const QString &id);
    qint64 publish();

    std::unique_ptr<GatewayRig> m_rig;
    std::unique_ptr<QTemporaryDir> m_data;

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void theRestGoesOn();
};

void TestPoisoned::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_data = std::make_unique<QTemporaryDir>();
    m_rig->start();
}

// The centre's database does not take it, whatever is tried: a fault of the centre's own.
void TestPoisoned::failOn(const QString &id)
{
    const QString statement = qEnvironmentVariableIsSet("HALL_TEST_POSTGRES")
                                  ? QStringLiteral("ALTER TABLE item ADD CONSTRAINT poison CHECK (id <> '%1')")
                                  : QStringLiteral("CREATE TRIGGER poison BEFORE INSERT ON item WHEN NEW.id = '%1'"
                                                   " BEGIN SELECT RAISE(ABORT, 'poison'); END");
    const auto database = m_rig->database();
    auto connection = must(database->connection());
    must(gateway::run(connection, statement.arg(id)));
}

qint64 TestPoisoned::publish()
{
    must(QDir(m_data->path()).mkpath(QStringLiteral("vacancies")) ? Done() : Done(fail(FaultCode::StoreIo)));
    must(writeWholeFile(m_data->filePath(QStringLiteral("vacancies/all.json")),
                        "{\"v\":1,\"date\":\"2026-11-26\",\"list\":[]}", false));
    gateway::RefSources sources;
    sources.vacancies = m_data->filePath(QStringLiteral("vacancies"));
    const Signer centre = must(gateway::loadReferenceKey(m_rig->dir.path()));
    return must(gateway::publishReference(*m_rig->database(), centre, sources, m_rig->clock)).number;
}

void TestPoisoned::theRestGoesOn()
{
    Enrolment enrolment(m_data->path());
    auto enrolled = enrolment.enrol(QUrl(m_rig->url()), m_rig->newCode(QStringLiteral("K1")), m_rig->keys.caPem);
    QTRY_VERIFY_WITH_TIMEOUT(enrolled.isFinished(), 20'000);
    const KioskIdentity identity = must(enrolled.result());
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    const auto poison = cases.make();
    outbox.add(poison);
    failOn(poison.id);
    SyncTiming timing = quick();
    timing.poisonErrors = 1'000'000;  // never set aside for good, however long this takes
    SyncClient sync(outbox, identity, timing);
    QStringList problems;
    connect(&sync, &SyncClient::problemChanged, this, [&problems](const QString &code) { problems.append(code); });

    HealthReporter health(identity, [] { return QJsonObject{{QStringLiteral("v"), 1}}; });
    QSignalSpy taken(&health, &HealthReporter::taken);
    connect(&health, &HealthReporter::answered, &health, &HealthReporter::soon);

    RefShelf shelf(m_data->filePath(QStringLiteral("reference")), identity.refKey);
    must(shelf.open());
    RefTiming often;
    often.pollMs = often.backoffBaseMs = often.backoffCapMs = 50;
    RefClient reference(
        shelf, identity, [](const QString &) { return Done(); }, often);
    QSignalSpy staged(&reference, &RefClient::staged);

    ManualClock late{std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch() + 400LL * 24 * 3600 * 1000)};
    Renewal renewal(m_data->path(), identity, late, 0);
    int renewed = 0;
    connect(&renewal, &Renewal::renewed, this, [&](const KioskIdentity &next) {
        ++renewed;
        sync.setCertificate(next);
        health.setCertificate(next);
        reference.setCertificate(next);
    });

    sync.wake();
    QTRY_COMPARE_WITH_TIMEOUT(problems.value(0), QStringLiteral("unavailable"), 20'000);
    // From here on it is known to fail, and goes on to.
    reference.look();
    health.soon();
    renewal.look();
    const qint64 release = publish();
    QTRY_COMPARE_WITH_TIMEOUT(staged.count(), 1, 20'000);
    QCOMPARE(staged.first().first().toLongLong(), release);
    QTRY_VERIFY_WITH_TIMEOUT(taken.count() >= 3, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(renewed, 1, 20'000);
    // And so do the cases behind it, and their answers; with the new certificate.
    const auto other = cases.make();
    outbox.add(other);
    sync.wake();
    QTRY_VERIFY_WITH_TIMEOUT(outbox.words[other.id].size() >= 2, 120'000);
    const qsizetype before = taken.count();
    QTRY_VERIFY_WITH_TIMEOUT(taken.count() > before, 20'000);
    QVERIFY(!outbox.words.contains(poison.id));
    QCOMPARE(outbox.queue.size(), 1);
}

QTEST_GUILESS_MAIN(TestPoisoned)
#include "tst_poisoned.moc"
