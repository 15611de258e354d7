// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one social security card after the other on a thread of its own, each at its deadline at the latest, so that a
// reader that never answers holds up nobody. Nothing here knows of slots or events.
#pragma once

#include "drivers/card/socialcardreader.h"
#include "drivers/core/worker.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace hall::device {

class CardReading
{
public:
    // `declaredHung` is called on a watchdog's thread, before the read() it concerns returns.
    CardReading(std::shared_ptr<SmartCardTransport> transport, const SocialCardReader::Options &options,
                std::function<void()> declaredHung);
    ~CardReading();  // not while a read() runs; leaves a thread behind that hangs in the transport
    CardReading(const CardReading &) = delete;
    CardReading &operator=(const CardReading &) = delete;

    // Blocks until the card is read or given up and the transport is free again. One call at a time. DeviceHung when
    // the transport will never be free again; it must not be touched any more then.
    [[nodiscard]] Result<SocialCardContents> read(const std::string &reader, const SocialCardOptions &card);
    void stop();  // any thread: the running read and later ones end with DeviceCancelled
    [[nodiscard]] bool hung() const;

private:
    struct Attempt;

    void declareHung();

    const std::shared_ptr<SmartCardTransport> m_transport;
    const SocialCardReader::Options m_options;
    const std::function<void()> m_declaredHung;

    mutable std::mutex m_mutex;  // guards all below but the worker
    bool m_stopped = false;
    bool m_hung = false;
    DeviceWorker::Handle m_handle;
    std::shared_ptr<Attempt> m_attempt;

    std::unique_ptr<DeviceWorker> m_worker;
};

}  // namespace hall::device
