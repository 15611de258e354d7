// SPDX-License-Identifier: GPL-3.0-or-later
// Says whether a found page can be read: measures on the straightened page and along its sides, then reasons a citizen
// or staff can act on. Pure, any thread.
#pragma once

#include "app/domain/base/fault.h"
#include "app/recognition/platecalibration.h"
#include "app/recognition/quad.h"

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace hall {

struct PageQuality
{
    double sharpness = 0;  // fine over coarse detail in the softest direction
    double across = 0;     // the same across a movement, if the page moved
    double evenness = 1;   // of detail in all directions; a far movement leaves it in one
    double contrast = 0;   // of the edges that says it, grey levels a pixel
    double glare = 0;      // share of the page washed out by a reflection
    double bright = 0;     // grey level of its brightest parts
    double lit = 0;  // light beside a page without bright parts, share of the empty plate's or of white; 0 = not known
    double covered = 0;      // share of the page under hands; not told of a dark one
    double coveredSide = 0;  // longest piece of a side under a hand or thing, share of the side
    double gap = 0;          // longest piece of a side that cannot be seen, whatever is there, share of the side
    bool otherKind = false;  // another size than that of the paper that was asked for
    bool cut = false;        // the paper runs over the border of the picture
    double shortSide = 0;    // pixels
    cv::Size2f mm;           // on the plate; by assumption where it is not calibrated
    double dpi = 0;          // that the camera sees of it, likewise
    std::vector<FaultCode> reasons;  // the main one first; empty = good
};

struct JudgeLimits
{
    double sharpness = 1.63;     // where all directions are about as sharp
    double perhapsMoved = 1.65;  // where one is softer than another
    double moved = 1.7;          // much softer
    double besides = 1.5;        // where something else is wrong: hands, reflections and half pages have softer edges
    double leastContrast = 1.5;  // below, there is nothing to judge sharpness by
    double glare = 0.0028;
    double bright = 71;
    double lit = 0.38;  // more, and a page without bright parts is a dark cover
    double covered = 0.006;
    double coveredSide = 0.04;
    double gap = 0.25;
    double shortSide = 150;
    double dpi = 0;  // least that the material needs
};

struct JudgeOptions
{
    JudgeLimits limits{};
    std::optional<PlateView> plate{};  // of this picture's size; else the plate is assumed to be a little over A4
    std::optional<cv::Mat> emptyReference{};  // the empty plate, any size of the same aspect
    std::optional<cv::Size2f> asked{};        // mm of the paper that is asked for, either way round
};

[[nodiscard]] PageQuality judgePage(const cv::Mat &bgr, const Quad &quad, const JudgeOptions &options = {});

// Pixels a millimetre of a camera that sees a plate a little larger than an A4 sheet lying across, by the proportions
// of its picture: what is gone by where nothing is calibrated.
[[nodiscard]] double assumedPixelsPerMm(cv::Size picture);

}  // namespace hall
