// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets and cards that go on beyond the picture, by what has changed on a known plate: what lies there reaches the
// picture's border, and its own sides run on to it. Those that are beyond are put there, so that whoever laid it down
// hears that it is cut off. Lengths in pixels of the given pictures. Pure, any thread.
#pragma once

#include "app/recognition/quad.h"
#include "app/recognition/sidescore.h"

namespace hall {

struct CutSheet
{
    Quad quad;              // sides that are not in the picture lie beyond all that can be seen of it
    double score = 0;       // how much of the sides that can be seen is there, 0…1
    bool cornered = false;  // two of them meet in the picture
};

// The quad around an outline that ends at the border of a picture: its straight sides away from the border, and for
// those that are not there lines `beyond` pixels outside of what can be seen. Nothing when it has no two sides at a
// right angle or opposite each other, when its sides are not those of one rectangle, or when it is all in the picture.
[[nodiscard]] std::optional<Quad> quadBeyond(const std::vector<cv::Point> &outline, cv::Size picture, float beyond);

// `light`, `chroma`: 32-bit float, how much has changed, in deviations of the noise (platechange.h). `source`: what
// tells sides, of the same size. `smallest`: area of what may be a part of a document. Best first; they do not overlap.
[[nodiscard]] std::vector<CutSheet> cutSheets(const cv::Mat &light, const cv::Mat &chroma, const ScoreSource &source,
                                              double smallest, float beyond);

}  // namespace hall
