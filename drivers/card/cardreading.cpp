// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/cardreading.h"

#include "drivers/card/atr.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <thread>

namespace hall::device {

// A connected card. It and the transport belong to the worker's thread while a step runs.
struct HeldCard
{
    explicit HeldCard(SocialCardOptions options) : session(std::move(options)) {}

    SocialCardSession session;
    std::string reader;
    Bytes atr;
    Atr parsed;
    std::chrono::milliseconds took{0};  // at work, without the holder's time
};

namespace {

using Progress = Result<CardProgress>;

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

apdu::Exchange exchangeOver(SmartCardTransport &transport, std::chrono::milliseconds atMost,
                            const CommandContext &context)
{
    return [&transport, &context, atMost](const Bytes &command) -> Result<Bytes> {
        if (context.over()) {
            const bool stopped = context.stop.stop_requested();
            return fail(stopped ? FaultCode::DeviceCancelled : FaultCode::DeviceTimeout, "card read");
        }
        return transport.transmit(command, std::min(atMost, context.left()));
    };
}

// Connects the card and reads what can be read; it is connected still when this returns a card.
Result<std::shared_ptr<HeldCard>> readOnce(SmartCardTransport &transport, const std::string &reader,
                                           const SocialCardReader::Options &options, SocialCardOptions card,
                                           const CommandContext &context)
{
    const auto begun = Monotonic::now();
    const Result<Bytes> bytes = connect(transport, reader, options, context);
    if (!bytes) {
        return fail(bytes.error());
    }
    const Result<Atr> atr = parseAtr(*bytes);
    if (!atr) {
        transport.disconnect();
        return fail(atr.error());
    }
    card.atr = *bytes;
    auto held = std::make_shared<HeldCard>(std::move(card));
    held->reader = reader;
    held->atr = *bytes;
    held->parsed = *atr;
    const Progress progress = held->session.read(exchangeOver(transport, options.apduDeadline, context));
    if (!progress) {
        transport.disconnect();
        return fail(progress.error());
    }
    held->took = std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now() - begun);
    return held;
}

// Dirty contacts garble an answer now and then, so a fresh start is tried once; never with a PIN, which costs tries.
Result<std::shared_ptr<HeldCard>> readWithRetry(SmartCardTransport &transport, const std::string &reader,
                                                const SocialCardReader::Options &options, const SocialCardOptions &card,
                                                const CommandContext &context)
{
    auto held = readOnce(transport, reader, options, card, context);
    const bool again = !held && !card.pin && !context.over() &&
                       (held.error().code == FaultCode::CardGarbled || held.error().code == FaultCode::CardMute ||
                        held.error().code == FaultCode::DeviceTimeout);
    return again ? readOnce(transport, reader, options, card, context) : held;
}

SocialCardContents contentsOf(const HeldCard &held)
{
    SocialCardContents contents = held.session.contents();
    contents.atr = held.atr;
    contents.interface = held.parsed.interface;
    contents.reader = held.reader;
    contents.took = held.took;
    return contents;
}

// The card's answers pass over this thread's stack, in libpcsclite too, and what lies below is not written again soon.
[[gnu::noinline]] void wipeStackBelow()
{
    std::array<unsigned char, 32 * 1024> below;
    wipeMemory(below.data(), below.size());
}

}  // namespace

// What a call left behind, handed from the worker to the caller.
struct CardReading::Attempt
{
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Answer> answer;  // set by the body when it returned
    std::optional<Fault> ended;    // the worker's verdict when the body did not make it
    bool bodyBegun = false;
    bool bodyReturned = false;
    bool hung = false;

    // Whether nobody uses the transport for this attempt any more, or nobody ever can again.
    [[nodiscard]] bool over() const { return bodyReturned || hung || (ended && !bodyBegun); }
};

CardReading::CardReading(std::shared_ptr<SmartCardTransport> transport, const SocialCardReader::Options &options,
                         std::function<void()> declaredHung)
    : m_transport(std::move(transport)), m_options(options), m_declaredHung(std::move(declaredHung))
{
    DeviceWorker::Options workerOptions;
    workerOptions.grace = m_options.hangGrace;
    workerOptions.hung = [this] { declareHung(); };
    m_worker = std::make_unique<DeviceWorker>(std::move(workerOptions));
}

CardReading::~CardReading()
{
    stop();
    m_worker.reset();
    if (m_held && !hung()) {
        m_transport->disconnect();
    }
}

void CardReading::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
    m_worker->cancel(m_handle);
}

bool CardReading::hung() const
{
    const std::lock_guard lock(m_mutex);
    return m_hung;
}

const SocialCardSession *CardReading::held() const
{
    return m_held ? &m_held->session : nullptr;
}

void CardReading::letGo()
{
    if (m_held && !hung()) {
        m_transport->disconnect();
    }
    m_held.reset();
}

Result<SocialCardContents> CardReading::read(const std::string &reader, const SocialCardOptions &card)
{
    letGo();
    // The body owns all it uses: a hung one outlives this reader.
    const auto body = [transport = m_transport, options = m_options, card, reader](const CommandContext &context) {
        Answer answer;
        const auto held = readWithRetry(*transport, reader, options, card, context);
        if (!held) {
            answer.contents = fail(held.error());
            return answer;
        }
        answer.contents = contentsOf(**held);
        if (answer.contents->needsAuthorisation && options.holds) {
            answer.held = *held;
        } else {
            transport->disconnect();
        }
        return answer;
    };
    return perform("read-card", body);
}

Result<SocialCardContents> CardReading::go(const char *name, Step step)
{
    if (!m_held) {
        return fail(FaultCode::CardPulled, "no card is held");
    }
    const auto body = [transport = m_transport, options = m_options, held = std::move(m_held),
                       step = std::move(step)](const CommandContext &context) {
        Answer answer;
        const auto begun = Monotonic::now();
        const Done done =
            step(held->session, exchangeOver(*transport, options.apduDeadline, context), held->parsed.historical);
        held->took += std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now() - begun);
        if (done) {
            answer.contents = contentsOf(*held);
        } else {
            answer.contents = fail(done.error());
        }
        const bool over = done ? !answer.contents->needsAuthorisation : done.error().code == FaultCode::CardPulled;
        if (over) {
            transport->disconnect();
        } else {
            answer.held = held;
        }
        return answer;
    };
    m_held.reset();
    return perform(name, body);
}

Done CardReading::visit(const std::string &reader, const SocialCardOptions &card, const char *name, Step step)
{
    letGo();
    const auto body = [transport = m_transport, options = m_options, card, reader,
                       step = std::move(step)](const CommandContext &context) {
        Answer answer;
        const auto held = readOnce(*transport, reader, options, card, context);
        if (!held) {
            answer.contents = fail(held.error());
            return answer;
        }
        const Done done =
            step((*held)->session, exchangeOver(*transport, options.apduDeadline, context), (*held)->parsed.historical);
        transport->disconnect();
        if (!done) {
            answer.contents = fail(done.error());
        }
        return answer;
    };
    const Result<SocialCardContents> ended = perform(name, body);
    return ended ? Done() : fail(ended.error());
}

Result<SocialCardContents> CardReading::perform(const char *name, Body work)
{
    auto attempt = std::make_shared<Attempt>();
    const auto body = [work = std::move(work), attempt](CommandContext &context) -> Done {
        {
            const std::lock_guard lock(attempt->mutex);
            if (attempt->ended) {
                return {};
            }
            attempt->bodyBegun = true;
        }
        Answer answer = work(context);
        wipeStackBelow();
        const std::lock_guard lock(attempt->mutex);
        attempt->answer = std::move(answer);
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
        if (m_stopped) {
            return fail(FaultCode::DeviceCancelled);
        }
        m_attempt = attempt;
        m_handle = m_worker->submit(name, m_options.readDeadline, body, ended);
    }
    std::unique_lock lock(attempt->mutex);
    attempt->changed.wait(lock, [&] { return attempt->over(); });
    if (attempt->hung && !attempt->bodyReturned) {
        return fail(FaultCode::DeviceHung, "card exchange never returned");
    }
    if (attempt->answer) {
        m_held = std::move(attempt->answer->held);
    }
    if (attempt->ended) {
        letGo();  // a result that came after the deadline was already answered as too late
        return fail(*attempt->ended);
    }
    return std::move(attempt->answer->contents);
}

void CardReading::declareHung()
{
    m_declaredHung();
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

}  // namespace hall::device
