// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/faintbox.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace hall {

namespace {

constexpr double paperLevel = 0.5;
constexpr double largestShare = 0.5;  // of the picture: larger sheets have long sides, which show
constexpr int beyond = 20;            // pixels that the sides may lie outside of the patch
constexpr int within = 16;            // the same inside
constexpr int everyRow = 2;
constexpr float turnStep = 1.5F;  // degrees
constexpr float fineStep = 0.5F;
constexpr int soft = 1;           // pixels beside a side that count for it: a camera's perspective, and what is blurred
constexpr float slopeCap = 2.5F;  // times the noise: print steps far more than a side does
constexpr float leastRise = 6;    // deviations of the sum of a side's slopes

struct Place
{
    cv::Point2f at;  // from the patch's middle
    cv::Point2f slope;
};

// Slopes around the patch's border, where its sides must lie, and not on what is printed in its middle.
std::vector<Place> placesAround(const cv::Mat &patch, const cv::Mat &dx, const cv::Mat &dy, cv::Point2f middle)
{
    const auto square = [](int reach) {
        return cv::getStructuringElement(cv::MORPH_RECT, {2 * reach + 1, 2 * reach + 1});
    };
    cv::Mat ring;
    cv::Mat core;
    cv::dilate(patch, ring, square(beyond));
    cv::erode(patch, core, square(within), {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
    ring.setTo(0, core);
    std::vector<Place> places;
    for (int y = 1; y < ring.rows - 1; y += everyRow) {
        const auto *row = ring.ptr<uchar>(y);
        for (int x = 1; x < ring.cols - 1; ++x) {
            if (row[x] != 0) {
                places.push_back({cv::Point2f(static_cast<float>(x), static_cast<float>(y)) - middle,
                                  {dx.at<float>(y, x), dy.at<float>(y, x)}});
            }
        }
    }
    return places;
}

// The middle size of a slope's parts, as a deviation.
float noiseOf(const std::vector<Place> &places)
{
    std::vector<float> sizes;
    sizes.reserve(2 * places.size());
    for (const Place &place : places) {
        sizes.push_back(std::abs(place.slope.x));
        sizes.push_back(std::abs(place.slope.y));
    }
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    return std::max(0.05F, *middle / 0.6745F);
}

struct Rise
{
    float at = 0;
    float size = 0;  // deviations
};

// The two sides across one direction: where it rises most from outside to inside before the middle, and falls most
// behind it. `sign`: -1 for what is darker than the table.
struct Across
{
    std::array<std::array<Rise, 2>, 2> sides;  // by sign, then before and behind
};

Across sidesAcross(const std::vector<Place> &places, cv::Point2f direction, float noise, int reach)
{
    const auto size = static_cast<std::size_t>(2 * reach + 1);
    std::vector<float> sums(size, 0);
    std::vector<int> counts(size, 0);
    const float cap = slopeCap * noise;
    for (const Place &place : places) {
        const int at = cvRound(place.at.dot(direction)) + reach;
        if (at >= 0 && at < static_cast<int>(size)) {
            sums[static_cast<std::size_t>(at)] += std::clamp(place.slope.dot(direction), -cap, cap);
            ++counts[static_cast<std::size_t>(at)];
        }
    }
    Across across;
    for (int at = soft; at < static_cast<int>(size) - soft; ++at) {
        float sum = 0;
        int count = 0;
        for (int k = at - soft; k <= at + soft; ++k) {
            sum += sums[static_cast<std::size_t>(k)];
            count += counts[static_cast<std::size_t>(k)];
        }
        if (count == 0) {
            continue;
        }
        const float rise = sum / (noise * std::sqrt(static_cast<float>(count)));
        const std::size_t behind = at > reach ? 1 : 0;
        for (const std::size_t sign : {0U, 1U}) {
            const float way = (sign == 0 ? rise : -rise) * (behind == 0 ? 1.0F : -1.0F);
            Rise &best = across.sides[sign][behind];
            if (way > best.size) {
                best = {static_cast<float>(at - reach), way};
            }
        }
    }
    return across;
}

struct Box
{
    Quad quad;
    float worth = 0;
    float least = 0;
};

Box boxAt(const std::vector<Place> &places, float degrees, float noise, int reach)
{
    const float angle = degrees * static_cast<float>(CV_PI) / 180;
    const cv::Point2f u(std::cos(angle), std::sin(angle));
    const cv::Point2f v(-u.y, u.x);
    const Across first = sidesAcross(places, u, noise, reach);
    const Across second = sidesAcross(places, v, noise, reach);
    Box best;
    for (const std::size_t sign : {0U, 1U}) {
        const auto &[left, right] = first.sides[sign];
        const auto &[top, bottom] = second.sides[sign];
        const float least = std::min({left.size, right.size, top.size, bottom.size});
        const float worth = left.size + right.size + top.size + bottom.size + 2 * least;
        if (worth > best.worth) {
            best = {{left.at * u + top.at * v, right.at * u + top.at * v, right.at * u + bottom.at * v,
                     left.at * u + bottom.at * v},
                    worth,
                    least};
        }
    }
    return best;
}

std::optional<FaintBox> boxAround(const cv::Mat &patch, const cv::Mat &dx, const cv::Mat &dy)
{
    const cv::Moments moments = cv::moments(patch, true);
    const cv::Point2f middle(static_cast<float>(moments.m10 / moments.m00),
                             static_cast<float>(moments.m01 / moments.m00));
    const std::vector<Place> places = placesAround(patch, dx, dy, middle);
    if (places.empty()) {
        return std::nullopt;
    }
    const float noise = noiseOf(places);
    float far = 0;
    for (const Place &place : places) {
        far = std::max(far, length(place.at));
    }
    const int reach = cvCeil(far) + soft;
    Box best;
    float turn = 0;
    for (float degrees = 0; degrees < 90; degrees += turnStep) {
        if (const Box box = boxAt(places, degrees, noise, reach); box.worth > best.worth) {
            best = box;
            turn = degrees;
        }
    }
    for (const float by : {-2 * fineStep, -fineStep, fineStep, 2 * fineStep}) {
        if (const Box box = boxAt(places, turn + by, noise, reach); box.worth > best.worth) {
            best = box;
        }
    }
    if (best.least < leastRise) {
        return std::nullopt;
    }
    for (cv::Point2f &corner : best.quad) {
        corner += middle;
    }
    return FaintBox{inReadingOrder(best.quad), best.least};
}

}  // namespace

std::vector<FaintBox> faintBoxes(const cv::Mat &bgr, const PaperMaps &maps, double smallest)
{
    if (maps.empty()) {
        return {};
    }
    cv::Mat paper;
    cv::resize(maps.paper, paper, bgr.size(), 0, 0, cv::INTER_LINEAR);
    paper = paper > paperLevel;
    cv::Mat light;
    cv::cvtColor(bgr, light, cv::COLOR_BGR2GRAY);
    light.convertTo(light, CV_32F);
    cv::blur(light, light, {3, 3});
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(light, dx, CV_32F, 1, 0, 3, 1 / 8.0, 0, cv::BORDER_REPLICATE);
    cv::Sobel(light, dy, CV_32F, 0, 1, 3, 1 / 8.0, 0, cv::BORDER_REPLICATE);
    std::vector<FaintBox> boxes;
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat middles;
    const int patches = cv::connectedComponentsWithStats(paper, labels, stats, middles, 8);
    for (int i = 1; i < patches; ++i) {
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        if (area < 0.4 * smallest || area > largestShare * static_cast<double>(paper.total())) {
            continue;
        }
        const auto box = boxAround(labels == i, dx, dy);
        if (box && looksLikePaper(box->quad) && quadArea(box->quad) >= smallest) {
            boxes.push_back(*box);
        }
    }
    return boxes;
}

}  // namespace hall
