// SPDX-License-Identifier: GPL-3.0-or-later
// Moves the sides of a roughly known quad onto the edges seen in the full picture.
#pragma once

#include "app/recognition/quad.h"

#include <opencv2/core.hpp>

namespace hall {

// `reach`: how far from each side the edge may lie, pixels of `bgr` (8-bit, 3 channels). Each side is read along 80
// perpendicular profiles; the strongest step of the side's majority direction votes for a robust line. Done twice, the
// second time close by. A side that finds too few votes stays where it is, or, if `faint`, goes where all profiles
// together step most: for flat sheets alone, a curled side has no such line.
[[nodiscard]] Quad refitSides(const cv::Mat &bgr, const Quad &quad, float reach, bool faint = false);

}  // namespace hall
