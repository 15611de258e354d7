// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagestraightener.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr float largestSide = 6000;

struct Kind
{
    std::string_view name;
    float width;
    float height;
};

constexpr std::array<Kind, 7> kinds{{{"a4", 210, 297},
                                     {"id-card", 85.6F, 54},
                                     {"social-card", 85.6F, 54},
                                     {"booklet", 105, 143},
                                     {"booklet-open", 210, 143},
                                     {"a5", 148, 210},
                                     {"a3", 297, 420}}};

cv::Size2f sidesOf(const Quad &quad)
{
    return {std::max(length(quad[1] - quad[0]), length(quad[2] - quad[3])),
            std::max(length(quad[3] - quad[0]), length(quad[2] - quad[1]))};
}

float proportion(cv::Size2f size)
{
    return std::max(size.width, size.height) / std::max(1.0F, std::min(size.width, size.height));
}

}  // namespace

std::optional<cv::Size2f> kindSize(std::string_view kind)
{
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind &k) { return k.name == kind; });
    if (found == kinds.end()) {
        return std::nullopt;
    }
    return cv::Size2f(found->width, found->height);
}

std::string_view kindByShape(const Quad &quad)
{
    const cv::Size2f mean((length(quad[1] - quad[0]) + length(quad[2] - quad[3])) / 2,
                          (length(quad[3] - quad[0]) + length(quad[2] - quad[1])) / 2);
    for (const Kind &kind : kinds) {
        if (std::abs(proportion(mean) / proportion({kind.width, kind.height}) - 1) < 0.04F) {
            return kind.name;
        }
    }
    return {};
}

StraightPage straighten(const cv::Mat &bgr, const Quad &quad, std::optional<cv::Size2f> mm, double dpi)
{
    const cv::Size2f sides = sidesOf(quad);
    if (bgr.empty() || sides.width < 2 || sides.height < 2) {
        return {};
    }
    StraightPage page;
    cv::Size2f pixels = sides;
    if (mm && dpi > 0) {
        const bool across = (sides.width > sides.height) != (mm->width > mm->height);
        page.mm = across ? cv::Size2f(mm->height, mm->width) : *mm;
        page.dpi = dpi;
        pixels = page.mm * static_cast<float>(dpi / 25.4);
    }
    const float shrink = std::min(1.0F, largestSide / std::max(pixels.width, pixels.height));
    page.dpi *= shrink;
    const cv::Size size(std::max(2, static_cast<int>(std::lround(pixels.width * shrink))),
                        std::max(2, static_cast<int>(std::lround(pixels.height * shrink))));
    const auto w = static_cast<float>(size.width);
    const auto h = static_cast<float>(size.height);
    const std::vector<cv::Point2f> from(quad.begin(), quad.end());
    const std::vector<cv::Point2f> to{{0, 0}, {w, 0}, {w, h}, {0, h}};
    cv::warpPerspective(bgr, page.bgr, cv::getPerspectiveTransform(from, to), size, cv::INTER_LINEAR,
                        cv::BORDER_REPLICATE);
    return page;
}

cv::Mat turned(const cv::Mat &bgr, int quarters)
{
    cv::Mat result;
    switch (((quarters % 4) + 4) % 4) {
    case 1:
        cv::rotate(bgr, result, cv::ROTATE_90_CLOCKWISE);
        return result;
    case 2:
        cv::rotate(bgr, result, cv::ROTATE_180);
        return result;
    case 3:
        cv::rotate(bgr, result, cv::ROTATE_90_COUNTERCLOCKWISE);
        return result;
    }
    return bgr.clone();
}

}  // namespace hall
