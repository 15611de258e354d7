// SPDX-License-Identifier: GPL-3.0-or-later
// How well the four sides of a quad agree with a document lying on something else: along a true side the colour steps
// the same way everywhere, right at the side, and that step is not in the picture of the empty plate.
#pragma once

#include "app/recognition/quad.h"

#include <array>
#include <opencv2/core.hpp>
#include <optional>

namespace hall {

// What to score against: 3 channels, lightness first, lightly smoothed.
struct ScoreSource
{
    cv::Mat colours;       // 8-bit CIE L*a*b* of the picture, or 32-bit float: its change from the empty plate
    bool changes = false;  // it is the latter
    float leastStep = 5;   // what is less may be noise
    double fullStep = 40;  // what is more counts fully
    cv::Mat hidden;        // 8-bit: not 0 where something lies on what is below; or empty
};

struct SideScore
{
    double share = 0;       // of the side's length that steps the majority way, 0..1
    double contrast = 0;    // median step, L*a*b* units
    double longestGap = 0;  // longest piece without the step, share of the side
    double unseen = 0;      // share of the side that lies outside the picture
    double hidden = 0;      // share of the side that something lies on; the others are of the rest
    double beside = 0;      // pixels that its steps lie beside it, taken together
    cv::Vec3f inside;       // median colour just inside
    // Shares as above near the side's first corner and near its last; nothing where too little is seen of it.
    std::array<std::optional<double>, 2> ends;

    [[nodiscard]] double lost() const { return unseen + hidden; }
};

struct QuadScore
{
    double total = 0;  // 0..1, comparable between quads and pictures
    std::array<SideScore, 4> sides;
    int cornersSeen = 0;
    int cornersBare = 0;  // of these: near them nothing steps on either side

    // It goes on beyond the picture, and steps all along wherever it can be seen.
    [[nodiscard]] bool isClearToBorder() const;
};

// `samples` points per side; sizes in pixels of the source. `bowed`: sides may curl away from the straight line a
// little (an outline's quad); otherwise they must be straight.
[[nodiscard]] QuadScore scoreQuad(const ScoreSource &source, const Quad &quad, int samples, bool bowed);

// Whether all four sides step along their whole length, and it is a rectangle seen from nearly above.
[[nodiscard]] bool isBox(const Quad &quad, const QuadScore &steps);

// A card's shape (ISO/IEC 7810, ID-1), but for `slack` of its proportion.
[[nodiscard]] bool isCardShaped(const Quad &quad, double slack);
// Exactly a card's shape (ISO/IEC 7810, ID-1), whose sides step all along: a holder is larger by its rim, and of
// another shape so.
[[nodiscard]] bool isCard(const Quad &quad, const QuadScore &steps);

}  // namespace hall
