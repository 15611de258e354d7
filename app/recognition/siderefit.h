// SPDX-License-Identifier: GPL-3.0-or-later
// Moves the sides of a roughly known quad onto the edges seen in the full picture.
#pragma once

#include "app/recognition/platecalibration.h"
#include "app/recognition/quad.h"

#include <opencv2/core.hpp>

namespace hall {

struct Refit
{
    Quad quad;
    bool whole = false;  // each side that can be seen has a line, and three at least; one that has none curls
    bool fair = false;   // the same of the first time, from farther away: a blurred side tells less from close by
    int sides = 0;       // that have a line
};

// `reach`: how far from each side the edge may lie, pixels of `bgr` (8-bit, 3 channels). Each side is read along 80
// perpendicular profiles; the strongest step of the side's majority direction votes for a robust line. Done twice, the
// second time close by. A side that finds too few votes stays where it is, or, if `faint`, goes where all profiles
// together step most: for flat sheets alone, a curled side has no such line. `hidden`: 8-bit, any size of the same
// aspect, or empty; where it is not 0 something lies on what is below.
[[nodiscard]] Refit refitSides(const cv::Mat &bgr, const Quad &quad, float reach, bool faint = false,
                               const cv::Mat &hidden = {});

// A sheet as light as the desk throws a shadow whose outer edge steps more than the sheet's side does: each side that
// lies there goes to where the sheet begins. `quad` as refitted, pixels of `bgr`; `hidden` as above. What refitOnPlate
// gives is out of shadows already.
[[nodiscard]] Quad sidesOutOfShadow(const cv::Mat &bgr, const Quad &quad, const cv::Mat &hidden = {});

// refitSides where the plate is known, of which `bgr` is a picture: a lens bends long sides, which are straight on the
// plate alone. Of a picture of another size: `quad` as it is, not whole.
[[nodiscard]] Refit refitOnPlate(const cv::Mat &bgr, const Quad &quad, float reach, bool faint, const PlateView &plate,
                                 const cv::Mat &hidden = {});

}  // namespace hall
