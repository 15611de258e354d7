// SPDX-License-Identifier: GPL-3.0-or-later
// Where bars begin and end on a line across them, and how bright paper and ink are there. Pure, any thread.
#pragma once

#include <optional>
#include <vector>

namespace hall {

// In samples of the line.
struct BarExtent
{
    double begin = 0;
    double end = 0;
    int edges = 0;
    double paper = 1;       // brightness at `begin`
    double paperSlope = 0;  // a sample
    double ink = 1;         // share of the paper's brightness that it takes away
};

// From the first to the last edge of the longest row of bars; `line`: brightness, ten finite samples at least. Nothing
// where there are no eight edges.
[[nodiscard]] std::optional<BarExtent> barExtent(const std::vector<float> &line);

}  // namespace hall
