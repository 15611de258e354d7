// SPDX-License-Identifier: GPL-3.0-or-later
// Time as a dependency. Wall time is for people and records; durations and deadlines use monotonic time only.
#pragma once

#include <atomic>
#include <chrono>

namespace hall {

class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual std::chrono::milliseconds wall() const = 0;       // since 1970-01-01 UTC
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;  // since some fixed start
};

// The machine's clock, plus an offset that demonstrations and tests may advance. Thread-safe.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds wall() const override
    {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()) + milliseconds(m_offset.load());
    }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        using namespace std::chrono;
        return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()) + milliseconds(m_offset.load());
    }
    void advance(std::chrono::milliseconds by) { m_offset += by.count(); }

private:
    std::atomic<long long> m_offset{0};
};

// Stands still until told to move. Thread-safe.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(std::chrono::milliseconds wall = std::chrono::milliseconds(1'767'225'600'000))
        : m_wall(wall.count())
    {
    }
    [[nodiscard]] std::chrono::milliseconds wall() const override { return std::chrono::milliseconds(m_wall.load()); }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        return std::chrono::milliseconds(m_monotonic.load());
    }
    void advance(std::chrono::milliseconds by)
    {
        m_wall += by.count();
        m_monotonic += by.count();
    }

private:
    std::atomic<long long> m_wall;
    std::atomic<long long> m_monotonic{1000};
};

}  // namespace hall
