// SPDX-License-Identifier: GPL-3.0-or-later
// When an office that does not answer is left alone, so that visitors do not wait for it one after the other: after two
// questions in a row without an answer for a second, and twice as long each time, up to half a minute. Then one
// question finds out, and the others wait for what it says. Pure; the caller's lock.
#pragma once

#include <algorithm>
#include <chrono>

namespace hall::gateway {

class OfficeRest
{
public:
    using Time = std::chrono::milliseconds;  // monotonic
    static constexpr int kFailures = 2;
    static constexpr Time kFirst{1000};
    static constexpr Time kLongest{30'000};

    // Whether a question may go out now. One that may has to be followed by ended().
    [[nodiscard]] bool admits(Time now)
    {
        if (m_failures < kFailures) {
            return true;
        }
        if (now < m_until || m_probing) {
            return false;
        }
        m_probing = true;
        return true;
    }
    void ended(Time now, bool answered)
    {
        m_probing = false;
        if (answered) {
            m_failures = 0;
            m_pause = kFirst;
            return;
        }
        if (++m_failures >= kFailures && now >= m_until) {
            m_until = now + m_pause;
            m_pause = std::min(2 * m_pause, kLongest);
        }
    }
    [[nodiscard]] bool rests() const { return m_failures >= kFailures; }

private:
    int m_failures = 0;
    bool m_probing = false;
    Time m_until{0};
    Time m_pause = kFirst;
};

}  // namespace hall::gateway
