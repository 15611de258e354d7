// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/skin.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

// Of the weakest channel of paper over the strongest: less, and the paper itself has a colour …
constexpr double leastWhite = 0.6;
constexpr double surelyWhite = 0.82;  // … less than this, and it may have one, or the lamp

// Hue 10°–36° and a fifth to three fifths of full colour: lit skin of all tones, paper and print of few.
class SkinColour
{
public:
    SkinColour(const cv::Vec3d &balance, double white) : m_darkest(45 * white / 255)
    {
        for (int channel = 0; channel < 3; ++channel) {
            for (std::size_t level = 0; level < 256; ++level) {
                m_balanced[static_cast<std::size_t>(channel)][level] = static_cast<double>(level) * balance[channel];
            }
        }
    }
    [[nodiscard]] bool is(const cv::Vec3b &pixel) const
    {
        const double b = m_balanced[0][pixel[0]];
        const double g = m_balanced[1][pixel[1]];
        const double r = m_balanced[2][pixel[2]];
        if (r <= g || g < b || r < m_darkest) {
            return false;
        }
        const double colour = r - b;
        const double hue = 60 * (g - b);  // times the colour
        return colour > 0.2 * r && colour < 0.62 * r && hue > 10 * colour && hue < 36 * colour;
    }

private:
    std::array<std::array<double, 256>, 3> m_balanced{};
    double m_darkest;
};

constexpr double plateLevels = 20;     // by which skin differs from the plate in one channel at least
constexpr double deepestShade = 0.35;  // of the light that the rest of the plate has
constexpr double brightestShade = 1.35;
constexpr double lightColour = 1.08;  // the same of what is brighter: skin in front of wood is, too
constexpr double leastGain = 0.6;
constexpr double leastGainInShade = 0.3;
constexpr double mostGain = 1.6;
constexpr double lightShare = 0.2;    // of the plate that can be seen, lit in one way
constexpr double lightStep = 0.1;     // of an octave
constexpr int lights = 25;            // such steps
constexpr double shadeColour = 1.15;  // by which a shadow may change the channels apart

using Ratios = std::array<std::vector<float>, 3>;

cv::Vec3d middleOf(Ratios ratios, double least)
{
    cv::Vec3d result(1, 1, 1);
    for (int i = 0; i < 3; ++i) {
        std::vector<float> &all = ratios[static_cast<std::size_t>(i)];
        if (!all.empty()) {
            const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
            std::nth_element(all.begin(), middle, all.end());
            result[i] = std::clamp(static_cast<double>(*middle), least, mostGain);
        }
    }
    return result;
}

// Channel by channel, where the plate can be seen.
Ratios ratiosTo(const cv::Mat &bgr, const cv::Mat &empty, const cv::Mat &paper)
{
    Ratios ratios;
    for (int y = 0; y < bgr.rows; y += 2) {
        const auto *seen = bgr.ptr<cv::Vec3b>(y);
        const auto *plate = empty.ptr<cv::Vec3b>(y);
        const uchar *is = paper.ptr<uchar>(y);
        for (int x = 0; x < bgr.cols; x += 2) {
            for (int i = 0; is[x] == 0 && i < 3; ++i) {
                ratios[static_cast<std::size_t>(i)].push_back(
                    static_cast<float>((seen[x][i] + 4.0) / (plate[x][i] + 4.0)));
            }
        }
    }
    return ratios;
}

// What the plate's picture must be multiplied by: lamps have changed since. Where a shadow's edge runs over the plate
// it is lit in two ways, by light of two colours. `paper`: where no plate can be seen.
std::vector<cv::Vec3d> gainsFor(const cv::Mat &bgr, const cv::Mat &empty, const cv::Mat &paper)
{
    const Ratios ratios = ratiosTo(bgr, empty, paper);
    std::vector<cv::Vec3d> gains{middleOf(ratios, leastGain)};
    // By the middle channel, in steps of equal shares.
    const auto stepOf = [](float ratio) {
        return std::clamp(static_cast<int>(std::floor(std::log2(ratio / leastGainInShade) / lightStep)), 0, lights - 1);
    };
    std::array<double, lights + 2> counts{};
    for (const float ratio : ratios[1]) {
        ++counts[static_cast<std::size_t>(stepOf(ratio)) + 1];
    }
    const auto around = [&counts](std::size_t i) { return counts[i - 1] + counts[i] + counts[i + 1]; };
    for (std::size_t i = 1; i <= lights; ++i) {
        const bool peak = counts[i] > 0 && counts[i] >= counts[i - 1] && counts[i] > counts[i + 1];
        if (!peak || around(i) < lightShare * static_cast<double>(ratios[1].size())) {
            continue;
        }
        Ratios there;
        for (std::size_t k = 0; k < ratios[1].size(); ++k) {
            const int apart = stepOf(ratios[1][k]) + 1 - static_cast<int>(i);
            for (std::size_t c = 0; std::abs(apart) <= 1 && c < 3; ++c) {
                there[c].push_back(ratios[c][k]);
            }
        }
        gains.push_back(middleOf(std::move(there), leastGainInShade));
    }
    return gains;
}

bool looksLike(const cv::Vec3b &seen, const cv::Vec3b &plate, const cv::Vec3d &gains)
{
    double most = 0;
    double least = 9;
    double largest = 0;
    for (int i = 0; i < 3; ++i) {
        const double there = plate[i] * gains[i];
        const double ratio = (seen[i] + 6) / (there + 6);
        most = std::max(most, std::abs(seen[i] - there));
        least = std::min(least, ratio);
        largest = std::max(largest, ratio);
    }
    const bool shade = least > deepestShade && largest < brightestShade &&
                       largest < (largest < shadeColour ? shadeColour : lightColour) * least;
    return most < plateLevels || shade;
}

}  // namespace

PaperLight paperLight(const cv::Mat &page, const cv::Mat &paper)
{
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
    std::array<int, 256> counts{};
    double all = 0;
    for (int y = 0; y < grey.rows; ++y) {
        const uchar *row = grey.ptr<uchar>(y);
        const uchar *is = paper.ptr<uchar>(y);
        for (int x = 0; x < grey.cols; ++x) {
            counts[row[x]] += is[x] != 0 ? 1 : 0;
            all += is[x] != 0 ? 1 : 0;
        }
    }
    int level = 255;
    double above = 0;
    while (level > 0 && above < 0.3 * all) {
        above += counts[static_cast<std::size_t>(level--)];
    }
    const cv::Scalar mean = cv::mean(page, (grey > level) & paper);
    PaperLight light;
    light.white = std::max({mean[0], mean[1], mean[2], 60.0});
    light.colour = {cv::saturate_cast<uchar>(mean[0]), cv::saturate_cast<uchar>(mean[1]),
                    cv::saturate_cast<uchar>(mean[2])};
    const double least = std::min({mean[0], mean[1], mean[2]});
    if (least > surelyWhite * light.white) {
        light.balances.clear();
    }
    if (least > leastWhite * light.white) {
        light.balances.emplace_back(light.white / mean[0], light.white / mean[1], light.white / mean[2]);
    }
    return light;
}

cv::Mat skinColoured(const cv::Mat &bgr, const PaperLight &light, bool plateKnown)
{
    cv::Mat skin(bgr.size(), CV_8U, cv::Scalar(0));
    for (const cv::Vec3d &balance : light.balances) {
        const SkinColour colour(balance, light.white);
        if (!plateKnown && colour.is(light.colour)) {
            continue;  // yellowish paper: only by the plate beside it can a hand be told
        }
        for (int y = 0; y < bgr.rows; ++y) {
            const auto *pixel = bgr.ptr<cv::Vec3b>(y);
            uchar *is = skin.ptr<uchar>(y);
            for (int x = 0; x < bgr.cols; ++x) {
                is[x] = colour.is(pixel[x]) ? 255 : is[x];
            }
        }
    }
    return skin;
}

void leavePlateOut(const cv::Mat &bgr, const cv::Mat &empty, const cv::Mat &paper, cv::Mat &skin)
{
    const std::vector<cv::Vec3d> gains = gainsFor(bgr, empty, paper);
    for (int y = 0; y < skin.rows; ++y) {
        const auto *seen = bgr.ptr<cv::Vec3b>(y);
        const auto *plate = empty.ptr<cv::Vec3b>(y);
        uchar *is = skin.ptr<uchar>(y);
        for (int x = 0; x < skin.cols; ++x) {
            if (is[x] != 0 && std::any_of(gains.begin(), gains.end(),
                                          [&](const cv::Vec3d &one) { return looksLike(seen[x], plate[x], one); })) {
                is[x] = 0;
            }
        }
    }
}

cv::Mat skinIn(const cv::Mat &bgr, const cv::Mat &paper, const cv::Mat &empty)
{
    cv::Mat skin = skinColoured(bgr, paperLight(bgr, paper), !empty.empty());
    if (!empty.empty()) {
        leavePlateOut(bgr, empty, paper, skin);
    }
    cv::morphologyEx(skin, skin, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    return skin;
}

}  // namespace hall
