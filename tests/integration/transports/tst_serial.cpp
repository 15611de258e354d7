// SPDX-License-Identifier: GPL-3.0-or-later
// The real drivers over real terminal lines: a pseudo terminal, with a simulated device at its far end.
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/transport/serialtransport.h"
#include "drivers/transport/transportto.h"
#include "tests/support/deviceends.h"
#include "tests/support/farend.h"
#include "tests/unit/card/cardevents.h"

#include <QTest>

#include <termios.h>

#include <atomic>
#include <future>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

UsbFunction silence()
{
    return {[](std::span<const unsigned char> bytes) { return bytes.size(); }, [](std::size_t) { return Bytes{}; }};
}

IdCardFile card(const char *name)
{
    const auto file = readIdCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/id-cards/") + QLatin1String(name) +
                                     QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

struct PrinterRig
{
    explicit PrinterRig(bool text = false)
        : profile(*loadPrinterProfile(QStringLiteral(HALL_SOURCE_DIR "/resources"),
                                      QStringLiteral("epson-tm-t82iii-203dpi"))),
          machine(std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(profile))), line(printerFunction(machine)),
          printer(std::make_unique<SerialTransport>(line.address(), SerialFlow::None), profile, options())
    {
        if (text) {
            profile = profileAt(profile, SerialAddress{});
        }
        printer.setJournal([](const PrintJob &) { return true; });
        printer.start();
    }
    static EscposPrinter::Options options()
    {
        EscposPrinter::Options chosen;
        chosen.pollEvery = 100ms;
        chosen.recovery.pauses = {50ms, 100ms};
        return chosen;
    }
    bool link(Link wanted)
    {
        const auto until = std::chrono::steady_clock::now() + 20s;
        while (printer.board().current()->link != wanted && std::chrono::steady_clock::now() < until) {
            QTest::qWait(5);
        }
        return printer.board().current()->link == wanted;
    }
    static ReceiptDocument document()
    {
        ReceiptDocument paper;
        paper.title = QStringLiteral("失业登记 回执");
        paper.number = QStringLiteral("K7MX-4Q2P-8T");
        paper.rows = {{QStringLiteral("姓名"), QStringLiteral("𠮷䶮·㛃𠅤")}};
        paper.qr = QStringLiteral("hall:case:K7MX-4Q2P-8T");
        return paper;
    }
    PrintReport print()
    {
        const auto promise = std::make_shared<std::promise<PrintReport>>();
        auto answer = promise->get_future();
        printer.print(composer.compose(document(), profile, "1"), 15s,
                      [promise](const PrintReport &report) { promise->set_value(report); });
        return answer.wait_for(25s) == std::future_status::ready ? answer.get() : PrintReport{};
    }

    PrinterProfile profile;
    std::shared_ptr<VirtualPrinter> machine;
    FarEnd line;
    ReceiptComposer composer;
    EscposPrinter printer;
};

}  // namespace

class TestSerial : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsUpTheLine_data()
    {
        QTest::addColumn<int>("baud");
        QTest::addColumn<SerialFlow>("flow");
        QTest::newRow("115200") << 115200 << SerialFlow::None;
        QTest::newRow("9600, RTS/CTS") << 9600 << SerialFlow::RtsCts;
        QTest::newRow("38400, XON/XOFF") << 38400 << SerialFlow::XonXoff;
    }

    void setsUpTheLine()
    {
        QFETCH(int, baud);
        QFETCH(SerialFlow, flow);
        const FarEnd line(silence());
        SerialTransport transport(line.address(baud), flow);
        const Done opened = transport.open(1s);
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
        const termios now = line.settings();
        QCOMPARE(now.c_cflag & (CSIZE | PARENB | CSTOPB), tcflag_t(CS8));
        QCOMPARE(now.c_lflag & (ICANON | ECHO | ISIG), tcflag_t(0));
        QCOMPARE(now.c_oflag & OPOST, tcflag_t(0));
        QCOMPARE((now.c_cflag & CRTSCTS) != 0, flow == SerialFlow::RtsCts);
        QCOMPARE((now.c_iflag & IXON) != 0, flow == SerialFlow::XonXoff);
        QCOMPARE(now.c_iflag & IXOFF, tcflag_t(0));
        const speed_t speed = baud == 9600 ? B9600 : baud == 38400 ? B38400 : B115200;
        QCOMPARE(::cfgetospeed(&now), speed);
        QCOMPARE(::cfgetispeed(&now), speed);
    }

    void everyByteGoesThroughBothWays()
    {
        Bytes sent;
        Bytes all;
        for (int i = 0; i < 256; ++i) {
            all.push_back(static_cast<unsigned char>(i));
        }
        std::atomic<bool> spoken{false};
        UsbFunction echo{[&](std::span<const unsigned char> bytes) {
                             sent.insert(sent.end(), bytes.begin(), bytes.end());
                             return bytes.size();
                         },
                         [&](std::size_t) { return sent.size() == 256 && !spoken.exchange(true) ? sent : Bytes{}; }};
        const FarEnd line(echo);
        SerialTransport transport(line.address());
        QVERIFY(transport.open(1s).has_value());
        const Written written = transport.write(all, 2s);
        QVERIFY(!written.fault);
        QCOMPARE(written.bytes, all.size());
        Bytes back;
        while (back.size() < all.size()) {
            const Result<Bytes> got = transport.read(100, 2s);
            QVERIFY(got.has_value() && !got->empty());
            QVERIFY(got->size() <= 100);
            back.insert(back.end(), got->begin(), got->end());
        }
        QVERIFY(back == all);
    }

    void isHeldAlone()
    {
        const FarEnd line(silence());
        SerialTransport first(line.address());
        SerialTransport second(line.address());
        QVERIFY(first.open(1s).has_value());
        const Done refused = second.open(1s);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, FaultCode::DeviceShared);
        first.close();
        QVERIFY(second.open(1s).has_value());
    }

    void cannotBeOpened_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<FaultCode>("code");
        QTest::newRow("no such line") << QStringLiteral("/dev/hall-no-such-line") << FaultCode::DeviceDisconnected;
        QTest::newRow("no terminal") << QStringLiteral("/dev/null") << FaultCode::BadArgument;
    }

    void cannotBeOpened()
    {
        QFETCH(QString, path);
        QFETCH(FaultCode, code);
        SerialTransport transport({path.toStdString(), 9600});
        const Done done = transport.open(1s);
        QVERIFY(!done);
        QCOMPARE(done.error().code, code);
        QVERIFY(!transport.isOpen());
        QVERIFY(transport.write(Bytes{1}, 10ms).fault.has_value());
        QVERIFY(!transport.read(1, 10ms).has_value());
    }

    void quietReadEndsInTime()
    {
        const FarEnd line(silence());
        SerialTransport transport(line.address());
        QVERIFY(transport.open(1s).has_value());
        const auto before = std::chrono::steady_clock::now();
        const Result<Bytes> nothing = transport.read(16, 50ms);
        const auto took = std::chrono::steady_clock::now() - before;
        QVERIFY(nothing.has_value() && nothing->empty());
        QVERIFY(took >= 49ms && took < 2s);
    }

    // What a line did not take is thrown away at the end, and closing does not wait for it.
    void aLineThatTakesNothing()
    {
        FarEnd line(silence());
        line.hold(true);
        SerialTransport transport(line.address());
        QVERIFY(transport.open(1s).has_value());
        const Bytes much(1 << 20, 0x55);
        const Written written = transport.write(much, 100ms);
        QVERIFY(written.fault && written.fault->code == FaultCode::DeviceTimeout);
        QVERIFY(written.bytes > 0 && written.bytes < much.size());
        QVERIFY(transport.isOpen());
        const auto before = std::chrono::steady_clock::now();
        transport.close();
        QVERIFY(std::chrono::steady_clock::now() - before < 5s);
    }

    void aHangUpIsDisconnected()
    {
        FarEnd line(silence());
        SerialTransport reading(line.address());
        QVERIFY(reading.open(1s).has_value());
        line.unplug();
        const Result<Bytes> end = reading.read(16, 2s);
        QVERIFY(!end);
        QCOMPARE(end.error().code, FaultCode::DeviceDisconnected);
        QVERIFY(!reading.isOpen());
        line.plug();
        QVERIFY(reading.open(1s).has_value());
        line.unplug();
        const Written written = reading.write(Bytes(10, 1), 1s);
        QVERIFY(written.fault.has_value());
        QCOMPARE(written.fault->code, FaultCode::DeviceDisconnected);
    }

    // ---- drivers ----

    void readsAnIdentityAndComesBack()
    {
        const auto sim = std::make_shared<SimSdtReader>();
        FarEnd line(sdtFunction(sim));
        ResidentCardReader::Options options;
        options.pollPeriod = 20ms;
        options.recovery.pauses = {50ms};
        CardEvents events;
        ResidentCardReader reader(std::make_shared<SerialTransport>(line.address()), options);
        events.attach(reader);
        reader.start();
        sim->place(card("wang-shili"));
        QVERIFY(events.waitFor(2));
        QCOMPARE(events.text(), std::string("arrived read"));
        const auto contents = std::get<ResidentCardContents>(*events.contents());
        QCOMPARE(contents.text.reveal(), card("wang-shili").text);
        QCOMPARE(contents.photo.reveal(), card("wang-shili").photo);
        QCOMPARE(contents.newAddress.reveal(), card("wang-shili").address);
        line.unplug();
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Absent; }));
        sim->place(card("li-yanshi"));
        line.plug();
        QVERIFY(events.waitFor(5));
        QCOMPARE(events.text(), std::string("arrived read removed arrived read"));
        QCOMPARE(decodeCard(*events.contents())->name.reveal(), QString::fromUtf8("李演示"));
        reader.stop();
    }

    void printsAReceipt()
    {
        PrinterRig rig;
        QVERIFY(rig.link(Link::Ready));
        const PrintReport report = rig.print();
        QCOMPARE(report.reason, std::string());
        QCOMPARE(report.outcome, PrintOutcome::Printed);
        QCOMPARE(report.proof, 'A');
        const auto paper = rig.machine->lastPaper();
        QVERIFY(paper.has_value());
        QVERIFY(showsPreview(paper->image, rig.composer.renderPreview(PrinterRig::document(), rig.profile)));
        QCOMPARE(rig.machine->counts().unknownBytes, std::size_t(0));
    }

    // Text, as the kiosk prints on a line this slow; only the line with the rare name is a picture.
    void printsText()
    {
        PrinterRig rig(true);
        QCOMPARE(rig.profile.mode, std::string("text"));
        QVERIFY(rig.link(Link::Ready));
        const PrintReport report = rig.print();
        QCOMPARE(report.reason, std::string());
        QCOMPARE(report.outcome, PrintOutcome::Printed);
        QVERIFY2(report.bytesTotal < 9'000, std::to_string(report.bytesTotal).c_str());
        const auto paper = rig.machine->lastPaper();
        QVERIFY(paper.has_value());
        const auto has = [&](const char *words) {
            return std::any_of(paper->text.begin(), paper->text.end(),
                               [&](const std::string &line) { return line.find(words) != std::string::npos; });
        };
        QVERIFY(has("失业登记 回执") && has("K7MX-4Q2P-8T"));
        QVERIFY(!has("姓名"));
        QCOMPARE(rig.machine->counts().unknownBytes, std::size_t(0));
    }

    void pulledInTheMiddleOfAPaper()
    {
        PrinterRig rig;
        QVERIFY(rig.link(Link::Ready));
        rig.line.unplugAfter(5'000);
        const PrintReport report = rig.print();
        QCOMPARE(report.outcome, PrintOutcome::Unknown);
        QCOMPARE(report.reason, std::string("device.disconnected"));
        QVERIFY(rig.link(Link::Absent));
        rig.line.unplugAfter(static_cast<std::size_t>(-1));
        rig.line.unplug();
        rig.line.plug();
        QVERIFY(rig.link(Link::Ready));
        QCOMPARE(rig.print().outcome, PrintOutcome::Printed);
        const auto paper = rig.machine->lastPaper();
        QVERIFY(paper.has_value());
        QVERIFY(showsPreview(paper->image, rig.composer.renderPreview(PrinterRig::document(), rig.profile)));
    }
};

QTEST_MAIN(TestSerial)
#include "tst_serial.moc"
