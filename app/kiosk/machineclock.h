// SPDX-License-Identifier: GPL-3.0-or-later
// The machine's clock, which demonstrations and tests may move on, or set wrong.
#pragma once

#include "app/domain/base/clock.h"

namespace hall {

// Thread-safe.
class MachineClock final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds wall() const override
    {
        return m_clock.wall() + std::chrono::milliseconds(m_ahead.load());
    }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return m_clock.monotonic(); }
    // Time passes, for wall and monotonic time alike.
    void advance(std::chrono::milliseconds by) { m_clock.advance(by); }
    // As if somebody had set the wall clock to another time: monotonic time does not notice.
    void setAhead(std::chrono::milliseconds by) { m_ahead = by.count(); }

private:
    SystemClock m_clock;
    std::atomic<long long> m_ahead{0};
};

}  // namespace hall
