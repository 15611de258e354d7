// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as frames. Pure, any thread.
#pragma once

#include "drivers/core/values.h"

#include <QtGui/QImage>

namespace hall::device {

[[nodiscard]] QImage reducedTo(const QImage &picture, int width, int height);  // keeps proportions, never enlarges
[[nodiscard]] Frame frameOf(const QImage &picture);                            // number and time are the caller's

}  // namespace hall::device
