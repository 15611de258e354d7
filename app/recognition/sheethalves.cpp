// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/sheethalves.h"

#include "app/recognition/pagestraightener.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr float blendMm = 2;

// The second half in the colours of the first, by what both show.
void alikeInLight(const cv::Mat &first, cv::Mat &second, int from, int to)
{
    const cv::Scalar here = cv::mean(first.rowRange(from, to));
    const cv::Scalar there = cv::mean(second.rowRange(from, to));
    cv::Scalar gain;
    for (int i = 0; i < 3; ++i) {
        gain[i] = std::clamp(here[i] / std::max(1.0, there[i]), 0.8, 1.25);
    }
    cv::multiply(second, gain, second);
}

cv::Mat together(const cv::Mat &first, const cv::Mat &second, int from, int to, double perMm)
{
    cv::Mat sheet = second;
    const int middle = (from + to) / 2;
    const int blend = std::clamp(static_cast<int>(blendMm * perMm), 1, std::max(1, (to - from) / 3));
    first.rowRange(0, middle - blend).copyTo(sheet.rowRange(0, middle - blend));
    for (int y = middle - blend; y < middle + blend; ++y) {
        const double share = (y - (middle - blend) + 0.5) / (2.0 * blend);
        cv::addWeighted(first.row(y), 1 - share, second.row(y), share, 0, sheet.row(y));
    }
    return sheet;
}
}  // namespace

JoinedSheet joinHalves(const SheetHalf &first, const SheetHalf &second)
{
    JoinedSheet joined;
    joined.trouble = HalvesTrouble::Differs;
    if (first.bgr.type() != CV_8UC3 || second.bgr.type() != CV_8UC3 || !(first.dpi > 20) || !(second.dpi > 20)) {
        return joined;
    }
    const cv::Size2f one = first.mm();
    const cv::Size2f two = second.mm();
    if (std::abs(one.width - two.width) > std::max(3.0F, one.width / 50) ||
        first.whole.has_value() != second.whole.has_value() ||
        std::abs(first.whole.value_or(0) - second.whole.value_or(0)) > 1) {
        return joined;
    }
    const cv::Mat a = printOf(first.bgr, first.dpi);
    cv::Mat b = printOf(second.bgr, second.dpi);
    if (sameHalf(a, b)) {
        joined.trouble = HalvesTrouble::Same;
        return joined;
    }
    cv::rotate(b, b, cv::ROTATE_180);
    const FoundShift found = findShift(a, b, first.whole);
    joined.trouble = found.trouble;
    if (found.trouble != HalvesTrouble::None) {
        return joined;
    }
    // From the work picture's pixels to those of the sheet.
    joined.dpi = first.dpi;
    const double perMm = joined.dpi / 25.4;
    const auto scale = static_cast<float>(joined.dpi / printDpi);
    const float begins = found.second.at({static_cast<float>(a.cols) / 2, static_cast<float>(a.rows)}).y /
                         static_cast<float>(printDpi / 25.4);
    const float tall = first.whole.value_or(begins + two.height);
    joined.mm = {one.width, tall};
    const cv::Size size(first.bgr.cols, static_cast<int>(std::lround(static_cast<double>(tall) * perMm)));
    const int from = std::max(0, static_cast<int>(std::ceil((static_cast<double>(begins) + 1) * perMm)));
    const int to = std::min(first.bgr.rows, size.height);
    if (to - from < static_cast<int>(leastOverlapMm * perMm / 2)) {
        joined.trouble = HalvesTrouble::Apart;
        return joined;
    }
    cv::Mat lower;
    cv::rotate(second.bgr, lower, cv::ROTATE_180);
    const auto enlarge = static_cast<float>(joined.dpi / second.dpi);
    // here − shift − turn × here, as the map from the sheet's pixels to those of the second half.
    const float turn = found.second.turn;
    const cv::Matx23f map(1 / enlarge, turn / enlarge, -found.second.shift.x * scale / enlarge, -turn / enlarge,
                          1 / enlarge, -found.second.shift.y * scale / enlarge);
    cv::Mat placed;
    cv::warpAffine(lower, placed, map, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    alikeInLight(first.bgr, placed, from, to);
    joined.bgr = turned(together(first.bgr, placed, from, to, perMm), quartersUpright(first.open));
    if (first.open == OpenSide::Left || first.open == OpenSide::Right) {
        std::swap(joined.mm.width, joined.mm.height);
    }
    joined.matched = found.matched;
    joined.restMm = found.restMm;
    return joined;
}

}  // namespace hall
