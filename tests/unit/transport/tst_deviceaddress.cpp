// SPDX-License-Identifier: GPL-3.0-or-later
// Device strings: what is meant by each, and what is refused.
#include "drivers/transport/serialtransport.h"
#include "drivers/transport/tcptransport.h"
#include "drivers/transport/transportto.h"
#include "drivers/transport/usbtransport.h"

#include <QTest>

using namespace hall;
using namespace hall::device;

class TestDeviceAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meant_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<DeviceAddress>("address");
        const auto row = [](const char *text, DeviceAddress address) {
            QTest::newRow(text) << QString::fromLatin1(text) << std::move(address);
        };
        row("usb:0400:c35a", UsbAddress{0x0400, 0xC35A, {}});
        row("usb:04B8:0E03", UsbAddress{0x04B8, 0x0E03, {}});
        row("usb:0400:C35A:R0001", UsbAddress{0x0400, 0xC35A, "R0001"});
        row("usb:0400:c35a:AB:12 x", UsbAddress{0x0400, 0xC35A, "AB:12 x"});
        row("serial:/dev/ttyS0", SerialAddress{"/dev/ttyS0", 115200});
        row("serial:/dev/serial/by-id/usb-1a86_x-if00@9600", SerialAddress{"/dev/serial/by-id/usb-1a86_x-if00", 9600});
        row("serial:/dev/a@b@19200", SerialAddress{"/dev/a@b", 19200});
        row("tcp:printer.hall:9100", TcpAddress{"printer.hall", 9100});
        row("tcp:10.0.0.7:65535", TcpAddress{"10.0.0.7", 65535});
        row("tcp:[::1]:9100", TcpAddress{"::1", 9100});
        row("tcp:::1:9100", TcpAddress{"::1", 9100});
    }

    void meant()
    {
        QFETCH(QString, text);
        QFETCH(DeviceAddress, address);
        QVERIFY(looksLikeDeviceAddress(text.toStdString()));
        const auto parsed = parseDeviceAddress(text.toStdString());
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().detail.c_str());
        QVERIFY(*parsed == address);
        const auto again = parseDeviceAddress(deviceAddressText(address));
        QVERIFY(again && *again == address);
    }

    void cabinets()
    {
        const auto line = parseCabinetAddress("serial:/dev/ttyACM1@9600");
        QVERIFY(line && *line == (SerialAddress{"/dev/ttyACM1", 9600}));
        QVERIFY(!parseCabinetAddress("usb:0403:6001"));
        const auto keys = parseKeypadAddress("evdev:/dev/input/by-id/pad-event-kbd");
        QVERIFY(keys && *keys == EvdevAddress{"/dev/input/by-id/pad-event-kbd"});
        QVERIFY(!parseKeypadAddress("serial:/dev/ttyACM1"));
        const auto ups = parseNutAddress("nut:hall@127.0.0.1");
        QVERIFY(ups && *ups == (NutAddress{"hall", "127.0.0.1", 3493}));
        const auto other = parseNutAddress("nut:apc@ups.hall:3500");
        QVERIFY(other && *other == (NutAddress{"apc", "ups.hall", 3500}));
        for (const char *text : {"", "nut:", "nut:hall", "nut:@host", "nut:a b@host", "nut:a\"b@host", "nut:a@",
                                 "nut:a@h:0", "nut:a@h:70000", "nut:a\nGET@h"}) {
            QVERIFY2(!parseNutAddress(text), text);
        }
    }

    void pagePrinters()
    {
        const struct
        {
            const char *text;
            IppAddress address;
            const char *uri;
        } rows[] = {
            {"ipp://10.0.0.9/ipp/print", {"10.0.0.9", 631, "/ipp/print", false}, "ipp://10.0.0.9:631/ipp/print"},
            {"ipps://10.0.0.9:8631/", {"10.0.0.9", 8631, "/", true}, "ipps://10.0.0.9:8631/"},
            {"ipp://localhost:60000/ipp/print",
             {"127.0.0.1", 60000, "/ipp/print", false},
             "ipp://127.0.0.1:60000/ipp/print"},
            {"ipp://[fd00::9]/p", {"fd00::9", 631, "/p", false}, "ipp://[fd00::9]:631/p"},
            {"ipp://[fd00::9]:99/p", {"fd00::9", 99, "/p", false}, "ipp://[fd00::9]:99/p"}};
        for (const auto &row : rows) {
            const auto parsed = parseIppAddress(row.text);
            QVERIFY2(parsed && *parsed == row.address, row.text);
            QCOMPARE(QString::fromStdString(ippUri(*parsed)), QString::fromLatin1(row.uri));
        }
        // A name would have to be asked for.
        for (const char *text :
             {"", "ipp:", "ipp://", "ipp:///p", "ipp://10.0.0.9", "ipp://printer.hall/p", "http://10.0.0.9/p",
              "ipp://10.0.0.9:0/p", "ipp://10.0.0.9:70000/p", "ipp://10.0.0.9:x/p", "ipp://10.0.0.9/p q",
              "ipp://10.0.0.9/p?a", "ipp://10.0.0.9/p\nHost: x", "tcp:10.0.0.9:631", "ipp://user@10.0.0.9/p",
              "ipp://[fd00::9/p", "ipp://:631/p"}) {
            QVERIFY2(!parseIppAddress(text), text);
        }
        QVERIFY(!parseIppAddress("ipp://10.0.0.9/" + std::string(300, 'a')));
    }

    void scanners()
    {
        const auto line = parseScannerAddress("serial:/dev/ttyACM0@9600");
        QVERIFY(line && *line == ScannerAddress(SerialAddress{"/dev/ttyACM0", 9600}));
        const auto keyboard = parseScannerAddress("evdev:/dev/input/by-id/usb-Scanner_1-event-kbd");
        QVERIFY(keyboard && *keyboard == ScannerAddress(EvdevAddress{"/dev/input/by-id/usb-Scanner_1-event-kbd"}));
        for (const char *text : {"", "evdev:", "evdev:event3", "evdev", "serial:", "serial:/dev/ttyACM0@9601",
                                 "tcp:10.0.0.7:9100", "usb:0400:c35a", "evdev:/dev/input/\x1b[2J", "none"}) {
            const auto refused = parseScannerAddress(text);
            QVERIFY2(!refused, text);
            QCOMPARE(refused.error().code, FaultCode::BadArgument);
        }
    }

    void refused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"",
                                 "usb",
                                 "usb:",
                                 "usb:0400",
                                 "usb:0400:",
                                 "usb:0400:c35",
                                 "usb:0400:c35a0",
                                 "usb:0400:c35a:",
                                 "usb:400:c35a",
                                 "usb:04g0:c35a",
                                 "usb:0x40:c35a",
                                 "usb:-400:c35a",
                                 "usb:0400-c35a",
                                 "serial:",
                                 "serial:/",
                                 "serial:ttyS0",
                                 "serial:/dev/ttyS0@",
                                 "serial:/dev/ttyS0@9601",
                                 "serial:/dev/ttyS0@-9600",
                                 "serial:/dev/ttyS0@9600x",
                                 "serial:/dev/ttyS0@99999999999",
                                 "tcp:",
                                 "tcp:nowhere",
                                 "tcp::9100",
                                 "tcp:host:",
                                 "tcp:host:0",
                                 "tcp:host:65536",
                                 "tcp:host:-1",
                                 "tcp:host:91o0",
                                 "udp:host:9100",
                                 "ACS ACR38U 00 00",
                                 "serial:/dev/tty\n",
                                 "usb:0400:c35a:\x01"}) {
            QTest::newRow(text) << QString::fromLatin1(text);
        }
        QTest::newRow("a serial number without end")
            << QStringLiteral("usb:0400:c35a:") + QString(127, QLatin1Char('1'));
    }

    void refused()
    {
        QFETCH(QString, text);
        const auto parsed = parseDeviceAddress(text.toStdString());
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().code, FaultCode::BadArgument);
        QVERIFY(parsed.error().detail.find("usb:VID:PID[:SERIAL]") != std::string::npos);
        for (const char c : parsed.error().detail) {
            QVERIFY(static_cast<unsigned char>(c) >= 0x20);
        }
    }

    void eachHasItsTransport()
    {
        const auto made = [](const char *text) { return transportTo(*parseDeviceAddress(text), UsbUse::Printer); };
        QVERIFY(dynamic_cast<UsbTransport *>(made("usb:0400:c35a").get()) != nullptr);
        QVERIFY(dynamic_cast<SerialTransport *>(made("serial:/dev/ttyS0").get()) != nullptr);
        QVERIFY(dynamic_cast<TcpTransport *>(made("tcp:127.0.0.1:9100").get()) != nullptr);
        QVERIFY(!looksLikeDeviceAddress("ACS ACR38U 00 00"));
    }
};

QTEST_APPLESS_MAIN(TestDeviceAddress)
#include "tst_deviceaddress.moc"
