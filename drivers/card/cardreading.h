// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one social security card after the other on a thread of its own, each step at its deadline at the latest, so
// that a reader that never answers holds up nobody. Nothing here knows of slots or events.
#pragma once

#include "drivers/card/socialcardreader.h"
#include "drivers/core/worker.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace hall::device {

struct HeldCard;

class CardReading
{
public:
    // What a step does with the card that is held.
    using Step = std::function<Done(SocialCardSession &, const apdu::Exchange &, const Bytes &historical)>;

    // `declaredHung` is called on a watchdog's thread, before the call it concerns returns.
    CardReading(std::shared_ptr<SmartCardTransport> transport, const SocialCardReader::Options &options,
                std::function<void()> declaredHung);
    ~CardReading();  // not while a call runs; leaves a thread behind that hangs in the transport
    CardReading(const CardReading &) = delete;
    CardReading &operator=(const CardReading &) = delete;

    // All of these block until the card is done with or given up and the transport is free again. One call at a time.
    // DeviceHung when the transport will never be free again; it must not be touched any more then.

    // With Options::holds a card whose contents need authorisation is held: it stays connected for steps until it is
    // let go.
    [[nodiscard]] Result<SocialCardContents> read(const std::string &reader, const SocialCardOptions &card);
    // With the card that is held. A card that is read by it, or is gone, is let go. CardPulled when none is held.
    [[nodiscard]] Result<SocialCardContents> go(const char *name, Step step);
    // With the card in the slot, connected for this alone: its application and issuer file are read, then `step`.
    [[nodiscard]] Done visit(const std::string &reader, const SocialCardOptions &card, const char *name, Step step);
    void letGo();
    [[nodiscard]] bool holding() const { return m_held != nullptr; }
    [[nodiscard]] const SocialCardSession *held() const;  // null when none is

    void stop();  // any thread: the running call and later ones end with DeviceCancelled
    [[nodiscard]] bool hung() const;

private:
    struct Attempt;
    struct Answer
    {
        Result<SocialCardContents> contents;
        std::shared_ptr<HeldCard> held;  // when the card is to stay connected
    };
    using Body = std::function<Answer(const CommandContext &)>;

    Result<SocialCardContents> perform(const char *name, Body body);
    void declareHung();

    const std::shared_ptr<SmartCardTransport> m_transport;
    const SocialCardReader::Options m_options;
    const std::function<void()> m_declaredHung;
    std::shared_ptr<HeldCard> m_held;  // the caller's thread, and no step runs

    mutable std::mutex m_mutex;  // guards all below but the worker
    bool m_stopped = false;
    bool m_hung = false;
    DeviceWorker::Handle m_handle;
    std::shared_ptr<Attempt> m_attempt;

    std::unique_ptr<DeviceWorker> m_worker;
};

}  // namespace hall::device
