// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/framewishes.h"

namespace hall::device {

void FrameWishes::setPreview(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_previewing = on;
}

FrameWishes::Wanted FrameWishes::wanted() const
{
    const std::lock_guard lock(m_mutex);
    return {m_previewing, m_stillsWanted > 0};
}

void FrameWishes::handStill(Frame still)
{
    {
        const std::lock_guard lock(m_mutex);
        still.number = ++m_stillNumber;
        m_still = std::move(still);
    }
    m_stillCame.notify_all();
}

Result<Frame> FrameWishes::awaitStill(const CommandContext &context, const std::function<void()> &changed)
{
    std::unique_lock lock(m_mutex);
    const std::int64_t before = m_stillNumber;
    ++m_stillsWanted;
    lock.unlock();
    changed();
    lock.lock();
    while (m_stillNumber == before && !context.over()) {
        m_stillCame.wait_for(lock, std::chrono::milliseconds(20));
    }
    --m_stillsWanted;
    Result<Frame> still = fail(FaultCode::DeviceTimeout, "no frame came");
    if (m_stillNumber != before) {
        still = std::move(m_still);
    }
    lock.unlock();
    changed();
    return still;
}

}  // namespace hall::device
