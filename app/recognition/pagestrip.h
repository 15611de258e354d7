// SPDX-License-Identifier: GPL-3.0-or-later
// A page straightened coarsely, with a strip of what lies around it: where hands and things on it are looked for.
// Pure, any thread.
#pragma once

#include "app/recognition/quad.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

namespace hall {

inline constexpr double kStripPerMm = 2;  // pixels
inline constexpr int kAroundPage = 6;     // mm

[[nodiscard]] inline int stripPixels(double mm)
{
    return static_cast<int>(std::lround(mm * kStripPerMm));
}

// Of a page of about so many mm, pixels.
[[nodiscard]] inline cv::Size stripSize(cv::Size2f mm)
{
    return {stripPixels(std::clamp(mm.width, 10.0F, 500.0F)), stripPixels(std::clamp(mm.height, 10.0F, 500.0F))};
}

struct PagePicture
{
    cv::Mat bgr;    // the page with its strip
    cv::Mat seen;   // 8-bit, 0 where the picture shows nothing
    cv::Mat plate;  // the same of the empty plate; none where it is not known
    cv::Size page;

    [[nodiscard]] cv::Rect inner() const
    {
        return {cv::Point(stripPixels(kAroundPage), stripPixels(kAroundPage)), page};
    }
};

// One side of the page: where its places lie in the picture with the strip.
struct SideLine
{
    int places;
    cv::Point first;
    cv::Point step;
    cv::Point inward;

    [[nodiscard]] cv::Point at(int along, int inwards) const { return first + step * along + inward * inwards; }
};
[[nodiscard]] std::array<SideLine, 4> sidesOf(cv::Size page);

// `page`: its size in pixels of the result. `seen` (8-bit), where it is asked for, is 0 where the picture shows
// nothing.
[[nodiscard]] cv::Mat pageWithStrip(const cv::Mat &bgr, const Quad &quad, cv::Size page, cv::Mat *seen);

[[nodiscard]] inline uchar weakest(const cv::Vec3b &pixel)
{
    return std::min({pixel[0], pixel[1], pixel[2]});
}

// Grey levels of the weakest channel above which paper is lit by more than the lamp. A hand takes light from the paper
// beside it; a reflection adds light to paper and plate, and wood then looks like skin.
[[nodiscard]] int reflectionFrom(const cv::Mat &page);

}  // namespace hall
