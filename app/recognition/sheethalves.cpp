// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/sheethalves.h"

#include "app/recognition/pagejudge.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/siderefit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
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
constexpr float leastOverlap = 14;                 // mm
constexpr double workDpi = 100;                    // for what is looked for in both halves
constexpr float lineMm = 8;                        // longer than a stroke of what is written
constexpr double workPerMm = workDpi / 25.4;
constexpr float cellMm = 24;        // a few words fit into it
constexpr float sideMm = 5;         // left out along the sheet's sides: the plate may be seen there
constexpr float borderMm = 2;       // left out where the picture ends
constexpr double leastInk = 0.035;  // deviation of a cell's ink, share of white
constexpr std::size_t leastCells = 2;
constexpr std::size_t mostCells = 48;
constexpr float measuredMm = 4;  // how far off its place a half may be found …
constexpr float assumedMm = 10;  // … and under a camera that was not measured
constexpr float acrossMm = 3.5F;
constexpr int spreadPixels = 5;  // at workDpi: the halves may be turned against each other a little
constexpr double leastLikeness = 0.5;
constexpr double clearLikeness = 0.06;  // better than any other place
constexpr double cellLikeness = 0.55;
constexpr double fitMm = 0.8;     // a cell farther off does not fit
constexpr double leastFit = 0.6;  // share of the cells that must fit
constexpr float blendMm = 2;

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

// Ink, light taken out and long lines with it, which are alike all over a table: 0 is paper, as 32-bit floats at
// workDpi.
cv::Mat inkOf(const cv::Mat &bgr, double dpi)
{
    cv::Mat grey;
    cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
    const double factor = workDpi / dpi;
    cv::resize(grey, grey, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    cv::Mat values;
    grey.convertTo(values, CV_32F);
    cv::Mat paper;
    const int window = static_cast<int>(12 * workPerMm) | 1;
    cv::blur(values, paper, {window, window}, {-1, -1}, cv::BORDER_REFLECT);
    cv::Mat ink = (paper - values) / (paper + 20);
    const int stroke = static_cast<int>(lineMm * workPerMm) | 1;
    cv::Mat lines;
    cv::Mat upright;
    const cv::Mat wide = cv::Mat::ones(3, 3, CV_8U);
    cv::morphologyEx(ink, lines, cv::MORPH_OPEN, cv::Mat::ones(1, stroke, CV_8U));
    cv::morphologyEx(ink, upright, cv::MORPH_OPEN, cv::Mat::ones(stroke, 1, CV_8U));
    cv::max(lines, upright, lines);
    cv::dilate(lines, lines, wide);
    ink -= lines;
    cv::max(ink, 0, ink);
    cv::GaussianBlur(ink, ink, {0, 0}, 0.8);  // the halves are never sampled alike
    return ink;
}

struct Cell
{
    cv::Rect at;
    cv::Point2f middle;
};

// Cells with something printed in them between two rows.
std::vector<Cell> inkedCells(const cv::Mat &ink, double fromMm, double toMm)
{
    const int size = static_cast<int>(cellMm * workPerMm);
    const int left = static_cast<int>(sideMm * workPerMm);
    const int from = std::max(0, static_cast<int>(fromMm * workPerMm));
    const int to = std::min(ink.rows, static_cast<int>(toMm * workPerMm));
    const int tall = std::min(size, to - from);
    std::vector<Cell> cells;
    if (tall < static_cast<int>(8 * workPerMm) || ink.cols < 2 * left + size) {
        return cells;
    }
    const int columns = std::max(1, (ink.cols - 2 * left) / size);
    const int rows = std::max(1, (to - from) / tall);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const cv::Rect at(left + column * size, from + row * tall, size, tall);
            cv::Scalar mean;
            cv::Scalar deviation;
            cv::meanStdDev(ink(at), mean, deviation);
            if (deviation[0] >= leastInk) {
                cells.push_back({at, cv::Point2f(static_cast<float>(at.x) + static_cast<float>(at.width - 1) / 2,
                                                 static_cast<float>(at.y) + static_cast<float>(at.height - 1) / 2)});
            }
        }
    }
    if (cells.size() > mostCells) {
        std::vector<Cell> some;
        for (std::size_t i = 0; i < mostCells; ++i) {
            some.push_back(cells[i * cells.size() / mostCells]);
        }
        cells = std::move(some);
    }
    return cells;
}

// Where `b` lies in `a`'s coordinates: pixels at workDpi.
struct Window
{
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
};

// How alike each cell is to `b` moved by (x, y) out of the window: one map a cell, its first place the window's left
// top.
cv::Mat likenessMap(const cv::Mat &a, const cv::Mat &b, const Cell &cell, const Window &window)
{
    // The cell stands in b at its own place less the shift; beyond b there is no ink.
    cv::Mat map(window.bottom - window.top + 1, window.right - window.left + 1, CV_32F, cv::Scalar(-1));
    const cv::Rect wanted(cell.at.x - window.right, cell.at.y - window.bottom,
                          cell.at.width + window.right - window.left, cell.at.height + window.bottom - window.top);
    const cv::Rect there = wanted & cv::Rect({0, 0}, b.size());
    if (there.width < cell.at.width || there.height < cell.at.height) {
        return map;
    }
    cv::Mat scores;
    cv::matchTemplate(b(there), a(cell.at), scores, cv::TM_CCOEFF_NORMED);
    cv::patchNaNs(scores, 0);
    cv::flip(scores, scores, -1);  // a larger shift lies nearer to b's beginning
    const cv::Point at(wanted.br().x - there.br().x, wanted.br().y - there.br().y);
    scores.copyTo(map(cv::Rect(at, scores.size())));
    return map;
}

struct Match
{
    double likeness = -1;
    double other = -1;  // of the best place elsewhere
    cv::Point shift;    // of b in a, pixels at workDpi
};

Match commonShift(const std::vector<cv::Mat> &maps, const Window &window)
{
    cv::Mat sum(maps.front().size(), CV_32F, cv::Scalar(0));
    const cv::Mat spread = cv::Mat::ones(2 * spreadPixels + 1, 2 * spreadPixels + 1, CV_8U);
    for (const cv::Mat &map : maps) {
        cv::Mat wide;
        cv::dilate(map, wide, spread);
        sum += wide;
    }
    sum /= static_cast<double>(maps.size());
    // What is widened is flat: its middle is meant.
    cv::blur(sum, sum, {2 * spreadPixels + 1, 2 * spreadPixels + 1}, {-1, -1}, cv::BORDER_REPLICATE);
    Match match;
    cv::Point best;
    cv::minMaxLoc(sum, nullptr, &match.likeness, nullptr, &best);
    match.shift = best + cv::Point(window.left, window.top);
    const int around = static_cast<int>(5 * workPerMm);
    cv::Mat rest = sum.clone();
    rest(cv::Rect(best - cv::Point(around, around), cv::Size(2 * around + 1, 2 * around + 1)) &
         cv::Rect({0, 0}, rest.size()))
        .setTo(-1);
    cv::minMaxLoc(rest, nullptr, &match.other);
    return match;
}

float peakOffset(float before, float at, float after)
{
    const float bend = before - 2 * at + after;
    return bend < -1e-6F ? std::clamp((before - after) / (2 * bend), -0.5F, 0.5F) : 0.0F;
}

struct Place
{
    cv::Point2f here;   // the cell's middle in a
    cv::Point2f shift;  // of b there
    bool alike = false;
};

Place placeOf(const Cell &cell, const cv::Mat &map, const Match &match, const Window &window)
{
    const cv::Point near = match.shift - cv::Point(window.left, window.top);
    const int reach = spreadPixels + 3;
    const cv::Rect around =
        cv::Rect(near - cv::Point(reach, reach), cv::Size(2 * reach + 1, 2 * reach + 1)) & cv::Rect({0, 0}, map.size());
    Place place{cell.middle, {}, false};
    double best = -1;
    cv::Point at;
    cv::minMaxLoc(map(around), nullptr, &best, nullptr, &at);
    at += around.tl();
    cv::Point2f fine(at);
    if (at.x > 0 && at.x + 1 < map.cols) {
        fine.x += peakOffset(map.at<float>(at.y, at.x - 1), map.at<float>(at), map.at<float>(at.y, at.x + 1));
    }
    if (at.y > 0 && at.y + 1 < map.rows) {
        fine.y += peakOffset(map.at<float>(at.y - 1, at.x), map.at<float>(at), map.at<float>(at.y + 1, at.x));
    }
    place.shift = fine + cv::Point2f(static_cast<float>(window.left), static_cast<float>(window.top));
    place.alike = best >= cellLikeness;
    return place;
}

// b lies in a turned by `turn` about a's origin and then moved by `shift`.
struct Rigid
{
    float turn = 0;  // radians, small
    cv::Point2f shift;

    [[nodiscard]] cv::Point2f at(cv::Point2f here) const { return shift + cv::Point2f(-turn * here.y, turn * here.x); }
};

// Least squares of shift(here) = shift + turn × here.
Rigid fitted(const std::vector<Place> &places)
{
    cv::Point2f middle;
    cv::Point2f mean;
    for (const Place &place : places) {
        middle += place.here;
        mean += place.shift;
    }
    middle *= 1 / static_cast<float>(places.size());
    mean *= 1 / static_cast<float>(places.size());
    float turning = 0;
    float lever = 0;
    for (const Place &place : places) {
        const cv::Point2f from = place.here - middle;
        turning += across(from, place.shift - mean);
        lever += from.dot(from);
    }
    Rigid rigid;
    rigid.turn = lever > 1 ? std::clamp(turning / lever, -mostSkew, mostSkew) : 0;
    rigid.shift = mean - cv::Point2f(-rigid.turn * middle.y, rigid.turn * middle.x);
    return rigid;
}

struct Found
{
    HalvesTrouble trouble = HalvesTrouble::None;
    Rigid rigid;  // of the second half, its end down, in the first; pixels at workDpi
    bool matched = false;
    double restMm = 0;
};

Found agreed(std::vector<Place> places, std::size_t cells)
{
    places.erase(std::remove_if(places.begin(), places.end(), [](const Place &place) { return !place.alike; }),
                 places.end());
    Found found;
    found.trouble = HalvesTrouble::Differs;
    if (places.empty()) {
        return found;
    }
    std::vector<Place> fit = places;
    for (int round = 0; round < 4 && fit.size() >= leastCells; ++round) {
        found.rigid = fitted(fit);
        const double allowed = (round == 0 ? 3 : round == 1 ? 2 : 1) * fitMm * workPerMm;
        fit.clear();
        std::copy_if(places.begin(), places.end(), std::back_inserter(fit), [&](const Place &place) {
            return length(place.shift - found.rigid.at(place.here)) <= static_cast<float>(allowed);
        });
    }
    if (fit.size() < std::max<std::size_t>(leastCells, static_cast<std::size_t>(std::ceil(leastFit * cells)))) {
        return found;
    }
    found.rigid = fitted(fit);
    std::vector<double> rest;
    rest.reserve(fit.size());
    for (const Place &place : fit) {
        rest.push_back(static_cast<double>(length(place.shift - found.rigid.at(place.here))) / workPerMm);
    }
    std::sort(rest.begin(), rest.end());
    found.restMm = rest[std::min(rest.size() - 1, rest.size() * 95 / 100)];
    found.trouble = HalvesTrouble::None;
    found.matched = true;
    return found;
}

// Whether the halves show the same end: what stands in the one stands in the other at the same place.
bool sameHalf(const cv::Mat &a, const cv::Mat &b)
{
    const double common = std::min(a.rows, b.rows) / workPerMm;
    const std::vector<Cell> cells = inkedCells(a, sideMm, common - borderMm);
    if (cells.size() < leastCells) {
        return false;
    }
    const int reach = static_cast<int>(6 * workPerMm);
    const Window window{-reach, -reach, reach, reach};
    std::vector<cv::Mat> maps;
    maps.reserve(cells.size());
    for (const Cell &cell : cells) {
        maps.push_back(likenessMap(a, b, cell, window));
    }
    const Match match = commonShift(maps, window);
    std::vector<Place> places;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        places.push_back(placeOf(cells[i], maps[i], match, window));
    }
    return match.likeness >= leastLikeness && agreed(places, cells.size()).matched;
}

// `b`: its end down. Heights in mm.
Found findShift(const cv::Mat &a, const cv::Mat &b, std::optional<float> sheet, float reach)
{
    const auto tallA = static_cast<float>(a.rows / workPerMm);
    const auto tallB = static_cast<float>(b.rows / workPerMm);
    Found found;
    float from = 0;
    float to = tallA - leastOverlap;
    if (sheet) {
        from = std::max(0.0F, *sheet - tallB - reach);
        to = *sheet - tallB + reach;
        if (tallA + tallB - *sheet < leastOverlap) {
            found.trouble = HalvesTrouble::Apart;
            return found;
        }
    }
    const float due = sheet ? *sheet - tallB : 0;
    // What is surely in both, wherever the second half begins.
    const std::vector<Cell> cells =
        inkedCells(a, sheet ? due + borderMm : tallA - borderMm - cellMm * 1.5F, tallA - borderMm);
    if (cells.size() < leastCells) {
        const bool blank = inkedCells(b, borderMm, tallA - due - borderMm).size() < leastCells;
        found.trouble = sheet && blank ? HalvesTrouble::None : HalvesTrouble::Differs;
        found.rigid.shift = {0, due * static_cast<float>(workPerMm)};
        return found;
    }
    const int sideways = static_cast<int>(acrossMm * workPerMm);
    const Window window{-sideways, static_cast<int>(from * workPerMm), sideways, static_cast<int>(to * workPerMm)};
    if (window.bottom <= window.top) {
        found.trouble = HalvesTrouble::Apart;
        return found;
    }
    std::vector<cv::Mat> maps;
    maps.reserve(cells.size());
    for (const Cell &cell : cells) {
        maps.push_back(likenessMap(a, b, cell, window));
    }
    const Match match = commonShift(maps, window);
    if (match.likeness < leastLikeness || match.likeness - match.other < clearLikeness) {
        found.trouble = HalvesTrouble::Differs;
        return found;
    }
    std::vector<Place> places;
    places.reserve(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        places.push_back(placeOf(cells[i], maps[i], match, window));
    }
    return agreed(std::move(places), cells.size());
}

// The second half in the colours of the first, by what both show.
void alikeInLight(const cv::Mat &first, cv::Mat &second, int from, int to)
{
    const cv::Scalar here = cv::mean(first.rowRange(from, to));
    const cv::Scalar there = cv::mean(second.rowRange(from, to));
    cv::Scalar gain;
    for (int i = 0; i < 3; ++i) {
        gain[i] = std::clamp(here[i] / std::max(1.0, there[i]), 0.8, 1.25);
    }
    cv::multiply(second, gain, second);
}

cv::Mat together(const cv::Mat &first, const cv::Mat &second, int from, int to, double perMm)
{
    cv::Mat sheet = second;
    const int middle = (from + to) / 2;
    const int blend = std::clamp(static_cast<int>(blendMm * perMm), 1, std::max(1, (to - from) / 3));
    first.rowRange(0, middle - blend).copyTo(sheet.rowRange(0, middle - blend));
    for (int y = middle - blend; y < middle + blend; ++y) {
        const double share = (y - (middle - blend) + 0.5) / (2.0 * blend);
        cv::addWeighted(first.row(y), 1 - share, second.row(y), share, 0, sheet.row(y));
    }
    return sheet;
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
    if (seen < leastOverlap) {
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

std::string_view troubleName(HalvesTrouble trouble)
{
    switch (trouble) {
    case HalvesTrouble::None:
        return {};
    case HalvesTrouble::Same:
        return "page.half-same";
    case HalvesTrouble::Apart:
        return "page.half-apart";
    case HalvesTrouble::Differs:
        return "page.half-differs";
    }
    return {};
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
        const float half = (whole + leastOverlap) / 2;
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

JoinedSheet joinHalves(const SheetHalf &first, const SheetHalf &second)
{
    JoinedSheet joined;
    joined.trouble = HalvesTrouble::Differs;
    if (first.bgr.type() != CV_8UC3 || second.bgr.type() != CV_8UC3 || !(first.dpi > 20) || !(second.dpi > 20)) {
        return joined;
    }
    const cv::Size2f one = first.mm();
    const cv::Size2f two = second.mm();
    if (std::abs(one.width - two.width) > std::max(3.0F, one.width / 50) ||
        first.whole.has_value() != second.whole.has_value() ||
        std::abs(first.whole.value_or(0) - second.whole.value_or(0)) > 1) {
        return joined;
    }
    const cv::Mat a = inkOf(first.bgr, first.dpi);
    cv::Mat b = inkOf(second.bgr, second.dpi);
    if (sameHalf(a, b)) {
        joined.trouble = HalvesTrouble::Same;
        return joined;
    }
    cv::rotate(b, b, cv::ROTATE_180);
    const Found found = findShift(a, b, first.whole, first.whole ? assumedMm : measuredMm);
    joined.trouble = found.trouble;
    if (found.trouble != HalvesTrouble::None) {
        return joined;
    }
    // From the work picture's pixels to those of the sheet.
    joined.dpi = first.dpi;
    const double perMm = joined.dpi / 25.4;
    const auto scale = static_cast<float>(joined.dpi / workDpi);
    const float begins =
        found.rigid.at({static_cast<float>(a.cols) / 2, static_cast<float>(a.rows)}).y / static_cast<float>(workPerMm);
    const float tall = first.whole.value_or(begins + two.height);
    joined.mm = {one.width, tall};
    const cv::Size size(first.bgr.cols, static_cast<int>(std::lround(static_cast<double>(tall) * perMm)));
    const int from = std::max(0, static_cast<int>(std::ceil((static_cast<double>(begins) + 1) * perMm)));
    const int to = std::min(first.bgr.rows, size.height);
    if (to - from < static_cast<int>(leastOverlap * perMm / 2)) {
        joined.trouble = HalvesTrouble::Apart;
        return joined;
    }
    cv::Mat lower;
    cv::rotate(second.bgr, lower, cv::ROTATE_180);
    const auto enlarge = static_cast<float>(joined.dpi / second.dpi);
    // here − shift − turn × here, as the map from the sheet's pixels to those of the second half.
    const float turn = found.rigid.turn;
    const cv::Matx23f map(1 / enlarge, turn / enlarge, -found.rigid.shift.x * scale / enlarge, -turn / enlarge,
                          1 / enlarge, -found.rigid.shift.y * scale / enlarge);
    cv::Mat placed;
    cv::warpAffine(lower, placed, map, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    alikeInLight(first.bgr, placed, from, to);
    joined.bgr = turned(together(first.bgr, placed, from, to, perMm), quartersUpright(first.open));
    if (first.open == OpenSide::Left || first.open == OpenSide::Right) {
        std::swap(joined.mm.width, joined.mm.height);
    }
    joined.matched = found.matched;
    joined.restMm = found.restMm;
    return joined;
}

}  // namespace hall
