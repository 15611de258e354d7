// SPDX-License-Identifier: GPL-3.0-or-later
// How sharp a straightened page is, whatever is printed on it: fine detail over coarse detail, in the direction where
// there is least of it. A camera out of focus takes it in all directions, a page that moved in one. Pure, any thread.
#pragma once

#include <opencv2/core.hpp>

namespace hall {

struct Sharpness
{
    double ratio = 0;     // about 1 = all detail is smeared; 2 and more = sharp
    double across = 0;    // the same in the direction where there is most of it: much more where the page moved
    double evenness = 0;  // detail in the direction with least of it over that with most, whatever is fine in it
    double contrast = 0;  // of the edges it was measured at, grey levels a pixel; small: there is nothing to judge by
};

// `grey`: 8-bit. The ratio belongs to the scale of the picture: compare at one number of pixels a millimetre.
[[nodiscard]] Sharpness sharpnessOf(const cv::Mat &grey);

}  // namespace hall
