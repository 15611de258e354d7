// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a page runs over the picture's border. Corners alone do not say: they may be a few pixels off, and a side
// that was found may be a line on a page that goes on. So it is asked where paper ends. Pure, any thread.
#pragma once

#include "app/recognition/quad.h"

#include <opencv2/core.hpp>

namespace hall {

// `bgr`: 8-bit, the whole picture; `perMm`: its pixels a millimetre there, about.
[[nodiscard]] bool runsOverBorder(const cv::Mat &bgr, const Quad &quad, double perMm);

}  // namespace hall
