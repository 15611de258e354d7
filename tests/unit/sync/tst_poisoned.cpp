// SPDX-License-Identifier: GPL-3.0-or-later
// A queue with a case that never gets through, of whatever kind the centre's word is: what else a kiosk has with its
// centre goes on beside it, each by its own line, and so do the cases behind it.
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
    void poisonIt(const QString &kind, CaseMaker::Made &made);
    void change(const QString &sqlite, const QString &postgres);
    KioskIdentity enrolled();
    qint64 publish();
    void kinds();

    std::unique_ptr<GatewayRig> m_rig;
    std::unique_ptr<QTemporaryDir> m_data;

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void theRestGoesOn_data() { kinds(); }
    void theRestGoesOn();
};

void TestPoisoned::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_data = std::make_unique<QTemporaryDir>();
    m_rig->start();
}

// What the centre answers, and how it comes to answer so.
void TestPoisoned::kinds()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("said");
    // Its database does not take the row, whatever is tried: the whole batch fails, by a fault of the centre's own.
    QTest::newRow("the batch fails") << QStringLiteral("fault") << QStringLiteral("unavailable");
    // The row is not written, and nobody says why: "later", for ever.
    QTest::newRow("later for ever") << QStringLiteral("later") << QStringLiteral("later");
    // The body is not the one that was signed: refused by itself, and it may be mended.
    QTest::newRow("refused") << QStringLiteral("refused") << QStringLiteral("body-digest");
}

void TestPoisoned::poisonIt(const QString &kind, CaseMaker::Made &made)
{
    if (kind == QLatin1String("fault")) {
        change(QStringLiteral("CREATE TRIGGER poison BEFORE INSERT ON item WHEN NEW.id = '%1'"
                              " BEGIN SELECT RAISE(ABORT, 'poison'); END")
                   .arg(made.id),
               QStringLiteral("ALTER TABLE item ADD CONSTRAINT poison CHECK (id <> '%1')").arg(made.id));
    } else if (kind == QLatin1String("later")) {
        change(QStringLiteral("CREATE TRIGGER poison BEFORE INSERT ON item WHEN NEW.id = '%1'"
                              " BEGIN SELECT RAISE(IGNORE); END")
                   .arg(made.id),
               QStringLiteral("CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
                              " 'BEGIN IF NEW.id = ''%1'' THEN RETURN NULL; END IF; RETURN NEW; END'")
                   .arg(made.id));
        change({},
               QStringLiteral("CREATE TRIGGER poison BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION poison()"));
    } else {
        made.item.sealedBody.back() = static_cast<char>(made.item.sealedBody.back() ^ 1);
    }
}

void TestPoisoned::change(const QString &sqlite, const QString &postgres)
{
    const auto database = m_rig->database();
    const QString statement = database->sqlite() ? sqlite : postgres;
    if (!statement.isEmpty()) {
        auto connection = must(database->connection());
        must(gateway::run(connection, statement));
    }
}

KioskIdentity TestPoisoned::enrolled()
{
    Enrolment enrolment(m_data->path());
    auto identity = enrolment.enrol(QUrl(m_rig->url()), m_rig->newCode(QStringLiteral("K1")), m_rig->keys.caPem);
    if (!QTest::qWaitFor([&identity] { return identity.isFinished(); }, 20'000)) {
        throw std::runtime_error("not enrolled in time");
    }
    return must(identity.result());
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
    QFETCH(QString, kind);
    QFETCH(QString, said);
    const KioskIdentity identity = enrolled();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    auto poison = cases.make();
    poisonIt(kind, poison);
    outbox.add(poison);
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
    QTRY_VERIFY_WITH_TIMEOUT(problems.contains(said) || outbox.failures.value(poison.id).contains(said), 20'000);
    // From here on it is known to fail, and goes on to.
    reference.look();
    health.soon();
    renewal.look();
    const qint64 release = publish();
    QTRY_COMPARE_WITH_TIMEOUT(staged.count(), 1, 20'000);
    QCOMPARE(staged.first().first().toLongLong(), release);
    QTRY_VERIFY_WITH_TIMEOUT(taken.count() >= 3, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(renewed, 1, 20'000);
    // And so do the cases behind it, a batch with the poison in it at first, and their answers; with the new
    // certificate.
    constexpr int behind = 40;
    QStringList others;
    for (int i = 0; i < behind; ++i) {
        const auto other = cases.make();
        others.append(other.id);
        outbox.add(other);
    }
    sync.wake();
    const auto answered = [&outbox](const QString &id) { return outbox.words.value(id).size() >= 2; };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(others.cbegin(), others.cend(), answered), 120'000);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), behind);
    const qsizetype before = taken.count();
    QTRY_VERIFY_WITH_TIMEOUT(taken.count() > before, 20'000);
    QVERIFY(!outbox.words.contains(poison.id));
    // One that was refused by itself is shown to the staff after three times; the others wait for the centre.
    QCOMPARE(outbox.parked, kind == QLatin1String("refused") ? QStringList{poison.id} : QStringList{});
    QCOMPARE(outbox.queue.size() + outbox.parked.size(), 1);

    // It is taken once nothing is in its way any more, behind others with higher numbers.
    if (kind == QLatin1String("refused")) {
        poisonIt(kind, poison);  // as it was
        outbox.add(poison);
    } else {
        change(QStringLiteral("DROP TRIGGER poison"), kind == QLatin1String("fault")
                                                          ? QStringLiteral("ALTER TABLE item DROP CONSTRAINT poison")
                                                          : QStringLiteral("DROP TRIGGER poison ON item"));
    }
    sync.wake();
    QTRY_VERIFY_WITH_TIMEOUT(outbox.queue.isEmpty(), 60'000);
    QVERIFY(outbox.words.value(poison.id).contains(QStringLiteral("stored")));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(DISTINCT seq) FROM item")), behind + 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), behind + 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE COALESCE(quarantine, '') <> ''")), 0);
}

QTEST_GUILESS_MAIN(TestPoisoned)
#include "tst_poisoned.moc"
