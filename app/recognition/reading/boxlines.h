// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of print inside a box of which it is known that a field stands there. Pure, any thread.
#pragma once

#include "app/recognition/reading/pagetext.h"

namespace hall {

// Pixels of the page, tight, top down. `mm`: of the page.
[[nodiscard]] std::vector<cv::Rect> linesIn(const ReadablePage &page, const cv::Rect2f &mm);

// Of several lines (at least one) the one in the middle of its box; specks do not count.
[[nodiscard]] cv::Rect middleLine(const std::vector<cv::Rect> &lines, const cv::Rect &box);

}  // namespace hall
