// SPDX-License-Identifier: GPL-3.0-or-later
// A cabinet's controller board, as bytes of its line protocol (drivers/README.md, "Cabinet"): the real CabinetBoard
// talks to it unchanged.
#pragma once

#include "drivers/core/device.h"
#include "drivers/transport/bytetransport.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>

namespace hall::device {

struct SimCabinetState
{
    bool doorOpen = false;
    bool present = true;
    bool headphones = false;
    std::string power = "mains";  // "mains", "battery", "low"
    int minutes = 25;             // of the battery
    std::string serial = "HC-000001";
    bool operator==(const SimCabinetState &) const = default;
};

// edit(), press(), setFault(), heal() and the looks come from any thread and take effect at once. Everything else is
// the driver's.
class SimCabinet final : public ByteTransport
{
public:
    [[nodiscard]] SimCabinetState state() const;
    void edit(const std::function<void(SimCabinetState &)> &edit);
    void press(Cabinet::Key key);
    [[nodiscard]] Cabinet::Lights lights() const;  // that are on

    // "unplug" (the board is gone), "stall" (it says nothing more), "slow" (four bytes every 20 ms), "garbage" (noise:
    // every fourth byte comes with a bit turned over), "short-write" (the line takes three bytes at a time).
    // BadArgument for any other name.
    Done setFault(const std::string &fault, int after = 0);  // `after` sentences go well first
    void heal();

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override;
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    enum class Trouble
    {
        None,
        Unplug,
        Stall,
        Slow,
        Garbage,
        ShortWrite
    };

    [[nodiscard]] Trouble trouble() const;
    void obey(const std::string &line);
    void say(const std::string &text);
    void sayState();

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false;
    SimCabinetState m_state;
    unsigned m_lights = 0;
    std::string m_coming;  // of the sentence that the kiosk is sending
    std::deque<unsigned char> m_outgoing;
    std::chrono::steady_clock::time_point m_ready;  // when the bytes waiting may be read
    Trouble m_trouble = Trouble::None;
    int m_goodFirst = 0;
};

}  // namespace hall::device
