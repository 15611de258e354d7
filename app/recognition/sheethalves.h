// SPDX-License-Identifier: GPL-3.0-or-later
// The two pictures of a sheet that is larger than what the camera sees, one of each end, put together by what both of
// them show of its middle. What does not fit together is refused, never forced. Pure, any thread; takes up to half a
// second of one core.
#pragma once

#include "app/recognition/sheethalf.h"
#include "app/recognition/sheetshift.h"

namespace hall {

struct JoinedSheet
{
    HalvesTrouble trouble = HalvesTrouble::None;
    cv::Mat bgr;  // empty with trouble; turned as the first half lay in its picture
    cv::Size2f mm;
    double dpi = 0;
    bool matched = false;  // by what is printed; else the middle is blank in both, and the sheet's size alone tells
    double restMm = 0;     // 95 of 100 places that were found in both are no farther apart
};
[[nodiscard]] JoinedSheet joinHalves(const SheetHalf &first, const SheetHalf &second);

}  // namespace hall
