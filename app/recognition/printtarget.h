// SPDX-License-Identifier: GPL-3.0-or-later
// A printed paper that the document camera judges: is it black enough, is an element of the print head dead, does the
// paper run straight and at its pace, is it cut straight. Drawn dot for dot, seen by its four marks. Pure, any thread.
#pragma once

#include "app/recognition/acceptedplate.h"

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace hall {

// The paper in dots, 8-bit, 0 or 255, `dots` wide: four marks, and between them a black band over all elements of the
// head. `dots` at least 380, `dpi` 150 to 300; else empty.
[[nodiscard]] cv::Mat drawPrintTarget(int dots, int dpi);

struct PrintCheck
{
    double pixelsPerDot = 0;
    double darkness = 0;        // of the band, share of the paper's white: 0 is black
    std::vector<int> deadDots;  // elements that printed nothing, from the left; the outermost three are not told
    // Only where the plate is calibrated: how long it came out, over how long it should be.
    std::optional<double> scaleAcross;
    std::optional<double> scaleFeed;
    // Degrees. Nothing when the paper's edges cannot be seen: it must lie on the darker plate with all of it in view.
    std::optional<double> skew;  // the paper's sides against the way the print runs
    std::optional<double> cut;   // its ends against the rows of the print
};

// PageNotFound: the marks cannot all be seen; PageSmall: less than kLeastPixelsPerDot; PageBadImage.
inline constexpr double kLeastPixelsPerDot = 0.4;
[[nodiscard]] Result<PrintCheck> measurePrint(const cv::Mat &bgr, int dots, int dpi,
                                              const std::optional<PlateView> &plate = std::nullopt);

struct PrintLimits
{
    double darkness = 0.45;  // above, small print is hard to read
    double scale = 0.015;    // a QR code stays square
    double degrees = 1.0;    // 1.3 mm over the paper's width
};
// "print-darkness", "print-dead-dots", "print-scale-across", "print-scale-feed", "print-skew", "print-cut", each with
// its limit; what could not be measured is left out.
[[nodiscard]] std::vector<CalibrationFigure> judgePrint(const PrintCheck &check, const PrintLimits &limits = {});

}  // namespace hall
