// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagelight.h"

#include "app/recognition/pagestrip.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <optional>

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
constexpr int leastPaper = 50;        // pixels of it at least
constexpr double sharpShare = 0.25;   // of a spot is washed out at least, however soft its edge looks
constexpr double faintStep = 15;      // of what makes a smaller step less is strong enough to hide ink:
constexpr double faintShare = 0.1;    // bright paper between a table's lines looks like such spots
// Paper that is nearly saturated itself leaves a reflection hardly a step …
constexpr int clipped = 254;        // … but there all noise is gone,
constexpr double edgeFromMm = 2.5;  // and it ends within some millimetres, where a lamp's light falls off over
constexpr double edgeToMm = 4;      // centimetres:
constexpr double steepStep = 3;     // so many grey levels by there,
constexpr double steepShare = 0.6;  // which is so much of the whole step
constexpr double softMm = 0.4;      // what is printed white has sharper edges

// Ink that is dark deep within a spot: a bright lamp's light on the paper, for a reflection is strongest there.
constexpr double joinedMm = 6;  // print parts such a spot no farther
constexpr double deepShare = 0.6;
constexpr int darkInk = 130;    // grey levels
constexpr double inkMm2 = 1.5;  // of it at least
constexpr int darkPlate = 20;   // grey levels: less, and noise is all that can be compared

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

// One saturated spot and what is around it.
class Spot
{
public:
    // `others`: what else is saturated there; `from`: grey levels that count as saturated.
    Spot(const cv::Mat &level, const cv::Mat &own, const cv::Mat &others, int from, double perMm)
        : m_level(level), m_others(others), m_perMm(perMm)
    {
        cv::distanceTransform(~own, m_distance, cv::DIST_L2, 3);
        m_inked = inkedIn(own);
        m_paper = brightness(haloMm, paperMm);
        m_step = m_paper ? from + 1 - *m_paper : 0;
    }

    [[nodiscard]] double step() const { return m_step; }
    [[nodiscard]] bool inked() const { return m_inked; }

    // It ends as a reflection does, not as a lamp's light on the paper.
    [[nodiscard]] bool steep() const
    {
        const std::optional<double> edge = brightness(edgeFromMm, edgeToMm);
        const double fallen = edge && m_paper ? m_step - (*edge - *m_paper) : 0;
        return fallen >= steepStep && fallen >= steepShare * m_step;
    }

    // Washed out pixels of it. A reflection falls off about like a bell: how far it reaches between half the step to
    // paper and all of it says how steep it is, and so where it is strong enough to hide ink.
    [[nodiscard]] double washed(double area, double sure) const
    {
        return std::max(sure * area, area - halo() * std::max(0.0, std::log2(washing / m_step)));
    }

    // mm of halo all along the spot's edge.
    [[nodiscard]] double softness() const
    {
        const double edge = cv::countNonZero((m_distance > 0) & (m_distance <= 1));
        return halo() / std::max(1.0, edge) / m_perMm;
    }

private:
    [[nodiscard]] bool inkedIn(const cv::Mat &own) const
    {
        const int side = static_cast<int>(std::lround(joinedMm * m_perMm)) | 1;
        cv::Mat whole;
        cv::morphologyEx(own, whole, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
        cv::Mat depth;
        cv::distanceTransform(whole, depth, cv::DIST_L2, 3);
        double deepest = 0;
        cv::minMaxLoc(depth, nullptr, &deepest);
        const cv::Mat deep = depth > deepShare * deepest;
        return cv::countNonZero(deep & (m_level < darkInk)) > inkMm2 * m_perMm * m_perMm;
    }

    // Pixels.
    [[nodiscard]] double halo() const
    {
        double halo = 0;
        for (int y = 0; y < m_level.rows; ++y) {
            for (int x = 0; x < m_level.cols; ++x) {
                if (lies(x, y, 0, haloMm) && m_level.at<uchar>(y, x) >= *m_paper + m_step / 2) {
                    ++halo;
                }
            }
        }
        return halo;
    }

    // So many mm from it.
    [[nodiscard]] bool lies(int x, int y, double from, double to) const
    {
        const double mm = static_cast<double>(m_distance.at<float>(y, x)) / m_perMm;
        return mm > from && mm <= to && m_others.at<uchar>(y, x) == 0;
    }

    // Of the paper there, not of the ink; nothing where there is too little.
    [[nodiscard]] std::optional<double> brightness(double from, double to) const
    {
        std::array<int, 256> counts{};
        for (int y = 0; y < m_level.rows; ++y) {
            for (int x = 0; x < m_level.cols; ++x) {
                if (lies(x, y, from, to)) {
                    ++counts[m_level.at<uchar>(y, x)];
                }
            }
        }
        return std::accumulate(counts.begin(), counts.end(), 0) < leastPaper ? std::nullopt
                                                                             : std::optional(percentile(counts, 0.7));
    }

    const cv::Mat &m_level;
    const cv::Mat &m_others;
    double m_perMm;
    cv::Mat m_distance;  // to the spot, pixels
    std::optional<double> m_paper;
    double m_step = 0;  // from paper to saturation
    bool m_inked = false;
};

// Calls `tell` with each spot of `mask` and its pixels; false: the spot is left in `mask`, all others are taken out.
template <typename Tell> void eachSpot(const cv::Mat &level, cv::Mat &mask, int from, double perMm, Tell tell)
{
    const int open = std::max(3, static_cast<int>(std::lround(0.8 * perMm)) | 1);
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {open, open}));
    const cv::Mat all = mask.clone();
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat middles;
    const int spots = cv::connectedComponentsWithStats(all, labels, stats, middles, 8);
    const int pad = static_cast<int>(std::ceil((paperMm + 1) * perMm));
    for (int i = 1; i < spots; ++i) {
        const double area = stats.at<int>(i, cv::CC_STAT_AREA);
        const cv::Rect near =
            cv::Rect(stats.at<int>(i, cv::CC_STAT_LEFT) - pad, stats.at<int>(i, cv::CC_STAT_TOP) - pad,
                     stats.at<int>(i, cv::CC_STAT_WIDTH) + 2 * pad, stats.at<int>(i, cv::CC_STAT_HEIGHT) + 2 * pad) &
            cv::Rect({0, 0}, level.size());
        const cv::Mat own = labels(near) == i;
        const cv::Mat there = level(near);
        const cv::Mat others = all(near) & ~own;
        if (area < spotMm2 * perMm * perMm || tell(Spot(there, own, others, from, perMm), area)) {
            mask(near).setTo(0, own);
        }
    }
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
    const double least = spotMm2 * perMm * perMm;
    if (cv::countNonZero(bright) < least) {
        return 0;
    }
    double washed = 0;
    eachSpot(level, bright, saturated, perMm, [&](const Spot &spot, double area) {
        const bool soft = spot.step() < softStep && area > largestSoft * perMm * perMm;
        if (spot.step() < leastStep || spot.inked()) {
            return false;
        }
        washed += soft ? 0 : spot.washed(area, spot.step() < faintStep ? faintShare : sharpShare);
        return true;
    });
    cv::Mat whitest = bright & (level >= clipped);
    if (cv::countNonZero(whitest) >= least) {
        eachSpot(level, whitest, clipped, perMm, [&](const Spot &spot, double area) {
            washed += spot.steep() && !spot.inked() && spot.softness() > softMm ? spot.washed(area, 0) : 0;
            return true;
        });
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

double litBeside(const cv::Mat &bgr, const Quad &quad, cv::Size2f mm, const cv::Mat &empty)
{
    PagePicture picture;
    picture.page = stripSize(mm);
    const Quad there = scaled(quad, static_cast<double>(empty.cols) / bgr.cols);
    picture.bgr = pageWithStrip(bgr, quad, picture.page, &picture.seen);
    picture.plate = empty.empty() ? cv::Mat(picture.bgr.size(), CV_8UC3, cv::Scalar::all(255))
                                  : pageWithStrip(empty, there, picture.page, nullptr);
    picture.seen(picture.inner()) = cv::Scalar(0);
    std::array<int, 256> now{};
    std::array<int, 256> before{};
    for (int y = 0; y < picture.seen.rows; ++y) {
        for (int x = 0; x < picture.seen.cols; ++x) {
            if (picture.seen.at<uchar>(y, x) != 0) {
                ++now[picture.bgr.at<cv::Vec3b>(y, x)[1]];
                ++before[picture.plate.at<cv::Vec3b>(y, x)[1]];
            }
        }
    }
    const int plate = percentile(before, 0.5);
    return plate < darkPlate ? 0 : static_cast<double>(percentile(now, 0.5)) / plate;
}

}  // namespace hall
