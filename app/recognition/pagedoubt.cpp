// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagedoubt.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace hall {

namespace {

const cv::Size2d leastMm(40, 60);
constexpr double leastArea = 0.024;   // of the picture: a card on A3 takes 0.035
constexpr double leastWidth = 0.088;  // of its longer side: there a card is 0.12 wide
constexpr double smallCut = 0.12;
constexpr double cutSide = 0.6;         // of a side that is not in the picture
constexpr double alikeContrast = 0.35;  // of what the line steps
constexpr int drawnSides = 2;           // so many, and the quad is made of lines
constexpr double printFloor = 10;       // levels: in the dark noise is no print
constexpr double blackLevel = 32;
constexpr double blankPrint = 0.45;
constexpr double littlePrint = 0.42;
constexpr double noPrint = 0.2;
constexpr double darkLevel = 100;

float middleOf(std::vector<float> &values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// The middle colour `far` inside of a side less that as far outside; nothing where the picture ends before.
std::optional<cv::Vec3f> stepBeyond(const cv::Mat &colours, cv::Point2f a, cv::Point2f b, float far)
{
    constexpr int samples = 25;
    const cv::Rect picture({0, 0}, colours.size());
    const cv::Point2f along = (b - a) / std::max(1e-3F, length(b - a));
    const cv::Point2f inward(-along.y, along.x);
    std::array<std::vector<float>, 3> inside;
    std::array<std::vector<float>, 3> outside;
    for (int i = 0; i < samples; ++i) {
        const cv::Point2f foot = a + (b - a) * (0.1F + 0.8F * static_cast<float>(i) / (samples - 1));
        const cv::Point in(foot + far * inward);
        const cv::Point out(foot - far * inward);
        if (!picture.contains(in) || !picture.contains(out)) {
            continue;
        }
        for (std::size_t c = 0; c < 3; ++c) {
            inside[c].push_back(colours.at<cv::Vec3f>(in)[static_cast<int>(c)]);
            outside[c].push_back(colours.at<cv::Vec3f>(out)[static_cast<int>(c)]);
        }
    }
    if (inside[0].size() < samples / 2) {
        return std::nullopt;
    }
    cv::Vec3f step;
    for (std::size_t c = 0; c < 3; ++c) {
        step[static_cast<int>(c)] = middleOf(inside[c]) - middleOf(outside[c]);
    }
    return step;
}

}  // namespace

LeastPage leastPage(cv::Size picture, std::optional<double> pixelsPerMm)
{
    if (pixelsPerMm) {
        return {leastMm.width * *pixelsPerMm, leastMm.area() * *pixelsPerMm * *pixelsPerMm};
    }
    return {leastWidth * std::max(picture.width, picture.height), leastArea * picture.area()};
}

bool isTooSmall(const Quad &quad, const LeastPage &least)
{
    double shortest = length(quad[0] - quad[3]);
    for (std::size_t i = 0; i < 3; ++i) {
        shortest = std::min<double>(shortest, length(quad[i + 1] - quad[i]));
    }
    return shortest < least.width || quadArea(quad) < least.area;
}

bool isDrawnOnThePlate(const ScoreSource &source, const Quad &quad, const QuadScore &steps)
{
    int lines = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const double most = std::min<double>(source.leastStep, alikeContrast * steps.sides[i].contrast);
        const auto alike = [&](float far) {
            const auto step = stepBeyond(source.colours, quad[i], quad[(i + 1) % 4], far);
            return step && cv::norm(*step) < most;
        };
        // At two distances: a frame printed on a sheet may look like the plate.
        lines += alike(8) && alike(13) ? 1 : 0;
    }
    return lines >= drawnSides;
}

Contents contentsOf(const cv::Mat &lightness, const Quad &quad)
{
    constexpr int grid = 48;
    const cv::Rect inner(1, 1, lightness.cols - 2, lightness.rows - 2);
    std::vector<int> steps;
    steps.reserve(static_cast<std::size_t>(grid) * grid);
    double sum = 0;
    for (int row = 0; row < grid; ++row) {
        for (int column = 0; column < grid; ++column) {
            const float u = 0.08F + 0.84F * static_cast<float>(column) / (grid - 1);
            const float v = 0.08F + 0.84F * static_cast<float>(row) / (grid - 1);
            const cv::Point p((1 - v) * ((1 - u) * quad[0] + u * quad[1]) + v * ((1 - u) * quad[3] + u * quad[2]));
            if (inner.contains(p)) {
                const auto *here = lightness.ptr<uchar>(p.y) + p.x;
                steps.push_back(std::abs(4 * here[0] - here[-1] - here[1] - lightness.at<uchar>(p.y - 1, p.x) -
                                         lightness.at<uchar>(p.y + 1, p.x)));
                sum += here[0];
            }
        }
    }
    if (steps.empty()) {
        return {};
    }
    const auto most = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() * 98 / 100);
    std::nth_element(steps.begin(), most, steps.end());
    const double mean = sum / static_cast<double>(steps.size());
    return {mean, *most / (mean + printFloor)};
}

ThingDoubt::ThingDoubt(const Quad &quad, const QuadScore &steps, const Contents &contents, cv::Size picture)
    : m_contents(contents), m_bare(contents.print < littlePrint),
      m_cut(quadArea(quad) < smallCut * picture.area() &&
            std::any_of(steps.sides.begin(), steps.sides.end(),
                        [](const SideScore &side) { return side.unseen > cutSide; }))
{
}

bool ThingDoubt::isCertain() const
{
    const bool black = m_contents.lightness < blackLevel && m_contents.print < blankPrint;
    return black || (m_cut && m_bare);
}

bool ThingDoubt::confirmedBy(const PaperEvidence &said, bool plateKnown) const
{
    if (m_cut && (said.inside < 0.9 || said.outside > 0.35 || said.thing > 0.06)) {
        return true;
    }
    if (!m_bare) {
        return false;
    }
    const bool hand = m_contents.print < noPrint && said.outside > 0.6 && said.thing > 0.04;
    // What is out of focus may have print on it that does not show.
    const bool thing = m_contents.print > noPrint && m_contents.lightness < darkLevel && said.thing > 0.1;
    return thing || (plateKnown && (hand || said.inside < 0.2));
}

}  // namespace hall
