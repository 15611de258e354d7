// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/recovery.h"

#include <algorithm>
#include <utility>

namespace hall::device {

std::string_view rungName(Rung rung)
{
    switch (rung) {
    case Rung::SoftReset:
        return "soft-reset";
    case Rung::Reopen:
        return "reopen";
    case Rung::PortReset:
        return "port-reset";
    case Rung::GiveUp:
        return "give-up";
    }
    return {};
}

RecoveryLadder::RecoveryLadder(Options options) : m_options(std::move(options))
{
}

RecoveryLadder::Step RecoveryLadder::misbehaved()
{
    if (m_givenUp) {
        return {Rung::GiveUp, m_options.lookEvery};
    }
    while (m_rung < m_options.rungs.size()) {
        const Rung rung = m_options.rungs[m_rung++];
        if (rung == Rung::PortReset) {
            if (spent(m_portResets)) {
                continue;
            }
            m_portResets.push_back(m_options.time->now());
        }
        return {rung, nextPause()};
    }
    if (!spent(m_climbs)) {
        m_climbs.push_back(m_options.time->now());
    }
    if (spent(m_climbs)) {
        m_givenUp = true;
        return {Rung::GiveUp, m_options.lookEvery};
    }
    m_rung = 0;
    return misbehaved();
}

std::chrono::milliseconds RecoveryLadder::away()
{
    return m_givenUp ? m_options.lookEvery : nextPause();
}

void RecoveryLadder::works()
{
    m_rung = 0;
    m_tries = 0;
    m_givenUp = false;
}

void RecoveryLadder::renewed()
{
    if (!m_portResets.empty() && m_options.time->now() - m_portResets.back() < m_options.settle) {
        return;
    }
    works();
    m_climbs.clear();
    m_portResets.clear();
}

std::chrono::milliseconds RecoveryLadder::nextPause()
{
    if (m_options.pauses.empty()) {
        return std::chrono::milliseconds(0);
    }
    return m_options.pauses[std::min(m_tries++, m_options.pauses.size() - 1)];
}

bool RecoveryLadder::spent(std::deque<Monotonic::time_point> &used) const
{
    while (!used.empty() && m_options.time->now() - used.front() >= m_options.per) {
        used.pop_front();
    }
    return used.size() >= static_cast<std::size_t>(std::max(m_options.budget, 0));
}

}  // namespace hall::device
