// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/sidescore.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hall {

namespace {

// Distances from the side at which colours are read, working pixels. The far pair ignores thin printed lines (both of
// their sides look the same from there); the near pair demands that the step happens at the side itself.
constexpr float farFirst = 3.0F;
constexpr float farSecond = 5.5F;
constexpr float near = 1.6F;
constexpr float leastStep = 5.0F; // L*a*b* units of 8-bit scale; below is noise
constexpr double fullStep = 24.0; // steps above count fully

class Sampler
{
public:
    explicit Sampler(const cv::Mat &lab) : m_lab(lab) {}
    [[nodiscard]] bool covers(cv::Point2f p) const
    {
        return p.x >= 0 && p.y >= 0 && p.x <= static_cast<float>(m_lab.cols - 1) &&
               p.y <= static_cast<float>(m_lab.rows - 1);
    }
    [[nodiscard]] cv::Vec3f at(cv::Point2f p) const
    {
        const auto &c = m_lab.at<cv::Vec3b>(static_cast<int>(p.y + 0.5F), static_cast<int>(p.x + 0.5F));
        return {static_cast<float>(c[0]), static_cast<float>(c[1]), static_cast<float>(c[2])};
    }
    [[nodiscard]] cv::Vec3f farAt(cv::Point2f p, cv::Point2f normal) const
    {
        return 0.5F * (at(p + farFirst * normal) + at(p + farSecond * normal));
    }

private:
    const cv::Mat &m_lab;
};

struct Step
{
    cv::Vec3f far;
    cv::Vec3f near;
    cv::Vec3f inside;
};

float median(std::vector<float> &values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <typename Get> cv::Vec3f medianColour(const std::vector<Step> &steps, Get get)
{
    cv::Vec3f result;
    std::vector<float> values(steps.size());
    for (int c = 0; c < 3; ++c) {
        std::transform(steps.begin(), steps.end(), values.begin(), [&](const Step &s) { return get(s)[c]; });
        result[c] = median(values);
    }
    return result;
}

// Steps along one side; `unseen` counts the points whose surroundings leave the picture.
std::vector<Step> stepsAlong(const ScoreSource &source, cv::Point2f a, cv::Point2f b, int samples, int &unseen)
{
    const Sampler frame(source.lab);
    const Sampler empty(source.emptyLab);
    const cv::Point2f along = (b - a) / std::max(length(b - a), 1e-3F);
    const cv::Point2f inward(-along.y, along.x); // clockwise order, y downwards
    std::vector<Step> steps;
    steps.reserve(static_cast<std::size_t>(samples));
    for (int i = 0; i < samples; ++i) {
        const float t = 0.04F + 0.92F * (static_cast<float>(i) + 0.5F) / static_cast<float>(samples);
        const cv::Point2f p = a + t * (b - a);
        if (!frame.covers(p + farSecond * inward) || !frame.covers(p - farSecond * inward)) {
            ++unseen;
            continue;
        }
        Step step;
        step.inside = frame.farAt(p, inward);
        step.far = step.inside - frame.farAt(p, -inward);
        step.near = frame.at(p + near * inward) - frame.at(p - near * inward);
        if (!source.emptyLab.empty()) {
            step.far -= empty.farAt(p, inward) - empty.farAt(p, -inward);
            step.near -= empty.at(p + near * inward) - empty.at(p - near * inward);
        }
        steps.push_back(step);
    }
    return steps;
}

SideScore scoreSide(const ScoreSource &source, cv::Point2f a, cv::Point2f b, int samples)
{
    SideScore score;
    int unseen = 0;
    const std::vector<Step> steps = stepsAlong(source, a, b, samples, unseen);
    score.unseen = static_cast<double>(unseen) / samples;
    if (steps.size() < 4) {
        return score;
    }
    score.inside = medianColour(steps, [](const Step &s) { return s.inside; });
    const cv::Vec3f typical = medianColour(steps, [](const Step &s) { return s.far; });
    score.contrast = cv::norm(typical);
    if (score.contrast < 1e-3) {
        return score;
    }
    const cv::Vec3f direction = typical / static_cast<float>(score.contrast);
    int good = 0;
    int gap = 0;
    int longest = 0;
    for (const Step &step : steps) {
        const float way = step.far.dot(direction);
        const float at = step.near.dot(direction);
        const bool steady = way > leastStep && way > 0.6F * static_cast<float>(cv::norm(step.far)) && at > 0.3F * way;
        good += steady ? 1 : 0;
        gap = steady ? 0 : gap + 1;
        longest = std::max(longest, gap);
    }
    const auto count = static_cast<double>(steps.size());
    score.share = good / count;
    score.longestGap = longest / count;
    return score;
}

// One sheet has one colour: how far the sides' inner colours lie apart, light counting half (shadow falls on paper).
double colourSpread(const std::array<SideScore, 4> &sides)
{
    double worst = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = i + 1; j < 4; ++j) {
            if (sides[i].unseen > 0.6 || sides[j].unseen > 0.6) {
                continue;
            }
            const cv::Vec3f d = sides[i].inside - sides[j].inside;
            worst = std::max(worst, std::hypot(0.5 * d[0], d[1], d[2]));
        }
    }
    return worst;
}

} // namespace

QuadScore scoreQuad(const ScoreSource &source, const Quad &quad, int samples)
{
    QuadScore score;
    double sum = 0;
    std::array<double, 4> values{};
    int hidden = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        SideScore &side = score.sides[i];
        side = scoreSide(source, quad[i], quad[(i + 1) % 4], samples);
        const double strength = 0.55 + 0.45 * std::min(1.0, side.contrast / fullStep);
        // What cannot be seen is neither for nor against: it counts as a middling side.
        values[i] = (1 - side.unseen) * side.share * strength + side.unseen * 0.45;
        hidden += side.unseen > 0.6 ? 1 : 0;
        sum += values[i];
    }
    if (hidden > 1) {
        return score;
    }
    std::sort(values.begin(), values.end());
    const double spread = std::max(0.0, 1.0 - std::max(0.0, colourSpread(score.sides) - 12.0) / 60.0);
    score.total = (0.45 * sum / 4 + 0.35 * values[0] + 0.2 * values[1]) * spread;
    return score;
}

} // namespace hall
