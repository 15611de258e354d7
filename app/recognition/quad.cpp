// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/quad.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

float cross(cv::Point2f a, cv::Point2f b)
{
    return a.x * b.y - a.y * b.x;
}

// What of a convex outline lies on the inner side of each side of the other, one side after the other (Sutherland and
// Hodgman, 1974). cv::intersectConvexConvex of OpenCV 4.6 says 0 of some quads that are nearly the same.
double intersectionArea(const Quad &a, const Quad &b)
{
    const float turn = cross(b[1] - b[0], b[2] - b[1]) < 0 ? -1.0F : 1.0F;
    std::vector<cv::Point2f> common(a.begin(), a.end());
    for (std::size_t i = 0; i < 4 && !common.empty(); ++i) {
        const cv::Point2f from = b[i];
        const cv::Point2f way = b[(i + 1) % 4] - from;
        const auto inside = [&](cv::Point2f p) { return turn * cross(way, p - from); };
        std::vector<cv::Point2f> left;
        for (std::size_t k = 0; k < common.size(); ++k) {
            const cv::Point2f p = common[k];
            const cv::Point2f next = common[(k + 1) % common.size()];
            const float here = inside(p);
            const float there = inside(next);
            if (here >= 0) {
                left.push_back(p);
            }
            if ((here > 0 && there < 0) || (here < 0 && there > 0)) {
                left.push_back(p + (next - p) * (here / (here - there)));
            }
        }
        common = std::move(left);
    }
    double area = 0;
    for (std::size_t k = 2; k < common.size(); ++k) {
        area += cross(common[k - 1] - common[0], common[k] - common[0]) / 2.0;
    }
    return std::abs(area);
}

double triangleArea(cv::Point2f a, cv::Point2f b, cv::Point2f c)
{
    return std::abs(cross(b - a, c - a)) / 2.0;
}

}  // namespace

float length(cv::Point2f vector)
{
    return std::hypot(vector.x, vector.y);
}

Line lineThrough(cv::Point2f a, cv::Point2f b)
{
    const float size = std::max(length(b - a), 1e-6F);
    return {a, (b - a) / size};
}

std::optional<cv::Point2f> crossing(const Line &a, const Line &b)
{
    const float sine = cross(a.direction, b.direction);
    if (std::abs(sine) < 0.02F) {
        return std::nullopt;
    }
    const float along = cross(b.point - a.point, b.direction) / sine;
    return a.point + along * a.direction;
}

double quadArea(const Quad &quad)
{
    return std::abs(cross(quad[2] - quad[0], quad[3] - quad[1])) / 2.0;
}

double shapeOf(const Quad &quad)
{
    const double a = length(quad[1] - quad[0]) + length(quad[2] - quad[3]);
    const double b = length(quad[2] - quad[1]) + length(quad[3] - quad[0]);
    return std::max(a, b) / std::max(1e-3, std::min(a, b));
}

Quad scaled(const Quad &quad, double factor)
{
    Quad result = quad;
    for (cv::Point2f &corner : result) {
        corner *= factor;
    }
    return result;
}

Quad inReadingOrder(const Quad &quad)
{
    Quad turned = quad;
    // y grows downwards: a positive turn is clockwise on the screen.
    if (cross(turned[1] - turned[0], turned[2] - turned[0]) < 0) {
        std::reverse(turned.begin(), turned.end());
    }
    const auto nearest = std::min_element(turned.begin(), turned.end(),
                                          [](const auto &a, const auto &b) { return a.x + a.y < b.x + b.y; });
    std::rotate(turned.begin(), nearest, turned.end());
    return turned;
}

bool looksLikePaper(const Quad &quad)
{
    float shortest = std::numeric_limits<float>::max();
    float longest = 0;
    float turn = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f in = quad[i] - quad[(i + 3) % 4];
        const cv::Point2f out = quad[(i + 1) % 4] - quad[i];
        const float size = length(out);
        shortest = std::min(shortest, size);
        longest = std::max(longest, size);
        const float sine = cross(in, out) / std::max(length(in) * size, 1e-6F);
        if (std::abs(sine) < 0.707F || sine * turn < 0) {
            return false;
        }
        turn = sine;
    }
    return shortest * 4.7F > longest;
}

double overlap(const Quad &a, const Quad &b)
{
    const double common = intersectionArea(a, b);
    const double all = quadArea(a) + quadArea(b) - common;
    return all > 0 ? common / all : 0;
}

double overlapOfSmaller(const Quad &a, const Quad &b)
{
    const double smaller = std::min(quadArea(a), quadArea(b));
    return smaller > 0 ? intersectionArea(a, b) / smaller : 0;
}

std::optional<Quad> quadAround(const std::vector<cv::Point> &hull)
{
    std::vector<cv::Point> simple;
    cv::approxPolyDP(hull, simple, 0.006 * cv::arcLength(hull, true), true);
    std::vector<cv::Point2f> corners(simple.begin(), simple.end());
    while (corners.size() > 4) {
        const std::size_t n = corners.size();
        double least = std::numeric_limits<double>::max();
        std::size_t drop = n;
        cv::Point2f tip;
        for (std::size_t i = 0; i < n; ++i) {
            const cv::Point2f before = corners[(i + n - 1) % n];
            const cv::Point2f a = corners[i];
            const cv::Point2f b = corners[(i + 1) % n];
            const cv::Point2f after = corners[(i + 2) % n];
            const auto meet = crossing(lineThrough(before, a), lineThrough(b, after));
            // The neighbours must meet beyond the dropped side, not behind it.
            if (!meet || (*meet - a).dot(a - before) < 0) {
                continue;
            }
            const double added = triangleArea(a, *meet, b);
            if (added < least) {
                least = added;
                drop = i;
                tip = *meet;
            }
        }
        if (drop == n) {
            return std::nullopt;
        }
        corners[drop] = tip;
        corners.erase(corners.begin() + static_cast<std::ptrdiff_t>((drop + 1) % n));
    }
    if (corners.size() < 4) {
        return std::nullopt;
    }
    return inReadingOrder({corners[0], corners[1], corners[2], corners[3]});
}

}  // namespace hall
