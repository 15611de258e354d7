// SPDX-License-Identifier: GPL-3.0-or-later
// Hands and fingers on a page: patches of skin colour that reach over one of its sides; where the plate is known,
// things of any colour that do (overside.h). Pure, any thread.
#pragma once

#include "app/recognition/quad.h"
#include "app/recognition/skin.h"

#include <opencv2/core.hpp>

namespace hall {

struct PageCover
{
    double area = 0;    // share of the page under skin
    double side = 0;    // longest piece of a side under it or, where the plate is known, close beside it or under any
                        // thing; share
    double border = 0;  // share of the picture's border across the page that is skin
};

// `bgr`: the whole picture; `mm`: about the page's size. `empty`: the empty plate, any size of the same aspect, or
// none: then wood may be taken for skin, and only a hand that can be seen on the page itself counts.
[[nodiscard]] PageCover coverOf(const cv::Mat &bgr, const Quad &quad, cv::Size2f mm, const cv::Mat &empty = {});

}  // namespace hall
