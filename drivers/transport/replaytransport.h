// SPDX-License-Identifier: GPL-3.0-or-later
// A byte pipe to a device that is only a recording: what the driver sends is looked up, what the device once answered
// comes back, as late as it did; what it once said unasked comes when its scene begins. A driver that sends something
// else than was recorded is not answered.
#pragma once

#include "drivers/transport/bytetransport.h"
#include "drivers/transport/recording.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>

namespace hall::device {

// enter(), setFault(), heal() come from any thread. Everything else is the driver's.
class ReplayTransport final : public ByteTransport
{
public:
    explicit ReplayTransport(Recording recording);

    bool enter(std::string_view scene);
    // "unplug", "stall" (answers nothing, and falls silent in the middle of what it says unasked). BadArgument for any
    // other.
    Done setFault(const std::string &fault);
    void heal();
    [[nodiscard]] std::vector<Bytes> unknown() const;  // what was sent and is not in the recording

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override;
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    using Clock = std::chrono::steady_clock;
    struct Answer
    {
        Clock::time_point due;
        Bytes bytes;
    };

    void speak(const RecordedScene &scene);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    RecordedAnswers m_answers;
    Bytes m_sent;  // of a command that is not whole yet
    std::deque<Answer> m_coming;
    std::vector<Bytes> m_unknown;
    bool m_open = false;
    bool m_unplugged = false;
    bool m_stalls = false;
};

// The same for cards behind PC/SC.
class ReplayCardTransport final : public SmartCardTransport
{
public:
    explicit ReplayCardTransport(Recording recording);

    bool enter(std::string_view scene);
    Done setFault(const std::string &fault);  // "unplug" (the reader is gone), "stall"
    void heal();
    [[nodiscard]] std::vector<Bytes> unknown() const;

    Result<std::vector<CardSlot>> cardSlots() override;
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override;
    void cancelWait() override;
    Result<Bytes> connect(const std::string &reader) override;
    Result<Bytes> transmit(const Bytes &command, std::chrono::milliseconds atMost) override;
    void disconnect() override {}

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    RecordedAnswers m_answers;
    std::vector<Bytes> m_unknown;
    bool m_unplugged = false;
    bool m_stalls = false;
    unsigned m_changes = 0;  // wakes waits
};

}  // namespace hall::device
