// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simcabinet.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace hall::device {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t dripBytes = 4;
constexpr auto dripEvery = 20ms;
constexpr std::size_t noisyByte = 4;
constexpr std::size_t shortWrite = 3;
constexpr std::size_t longest = 82;

unsigned checksum(const std::string &text)
{
    unsigned sum = 0;
    for (const char c : text) {
        sum ^= static_cast<unsigned char>(c);
    }
    return sum;
}

}  // namespace

SimCabinetState SimCabinet::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

void SimCabinet::edit(const std::function<void(SimCabinetState &)> &edit)
{
    const std::lock_guard lock(m_mutex);
    const SimCabinetState before = m_state;
    edit(m_state);
    if (!(m_state == before)) {
        sayState();
    }
}

void SimCabinet::press(Cabinet::Key key)
{
    const std::lock_guard lock(m_mutex);
    say("HCKEY," + std::string(keyName(key)));
}

Cabinet::Lights SimCabinet::lights() const
{
    const std::lock_guard lock(m_mutex);
    const auto bit = [this](unsigned number) { return (m_lights >> number & 1U) != 0; };
    return {bit(0), bit(1), bit(2), bit(3), bit(4), bit(7)};
}

Done SimCabinet::setFault(const std::string &fault, int after)
{
    static constexpr std::array<std::pair<const char *, Trouble>, 5> known{{{"unplug", Trouble::Unplug},
                                                                            {"stall", Trouble::Stall},
                                                                            {"slow", Trouble::Slow},
                                                                            {"garbage", Trouble::Garbage},
                                                                            {"short-write", Trouble::ShortWrite}}};
    for (const auto &[name, trouble] : known) {
        if (fault == name) {
            const std::lock_guard lock(m_mutex);
            m_trouble = trouble;
            m_goodFirst = std::max(0, after);
            m_changed.notify_all();
            return {};
        }
    }
    return fail(FaultCode::BadArgument, "the cabinet knows no fault '" + fault + "'");
}

void SimCabinet::heal()
{
    const std::lock_guard lock(m_mutex);
    m_trouble = Trouble::None;
    m_changed.notify_all();
}

SimCabinet::Trouble SimCabinet::trouble() const
{
    return m_goodFirst > 0 ? Trouble::None : m_trouble;
}

Done SimCabinet::open(std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (trouble() == Trouble::Unplug) {
        return fail(FaultCode::DeviceDisconnected, "simulated cabinet unplugged");
    }
    m_open = true;
    m_coming.clear();
    m_outgoing.clear();
    return {};
}

void SimCabinet::close() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
    m_changed.notify_all();
}

bool SimCabinet::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

Written SimCabinet::write(std::span<const unsigned char> data, std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (!m_open || trouble() == Trouble::Unplug) {
        m_open = false;
        return {.bytes = 0, .fault = Fault(FaultCode::DeviceDisconnected, "simulated cabinet unplugged")};
    }
    const std::size_t count = trouble() == Trouble::ShortWrite ? std::min(shortWrite, data.size()) : data.size();
    for (const unsigned char byte : data.first(count)) {
        if (byte == '$') {
            m_coming.clear();
        } else if (byte == '\n') {
            obey(m_coming);
            m_coming.clear();
        } else if (m_coming.size() < longest) {
            m_coming.push_back(static_cast<char>(byte));
        }
    }
    return {.bytes = count, .fault = std::nullopt};
}

// A sentence without '$' and LF.
void SimCabinet::obey(const std::string &line)
{
    const std::size_t star = line.rfind('*');
    if (star == std::string::npos ||
        std::strtoul(line.c_str() + star + 1, nullptr, 16) != checksum(line.substr(0, star))) {
        return;  // a board does not answer what it does not understand
    }
    const std::string text = line.substr(0, star);
    if (text == "HKWHO") {
        say("HCVER,1,simulated," + m_state.serial);
    } else if (text == "HKGET") {
        sayState();
    } else if (text.starts_with("HKLIT,")) {
        m_lights = static_cast<unsigned>(std::strtoul(text.c_str() + 6, nullptr, 16)) & 0x9FU;
        sayState();
    }
}

void SimCabinet::sayState()
{
    char text[64];
    std::snprintf(text, sizeof text, "HCSTA,%c,%c,%c,%c,%d,%02X", m_state.doorOpen ? 'O' : 'C',
                  m_state.present ? 'P' : 'N', m_state.headphones ? 'I' : 'O',
                  m_state.power == "low"       ? 'L'
                  : m_state.power == "battery" ? 'B'
                                               : 'M',
                  std::clamp(m_state.minutes, 0, 999), m_lights);
    say(text);
}

void SimCabinet::say(const std::string &text)
{
    const Trouble now = trouble();
    if (!m_open || now == Trouble::Unplug || now == Trouble::Stall) {
        return;
    }
    m_goodFirst = std::max(0, m_goodFirst - 1);
    char tail[8];
    std::snprintf(tail, sizeof tail, "*%02X\r\n", checksum(text));
    const std::string sentence = '$' + text + tail;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
        const auto byte = static_cast<unsigned char>(sentence[i]);
        const bool noise = now == Trouble::Garbage && i % noisyByte == 1;
        m_outgoing.push_back(noise ? static_cast<unsigned char>(byte ^ 0x10) : byte);
    }
    m_ready = Clock::now();
    m_changed.notify_all();
}

Result<Bytes> SimCabinet::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const auto until = Clock::now() + atMost;
    std::unique_lock lock(m_mutex);
    while (true) {
        if (!m_open || trouble() == Trouble::Unplug) {
            m_open = false;
            return fail(FaultCode::DeviceDisconnected, "simulated cabinet unplugged");
        }
        const auto now = Clock::now();
        if (!m_outgoing.empty() && now >= m_ready && trouble() != Trouble::Stall) {
            break;
        }
        if (now >= until) {
            return Bytes();
        }
        m_changed.wait_until(lock, m_outgoing.empty() ? until : std::min(until, std::max(m_ready, now + 1ms)));
    }
    const bool drips = trouble() == Trouble::Slow;
    const std::size_t count = std::min({atMostBytes, drips ? dripBytes : atMostBytes, m_outgoing.size()});
    m_ready = Clock::now() + (drips ? dripEvery : 0ms);
    const auto end = m_outgoing.begin() + static_cast<std::ptrdiff_t>(count);
    Bytes out(m_outgoing.begin(), end);
    m_outgoing.erase(m_outgoing.begin(), end);
    return out;
}

}  // namespace hall::device
