// SPDX-License-Identifier: GPL-3.0-or-later
// The straight edge of a hard shadow that runs through a whole picture: somebody leans over the plate, an arm or the
// camera's stand is in the light. It cuts the sheets that it crosses in two, each half with clear sides.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace hall {

struct ShadowEdge
{
    cv::Point2f point;         // pixels, on the edge
    cv::Point2f towardsLight;  // unit vector across it
    double depth = 0;          // natural logarithm of what is lost in the shadow, > 0
    std::vector<float> lost;   // the same at each pixel of the way from the shadow to the light, across the edge
    [[nodiscard]] float lostAt(cv::Point2f pixel) const;
};

// `bgr`: 8-bit, 3 channels; `emptyPlate`: the same size and type, or empty. A step counts as a shadow's that is the
// same on paper and plate, from border to border, and of no colour. At most two: a bar has two edges.
[[nodiscard]] std::vector<ShadowEdge> shadowEdges(const cv::Mat &bgr, const cv::Mat &emptyPlate);

// As if those shadows were not there, in place. The same type. What lies in no shadow stays as it is.
void lighten(cv::Mat &bgr, const std::vector<ShadowEdge> &edges);

}  // namespace hall
