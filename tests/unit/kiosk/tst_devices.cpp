// SPDX-License-Identifier: GPL-3.0-or-later
// The devices that the configuration names, fitted by the kiosk's own factory, with both on real terminal lines.
#include "app/kiosk/demo/simulatedhands.h"
#include "app/kiosk/devices.h"
#include "tests/support/deviceends.h"
#include "tests/support/farend.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using namespace hall::device;

class TestDevices : public QObject
{
    Q_OBJECT

private:
    static KioskConfig config()
    {
        KioskConfig chosen;
        chosen.resourcesDir = QStringLiteral(HALL_SOURCE_DIR "/resources");
        return chosen;
    }

private Q_SLOTS:
    void withoutAnyNameAllAreSimulated()
    {
        DeviceHub hub;
        const auto simulated = fitDevices(hub, config(), false);
        QVERIFY(simulated.has_value());
        QVERIFY(simulated->cardSlot && simulated->idReader && simulated->printer && simulated->camera);
    }

    // A scanner is what a kiosk may lack: only a demonstration has one that nobody named.
    void aScannerIsFittedWhereOneIsNamed()
    {
        const FarEnd line(
            {[](std::span<const unsigned char> bytes) { return bytes.size(); }, [](std::size_t) { return Bytes{}; }});
        const struct
        {
            bool demo;
            QString name;
            bool fitted;
            bool simulated;
        } rows[] = {{true, {}, true, true},
                    {false, {}, false, false},
                    {true, QStringLiteral("none"), false, false},
                    {true, QStringLiteral("serial:") + QString::fromStdString(line.path()), true, false},
                    {false, QStringLiteral("evdev:/dev/input/by-id/hall-test-none"), true, false}};
        for (const auto &row : rows) {
            KioskConfig chosen = config();
            chosen.demo = row.demo;
            chosen.codeScanner = row.name;
            DeviceHub hub;
            const auto simulated = fitDevices(hub, chosen, false);
            QVERIFY2(simulated.has_value(), qPrintable(row.name));
            QCOMPARE(!hub.scannerId().isEmpty(), row.fitted);
            QCOMPARE(simulated->scanner != nullptr, row.simulated);
            const Serviceability before = hub.serviceability(Capability::ScanCode);
            QVERIFY(!before.available && before.reason);
            QCOMPARE(before.reason->code == FaultCode::DeviceNotFitted, !row.fitted);
        }
    }

    // So with the page printer.
    void aPagePrinterIsFittedWhereOneIsNamed()
    {
        const QTemporaryDir data;
        const struct
        {
            bool demo;
            QString role;
            QString name;
            bool fitted;
            bool simulated;
        } rows[] = {
            {true, QStringLiteral("full"), {}, true, true},
            {true, QStringLiteral("form-filling"), {}, false, false},
            {false, QStringLiteral("full"), {}, false, false},
            {true, QStringLiteral("full"), QStringLiteral("none"), false, false},
            {false, QStringLiteral("form-filling"), QStringLiteral("ipps://[::1]:60000/ipp/print"), true, false}};
        for (const auto &row : rows) {
            KioskConfig chosen = config();
            chosen.dataDir = data.path();
            chosen.demo = row.demo;
            chosen.screen.role = row.role;
            chosen.pagePrinter = row.name;
            DeviceHub hub;
            const auto simulated = fitDevices(hub, chosen, false);
            QVERIFY2(simulated.has_value(), qPrintable(row.name));
            QCOMPARE(hub.deviceIds().contains(QStringLiteral("page-printer")), row.fitted);
            QCOMPARE(simulated->pagePrinter != nullptr, row.simulated);
            const Serviceability before = hub.serviceability(Capability::PrintA4);
            QVERIFY(!before.available && before.reason);
            QCOMPARE(before.reason->code == FaultCode::DeviceNotFitted, !row.fitted);
        }
    }

    void codesAreToldOnlyWhileTheyAreWanted()
    {
        KioskConfig chosen = config();
        chosen.demo = true;
        DeviceHub hub;
        auto simulated = fitDevices(hub, chosen, false);
        QVERIFY(simulated.has_value());
        QSignalSpy scanned(&hub, &DeviceHub::codeScanned);
        QSignalSpy unreadable(&hub, &DeviceHub::codeUnreadable);
        hub.start();
        QTRY_VERIFY_WITH_TIMEOUT(hub.serviceability(Capability::ScanCode).available, 20'000);
        SimulatedHands hands(*simulated);
        const auto scan = [&hands](const QString &text) {
            return hands.act({{QStringLiteral("device"), QStringLiteral("code-scanner")},
                              {QStringLiteral("action"), QStringLiteral("scan")},
                              {QStringLiteral("text"), text}});
        };
        QVERIFY(scan(QStringLiteral("UNWANTED")));
        hub.setScanning(true);
        QVERIFY(scan(QStringLiteral("WANTED")));
        QTRY_VERIFY_WITH_TIMEOUT(!scanned.isEmpty(), 20'000);
        const auto last = [&scanned] {
            return scanned.back().front().value<std::shared_ptr<const ScannedCode>>()->text.reveal();
        };
        QTRY_COMPARE_WITH_TIMEOUT(last(), std::string("WANTED"), 20'000);
        QVERIFY(scan(QString::fromUtf8("张测试")));
        QTRY_COMPARE_WITH_TIMEOUT(unreadable.size(), 1, 20'000);
        hub.setScanning(false);
        QVERIFY(scan(QStringLiteral("UNWANTED TOO")));
        QVERIFY(!hands.lying().contains("WANTED"));
        hub.stop();
        QCoreApplication::processEvents();
        QCOMPARE(last(), std::string("WANTED"));
    }

    // A card that lies in a reader when the program starts signs nobody in; taken out and put in again it does.
    void aCardAtTheStartIsLeft()
    {
        const QString file = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/li-yanshi.json");
        const QString idFile = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/id-cards/zhang-ceshi.json");
        DeviceHub hub;
        const auto simulated = fitDevices(hub, config(), false);
        QVERIFY(simulated.has_value());
        QSignalSpy found(&hub, &DeviceHub::leftCardFound);
        QSignalSpy arrived(&hub, &DeviceHub::cardArrived);
        QSignalSpy read(&hub, &DeviceHub::cardRead);
        QVERIFY(simulated->cardSlot->insert(file));
        QVERIFY(simulated->idReader->place(idFile));
        hub.start();
        hub.setReading(true);
        QTRY_COMPARE_WITH_TIMEOUT(found.size(), 2, 20'000);
        QVERIFY(hub.cardLeft(QStringLiteral("social-card-reader")) && hub.cardLeft(QStringLiteral("id-card-reader")));
        QVERIFY(hub.readerWithCard().isEmpty());
        simulated->idReader->lift();
        QTRY_VERIFY_WITH_TIMEOUT(!hub.cardLeft(QStringLiteral("id-card-reader")), 20'000);
        simulated->cardSlot->remove();
        QTRY_VERIFY_WITH_TIMEOUT(!hub.cardLeft(QStringLiteral("social-card-reader")), 20'000);
        QVERIFY(arrived.isEmpty() && read.isEmpty());
        QVERIFY(simulated->cardSlot->insert(file));
        QVERIFY(simulated->idReader->place(idFile));
        QTRY_COMPARE_WITH_TIMEOUT(read.size(), 2, 20'000);
        hub.stop();
    }

    // As when the program begins anew: what somebody put there lies there still, what was taken away does not.
    void whatLiesInSimulatedDevicesOutlivesTheProgram()
    {
        const auto put = [](const char *device, const char *action, const char *key, const QString &file) {
            return QJsonObject{{QStringLiteral("device"), QLatin1String(device)},
                               {QStringLiteral("action"), QLatin1String(action)},
                               {QLatin1String(key), file}};
        };
        const QString demo = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/");
        DeviceHub before;
        auto first = fitDevices(before, config(), false);
        QVERIFY(first.has_value());
        SimulatedHands hands(*first);
        QVERIFY(hands.act(put("social-card-reader", "insert", "card", demo + QStringLiteral("cards/li-yanshi.json"))));
        QVERIFY(hands.act(put("id-card-reader", "place", "card", demo + QStringLiteral("id-cards/zhang-ceshi.json"))));
        QVERIFY(hands.act(put("id-card-reader", "lift", "", {})));
        QVERIFY(!hands.act(put("document-camera", "show", "image", demo + QStringLiteral("none.jpg"))));
        QVERIFY(hands.act(put("receipt-printer", "set", "paper", QStringLiteral("out"))));
        QVERIFY(hands.act(put("receipt-printer", "set", "cover", QStringLiteral("open"))));

        DeviceHub after;
        auto second = fitDevices(after, config(), false);
        QVERIFY(second.has_value());
        SimulatedHands(*second).layBack(hands.lying());
        QVERIFY(second->cardSlot->cardSlots()->front().present);
        QVERIFY(second->printer->state().paper == SimPaper::Out && second->printer->state().coverOpen);
        QSignalSpy found(&after, &DeviceHub::leftCardFound);
        after.start();
        QTRY_COMPARE_WITH_TIMEOUT(found.size(), 1, 20'000);
        QCOMPARE(found.front().front().toString(), QStringLiteral("social-card-reader"));
        after.stop();
    }

    void readerAndPrinterOnSerialLines()
    {
        const auto sim = std::make_shared<SimSdtReader>();
        const FarEnd readerLine(sdtFunction(sim));
        const auto machine = std::make_shared<VirtualPrinter>();
        const FarEnd printerLine(printerFunction(machine));
        KioskConfig chosen = config();
        chosen.idReader = QStringLiteral("serial:") + QString::fromStdString(readerLine.path());
        chosen.printer =
            QStringLiteral("serial:") + QString::fromStdString(printerLine.path()) + QStringLiteral("@38400");
        DeviceHub hub;
        const auto simulated = fitDevices(hub, chosen, false);
        QVERIFY(simulated.has_value());
        QVERIFY(!simulated->idReader && !simulated->printer);
        QSignalSpy read(&hub, &DeviceHub::cardRead);
        hub.start();
        hub.setReading(true);
        QTRY_VERIFY_WITH_TIMEOUT(hub.serviceability(Capability::PrintReceipt).available, 20'000);
        QVERIFY(sim->place(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/id-cards/zhang-ceshi.json")));
        QTRY_COMPARE_WITH_TIMEOUT(read.size(), 1, 20'000);
        const auto person = hub.lastIdentity(QStringLiteral("id-card-reader"));
        QVERIFY(person != nullptr);
        QCOMPARE(person->name.reveal(), QString::fromUtf8("张测试"));
        hub.stop();
    }

    void usbDevicesThatAreAwayAreAbsent()
    {
        KioskConfig chosen = config();
        chosen.idReader = QStringLiteral("usb:0400:c35a:hall-test-none");
        chosen.printer = QStringLiteral("usb:0400:c35b:hall-test-none");
        DeviceHub hub;
        QVERIFY(fitDevices(hub, chosen, false).has_value());
        hub.start();
        for (const char *id : {"id-card-reader", "receipt-printer"}) {
            QTRY_VERIFY_WITH_TIMEOUT(hub.snapshot(QLatin1String(id))->link == Link::Absent, 20'000);
            QTRY_VERIFY_WITH_TIMEOUT(hub.snapshot(QLatin1String(id))->fault.has_value(), 20'000);
            QCOMPARE(hub.snapshot(QLatin1String(id))->fault->code, FaultCode::DeviceDisconnected);
        }
        hub.stop();
    }

    void wrongNames()
    {
        for (QString KioskConfig::*device : {&KioskConfig::idReader, &KioskConfig::printer}) {
            KioskConfig chosen = config();
            chosen.*device = QStringLiteral("usb:here");
            DeviceHub hub;
            const auto fitted = fitDevices(hub, chosen, false);
            QVERIFY(!fitted.has_value());
            QCOMPARE(fitted.error().code, FaultCode::BadArgument);
        }
        KioskConfig chosen = config();
        chosen.codeScanner = QStringLiteral("usb:0400:c35a");
        DeviceHub hub;
        QCOMPARE(fitDevices(hub, chosen, false).error().code, FaultCode::BadArgument);
    }
};

QTEST_MAIN(TestDevices)
#include "tst_devices.moc"
