// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/zonelines.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace hall {

namespace {

constexpr double cardWidthMm = 85.6;  // ISO/IEC 7810 ID-1
constexpr double pitchMm = 2.54;      // Doc 9303 part 3, 4.7: ten characters to the inch
constexpr double zoneShare = 0.6;     // of the card's height, from below: the zone and something above it

// What a line of the zone measures, with room for a picture that is not quite straight.
constexpr double bandWidthLeastMm = 0.72 * pitchMm * zoneLineCells;
constexpr double bandHeightLeastMm = 1.5;
constexpr double bandHeightMostMm = 4.6;
constexpr double bandStepLeastMm = 3.2;  // documents differ: from six to four lines to the inch
constexpr double bandStepMostMm = 7.5;

struct Grid
{
    double x0 = 0;  // middle of the first cell
    double pitch = 0;
    double y0 = 0;  // middle of the letters at x = 0, and how it falls with x
    double slope = 0;
};

struct Mark
{
    cv::Point2d centre;
    double height = 0;
};

cv::Mat inkOf(const cv::Mat &gray, double perMm)
{
    const int size = std::max(3, static_cast<int>(1.3 * perMm) | 1);
    cv::Mat ink;
    cv::morphologyEx(gray, ink, cv::MORPH_BLACKHAT, cv::getStructuringElement(cv::MORPH_RECT, {size, size}));
    cv::threshold(ink, ink, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    return ink;
}

std::vector<cv::Rect> bandsOf(const cv::Mat &ink, double perMm)
{
    const auto px = [perMm](double mm) { return std::max(1, static_cast<int>(mm * perMm)); };
    cv::Mat joined;
    cv::morphologyEx(ink, joined, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {px(3.4), px(0.3)}));
    cv::morphologyEx(joined, joined, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {px(3.0), px(0.9)}));
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres);
    std::vector<cv::Rect> bands;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        if (box.width >= bandWidthLeastMm * perMm && box.height >= bandHeightLeastMm * perMm &&
            box.height <= bandHeightMostMm * perMm) {
            bands.push_back(box);
        }
    }
    std::sort(bands.begin(), bands.end(), [](const cv::Rect &a, const cv::Rect &b) { return a.y > b.y; });
    return bands;
}

// From the lowest up, the first three at the steps of a zone.
std::vector<cv::Rect> lowestThree(const std::vector<cv::Rect> &bands, double perMm)
{
    const auto steps = [perMm](const cv::Rect &low, const cv::Rect &high) {
        const double step = (low.y + low.height / 2.0 - high.y - high.height / 2.0) / perMm;
        return step >= bandStepLeastMm && step <= bandStepMostMm;
    };
    for (std::size_t i = 0; i + 2 < bands.size(); ++i) {
        if (steps(bands[i], bands[i + 1]) && steps(bands[i + 1], bands[i + 2])) {
            return {bands[i + 2], bands[i + 1], bands[i]};
        }
    }
    return {};
}

std::vector<Mark> marksIn(const cv::Mat &ink, const cv::Rect &band, double perMm)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink(band), labels, stats, centres);
    std::vector<Mark> marks;
    for (int i = 1; i < count; ++i) {
        const int w = stats.at<int>(i, cv::CC_STAT_WIDTH);
        const int h = stats.at<int>(i, cv::CC_STAT_HEIGHT);
        // One letter: no speck, and not two that run into each other.
        if (h >= 1.1 * perMm && h <= 3.6 * perMm && w <= 1.15 * pitchMm * perMm) {
            const double x = band.x + stats.at<int>(i, cv::CC_STAT_LEFT) + w / 2.0;
            const double y = band.y + stats.at<int>(i, cv::CC_STAT_TOP) + h / 2.0;
            marks.push_back({{x, y}, static_cast<double>(h)});
        }
    }
    std::sort(marks.begin(), marks.end(), [](const Mark &a, const Mark &b) { return a.centre.x < b.centre.x; });
    return marks;
}

struct Straight
{
    double at0 = 0;
    double slope = 0;
};

Straight lineThrough(const std::vector<cv::Point2d> &points)
{
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (const cv::Point2d &p : points) {
        sx += p.x;
        sy += p.y;
        sxx += p.x * p.x;
        sxy += p.x * p.y;
    }
    const auto n = static_cast<double>(points.size());
    const double spread = n * sxx - sx * sx;
    const double slope = spread > 0 ? (n * sxy - sx * sy) / spread : 0;
    return {(sy - slope * sx) / n, slope};
}

// The cells by the letters that stand alone: which cell each is in follows from the pitch, the pitch from all of them.
std::optional<Grid> gridOf(const std::vector<Mark> &marks, double perMm)
{
    constexpr std::size_t marksLeast = 20;
    if (marks.size() < marksLeast) {
        return std::nullopt;
    }
    Grid grid{marks.front().centre.x, pitchMm * perMm, 0, 0};
    int last = 0;
    for (int round = 0; round < 3; ++round) {
        std::vector<cv::Point2d> steps;
        std::vector<cv::Point2d> middles;
        last = 0;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            // In the first round each follows its neighbour, so that a pitch a little off does not add up.
            const cv::Point2d &at = marks[i].centre;
            const double cell = round == 0 && i > 0 ? last + std::round((at.x - marks[i - 1].centre.x) / grid.pitch)
                                                    : std::round((at.x - grid.x0) / grid.pitch);
            last = static_cast<int>(cell);
            steps.emplace_back(cell, at.x);
            middles.push_back(at);
        }
        const Straight across = lineThrough(steps);
        const Straight along = lineThrough(middles);
        grid = {across.at0, across.slope, along.at0, along.slope};
    }
    const bool whole = last == zoneLineCells - 1;
    const bool pitchRight = std::abs(grid.pitch / (pitchMm * perMm) - 1) < 0.12;
    return whole && pitchRight ? std::optional<Grid>(grid) : std::nullopt;
}

cv::Mat laidOut(const cv::Mat &gray, const Grid &grid)
{
    const double scale = grid.pitch / zoneCellWidth;
    const double left = grid.x0 - grid.pitch / 2;
    const double top = grid.y0 + grid.slope * left - scale * zoneCellHeight / 2.0;
    // From the cells' picture to the card's.
    const cv::Matx23d map(scale, 0, left, grid.slope * scale, scale, top);
    cv::Mat line;
    cv::warpAffine(gray, line, map, {zoneLineCells * zoneCellWidth, zoneCellHeight},
                   cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return line;
}

double inkShare(const cv::Mat &ink, double x0, double x1, double y0, double y1)
{
    const cv::Rect box(static_cast<int>(x0 * ink.cols), static_cast<int>(y0 * ink.rows),
                       std::max(1, static_cast<int>((x1 - x0) * ink.cols)),
                       std::max(1, static_cast<int>((y1 - y0) * ink.rows)));
    return cv::countNonZero(ink(box)) / static_cast<double>(box.area());
}

// '<' alone has its ink on the left in the middle and on the right above and below, and none in the other places: C and
// G have the left corners, K its post, and no digit is open like that. `elsewhere`: the share of ink those may have.
bool isFiller(const cv::Mat &ink, double elsewhere)
{
    if (ink.rows < zoneCellHeight / 5 || ink.cols < zoneCellWidth / 4) {
        return false;
    }
    return inkShare(ink, 0, 0.28, 0, 0.22) < elsewhere && inkShare(ink, 0, 0.28, 0.78, 1) < elsewhere &&
           inkShare(ink, 0.6, 1, 0.38, 0.62) < elsewhere && inkShare(ink, 0, 0.35, 0.38, 0.62) > 0.3 &&
           inkShare(ink, 0.65, 1, 0, 0.4) > 0.12 && inkShare(ink, 0.65, 1, 0.6, 1) > 0.12;
}

// The letter of each cell: what has its middle there.
void markLetters(const cv::Mat &ink, ZoneLine &line)
{
    constexpr int speck = 6;  // pixels
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres);
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const int cell = (box.x + box.width / 2) / zoneCellWidth;
        const bool cut = box.y == 0 || box.br().y == ink.rows;  // of the line above or below
        if (!cut && box.height >= speck && box.width <= zoneCellWidth * 5 / 4 && cell < zoneLineCells) {
            line.mark[static_cast<std::size_t>(cell)] |= box;
        }
    }
}

// Nothing where a cell may hold a filler or a letter: Tesseract, which is asked for letters, would see one.
std::optional<ZoneLine> lineOf(const cv::Mat &gray, const Grid &grid)
{
    constexpr double sure = 0.08;
    constexpr double doubtful = 0.24;
    ZoneLine line;
    line.gray = laidOut(gray, grid);
    cv::Mat ink;
    cv::threshold(line.gray, ink, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    markLetters(ink, line);
    for (std::size_t i = 0; i < line.mark.size(); ++i) {
        const cv::Mat letter = ink(line.mark[i]);
        line.filler[i] = isFiller(letter, sure);
        if (!line.filler[i] && isFiller(letter, doubtful)) {
            return std::nullopt;
        }
    }
    return line;
}

}  // namespace

std::vector<ZoneLine> findZoneLines(const cv::Mat &card)
{
    if (card.empty() || card.cols < card.rows) {
        return {};
    }
    cv::Mat gray;
    cv::cvtColor(card, gray, cv::COLOR_BGR2GRAY);
    const double perMm = gray.cols / cardWidthMm;
    const int from = static_cast<int>(gray.rows * (1 - zoneShare));
    const cv::Mat lower = gray.rowRange(from, gray.rows);
    const cv::Mat ink = inkOf(lower, perMm);
    std::vector<ZoneLine> lines;
    for (const cv::Rect &band : lowestThree(bandsOf(ink, perMm), perMm)) {
        const cv::Rect wide = (band + cv::Size(static_cast<int>(3 * perMm), static_cast<int>(0.6 * perMm)) -
                               cv::Point(static_cast<int>(1.5 * perMm), static_cast<int>(0.3 * perMm))) &
                              cv::Rect({}, ink.size());
        const auto grid = gridOf(marksIn(ink, wide, perMm), perMm);
        if (!grid) {
            return {};
        }
        auto line = lineOf(lower, *grid);
        if (!line) {
            return {};
        }
        lines.push_back(std::move(*line));
    }
    return lines;
}

}  // namespace hall
