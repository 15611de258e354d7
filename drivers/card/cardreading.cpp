// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/cardreading.h"

#include "drivers/card/atr.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <thread>

namespace hall::device {

namespace {

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

// The card's answers pass over this thread's stack, in libpcsclite too, and what lies below is not written again soon.
[[gnu::noinline]] void wipeStackBelow()
{
    std::array<unsigned char, 32 * 1024> below;
    wipeMemory(below.data(), below.size());
}

}  // namespace

// What a read left behind, handed from the worker to the caller.
struct CardReading::Attempt
{
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Result<SocialCardContents>> contents;  // set by the body when it returned
    std::optional<Fault> ended;                          // the worker's verdict when the body did not make it
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

Result<SocialCardContents> CardReading::read(const std::string &reader, const SocialCardOptions &card)
{
    auto attempt = std::make_shared<Attempt>();
    // The body owns all it uses: a hung one outlives this reader.
    const auto body = [transport = m_transport, options = m_options, card, reader,
                       attempt](CommandContext &context) -> Done {
        {
            const std::lock_guard lock(attempt->mutex);
            if (attempt->ended) {
                return {};
            }
            attempt->bodyBegun = true;
        }
        Result<SocialCardContents> contents = readWithRetry(*transport, reader, options, card, context);
        wipeStackBelow();
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
        if (m_stopped) {
            return fail(FaultCode::DeviceCancelled);
        }
        m_attempt = attempt;
        m_handle = m_worker->submit("read-card", m_options.readDeadline, body, ended);
    }
    std::unique_lock lock(attempt->mutex);
    attempt->changed.wait(lock, [&] { return attempt->over(); });
    if (attempt->hung && !attempt->bodyReturned) {
        return fail(FaultCode::DeviceHung, "card exchange never returned");
    }
    // A result that came after the deadline was already answered as too late.
    return attempt->ended ? fail(*attempt->ended) : std::move(*attempt->contents);
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
