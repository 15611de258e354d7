// SPDX-License-Identifier: GPL-3.0-or-later
// Where the second half of a sheet lies in the first, told by what is printed in both. Pure, any thread; takes a few
// tenths of a second of one core.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string_view>

namespace hall {

enum class HalvesTrouble
{
    None,
    Same,    // the same half twice
    Apart,   // too little of its middle is in both pictures
    Differs  // what should be the same in both is not: another paper, or it does not lie flat
};
[[nodiscard]] std::string_view troubleName(HalvesTrouble trouble);  // "page.half-same" …, "" for none

// The print of a half, its end up, at printDpi: 32-bit floats, 0 is paper. Light is taken out, and long lines with it,
// which are alike all over a table.
constexpr double printDpi = 100;
[[nodiscard]] cv::Mat printOf(const cv::Mat &bgr, double dpi);

// Whether the halves show the same end: what stands in the one stands in the other at the same place. `a`, `b`: as
// printOf() gives them.
[[nodiscard]] bool sameHalf(const cv::Mat &a, const cv::Mat &b);

// Turned by `turn` about the other's origin and then moved by `shift`.
struct SheetShift
{
    float turn = 0;     // radians, small
    cv::Point2f shift;  // pixels at printDpi

    [[nodiscard]] cv::Point2f at(cv::Point2f here) const { return shift + cv::Point2f(-turn * here.y, turn * here.x); }
};

struct FoundShift
{
    HalvesTrouble trouble = HalvesTrouble::None;
    SheetShift second;     // of the second half, its end down, in the first
    bool matched = false;  // by what is printed; else the middle is blank in both, and the sheet's length alone tells
    double restMm = 0;     // 95 of 100 places that were found in both are no farther apart
};
// `b`: its end down. `sheetMm`: the sheet's length; without it the print alone tells.
[[nodiscard]] FoundShift findShift(const cv::Mat &a, const cv::Mat &b, std::optional<float> sheetMm);

}  // namespace hall
