// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/barextent.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace hall {

namespace {

using Line = std::vector<float>;

// The brightest or darkest sample not farther than `reach`.
Line extremeNear(const Line &line, std::size_t reach, bool brightest)
{
    Line out(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto from = line.begin() + static_cast<std::ptrdiff_t>(i - std::min(i, reach));
        const auto to = line.begin() + static_cast<std::ptrdiff_t>(std::min(line.size(), i + reach + 1));
        out[i] = brightest ? *std::max_element(from, to) : *std::min_element(from, to);
    }
    return out;
}

// Where the brightness crosses the middle between the paper and the ink thereabouts, for good: what only touches it is
// noise.
std::vector<double> edgesOf(const Line &line, const Line &bright, const Line &dark)
{
    constexpr double beyond = 0.12;  // of the ink
    constexpr float leastInk = 0.35F;
    float most = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        most = std::max(most, bright[i] - dark[i]);
    }
    std::vector<double> edges;
    bool black = false;
    double crossed = -1;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double ink = bright[i] - dark[i];
        if (ink <= 0 || ink < leastInk * most) {
            continue;
        }
        const double middle = bright[i] - ink / 2;
        if ((line[i - 1] > middle) != (line[i] > middle)) {
            crossed = static_cast<double>(i - 1) + (line[i - 1] - middle) / (line[i - 1] - line[i]);
        }
        if (crossed >= 0 && (black ? line[i] > middle + beyond * ink : line[i] < middle - beyond * ink)) {
            black = !black;
            edges.push_back(crossed);
            crossed = -1;
        }
    }
    return edges;
}

}  // namespace

std::optional<BarExtent> barExtent(const std::vector<float> &line)
{
    constexpr std::size_t leastEdges = 8;
    const std::size_t reach = line.size() / 10;
    const Line bright = extremeNear(line, reach, true);
    const Line dark = extremeNear(line, reach, false);
    const std::vector<double> edges = edgesOf(line, bright, dark);
    if (edges.size() < leastEdges) {
        return std::nullopt;
    }
    // The longest row of edges without a gap as wide as a quiet zone. A mean bar or gap has 11/6 modules, more where
    // blur hides some.
    const double gap = 5.5 * (edges.back() - edges.front()) / static_cast<double>(edges.size() - 1);
    std::size_t from = 0;
    std::size_t bestFrom = 0;
    std::size_t bestTo = 0;
    for (std::size_t i = 1; i <= edges.size(); ++i) {
        if (i == edges.size() || edges[i] - edges[i - 1] > gap) {
            if (i - from > bestTo - bestFrom) {
                bestFrom = from;
                bestTo = i;
            }
            from = i;
        }
    }
    if (bestTo - bestFrom < leastEdges) {
        return std::nullopt;
    }
    BarExtent extent;
    extent.begin = edges[bestFrom];
    extent.end = edges[bestTo - 1];
    extent.edges = static_cast<int>(bestTo - bestFrom);
    // Paper: the means of the brightest samples near the places in the first and in the last third.
    const auto third = static_cast<std::size_t>((extent.end - extent.begin) / 3);
    const auto meanOf = [third](const Line &of, std::size_t at) {
        const auto begin = of.begin() + static_cast<std::ptrdiff_t>(at);
        return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(third), 0.0) / static_cast<double>(third);
    };
    const auto left = static_cast<std::size_t>(extent.begin);
    const std::size_t right = left + 2 * third;
    const double paperLeft = meanOf(bright, left);
    const double paperRight = meanOf(bright, right);
    extent.paperSlope = (paperRight - paperLeft) / (2.0 * static_cast<double>(third));
    extent.paper = paperLeft - extent.paperSlope * static_cast<double>(third) / 2;
    extent.ink = 1 - (meanOf(dark, left) + meanOf(dark, right)) / std::max(1e-6, paperLeft + paperRight);
    return extent;
}

}  // namespace hall
