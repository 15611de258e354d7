// SPDX-License-Identifier: GPL-3.0-or-later
// Says whether a found page can be read: measures on the straightened page and along its sides, then reasons a citizen
// or staff can act on. Pure, any thread.
#pragma once

#include "app/domain/base/fault.h"
#include "app/recognition/quad.h"

#include <opencv2/core.hpp>
#include <vector>

namespace hall {

struct PageQuality
{
    double sharpness = 0;  // steepest edges over the page's contrast; unlimited, below JudgeLimits::sharpness = blurred
    double contrast = 0;   // grey levels between ink and paper
    double glare = 0;      // share of the page washed out by a reflection
    double paper = 0;      // grey level of the paper
    double gap = 0;        // longest covered piece of a side, share of the side
    bool cut = false;      // a corner lies outside the picture
    double shortSide = 0;  // pixels
    std::vector<FaultCode> reasons;  // the main one first; empty = good
};

struct JudgeLimits
{
    double sharpness = 0.11;
    double leastContrast = 25;  // below, there is nothing to judge sharpness by
    double glare = 0.006;
    double paper = 85;
    double gap = 0.10;
    double shortSide = 150;
};

[[nodiscard]] PageQuality judgePage(const cv::Mat &bgr, const Quad &quad, const JudgeLimits &limits = {});

}  // namespace hall
