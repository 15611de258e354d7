// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/sheetshift.h"

#include "app/recognition/quad.h"
#include "app/recognition/sheethalf.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace hall {

namespace {

constexpr float mostTurn = 0.035F;  // radians
constexpr float lineMm = 8;         // longer than a stroke of what is written
constexpr double printPerMm = printDpi / 25.4;
constexpr float cellMm = 24;        // a few words fit into it
constexpr float sideMm = 5;         // left out along the sheet's sides: the plate may be seen there
constexpr float borderMm = 2;       // left out where the picture ends
constexpr double leastInk = 0.035;  // deviation of a cell's ink, share of white
constexpr std::size_t leastCells = 2;
constexpr std::size_t mostCells = 48;
constexpr float reachMm = 10;  // how far off its place a half may be found
constexpr float acrossMm = 3.5F;
constexpr int spreadPixels = 5;  // at printDpi: the halves may be turned against each other a little
constexpr double leastLikeness = 0.5;
constexpr double clearLikeness = 0.06;  // better than any other place
constexpr double cellLikeness = 0.55;
constexpr double fitMm = 0.8;     // a cell farther off does not fit
constexpr double leastFit = 0.6;  // share of the cells that must fit

float across(cv::Point2f a, cv::Point2f b)
{
    return a.x * b.y - a.y * b.x;
}

struct Cell
{
    cv::Rect at;
    cv::Point2f middle;
};

// Cells with something printed in them between two rows.
std::vector<Cell> inkedCells(const cv::Mat &ink, double fromMm, double toMm)
{
    const int size = static_cast<int>(cellMm * printPerMm);
    const int left = static_cast<int>(sideMm * printPerMm);
    const int from = std::max(0, static_cast<int>(fromMm * printPerMm));
    const int to = std::min(ink.rows, static_cast<int>(toMm * printPerMm));
    const int tall = std::min(size, to - from);
    std::vector<Cell> cells;
    if (tall < static_cast<int>(8 * printPerMm) || ink.cols < 2 * left + size) {
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

// Where `b` lies in `a`'s coordinates: pixels at printDpi.
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
    cv::Point shift;    // of b in a, pixels at printDpi
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
    const int around = static_cast<int>(5 * printPerMm);
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

// Least squares of shift(here) = shift + turn × here.
SheetShift fitted(const std::vector<Place> &places)
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
    SheetShift moved;
    moved.turn = lever > 1 ? std::clamp(turning / lever, -mostTurn, mostTurn) : 0;
    moved.shift = mean - cv::Point2f(-moved.turn * middle.y, moved.turn * middle.x);
    return moved;
}

FoundShift agreed(std::vector<Place> places, std::size_t cells)
{
    places.erase(std::remove_if(places.begin(), places.end(), [](const Place &place) { return !place.alike; }),
                 places.end());
    FoundShift found;
    found.trouble = HalvesTrouble::Differs;
    if (places.empty()) {
        return found;
    }
    std::vector<Place> fit = places;
    for (int round = 0; round < 4 && fit.size() >= leastCells; ++round) {
        found.second = fitted(fit);
        const double allowed = (round == 0 ? 3 : round == 1 ? 2 : 1) * fitMm * printPerMm;
        fit.clear();
        std::copy_if(places.begin(), places.end(), std::back_inserter(fit), [&](const Place &place) {
            return length(place.shift - found.second.at(place.here)) <= static_cast<float>(allowed);
        });
    }
    if (fit.size() < std::max<std::size_t>(leastCells, static_cast<std::size_t>(std::ceil(leastFit * cells)))) {
        return found;
    }
    found.second = fitted(fit);
    std::vector<double> rest;
    rest.reserve(fit.size());
    for (const Place &place : fit) {
        rest.push_back(static_cast<double>(length(place.shift - found.second.at(place.here))) / printPerMm);
    }
    std::sort(rest.begin(), rest.end());
    found.restMm = rest[std::min(rest.size() - 1, rest.size() * 95 / 100)];
    found.trouble = HalvesTrouble::None;
    found.matched = true;
    return found;
}

}  // namespace

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

cv::Mat printOf(const cv::Mat &bgr, double dpi)
{
    cv::Mat grey;
    cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
    const double factor = printDpi / dpi;
    cv::resize(grey, grey, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    cv::Mat values;
    grey.convertTo(values, CV_32F);
    cv::Mat paper;
    const int window = static_cast<int>(12 * printPerMm) | 1;
    cv::blur(values, paper, {window, window}, {-1, -1}, cv::BORDER_REFLECT);
    cv::Mat ink = (paper - values) / (paper + 20);
    const int stroke = static_cast<int>(lineMm * printPerMm) | 1;
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

bool sameHalf(const cv::Mat &a, const cv::Mat &b)
{
    const double common = std::min(a.rows, b.rows) / printPerMm;
    const std::vector<Cell> cells = inkedCells(a, sideMm, common - borderMm);
    if (cells.size() < leastCells) {
        return false;
    }
    const int reach = static_cast<int>(6 * printPerMm);
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

FoundShift findShift(const cv::Mat &a, const cv::Mat &b, std::optional<float> sheetMm)
{
    const auto tallA = static_cast<float>(a.rows / printPerMm);
    const auto tallB = static_cast<float>(b.rows / printPerMm);
    FoundShift found;
    float from = 0;
    float to = tallA - leastOverlapMm;
    if (sheetMm) {
        from = std::max(0.0F, *sheetMm - tallB - reachMm);
        to = *sheetMm - tallB + reachMm;
        if (tallA + tallB - *sheetMm < leastOverlapMm) {
            found.trouble = HalvesTrouble::Apart;
            return found;
        }
    }
    const float due = sheetMm ? *sheetMm - tallB : 0;
    // What is surely in both, wherever the second half begins.
    const std::vector<Cell> cells =
        inkedCells(a, sheetMm ? due + borderMm : tallA - borderMm - cellMm * 1.5F, tallA - borderMm);
    if (cells.size() < leastCells) {
        const bool blank = inkedCells(b, borderMm, tallA - due - borderMm).size() < leastCells;
        found.trouble = sheetMm && blank ? HalvesTrouble::None : HalvesTrouble::Differs;
        found.second.shift = {0, due * static_cast<float>(printPerMm)};
        return found;
    }
    const int sideways = static_cast<int>(acrossMm * printPerMm);
    const Window window{-sideways, static_cast<int>(from * printPerMm), sideways, static_cast<int>(to * printPerMm)};
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

}  // namespace hall
