// SPDX-License-Identifier: GPL-3.0-or-later
// What simulated devices on a serial line have in common: bytes that wait to be read, and what goes wrong with a line.
#pragma once

#include "drivers/transport/bytetransport.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hall::device {

// setFault() and heal() come from any thread and take effect at once. Everything public else is the driver's.
class SimLine : public ByteTransport
{
public:
    ~SimLine() override;

    // Of "unplug" (the device is gone), "stall", "slow" (four bytes every 20 ms), "garbage" (noise: every fourth byte
    // comes with a bit turned over) and "short-write" (the line takes three bytes at a time) those that this one knows.
    // BadArgument for any other name. `after` times it speaks well first.
    Done setFault(const std::string &fault, int after = 0);
    void heal();

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override;
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

protected:
    enum class Trouble
    {
        None,
        Unplug,
        Stall,
        Slow,
        Garbage,
        ShortWrite
    };
    struct Options
    {
        std::string what;  // "cabinet"
        std::vector<std::string> faults;
        std::size_t packet = 4096;  // bytes that a read gets at most
        unsigned char noise = 0x10;
    };

    explicit SimLine(Options options) : m_options(std::move(options)) {}

    // All of these under m_mutex.
    virtual void hear(unsigned char byte) { (void)byte; }  // from the kiosk
    virtual void forget() {}                               // the line was opened anew
    // What is wrong with what the device says now; each call is one time it speaks. Unplug also while nobody has opened
    // it.
    [[nodiscard]] Trouble speaks();
    void say(std::string_view bytes, Trouble how);

    mutable std::mutex m_mutex;

private:
    [[nodiscard]] Trouble trouble() const { return m_goodFirst > 0 ? Trouble::None : m_trouble; }
    [[nodiscard]] Fault gone() const;
    void drop();

    const Options m_options;
    std::condition_variable m_changed;
    bool m_open = false;
    std::deque<unsigned char> m_outgoing;
    std::chrono::steady_clock::time_point m_ready;  // when the bytes waiting may be read
    bool m_drips = false;                           // they come slowly
    Trouble m_trouble = Trouble::None;
    int m_goodFirst = 0;
};

}  // namespace hall::device
