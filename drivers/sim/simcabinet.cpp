// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simcabinet.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace hall::device {

namespace {

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

SimCabinet::SimCabinet() : SimLine({.what = "cabinet", .faults = {"unplug", "stall", "slow", "garbage", "short-write"}})
{
}

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
        tellState();
    }
}

void SimCabinet::press(Cabinet::Key key)
{
    const std::lock_guard lock(m_mutex);
    tell("HCKEY," + std::string(keyName(key)));
}

Cabinet::Lights SimCabinet::lights() const
{
    const std::lock_guard lock(m_mutex);
    const auto bit = [this](unsigned number) { return (m_lights >> number & 1U) != 0; };
    return {bit(0), bit(1), bit(2), bit(3), bit(4), bit(7)};
}

void SimCabinet::hear(unsigned char byte)
{
    if (byte == '$') {
        m_coming.clear();
    } else if (byte == '\n') {
        obey(m_coming);
        m_coming.clear();
    } else if (m_coming.size() < longest) {
        m_coming.push_back(static_cast<char>(byte));
    }
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
        tell("HCVER,1,simulated," + m_state.serial);
    } else if (text == "HKGET") {
        tellState();
    } else if (text.starts_with("HKLIT,")) {
        m_lights = static_cast<unsigned>(std::strtoul(text.c_str() + 6, nullptr, 16)) & 0x9FU;
        tellState();
    }
}

void SimCabinet::tellState()
{
    char text[64];
    std::snprintf(text, sizeof text, "HCSTA,%c,%c,%c,%c,%d,%02X", m_state.doorOpen ? 'O' : 'C',
                  m_state.present ? 'P' : 'N', m_state.headphones ? 'I' : 'O',
                  m_state.power == "low"       ? 'L'
                  : m_state.power == "battery" ? 'B'
                                               : 'M',
                  std::clamp(m_state.minutes, 0, 999), m_lights);
    tell(text);
}

void SimCabinet::tell(const std::string &text)
{
    const Trouble now = speaks();
    if (now == Trouble::Unplug || now == Trouble::Stall) {
        return;
    }
    char tail[8];
    std::snprintf(tail, sizeof tail, "*%02X\r\n", checksum(text));
    say('$' + text + tail, now);
}

}  // namespace hall::device
