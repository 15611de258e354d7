// SPDX-License-Identifier: GPL-3.0-or-later
// Exposure, gain and white balance of the simulated camera: numbers that it tells and takes; its picture is always well
// lit. One thread at a time.
#pragma once

#include "drivers/core/values.h"

#include <optional>

namespace hall::device {

struct SimLight
{
    CameraLight chosen{20'000, 16, 5'200};  // what it chooses; what is none here it does not have
    int lostAfter = -1;                     // settings that are taken before no more are; below 0: all are
    bool forgets = false;                   // takes every setting, and keeps its own
};

class LightControls
{
public:
    explicit LightControls(SimLight light) : m_light(light) {}

    // As DocumentCamera says. DeviceNotFitted: it has nothing to be set.
    [[nodiscard]] Result<CameraLight> light() const;
    [[nodiscard]] Result<CameraLight> hold() { return set(m_light.chosen); }
    [[nodiscard]] Result<CameraLight> set(const std::optional<CameraLight> &light);  // none: it chooses

private:
    SimLight m_light;
    CameraLight m_now;
};

}  // namespace hall::device
