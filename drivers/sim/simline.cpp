// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simline.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hall::device {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t dripBytes = 4;
constexpr auto dripEvery = 20ms;
constexpr std::size_t noisyByte = 4;
constexpr std::size_t shortWrite = 3;

}  // namespace

SimLine::~SimLine()
{
    drop();
}

Done SimLine::setFault(const std::string &fault, int after)
{
    static constexpr std::array<std::pair<std::string_view, Trouble>, 5> names{{{"unplug", Trouble::Unplug},
                                                                                {"stall", Trouble::Stall},
                                                                                {"slow", Trouble::Slow},
                                                                                {"garbage", Trouble::Garbage},
                                                                                {"short-write", Trouble::ShortWrite}}};
    const bool known = std::find(m_options.faults.begin(), m_options.faults.end(), fault) != m_options.faults.end();
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto &name) { return name.first == fault; });
    if (!known || found == names.end()) {
        return fail(FaultCode::BadArgument, "the " + m_options.what + " knows no fault '" + fault + "'");
    }
    const std::lock_guard lock(m_mutex);
    m_trouble = found->second;
    m_goodFirst = std::max(0, after);
    m_changed.notify_all();
    return {};
}

void SimLine::heal()
{
    const std::lock_guard lock(m_mutex);
    m_trouble = Trouble::None;
    m_changed.notify_all();
}

Fault SimLine::gone() const
{
    return Fault(FaultCode::DeviceDisconnected, "simulated " + m_options.what + " unplugged");
}

Done SimLine::open(std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (trouble() == Trouble::Unplug) {
        return fail(gone());
    }
    m_open = true;
    drop();
    forget();
    return {};
}

void SimLine::close() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
    drop();
    m_changed.notify_all();
}

// The memory is used again, not given back.
void SimLine::drop()
{
    std::fill(m_outgoing.begin(), m_outgoing.end(), static_cast<unsigned char>(0));
    m_outgoing.clear();
}

bool SimLine::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

Written SimLine::write(std::span<const unsigned char> data, std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (!m_open || trouble() == Trouble::Unplug) {
        m_open = false;
        return {.bytes = 0, .fault = gone()};
    }
    const std::size_t count = trouble() == Trouble::ShortWrite ? std::min(shortWrite, data.size()) : data.size();
    for (const unsigned char byte : data.first(count)) {
        hear(byte);
    }
    return {.bytes = count, .fault = std::nullopt};
}

SimLine::Trouble SimLine::speaks()
{
    const Trouble now = m_open ? trouble() : Trouble::Unplug;
    m_goodFirst = std::max(0, m_goodFirst - 1);
    return now;
}

void SimLine::say(std::string_view bytes, Trouble how)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        const bool noise = how == Trouble::Garbage && i % noisyByte == 1;
        m_outgoing.push_back(noise ? static_cast<unsigned char>(byte ^ m_options.noise) : byte);
    }
    m_drips = how == Trouble::Slow;
    m_ready = Clock::now();
    m_changed.notify_all();
}

Result<Bytes> SimLine::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const auto until = Clock::now() + atMost;
    std::unique_lock lock(m_mutex);
    while (true) {
        if (!m_open || trouble() == Trouble::Unplug) {
            m_open = false;
            return fail(gone());
        }
        const auto now = Clock::now();
        if (!m_outgoing.empty() && now >= m_ready) {
            break;
        }
        if (now >= until) {
            return Bytes();
        }
        m_changed.wait_until(lock, m_outgoing.empty() ? until : std::min(until, m_ready));
    }
    const std::size_t count = std::min({atMostBytes, m_drips ? dripBytes : m_options.packet, m_outgoing.size()});
    m_ready = Clock::now() + (m_drips ? dripEvery : 0ms);
    const auto end = m_outgoing.begin() + static_cast<std::ptrdiff_t>(count);
    Bytes out(m_outgoing.begin(), end);
    std::fill(m_outgoing.begin(), end, static_cast<unsigned char>(0));
    m_outgoing.erase(m_outgoing.begin(), end);
    return out;
}

}  // namespace hall::device
