// SPDX-License-Identifier: GPL-3.0-or-later
// The drawn capture plate of the simulated camera. Pure, any thread.
#pragma once

#include "drivers/core/values.h"

#include <QtGui/QImage>

namespace hall::device {

// A dark plate with guide marks, 4:3, 8 megapixels.
[[nodiscard]] QImage emptyPlate();

// What a camera above the plate sees when `picture` is shown to it; at most 8 megapixels.
[[nodiscard]] QImage sceneWith(const QImage &picture);

// A picture of all that a camera sees; at most 8 megapixels.
[[nodiscard]] QImage sceneOf(const QImage &picture);

[[nodiscard]] Frame plateFrame(const QImage &picture);  // number and time are the caller's

}  // namespace hall::device
