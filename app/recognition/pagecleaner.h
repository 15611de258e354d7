// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a straightened page look scanned: shadows are divided out and the paper becomes white. The page as it was seen
// stays the caller's: keep both. Pure, any thread.
#pragma once

#include <opencv2/core.hpp>

namespace hall {

// `page`: 8-bit BGR, straightened. The same size comes back; a picture that is not 8-bit BGR comes back unchanged.
[[nodiscard]] cv::Mat cleanPage(const cv::Mat &page);

}  // namespace hall
