// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the quad of a found page into an upright rectangle. Pure, any thread.
#pragma once

#include "app/recognition/platecalibration.h"
#include "app/recognition/quad.h"

#include <opencv2/core.hpp>
#include <optional>
#include <string_view>

namespace hall {

// Width and height in millimetres, portrait or landscape as the kind is read: "a4" 210×297, "a5" 148×210, "a3" 297×420
// (ISO 216); "id-card" and "social-card" 85.6×54 (ISO/IEC 7810 ID-1); "booklet" 105×143 (closed household register) and
// "booklet-open" 210×143. Nothing for an unknown kind.
[[nodiscard]] std::optional<cv::Size2f> kindSize(std::string_view kind);
// The same as a straightened page of it lies: the side that is longer on the picture is longer on the sheet. 0 × 0 for
// an unknown kind, or where the proportions differ by more than 4 %.
[[nodiscard]] cv::Size2f kindSizeOf(cv::Size picture, std::string_view kind);

// The kind whose proportions fit the quad within 4 %, "" when none does. Sheets of one series look alike: A4 is said.
[[nodiscard]] std::string_view kindByShape(const Quad &quad);

struct StraightPage
{
    cv::Mat bgr;
    cv::Size2f mm;   // width and height of the picture; 0 × 0 when the size is not known
    double dpi = 0;  // 0 when the size is not known
};

// With `mm` the output has exactly that size at `dpi`; the longer of its sides follows the longer side of the quad, so
// a sheet lying across stays across. Without it the proportions come from the corner distances, one pixel per pixel. At
// most 6000 pixels a side. An empty picture when the quad has no area.
[[nodiscard]] StraightPage straighten(const cv::Mat &bgr, const Quad &quad, std::optional<cv::Size2f> mm = std::nullopt,
                                      double dpi = 200);

// Width and height on the plate, mm, of the rectangle nearest to the four corners.
[[nodiscard]] cv::Size2f sizeOnPlate(const Quad &quad, const PlateView &view);

// By the calibrated plate: in true proportions and size, whatever the lens does. A side within kSizeTolerance of a
// known kind's gets that kind's length. `mostDpi`: no more than this, and no more than the camera sees there.
inline constexpr float kSizeTolerance = 1.5F;  // mm, and a hundredth of the side
[[nodiscard]] StraightPage straightenOnPlate(const cv::Mat &bgr, const Quad &quad, const PlateView &view,
                                             double mostDpi = 300);

// A quarter turn clockwise, `quarters` times.
[[nodiscard]] cv::Mat turned(const cv::Mat &bgr, int quarters);

}  // namespace hall
