// SPDX-License-Identifier: GPL-3.0-or-later
// What a printed character looks like, as numbers that hardly change with size, boldness and a little blur. Pure, any
// thread. The prototypes that are made at build time and the reader of pages must both use this.
#pragma once

#include <opencv2/core.hpp>

namespace hall {

constexpr int glyphFeatureSize = 512;  // eight directions in 8 × 8 places

// `ink`: CV_32F, 0 = paper … 1 = ink, one character with any margin. Returns 1 × glyphFeatureSize CV_32F of length 1;
// empty when there is no ink.
[[nodiscard]] cv::Mat glyphFeature(const cv::Mat &ink);

}  // namespace hall
