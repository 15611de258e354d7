// SPDX-License-Identifier: GPL-3.0-or-later
// The real driver of the cabinet's board over its simulator.
#include "drivers/cabinet/cabinetboard.h"
#include "drivers/sim/simcabinet.h"

#include <QTest>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

CabinetOptions quick()
{
    CabinetOptions options;
    options.look = 5ms;
    options.askEvery = 50ms;
    options.silence = 300ms;
    options.lightTime = 400ms;
    options.keypadPause = 5ms;
    options.line.recovery.pauses = {5ms, 10ms};
    return options;
}

// Keys of the kernel, in portions that a test gives.
class HandKeypad final : public ByteTransport
{
public:
    Done open(std::chrono::milliseconds) override
    {
        return m_there ? Done() : fail(FaultCode::DeviceDisconnected, "pulled");
    }
    void close() noexcept override {}
    [[nodiscard]] bool isOpen() const override { return true; }
    Written write(std::span<const unsigned char>, std::chrono::milliseconds) override { return {}; }
    Result<Bytes> read(std::size_t, std::chrono::milliseconds atMost) override
    {
        std::unique_lock lock(m_mutex);
        m_news.wait_for(lock, atMost, [this] { return !m_bytes.empty() || !m_there; });
        if (!m_there) {
            return fail(FaultCode::DeviceDisconnected, "pulled");
        }
        return std::exchange(m_bytes, {});
    }
    void press(unsigned short code)
    {
        const std::lock_guard lock(m_mutex);
        input_event event{};
        event.type = EV_KEY;
        event.code = code;
        event.value = 1;
        const auto *const raw = reinterpret_cast<const unsigned char *>(&event);
        m_bytes.insert(m_bytes.end(), raw, raw + sizeof event);
        m_news.notify_all();
    }
    void plug(bool there)
    {
        m_there = there;
        m_news.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_news;
    Bytes m_bytes;
    std::atomic<bool> m_there{true};
};

struct Rig
{
    explicit Rig(std::shared_ptr<ByteTransport> keypad = {}, const CabinetOptions &options = quick())
        : cabinet(board, std::move(keypad), options)
    {
        cabinet.setEvents({[this](Cabinet::Key key) {
            const std::lock_guard lock(mutex);
            keys += std::string(keyName(key)) + ' ';
        }});
        cabinet.start();
    }
    bool link(Link wanted)
    {
        return QTest::qWaitFor([&] { return cabinet.board().current()->link == wanted; }, 20'000);
    }
    bool fact(const char *name, const Fact &wanted)
    {
        return QTest::qWaitFor(
            [&] {
                const auto now = cabinet.board().current();
                const auto found = now->facts.find(name);
                return found != now->facts.end() && found->second == wanted;
            },
            20'000);
    }
    bool told(const std::string &wanted)
    {
        return QTest::qWaitFor(
            [&] {
                const std::lock_guard lock(mutex);
                return keys == wanted;
            },
            20'000);
    }
    // How a light ends.
    std::string light(const Cabinet::Lights &lights)
    {
        auto end = std::make_shared<std::atomic<int>>(0);
        auto word = std::make_shared<std::string>();
        cabinet.light(lights, [end, word](const Done &done) {
            *word = done ? "lit" : std::string(done.error().name());
            ++*end;
        });
        if (!QTest::qWaitFor([&] { return *end > 0; }, 20'000)) {
            return "no answer";
        }
        return *end == 1 ? *word : "answered twice";
    }

    std::mutex mutex;
    std::string keys;
    std::shared_ptr<SimCabinet> board = std::make_shared<SimCabinet>();
    CabinetBoard cabinet;
};

Fact text(const char *word)
{
    return std::string(word);
}

}  // namespace

class TestCabinetBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsHowTheCabinetStands()
    {
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.fact("door", text("closed")));
        QVERIFY(rig.fact("presence", text("present")));
        QVERIFY(rig.fact("identity", text("simulated:HC-000001")));
        rig.board->edit([](SimCabinetState &state) {
            state.doorOpen = true;
            state.present = false;
            state.headphones = true;
            state.power = "battery";
            state.minutes = 11;
        });
        QVERIFY(rig.fact("door", text("open")));
        QVERIFY(rig.fact("presence", text("none")));
        QVERIFY(rig.fact("headphones", text("in")));
        QVERIFY(rig.fact("power", text("battery")));
        QVERIFY(rig.fact("minutes", std::int64_t(11)));
        rig.board->edit([](SimCabinetState &state) { state.power = "low"; });
        QVERIFY(rig.fact("power", text("low")));
    }

    void lightsTheWay()
    {
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        const Cabinet::Lights camera{.camera = true};
        QCOMPARE(rig.light(camera), std::string("lit"));
        QVERIFY(rig.board->lights() == camera);
        QVERIFY(rig.fact("lights", text("camera")));
        QCOMPARE(rig.light({}), std::string("lit"));
        QVERIFY(rig.board->lights() == Cabinet::Lights{});
    }

    void aBoardThatComesBackIsLitAgain()
    {
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        const Cabinet::Lights mouth{.printerMouth = true, .flashing = true};
        QVERIFY(rig.board->setFault("unplug"));
        QVERIFY(rig.link(Link::Absent));
        QCOMPARE(rig.light(mouth), std::string("device.not-ready"));
        rig.board->heal();
        QVERIFY(QTest::qWaitFor([&] { return rig.board->lights() == mouth; }, 20'000));
        QVERIFY(rig.link(Link::Ready));
    }

    void aNewerWishEndsTheOlder()
    {
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.board->setFault("stall"));
        std::atomic<int> first{0};
        FaultCode how = FaultCode::Internal;
        rig.cabinet.light({.camera = true}, [&](const Done &done) {
            how = done ? FaultCode::Internal : done.error().code;
            ++first;
        });
        (void)rig.light({.scanner = true});
        QCOMPARE(first.load(), 1);
        QVERIFY(how == FaultCode::DeviceCancelled);
    }

    void faultsAndTheEndOfThem_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("link");
        QTest::addColumn<QString>("shown");
        QTest::newRow("unplug") << QStringLiteral("unplug") << int(Link::Absent)
                                << QStringLiteral("device.disconnected");
        QTest::newRow("stall") << QStringLiteral("stall") << int(Link::Suspended) << QStringLiteral("device.timeout");
        QTest::newRow("garbage") << QStringLiteral("garbage") << int(Link::Suspended)
                                 << QStringLiteral("device.protocol");
    }
    void faultsAndTheEndOfThem()
    {
        QFETCH(const QString, fault);
        QFETCH(const int, link);
        QFETCH(const QString, shown);
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.board->setFault(fault.toStdString()));
        QVERIFY(rig.link(Link(link)));
        const auto now = rig.cabinet.board().current();
        QCOMPARE(std::string(now->fault->name()), shown.toStdString());
        QVERIFY(now->facts.at("door") == Fact(Unknown{}));
        rig.board->heal();
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.fact("door", text("closed")));
    }

    void aSlowLineIsBorne()
    {
        CabinetOptions patient = quick();
        patient.askEvery = 1s;  // what a slow line can carry
        patient.lightTime = 10s;
        patient.silence = 10s;
        Rig rig({}, patient);
        QVERIFY(rig.link(Link::Ready));
        for (const char *fault : {"slow", "short-write"}) {
            QVERIFY(rig.board->setFault(fault));
            QCOMPARE(rig.light({.idPlate = true}), std::string("lit"));
            QCOMPARE(rig.light({.cardSlot = true}), std::string("lit"));
        }
        QCOMPARE(int(rig.cabinet.board().current()->link), int(Link::Ready));
    }

    void keysOfTheBoard()
    {
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        rig.board->press(Cabinet::Key::Down);
        rig.board->press(Cabinet::Key::Select);
        QVERIFY(rig.told("down select "));
    }

    void keysOfTheirOwnCable()
    {
        const auto keypad = std::make_shared<HandKeypad>();
        Rig rig(keypad);
        QVERIFY(rig.fact("keypad", text("present")));
        keypad->press(KEY_DOWN);
        keypad->press(KEY_ENTER);
        QVERIFY(rig.told("down select "));
        keypad->plug(false);
        QVERIFY(rig.fact("keypad", text("absent")));
        keypad->plug(true);
        QVERIFY(rig.fact("keypad", text("present")));
        keypad->press(KEY_ESC);
        QVERIFY(rig.told("down select back "));
    }

    void stoppedItSaysNothing()
    {
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.board->setFault("stall"));
        std::atomic<int> answers{0};
        rig.cabinet.light({.camera = true}, [&](const Done &) { ++answers; });
        rig.cabinet.stop();
        QCOMPARE(answers.load(), 1);
        const auto now = rig.cabinet.board().current();
        QCOMPARE(int(now->link), int(Link::Absent));
        QVERIFY(now->facts.empty());
    }
};

QTEST_GUILESS_MAIN(TestCabinetBoard)
#include "tst_cabinetboard.moc"
