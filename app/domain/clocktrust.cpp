// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/clocktrust.h"

#include <QDateTime>

namespace hall {

using std::chrono::milliseconds;

void ClockTrust::heard(milliseconds centre)
{
    if (centre < kProgramMade) {
        return;
    }
    m_last = {centre.count(), m_clock.wall().count()};
    m_lastSteady = m_clock.monotonic();
}

std::optional<milliseconds> ClockTrust::ahead() const
{
    if (m_last.centreMs == 0) {
        return std::nullopt;
    }
    return m_clock.wall() - (milliseconds(m_last.centreMs) + m_clock.monotonic() - m_lastSteady);
}

ClockTrust::State ClockTrust::state() const
{
    const milliseconds now = m_clock.wall();
    if (now < kProgramMade) {
        return State::Doubtful;
    }
    if (const auto by = ahead()) {
        const milliseconds off = *by < milliseconds(0) ? -*by : *by;
        return off > kBelieved ? State::Doubtful : off > kOff ? State::Off : State::Good;
    }
    if (m_before.centreMs == 0) {
        return State::Unheard;
    }
    // Monotonic time does not count from one run to the next, so only this is known: it is later than that contact, and
    // a clock that was ahead then, and does not stand before that moment now, has not been set since.
    const milliseconds centre(m_before.centreMs);
    const milliseconds wall(m_before.wallMs);
    const bool earlier = now < centre - kBelieved;
    const bool stillAhead = wall - centre > kBelieved && now >= wall;
    return earlier || stillAhead || now - centre > kLongestSilence ? State::Doubtful : State::Unheard;
}

QDate ClockTrust::day() const
{
    return believed() ? QDateTime::fromMSecsSinceEpoch(m_clock.wall().count()).date() : QDate();
}

const char *clockStateName(ClockTrust::State state)
{
    switch (state) {
    case ClockTrust::State::Unheard:
        return "unheard";
    case ClockTrust::State::Good:
        return "good";
    case ClockTrust::State::Off:
        return "off";
    case ClockTrust::State::Doubtful:
        return "doubtful";
    }
    return "";
}

}  // namespace hall
