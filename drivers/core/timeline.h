// SPDX-License-Identifier: GPL-3.0-or-later
// Monotonic time that the device core waits by, as a dependency: tests move it by hand and wait for nothing.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace hall::device {

using Monotonic = std::chrono::steady_clock;

// Thread-safe.
class Timeline
{
public:
    virtual ~Timeline() = default;
    [[nodiscard]] virtual Monotonic::time_point now() const = 0;
    // Waits until `news` is told, `until` has come, or for no reason: the caller looks again. `lock` is held before and
    // after.
    virtual void wait(std::unique_lock<std::mutex> &lock, std::condition_variable &news,
                      Monotonic::time_point until) = 0;

    static const std::shared_ptr<Timeline> &machine();  // the machine's own
};

// Stands still until it is told to move; whoever waits looks again every millisecond of the machine's time.
class ManualTimeline final : public Timeline
{
public:
    [[nodiscard]] Monotonic::time_point now() const override;
    void wait(std::unique_lock<std::mutex> &lock, std::condition_variable &news, Monotonic::time_point until) override;
    void advance(std::chrono::milliseconds by);

private:
    std::atomic<Monotonic::rep> m_now{std::chrono::nanoseconds(std::chrono::hours(1)).count()};
};

}  // namespace hall::device
