// SPDX-License-Identifier: GPL-3.0-or-later
// How a picture differs from that of the empty plate, whatever the lamp has done since. Everything is counted in
// logarithms: a shadow then is the same step on paper and on plate, and white paper on a white table keeps its step in
// it. Pure, any thread.
#pragma once

#include <opencv2/core.hpp>

namespace hall {

struct PlateChange
{
    cv::Mat colour;    // 32-bit float, 3 channels: lightness, red-green, blue-yellow; about an 8-bit level each
    cv::Mat amount;    // 8-bit: how much is there that is not plate
    cv::Mat light;     // 32-bit float: lightness alone, in deviations of the noise
    cv::Mat chroma;    // the same of blue-yellow
    double noise = 0;  // deviation of the colour's lightness where nothing is

    [[nodiscard]] bool empty() const { return colour.empty(); }
};

// Both 8-bit BGR, of one size, aligned within a pixel or so. Without a plate: what the picture itself shows, told the
// same way.
[[nodiscard]] PlateChange changeOf(const cv::Mat &bgr, const cv::Mat &emptyPlate);

}  // namespace hall
