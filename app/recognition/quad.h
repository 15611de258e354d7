// SPDX-License-Identifier: GPL-3.0-or-later
// Four corners of a flat document in a picture, and the geometry everybody needs of them. Pixels; y grows downwards;
// corners go clockwise from the top left as seen in the picture. Pure functions, any thread.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace hall {

using Quad = std::array<cv::Point2f, 4>;

// A straight line as a point on it and its unit direction.
struct Line
{
    cv::Point2f point;
    cv::Point2f direction;
};

[[nodiscard]] Line lineThrough(cv::Point2f a, cv::Point2f b);
[[nodiscard]] std::optional<cv::Point2f> crossing(const Line &a, const Line &b);  // nothing when (nearly) parallel
[[nodiscard]] float length(cv::Point2f vector);
[[nodiscard]] double quadArea(const Quad &quad);
[[nodiscard]] double shapeOf(const Quad &quad);  // its longer over its shorter sides, each two taken together
[[nodiscard]] Quad scaled(const Quad &quad, double factor);

// The same corners clockwise, beginning with the one nearest to the top left.
[[nodiscard]] Quad inReadingOrder(const Quad &quad);

// Convex, no corner sharper than 45° or flatter than 135°, no side shorter than the longest by
// more than 4.7: a long receipt still is paper, a ruler is not.
[[nodiscard]] bool looksLikePaper(const Quad &quad);

// Intersection over union of two convex quads, 0..1.
[[nodiscard]] double overlap(const Quad &a, const Quad &b);
// Intersection over the smaller of the two, 0..1.
[[nodiscard]] double overlapOfSmaller(const Quad &a, const Quad &b);

// The quad with the least added area around a convex outline: sides are dropped one by one and their neighbours
// extended, so rounded or covered corners come back as the corners the straight sides would have.
[[nodiscard]] std::optional<Quad> quadAround(const std::vector<cv::Point> &hull);

}  // namespace hall
