// SPDX-License-Identifier: GPL-3.0-or-later
// A sheet that is larger than what the camera sees is taken in two pictures, one of each end, and put together by what
// both of them show of its middle. What does not fit together is refused, never forced. Pure, any thread; putting
// together takes up to half a second of one core.
#pragma once

#include "app/recognition/platecalibration.h"
#include "app/recognition/quad.h"

#include <opencv2/core.hpp>
#include <optional>
#include <string_view>

namespace hall {

// Over which side of the picture a sheet goes on.
enum class OpenSide
{
    Top,
    Right,
    Bottom,
    Left
};

// How a sheet lies that goes on beyond the picture on one side: one end and both long sides can be seen.
struct HalfLie
{
    // mm of the view, as seen with the end up: its left corner, along the end, and from there as far as the picture
    // shows both long sides.
    cv::Point2f origin;
    cv::Point2f along;
    cv::Point2f down;
    OpenSide open = OpenSide::Bottom;
    float scale = 1;             // true millimetres of one of the view's
    std::optional<float> whole;  // mm of the whole sheet, where it is the one that is asked for

    [[nodiscard]] float seenMm() const;  // of the sheet, from its end
};

// The view for a camera that nobody has measured: straight down, on a plate a little larger than A4.
[[nodiscard]] std::optional<PlateView> assumedView(cv::Size picture);

// Whether a sheet of that size has to be taken in two: not even turned does it fit into what the view shows, and each
// of its halves does.
[[nodiscard]] bool needsTwo(cv::Size2f mm, const PlateView &view);

// Nothing when the quad shows more or fewer than three sides of a rectangle, or, with `asked` (mm, either way round),
// when the end is as long as neither of its sides: roughly, a lens bends what it sees. `measured`: the view is a
// calibrated one; else the end's length gives the scale, and there is nothing without `asked`.
[[nodiscard]] std::optional<HalfLie> lieOf(const Quad &quad, const PlateView &view, bool measured,
                                           std::optional<cv::Size2f> asked);

// One half, its end up.
struct SheetHalf
{
    cv::Mat bgr;
    double dpi = 0;
    OpenSide open = OpenSide::Bottom;
    std::optional<float> whole;

    [[nodiscard]] cv::Size2f mm() const;
};
// `bgr`: the picture of the view, `lie` as lieOf() says of it with the same `measured` and `asked`. The sides are
// looked for once more where the lens no longer bends them. An empty picture when it has another size or they are not
// as asked.
[[nodiscard]] SheetHalf takeHalf(const cv::Mat &bgr, const HalfLie &lie, const PlateView &view, bool measured,
                                 std::optional<cv::Size2f> asked, double mostDpi = 300);

enum class HalvesTrouble
{
    None,
    Same,    // the same half twice
    Apart,   // too little of its middle is in both pictures
    Differs  // what should be the same in both is not: another paper, or it does not lie flat
};
[[nodiscard]] std::string_view troubleName(HalvesTrouble trouble);  // "page.half-same" …, "" for none

struct JoinedSheet
{
    HalvesTrouble trouble = HalvesTrouble::None;
    cv::Mat bgr;  // empty with trouble; turned as the first half lay in its picture
    cv::Size2f mm;
    double dpi = 0;
    bool matched = false;  // by what is printed; else the middle is blank in both, and the sheet's size alone tells
    double restMm = 0;     // 95 of 100 places that were found in both are no farther apart
};
// Quarter turns clockwise after which a picture with the end up lies as the sheet lay.
[[nodiscard]] int quartersUpright(OpenSide open);
[[nodiscard]] JoinedSheet joinHalves(const SheetHalf &first, const SheetHalf &second);

}  // namespace hall
