// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/shadowedge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int smallWidth = 160;        // pixels: print on a sheet is grey there
constexpr int leastSide = 16;          // the same: a strip shows too little
constexpr float floorLevels = 4;       // what is darker is noise
constexpr std::size_t perBorder = 28;  // places on each border that an edge may begin and end at
constexpr float across = 3.5F;         // small pixels, from the middle of the edge to where it is over
constexpr float beside = 1.2F;         // the same, to find its middle
constexpr int window = 7;              // small pixels beside the edge that its softness is measured in
constexpr int samples = 48;
constexpr float leastDepth = 0.12F;  // of a shadow worth removing, in logarithms
constexpr float leastAlone = 0.2F;   // where the empty plate is not known: its own pattern steps too
constexpr float same = 0.28F;        // share of the depth by which steps may differ
constexpr double leastShare = 0.72;  // of the places along the edge where the step is the same
constexpr double leastShareAlone = 0.8;
constexpr float mostColour = 0.3F;  // of the depth: a shadow has hardly any
constexpr float fineLoss = 512;     // steps that a loss of 1 is told in

// Logarithms of lightness, and of red over blue.
struct Light
{
    cv::Mat lightness;
    cv::Mat warmth;
};

cv::Mat logOf(const cv::Mat &bgr, cv::Size size)
{
    cv::Mat small;
    cv::resize(bgr, small, size, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32F);
    small += cv::Scalar::all(floorLevels);
    cv::log(small, small);
    return small;
}

Light lightOf(const cv::Mat &bgr, const cv::Mat &emptyPlate, cv::Size size)
{
    cv::Mat ratio = logOf(bgr, size);
    if (!emptyPlate.empty()) {
        ratio -= logOf(emptyPlate, size);
    }
    Light light;
    cv::transform(ratio, light.lightness, cv::Matx13f(1 / 3.0F, 1 / 3.0F, 1 / 3.0F));
    cv::transform(ratio, light.warmth, cv::Matx13f(-1, 0, 1));
    cv::medianBlur(light.lightness, light.lightness, 3);
    return light;
}

bool covers(const cv::Mat &map, cv::Point2f p)
{
    return p.x >= -0.5F && p.y >= -0.5F && p.x < static_cast<float>(map.cols) - 0.5F &&
           p.y < static_cast<float>(map.rows) - 0.5F;
}

float read(const cv::Mat &map, cv::Point2f p)
{
    return map.ptr<float>(static_cast<int>(p.y + 0.5F))[static_cast<int>(p.x + 0.5F)];
}

float between(const cv::Mat &map, cv::Point2f p)
{
    const float x = std::clamp(p.x, 0.0F, static_cast<float>(map.cols) - 1.001F);
    const float y = std::clamp(p.y, 0.0F, static_cast<float>(map.rows) - 1.001F);
    const int left = static_cast<int>(x);
    const int top = static_cast<int>(y);
    const float fx = x - static_cast<float>(left);
    const float fy = y - static_cast<float>(top);
    const auto *upper = map.ptr<float>(top) + left;
    const auto *lower = map.ptr<float>(top + 1) + left;
    return (upper[0] * (1 - fx) + upper[1] * fx) * (1 - fy) + (lower[0] * (1 - fx) + lower[1] * fx) * fy;
}

float middleOf(std::vector<float> &values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct Way
{
    cv::Point2f from;
    cv::Point2f to;
    float depth = 0;  // lighter on the right of the way than on the left
    double share = 0;
    double close = 0;  // how much of the depth lies right at the way, 0..1

    [[nodiscard]] cv::Point2f right() const
    {
        const cv::Point2f way = to - from;
        return cv::Point2f(-way.y, way.x) / std::max(1e-3F, std::hypot(way.x, way.y));
    }
    [[nodiscard]] cv::Point2f at(float share_) const { return from + share_ * (to - from); }
    [[nodiscard]] double worth() const { return share * (std::min(1.0F, std::abs(depth)) + close); }
};

// Whether a step as deep is there at some places: most ways end here.
bool quickly(const Light &light, const Way &way, float least)
{
    const cv::Point2f side = across * way.right();
    int up = 0;
    int down = 0;
    for (const float share : {0.04F, 0.2F, 0.35F, 0.5F, 0.65F, 0.8F, 0.96F}) {
        const cv::Point2f p = way.at(share);
        if (covers(light.lightness, p + side) && covers(light.lightness, p - side)) {
            const float step = read(light.lightness, p + side) - read(light.lightness, p - side);
            up += step > 0.7F * least ? 1 : 0;
            down += step < -0.7F * least ? 1 : 0;
        }
    }
    return std::max(up, down) >= 5;
}

// Measures depth and share. At both of its ends the step must be there too: a sheet ends before the picture does.
void measure(const Light &light, Way &way)
{
    const cv::Point2f side = across * way.right();
    const cv::Point2f nextTo = beside * way.right();
    std::array<float, samples> steps{};
    std::array<float, samples> warmths{};
    std::array<bool, samples> seen{};
    std::vector<float> all;
    for (int i = 0; i < samples; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const cv::Point2f p = way.at((static_cast<float>(i) + 0.5F) / samples);
        seen[k] = covers(light.lightness, p + side) && covers(light.lightness, p - side);
        if (seen[k]) {
            steps[k] = read(light.lightness, p + side) - read(light.lightness, p - side);
            warmths[k] = read(light.warmth, p + side) - read(light.warmth, p - side);
            all.push_back(steps[k]);
        }
    }
    way.depth = 0;
    way.share = 0;
    way.close = 0;
    if (all.size() < samples / 2) {
        return;
    }
    const float depth = middleOf(all);
    const auto agrees = [&](std::size_t k) {
        return std::abs(steps[k] - depth) < same * std::abs(depth) &&
               std::abs(warmths[k]) < mostColour * std::abs(depth);
    };
    int good = 0;
    int count = 0;
    for (std::size_t k = 0; k < samples; ++k) {
        count += seen[k] ? 1 : 0;
        good += seen[k] && agrees(k) ? 1 : 0;
    }
    const auto first = static_cast<std::size_t>(std::find(seen.begin(), seen.end(), true) - seen.begin());
    std::size_t last = samples - 1;
    while (!seen[last]) {
        --last;
    }
    if (agrees(first) && agrees(last)) {
        for (int i = 0; i < samples; ++i) {
            const cv::Point2f p = way.at((static_cast<float>(i) + 0.5F) / samples);
            if (seen[static_cast<std::size_t>(i)] && agrees(static_cast<std::size_t>(i))) {
                const float step = between(light.lightness, p + nextTo) - between(light.lightness, p - nextTo);
                way.close += std::clamp(step / depth, 0.0F, 1.0F) / static_cast<float>(count);
            }
        }
        way.depth = depth;
        way.share = static_cast<double>(good) / count;
    }
}

std::vector<cv::Point2f> placesOn(int border, cv::Size size)
{
    std::vector<cv::Point2f> places;
    const auto w = static_cast<float>(size.width - 1);
    const auto h = static_cast<float>(size.height - 1);
    for (std::size_t i = 0; i < perBorder; ++i) {
        const float t = (static_cast<float>(i) + 0.5F) / perBorder;
        const std::array<cv::Point2f, 4> place{cv::Point2f(t * w, 0), {w, t * h}, {t * w, h}, {0, t * h}};
        places.push_back(place[static_cast<std::size_t>(border)]);
    }
    return places;
}

// Moves the ends about as long as it gets better.
void settle(const Light &light, Way &way)
{
    for (const float by : {2.0F, 1.0F, 0.5F, 0.25F}) {
        const cv::Point2f side = by * way.right();
        for (bool moved = true; moved;) {
            moved = false;
            for (const auto &[a, b] : {std::pair(1, 0), {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}}) {
                Way other = way;
                other.from += static_cast<float>(a) * side;
                other.to += static_cast<float>(b) * side;
                measure(light, other);
                if (other.worth() > way.worth() + 1e-4) {
                    way = other;
                    moved = true;
                }
            }
        }
    }
}

std::optional<Way> strongest(const Light &light, float least, double share)
{
    std::array<std::vector<cv::Point2f>, 4> borders;
    for (int i = 0; i < 4; ++i) {
        borders[static_cast<std::size_t>(i)] = placesOn(i, light.lightness.size());
    }
    std::optional<Way> best;
    for (std::size_t one = 0; one < 4; ++one) {
        for (std::size_t other = one + 1; other < 4; ++other) {
            for (const cv::Point2f &from : borders[one]) {
                for (const cv::Point2f &to : borders[other]) {
                    Way way{from, to};
                    if (std::hypot(to.x - from.x, to.y - from.y) < 0.5F * static_cast<float>(light.lightness.rows) ||
                        !quickly(light, way, least)) {
                        continue;
                    }
                    measure(light, way);
                    if (std::abs(way.depth) > least && way.share > 0.8 * share &&
                        (!best || way.worth() > best->worth())) {
                        best = way;
                    }
                }
            }
        }
    }
    if (best) {
        settle(light, *best);
        if (best->share < share) {
            return std::nullopt;
        }
        if (best->depth < 0) {
            std::swap(best->from, best->to);
            best->depth = -best->depth;
        }
    }
    return best;
}

// What is lost at each small pixel across the way, from the shadow to the light.
std::vector<float> lostAcross(const Light &light, const Way &way)
{
    const cv::Point2f right = way.right();
    std::vector<float> lost;
    float most = way.depth;
    for (int k = -window; k <= window; ++k) {
        std::vector<float> values;
        for (int i = 0; i < samples; ++i) {
            const cv::Point2f p = way.at((static_cast<float>(i) + 0.5F) / samples);
            const cv::Point2f lit = p + across * right;
            const cv::Point2f shaded = p - across * right;
            const cv::Point2f here = p + static_cast<float>(k) * right;
            if (!covers(light.lightness, lit) || !covers(light.lightness, shaded) || !covers(light.lightness, here)) {
                continue;
            }
            // Only where nothing else steps.
            const float step = read(light.lightness, lit) - read(light.lightness, shaded);
            if (std::abs(step - way.depth) < same * way.depth) {
                values.push_back(read(light.lightness, lit) - read(light.lightness, here));
            }
        }
        most = values.size() < 6 ? most : std::clamp(middleOf(values), 0.0F, most);
        lost.push_back(k >= window ? 0 : most);
    }
    return lost;
}

}  // namespace

float ShadowEdge::lostAt(cv::Point2f pixel) const
{
    const std::size_t middle = lost.size() / 2;
    const float far = (pixel - point).dot(towardsLight) + static_cast<float>(middle);
    const auto last = static_cast<float>(lost.size() - 1);
    const float at = std::clamp(far, 0.0F, last);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, lost.size() - 1);
    return lost[below] + (at - static_cast<float>(below)) * (lost[above] - lost[below]);
}

std::vector<ShadowEdge> shadowEdges(const cv::Mat &bgr, const cv::Mat &emptyPlate)
{
    const float scale = static_cast<float>(std::max(bgr.cols, bgr.rows)) / smallWidth;
    const cv::Size size(std::max(1, cvRound(static_cast<float>(bgr.cols) / scale)),
                        std::max(1, cvRound(static_cast<float>(bgr.rows) / scale)));
    std::vector<ShadowEdge> edges;
    if (std::min(size.width, size.height) < leastSide) {
        return edges;
    }
    Light light = lightOf(bgr, emptyPlate, size);
    while (edges.size() < 2) {
        const auto way = strongest(light, emptyPlate.empty() ? leastAlone : leastDepth,
                                   emptyPlate.empty() ? leastShareAlone : leastShare);
        if (!way) {
            break;
        }
        ShadowEdge edge;
        edge.point = way->from;
        edge.towardsLight = way->right();
        edge.depth = way->depth;
        edge.lost = lostAcross(light, *way);
        for (int y = 0; y < size.height; ++y) {
            auto *row = light.lightness.ptr<float>(y);
            for (int x = 0; x < size.width; ++x) {
                row[x] += edge.lostAt(cv::Point2f(static_cast<float>(x), static_cast<float>(y)));
            }
        }
        // In pixels of the picture.
        std::vector<float> fine;
        const int half = cvRound(window * scale);
        for (int k = -half; k <= half; ++k) {
            fine.push_back(edge.lostAt(edge.point + (static_cast<float>(k) / scale) * edge.towardsLight));
        }
        edge.point = (edge.point + cv::Point2f(0.5F, 0.5F)) * scale - cv::Point2f(0.5F, 0.5F);
        edge.lost = std::move(fine);
        edges.push_back(std::move(edge));
    }
    return edges;
}

void lighten(cv::Mat &bgr, const std::vector<ShadowEdge> &edges)
{
    // Beyond a bar both of its edges have the light behind them: what is lost everywhere is not lost, and paper that is
    // made lighter than white shows nothing.
    cv::Mat lost(bgr.size(), CV_32F, cv::Scalar(0));
    for (const ShadowEdge &edge : edges) {
        const std::size_t middle = edge.lost.size() / 2;
        const auto half = static_cast<float>(middle);
        const auto last = static_cast<int>(edge.lost.size()) - 1;
        for (int y = 0; y < lost.rows; ++y) {
            auto *row = lost.ptr<float>(y);
            for (int x = 0; x < lost.cols; ++x) {
                const cv::Point2f from = cv::Point2f(static_cast<float>(x), static_cast<float>(y)) - edge.point;
                const int at = std::clamp(cvRound(from.dot(edge.towardsLight) + half), 0, last);
                row[x] += edge.lost[static_cast<std::size_t>(at)];
            }
        }
    }
    double everywhere = 0;
    double most = 0;
    cv::minMaxLoc(lost, &everywhere, &most);
    std::vector<float> factors;
    for (int step = 0; step <= cvCeil((most - everywhere) * fineLoss); ++step) {
        factors.push_back(std::exp(static_cast<float>(step) / fineLoss));
    }
    for (int y = 0; y < bgr.rows; ++y) {
        auto *row = bgr.ptr<cv::Vec3b>(y);
        const auto *here = lost.ptr<float>(y);
        for (int x = 0; x < bgr.cols; ++x) {
            const int step = cvRound((here[x] - static_cast<float>(everywhere)) * fineLoss);
            if (step > 0) {
                for (int c = 0; c < 3; ++c) {
                    row[x][c] = cv::saturate_cast<uchar>(static_cast<float>(row[x][c]) *
                                                         factors[static_cast<std::size_t>(step)]);
                }
            }
        }
    }
}

}  // namespace hall
