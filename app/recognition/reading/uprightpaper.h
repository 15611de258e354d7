// SPDX-License-Identifier: GPL-3.0-or-later
// A straightened picture in each of the ways in which it may be upright, and its size in millimetres. Pure, any thread.
#pragma once

#include "app/recognition/reading/paperkind.h"

namespace hall {

struct UprightPaper
{
    cv::Mat bgr;
    cv::Size2f mm;
    int turn = 0;  // quarter turns clockwise from the picture given
    [[nodiscard]] double perMm() const { return bgr.cols / static_cast<double>(mm.width); }
};
[[nodiscard]] UprightPaper turnedBy(const cv::Mat &bgr, cv::Size2f mm, int turn);
// The same, with the kind's size where `mm` is 0 × 0.
[[nodiscard]] UprightPaper uprightOf(const PaperKind &kind, const cv::Mat &bgr, cv::Size2f mm, int turn);

// Quarter turns that give one of the kind's shapes; all when there is no kind.
[[nodiscard]] std::vector<int> turnsFor(const PaperKind *kind, const cv::Mat &bgr);
// The kind's size that fits the picture's proportions best.
[[nodiscard]] cv::Size2f sizeFor(const PaperKind &kind, const cv::Mat &upright);

// By how much the kind's boxes grow on a paper of this size, and a box grown by it.
[[nodiscard]] double scaleFor(const PaperKind &kind, cv::Size2f mm);
[[nodiscard]] cv::Rect2f scaled(const cv::Rect2f &box, double scale);

}  // namespace hall
