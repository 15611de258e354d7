// SPDX-License-Identifier: GPL-3.0-or-later
// A upsd with one UPS called "hall", as lines of RFC 9271: the real UpsDaemon asks it unchanged.
#pragma once

#include "drivers/transport/bytetransport.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

namespace hall::device {

struct SimUpsState
{
    std::string status = "OL";  // words of ups.status
    int runtime = 1500;         // seconds; negative: this UPS does not tell
    std::string serial = "UPS-000001";
    std::string error;  // instead of every answer: "DATA-STALE", "UNKNOWN-UPS" …
};

// edit(), setFault() and heal() come from any thread and take effect at once.
class SimUps final : public ByteTransport
{
public:
    void edit(const std::function<void(SimUpsState &)> &edit);
    // "unplug" (upsd is not there), "stall" (it does not answer), "garbage" (it answers nonsense). BadArgument for any
    // other name.
    Done setFault(const std::string &fault);
    void heal();

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override;
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    void answer(const std::string &question);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false;
    SimUpsState m_state;
    std::string m_fault;
    std::string m_coming;
    std::string m_outgoing;
};

}  // namespace hall::device
