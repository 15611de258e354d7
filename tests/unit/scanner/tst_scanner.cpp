// SPDX-License-Identifier: GPL-3.0-or-later
// The real drivers: over a pseudo terminal, over a socket that stands for an event node, and over the simulator.
#include "drivers/scanner/scanners.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/transport/evdevtransport.h"
#include "tests/unit/scanner/scanevents.h"
#include "tests/unit/scanner/typedkeys.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <linux/uinput.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>

using namespace hall;
using namespace hall::device;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

const std::string token = "HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef";
const std::string refused = "[!scanner.unreadable]";

CodeScannerOptions quick()
{
    CodeScannerOptions options;
    options.look = 20ms;
    options.recovery.pauses = {5ms, 10ms};
    return options;
}

// A scanner's end of a serial line.
class PseudoTerminal
{
public:
    PseudoTerminal() { plug(); }
    ~PseudoTerminal() { unplug(); }
    void plug()
    {
        m_master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        ::grantpt(m_master);
        ::unlockpt(m_master);
        ::unlink(path().c_str());
        if (::symlink(::ptsname(m_master), path().c_str()) != 0) {
            qFatal("no link to the line");
        }
    }
    void unplug()
    {
        if (m_master >= 0) {
            ::unlink(path().c_str());
            ::close(m_master);
            m_master = -1;
        }
    }
    [[nodiscard]] std::string path() const { return m_folder.filePath(QStringLiteral("line")).toStdString(); }
    void say(std::string_view bytes) const
    {
        if (::write(m_master, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
            qFatal("the line takes no bytes");
        }
    }

private:
    QTemporaryDir m_folder;
    int m_master = -1;
};

// Stands for an event node, or for a line: what is written at the other end is read here in the same portions.
class StreamSocket final : public ByteTransport
{
public:
    StreamSocket()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends) != 0) {
            qFatal("no socket pair");
        }
    }
    ~StreamSocket() override
    {
        ::close(m_ends[0]);
        pull();
    }
    Done open(std::chrono::milliseconds) override { return {}; }
    void close() noexcept override {}
    [[nodiscard]] bool isOpen() const override { return true; }
    Written write(std::span<const unsigned char>, std::chrono::milliseconds) override { return {}; }
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override
    {
        ++m_reads;
        if (nonsense) {
            return fail(FaultCode::DeviceProtocol, "nonsense");
        }
        pollfd entry{m_ends[0], POLLIN, 0};
        if (::poll(&entry, 1, static_cast<int>(atMost.count())) <= 0) {
            return Bytes{};
        }
        Bytes bytes(atMostBytes);
        const ssize_t got = ::read(m_ends[0], bytes.data(), bytes.size());
        if (got <= 0) {
            return fail(FaultCode::DeviceDisconnected, "pulled");
        }
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
    void send(std::span<const unsigned char> bytes) const
    {
        if (::write(m_ends[1], bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
            qFatal("the socket takes no bytes");
        }
    }
    // Everything that was sent has been read, and what followed from it is done.
    [[nodiscard]] bool settled()
    {
        int waiting = 1;
        while (::ioctl(m_ends[0], FIONREAD, &waiting) == 0 && waiting > 0) {
            std::this_thread::yield();
        }
        const int reads = m_reads;
        return QTest::qWaitFor([this, reads] { return m_reads >= reads + 2; }, 20'000);
    }
    void pull()
    {
        if (m_ends[1] >= 0) {
            ::close(m_ends[1]);
            m_ends[1] = -1;
        }
    }

    std::atomic<bool> nonsense = false;  // it is there and cannot be read

private:
    int m_ends[2] = {-1, -1};
    std::atomic<int> m_reads{0};
};

struct SerialRig
{
    explicit SerialRig(bool listening = true)
    {
        scanner = scannerAt(SerialAddress{line.path(), 115200}, quick());
        events.attach(*scanner);
        scanner->setListening(listening);
        scanner->start();
        if (!events.waitForLink(Link::Ready)) {
            qFatal("the line is not opened");
        }
    }
    ~SerialRig() { scanner->stop(); }

    PseudoTerminal line;
    ScanEvents events;
    std::unique_ptr<CodeScanner> scanner;
};

struct EventRig
{
    EventRig() : node(std::make_shared<StreamSocket>()), scanner(node, quick())
    {
        events.attach(scanner);
        scanner.setListening(true);
        scanner.start();
        if (!events.waitForLink(Link::Ready)) {
            qFatal("the node is not opened");
        }
    }
    ~EventRig() { scanner.stop(); }

    std::shared_ptr<StreamSocket> node;
    ScanEvents events;
    EvdevScanner scanner;
};

struct SimRig
{
    SimRig() : sim(std::make_shared<SimCodeScanner>()), scanner(sim, quick())
    {
        events.attach(scanner);
        scanner.setListening(true);
        scanner.start();
        if (!events.waitForLink(Link::Ready)) {
            qFatal("the simulator is not opened");
        }
    }
    ~SimRig() { scanner.stop(); }

    std::shared_ptr<SimCodeScanner> sim;
    ScanEvents events;
    SerialScanner scanner;
};

}  // namespace

class TestScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // It opens and never can be read: opening it is no success, and after a few climbs it is a technician's.
    void whatCannotBeReadIsGivenUp()
    {
        const auto node = std::make_shared<StreamSocket>();
        node->nonsense = true;
        CodeScannerOptions options = quick();
        options.recovery.budget = 2;
        options.recovery.lookEvery = 5ms;
        EvdevScanner scanner(node, options);
        ScanEvents events;
        events.attach(scanner);
        scanner.setListening(true);
        scanner.start();
        QVERIFY(events.waitForLink(Link::Failed));
        QTRY_COMPARE(scanner.board().current()->fault.value_or(Fault(FaultCode::Internal)).code,
                     FaultCode::DeviceFailed);
        node->nonsense = false;
        QVERIFY(events.waitForLink(Link::Ready));
        scanner.stop();
    }

    void aCodeOnASerialLine_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("CR") << QByteArray("\r");
        QTest::newRow("LF") << QByteArray("\n");
        QTest::newRow("CRLF") << QByteArray("\r\n");
        QTest::newRow("silence") << QByteArray();
    }

    void aCodeOnASerialLine()
    {
        QFETCH(QByteArray, end);
        SerialRig rig;
        for (int round = 1; round <= 2; ++round) {
            rig.line.say(token + end.toStdString());
            QVERIFY(rig.events.waitFor(static_cast<std::size_t>(round)));
        }
        QCOMPARE(rig.events.told(), '[' + token + "][" + token + ']');
    }

    void everyPortion()
    {
        SerialRig rig;
        const std::string bytes = token + '\r';
        std::string expected;
        std::size_t count = 0;
        for (std::size_t portion = 1; portion <= bytes.size(); portion = portion * 2 + 1) {
            for (std::size_t at = 0; at < bytes.size(); at += portion) {
                rig.line.say(bytes.substr(at, portion));
                std::this_thread::yield();
            }
            expected += '[' + token + ']';
            QVERIFY(rig.events.waitFor(++count));
            QCOMPARE(rig.events.told(), expected);
        }
    }

    void hostileBytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("NUL") << QByteArray("AB\0CD", 5);
        QTest::newRow("escape") << QByteArray("\x1b[31mred\x07");
        QTest::newRow("UTF-8") << QByteArray("张测试");
        QTest::newRow("C1") << QByteArray("A\x9b"
                                          "31m");
        QTest::newRow("4 KB") << QByteArray(4096, 'A');
        QTest::newRow("line editing") << QByteArray("A\x15\x08\x7f\x04\x03\x1a");
        QTest::newRow("flow control") << QByteArray("A\x13\x11");
    }

    // Told as a fault once, without a word of it; the next code is read.
    void hostileBytes()
    {
        QFETCH(QByteArray, bytes);
        SerialRig rig;
        rig.line.say(bytes.toStdString() + '\r');
        QVERIFY(rig.events.waitFor(1));
        rig.line.say(token + '\r');
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.told(), refused + '[' + token + ']');
        const auto facts = rig.scanner->board().current()->facts;
        QCOMPARE(std::get<std::int64_t>(facts.at("codes")), std::int64_t(1));
        QCOMPARE(std::get<std::int64_t>(facts.at("unreadable")), std::int64_t(1));
    }

    // Nor is a code told of which the beginning was not heard.
    void nobodyListens()
    {
        const auto line = std::make_shared<StreamSocket>();
        const auto say = [&line](std::string_view bytes) {
            line->send({reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size()});
            return line->settled();
        };
        ScanEvents events;
        CodeScannerOptions options = quick();
        options.silence = 5s;
        SerialScanner scanner(line, options);
        events.attach(scanner);
        scanner.start();
        QVERIFY(events.waitForLink(Link::Ready));
        QVERIFY(say("UNHEARD\rHALF-"));
        scanner.setListening(true);
        QVERIFY(say("HEARD\r" + token + '\r'));
        QCOMPARE(events.told(), '[' + token + ']');
        QVERIFY(say("HALF-"));
        scanner.setListening(false);
        QVERIFY(say("HEARD\r\x01\rUNHEARD\r"));
        scanner.stop();
        QCOMPARE(events.told(), '[' + token + ']');
    }

    void pulledAndPluggedAgain()
    {
        SerialRig rig;
        rig.line.say("HALF-A-CODE");
        rig.line.unplug();
        QVERIFY(rig.events.waitForLink(Link::Absent));
        const auto gone = rig.scanner->board().current();
        QCOMPARE(gone->fault->code, FaultCode::DeviceDisconnected);
        rig.line.plug();
        QVERIFY(rig.events.waitForLink(Link::Ready));
        rig.line.say(token + '\r');
        QVERIFY(rig.events.waitFor(1));
        QTRY_VERIFY(rig.events.told().ends_with('[' + token + ']'));
    }

    void noTerminalIsForTheTechnician()
    {
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("file")).toStdString();
        ::close(::open(file.c_str(), O_CREAT | O_RDWR, 0600));
        const std::vector<ScannerAddress> addresses{SerialAddress{file, 9600}, EvdevAddress{file}};
        for (const ScannerAddress &address : addresses) {
            ScanEvents events;
            const auto scanner = scannerAt(address, quick());
            events.attach(*scanner);
            scanner->start();
            QVERIFY(events.waitForLink(Link::Failed));
            QCOMPARE(scanner->board().current()->fault->code, FaultCode::BadArgument);
            scanner->stop();
            QCOMPARE(int(scanner->board().current()->link), int(Link::Absent));
        }
    }

    void noSuchInputDevice()
    {
        EvdevTransport transport(EvdevAddress{"/dev/input/by-id/no-such-scanner-event-kbd"});
        const Done opened = transport.open(1s);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, FaultCode::DeviceDisconnected);
        QVERIFY(!transport.isOpen());
        QVERIFY(!transport.read(1, 0ms));
    }

    void typedCodes()
    {
        EventRig rig;
        rig.node->send(TypedKeys().type(token).enter().bytes());
        QVERIFY(rig.events.waitFor(1));
        rig.node->send(TypedKeys().type("Without an end!").bytes());
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.told(), '[' + token + "][Without an end!]");
    }

    void typedInEveryPortion()
    {
        EventRig rig;
        const Bytes bytes = TypedKeys().type("Ab:9").enter().bytes();
        const std::span<const unsigned char> all(bytes);
        for (std::size_t portion = 1; portion <= sizeof(input_event) + 1; ++portion) {
            for (std::size_t at = 0; at < all.size(); at += portion) {
                rig.node->send(all.subspan(at, std::min(portion, all.size() - at)));
            }
            QVERIFY(rig.events.waitFor(portion));
        }
        QVERIFY(rig.events.told().find("!") == std::string::npos);
        QCOMPARE(QByteArray::fromStdString(rig.events.told()).count("[Ab:9]"), int(sizeof(input_event)) + 1);
    }

    void typedCombinationsDoNothing()
    {
        EventRig rig;
        TypedKeys keys;
        keys.type("A")
            .down(KEY_LEFTCTRL)
            .down(KEY_LEFTALT)
            .press(KEY_F1)
            .up(KEY_LEFTALT)
            .up(KEY_LEFTCTRL)
            .type("B")
            .enter();
        rig.node->send(keys.bytes());
        QVERIFY(rig.events.waitFor(1));
        rig.node->send(TypedKeys().with(KEY_LEFTALT, KEY_KP6).with(KEY_LEFTMETA, KEY_L).bytes());
        QVERIFY(rig.events.waitFor(2));
        rig.node->send(TypedKeys().type(std::string(4096, 'x')).enter().bytes());
        QVERIFY(rig.events.waitFor(3));
        rig.node->send(TypedKeys().type(token).enter().bytes());
        QVERIFY(rig.events.waitFor(4));
        QCOMPARE(rig.events.told(), refused + refused + refused + '[' + token + ']');
    }

    void typingScannerIsPulled()
    {
        EventRig rig;
        rig.node->send(TypedKeys().type("HALF").bytes());
        rig.node->pull();
        QVERIFY(rig.events.waitForLink(Link::Absent));
        QCOMPARE(rig.scanner.board().current()->fault->code, FaultCode::DeviceDisconnected);
    }

    void troubleOfTheSimulator()
    {
        SimRig rig;
        QVERIFY(rig.sim->setFault("slow"));
        rig.sim->scan(token);
        QVERIFY(rig.events.waitFor(1));
        QCOMPARE(rig.events.told(), '[' + token + ']');
        QVERIFY(rig.sim->setFault("garbage"));
        rig.sim->scan(token);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.told(), '[' + token + ']' + refused);
        QVERIFY(rig.sim->setFault("stall"));
        rig.sim->scan(token);
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.told(), '[' + token + ']' + refused + '[' + token.substr(0, token.size() / 2) + ']');
        QVERIFY(rig.sim->setFault("unplug"));
        QVERIFY(rig.events.waitForLink(Link::Absent));
        rig.sim->scan("unseen");
        rig.sim->heal();
        QVERIFY(rig.events.waitForLink(Link::Ready));
        rig.sim->scan(token);
        QVERIFY(rig.events.waitFor(4));
        QVERIFY(rig.events.told().find("unseen") == std::string::npos);
        QVERIFY(!rig.sim->setFault("hiccup"));
    }

    void faultAfterSomeCodes()
    {
        SimRig rig;
        QVERIFY(rig.sim->setFault("garbage", 2));
        for (std::size_t count = 1; count <= 3; ++count) {
            rig.sim->scan("AB");
            QVERIFY(rig.events.waitFor(count));
        }
        QCOMPARE(rig.events.told(), "[AB][AB]" + refused);
    }

    // The kernel's own keyboard, held alone: what is typed reaches nobody else.
    void aKeyboardOfTheKernel();
};

void TestScanner::aKeyboardOfTheKernel()
{
    const int user = ::open("/dev/uinput", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (user < 0) {
        QSKIP("no /dev/uinput on this machine (kernel module uinput), so there is no keyboard to make");
    }
    ::ioctl(user, UI_SET_EVBIT, EV_KEY);
    for (int key = 1; key < 128; ++key) {
        ::ioctl(user, UI_SET_KEYBIT, key);
    }
    uinput_setup setup{};
    setup.id.bustype = BUS_USB;
    std::snprintf(setup.name, sizeof setup.name, "hall scanner test");
    char name[64] = {};
    if (::ioctl(user, UI_DEV_SETUP, &setup) != 0 || ::ioctl(user, UI_DEV_CREATE) != 0 ||
        ::ioctl(user, UI_GET_SYSNAME(sizeof name), name) < 0) {
        ::close(user);
        QSKIP("/dev/uinput makes no keyboard here");
    }
    QString node;
    const auto findNode = [&] {
        const QStringList found = QDir(QStringLiteral("/sys/devices/virtual/input/") + QLatin1String(name))
                                      .entryList({QStringLiteral("event*")}, QDir::Dirs);
        node = found.isEmpty() ? QString() : QStringLiteral("/dev/input/") + found.first();
        return !node.isEmpty() && QFile::exists(node);
    };
    QTRY_VERIFY(findNode());
    const int other = ::open(qPrintable(node), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ScanEvents events;
    const auto scanner = scannerAt(EvdevAddress{node.toStdString()}, quick());
    events.attach(*scanner);
    scanner->setListening(true);
    scanner->start();
    QVERIFY(events.waitForLink(Link::Ready));
    // A keyboard reports once a millisecond at most; what comes faster overflows the kernel's own buffer.
    const Bytes bytes = TypedKeys().type(token).enter().bytes();
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(input_event)) {
        QCOMPARE(::write(user, bytes.data() + at, sizeof(input_event)), ssize_t(sizeof(input_event)));
        std::this_thread::sleep_for(300us);
    }
    QVERIFY(events.waitFor(1));
    QCOMPARE(events.told(), '[' + token + ']');
    input_event seen{};
    QCOMPARE(::read(other, &seen, sizeof seen), ssize_t(-1));
    EvdevTransport second(EvdevAddress{node.toStdString()});
    QCOMPARE(second.open(1s).error().code, FaultCode::DeviceShared);
    ::ioctl(user, UI_DEV_DESTROY);
    QVERIFY(events.waitForLink(Link::Absent));
    scanner->stop();
    ::close(other);
    ::close(user);
}

QTEST_GUILESS_MAIN(TestScanner)
#include "tst_scanner.moc"
