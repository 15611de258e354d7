// SPDX-License-Identifier: GPL-3.0-or-later
// What speaks against a quad with clear sides being a page. It refuses and never chooses: which of two quads is better
// the colour steps say alone. Lengths in working pixels. Pure, any thread.
#pragma once

#include "app/recognition/papernet.h"
#include "app/recognition/sidescore.h"

namespace hall {

// Smaller than any document (an identity card takes 3.5 % of the largest plate, A3, and is 11 % of its length wide),
// or a small thing that is cut off by the picture's edge.
[[nodiscard]] bool tooSmallForAPage(const Quad &quad, const QuadScore &steps, cv::Size picture);

// Lines printed on the plate: beyond them it is inside as it is outside.
[[nodiscard]] bool isDrawnOnThePlate(const ScoreSource &source, const Quad &quad, const QuadScore &steps);

struct Contents
{
    double lightness = 0;  // mean, 8 bits
    double print = 0;      // steps of lightness that 98 % of the places do not exceed, of what they could be there
};
// `lightness`: 8-bit, the channel of the picture. Away from the quad's sides.
[[nodiscard]] Contents contentsOf(const cv::Mat &lightness, const Quad &quad);

// Nearly black with nothing on it: a telephone.
[[nodiscard]] bool isBlank(const Contents &contents);
// With so little on it that the net is worth asking.
[[nodiscard]] bool mayBeAThing(const Contents &contents);
// Whether it is the net's opinion that this is a hand, or a thing.
[[nodiscard]] bool isAThing(const Contents &contents, const PaperEvidence &said);

}  // namespace hall
