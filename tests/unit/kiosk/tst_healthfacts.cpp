// SPDX-License-Identifier: GPL-3.0-or-later
// What a kiosk tells of its store, and that the centre finds out every kiosk whose store was put back: real stores,
// whose files are copied and put in place again, and the centre's own intake.
#include "app/gateway/audithead.h"
#include "app/gateway/intake.h"
#include "app/kiosk/healthfacts.h"
#include "drivers/cabinet/cabinetboard.h"
#include "drivers/hub/devicehub.h"
#include "drivers/sim/simcabinet.h"
#include "tests/support/gatewayrig.h"
#include "tests/unit/store/storetools.h"

#include <QDir>
#include <QTemporaryDir>

using namespace hall;

namespace {

const QString kioskId = QStringLiteral("hall-a-01");

// With a name that is too long, and a fault whose detail says what nobody is to be told.
class LongNamedReader final : public device::CardReader
{
public:
    explicit LongNamedReader(int number) : m_board(std::to_string(number) + std::string(200, 'r'))
    {
        m_board.change([](device::Snapshot &now) {
            now.link = device::Link::NotFitted;
            now.fault = Fault(FaultCode::DeviceTimeout, "the card of Li Yanshi");
        });
    }
    void start() override {}
    void stop() override {}
    device::StateBoard &board() override { return m_board; }
    void setEvents(Events) override {}
    void setPolling(bool) override {}

private:
    device::StateBoard m_board;
};

// Reports are lost on the way, come twice, or late; the kiosk starts anew now and then.
class Kiosk
{
public:
    Kiosk(const QString &folder, ManualClock &clock, quint32 seed) : m_folder(folder), m_clock(clock), m_random(seed)
    {
        start();
    }

    void start()
    {
        m_facts.reset();
        m_store.reset();
        m_store = test::opened(test::optionsFor(m_folder));
        m_facts = std::make_unique<HealthFacts>(*m_store, m_clock);
    }
    void end()
    {
        m_facts.reset();
        m_store.reset();
    }
    void happens() { QVERIFY(m_store->appendAudit(QStringLiteral("help-called"), "{}").result()); }
    QJsonObject report()
    {
        m_clock.advance(std::chrono::seconds(1));
        bool ready = false;  // at once, when the store was quick
        m_facts->refresh([&ready] { ready = true; });
        while (!ready) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        }
        return m_facts->take();
    }
    void isHeard(const QJsonObject &told) { m_facts->heard(told); }
    // A while of its life, whose end the centre hears of.
    void lives(gateway::Intake &intake, int steps)
    {
        QJsonObject late;
        for (int i = 0; i < steps; ++i) {
            happens();
            const QJsonObject told = report();
            const double fate = m_random.generateDouble();
            if (fate < 0.2) {
                continue;  // lost
            }
            if (fate < 0.3) {
                late = told;
                continue;
            }
            deliver(intake, told);
            if (fate < 0.4) {
                deliver(intake, told);
            }
            if (fate < 0.5 && !late.isEmpty()) {
                deliver(intake, late);
            }
            if (fate < 0.8) {  // else the answer is lost
                m_facts->heard(told);
            }
            if (fate > 0.7 && fate < 0.9) {
                start();
            }
        }
        for (int i = 0; i < 2; ++i) {
            happens();
            const QJsonObject told = report();
            deliver(intake, told);
            m_facts->heard(told);
        }
    }
    static void deliver(gateway::Intake &intake, const QJsonObject &told)
    {
        QVERIFY(intake.health(kioskId, QJsonDocument(told).toJson(QJsonDocument::Compact)));
    }

private:
    QString m_folder;
    ManualClock &m_clock;
    QRandomGenerator m_random;
    std::unique_ptr<KioskStore> m_store;
    std::unique_ptr<HealthFacts> m_facts;
};

void copyFolder(const QString &from, const QString &to)
{
    QDir(to).removeRecursively();
    QVERIFY(QDir().mkpath(to));
    for (const QString &name : QDir(from).entryList(QDir::Files)) {
        QVERIFY(QFile::copy(from + u'/' + name, to + u'/' + name));
    }
}

}  // namespace

class HealthFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_rig = std::make_unique<test::GatewayRig>();
        m_rig->newCode(kioskId);
        m_intake = std::make_unique<gateway::Intake>(m_rig->database(), gateway::IntakeRules(), m_rig->clock);
    }
    void init()
    {
        forget();
        m_dir = std::make_unique<QTemporaryDir>();
        m_live = m_dir->filePath(QStringLiteral("live"));
        QVERIFY(QDir().mkpath(m_live));
    }

    void factsOfTheStore()
    {
        ManualClock clock;
        Kiosk kiosk(m_live, clock, 1);
        const QJsonObject told = kiosk.report();
        QCOMPARE(told[u"disk"][u"room"].toString(), QStringLiteral("ample"));
        QCOMPARE(told[u"queue"][u"queued"].toInt(-1), 0);
        QCOMPARE(told[u"audit"][u"n"].toInt(), 1);  // the start
        QCOMPARE(told[u"audit"][u"hash"].toString().size(), 64);
        QCOMPARE(told[u"audit"][u"before"][u"n"].toInt(-1), 0);
        kiosk.happens();
        QCOMPARE(kiosk.report()[u"audit"][u"n"].toInt(), 1);  // until the centre has heard of it
        kiosk.isHeard(told);
        const QJsonObject next = kiosk.report();
        QCOMPARE(next[u"audit"][u"n"].toInt(), 2);
        QCOMPARE(next[u"audit"][u"before"],
                 (QJsonObject{{QStringLiteral("n"), 1}, {QStringLiteral("hash"), told[u"audit"][u"hash"]}}));
    }

    void whatKeepsTheCentreFromTakingCases()
    {
        ManualClock clock;
        const auto store = test::opened(test::optionsFor(m_live));
        HealthFacts facts(*store, clock);
        QCOMPARE(facts.take()[u"problem"].toObject(), (QJsonObject{{QStringLiteral("now"), QString()}}));
        facts.setProblem(QStringLiteral("fork"));
        const QString at = QDateTime::fromMSecsSinceEpoch(clock.wall().count(), Qt::UTC).toString(Qt::ISODate);
        QJsonObject told{{QStringLiteral("now"), QStringLiteral("fork")},
                         {QStringLiteral("last"), QStringLiteral("fork")},
                         {QStringLiteral("at"), at}};
        QCOMPARE(facts.take()[u"problem"].toObject(), told);
        clock.advance(std::chrono::hours(1));
        facts.setProblem(QString());
        told[QStringLiteral("now")] = QString();
        QCOMPARE(facts.take()[u"problem"].toObject(), told);
        facts.setProblem(QString(1000, u'x'));
        QCOMPARE(facts.take()[u"problem"][u"now"].toString().size(), HealthFacts::longestWord);
    }

    void devicesAndTheirFaults()
    {
        ManualClock clock;
        const auto store = test::opened(test::optionsFor(m_live));
        const auto board = std::make_shared<device::SimCabinet>();
        device::CabinetOptions quick;
        quick.look = std::chrono::milliseconds(5);
        DeviceHub hub;
        hub.setCabinet(std::make_unique<device::CabinetBoard>(board, nullptr, quick));
        HealthFacts facts(*store, clock);
        facts.setDevices(hub);
        const auto cabinet = [&facts] { return facts.take()[u"devices"][0].toObject(); };
        const auto says = [&cabinet](const char *link, const char *fault, const char *last) {
            const QJsonObject wanted{{QStringLiteral("id"), QStringLiteral("cabinet")},
                                     {QStringLiteral("link"), QLatin1String(link)},
                                     {QStringLiteral("fault"), QLatin1String(fault)},
                                     {QStringLiteral("last"), QLatin1String(last)}};
            return QTest::qWaitFor([&] { return cabinet() == wanted; }, 20'000);
        };
        hub.start();
        QVERIFY(says("ready", "", ""));
        QVERIFY(board->setFault("unplug"));
        QVERIFY2(says("absent", "device.disconnected", "device.disconnected"), QJsonDocument(cabinet()).toJson());
        board->heal();
        QVERIFY2(says("ready", "", "device.disconnected"), QJsonDocument(cabinet()).toJson());
        // What lessens it is told while it has no fault of its own.
        facts.setLimit(QStringLiteral("cabinet"), QStringLiteral("cabinet.lessened"));
        QVERIFY2(says("ready", "cabinet.lessened", "cabinet.lessened"), QJsonDocument(cabinet()).toJson());
        QVERIFY(board->setFault("unplug"));
        QVERIFY2(says("absent", "device.disconnected", "device.disconnected"), QJsonDocument(cabinet()).toJson());
        facts.setLimit(QStringLiteral("cabinet"), {});
        board->heal();
        QVERIFY2(says("ready", "", "device.disconnected"), QJsonDocument(cabinet()).toJson());
        hub.stop();
    }

    // The centre takes 16 KiB.
    void manyDevicesFitIntoAReport()
    {
        ManualClock clock;
        const auto store = test::opened(test::optionsFor(m_live));
        DeviceHub hub;
        for (int i = 0; i < 100; ++i) {
            hub.addReader(std::make_unique<LongNamedReader>(i));
        }
        HealthFacts facts(*store, clock);
        facts.setDevices(hub);
        const QJsonObject told = facts.take();
        const QJsonArray devices = told[u"devices"].toArray();
        QCOMPARE(devices.size(), HealthFacts::mostDevices);
        QCOMPARE(devices[0][u"id"].toString().size(), HealthFacts::longestWord);
        QVERIFY(!QJsonDocument(told).toJson().contains("Li Yanshi"));
        QVERIFY2(QJsonDocument(devices).toJson(QJsonDocument::Compact).size() < 8192, "half of a report");
    }

    void theCentreKeepsTheLastOfADay()
    {
        ManualClock clock;
        Kiosk kiosk(m_live, clock, 1);
        kiosk.lives(*m_intake, 5);
        const auto heads = gateway::listAuditHeads(*m_rig->database(), kioskId);
        QVERIFY(heads);
        QCOMPARE(heads->size(), 1);
        kiosk.happens();
        const QJsonObject told = kiosk.report();
        QCOMPARE(told[u"audit"][u"before"][u"n"], heads->at(0)[u"n"]);
        QCOMPARE(told[u"audit"][u"before"][u"hash"], heads->at(0)[u"hash"]);
        QVERIFY(gateway::listAuditHeads(*m_rig->database(), QStringLiteral("hall-b-01"))->isEmpty());
    }

    // Its backup knows less than the kiosk does: the kiosk is not to blame.
    void aCentreThatWasPutBackGoesOn()
    {
        ManualClock clock;
        Kiosk kiosk(m_live, clock, 1);
        kiosk.lives(*m_intake, 3);
        auto db = m_rig->database();
        auto connection = test::must(db->connection());
        const QJsonArray backup = *gateway::listAuditHeads(*db, kioskId);
        kiosk.lives(*m_intake, 3);
        test::must(gateway::run(connection, QStringLiteral("UPDATE audit_head SET n = ?, hash = ?"),
                                {backup.at(0)[u"n"].toInteger(), backup.at(0)[u"hash"].toString()}));
        kiosk.lives(*m_intake, 3);
        QVERIFY(!quarantined());
    }

    void whatIsNoHeadIsNoReason_data()
    {
        QTest::addColumn<QByteArray>("audit");
        const QByteArray zeros(64, '0');
        QTest::newRow("none") << QByteArray("{}");
        QTest::newRow("a text") << QByteArray("\"audit\"");
        QTest::newRow("without what was before") << QByteArray(
            "{\"epoch\":\"" + zeros.left(32) + "\",\"n\":1,\"hash\":\"" + zeros + "\",\"boot\":\"b\",\"t_mono\":1}");
        QTest::newRow("backwards") << QByteArray("{\"epoch\":\"" + zeros.left(32) + "\",\"n\":1,\"hash\":\"" + zeros +
                                                 "\",\"boot\":\"b\",\"t_mono\":1,\"before\":{\"n\":2,\"hash\":\"" +
                                                 zeros + "\"}}");
        QTest::newRow("SQL") << QByteArray("{\"epoch\":\"' OR 1=1; --\",\"n\":1,\"hash\":\"" + zeros +
                                           "\",\"boot\":\"b\",\"t_mono\":1,\"before\":{\"n\":0,\"hash\":\"" + zeros +
                                           "\"}}");
    }
    void whatIsNoHeadIsNoReason()
    {
        QFETCH(QByteArray, audit);
        QVERIFY(m_intake->health(kioskId, "{\"audit\":" + audit + "}"));
        QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM audit_head")), 0);
        QVERIFY(!quarantined());
    }

    // 1,000 of each at full count: an image of any moment put back, and none.
    void aStoreThatWasPutBackIsFoundOutAtOnce()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const int trials = 20 * test::scale();
        for (int i = 0; i < trials; ++i) {
            forget();
            QDir(m_live).removeRecursively();
            QVERIFY(QDir().mkpath(m_live));
            ManualClock clock;
            Kiosk kiosk(m_live, clock, random.generate());
            kiosk.lives(*m_intake, static_cast<int>(random.bounded(8)));
            kiosk.end();
            const QString image = m_dir->filePath(QStringLiteral("image"));
            copyFolder(m_live, image);
            kiosk.start();
            kiosk.lives(*m_intake, static_cast<int>(random.bounded(8)));
            QVERIFY2(!quarantined(), qPrintable(QStringLiteral("trial %1: the same store all the time").arg(i)));
            kiosk.end();
            copyFolder(image, m_live);
            kiosk.start();
            // However much happens before it is heard again, and however many reports are lost.
            for (quint32 more = random.bounded(12U); more > 0; --more) {
                kiosk.happens();
                if (random.bounded(3) == 0) {
                    (void)kiosk.report();
                }
            }
            Kiosk::deliver(*m_intake, kiosk.report());
            QVERIFY2(quarantined(), qPrintable(QStringLiteral("trial %1: put back").arg(i)));
        }
    }

    void theChainIsComparedWithWhatWasTold()
    {
        const auto store = test::opened(test::optionsFor(m_live));
        QVERIFY(store->appendAudit(QStringLiteral("help-called"), "{}").result());
        const AuditMark mark = *store->markAudit().result();
        const AuditRow told{mark.n, mark.hash};
        QVERIFY(store->verifyAudit(told).result()->intact);
        const AuditVerdict other = *store->verifyAudit(AuditRow{mark.n, QByteArray(32, 'x')}).result();
        QVERIFY(!other.intact);
        QCOMPARE(other.firstBroken, mark.n);
        const AuditVerdict gone = *store->verifyAudit(AuditRow{mark.n + 3, mark.hash}).result();
        QVERIFY(!gone.intact);
        QCOMPARE(gone.firstBroken, mark.n + 1);
        const auto row = auditRow(QString::number(mark.n) + u':' + QString::fromLatin1(mark.hash.toHex()));
        QVERIFY(row && row->n == mark.n && row->hash == mark.hash);
        for (const char *text : {"", "3", "0:00", "x:y", "-1:"}) {
            QVERIFY(!auditRow(QString::fromLatin1(text)));
        }
    }

private:
    bool quarantined() const
    {
        return m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE quarantine = 'rewound'")) == 1;
    }
    void forget()
    {
        auto db = m_rig->database();
        auto connection = test::must(db->connection());
        test::must(gateway::run(connection, QStringLiteral("DELETE FROM audit_head")));
        test::must(gateway::run(connection, QStringLiteral("UPDATE kiosk SET quarantine = ''")));
    }

    std::unique_ptr<test::GatewayRig> m_rig;
    std::unique_ptr<gateway::Intake> m_intake;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_live;
};

QTEST_GUILESS_MAIN(HealthFactsTest)
#include "tst_healthfacts.moc"
