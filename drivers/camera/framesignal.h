// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as values, and what a frame says about the camera itself. Pure, any thread.
#pragma once

#include "drivers/core/values.h"

#include <QtGui/QImage>

namespace hall::device {

enum class CameraSignal
{
    Good,
    Dark,   // nearly black: the lamp is off or the lens is covered
    Blank,  // one flat colour without sensor noise: a driver's filler picture, not a sensor's
};

[[nodiscard]] CameraSignal judgeSignal(const QImage &picture);
[[nodiscard]] QImage reducedTo(const QImage &picture, int width, int height);  // keeps proportions, never enlarges
[[nodiscard]] Frame frameOf(const QImage &picture);                            // number and time are the caller's

}  // namespace hall::device
