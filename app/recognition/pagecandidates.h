// SPDX-License-Identifier: GPL-3.0-or-later
// Where a document could be: quads proposed from outlines and from pairs of straight lines in a reduced picture. They
// are many and mostly wrong; sidescore.h says which to believe.
#pragma once

#include "app/recognition/quad.h"

#include <opencv2/core.hpp>
#include <vector>

namespace hall {

struct CandidateSource
{
    cv::Mat lab;              // 8-bit CIE L*a*b*, working size
    cv::Mat difference;       // 8-bit: how much differs from the empty plate, or empty
    cv::Mat chroma;           // the same of blue-yellow, which shadows leave alone
    cv::Mat light;            // 32-bit float: how much lighter it is than that, in deviations of the noise, or empty
    std::vector<Quad> known;  // what else may be one
    double smallest = 0;      // area of the smallest document, working pixels
};

// Of what the picture shows, and of its change from the empty plate where that is given: what is clear in it, and what
// hardly rises above the noise.
[[nodiscard]] std::vector<Quad> outlineCandidates(const CandidateSource &source);
[[nodiscard]] std::vector<Quad> changeCandidates(const CandidateSource &source);
[[nodiscard]] std::vector<Quad> faintCandidates(const CandidateSource &source);
[[nodiscard]] std::vector<Quad> linePairCandidates(const CandidateSource &source);

}  // namespace hall
