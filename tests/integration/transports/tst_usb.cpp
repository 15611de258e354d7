// SPDX-License-Identifier: GPL-3.0-or-later
// The real drivers over the real libusb; umockdev stands in for the kernel, the simulators for the devices.
#include "usbrigs.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

int threads()
{
    return static_cast<int>(
        QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
}

void goneRows()
{
    QTest::addColumn<UsbGone>("how");
    QTest::newRow("NO_DEVICE") << UsbGone::NoDevice;
    QTest::newRow("IO") << UsbGone::Io;
    QTest::newRow("PIPE") << UsbGone::Pipe;
}

void newsRows()
{
    QTest::addColumn<UsbBus::News>("news");
    QTest::newRow("udev tells") << UsbBus::News::Events;
    QTest::newRow("no udev: scanned") << UsbBus::News::Scans;
}

struct Ctl
{
    int code = -1;
    QJsonObject json;
    QByteArray err;
};

// The command line program inside the same make-believe system.
QProcess *startCtl(const QStringList &arguments, QObject *parent)
{
    auto *process = new QProcess(parent);
    process->start(QCoreApplication::applicationDirPath() + QStringLiteral("/../hallctl"), arguments);
    return process;
}

Ctl ended(QProcess *process)
{
    Ctl ctl;
    if (process->waitForFinished(60'000)) {
        ctl.code = process->exitCode();
        ctl.json = QJsonDocument::fromJson(process->readAllStandardOutput()).object();
        ctl.err = process->readAllStandardError();
    }
    return ctl;
}

}  // namespace

class TestUsb : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- resident ID reader ----

    void readsAnIdentity_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("bulk") << 0;
        QTest::newRow("interrupt") << 1;
        QTest::newRow("HID") << 2;
        QTest::newRow("HID without an OUT endpoint") << 3;
    }

    void readsAnIdentity()
    {
        QFETCH(int, kind);
        const UsbDeviceSpec spec = kind == 0 ? readerSpec() : kind == 1 ? interruptReader() : hidReader(kind == 2);
        UsbTestbed bed;
        ReaderRig rig(UsbAddress{spec.vendor, spec.product, {}});
        bed.plug(spec, sdtFunction(rig.sim, kind >= 2 ? 64 : 0));
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
        std::set<std::uint8_t> ends;
        for (const UsbEndpointSpec &end : spec.settings[0].endpoints) {
            ends.insert(end.address);
        }
        const UsbTestbed::Seen seen = bed.seen();
        QVERIFY(seen.endpoints == ends);
        QCOMPARE(seen.zeroLengthOut, 0);
        QCOMPARE(seen.reports > 0, kind == 3);
        QCOMPARE(seen.detached, kind >= 2 ? 1 : 0);
    }

    void theKernelsDriverComesBack()
    {
        UsbTestbed bed;
        {
            ReaderRig rig(UsbAddress{0x2B8B, 0x2721, {}});
            bed.plug(hidReader(true), sdtFunction(rig.sim, 64));
            QVERIFY(rig.link(Link::Ready));
        }
        const UsbTestbed::Seen seen = bed.seen();
        QCOMPARE(seen.detached, 1);
        QCOMPARE(seen.releases, 1);
        QCOMPARE(seen.attached, 1);
        QCOMPARE(seen.listening, 0);
    }

    void isPinnedToItsSerialNumber()
    {
        UsbTestbed bed;
        ReaderRig rig(UsbAddress{0x0400, 0xC35A, "R0002"});
        bed.plug(readerSpec(), sdtFunction(rig.sim));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) {
            return s.link == Link::Failed && s.fault && s.fault->code == FaultCode::DeviceOther;
        }));
        QCOMPARE(bed.seen().claims, 0);
        bed.unplug();
        UsbDeviceSpec right = readerSpec();
        right.serial = "R0002";
        bed.plug(right, sdtFunction(rig.sim));
        QVERIFY(rig.link(Link::Ready));
    }

    void anotherProgramHasIt()
    {
        UsbTestbed bed;
        ReaderRig rig;
        UsbDeviceSpec spec = readerSpec();
        spec.claimed = true;
        bed.plug(spec, sdtFunction(rig.sim));
        QVERIFY(rig.events.waitForState(
            [](const Snapshot &s) { return s.fault && s.fault->code == FaultCode::DeviceShared; }));
        QCOMPARE(rig.events.text(), std::string());
    }

    // Whoever waits for a device need not wait out the pause when it comes.
    void comesAndGoes_data() { newsRows(); }

    void comesAndGoes()
    {
        QFETCH(UsbBus::News, news);
        UsbTestbed bed;
        ReaderRig rig(readerAddress(), news, {1h});
        QVERIFY(rig.link(Link::Absent));
        for (int turn = 0; turn < 3; ++turn) {
            bed.plug(readerSpec(), sdtFunction(rig.sim));
            QVERIFY(rig.link(Link::Ready));
            rig.sim->place(card("zhang-ceshi"));
            QVERIFY(rig.events.waitFor(2));
            rig.sim->lift();
            QVERIFY(rig.events.waitFor(3));
            QCOMPARE(rig.events.text(), std::string("arrived read removed"));
            rig.events.clear();
            bed.unplug();
            QVERIFY(rig.link(Link::Absent));
            QCOMPARE(rig.fault(), std::string("device.disconnected"));
        }
    }

    void pulledInTheMiddleOfARead_data() { goneRows(); }

    void pulledInTheMiddleOfARead()
    {
        QFETCH(UsbGone, how);
        UsbTestbed bed;
        ReaderRig rig;
        bed.plug(readerSpec(), sdtFunction(rig.sim));
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.sim->setFault("stall"));  // the read command is never answered
        rig.sim->place(card("zhang-ceshi"));
        const std::size_t before = bed.seen().bytesOut;
        QVERIFY(bed.waitFor([before](const UsbTestbed::Seen &seen) { return seen.bytesOut > before; }));
        bed.unplug(how);
        QVERIFY(rig.link(Link::Absent));
        QCOMPARE(rig.fault(), std::string("device.disconnected"));
        rig.sim->heal();
        rig.sim->place(card("li-yanshi"));
        bed.plug(readerSpec(), sdtFunction(rig.sim));
        QVERIFY(rig.events.waitForState([&rig](const Snapshot &) { return rig.events.contents().has_value(); }));
        QCOMPARE(rig.name(), QString::fromUtf8("李演示"));
    }

    // ---- halts ----

    void aHaltIsClearedOnce_data()
    {
        QTest::addColumn<int>("endpoint");
        QTest::newRow("IN") << 0x83;
        QTest::newRow("OUT") << 0x05;
    }

    void aHaltIsClearedOnce()
    {
        QFETCH(int, endpoint);
        UsbTestbed bed;
        const auto sim = std::make_shared<SimSdtReader>();
        UsbTransport transport(busOf(UsbBus::News::Events), readerAddress(), UsbUse::IdReader);
        bed.plug(readerSpec(), sdtFunction(sim));
        QTRY_VERIFY_WITH_TIMEOUT(transport.open(1s).has_value(), 10'000);
        const Bytes status{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x11, 0xFF, 0xED};
        const Bytes good{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x90, 0x94};
        for (int turn = 1; turn <= 2; ++turn) {
            bed.halt(static_cast<std::uint8_t>(endpoint), 1);
            const Written written = transport.write(status, 2s);
            QVERIFY2(!written.fault, written.fault ? written.fault->detail.c_str() : "");
            QCOMPARE(written.bytes, status.size());
            const Result<Bytes> answer = transport.read(64, 2s);
            QVERIFY2(answer.has_value(), answer ? "" : answer.error().detail.c_str());
            QVERIFY(*answer == good);
            QCOMPARE(bed.seen().haltsCleared, turn);
        }
        QVERIFY(transport.isOpen());
    }

    void aHaltThatStaysIsNoUnplugging_data() { aHaltIsClearedOnce_data(); }

    void aHaltThatStaysIsNoUnplugging()
    {
        QFETCH(int, endpoint);
        UsbTestbed bed;
        const auto sim = std::make_shared<SimSdtReader>();
        UsbTransport transport(busOf(UsbBus::News::Events), readerAddress(), UsbUse::IdReader);
        bed.plug(readerSpec(), sdtFunction(sim));
        QTRY_VERIFY_WITH_TIMEOUT(transport.open(1s).has_value(), 10'000);
        bed.halt(static_cast<std::uint8_t>(endpoint), 1000);
        std::optional<Fault> fault;
        if (endpoint == 0x05) {
            fault = transport.write(Bytes(10, 0), 2s).fault;
        } else if (const auto got = transport.read(64, 2s); !got) {
            fault = got.error();
        }
        QVERIFY(fault.has_value());
        QCOMPARE(fault->code, FaultCode::DeviceProtocol);
        QVERIFY(!transport.isOpen());
        QCOMPARE(bed.seen().haltsCleared, 1);
    }

    // ---- printer ----

    // A reader whose firmware is stuck: neither its own reset nor opening it anew helps, only its port's reset.
    void aWedgedReaderIsResetThroughItsPort()
    {
        std::atomic<bool> wedged{true};
        UsbTestbed bed;
        ReaderRig rig;
        UsbFunction function = sdtFunction(rig.sim);
        function.take = [&wedged, inner = function.take](std::span<const unsigned char> bytes) {
            return wedged ? bytes.size() : inner(bytes);
        };
        function.give = [&wedged, inner = function.give](std::size_t atMost) {
            return wedged ? Bytes() : inner(atMost);
        };
        function.reset = [&wedged] { wedged = false; };
        bed.plug(readerSpec(), std::move(function));
        QVERIFY(rig.link(Link::Suspended));
        QVERIFY(rig.link(Link::Ready));
        QCOMPARE(bed.seen().resets, 1);
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
    }

    // What no reset helps is for a technician, its port is left in peace, and plugging it in anew begins anew.
    void aReaderThatIsPastHelpIsGivenUp()
    {
        UsbTestbed bed;
        ReaderRig rig(readerAddress(), UsbBus::News::Events, {20ms}, 1);
        bed.plug(readerSpec(), {[](std::span<const unsigned char> bytes) { return bytes.size(); },
                                [](std::size_t) { return Bytes(); }});
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Failed; }));
        QCOMPARE(rig.fault(), std::string("device.failed"));
        QCOMPARE(bed.seen().resets, 1);
        bed.unplug();
        QVERIFY(rig.link(Link::Absent));
        bed.plug(readerSpec(), sdtFunction(rig.sim));
        QVERIFY(rig.link(Link::Ready));
    }

    void printsAReceipt()
    {
        UsbTestbed bed;
        PrinterRig rig;
        bed.plug(printerSpec(), printerFunction(rig.machine));
        QVERIFY(rig.link(Link::Ready));
        const Fact identity = rig.printer.board().current()->facts.at("identity");
        QVERIFY(std::get<std::string>(identity).starts_with("usb:0fe6:811e"));
        QVERIFY(rig.printed(receiptOf(QStringLiteral("𠮷䶮·㛃𠅤"))));
        // While nothing is asked, the printer may still speak.
        QVERIFY(bed.waitFor([](const UsbTestbed::Seen &seen) { return seen.listening > 0; }));
        const UsbTestbed::Seen seen = bed.seen();
        QCOMPARE(seen.alternate, 1);  // both ways
        QVERIFY((seen.endpoints == std::set<std::uint8_t>{printerOut, printerIn}));
        QCOMPARE(seen.zeroLengthOut, 0);
        QVERIFY(seen.longestOut > 1024 && seen.longestOut <= 4096);
        QCOMPARE(seen.detached, 1);
        QCOMPARE(rig.machine->counts().unknownBytes, std::size_t(0));
    }

    void printsInSmallBites()
    {
        UsbTestbed bed;
        PrinterRig rig;
        UsbFunction slow = printerFunction(rig.machine);
        slow.take = [take = slow.take](std::span<const unsigned char> bytes) {
            return take(bytes.first(std::min<std::size_t>(bytes.size(), 192)));
        };
        bed.plug(printerSpec(), slow);
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.printed(receiptOf(QStringLiteral("张测试"))));
    }

    // Transfers that reach their time with a part of their bytes are continued where they ended.
    void aPartialWriteSaysHowMuchWent()
    {
        UsbTestbed bed;
        Bytes got;
        std::atomic<std::size_t> room{1000};
        UsbFunction function;
        function.take = [&](std::span<const unsigned char> bytes) {
            const std::size_t count = std::min<std::size_t>(bytes.size(), room);
            got.insert(got.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
            room -= count;
            return count;
        };
        function.give = [](std::size_t) { return Bytes{}; };
        bed.plug(printerSpec(), function);
        UsbTransport transport(busOf(UsbBus::News::Events), {0x0FE6, 0x811E, {}}, UsbUse::Printer);
        QTRY_VERIFY_WITH_TIMEOUT(transport.open(1s).has_value(), 10'000);
        Bytes sent(10'000);
        for (std::size_t i = 0; i < sent.size(); ++i) {
            sent[i] = static_cast<unsigned char>(i * 7 + i / 256);
        }
        const auto begun = std::chrono::steady_clock::now();
        const Written first = transport.write(sent, 150ms);
        const auto took = std::chrono::steady_clock::now() - begun;
        QCOMPARE(first.bytes, std::size_t(1000));
        QVERIFY(first.fault && first.fault->code == FaultCode::DeviceTimeout);
        QVERIFY(took >= 149ms && took < 5s);
        QVERIFY(transport.isOpen());
        room = 100'000;
        const Written second = transport.write(std::span(sent).subspan(first.bytes), 5s);
        QVERIFY(!second.fault);
        QCOMPARE(first.bytes + second.bytes, sent.size());
        QVERIFY(got == sent);
        QVERIFY(transport.write({}, 1s).bytes == 0);
        QCOMPARE(bed.seen().zeroLengthOut, 0);
    }

    void printerComesAndGoes_data() { newsRows(); }

    void printerComesAndGoes()
    {
        QFETCH(UsbBus::News, news);
        UsbTestbed bed;
        PrinterRig rig(news, 1h);
        QVERIFY(rig.link(Link::Absent));
        for (int turn = 0; turn < 2; ++turn) {
            bed.plug(printerSpec(), printerFunction(rig.machine));
            QVERIFY(rig.link(Link::Ready));
            bed.unplug();
            QVERIFY(rig.link(Link::Absent));
            QCOMPARE(rig.printer.board().current()->fault->code, FaultCode::DeviceDisconnected);
        }
    }

    // Torn off in the middle of a paper: nobody knows what came out, nothing is repeated, and the next visitor's paper
    // carries nothing of it.
    void pulledInTheMiddleOfAPaper_data() { goneRows(); }

    void pulledInTheMiddleOfAPaper()
    {
        QFETCH(UsbGone, how);
        UsbTestbed bed;
        PrinterRig rig;
        bed.plug(printerSpec(), printerFunction(rig.machine));
        QVERIFY(rig.link(Link::Ready));
        bed.cut(how, 6'000);
        auto pending = rig.begin(receiptOf(QStringLiteral("张测试")));
        QVERIFY(pending.wait_for(25s) == std::future_status::ready);
        const PrintReport report = pending.get();
        QCOMPARE(report.outcome, PrintOutcome::Unknown);
        QCOMPARE(report.reason, std::string("device.disconnected"));
        QVERIFY(report.bytesAccepted > 2'000 && report.bytesAccepted <= 6'000);
        QVERIFY(rig.link(Link::Absent));
        bed.unplug(how);
        bed.plug(printerSpec(), printerFunction(rig.machine));
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.printed(receiptOf(QStringLiteral("李演示"))));
    }

    void printerHaltsOnTheWay()
    {
        UsbTestbed bed;
        PrinterRig rig;
        bed.plug(printerSpec(), printerFunction(rig.machine));
        QVERIFY(rig.link(Link::Ready));
        bed.halt(printerOut, 1);
        QVERIFY(rig.printed(receiptOf(QStringLiteral("张测试"))));
        QCOMPARE(bed.seen().haltsCleared, 1);
        QCOMPARE(bed.seen().claims, 1);  // never opened anew
    }

    // ---- the end ----

    void nothingIsLeftRunning()
    {
        UsbTestbed bed;
        const auto sim = std::make_shared<SimSdtReader>();
        bed.plug(readerSpec(), sdtFunction(sim));
        {
            UsbTransport warm(busOf(UsbBus::News::Scans), readerAddress(), UsbUse::IdReader);
            QTRY_VERIFY_WITH_TIMEOUT(warm.open(1s).has_value(), 10'000);
        }
        const int before = threads();
        for (const UsbBus::News news : {UsbBus::News::Events, UsbBus::News::Scans}) {
            UsbTransport transport(busOf(news), readerAddress(), UsbUse::IdReader);
            QVERIFY(transport.open(1s).has_value());
            QVERIFY(transport.read(64, 20ms).has_value());
        }
        QTRY_COMPARE_WITH_TIMEOUT(threads(), before, 10'000);
        QCOMPARE(bed.seen().listening, 0);
        QCOMPARE(bed.seen().claims, bed.seen().releases);
    }

    // A kernel that does not give transfers back holds nobody up, and gets its device closed when it does.
    void transfersThatDoNotComeBack()
    {
        UsbTestbed bed;
        const auto sim = std::make_shared<SimSdtReader>();
        bed.plug(readerSpec(), sdtFunction(sim));
        UsbTransport transport(busOf(UsbBus::News::Events), readerAddress(), UsbUse::IdReader);
        QTRY_VERIFY_WITH_TIMEOUT(transport.open(1s).has_value(), 10'000);
        const int before = bed.seen().releases;
        bed.freeze(true);
        const auto begun = std::chrono::steady_clock::now();
        transport.close();
        QVERIFY(std::chrono::steady_clock::now() - begun < 5s);
        QCOMPARE(bed.seen().releases, before);
        bed.freeze(false);
        QVERIFY(bed.waitFor([before](const UsbTestbed::Seen &seen) { return seen.releases == before + 1; }));
    }

    // ---- hallctl ----

    void hallctlReadsAndPrints()
    {
        UsbTestbed bed;
        const auto sim = std::make_shared<SimSdtReader>();
        sim->place(card("zhang-ceshi"));
        bed.plug(readerSpec(), sdtFunction(sim));
        const Ctl read =
            ended(startCtl({QStringLiteral("card"), QStringLiteral("read"), QStringLiteral("--reader"),
                            QStringLiteral("usb:0400:c35a:R0001"), QStringLiteral("--json"), QStringLiteral("--full")},
                           this));
        QVERIFY2(read.code == 0, read.err.constData());
        QCOMPARE(read.json.value(u"name").toString(), QString::fromUtf8("张测试"));
        QCOMPARE(read.json.value(u"source").toString(), QStringLiteral("resident-card"));
        bed.unplug();

        const auto machine = std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(printerProfile()));
        bed.plug(printerSpec(), printerFunction(machine));
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("receipt.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(receiptOf(QStringLiteral("张测试")).toJson());
        file.close();
        const Ctl print =
            ended(startCtl({QStringLiteral("receipt"), QStringLiteral("print"), file.fileName(),
                            QStringLiteral("--printer"), QStringLiteral("epson-tm-t82iii-203dpi"),
                            QStringLiteral("--device"), QStringLiteral("usb:0fe6:811e"), QStringLiteral("--json")},
                           this));
        QVERIFY2(print.code == 0, print.err.constData());
        QCOMPARE(print.json.value(u"outcome").toString(), QStringLiteral("printed"));
        QCOMPARE(print.json.value(u"proof").toString(), QStringLiteral("A"));
        QCOMPARE(machine->paperCount(), 1);
        bed.unplug();
        const Ctl absent = ended(startCtl({QStringLiteral("card"), QStringLiteral("read"), QStringLiteral("--reader"),
                                           QStringLiteral("usb:0400:c35a"), QStringLiteral("--json")},
                                          this));
        QCOMPARE(absent.code, 1);
        QCOMPARE(absent.json.value(u"error").toObject().value(u"code").toString(),
                 QStringLiteral("device.disconnected"));
    }
};

int main(int argc, char *argv[])
{
    QGuiApplication app(argc, argv);
    if (!qgetenv("LD_PRELOAD").contains("umockdev")) {
        const QString wrapper = QStandardPaths::findExecutable(QStringLiteral("umockdev-wrapper"));
        if (wrapper.isEmpty()) {
            std::puts("umockdev-wrapper is missing (package umockdev)");
            return 1;
        }
        return QProcess::execute(wrapper, QStringList{app.applicationFilePath()} + app.arguments().mid(1));
    }
    TestUsb test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_usb.moc"
