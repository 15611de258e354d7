// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simcodescanner.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hall::device {

using namespace std::chrono_literals;
using Monotonic = std::chrono::steady_clock;

namespace {

constexpr std::size_t usbPacket = 64;  // of a CDC-ACM scanner at full speed
constexpr std::size_t dripBytes = 4;
constexpr auto dripEvery = 20ms;
constexpr std::size_t noisyByte = 4;

}  // namespace

SimCodeScanner::~SimCodeScanner()
{
    forget();
}

void SimCodeScanner::scan(const std::string &code)
{
    const std::lock_guard lock(m_mutex);
    const Trouble now = trouble();
    m_goodFirst = std::max(0, m_goodFirst - 1);
    if (!m_open || now == Trouble::Unplug) {
        return;
    }
    const std::size_t count = now == Trouble::Stall ? code.size() / 2 : code.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(code[i]);
        const bool noise = now == Trouble::Garbage && i % noisyByte == 0;
        m_outgoing.push_back(noise ? static_cast<unsigned char>(byte | 0x80) : byte);
    }
    if (now != Trouble::Stall) {
        m_outgoing.push_back('\r');
    }
    m_drips = now == Trouble::Slow;
    m_ready = Monotonic::now();
    m_changed.notify_all();
}

Done SimCodeScanner::setFault(const std::string &fault, int after)
{
    static constexpr std::array<std::pair<const char *, Trouble>, 4> known{{{"unplug", Trouble::Unplug},
                                                                            {"stall", Trouble::Stall},
                                                                            {"slow", Trouble::Slow},
                                                                            {"garbage", Trouble::Garbage}}};
    for (const auto &[name, trouble] : known) {
        if (fault == name) {
            const std::lock_guard lock(m_mutex);
            m_trouble = trouble;
            m_goodFirst = std::max(0, after);
            m_changed.notify_all();
            return {};
        }
    }
    return fail(FaultCode::BadArgument, "the code scanner knows no fault '" + fault + "'");
}

void SimCodeScanner::heal()
{
    const std::lock_guard lock(m_mutex);
    m_trouble = Trouble::None;
    m_changed.notify_all();
}

SimCodeScanner::Trouble SimCodeScanner::trouble() const
{
    return m_goodFirst > 0 ? Trouble::None : m_trouble;
}

Done SimCodeScanner::open(std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (trouble() == Trouble::Unplug) {
        return fail(FaultCode::DeviceDisconnected, "simulated scanner unplugged");
    }
    m_open = true;
    forget();
    return {};
}

void SimCodeScanner::close() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
    forget();
}

// The memory is used again, not given back.
void SimCodeScanner::forget()
{
    std::fill(m_outgoing.begin(), m_outgoing.end(), static_cast<unsigned char>(0));
    m_outgoing.clear();
}

bool SimCodeScanner::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

Written SimCodeScanner::write(std::span<const unsigned char> data, std::chrono::milliseconds)
{
    return {data.size(), std::nullopt};
}

Result<Bytes> SimCodeScanner::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const auto until = Monotonic::now() + atMost;
    std::unique_lock lock(m_mutex);
    while (true) {
        if (!m_open || trouble() == Trouble::Unplug) {
            return fail(FaultCode::DeviceDisconnected, "simulated scanner unplugged");
        }
        const auto now = Monotonic::now();
        if (!m_outgoing.empty() && now >= m_ready) {
            break;
        }
        if (now >= until) {
            return Bytes();
        }
        m_changed.wait_until(lock, m_outgoing.empty() ? until : std::min(until, m_ready));
    }
    const std::size_t count = std::min({atMostBytes, m_drips ? dripBytes : usbPacket, m_outgoing.size()});
    m_ready = Monotonic::now() + (m_drips ? dripEvery : 0ms);
    const auto end = m_outgoing.begin() + static_cast<std::ptrdiff_t>(count);
    Bytes out(m_outgoing.begin(), end);
    std::fill(m_outgoing.begin(), end, static_cast<unsigned char>(0));
    m_outgoing.erase(m_outgoing.begin(), end);
    return out;
}

}  // namespace hall::device
