// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

namespace hall {

// The picture at a smaller size, each pixel about the mean of those that it stands for: halved as often as the size
// allows, which costs a fraction of taking means over areas at once, and interpolated for the rest. An equal or a
// larger size is interpolated. Pure, any thread.
[[nodiscard]] cv::Mat shrunk(const cv::Mat &picture, cv::Size size);

}  // namespace hall
