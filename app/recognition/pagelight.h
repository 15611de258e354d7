// SPDX-License-Identifier: GPL-3.0-or-later
// Light on a straightened page: how bright its brightest parts are, and how much of it a reflection has washed out.
// Pure, any thread.
#pragma once

#include "app/recognition/quad.h"

#include <opencv2/core.hpp>

namespace hall {

struct PageLight
{
    double bright = 0;  // grey level that 3 % of the page exceed
    double glare = 0;   // share of the page where a reflection leaves nothing to read, estimated
};

// `page`: 8-bit BGR, `perMm` pixels a millimetre.
[[nodiscard]] PageLight lightOn(const cv::Mat &page, double perMm);

// How bright the plate beside a page is, as a share of what it was when `empty` was taken, the empty plate at any size
// of the same aspect, or as a share of white where it is empty: a dark cover is no dark picture. `mm`: about the page's
// size. 0: nothing tells.
[[nodiscard]] double litBeside(const cv::Mat &bgr, const Quad &quad, cv::Size2f mm, const cv::Mat &empty);

}  // namespace hall
