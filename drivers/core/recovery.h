// SPDX-License-Identifier: GPL-3.0-or-later
// The reset ladder of one device: what to try next when it is there and misbehaves, how long to wait before, and when
// to stop. A device that is not there is not reset: it is waited for with the same pauses.
#pragma once

#include "drivers/core/timeline.h"

#include <chrono>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

namespace hall::device {

// From the mildest. Drivers ask again (the answer may only have been stale) before they come here.
enum class Rung
{
    SoftReset,  // the device's own reset command
    Reopen,     // close and open
    PortReset,  // of the USB port
    GiveUp      // failed: for a technician; it is still looked at now and then, without resets
};

[[nodiscard]] std::string_view rungName(Rung rung);  // "soft-reset", "reopen", "port-reset", "give-up"

// Not thread-safe: belongs to the thread of its driver.
class RecoveryLadder
{
public:
    struct Options
    {
        std::vector<Rung> rungs{Rung::Reopen};  // that this device has, without GiveUp
        // Before the first try, the second …; the last one stays. A device that cannot tell when it is plugged in (a
        // serial line, the network) is in use within five seconds of it all the same.
        std::vector<std::chrono::milliseconds> pauses{std::chrono::milliseconds(500), std::chrono::seconds(1),
                                                      std::chrono::seconds(2), std::chrono::seconds(3)};
        // Whole climbs and port resets, each, in any hour: many resets wear hardware out.
        int budget = 5;
        std::chrono::milliseconds per = std::chrono::hours(1);
        std::chrono::milliseconds lookEvery = std::chrono::seconds(3);  // at a device that was given up
        std::chrono::milliseconds settle = std::chrono::seconds(10);    // after a port reset
        std::shared_ptr<Timeline> time = Timeline::machine();
    };

    struct Step
    {
        Rung rung = Rung::Reopen;
        std::chrono::milliseconds pause{0};  // before the device is tried again
    };

    explicit RecoveryLadder(Options options);

    [[nodiscard]] Step misbehaved();                 // there, and no use: the next rung
    [[nodiscard]] std::chrono::milliseconds away();  // not there: how long to wait for it
    void works();                                    // back to the ground; what was used of the budget stays used
    // Plugged in anew, or a technician was at it: the budget is new as well. Not so soon after a port reset: a device
    // that comes back by that under another address was not plugged in by anybody.
    void renewed();
    [[nodiscard]] bool givenUp() const { return m_givenUp; }

private:
    [[nodiscard]] std::chrono::milliseconds nextPause();
    [[nodiscard]] bool spent(std::deque<Monotonic::time_point> &used) const;

    const Options m_options;
    std::size_t m_rung = 0;
    std::size_t m_tries = 0;
    bool m_givenUp = false;
    std::deque<Monotonic::time_point> m_climbs;      // that reached the top in vain
    std::deque<Monotonic::time_point> m_portResets;  // each in the order of time
};

}  // namespace hall::device
