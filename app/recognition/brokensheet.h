// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets that go on beyond the picture, or under a hand. Their sides are not all there to be seen, and what is printed
// on them or on the plate below has four: so a finder of whole pages takes some of that for a page, and nobody is told
// that the sheet is cut off or covered. Pure, any thread.
#pragma once

#include "app/recognition/papernet.h"
#include "app/recognition/sidescore.h"

namespace hall {

struct BrokenSheet
{
    Quad quad;         // around what can be seen of it; sides at the picture's border a little beyond that
    double score = 0;  // how much of the sides that can be seen is there, 0…1
};

// `scale`: pixels of the picture for one of the maps. `pages`: what was found, in pixels of the picture; paper that
// they account for is left to them. `bgr` and `empty` (or none): picture and empty plate. `source`: what tells sides.
[[nodiscard]] std::vector<BrokenSheet> brokenSheets(const cv::Mat &bgr, const cv::Mat &empty, const PaperMaps &maps,
                                                    cv::Size2f scale, const ScoreSource &source, double smallest,
                                                    const std::vector<Quad> &pages);

// 255 where a hand lies, of the picture's size: skin that comes from beyond the picture or is large, and of which the
// net holds some for a thing. Empty where there is none, or where a third of the picture looks like that: then the
// plate does.
[[nodiscard]] cv::Mat handsIn(const cv::Mat &bgr, const cv::Mat &empty, const PaperMaps &maps);

}  // namespace hall
