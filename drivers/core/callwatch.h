// SPDX-License-Identifier: GPL-3.0-or-later
// One call into something that may never come back, and the time it has. The side that calls begins and ends it; a
// watchdog on another thread asks whether it is overdue. No lock: the calling side must not wait for its watchdog.
#pragma once

#include <atomic>
#include <chrono>

namespace hall::device {

class CallWatch
{
public:
    using Clock = std::chrono::steady_clock;

    void begin(std::chrono::milliseconds atMost) { m_until = (Clock::now() + atMost).time_since_epoch().count(); }
    void end() { m_until = 0; }
    // Whether a call is running that should have been back `grace` ago.
    [[nodiscard]] bool overdue(std::chrono::milliseconds grace) const
    {
        const Clock::rep until = m_until;
        return until != 0 && Clock::now() - Clock::time_point(Clock::duration(until)) > grace;
    }

private:
    std::atomic<Clock::rep> m_until{0};  // since the epoch of the clock; 0: no call
};

}  // namespace hall::device
