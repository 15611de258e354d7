// SPDX-License-Identifier: GPL-3.0-or-later
// A code scanner on a serial line, as bytes: the real SerialScanner reads it unchanged.
#pragma once

#include "drivers/transport/bytetransport.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>

namespace hall::device {

// scan(), setFault() and heal() come from any thread and take effect at once. Everything else is the driver's.
class SimCodeScanner final : public ByteTransport
{
public:
    ~SimCodeScanner() override;

    // A code is held before it: its bytes and CR go out, whatever they are. A scanner that is unplugged sees nothing.
    void scan(const std::string &code);
    // "unplug" (the scanner is gone), "stall" (it stops in the middle of a code), "slow" (four bytes every 20 ms),
    // "garbage" (noise on the line: every fourth byte comes with its top bit set). `after` codes go well first.
    // BadArgument for any other name.
    Done setFault(const std::string &fault, int after = 0);
    void heal();

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override;
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;  // ignored
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    enum class Trouble
    {
        None,
        Unplug,
        Stall,
        Slow,
        Garbage
    };

    [[nodiscard]] Trouble trouble() const;
    void forget();

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false;
    std::deque<unsigned char> m_outgoing;
    std::chrono::steady_clock::time_point m_ready;  // when the bytes waiting may be read
    bool m_drips = false;                           // the bytes waiting come slowly
    Trouble m_trouble = Trouble::None;
    int m_goodFirst = 0;
};

}  // namespace hall::device
