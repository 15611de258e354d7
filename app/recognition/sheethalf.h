// SPDX-License-Identifier: GPL-3.0-or-later
// How a sheet lies that is larger than what the camera sees: one end and both long sides are in the picture, and it
// goes on beyond one of the picture's sides. Pure, any thread; taking a half takes a tenth of a second of one core.
#pragma once

#include "app/recognition/platecalibration.h"
#include "app/recognition/quad.h"

#include <opencv2/core.hpp>
#include <optional>

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

constexpr float leastOverlapMm = 14;  // of its middle that both pictures must show

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
// Quarter turns clockwise after which a picture with the end up lies as the sheet lay.
[[nodiscard]] int quartersUpright(OpenSide open);

}  // namespace hall
