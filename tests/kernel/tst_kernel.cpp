// SPDX-License-Identifier: GPL-3.0-or-later
// The real drivers on a real kernel: its USB core, its udev events, its own printer class and serial drivers. To be run
// in the guest that tests/kernel/in-kernel starts; nothing here is judged by time, which an emulated machine lacks.
#include "drivers/scanner/scanners.h"
#include "tests/integration/transports/usbrigs.h"
#include "tests/support/usbgadget.h"
#include "tests/unit/scanner/scanevents.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

using namespace hall;
using namespace hall::device;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

UsbDeviceSpec plainPrinter()
{
    return {0x0FE6, 0x811E, "P77", {{0, 0, 7, 1, 2, {{0x03, 2, 64}, {0x82, 2, 64}}}}};
}

// The node of a plugged device below /dev/bus/usb, empty if there is none.
QString nodeOf(const QString &vendor, const QString &product)
{
    const QString root = QStringLiteral("/sys/bus/usb/devices");
    for (const QString &name : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const auto value = [&](const char *file) {
            QFile attribute(root + u'/' + name + u'/' + QLatin1String(file));
            return attribute.open(QIODevice::ReadOnly) ? QString::fromLatin1(attribute.readAll().trimmed()) : QString();
        };
        if (value("idVendor") == vendor && value("idProduct") == product) {
            return QStringLiteral("/dev/bus/usb/%1/%2")
                .arg(value("busnum").toInt(), 3, 10, QLatin1Char('0'))
                .arg(value("devnum").toInt(), 3, 10, QLatin1Char('0'));
        }
    }
    return {};
}

// What udev's rules made of a node: "group mode".
QString rightsOf(const QString &node)
{
    struct stat info
    {
    };
    if (::stat(node.toLocal8Bit().constData(), &info) != 0) {
        return QStringLiteral("not there");
    }
    const group *const owner = ::getgrgid(info.st_gid);
    return QStringLiteral("%1 %2")
        .arg(QString::fromLatin1(owner ? owner->gr_name : "?"))
        .arg(info.st_mode & 0777, 0, 8);
}

// Which driver of the kernel has the first interface of the device; empty: none.
QString kernelDriverOf(const QString &vendor, const QString &product)
{
    const QString root = QStringLiteral("/sys/bus/usb/devices");
    const QString node = nodeOf(vendor, product);
    for (const QString &name : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile id(root + u'/' + name + QStringLiteral("/idVendor"));
        if (!node.isEmpty() && id.open(QIODevice::ReadOnly) && id.readAll().trimmed() == vendor.toLatin1()) {
            return QFileInfo(QFileInfo(root + u'/' + name + u':' + QStringLiteral("1.0/driver")).symLinkTarget())
                .fileName();
        }
    }
    return {};
}

// The far end of a USB scanner that is a serial line: the gadget's own terminal.
class SerialGadget
{
public:
    SerialGadget()
    {
        const QString made = QStringLiteral(
            "cd /sys/kernel/config/usb_gadget && mkdir -p scanner/strings/0x409 scanner/configs/c.1 "
            "scanner/functions/acm.0 && cd scanner && echo 0x0c2e >idVendor && echo 0x0b61 >idProduct && "
            "echo SCAN7 >strings/0x409/serialnumber && ln -sf $PWD/functions/acm.0 configs/c.1/");
        if (std::system(made.toLatin1().constData()) != 0) {
            qFatal("no serial gadget");
        }
    }
    ~SerialGadget()
    {
        unplug();
        const int gone = std::system("cd /sys/kernel/config/usb_gadget/scanner && rm configs/c.1/acm.0 && rmdir "
                                     "configs/c.1 functions/acm.0 strings/0x409 && cd .. && rmdir scanner");
        if (gone != 0) {
            qWarning("the serial gadget stays");
        }
    }
    void plug()
    {
        if (std::system("echo dummy_udc.1 >/sys/kernel/config/usb_gadget/scanner/UDC") != 0) {
            qFatal("the serial gadget cannot be plugged in");
        }
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(QStringLiteral("/dev/ttyGS0")), 20'000);
        m_node = ::open("/dev/ttyGS0", O_RDWR | O_NOCTTY | O_CLOEXEC);
        QVERIFY(m_node >= 0);
        termios raw{};
        ::tcgetattr(m_node, &raw);
        ::cfmakeraw(&raw);
        ::tcsetattr(m_node, TCSANOW, &raw);
    }
    void unplug()
    {
        if (m_node >= 0) {
            (void)std::system("echo >/sys/kernel/config/usb_gadget/scanner/UDC 2>/dev/null");
            ::close(m_node);
            m_node = -1;
        }
    }
    void say(std::string_view bytes) const
    {
        if (::write(m_node, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
            qFatal("the line takes no bytes");
        }
    }

private:
    int m_node = -1;
};

}  // namespace

class TestKernel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- resident ID reader ----

    void readsAnIdentity()
    {
        ReaderRig rig;
        QVERIFY(rig.link(Link::Absent));
        UsbGadget gadget(readerSpec(), sdtFunction(rig.sim));
        gadget.plug();
        QVERIFY(rig.link(Link::Ready));
        rig.sim->place(card("wang-shili"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
        const auto contents = std::get<ResidentCardContents>(*rig.events.contents());
        QCOMPARE(contents.text.reveal(), card("wang-shili").text);
        QCOMPARE(contents.photo.reveal(), card("wang-shili").photo);
        QCOMPARE(contents.newAddress.reveal(), card("wang-shili").address);
        rig.sim->lift();
        QVERIFY(rig.events.waitFor(3));
    }

    // The reader waits for an hour between two tries: only udev's event can tell it.
    void udevTellsThatItCame()
    {
        ReaderRig rig(readerAddress(), UsbBus::News::Auto, {1h});
        QVERIFY(rig.link(Link::Absent));
        UsbGadget gadget(readerSpec(), sdtFunction(rig.sim));
        for (int turn = 0; turn < 3; ++turn) {
            gadget.plug();
            QVERIFY(rig.link(Link::Ready));
            rig.sim->place(card("zhang-ceshi"));
            QVERIFY(rig.events.waitFor(2));
            rig.sim->lift();
            QVERIFY(rig.events.waitFor(3));
            QCOMPARE(rig.events.text(), std::string("arrived read removed"));
            rig.events.clear();
            gadget.unplug();
            QVERIFY(rig.link(Link::Absent));
            QCOMPARE(rig.fault(), std::string("device.disconnected"));
        }
    }

    void pulledInTheMiddleOfARead()
    {
        ReaderRig rig;
        UsbGadget gadget(readerSpec(), sdtFunction(rig.sim));
        for (int turn = 0; turn < 3; ++turn) {
            gadget.plug();
            QVERIFY(rig.link(Link::Ready));
            QVERIFY(rig.sim->setFault("stall"));  // the read command is never answered
            rig.sim->place(card("zhang-ceshi"));
            QTest::qWait(100 + 100 * turn);  // in the wait for the answer, somewhere
            gadget.unplug();
            QVERIFY(rig.link(Link::Absent));
            QCOMPARE(rig.fault(), std::string("device.disconnected"));
            rig.sim->heal();
            rig.events.clear();
            rig.sim->place(card("li-yanshi"));
            gadget.plug();
            QVERIFY(rig.events.waitFor(2));
            QCOMPARE(rig.events.text(), std::string("arrived read"));
            QCOMPARE(rig.name(), QStringLiteral("李演示"));
            rig.sim->lift();
            QVERIFY(rig.events.waitFor(3));
            rig.events.clear();
            gadget.unplug();
            QVERIFY(rig.link(Link::Absent));
        }
    }

    void isPinnedToItsSerialNumber()
    {
        ReaderRig rig(UsbAddress{0x0400, 0xC35A, "R0002"});
        {
            UsbGadget other(readerSpec(), sdtFunction(rig.sim));
            other.plug();
            QVERIFY(rig.events.waitForState([](const Snapshot &s) {
                return s.fault && s.fault->detail.find("another one is plugged in") != std::string::npos;
            }));
        }
        UsbDeviceSpec right = readerSpec();
        right.serial = "R0002";
        UsbGadget gadget(right, sdtFunction(rig.sim));
        gadget.plug();
        QVERIFY(rig.link(Link::Ready));
    }

    // resources/udev/60-hallkiosk.rules, which the guest has in /etc/udev/rules.d.
    void theRulesGiveItToTheKiosk()
    {
        const auto sim = std::make_shared<SimSdtReader>();
        UsbGadget reader(readerSpec(), sdtFunction(sim));
        reader.plug();
        QTRY_COMPARE_WITH_TIMEOUT(rightsOf(nodeOf(QStringLiteral("0400"), QStringLiteral("c35a"))),
                                  QStringLiteral("kiosk 660"), 20'000);
        UsbGadget printer(plainPrinter(),
                          printerFunction(std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(printerProfile()))),
                          1);
        printer.plug();
        QTRY_COMPARE_WITH_TIMEOUT(rightsOf(nodeOf(QStringLiteral("0fe6"), QStringLiteral("811e"))),
                                  QStringLiteral("kiosk 660"), 20'000);
    }

    // ---- receipt printer ----

    void printsAReceipt()
    {
        PrinterRig rig;
        UsbGadget gadget(plainPrinter(), printerFunction(rig.machine));
        gadget.plug();
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.printed(receiptOf(QStringLiteral("张测试"))));
        QVERIFY(rig.printed(receiptOf(QStringLiteral("王示例"))));
    }

    void theKernelsPrinterDriverStandsAside()
    {
        const auto driver = [] { return kernelDriverOf(QStringLiteral("0fe6"), QStringLiteral("811e")); };
        const auto machine = std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(printerProfile()));
        UsbGadget gadget(plainPrinter(), printerFunction(machine));
        gadget.plug();
        QTRY_COMPARE_WITH_TIMEOUT(driver(), QStringLiteral("usblp"), 20'000);
        {
            PrinterRig rig;
            QVERIFY(rig.link(Link::Ready));
            QCOMPARE(driver(), QStringLiteral("usbfs"));
        }
        QTRY_COMPARE_WITH_TIMEOUT(driver(), QStringLiteral("usblp"), 20'000);
    }

    void unpluggedInTheMiddleOfAReceipt()
    {
        PrinterRig rig;
        std::atomic<std::size_t> left = 2000;  // bytes that the cable still carries
        UsbFunction machine = printerFunction(rig.machine);
        const auto through = machine.take;
        machine.take = [&left, through](std::span<const unsigned char> bytes) {
            const std::size_t now = std::min(bytes.size(), left.load());
            left -= now;
            return now == 0 ? std::size_t(0) : through(bytes.first(now));
        };
        UsbGadget gadget(plainPrinter(), machine);
        gadget.plug();
        QVERIFY(rig.link(Link::Ready));
        auto report = rig.begin(receiptOf(QStringLiteral("张测试")));
        QTRY_COMPARE_WITH_TIMEOUT(left.load(), std::size_t(0), 20'000);
        gadget.unplug();
        QVERIFY(report.wait_for(30s) == std::future_status::ready);
        QVERIFY(report.get().outcome != PrintOutcome::Printed);
        QVERIFY(rig.link(Link::Absent));
        left = SIZE_MAX;
        rig.machine->powerCycle();
        gadget.plug();
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.printed(receiptOf(QStringLiteral("王示例"))));
    }

    // ---- code scanner on a USB serial line ----

    void scansOverASerialLine()
    {
        SerialGadget gadget;
        const auto address = parseScannerAddress("serial:/dev/ttyACM0");
        QVERIFY(address);
        CodeScannerOptions options;
        options.look = 20ms;
        const auto scanner = scannerAt(*address, options);
        ScanEvents events;
        events.attach(*scanner);
        scanner->start();
        scanner->setListening(true);
        QVERIFY(events.waitForLink(Link::Absent));
        for (std::size_t turn = 1; turn <= 2; ++turn) {
            gadget.plug();
            QVERIFY(events.waitForLink(Link::Ready));
            QTRY_COMPARE_WITH_TIMEOUT(rightsOf(QStringLiteral("/dev/ttyACM0")), QStringLiteral("kiosk 660"), 20'000);
            gadget.say("HALL-TEST-CODE\r");
            QVERIFY(events.waitFor(turn));
            gadget.unplug();
            QVERIFY(events.waitForLink(Link::Absent));
        }
        QCOMPARE(events.told(), std::string("[HALL-TEST-CODE][HALL-TEST-CODE]"));
        scanner->stop();
    }
};

QTEST_MAIN(TestKernel)
#include "tst_kernel.moc"
