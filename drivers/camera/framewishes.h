// SPDX-License-Identifier: GPL-3.0-or-later
// Who wants pictures of a camera: a preview, stills, both or nobody. Joins the commands' thread with the camera's;
// every function may be called on any thread.
#pragma once

#include "drivers/core/values.h"
#include "drivers/core/worker.h"

#include <condition_variable>
#include <functional>
#include <mutex>

namespace hall::device {

class FrameWishes
{
public:
    struct Wanted
    {
        bool preview = false;
        bool still = false;
    };

    void setPreview(bool on);
    [[nodiscard]] Wanted wanted() const;
    // Ends every waiting awaitStill() with a whole picture; its number is set here.
    void handStill(Frame still);
    // Wishes for a still and waits for it, no longer than the command may last: then DeviceTimeout. `changed` is
    // called on this thread when the wish begins and when it ends.
    [[nodiscard]] Result<Frame> awaitStill(const CommandContext &context, const std::function<void()> &changed);

private:
    mutable std::mutex m_mutex;  // guards all below
    std::condition_variable m_stillCame;
    bool m_previewing = false;
    int m_stillsWanted = 0;
    std::int64_t m_stillNumber = 0;  // counts stills handed over
    Frame m_still;
};

}  // namespace hall::device
