// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/timeline.h"

namespace hall::device {

namespace {

class MachineTimeline final : public Timeline
{
public:
    [[nodiscard]] Monotonic::time_point now() const override { return Monotonic::now(); }
    void wait(std::unique_lock<std::mutex> &lock, std::condition_variable &news, Monotonic::time_point until) override
    {
        news.wait_until(lock, until);
    }
};

}  // namespace

const std::shared_ptr<Timeline> &Timeline::machine()
{
    static const std::shared_ptr<Timeline> timeline = std::make_shared<MachineTimeline>();
    return timeline;
}

Monotonic::time_point ManualTimeline::now() const
{
    return Monotonic::time_point(Monotonic::duration(m_now.load()));
}

void ManualTimeline::wait(std::unique_lock<std::mutex> &lock, std::condition_variable &news,
                          Monotonic::time_point until)
{
    if (now() < until) {
        news.wait_for(lock, std::chrono::milliseconds(1));
    }
}

void ManualTimeline::advance(std::chrono::milliseconds by)
{
    m_now += Monotonic::duration(by).count();
}

}  // namespace hall::device
