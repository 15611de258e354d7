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

cv::Size2f kindSizeOf(cv::Size picture, std::string_view kind)
{
    const std::optional<cv::Size2f> size = kindSize(kind);
    if (!size || picture.area() == 0) {
        return {};
    }
    const bool across = (size->width > size->height) != (picture.width > picture.height);
    const cv::Size2f mm = across ? cv::Size2f(size->height, size->width) : *size;
    const double pixels = static_cast<double>(picture.width) / picture.height;
    return std::abs(pixels / static_cast<double>(mm.width / mm.height) - 1) < 0.04 ? mm : cv::Size2f();
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

namespace {

struct PlateRectangle
{
    cv::Point2f origin;
    cv::Point2f along;
    cv::Point2f down;
};

// The corners' mean sides, made square to each other about the corners' middle.
PlateRectangle rectangleOf(const Quad &quad, const PlateView &view)
{
    const std::vector<cv::Point2f> mm = view.toMm(std::vector<cv::Point2f>(quad.begin(), quad.end()));
    const cv::Point2f across = (mm[1] - mm[0] + mm[2] - mm[3]) / 2;
    const cv::Point2f upright = (mm[3] - mm[0] + mm[2] - mm[1]) / 2;
    // Half of what the two lack from a right angle is given to each.
    const float angle = std::atan2(across.y, across.x);
    const float other = std::atan2(upright.y, upright.x) - static_cast<float>(CV_PI) / 2;
    const float half = std::remainder(other - angle, 2 * static_cast<float>(CV_PI)) / 2;
    const cv::Point2f direction(std::cos(angle + half), std::sin(angle + half));
    const cv::Point2f middle = (mm[0] + mm[1] + mm[2] + mm[3]) / 4;
    PlateRectangle rectangle;
    rectangle.along = direction * length(across);
    rectangle.down = cv::Point2f(-direction.y, direction.x) * length(upright);
    rectangle.origin = middle - (rectangle.along + rectangle.down) / 2;
    return rectangle;
}

bool nearly(float length, float due)
{
    return std::abs(length - due) <= std::max(kSizeTolerance, due / 100);
}

cv::Size2f knownSize(cv::Size2f mm)
{
    for (const Kind &kind : kinds) {
        if (nearly(mm.width, kind.width) && nearly(mm.height, kind.height)) {
            return {kind.width, kind.height};
        }
        if (nearly(mm.width, kind.height) && nearly(mm.height, kind.width)) {
            return {kind.height, kind.width};
        }
    }
    return mm;
}

}  // namespace

cv::Size2f sizeOnPlate(const Quad &quad, const PlateView &view)
{
    const PlateRectangle rectangle = rectangleOf(quad, view);
    return {length(rectangle.along), length(rectangle.down)};
}

StraightPage straightenOnPlate(const cv::Mat &bgr, const Quad &quad, const PlateView &view, double mostDpi)
{
    PlateRectangle rectangle = rectangleOf(quad, view);
    const cv::Size2f seen(length(rectangle.along), length(rectangle.down));
    if (bgr.size() != view.size() || !(seen.width > 1) || !(seen.height > 1)) {
        return {};
    }
    StraightPage page;
    page.mm = knownSize(seen);
    const cv::Point2f middle = rectangle.origin + (rectangle.along + rectangle.down) / 2;
    rectangle.along *= page.mm.width / seen.width;
    rectangle.down *= page.mm.height / seen.height;
    rectangle.origin = middle - (rectangle.along + rectangle.down) / 2;
    const double largest = largestSide / static_cast<double>(std::max(page.mm.width, page.mm.height)) * 25.4;
    page.dpi = std::min({mostDpi, view.dpi(middle), largest});
    page.bgr = pictureOf(bgr, view, rectangle.origin, rectangle.along, rectangle.down, page.dpi);
    return page.bgr.empty() ? StraightPage{} : page;
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
