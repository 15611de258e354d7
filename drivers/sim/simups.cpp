// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simups.h"

#include <algorithm>

namespace hall::device {

using Clock = std::chrono::steady_clock;

void SimUps::edit(const std::function<void(SimUpsState &)> &edit)
{
    const std::lock_guard lock(m_mutex);
    edit(m_state);
}

Done SimUps::setFault(const std::string &fault)
{
    if (fault != "unplug" && fault != "stall" && fault != "garbage") {
        return fail(FaultCode::BadArgument, "the power supply knows no fault '" + fault + "'");
    }
    const std::lock_guard lock(m_mutex);
    m_fault = fault;
    m_changed.notify_all();
    return {};
}

void SimUps::heal()
{
    const std::lock_guard lock(m_mutex);
    m_fault.clear();
}

Done SimUps::open(std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (m_fault == "unplug") {
        return fail(FaultCode::DeviceDisconnected, "simulated upsd away");
    }
    m_open = true;
    m_coming.clear();
    m_outgoing.clear();
    return {};
}

void SimUps::close() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
}

bool SimUps::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

Written SimUps::write(std::span<const unsigned char> data, std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (!m_open || m_fault == "unplug") {
        m_open = false;
        return {.bytes = 0, .fault = Fault(FaultCode::DeviceDisconnected, "simulated upsd away")};
    }
    for (const unsigned char byte : data) {
        if (byte == '\n') {
            answer(m_coming);
            m_coming.clear();
        } else {
            m_coming.push_back(static_cast<char>(byte));
        }
    }
    return {.bytes = data.size(), .fault = std::nullopt};
}

void SimUps::answer(const std::string &question)
{
    const std::string prefix = "GET VAR hall ";
    const bool known = question.starts_with(prefix);
    const std::string name = known ? question.substr(prefix.size()) : std::string();
    const auto var = [&name](const std::string &value) { return "VAR hall " + name + " \"" + value + "\"\n"; };
    if (m_fault == "stall") {
        return;
    }
    if (m_fault == "garbage") {
        m_outgoing += "\x7f\x01 VAR hall\n";
    } else if (!m_state.error.empty()) {
        m_outgoing += "ERR " + m_state.error + "\n";
    } else if (!known) {
        m_outgoing += question.starts_with("GET VAR ") ? "ERR UNKNOWN-UPS\n" : "ERR UNKNOWN-COMMAND\n";
    } else if (name == "ups.status") {
        m_outgoing += var(m_state.status);
    } else if (name == "device.serial") {
        m_outgoing += var(m_state.serial);
    } else if (name == "battery.runtime" && m_state.runtime >= 0) {
        m_outgoing += var(std::to_string(m_state.runtime));
    } else {
        m_outgoing += "ERR VAR-NOT-SUPPORTED\n";
    }
    m_changed.notify_all();
}

Result<Bytes> SimUps::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const auto until = Clock::now() + atMost;
    std::unique_lock lock(m_mutex);
    while (m_open && m_fault != "unplug" && m_outgoing.empty() && Clock::now() < until) {
        m_changed.wait_until(lock, until);
    }
    if (!m_open || m_fault == "unplug") {
        m_open = false;
        return fail(FaultCode::DeviceDisconnected, "simulated upsd away");
    }
    const std::size_t count = std::min(atMostBytes, m_outgoing.size());
    Bytes out(m_outgoing.begin(), m_outgoing.begin() + static_cast<std::ptrdiff_t>(count));
    m_outgoing.erase(0, count);
    return out;
}

}  // namespace hall::device
