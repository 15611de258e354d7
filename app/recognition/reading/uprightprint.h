// SPDX-License-Identifier: GPL-3.0-or-later
// Which way up the print of a straightened page of any kind lies. Any thread but the GUI's: takes up to a second of one
// core.
#pragma once

#include "app/recognition/reading/pagetext.h"

namespace hall {

struct UprightPrint
{
    int turn = 0;       // quarter turns clockwise that make it upright; 0 where nothing can be read
    ReadablePage page;  // so turned
};
// `bgr`: 8-bit, 3 channels. At the deadline what was seen so far decides.
[[nodiscard]] UprightPrint uprightPrint(const cv::Mat &bgr, double perMm, TextRecogniser &engine,
                                        std::chrono::steady_clock::time_point deadline);

}  // namespace hall
