// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/cabinet/cabinetboard.h"

#include <algorithm>
#include <utility>

namespace hall::device {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t readAtMost = 256;
constexpr const char *protocolVersion = "1";

Fact word(const std::optional<bool> &value, const char *off, const char *on)
{
    return value ? Fact(std::string(*value ? on : off)) : Fact(NotSupported{});
}

Fact power(const std::optional<char> &letter)
{
    return letter ? Fact(std::string(*letter == 'M'   ? "mains"
                                     : *letter == 'B' ? "battery"
                                                      : "low"))
                  : Fact(NotSupported{});
}

}  // namespace

CabinetBoard::CabinetBoard(std::shared_ptr<ByteTransport> line, std::shared_ptr<ByteTransport> keypad,
                           CabinetOptions options)
    : m_line(std::move(line)), m_keypad(std::move(keypad)), m_options(std::move(options)), m_board(m_options.id)
{
}

CabinetBoard::~CabinetBoard()
{
    CabinetBoard::stop();
}

void CabinetBoard::setEvents(Events events)
{
    m_events = std::move(events);
}

void CabinetBoard::start()
{
    if (m_keeper) {
        return;
    }
    m_keeper = std::make_unique<LineKeeper>(m_line, m_board, m_options.line,
                                            [this](LineKeeper &keeper, ByteTransport &line,
                                                   const std::stop_token &stop) { return talk(keeper, line, stop); });
    if (m_keypad) {
        m_keys = std::jthread([this](const std::stop_token &stop) { keys(stop); });
    }
}

void CabinetBoard::stop()
{
    if (!m_keeper) {
        return;
    }
    m_keeper.reset();
    m_keys = {};
    showStopped(m_board);
}

void CabinetBoard::light(Lights lights, LightDone done)
{
    LightDone before;
    bool waits = false;
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = lightBits(lights);
        if (m_wish) {
            before = std::move(m_wish->done);
        }
        waits = m_talking;
        m_wish.reset();
        if (waits) {
            m_wish = Wish{m_wanted, Monotonic::now() + m_options.lightTime, std::move(done)};
            done = nullptr;
        }
    }
    if (before) {
        before(fail(FaultCode::DeviceCancelled));
    }
    if (done) {
        done(fail(FaultCode::DeviceNotReady));
    }
}

void CabinetBoard::answer(const Done &with)
{
    LightDone done;
    {
        const std::lock_guard lock(m_mutex);
        if (m_wish) {
            done = std::move(m_wish->done);
        }
        m_wish.reset();
    }
    if (done) {
        done(with);
    }
}

void CabinetBoard::answerLate()
{
    const bool late = [this] {
        const std::lock_guard lock(m_mutex);
        return m_wish && Monotonic::now() >= m_wish->until;
    }();
    if (late) {
        answer(fail(FaultCode::DeviceTimeout, "no word of the lights"));
    }
}

// From open to the fault that makes a reopening necessary.
Done CabinetBoard::talk(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop)
{
    m_reader.reset();
    m_sent.reset();
    m_known = m_ready = false;
    m_heard = Monotonic::now();
    m_asked = {};
    {
        const std::lock_guard lock(m_mutex);
        m_talking = true;
    }
    Done done;
    while (done && !stop.stop_requested()) {
        done = exchange(keeper, line);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_talking = false;
    }
    answer(done ? fail(FaultCode::DeviceCancelled) : done);
    return done;
}

Done CabinetBoard::exchange(LineKeeper &keeper, ByteTransport &line)
{
    if (Monotonic::now() - m_asked >= m_options.askEvery) {
        m_asked = Monotonic::now();
        // How a board stands means nothing before it has said what it speaks.
        if (Done done = sendAll(line, sentenceBytes({m_known ? "HKGET" : "HKWHO"}), m_options.writeTime); !done) {
            return done;
        }
    }
    if (Done done = sendLights(line); !done) {
        return done;
    }
    const Result<Bytes> bytes = line.read(readAtMost, m_options.look);
    if (!bytes) {
        return fail(bytes.error());
    }
    for (const Sentence &sentence : m_reader.take(*bytes)) {
        m_heard = Monotonic::now();
        if (Done done = take(keeper, sentence); !done) {
            return done;
        }
    }
    answerLate();
    if (Monotonic::now() - m_heard >= m_options.silence) {
        return m_reader.broken() > 0 ? fail(FaultCode::DeviceProtocol, "no sentence arrives whole")
                                     : fail(FaultCode::DeviceTimeout, "the board is silent");
    }
    return {};
}

Done CabinetBoard::sendLights(ByteTransport &line)
{
    const unsigned wanted = [this] {
        const std::lock_guard lock(m_mutex);
        return m_wanted;
    }();
    if (!m_known || m_sent == wanted) {
        return {};
    }
    m_sent = wanted;
    static constexpr char digits[] = "0123456789ABCDEF";
    const std::string bits{digits[wanted >> 4 & 0xFU], digits[wanted & 0xFU]};
    return sendAll(line, sentenceBytes({"HKLIT", bits}), m_options.writeTime);
}

Done CabinetBoard::take(LineKeeper &keeper, const Sentence &sentence)
{
    if (sentence[0] == "HCVER" && sentence.size() >= 4) {
        if (sentence[1] != protocolVersion) {
            return fail(FaultCode::DeviceProtocol, "the board speaks version " + sentence[1].substr(0, 8));
        }
        m_known = true;
        m_asked = {};
        m_board.change([&sentence](Snapshot &s) { s.facts["identity"] = sentence[2] + ":" + sentence[3]; });
    } else if (sentence[0] == "HCSTA" && m_known) {
        const auto state = boardState(sentence);
        if (!state) {
            return fail(FaultCode::DeviceProtocol, "a state that means nothing");
        }
        keeper.works();
        show(*state);
    } else if (sentence[0] == "HCKEY" && sentence.size() >= 2 && m_ready) {
        if (const auto key = keyFrom(sentence[1]); key && m_events.key) {
            m_events.key(*key);
        }
    }
    return {};
}

void CabinetBoard::show(const BoardState &state)
{
    m_ready = true;
    m_board.change([&state](Snapshot &s) {
        s.link = Link::Ready;
        s.fault.reset();
        s.facts["door"] = word(state.doorOpen, "closed", "open");
        s.facts["presence"] = word(state.present, "none", "present");
        s.facts["headphones"] = word(state.headphones, "out", "in");
        s.facts["power"] = power(state.power);
        s.facts["minutes"] = state.minutes ? Fact(std::int64_t(*state.minutes)) : Fact(NotSupported{});
        s.facts["lights"] = lightsText(lightsOf(state.lights));
    });
    const bool lit = [this, &state] {
        const std::lock_guard lock(m_mutex);
        return m_wish && m_wish->bits == state.lights;
    }();
    if (lit) {
        answer({});
    } else if (m_sent && *m_sent != state.lights) {
        // The board began anew, or the sentence was lost: said again with the next question at the latest.
        m_sent.reset();
    }
}

void CabinetBoard::keys(const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    KeypadDecoder decoder;
    while (!stop.stop_requested()) {
        if (const Done opened = m_keypad->open(m_options.line.openTime); !opened) {
            showKeypad("absent");
            std::unique_lock lock(mutex);
            never.wait_for(lock, stop, m_options.keypadPause, [] { return false; });
            continue;
        }
        decoder.reset();
        showKeypad("present");
        while (!stop.stop_requested()) {
            const Result<Bytes> bytes = m_keypad->read(readAtMost, m_options.look);
            if (!bytes) {
                break;
            }
            decoder.take(*bytes, [this](Key key) {
                if (m_events.key) {
                    m_events.key(key);
                }
            });
        }
        m_keypad->close();
    }
}

void CabinetBoard::showKeypad(const char *state)
{
    m_board.change([state](Snapshot &s) { s.facts["keypad"] = std::string(state); });
}

}  // namespace hall::device
