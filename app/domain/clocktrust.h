// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this machine's clock can be believed: against the day the program was made, what the centre's answers say of
// the time, and what was so at the last contact of an earlier run. Who has no reason to doubt believes. Not
// thread-safe.
#pragma once

#include "app/domain/base/clock.h"

#include <QDate>

#include <optional>

namespace hall {

class ClockTrust
{
public:
    // The last contact: the centre's time and what stood on this clock then, Unix ms. 0: there was none.
    struct Contact
    {
        qint64 centreMs = 0;
        qint64 wallMs = 0;
        bool operator==(const Contact &) const = default;
    };
    enum class State
    {
        Unheard,  // nothing against it, and the centre has said nothing in this run
        Good,
        Off,      // by more than kOff, but it is the same day or the next
        Doubtful  // not believed: no day is known
    };

    // No clock is right that stands before the program was made.
    static constexpr std::chrono::milliseconds kProgramMade{1'767'225'600'000};  // 2026-01-01T00:00Z
    static constexpr std::chrono::minutes kOff{5};
    static constexpr std::chrono::hours kBelieved{24};
    // A kiosk's certificate has ended long ago by then; a clock that says so has jumped, or nobody knows better.
    static constexpr std::chrono::hours kLongestSilence{90 * 24};

    // The clock must outlive it.
    explicit ClockTrust(const Clock &clock) : m_clock(clock), m_before() {}
    ClockTrust(const Clock &clock, const Contact &before) : m_clock(clock), m_before(before) {}

    // An answer of the centre has just come, and says this time of it. Nonsense (before the program was made) is
    // ignored.
    void heard(std::chrono::milliseconds centre);

    [[nodiscard]] State state() const;
    [[nodiscard]] bool believed() const { return state() != State::Doubtful; }
    // By how much this clock is ahead of the centre's; nothing before the centre was heard in this run.
    [[nodiscard]] std::optional<std::chrono::milliseconds> ahead() const;
    // The day here; invalid when the clock is not believed.
    [[nodiscard]] QDate day() const;
    [[nodiscard]] const Contact &contact() const { return m_last.centreMs > 0 ? m_last : m_before; }

private:
    const Clock &m_clock;
    const Contact m_before;                    // of an earlier run
    Contact m_last;                            // of this one
    std::chrono::milliseconds m_lastSteady{};  // monotonic time of m_last
};

[[nodiscard]] const char *clockStateName(ClockTrust::State state);  // "unheard", "good", "off", "doubtful"

}  // namespace hall
