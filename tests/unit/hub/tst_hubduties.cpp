// SPDX-License-Identifier: GPL-3.0-or-later
// What the hub owes beside passing things on: devices out of use, devices that are another, the cabinet put together,
// and what is counted.
#include "drivers/cabinet/cabinetboard.h"
#include "drivers/cabinet/upsdaemon.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/hub/devicehub.h"
#include "drivers/scanner/scanners.h"
#include "drivers/sim/simcabinet.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/sim/simups.h"

#include <QSignalSpy>
#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

constexpr int longMs = 20'000;
const QString cabinetId = QStringLiteral("cabinet");
const QString scannerId = QStringLiteral("code-scanner");
const QString readerId = QStringLiteral("social-card-reader");

struct Rig
{
    Rig()
    {
        CabinetOptions quick;
        quick.look = 5ms;
        quick.askEvery = 50ms;
        quick.line.recovery.pauses = {5ms};
        UpsOptions often;
        often.look = 5ms;
        often.askEvery = 20ms;
        hub.addReader(std::make_unique<SocialCardReader>(slot));
        hub.setScanner(std::make_unique<SerialScanner>(line, CodeScannerOptions{}));
        hub.setCabinet(std::make_unique<CabinetBoard>(board, nullptr, quick));
        hub.setPowerSupply(std::make_unique<UpsDaemon>(upsd, "hall", often));
        QObject::connect(&hub, &DeviceHub::counted, &hub,
                         [this](const QString &id, const QString &what, double by) { counts[id + u' ' + what] += by; });
    }
    bool ready()
    {
        hub.start();
        return QTest::qWaitFor(
            [this] {
                for (const QString &id : hub.deviceIds()) {
                    if (hub.snapshot(id)->link != Link::Ready) {
                        return false;
                    }
                }
                return true;
            },
            longMs);
    }
    bool until(const std::function<bool()> &truth) { return QTest::qWaitFor(truth, longMs); }
    FaultCode why(Capability capability)
    {
        const Serviceability now = hub.serviceability(capability);
        return now.available ? FaultCode::Internal : now.reason->code;
    }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    std::shared_ptr<SimCodeScanner> line = std::make_shared<SimCodeScanner>();
    std::shared_ptr<SimCabinet> board = std::make_shared<SimCabinet>();
    std::shared_ptr<SimUps> upsd = std::make_shared<SimUps>();
    QHash<QString, double> counts;
    DeviceHub hub;
};

const QString card = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/zhang-ceshi.json");

}  // namespace

class TestHubDuties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHeldScannerIsNotListenedTo()
    {
        Rig rig;
        QVERIFY(rig.ready());
        QSignalSpy scanned(&rig.hub, &DeviceHub::codeScanned);
        rig.hub.setScanning(true);
        QVERIFY(rig.hub.hold(scannerId, true));
        QVERIFY(rig.until([&] { return rig.hub.snapshot(scannerId)->link == Link::Held; }));
        QCOMPARE(int(rig.why(Capability::ScanCode)), int(FaultCode::DeviceHeld));
        QCOMPARE(rig.hub.heldDevices(), QStringList{scannerId});
        rig.line->scan("HELD");
        QVERIFY(rig.until([&] { return rig.hub.snapshot(scannerId)->facts.at("codes") == Fact(std::int64_t(1)); }));
        rig.board->press(Cabinet::Key::Up);  // the hub's own thread has caught up when this one has come
        QVERIFY(rig.until([&] { return rig.counts.value(cabinetId + QStringLiteral(" keys")) == 1; }));
        QVERIFY(rig.hub.hold(scannerId, false));
        QVERIFY(rig.until([&] { return rig.hub.serviceability(Capability::ScanCode).available; }));
        rig.line->scan("FREE");
        QVERIFY(rig.until([&] { return scanned.count() > 0; }));
        QCOMPARE(scanned.count(), 1);
        QCOMPARE(scanned[0][0].value<std::shared_ptr<const ScannedCode>>()->text.reveal(), std::string("FREE"));
        QVERIFY(!rig.hub.hold(QStringLiteral("coffee-machine"), true));
    }

    void aHeldReaderSignsNobodyIn()
    {
        Rig rig;
        QVERIFY(rig.ready());
        QSignalSpy read(&rig.hub, &DeviceHub::cardRead);
        QSignalSpy held(&rig.hub, &DeviceHub::heldCardRead);
        QVERIFY(rig.hub.hold(readerId, true));
        QVERIFY(rig.slot->insert(card));
        QVERIFY(rig.until([&] { return held.count() == 1; }));
        QCOMPARE(read.count(), 0);
        QCOMPARE(rig.hub.readerWithLeftCard(), readerId);
        QVERIFY(!rig.hub.lastIdentity(readerId));
        rig.slot->remove();
        QVERIFY(rig.until([&] { return rig.hub.readerWithLeftCard().isEmpty(); }));
        QVERIFY(rig.hub.hold(readerId, false));
        QVERIFY(rig.slot->insert(card));
        QVERIFY(rig.until([&] { return read.count() == 1; }));
        QCOMPARE(rig.counts.value(readerId + QStringLiteral(" reads")), 1.0);
    }

    void anotherDeviceThanThePinnedOneIsRefused()
    {
        Rig rig;
        rig.hub.setPins({{cabinetId, QStringLiteral("simulated:HC-000001")}});
        QSignalSpy identities(&rig.hub, &DeviceHub::identityChanged);
        QVERIFY(rig.ready());
        const auto plugIn = [&](const char *serial) {
            QVERIFY(rig.board->setFault("unplug"));
            QVERIFY(rig.until([&] { return !rig.board->isOpen(); }));
            rig.board->edit([serial](SimCabinetState &state) { state.serial = serial; });
            rig.board->heal();
        };
        plugIn("HC-000002");
        QVERIFY(rig.until([&] { return rig.why(Capability::Guide) == FaultCode::DeviceOther; }));
        QCOMPARE(int(rig.hub.snapshot(cabinetId)->link), int(Link::Failed));
        // What it says is not heard either.
        rig.board->edit([](SimCabinetState &state) { state.doorOpen = true; });
        rig.board->press(Cabinet::Key::Up);
        plugIn("HC-000001");
        QVERIFY(rig.until([&] { return rig.hub.serviceability(Capability::Guide).available; }));
        QCOMPARE(rig.counts.value(cabinetId + QStringLiteral(" keys")), 0.0);
        QStringList told;
        for (const auto &one : identities) {
            if (one[0].toString() == cabinetId) {
                told.append(one[1].toString());
            }
        }
        QCOMPARE(told, (QStringList{QStringLiteral("simulated:HC-000001"), QStringLiteral("simulated:HC-000002"),
                                    QStringLiteral("simulated:HC-000001")}));
    }

    void whetherAVisitMayBegin()
    {
        Rig rig;
        QVERIFY(rig.hub.serviceability(Capability::BeginVisit).available);  // nothing is known against it
        QVERIFY(rig.ready());
        const auto becomes = [&](FaultCode code) {
            return rig.until([&] { return rig.why(Capability::BeginVisit) == code; });
        };
        rig.board->edit([](SimCabinetState &state) { state.power = "battery"; });
        QVERIFY(becomes(FaultCode::PowerOnBattery));
        rig.upsd->edit([](SimUpsState &state) { state.status = "OB LB"; });
        QVERIFY(becomes(FaultCode::PowerLow));  // the worse word holds
        rig.board->edit([](SimCabinetState &state) {
            state.power = "mains";
            state.doorOpen = true;
        });
        QVERIFY(becomes(FaultCode::DoorOpen));
        rig.board->edit([](SimCabinetState &state) { state.doorOpen = false; });
        rig.upsd->edit([](SimUpsState &state) { state.status = "OL"; });
        QVERIFY(rig.until([&] { return rig.hub.serviceability(Capability::BeginVisit).available; }));
        // A board that is gone says nothing, and least of all that the door is still open.
        rig.board->edit([](SimCabinetState &state) { state.doorOpen = true; });
        QVERIFY(becomes(FaultCode::DoorOpen));
        QVERIFY(rig.board->setFault("unplug"));
        QVERIFY(rig.until([&] { return rig.hub.serviceability(Capability::BeginVisit).available; }));
    }
};

QTEST_GUILESS_MAIN(TestHubDuties)
#include "tst_hubduties.moc"
