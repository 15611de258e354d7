// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/socialcardreader.h"

#include "drivers/card/atr.h"
#include "drivers/core/worker.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace hall::device {

using namespace std::chrono_literals;

namespace {

// The longest the loop sleeps without looking at the slots again, should a notification get lost.
constexpr auto waitSlice = 1000ms;
// pcscd polls slots every 400 ms: so long after a senseless answer it may turn out that the card was being pulled.
constexpr auto pullNotice = 500ms;
// How long a card that was lost in the middle of an exchange may still look present.
constexpr auto pullSettle = 1000ms;

// What a read left behind, handed from the worker to the loop.
struct Attempt
{
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Result<SocialCardContents>> contents; // set by the body when it returned
    std::optional<Fault> ended;                         // the worker's verdict when the body did not make it
    bool bodyBegun = false;
    bool bodyReturned = false;
    bool hung = false;

    // Whether nobody uses the transport for this attempt any more, or nobody ever can again.
    [[nodiscard]] bool over() const { return bodyReturned || hung || (ended && !bodyBegun); }
};

Result<Bytes> connect(SmartCardTransport &transport, const std::string &reader,
                      const SocialCardReader::Options &options, const CommandContext &context)
{
    Result<Bytes> atr = transport.connect(reader);
    for (int i = 1; i < options.sharingTries && !atr && atr.error().code == FaultCode::DeviceShared; ++i) {
        std::this_thread::sleep_for(options.sharingPause);
        if (context.over()) {
            break;
        }
        atr = transport.connect(reader);
    }
    return atr;
}

Result<SocialCardContents> readOnce(SmartCardTransport &transport, const std::string &reader,
                                    const SocialCardReader::Options &options, const SocialCardOptions &card,
                                    const CommandContext &context)
{
    const auto begun = Monotonic::now();
    const Result<Bytes> bytes = connect(transport, reader, options, context);
    if (!bytes) {
        return fail(bytes.error());
    }
    const Result<Atr> atr = parseAtr(*bytes);
    const apdu::Exchange send = [&](const Bytes &command) -> Result<Bytes> {
        if (context.over()) {
            const bool stopped = context.stop.stop_requested();
            return fail(stopped ? FaultCode::DeviceCancelled : FaultCode::DeviceTimeout, "card read");
        }
        return transport.transmit(command, std::min(options.apduDeadline, context.left()));
    };
    Result<SocialCardContents> contents = atr ? readSocialCard(send, card) : fail(atr.error());
    transport.disconnect();
    if (contents) {
        contents->atr = *bytes;
        contents->interface = atr->interface;
        contents->reader = reader;
        contents->took = std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now() - begun);
    }
    return contents;
}

// Dirty contacts garble an answer now and then, so a fresh start is tried once; never with a PIN, which costs tries.
Result<SocialCardContents> readWithRetry(SmartCardTransport &transport, const std::string &reader,
                                         const SocialCardReader::Options &options, const SocialCardOptions &card,
                                         const CommandContext &context)
{
    Result<SocialCardContents> contents = readOnce(transport, reader, options, card, context);
    const bool again =
        !contents && !card.pin && !context.over() &&
        (contents.error().code == FaultCode::CardGarbled || contents.error().code == FaultCode::CardMute ||
         contents.error().code == FaultCode::DeviceTimeout);
    return again ? readOnce(transport, reader, options, card, context) : contents;
}

} // namespace

class SocialCardReader::Loop
{
public:
    Loop(std::shared_ptr<SmartCardTransport> transport, const Options &options, const Events &events, StateBoard &board,
         bool polling)
        : m_transport(std::move(transport)), m_options(options), m_events(events), m_board(board), m_polling(polling),
          m_card(options.card)
    {
        DeviceWorker::Options workerOptions;
        workerOptions.grace = m_options.hangGrace;
        workerOptions.hung = [this] { declareHung(); };
        m_worker = std::make_unique<DeviceWorker>(std::move(workerOptions));
        m_thread = std::thread([this] { run(); });
    }

    ~Loop()
    {
        {
            std::unique_lock lock(m_mutex);
            m_stopping = true;
            m_changed.notify_all();
            m_worker->cancel(m_handle);
            // A wait that has not begun yet cannot be cancelled, so it is asked again until the thread is out.
            while (!m_changed.wait_for(lock, 10ms, [this] { return m_ended; })) {
                lock.unlock();
                m_transport->cancelWait();
                lock.lock();
            }
        }
        m_thread.join();
        m_worker.reset();
    }

    void setPolling(bool on)
    {
        m_polling = on;
        m_transport->cancelWait();
    }

private:
    void run();
    bool step();
    void lost(const Fault &fault);
    void found(const std::vector<CardSlot> &seen);
    void watch(const std::vector<CardSlot> &seen);
    void arrive(const CardSlot &slot);
    void reunite(const CardSlot &slot);
    void leave();
    void showMedia(const char *media, const CardSlot *slot);
    Result<SocialCardContents> read(const CardSlot &slot);
    void report(Result<SocialCardContents> contents);
    bool waitGone(const CardSlot &pulled, std::chrono::milliseconds atMost);
    void showActivity(bool busy);
    void declareHung();
    void pause(std::chrono::milliseconds time);
    bool stopping()
    {
        const std::lock_guard lock(m_mutex);
        return m_stopping;
    }
    [[nodiscard]] bool fits(const CardSlot &slot) const
    {
        return (slot.present || slot.mute) && slot.reader.find(m_options.readerFilter) != std::string::npos;
    }

    std::shared_ptr<SmartCardTransport> m_transport;
    const Options m_options;
    const Events m_events;
    StateBoard &m_board;
    std::atomic<bool> m_polling;
    SocialCardOptions m_card;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
    bool m_ended = false;
    DeviceWorker::Handle m_handle;
    std::shared_ptr<Attempt> m_attempt;
    bool m_hung = false;

    // The loop's own.
    std::optional<CardSlot> m_current;                // the card that was told as arrived
    Bytes m_currentId;                                // its identification number; empty when it was not read
    std::optional<Monotonic::time_point> m_lostSince; // of daemon or reader
    std::size_t m_tries = 0;

    std::unique_ptr<DeviceWorker> m_worker;
    std::thread m_thread;
};

void SocialCardReader::Loop::run()
{
    m_board.change([](Snapshot &s) { s.link = Link::Starting; });
    while (!stopping() && step()) {
    }
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    m_changed.notify_all();
}

// False ends the loop: an exchange never returned and the transport must not be touched any more.
bool SocialCardReader::Loop::step()
{
    const Result<std::vector<CardSlot>> now = m_transport->cardSlots();
    if (!now) {
        lost(now.error());
        return true;
    }
    found(*now);
    watch(*now);
    {
        const std::lock_guard lock(m_mutex);
        if (m_hung) {
            return false;
        }
        if (m_stopping) {
            return true;
        }
    }
    if (const Done waited = m_transport->waitForChange(*now, waitSlice); !waited) {
        lost(waited.error());
    }
    return true;
}

void SocialCardReader::Loop::lost(const Fault &fault)
{
    const auto now = Monotonic::now();
    if (!m_lostSince) {
        m_lostSince = now;
    }
    m_board.change([&](Snapshot &s) {
        s.link = fault.code == FaultCode::DeviceDisconnected ? Link::Absent : Link::Suspended;
        s.fault = fault;
        s.facts["media"] = Unknown{};
    });
    if (m_current && now - *m_lostSince >= m_options.blip) {
        leave();
    }
    pause(m_options.backOff[std::min(m_tries, m_options.backOff.size() - 1)]);
    ++m_tries;
}

void SocialCardReader::Loop::found(const std::vector<CardSlot> &seen)
{
    m_tries = 0;
    const auto card = std::find_if(seen.begin(), seen.end(), [this](const CardSlot &slot) { return fits(slot); });
    m_board.change([&](Snapshot &s) {
        s.link = Link::Ready;
        s.fault.reset();
        if (!m_current) {
            s.facts["media"] = std::string(card == seen.end() ? "none" : card->mute ? "mute" : "present");
        }
    });
}

void SocialCardReader::Loop::watch(const std::vector<CardSlot> &seen)
{
    const bool afterGap = m_lostSince.has_value();
    m_lostSince.reset();
    if (m_current) {
        const auto same = std::find_if(seen.begin(), seen.end(), [this](const CardSlot &slot) {
            return slot.reader == m_current->reader && fits(slot);
        });
        const bool there = same != seen.end();
        if (!there || (!afterGap && same->insertion != m_current->insertion)) {
            leave();
        } else if (afterGap) {
            reunite(*same);
            return;
        }
    }
    if (m_current || !m_polling) {
        return;
    }
    // Slots come in the order of pcscd, a dual reader's contact slot first: contact wins when both hold a card.
    const auto card = std::find_if(seen.begin(), seen.end(), [this](const CardSlot &slot) { return fits(slot); });
    if (card != seen.end()) {
        arrive(*card);
    }
}

void SocialCardReader::Loop::showMedia(const char *media, const CardSlot *slot)
{
    m_board.change([&](Snapshot &s) {
        s.facts["media"] = std::string(media);
        if (slot) {
            s.facts["reader"] = slot->reader;
        } else {
            s.facts.erase("interface");
        }
    });
}

void SocialCardReader::Loop::arrive(const CardSlot &slot)
{
    m_current = slot;
    m_currentId.clear();
    showMedia(slot.mute ? "mute" : "present", &slot);
    if (m_events.arrived) {
        m_events.arrived();
    }
    if (slot.mute) {
        report(fail(FaultCode::CardMute, "no answer to reset"));
        return;
    }
    Result<SocialCardContents> contents = read(slot);
    const bool senseless =
        !contents && (contents.error().code == FaultCode::CardGarbled || contents.error().code == FaultCode::CardMute);
    if (senseless && waitGone(slot, pullNotice)) {
        contents = fail(FaultCode::CardPulled, contents.error().detail);
    }
    report(std::move(contents));
}

void SocialCardReader::Loop::reunite(const CardSlot &slot)
{
    Result<SocialCardContents> contents = slot.mute ? fail(FaultCode::CardMute) : read(slot);
    if (contents && !m_currentId.empty() && contents->ef05.at(0x01) == m_currentId) {
        m_current = slot;
        showMedia("present", &slot);
        return;
    }
    leave();
    m_current = slot;
    showMedia(slot.mute ? "mute" : "present", &slot);
    if (m_events.arrived) {
        m_events.arrived();
    }
    report(std::move(contents));
}

void SocialCardReader::Loop::report(Result<SocialCardContents> contents)
{
    if (!contents) {
        const Fault fault = contents.error();
        if (fault.code == FaultCode::DeviceCancelled && stopping()) {
            return;
        }
        if (fault.code == FaultCode::CardMute) {
            m_board.change([](Snapshot &s) { s.facts["media"] = std::string("mute"); });
        }
        if (m_events.failed) {
            m_events.failed(fault);
        }
        if (fault.code == FaultCode::CardPulled && m_current) {
            const CardSlot pulled = *m_current;
            leave();
            waitGone(pulled, pullSettle);
        }
        return;
    }
    m_currentId = contents->ef05.at(0x01);
    const bool contact = contents->interface == CardInterface::Contact;
    m_board.change([contact](Snapshot &s) { s.facts["interface"] = std::string(contact ? "contact" : "contactless"); });
    if (m_events.read) {
        m_events.read(std::move(*contents));
    }
}

void SocialCardReader::Loop::leave()
{
    m_current.reset();
    wipe(m_currentId);
    showMedia("none", nullptr);
    if (m_events.removed) {
        m_events.removed();
    }
}

// Whether the card leaves its slot in time. One that was pulled out in the middle may look present for a moment and
// must not count as a new one.
bool SocialCardReader::Loop::waitGone(const CardSlot &pulled, std::chrono::milliseconds atMost)
{
    const auto until = Monotonic::now() + atMost;
    while (!stopping() && Monotonic::now() < until) {
        const Result<std::vector<CardSlot>> now = m_transport->cardSlots();
        const bool there = now && std::any_of(now->begin(), now->end(), [&](const CardSlot &slot) {
                               return slot.reader == pulled.reader && fits(slot) && slot.insertion == pulled.insertion;
                           });
        if (!there) {
            return true;
        }
        if (!m_transport->waitForChange(*now, 100ms)) {
            return true;
        }
    }
    return false;
}

Result<SocialCardContents> SocialCardReader::Loop::read(const CardSlot &slot)
{
    auto attempt = std::make_shared<Attempt>();
    const SocialCardOptions card = std::move(m_card);
    m_card = {};
    // The body owns all it uses: a hung one outlives this reader.
    const auto body = [transport = m_transport, options = m_options, card, reader = slot.reader,
                       attempt](CommandContext &context) -> Done {
        {
            const std::lock_guard lock(attempt->mutex);
            if (attempt->ended) {
                return {};
            }
            attempt->bodyBegun = true;
        }
        Result<SocialCardContents> contents = readWithRetry(*transport, reader, options, card, context);
        const std::lock_guard lock(attempt->mutex);
        attempt->contents = std::move(contents);
        attempt->bodyReturned = true;
        attempt->changed.notify_all();
        return {};
    };
    const auto ended = [attempt](const Done &done) {
        if (!done) {
            const std::lock_guard lock(attempt->mutex);
            attempt->ended = done.error();
            attempt->changed.notify_all();
        }
    };
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping) {
            return fail(FaultCode::DeviceCancelled);
        }
        m_attempt = attempt;
        m_handle = m_worker->submit("read-card", m_options.readDeadline, body, ended);
    }
    // Told from here, not by the worker: a hung worker outlives this object.
    showActivity(true);
    std::unique_lock lock(attempt->mutex);
    attempt->changed.wait(lock, [&] { return attempt->over(); });
    showActivity(false);
    if (attempt->hung && !attempt->bodyReturned) {
        return fail(FaultCode::DeviceHung, "card exchange never returned");
    }
    // A result that came after the deadline was already answered as too late.
    return attempt->ended ? fail(*attempt->ended) : std::move(*attempt->contents);
}

void SocialCardReader::Loop::showActivity(bool busy)
{
    m_board.change([busy](Snapshot &s) { s.activity = Activity{busy, busy ? "read-card" : ""}; });
}

void SocialCardReader::Loop::declareHung()
{
    m_board.change([](Snapshot &s) {
        s.link = Link::Hung;
        s.fault = Fault(FaultCode::DeviceHung, "card exchange never returned");
    });
    std::shared_ptr<Attempt> attempt;
    {
        const std::lock_guard lock(m_mutex);
        m_hung = true;
        attempt = m_attempt;
    }
    if (attempt) {
        const std::lock_guard lock(attempt->mutex);
        attempt->hung = true;
        attempt->changed.notify_all();
    }
}

void SocialCardReader::Loop::pause(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, time, [this] { return m_stopping; });
}

SocialCardReader::SocialCardReader(std::shared_ptr<SmartCardTransport> transport, Options options)
    : m_transport(std::move(transport)), m_options(std::move(options)), m_board(m_options.id)
{
}

SocialCardReader::SocialCardReader(std::shared_ptr<SmartCardTransport> transport)
    : SocialCardReader(std::move(transport), Options())
{
}

SocialCardReader::~SocialCardReader()
{
    SocialCardReader::stop();
}

void SocialCardReader::setEvents(Events events)
{
    m_events = std::move(events);
}

void SocialCardReader::setPolling(bool on)
{
    m_polling = on;
    if (m_loop) {
        m_loop->setPolling(on);
    }
}

void SocialCardReader::start()
{
    if (!m_loop) {
        m_loop = std::make_unique<Loop>(m_transport, m_options, m_events, m_board, m_polling);
    }
}

void SocialCardReader::stop()
{
    m_loop.reset();
}

StateBoard &SocialCardReader::board()
{
    return m_board;
}

} // namespace hall::device
