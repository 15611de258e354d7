// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagesharpness.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>
#include <utility>
#include <vector>

namespace hall {

namespace {

constexpr double fineBlur = 0.7;    // pixels: less is sensor noise rather than detail
constexpr double coarseBlur = 1.4;  // on top of it
constexpr double edgeShare = 0.35;  // of the clearest edges' steepness
constexpr int thick = 13;           // pixels: wider dark places, and shadows, have edges that need not be sharp
constexpr double inkSteps = 1.5;    // of the edges' steepness that print is below its paper
constexpr int tileSide = 180;       // pixels, about
constexpr std::size_t mostTiles = 12;
constexpr int margin = 4;  // pixels at the border that the filters fill in

// Second moments of a gradient: xx, xy, yy.
struct Moments
{
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double count = 0;

    void add(float x, float y)
    {
        ++count;
        xx += static_cast<double>(x) * x;
        xy += static_cast<double>(x) * y;
        yy += static_cast<double>(y) * y;
    }
    // A pixel's mean without what the same filter makes of flat paper.
    [[nodiscard]] Moments over(const Moments &noise) const
    {
        const double n = std::max(1.0, count);
        const double m = noise.count < 500 ? 0 : 1 / noise.count;
        return {xx / n - noise.xx * m, xy / n - noise.xy * m, yy / n - noise.yy * m, 1};
    }
};

struct Gradient
{
    Gradient() = default;
    explicit Gradient(const cv::Mat &picture)
    {
        cv::Sobel(picture, x, CV_32F, 1, 0, 3, 0.125);
        cv::Sobel(picture, y, CV_32F, 0, 1, 3, 0.125);
    }
    cv::Mat x;
    cv::Mat y;
};

float percentile(std::vector<float> &values, double share)
{
    if (values.empty()) {
        return 0;
    }
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

struct Sums
{
    Moments fineEdges;
    Moments coarseEdges;
    Moments fineNoise;
    Moments coarseNoise;
};

// A piece of the page with its gradients.
class Tile
{
public:
    explicit Tile(const cv::Mat &grey)
    {
        cv::Mat fine;
        grey.convertTo(fine, CV_32F);
        cv::GaussianBlur(fine, fine, {5, 5}, fineBlur);
        cv::Mat coarse;
        cv::GaussianBlur(fine, coarse, {9, 9}, coarseBlur);
        m_fine = Gradient(fine);
        m_coarse = Gradient(coarse);
        cv::magnitude(m_coarse.x, m_coarse.y, m_steepness);
        cv::morphologyEx(grey, m_ink, cv::MORPH_BLACKHAT, cv::getStructuringElement(cv::MORPH_RECT, {thick, thick}));
        cv::dilate(m_ink, m_ink, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    }

    void sample(std::vector<float> &values) const
    {
        for (int y = margin; y < m_steepness.rows - margin; y += 3) {
            for (int x = margin; x < m_steepness.cols - margin; x += 2) {
                values.push_back(m_steepness.at<float>(y, x));
            }
        }
    }

    // Edges are what is steeper than `limit`, and a little around; flat is what lies well away from them.
    void addTo(Sums &sums, double limit) const
    {
        cv::Mat edges = m_steepness > limit;
        edges &= m_ink > inkSteps * limit;
        cv::Mat away;
        cv::dilate(edges, away, cv::getStructuringElement(cv::MORPH_RECT, {15, 15}));
        cv::dilate(edges, edges, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
        for (int y = margin; y < edges.rows - margin; ++y) {
            const uchar *edge = edges.ptr<uchar>(y);
            const uchar *near = away.ptr<uchar>(y);
            const float *fx = m_fine.x.ptr<float>(y);
            const float *fy = m_fine.y.ptr<float>(y);
            const float *cx = m_coarse.x.ptr<float>(y);
            const float *cy = m_coarse.y.ptr<float>(y);
            for (int x = margin; x < edges.cols - margin; ++x) {
                if (edge[x] != 0) {
                    sums.fineEdges.add(fx[x], fy[x]);
                    sums.coarseEdges.add(cx[x], cy[x]);
                } else if (near[x] == 0) {
                    sums.fineNoise.add(fx[x], fy[x]);
                    sums.coarseNoise.add(cx[x], cy[x]);
                }
            }
        }
    }

private:
    Gradient m_fine;
    Gradient m_coarse;
    cv::Mat m_steepness;
    cv::Mat m_ink;  // grey levels that the darkest near a pixel is below the paper on both sides of it
};

// The pieces of the page with most on them: enough of them say how sharp the whole is.
std::vector<cv::Rect> busiest(const cv::Mat &grey)
{
    std::vector<std::pair<double, cv::Rect>> all;
    const int columns = std::max(1, grey.cols / tileSide);
    const int rows = std::max(1, grey.rows / tileSide);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const cv::Point from(grey.cols * column / columns, grey.rows * row / rows);
            const cv::Point to(grey.cols * (column + 1) / columns, grey.rows * (row + 1) / rows);
            const cv::Rect place(from, to);
            cv::Scalar mean;
            cv::Scalar deviation;
            cv::meanStdDev(grey(place), mean, deviation);
            all.emplace_back(deviation[0], place);
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    std::vector<cv::Rect> places;
    for (std::size_t i = 0; i < std::min(all.size(), mostTiles); ++i) {
        places.push_back(all[i].second);
    }
    return places;
}

// The least and the most of fine over coarse over all directions: the roots λ of det(fine − λ·coarse) = 0.
std::pair<double, double> ratios(const Moments &fine, const Moments &coarse)
{
    const double a = coarse.xx * coarse.yy - coarse.xy * coarse.xy;
    const double b = fine.xx * coarse.yy + fine.yy * coarse.xx - 2 * fine.xy * coarse.xy;
    const double c = fine.xx * fine.yy - fine.xy * fine.xy;
    if (a <= 1e-9) {
        return {0, 0};
    }
    const double root = std::sqrt(std::max(0.0, b * b - 4 * a * c));
    return {std::max(0.0, (b - root) / (2 * a)), std::max(0.0, (b + root) / (2 * a))};
}

// Detail in the direction with least of it over that with most.
double evenness(const Moments &coarse)
{
    const double mean = (coarse.xx + coarse.yy) / 2;
    const double apart = std::hypot((coarse.xx - coarse.yy) / 2, coarse.xy);
    return std::clamp((mean - apart) / std::max(mean + apart, 1e-9), 0.0, 1.0);
}

}  // namespace

Sharpness sharpnessOf(const cv::Mat &grey)
{
    if (grey.type() != CV_8U || grey.cols < 4 * margin || grey.rows < 4 * margin) {
        return {};
    }
    std::vector<Tile> tiles;
    std::vector<float> sample;
    for (const cv::Rect &place : busiest(grey)) {
        tiles.emplace_back(grey(place));
        tiles.back().sample(sample);
    }
    Sharpness result;
    result.contrast = percentile(sample, 0.985);
    const double limit = std::max(edgeShare * result.contrast, 1.0 + 2 * percentile(sample, 0.4));
    Sums sums;
    for (const Tile &tile : tiles) {
        tile.addTo(sums, limit);
    }
    const Moments coarse = sums.coarseEdges.over(sums.coarseNoise);
    std::tie(result.ratio, result.across) = ratios(sums.fineEdges.over(sums.fineNoise), coarse);
    result.evenness = evenness(coarse);
    return result;
}

}  // namespace hall
