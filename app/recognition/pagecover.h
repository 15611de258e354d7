// SPDX-License-Identifier: GPL-3.0-or-later
// Hands and fingers on a page: patches of skin colour that reach over one of its sides. Pure, any thread.
#pragma once

#include "app/recognition/quad.h"

#include <opencv2/core.hpp>

namespace hall {

struct PageCover
{
    double area = 0;  // share of the page under skin
    double side = 0;  // longest piece of a side under it, share of the side
};

// `bgr`: the whole picture; `mm`: about the page's size.
[[nodiscard]] PageCover coverOf(const cv::Mat &bgr, const Quad &quad, cv::Size2f mm);

}  // namespace hall
