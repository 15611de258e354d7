// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over a side of a page on a plate that is known, whatever it is, told by what it hides: neither the plate
// nor the step from it to the paper can be seen there, as they can right beside it. Pure, any thread.
#pragma once

#include "app/recognition/pagestrip.h"

#include <opencv2/core.hpp>

namespace hall {

// The longest piece of a side under a thing that has not the paper's colour, a sleeve, a glove, a pen, as a share of
// that side. 0 where the plate is not known.
[[nodiscard]] double thingOverSide(const PagePicture &picture);

// The same of a hand that lies on what there is of the page beyond a side: found short, up to the hand or its shadow.
// `skin`: 255 where there is a hand, of the picture's size.
[[nodiscard]] double handBeyondSide(const PagePicture &picture, const cv::Mat &skin);

}  // namespace hall
