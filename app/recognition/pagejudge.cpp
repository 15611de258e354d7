// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagejudge.h"

#include "app/recognition/pagestraightener.h"
#include "app/recognition/sidescore.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int workSize = 640;     // side gaps are looked for at the finder's working size
constexpr int judgedSide = 1600;  // pixels; a larger page is judged reduced
constexpr double clearSide = 25;  // L*a*b* units: only a side this clear can be said to be covered

class Histogram
{
public:
    explicit Histogram(const cv::Mat &grey)
    {
        for (int y = 0; y < grey.rows; ++y) {
            const uchar *row = grey.ptr<uchar>(y);
            for (int x = 0; x < grey.cols; ++x) {
                ++m_counts[row[x]];
            }
        }
        m_total = static_cast<std::int64_t>(grey.total());
    }
    [[nodiscard]] int percentile(double share) const
    {
        const auto wanted = static_cast<std::int64_t>(share * static_cast<double>(m_total));
        std::int64_t sum = 0;
        for (int level = 0; level < 256; ++level) {
            sum += m_counts[static_cast<std::size_t>(level)];
            if (sum > wanted) {
                return level;
            }
        }
        return 255;
    }

private:
    std::array<std::int64_t, 256> m_counts{};
    std::int64_t m_total = 0;
};

// The page without its outermost 3 %: its border is judged apart.
cv::Mat inner(const cv::Mat &page)
{
    const int x = page.cols * 3 / 100;
    const int y = page.rows * 3 / 100;
    return page(cv::Rect(x, y, page.cols - 2 * x, page.rows - 2 * y));
}

void measureSharpness(const cv::Mat &grey, PageQuality &quality)
{
    const Histogram levels(grey);
    quality.paper = levels.percentile(0.75);
    cv::Mat smooth;
    cv::GaussianBlur(grey, smooth, {0, 0}, 0.8);  // sensor noise is no sharpness
    cv::Mat bend;
    cv::Laplacian(smooth, bend, CV_16S, 1);
    cv::Mat size;
    cv::convertScaleAbs(bend, size);
    // Ink is sparse: local contrast in blocks, then the clearest tenth of the blocks.
    cv::Mat darkest;
    cv::Mat lightest;
    const cv::Mat block = cv::getStructuringElement(cv::MORPH_RECT, {15, 15});
    cv::erode(smooth, darkest, block);
    cv::dilate(smooth, lightest, block);
    quality.contrast = Histogram(lightest - darkest).percentile(0.95);
    quality.sharpness = Histogram(size).percentile(0.99) / std::max(1.0, quality.contrast);
}

// Washed out: nearly white, smooth, and clearly brighter than the paper.
double glareShare(const cv::Mat &page, double paper)
{
    std::vector<cv::Mat> channels;
    cv::split(page, channels);
    cv::Mat darkest;
    cv::min(channels[0], channels[1], darkest);
    cv::min(darkest, channels[2], darkest);
    const double level = std::max(249.0, paper + 6);
    if (level > 254) {
        return 0;
    }
    cv::Mat bright;
    cv::threshold(darkest, bright, level, 255, cv::THRESH_BINARY);
    const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_ELLIPSE, {9, 9});
    cv::morphologyEx(bright, bright, cv::MORPH_OPEN, kernel);
    return cv::countNonZero(bright) / static_cast<double>(bright.total());
}

double longestGap(const cv::Mat &bgr, const Quad &quad)
{
    const double scale = std::min(1.0, static_cast<double>(workSize) / std::max(bgr.cols, bgr.rows));
    cv::Mat work;
    cv::resize(bgr, work, {}, scale, scale, cv::INTER_AREA);
    ScoreSource source;
    cv::cvtColor(work, source.lab, cv::COLOR_BGR2Lab);
    cv::blur(source.lab, source.lab, {3, 3});
    const QuadScore score = scoreQuad(source, scaled(quad, scale), 64, false);
    double longest = 0;
    for (const SideScore &side : score.sides) {
        if (side.contrast > clearSide && side.unseen < 0.3) {
            longest = std::max(longest, side.longestGap);
        }
    }
    return longest;
}

bool leavesPicture(const Quad &quad, cv::Size size)
{
    const float margin = 0.003F * static_cast<float>(std::max(size.width, size.height));
    return std::any_of(quad.begin(), quad.end(), [&](cv::Point2f p) {
        return p.x < margin || p.y < margin || p.x > static_cast<float>(size.width) - margin ||
               p.y > static_cast<float>(size.height) - margin;
    });
}

// The order is the order of usefulness to whoever stands there: first what makes the others unsafe to judge.
std::vector<FaultCode> reasonsOf(const PageQuality &quality, const JudgeLimits &limits)
{
    std::vector<FaultCode> reasons;
    if (quality.cut) {
        reasons.push_back(FaultCode::PageCut);
    }
    if (quality.paper < limits.paper) {
        reasons.push_back(FaultCode::PageDark);
    }
    if (quality.gap > limits.gap) {
        reasons.push_back(FaultCode::PageCovered);
    }
    if (quality.glare > limits.glare) {
        reasons.push_back(FaultCode::PageGlare);
    }
    if (quality.shortSide < limits.shortSide) {
        reasons.push_back(FaultCode::PageSmall);
    }
    if (quality.contrast >= limits.leastContrast && quality.sharpness < limits.sharpness) {
        reasons.push_back(FaultCode::PageBlur);
    }
    return reasons;
}

}  // namespace

PageQuality judgePage(const cv::Mat &bgr, const Quad &quad, const JudgeLimits &limits)
{
    PageQuality quality;
    if (bgr.type() != CV_8UC3 || quadArea(quad) < 100) {
        quality.reasons = {FaultCode::PageSmall};
        return quality;
    }
    quality.shortSide = length(quad[1] - quad[0]);
    for (std::size_t i = 1; i < 4; ++i) {
        quality.shortSide = std::min<double>(quality.shortSide, length(quad[(i + 1) % 4] - quad[i]));
    }
    cv::Mat page = straighten(bgr, quad).bgr;
    if (const int side = std::max(page.cols, page.rows); side > judgedSide) {
        const double shrink = static_cast<double>(judgedSide) / side;
        cv::resize(page, page, {}, shrink, shrink, cv::INTER_AREA);
    }
    page = inner(page);
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
    measureSharpness(grey, quality);
    quality.glare = glareShare(page, quality.paper);
    quality.gap = longestGap(bgr, quad);
    quality.cut = leavesPicture(quad, bgr.size());
    quality.reasons = reasonsOf(quality, limits);
    return quality;
}

}  // namespace hall
