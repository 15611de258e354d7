// SPDX-License-Identifier: GPL-3.0-or-later
// The devices that the configuration names, fitted by the kiosk's own factory, with both on real terminal lines.
#include "app/kiosk/devices.h"
#include "tests/support/deviceends.h"
#include "tests/support/farend.h"

#include <QSignalSpy>
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
    }
};

QTEST_MAIN(TestDevices)
#include "tst_devices.moc"
