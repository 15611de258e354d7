// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagelight.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int saturated = 251;        // of all three channels, once smoothed
constexpr double washing = 190;       // grey levels that a reflection adds where ink cannot be told from paper
constexpr double leastStep = 10;      // grey levels from paper to saturation: less is a bright lamp, not a reflection
constexpr double softStep = 25;       // the same of what is larger than …
constexpr double largestSoft = 9000;  // … mm²
constexpr double spotMm2 = 3;         // smaller spots hide nothing
constexpr double haloMm = 5;          // how far a reflection's edge is followed
constexpr double paperMm = 11;        // paper is looked for from the halo's end up to here
constexpr double sharpShare = 0.25;   // of a spot is washed out at least, however soft its edge looks

int percentile(const std::array<int, 256> &counts, double share)
{
    const double wanted = share * std::accumulate(counts.begin(), counts.end(), 0);
    int sum = 0;
    for (std::size_t level = 0; level < counts.size(); ++level) {
        sum += counts[level];
        if (sum > wanted) {
            return static_cast<int>(level);
        }
    }
    return 255;
}

std::array<int, 256> countsOf(const cv::Mat &grey)
{
    std::array<int, 256> counts{};
    for (int y = 0; y < grey.rows; ++y) {
        const uchar *row = grey.ptr<uchar>(y);
        for (int x = 0; x < grey.cols; ++x) {
            ++counts[row[x]];
        }
    }
    return counts;
}

// Washed out pixels of one saturated spot. A reflection falls off about like a bell: how far it reaches between half
// the step to paper and all of it says how steep it is, and so where it is strong enough to hide ink.
double washedBy(const cv::Mat &level, const cv::Mat &own, const cv::Mat &others, double area, double perMm)
{
    cv::Mat distance;
    cv::distanceTransform(~own, distance, cv::DIST_L2, 3);
    std::array<int, 256> around{};
    for (int y = 0; y < level.rows; ++y) {
        for (int x = 0; x < level.cols; ++x) {
            const double mm = static_cast<double>(distance.at<float>(y, x)) / perMm;
            if (mm > haloMm && mm < paperMm && others.at<uchar>(y, x) == 0) {
                ++around[level.at<uchar>(y, x)];
            }
        }
    }
    if (std::accumulate(around.begin(), around.end(), 0) < 50) {
        return 0;
    }
    const double paper = percentile(around, 0.7);
    const double step = saturated + 1 - paper;
    if (step < leastStep || (step < softStep && area > largestSoft * perMm * perMm)) {
        return 0;
    }
    double halo = 0;
    for (int y = 0; y < level.rows; ++y) {
        for (int x = 0; x < level.cols; ++x) {
            const double mm = static_cast<double>(distance.at<float>(y, x)) / perMm;
            if (mm > 0 && mm <= haloMm && others.at<uchar>(y, x) == 0 && level.at<uchar>(y, x) >= paper + step / 2) {
                ++halo;
            }
        }
    }
    return std::max(sharpShare * area, area - halo * std::max(0.0, std::log2(washing / step)));
}

double glareShare(const cv::Mat &page, double perMm)
{
    std::vector<cv::Mat> channels;
    cv::split(page, channels);
    cv::Mat level;
    cv::min(channels[0], channels[1], level);
    cv::min(level, channels[2], level);
    cv::blur(level, level, {3, 3});
    cv::Mat bright = level >= saturated;
    if (cv::countNonZero(bright) < spotMm2 * perMm * perMm) {
        return 0;
    }
    const int open = std::max(3, static_cast<int>(std::lround(0.8 * perMm)) | 1);
    cv::morphologyEx(bright, bright, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {open, open}));
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat middles;
    const int spots = cv::connectedComponentsWithStats(bright, labels, stats, middles, 8);
    const int pad = static_cast<int>(std::ceil((paperMm + 1) * perMm));
    double washed = 0;
    for (int i = 1; i < spots; ++i) {
        const double area = stats.at<int>(i, cv::CC_STAT_AREA);
        if (area < spotMm2 * perMm * perMm) {
            continue;
        }
        const cv::Rect near =
            cv::Rect(stats.at<int>(i, cv::CC_STAT_LEFT) - pad, stats.at<int>(i, cv::CC_STAT_TOP) - pad,
                     stats.at<int>(i, cv::CC_STAT_WIDTH) + 2 * pad, stats.at<int>(i, cv::CC_STAT_HEIGHT) + 2 * pad) &
            cv::Rect({0, 0}, level.size());
        const cv::Mat own = labels(near) == i;
        washed += washedBy(level(near), own, bright(near) & ~own, area, perMm);
    }
    return washed / static_cast<double>(level.total());
}

}  // namespace

PageLight lightOn(const cv::Mat &page, double perMm)
{
    PageLight light;
    if (page.type() != CV_8UC3 || page.empty()) {
        return light;
    }
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
    light.bright = percentile(countsOf(grey), 0.97);
    light.glare = glareShare(page, perMm);
    return light;
}

}  // namespace hall
