// SPDX-License-Identifier: GPL-3.0-or-later
// The lens of the simulated camera and the motor that moves it. What lies on the plate is drawn sharp; away from where
// it is sharp the picture is blurred, the more the farther. One thread at a time.
#pragma once

#include "drivers/core/timeline.h"
#include "drivers/core/values.h"

#include <chrono>
#include <optional>

namespace hall::device {

struct SimLens
{
    int least = 0;
    int most = 250;
    int step = 5;
    int sharp = 137;                        // where the plate is sharp
    std::optional<int> now;                 // as it left the factory; none: it focuses by itself, and finds it
    double blurAStep = 0.055;               // standard deviation for each one away, pixels of a picture 3264 wide
    std::chrono::milliseconds travel{250};  // from one end to the other
    int lostAfter = -1;                     // settings that are taken before no more are; below 0: all are
    bool dead = false;                      // takes every setting, and does not move
};

class LensMotor
{
public:
    explicit LensMotor(SimLens lens);

    // As a driver tells of it. DeviceNotFitted: it has no two values.
    [[nodiscard]] Result<LensFocus> focus() const;
    // None: as it left the factory. DeviceProtocol: it takes nothing any more.
    [[nodiscard]] Result<LensFocus> set(std::optional<int> value, Monotonic::time_point now);
    // Standard deviation of the blur, pixels of a picture of that width; 0: sharp.
    [[nodiscard]] double blur(Monotonic::time_point now, int width) const;

private:
    [[nodiscard]] double place(Monotonic::time_point now) const;

    SimLens m_lens;
    std::optional<int> m_delivered;
    double m_from = 0;
    Monotonic::time_point m_set;
};

// Blurs tightly packed pixels of three bytes in place, by three extended boxes whose variances add up to a Gaussian's
// (P. Gwosdek et al., "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering", 2011).
void blur(Bytes &bgr, int width, int height, double deviation);

}  // namespace hall::device
