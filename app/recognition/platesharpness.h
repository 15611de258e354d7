// SPDX-License-Identifier: GPL-3.0-or-later
// How sharp the camera draws the edges of the calibration target, and how the target is held. Pure, any thread.
#pragma once

#include "app/recognition/platemeasure.h"

#include <array>
#include <opencv2/core.hpp>
#include <optional>

namespace hall {

// The way from 10 to 90 % of a black-to-white edge of the target, pixels, the median of its edges; ISO 12233 calls it
// the edge spread. Nothing when no edge is clear enough. `picture`: 8-bit, 1 or 3 channels, the one that was seen.
[[nodiscard]] std::optional<double> edgeWidth(const cv::Mat &picture, const SeenTarget &seen);

// The same in the target's four corners and its middle, which a lens need not draw alike.
inline constexpr int kEdgeAreas = 5;
struct EdgeWidths
{
    double median = 0;
    std::array<std::optional<double>, kEdgeAreas> areas;  // by the rows of the target, the middle last; none: unseen
    [[nodiscard]] double widest() const;                  // of the areas, or the median where none was seen
    [[nodiscard]] double meanSquare() const;              // of the areas
};
[[nodiscard]] std::optional<EdgeWidths> edgeWidths(const cv::Mat &picture, const SeenTarget &seen);

// How much edge there is in any picture, over how much contrast: the energy of its gradients over its variance. A blur
// three times as wide comes to about a third. 0 when there is nothing to see: less than `leastVariance`, squares of
// grey levels. Comparable between pictures of one scene.
[[nodiscard]] double edginess(const cv::Mat &picture, double leastVariance = 60);

// How much nearer one side of the target is, from how its squares grow: the logarithm of their size over the whole
// target, about 0.5 for a lift of half a radian at arm's length. Above 0: the right, or the lower, side is nearer.
struct TargetTilt
{
    double across = 0;
    double down = 0;
};
[[nodiscard]] TargetTilt tiltOf(const SeenTarget &seen);

}  // namespace hall
