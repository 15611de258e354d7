// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of devices when the program has been started anew.
#include "app/store/kioskstore.h"
#include "app/upkeep/devicerecords.h"
#include "drivers/cabinet/cabinetboard.h"
#include "drivers/sim/simcabinet.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

constexpr int longMs = 20'000;
const QString cabinet = QStringLiteral("cabinet");
const QString keys = QStringLiteral("keys");

// One run of the program.
struct Run
{
    explicit Run(const QString &folder, const char *serial = "HC-000001")
    {
        StoreOptions options;
        options.dataFolder = folder;
        options.clock = &clock;
        auto opened = KioskStore::open(options);
        if (!opened) {
            qFatal("no store");
        }
        store = std::move(*opened);
        board->edit([serial](SimCabinetState &state) { state.serial = serial; });
        CabinetOptions quick;
        quick.look = 5ms;
        hub.setCabinet(std::make_unique<CabinetBoard>(board, nullptr, quick));
        records = std::make_unique<DeviceRecords>(hub, *store);
        hub.start();
    }
    ~Run()
    {
        hub.stop();
        records.reset();
    }
    bool link(Link wanted)
    {
        return QTest::qWaitFor([&] { return hub.snapshot(cabinet)->link == wanted; }, longMs);
    }
    bool press(double total)
    {
        board->press(Cabinet::Key::Up);
        return QTest::qWaitFor([&] { return records->counts(cabinet).value(keys) == total; }, longMs);
    }
    [[nodiscard]] qint64 events() { return store->verifyAudit().result()->rows; }

    SystemClock clock;
    std::unique_ptr<KioskStore> store;
    std::shared_ptr<SimCabinet> board = std::make_shared<SimCabinet>();
    DeviceHub hub;
    std::unique_ptr<DeviceRecords> records;
};

}  // namespace

class TestDeviceRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsGoOn()
    {
        const QTemporaryDir folder;
        {
            Run run(folder.path());
            QVERIFY(run.link(Link::Ready));
            QVERIFY(run.press(1));
            QVERIFY(run.press(2));
        }
        Run run(folder.path());
        QCOMPARE(run.records->counts(cabinet).value(keys), 2.0);
        QVERIFY(run.link(Link::Ready));
        QVERIFY(run.press(3));
        QCOMPARE(run.records->json().value(cabinet).toObject().value(keys).toInt(), 3);
    }

    void whatIsHeldStaysHeld()
    {
        const QTemporaryDir folder;
        {
            Run run(folder.path());
            QVERIFY(run.link(Link::Ready));
            const qint64 before = run.events();
            QVERIFY(run.records->hold(cabinet, true));
            QVERIFY(run.records->hold(cabinet, true));
            QVERIFY(run.link(Link::Held));
            QCOMPARE(run.events(), before + 1);
            QVERIFY(!run.records->hold(QStringLiteral("coffee-machine"), true));
        }
        {
            Run run(folder.path());
            QVERIFY(run.link(Link::Held));
            QVERIFY(run.records->hold(cabinet, false));
            QVERIFY(run.link(Link::Ready));
        }
        Run run(folder.path());
        QVERIFY(run.link(Link::Ready));
    }

    void aSwapIsToldUntilATechnicianHasSeenIt()
    {
        const QTemporaryDir folder;
        {
            Run run(folder.path());
            QVERIFY(run.link(Link::Ready));
            QVERIFY(run.press(1));
            QVERIFY(!run.records->swapped(cabinet));
        }
        {
            Run run(folder.path(), "HC-000002");
            QVERIFY(QTest::qWaitFor([&] { return run.records->swapped(cabinet); }, longMs));
            QCOMPARE(run.records->counts(cabinet).value(keys), 1.0);
        }
        {
            Run run(folder.path(), "HC-000002");
            QVERIFY(run.link(Link::Ready));
            QVERIFY(run.records->swapped(cabinet));
            run.records->acceptSwap(cabinet);
            QVERIFY(!run.records->swapped(cabinet));
            QVERIFY(run.records->counts(cabinet).isEmpty());
        }
        Run run(folder.path(), "HC-000002");
        QVERIFY(run.link(Link::Ready));
        QVERIFY(!run.records->swapped(cabinet));
    }

    void aSpoiltRecordIsBegunAnew()
    {
        const QTemporaryDir folder;
        {
            Run run(folder.path());
            QVERIFY(run.store->setSetting(QString::fromLatin1(DeviceRecords::settingKey), "[1,{").result());
        }
        Run run(folder.path());
        QVERIFY(run.records->counts(cabinet).isEmpty());
        QVERIFY(run.link(Link::Ready));
    }
};

QTEST_GUILESS_MAIN(TestDeviceRecords)
#include "tst_devicerecords.moc"
