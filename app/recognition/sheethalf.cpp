// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/sheethalf.h"

#include "app/recognition/pagejudge.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/siderefit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace hall {

namespace {

constexpr float mostSkew = 0.035F;       // radians: sides of a rectangle as two corners each tell them
constexpr float assumedShare = 0.15F;    // by which a camera that was not measured may see otherwise than assumed
constexpr float bentShare = 0.04F;       // of a calibrated one: by which the lens bends what has not been straightened
constexpr float measuredShare = 0.015F;  // the same, straightened
constexpr float refitMm = 7;             // beside a sheet, where its sides may be
constexpr double refitDpi = 120;
const cv::Scalar plateGrey = cv::Scalar::all(60);  // beyond the picture
constexpr float roomMm = 6;                        // of the plate that must be seen beside a sheet

cv::Point2f unit(cv::Point2f vector)
{
    return vector * (1 / std::max(1e-6F, length(vector)));
}

float across(cv::Point2f a, cv::Point2f b)
{
    return a.x * b.y - a.y * b.x;
}

bool inside(cv::Point2f pixel, cv::Size picture)
{
    return pixel.x >= 1 && pixel.y >= 1 && pixel.x <= static_cast<float>(picture.width - 2) &&
           pixel.y <= static_cast<float>(picture.height - 2);
}

bool nearBorder(cv::Point2f p, cv::Size picture, OpenSide side)
{
    const float margin = std::max(2.0F, 0.006F * static_cast<float>(picture.width));
    switch (side) {
    case OpenSide::Top:
        return p.y < margin;
    case OpenSide::Right:
        return p.x > static_cast<float>(picture.width - 1) - margin;
    case OpenSide::Bottom:
        return p.y > static_cast<float>(picture.height - 1) - margin;
    case OpenSide::Left:
        return p.x < margin;
    }
    return false;
}

struct Opening
{
    std::size_t corner = 0;  // the side from this corner to the next one
    OpenSide side = OpenSide::Bottom;
};

std::optional<Opening> openingOf(const Quad &quad, cv::Size picture)
{
    constexpr std::array sides{OpenSide::Top, OpenSide::Right, OpenSide::Bottom, OpenSide::Left};
    std::optional<Opening> found;
    for (const OpenSide side : sides) {
        std::array<bool, 4> at{};
        std::transform(quad.begin(), quad.end(), at.begin(),
                       [&](cv::Point2f p) { return nearBorder(p, picture, side); });
        const auto count = std::count(at.begin(), at.end(), true);
        if (count == 0) {
            continue;
        }
        if (count != 2 || found) {
            return std::nullopt;
        }
        for (std::size_t k = 0; k < 4; ++k) {
            if (at[k] && at[(k + 1) % 4]) {
                found = Opening{k, side};
            }
        }
        if (!found) {
            return std::nullopt;
        }
    }
    return found;
}
// `mm`: the end's left and right corners, then where the picture ends on the right and on the left. `tolerance`: of the
// end's length, a share of it.
std::optional<HalfLie> lieBetween(const std::vector<cv::Point2f> &mm, OpenSide open, const PlateView &view,
                                  float tolerance, std::optional<cv::Size2f> asked)
{
    const cv::Point2f left = unit(mm[3] - mm[0]);
    const cv::Point2f right = unit(mm[2] - mm[1]);
    const cv::Point2f end = unit(mm[1] - mm[0]);
    const cv::Point2f down = unit(left + right);
    const cv::Point2f along(down.y, -down.x);  // x to the right, y down: a quarter turn against the clock
    if (std::abs(across(left, right)) > 2 * mostSkew || std::abs(end.dot(down)) > mostSkew || end.dot(along) < 0.5F) {
        return std::nullopt;
    }
    HalfLie lie;
    lie.open = open;
    const float leftAt = (mm[0] + mm[3]).dot(along) / 2;
    const float rightAt = (mm[1] + mm[2]).dot(along) / 2;
    const float width = rightAt - leftAt;
    if (asked) {
        float near = tolerance;
        for (const auto &[side, other] : {std::pair(asked->width, asked->height), {asked->height, asked->width}}) {
            const float off = std::abs(side / width - 1);
            if (off <= near) {
                near = off;
                lie.scale = side / width;
                lie.whole = other;
            }
        }
        if (!lie.whole) {
            return std::nullopt;
        }
    }
    lie.origin = along * leftAt + down * ((mm[0] + mm[1]).dot(down) / 2);
    lie.along = along * width;
    float seen = std::min((mm[3] - mm[0]).dot(down), (mm[2] - mm[1]).dot(down));
    const auto shown = [&](float depth) {
        return inside(view.toPixels(lie.origin + down * depth), view.size()) &&
               inside(view.toPixels(lie.origin + lie.along + down * depth), view.size());
    };
    while (seen > 0 && !shown(seen)) {
        seen -= 0.5F;
    }
    if (seen < leastOverlapMm) {
        return std::nullopt;
    }
    lie.down = down * seen;
    return lie;
}

// In the plane of the plate sides are straight, whatever the lens does to them in the picture.
std::optional<HalfLie> refitted(const cv::Mat &bgr, const HalfLie &lie, const PlateView &view, float tolerance,
                                std::optional<cv::Size2f> asked)
{
    const cv::Point2f along = unit(lie.along);
    const cv::Point2f down = unit(lie.down);
    const cv::Point2f origin = lie.origin - (along + down) * refitMm;
    const float width = length(lie.along) + 2 * refitMm;
    const float height = length(lie.down) + refitMm;
    const cv::Mat flat = pictureOf(bgr, view, origin, along * width, down * height, refitDpi, plateGrey);
    if (flat.empty()) {
        return std::nullopt;
    }
    const auto perMm = static_cast<float>(refitDpi / 25.4);
    const Quad rough{cv::Point2f(refitMm, refitMm) * perMm, cv::Point2f(width - refitMm, refitMm) * perMm,
                     cv::Point2f(width - refitMm, height) * perMm, cv::Point2f(refitMm, height) * perMm};
    const Quad fine = refitSides(flat, rough, (refitMm - 1) * perMm).quad;
    std::vector<cv::Point2f> mm;
    for (const cv::Point2f &corner : fine) {
        mm.push_back(origin + along * (corner.x / perMm) + down * (corner.y / perMm));
    }
    return lieBetween(mm, lie.open, view, tolerance, asked);
}

}  // namespace

float HalfLie::seenMm() const
{
    return length(down) * scale;
}

cv::Size2f SheetHalf::mm() const
{
    return dpi > 0 ? cv::Size2f(static_cast<float>(bgr.cols * 25.4 / dpi), static_cast<float>(bgr.rows * 25.4 / dpi))
                   : cv::Size2f();
}
std::optional<PlateView> assumedView(cv::Size picture)
{
    if (picture.width < 64 || picture.height < 64) {
        return std::nullopt;
    }
    PlateCalibration assumed;
    assumed.size = picture;
    PlateGeometry geometry;
    const double mm = 1 / assumedPixelsPerMm(picture);
    geometry.toMm = {mm, 0, 0, 0, mm, 0, 0, 0, 1};
    assumed.geometry = geometry;
    return PlateView::of(assumed, picture);
}

bool needsTwo(cv::Size2f mm, const PlateView &view)
{
    const auto w = static_cast<float>(view.size().width - 1);
    const auto h = static_cast<float>(view.size().height - 1);
    const std::vector<cv::Point2f> ends = view.toMm({{0, h / 2}, {w, h / 2}, {w / 2, 0}, {w / 2, h}});
    const cv::Size2f seen(length(ends[1] - ends[0]) - roomMm, length(ends[3] - ends[2]) - roomMm);
    const auto fits = [seen](float across, float down) { return across <= seen.width && down <= seen.height; };
    if (fits(mm.width, mm.height) || fits(mm.height, mm.width)) {
        return false;
    }
    const auto halves = [&](float end, float whole) {
        const float half = (whole + leastOverlapMm) / 2;
        return fits(end, half) || fits(half, end);
    };
    return halves(mm.width, mm.height) || halves(mm.height, mm.width);
}

std::optional<HalfLie> lieOf(const Quad &quad, const PlateView &view, bool measured, std::optional<cv::Size2f> asked)
{
    const std::optional<Opening> opening = openingOf(quad, view.size());
    if (!opening || (!measured && !asked)) {
        return std::nullopt;
    }
    std::vector<cv::Point2f> corners;
    for (std::size_t i = 0; i < 4; ++i) {
        corners.push_back(quad[(opening->corner + 2 + i) % 4]);
    }
    return lieBetween(view.toMm(corners), opening->side, view, measured ? bentShare : assumedShare, asked);
}

SheetHalf takeHalf(const cv::Mat &bgr, const HalfLie &lie, const PlateView &view, bool measured,
                   std::optional<cv::Size2f> asked, double mostDpi)
{
    SheetHalf half;
    const std::optional<HalfLie> exact = refitted(bgr, lie, view, measured ? measuredShare : assumedShare, asked);
    if (!exact) {
        return half;
    }
    half.open = exact->open;
    half.whole = exact->whole;
    const auto scale = static_cast<double>(exact->scale);
    const cv::Point2f middle =
        view.toMm(cv::Point2f(static_cast<float>(view.size().width) / 2, static_cast<float>(view.size().height) / 2));
    half.dpi = std::min(mostDpi, view.dpi(middle) / scale);
    half.bgr = pictureOf(bgr, view, exact->origin, exact->along, exact->down, half.dpi * scale);
    return half;
}

int quartersUpright(OpenSide open)
{
    switch (open) {
    case OpenSide::Bottom:
        return 0;
    case OpenSide::Left:
        return 1;
    case OpenSide::Top:
        return 2;
    case OpenSide::Right:
        return 3;
    }
    return 0;
}
}  // namespace hall
