// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/cutsheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr float nearBorder = 3;       // pixels: an outline there is the border's
constexpr float shortestSide = 12;    // pixels: shorter pieces are a card's round corners, and print at the border
constexpr float alongside = 0.94F;    // cosine that opposite sides make at least, as cameras see them
constexpr float across = 0.34F;       // and neighbouring ones at most
constexpr float strayPiece = 0.2F;    // of the longest side: what is longer and fits neither is no sheet's
constexpr double leastFull = 0.93;    // of the part of the quad that is in the picture
constexpr double leastWithin = 0.96;  // of what reaches the border lies in the quad
constexpr double leastSides = 0.85;   // of the sides that can be seen
constexpr double leastSide = 0.7;     // of each
constexpr double mostlySeen = 0.6;    // of a side that counts
constexpr double leastSeen = 0.055;   // of the picture's width: of less of a side one counts that is beyond mostly
constexpr double leastTouch = 0.012;  // of the picture's width: so long a piece of the border has changed
constexpr double mostChanged = 0.35;  // of the picture
constexpr double sameSheet = 0.3;     // overlap
constexpr std::array<double, 5> levels{3, 6, 12, 25, 50};  // deviations of the noise

bool isAtBorder(cv::Point2f a, cv::Point2f b, cv::Size picture)
{
    const auto right = static_cast<float>(picture.width - 1) - nearBorder;
    const auto bottom = static_cast<float>(picture.height - 1) - nearBorder;
    return std::max(a.x, b.x) <= nearBorder || std::max(a.y, b.y) <= nearBorder || std::min(a.x, b.x) >= right ||
           std::min(a.y, b.y) >= bottom;
}

struct Piece
{
    Line line;
    float size = 0;
    cv::Point2f middle;
};

// Straight, away from the border, the longest first.
std::vector<Piece> piecesOf(const std::vector<cv::Point> &hull, cv::Size picture)
{
    std::vector<cv::Point> simple;
    cv::approxPolyDP(hull, simple, std::max(1.5, 0.006 * cv::arcLength(hull, true)), true);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < simple.size(); ++i) {
        const cv::Point2f a(simple[i]);
        const cv::Point2f b(simple[(i + 1) % simple.size()]);
        if (length(b - a) >= shortestSide && !isAtBorder(a, b, picture)) {
            pieces.push_back({lineThrough(a, b), length(b - a), 0.5F * (a + b)});
        }
    }
    std::sort(pieces.begin(), pieces.end(), [](const Piece &a, const Piece &b) { return a.size > b.size; });
    return pieces;
}

cv::Point2f middleOf(const std::vector<cv::Point> &hull)
{
    const cv::Moments moments = cv::moments(hull);
    return cv::Point2f(cv::Point2d(moments.m10, moments.m01) / std::max(1e-3, moments.m00));
}

// A line `beyond` what there is in a direction; nothing where that does not end at the border.
std::optional<Line> lineBeyond(const std::vector<cv::Point> &hull, cv::Point2f outwards, cv::Point2f direction,
                               cv::Size picture, float beyond)
{
    const cv::Point2f normal = cv::Point2f(-direction.y, direction.x).dot(outwards) > 0
                                   ? cv::Point2f(-direction.y, direction.x)
                                   : cv::Point2f(direction.y, -direction.x);
    const auto farthest = *std::max_element(hull.begin(), hull.end(), [&](const cv::Point &a, const cv::Point &b) {
        return cv::Point2f(a).dot(normal) < cv::Point2f(b).dot(normal);
    });
    if (!isAtBorder(farthest, farthest, picture)) {
        return std::nullopt;
    }
    return Line{cv::Point2f(farthest) + beyond * normal, direction};
}

}  // namespace

std::optional<Quad> quadBeyond(const std::vector<cv::Point> &outline, cv::Size picture, float beyond)
{
    if (outline.size() < 4) {
        return std::nullopt;
    }
    std::vector<cv::Point> hull;
    cv::convexHull(outline, hull);
    const std::vector<Piece> pieces = piecesOf(hull, picture);
    if (pieces.size() < 2) {
        return std::nullopt;
    }
    // Round about: the longest side's way, then across it.
    const cv::Point2f way = pieces.front().line.direction;
    const cv::Point2f aside(-way.y, way.x);
    const cv::Point2f middle = middleOf(hull);
    const std::array<cv::Point2f, 4> outwards{-aside, way, aside, -way};
    std::array<std::optional<Line>, 4> sides;
    for (const Piece &piece : pieces) {
        const float cosine = std::abs(piece.line.direction.dot(way));
        if (cosine <= alongside && cosine >= across) {
            if (piece.size > strayPiece * pieces.front().size) {
                return std::nullopt;
            }
            continue;
        }
        const bool opposite = cosine > alongside;
        const bool first = (piece.middle - middle).dot(opposite ? -aside : way) > 0;
        auto &side = sides[(opposite ? 0U : 1U) + (first ? 0U : 2U)];
        side = side ? side : std::optional(piece.line);
    }
    if (std::count_if(sides.begin(), sides.end(), [](const auto &side) { return side.has_value(); }) < 2) {
        return std::nullopt;
    }
    const auto seen = sides;
    for (std::size_t i = 0; i < 4; ++i) {
        if (!seen[i]) {
            const cv::Point2f direction = seen[(i + 2) % 4] ? seen[(i + 2) % 4]->direction : i % 2 == 0 ? way : aside;
            sides[i] = lineBeyond(hull, outwards[i], direction, picture, beyond);
        }
        if (!sides[i]) {
            return std::nullopt;
        }
    }
    Quad quad;
    bool outside = false;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto corner = crossing(*sides[i], *sides[(i + 1) % 4]);
        if (!corner) {
            return std::nullopt;
        }
        quad[i] = *corner;
        outside = outside || corner->x < 0 || corner->y < 0 || corner->x > static_cast<float>(picture.width - 1) ||
                  corner->y > static_cast<float>(picture.height - 1);
    }
    return outside ? std::optional(inReadingOrder(quad)) : std::nullopt;
}

namespace {

// Of the sides that can be seen, how much steps as a sheet's do; 0 where one of them hardly does.
double seenSides(const ScoreSource &source, const Quad &quad)
{
    double sum = 0;
    double weight = 0;
    int sides = 0;
    const QuadScore steps = scoreQuad(source, quad, 48, true);
    for (std::size_t i = 0; i < 4; ++i) {
        const SideScore &side = steps.sides[i];
        const double seen = 1 - side.lost();
        const bool enough = seen * length(quad[(i + 1) % 4] - quad[i]) > leastSeen * source.colours.cols;
        if (!enough && seen < mostlySeen) {
            continue;
        }
        if (side.share < leastSide) {
            return 0;
        }
        sum += seen * side.share;
        weight += seen;
        ++sides;
    }
    return sides < 2 ? 0 : sum / weight;
}

bool fills(const std::vector<cv::Point> &outline, const Quad &quad, cv::Size picture)
{
    cv::Mat there(picture, CV_8U, cv::Scalar(0));
    cv::drawContours(there, std::vector<std::vector<cv::Point>>{outline}, 0, cv::Scalar(255), cv::FILLED);
    cv::Mat own(picture, CV_8U, cv::Scalar(0));
    std::vector<cv::Point> corners;
    for (const cv::Point2f &corner : quad) {
        corners.emplace_back(cvRound(corner.x), cvRound(corner.y));
    }
    cv::fillConvexPoly(own, corners, cv::Scalar(255));
    const double both = cv::countNonZero(there & own);
    return both > leastFull * cv::countNonZero(own) && both > leastWithin * cv::countNonZero(there);
}

cv::Mat borderOf(cv::Size size)
{
    cv::Mat border(size, CV_8U, cv::Scalar(0));
    cv::rectangle(border, cv::Rect({0, 0}, size), cv::Scalar(255), 1);
    return border;
}

bool isCornered(const Quad &quad, cv::Size picture)
{
    return std::any_of(quad.begin(), quad.end(), [&](cv::Point2f corner) {
        return corner.x > nearBorder && corner.y > nearBorder &&
               corner.x < static_cast<float>(picture.width - 1) - nearBorder &&
               corner.y < static_cast<float>(picture.height - 1) - nearBorder;
    });
}

void addSheets(const cv::Mat &mask, const ScoreSource &source, double smallest, float beyond,
               std::vector<CutSheet> &sheets)
{
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    for (const std::vector<cv::Point> &outline : outlines) {
        const auto touching = std::count_if(outline.begin(), outline.end(), [&](const cv::Point &p) {
            return p.x == 0 || p.y == 0 || p.x == mask.cols - 1 || p.y == mask.rows - 1;
        });
        if (static_cast<double>(touching) < leastTouch * mask.cols || cv::contourArea(outline) < smallest) {
            continue;
        }
        const auto quad = quadBeyond(outline, mask.size(), beyond);
        if (!quad || !fills(outline, *quad, mask.size())) {
            continue;
        }
        if (const double score = seenSides(source, *quad); score > leastSides) {
            sheets.push_back({*quad, score, isCornered(*quad, mask.size())});
        }
    }
}

}  // namespace

std::vector<CutSheet> cutSheets(const cv::Mat &light, const cv::Mat &chroma, const ScoreSource &source, double smallest,
                                float beyond)
{
    if (light.empty() || light.size() != source.colours.size() || chroma.size() != light.size()) {
        return {};
    }
    const cv::Mat border = borderOf(light.size());
    const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
    std::vector<CutSheet> all;
    for (const cv::Mat &change : {light, chroma}) {
        if (cv::countNonZero((cv::abs(change) > levels.front()) & border) < leastTouch * light.cols) {
            continue;
        }
        cv::Mat smooth;
        cv::medianBlur(change, smooth, 5);
        for (const double sign : {1.0, -1.0}) {
            for (const double level : levels) {
                cv::Mat mask = smooth * sign > level;
                if (cv::countNonZero(mask & border) < leastTouch * light.cols) {
                    break;
                }
                cv::morphologyEx(mask, mask, cv::MORPH_OPEN, kernel);
                addSheets(mask, source, smallest, beyond, all);
                // Of a large sheet that is darker than the table it is the table that seems to have changed.
                if (cv::countNonZero(mask) > mostChanged * static_cast<double>(mask.total())) {
                    cv::morphologyEx(~mask, mask, cv::MORPH_OPEN, kernel);
                    addSheets(mask, source, smallest, beyond, all);
                }
            }
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const CutSheet &a, const CutSheet &b) { return a.score > b.score; });
    std::vector<CutSheet> sheets;
    for (const CutSheet &one : all) {
        if (std::none_of(sheets.begin(), sheets.end(),
                         [&](const CutSheet &kept) { return overlapOfSmaller(kept.quad, one.quad) > sameSheet; })) {
            sheets.push_back(one);
        }
    }
    return sheets;
}

}  // namespace hall
