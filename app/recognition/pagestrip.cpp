// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagestrip.h"

#include "app/recognition/shrink.h"

#include <opencv2/imgproc.hpp>
#include <vector>

namespace hall {

namespace {

constexpr double brightShare = 0.8;  // of a page's places are darker than its paper is where the lamp is brightest
constexpr double reflects = 1.06;    // times that paper
constexpr double colourless = 0.6;  // of the weakest channel over the strongest: of a coloured cover it says little …
constexpr double coloured = 1.6;    // … and a reflection is brighter than its strongest channel
constexpr int washedOut = 248;      // grey levels, however bright the paper

// Whether the picture shows every place of what it is mapped to.
bool showsAll(cv::Size picture, const cv::Mat &map, cv::Size result)
{
    const auto right = static_cast<float>(result.width);
    const auto bottom = static_cast<float>(result.height);
    std::vector<cv::Point2f> corners{{-1, -1}, {right, -1}, {right, bottom}, {-1, bottom}};
    cv::perspectiveTransform(corners, corners, map.inv());
    return std::all_of(corners.begin(), corners.end(), [&](cv::Point2f p) {
        return p.x > 0 && p.y > 0 && p.x < static_cast<float>(picture.width - 1) &&
               p.y < static_cast<float>(picture.height - 1);
    });
}

}  // namespace

cv::Mat pageWithStrip(const cv::Mat &bgr, const Quad &quad, cv::Size page, cv::Mat *seen)
{
    const auto strip = static_cast<float>(kAroundPage * kStripPerMm);
    const auto w = static_cast<float>(page.width);
    const auto h = static_cast<float>(page.height);
    const std::vector<cv::Point2f> to{{strip, strip}, {strip + w, strip}, {strip + w, strip + h}, {strip, strip + h}};
    const cv::Size size(page.width + 2 * stripPixels(kAroundPage), page.height + 2 * stripPixels(kAroundPage));
    // Reduced first: single pixels of a large picture are noise.
    const double fine = std::sqrt(quadArea(quad) / std::max(1.0, static_cast<double>(page.area())));
    cv::Mat work = bgr;
    Quad from = quad;
    // By a whole number, which takes a fraction of the time.
    if (const int shrink = static_cast<int>(std::lround(fine)); shrink > 1) {
        work = shrunk(bgr, {bgr.cols / shrink, bgr.rows / shrink});
        from = scaled(quad, 1.0 / shrink);
    }
    const cv::Mat map = cv::getPerspectiveTransform(std::vector<cv::Point2f>(from.begin(), from.end()), to);
    cv::Mat result;
    cv::warpPerspective(work, result, map, size, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    if (seen) {
        seen->create(size, CV_8U);
        seen->setTo(255);
        if (!showsAll(work.size(), map, size)) {
            cv::warpPerspective(cv::Mat(work.size(), CV_8U, cv::Scalar(255)), *seen, map, size, cv::INTER_NEAREST);
        }
    }
    return result;
}

std::array<SideLine, 4> sidesOf(cv::Size page)
{
    const int strip = stripPixels(kAroundPage);
    const int right = strip + page.width - 1;
    const int bottom = strip + page.height - 1;
    return {{{page.width, {strip, strip}, {1, 0}, {0, 1}},
             {page.height, {right, strip}, {0, 1}, {-1, 0}},
             {page.width, {strip, bottom}, {1, 0}, {0, -1}},
             {page.height, {strip, strip}, {0, 1}, {1, 0}}}};
}

int reflectionFrom(const cv::Mat &page)
{
    std::vector<uchar> levels;
    std::vector<uchar> brightest;
    for (int y = 0; y < page.rows; y += 4) {
        const auto *row = page.ptr<cv::Vec3b>(y);
        for (int x = 0; x < page.cols; x += 4) {
            levels.push_back(weakest(row[x]));
            brightest.push_back(std::max({row[x][0], row[x][1], row[x][2]}));
        }
    }
    const auto bright = [](std::vector<uchar> &all) -> double {
        const auto at = all.begin() + static_cast<std::ptrdiff_t>(brightShare * static_cast<double>(all.size()));
        std::nth_element(all.begin(), at, all.end());
        return *at;
    };
    const double weak = bright(levels);
    const double strong = bright(brightest);
    const double from = weak < colourless * strong ? coloured * strong : reflects * weak;
    return std::min(washedOut, static_cast<int>(std::lround(from)));
}

}  // namespace hall
