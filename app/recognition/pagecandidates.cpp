// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagecandidates.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr std::size_t candidateLimit = 400;
constexpr std::size_t lineLimit = 18;
constexpr double faintScale = 10;  // of a slope, so that whole numbers tell it finely enough

void addQuadsOf(const cv::Mat &mask, double smallest, std::vector<Quad> &quads)
{
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(mask, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
    for (const std::vector<cv::Point> &contour : contours) {
        const cv::Rect box = cv::boundingRect(contour);
        if (contour.size() < 4 || box.area() < smallest) {
            continue;
        }
        std::vector<cv::Point> hull;
        cv::convexHull(contour, hull);
        const double area = cv::contourArea(hull);
        if (area < smallest || area > 0.97 * static_cast<double>(mask.total())) {
            continue;
        }
        if (const auto quad = quadAround(hull); quad && looksLikePaper(*quad) && quadArea(*quad) < 1.35 * area) {
            quads.push_back(*quad);
        }
        std::vector<cv::Point> simple;
        cv::approxPolyDP(contour, simple, 0.025 * cv::arcLength(contour, true), true);
        if (simple.size() == 4 && cv::isContourConvex(simple)) {
            const Quad quad = inReadingOrder(
                {cv::Point2f(simple[0]), cv::Point2f(simple[1]), cv::Point2f(simple[2]), cv::Point2f(simple[3])});
            if (quadArea(quad) >= smallest && looksLikePaper(quad)) {
                quads.push_back(quad);
            }
        }
    }
}

// What edges of these strengths enclose. Slopes are 16-bit.
void addEnclosed(const cv::Mat &dx, const cv::Mat &dy, std::initializer_list<std::pair<int, int>> levels,
                 double smallest, std::vector<Quad> &quads)
{
    cv::Mat edges;
    const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
    for (const auto &[low, high] : levels) {
        cv::Canny(dx, dy, edges, low, high);
        cv::dilate(edges, edges, kernel);
        addQuadsOf(edges, smallest, quads);
    }
}

// Sides that hardly rise above the noise. `change`: in deviations of it, smoothed.
void addFaintQuads(const cv::Mat &change, double smallest, std::vector<Quad> &quads)
{
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(change, dx, CV_32F, 1, 0, 3, faintScale, 0, cv::BORDER_REPLICATE);
    cv::Sobel(change, dy, CV_32F, 0, 1, 3, faintScale, 0, cv::BORDER_REPLICATE);
    dx.convertTo(dx, CV_16S);
    dy.convertTo(dy, CV_16S);
    addEnclosed(dx, dy, {{70, 170}, {200, 480}, {600, 1400}}, smallest, quads);
}

// `smooth`: a channel after smoothed().
void addEdgeQuads(const cv::Mat &smooth, std::initializer_list<std::pair<int, int>> levels, double smallest,
                  std::vector<Quad> &quads)
{
    // The same slopes serve every level.
    cv::Mat dx;
    cv::Mat dy;
    cv::spatialGradient(smooth, dx, dy, 3, cv::BORDER_REPLICATE);
    addEnclosed(dx, dy, levels, smallest, quads);
}

void addThresholdQuads(const cv::Mat &smooth, double smallest, std::vector<Quad> &quads)
{
    cv::Mat mask;
    const double middle = cv::threshold(smooth, mask, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_RECT, {5, 5});
    for (const double level : {middle, middle - 22, middle + 22, middle + 44}) {
        if (level < 8 || level > 247) {
            continue;
        }
        cv::threshold(smooth, mask, level, 255, cv::THRESH_BINARY);
        cv::morphologyEx(mask, mask, cv::MORPH_OPEN, kernel);
        addQuadsOf(mask, smallest, quads);
    }
}

cv::Mat smoothed(const cv::Mat &channel)
{
    cv::Mat smooth;
    cv::medianBlur(channel, smooth, 5);
    return smooth;
}

struct Stroke
{
    Line line;
    float from = 0;  // extent along the line
    float to = 0;
    float weight = 0;  // summed length of the segments
};

float distanceTo(const Line &line, cv::Point2f p)
{
    const cv::Point2f d = p - line.point;
    return std::abs(d.x * line.direction.y - d.y * line.direction.x);
}

// Joins segments that lie on one line; strongest first.
std::vector<Stroke> strokesOf(const cv::Mat &channel)
{
    auto detector = cv::createLineSegmentDetector(cv::LSD_REFINE_NONE, 0.8);
    std::vector<cv::Vec4f> segments;
    detector->detect(channel, segments);
    const float shortest = 0.03F * static_cast<float>(std::max(channel.cols, channel.rows));
    const auto size = [](const cv::Vec4f &s) { return std::hypot(s[2] - s[0], s[3] - s[1]); };
    std::erase_if(segments, [&](const cv::Vec4f &s) { return size(s) < shortest; });
    std::sort(segments.begin(), segments.end(), [&](const auto &a, const auto &b) { return size(a) > size(b); });
    std::vector<Stroke> strokes;
    for (const cv::Vec4f &s : segments) {
        const cv::Point2f a(s[0], s[1]);
        const cv::Point2f b(s[2], s[3]);
        auto same = std::find_if(strokes.begin(), strokes.end(), [&](const Stroke &stroke) {
            return distanceTo(stroke.line, a) < 3 && distanceTo(stroke.line, b) < 3;
        });
        if (same == strokes.end()) {
            strokes.push_back({lineThrough(a, b), 0, length(b - a), length(b - a)});
        } else {
            const float ta = (a - same->line.point).dot(same->line.direction);
            const float tb = (b - same->line.point).dot(same->line.direction);
            same->from = std::min({same->from, ta, tb});
            same->to = std::max({same->to, ta, tb});
            same->weight += length(b - a);
        }
    }
    std::sort(strokes.begin(), strokes.end(), [](const auto &a, const auto &b) { return a.weight > b.weight; });
    if (strokes.size() > lineLimit) {
        strokes.resize(lineLimit);
    }
    return strokes;
}

bool insideFrame(const Quad &quad, cv::Size size)
{
    const float margin = 0.04F * static_cast<float>(std::max(size.width, size.height));
    return std::all_of(quad.begin(), quad.end(), [&](cv::Point2f p) {
        return p.x > -margin && p.y > -margin && p.x < static_cast<float>(size.width) + margin &&
               p.y < static_cast<float>(size.height) + margin;
    });
}

std::optional<Quad> quadOf(const std::pair<Line, Line> &one, const std::pair<Line, Line> &other)
{
    const auto a = crossing(one.first, other.first);
    const auto b = crossing(other.first, one.second);
    const auto c = crossing(one.second, other.second);
    const auto d = crossing(other.second, one.first);
    if (!a || !b || !c || !d) {
        return std::nullopt;
    }
    return inReadingOrder({*a, *b, *c, *d});
}

void limit(std::vector<Quad> &quads)
{
    if (quads.size() > candidateLimit) {
        quads.resize(candidateLimit);
    }
}

}  // namespace

std::vector<Quad> outlineCandidates(const CandidateSource &source)
{
    std::vector<cv::Mat> channels;
    cv::split(source.lab, channels);
    const cv::Mat light = smoothed(channels[0]);
    const cv::Mat blueYellow = smoothed(channels[2]);
    std::vector<Quad> quads;
    addThresholdQuads(light, source.smallest, quads);
    addThresholdQuads(blueYellow, source.smallest, quads);
    addEdgeQuads(light, {{12, 30}, {25, 60}, {50, 120}, {100, 220}}, source.smallest, quads);
    addEdgeQuads(blueYellow, {{10, 25}, {25, 60}}, source.smallest, quads);
    limit(quads);
    return quads;
}

std::vector<Quad> changeCandidates(const CandidateSource &source)
{
    std::vector<Quad> quads;
    if (!source.difference.empty()) {
        const cv::Mat difference = smoothed(source.difference);
        addThresholdQuads(difference, source.smallest, quads);
        addEdgeQuads(difference, {{20, 50}, {60, 140}}, source.smallest, quads);
    }
    limit(quads);
    return quads;
}

std::vector<Quad> faintCandidates(const CandidateSource &source)
{
    std::vector<Quad> quads;
    if (!source.light.empty()) {
        addFaintQuads(smoothed(source.light), source.smallest, quads);
        addFaintQuads(smoothed(source.chroma), source.smallest, quads);
    }
    limit(quads);
    return quads;
}

std::vector<Quad> linePairCandidates(const CandidateSource &source)
{
    cv::Mat light;
    cv::extractChannel(source.lab, light, 0);
    const std::vector<Stroke> strokes = strokesOf(light);
    std::vector<std::pair<Line, Line>> pairs;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        for (std::size_t j = i + 1; j < strokes.size(); ++j) {
            const Line &a = strokes[i].line;
            const Line &b = strokes[j].line;
            const float cosine = std::abs(a.direction.dot(b.direction));
            // Opposite sides: within 25° of parallel, and apart.
            if (cosine > 0.906F && distanceTo(a, b.point) > 0.05F * static_cast<float>(light.cols)) {
                pairs.emplace_back(a, b);
            }
        }
    }
    std::vector<Quad> quads;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        for (std::size_t j = i + 1; j < pairs.size(); ++j) {
            // Neighbouring sides: at least 60° apart.
            if (std::abs(pairs[i].first.direction.dot(pairs[j].first.direction)) > 0.5F) {
                continue;
            }
            const auto quad = quadOf(pairs[i], pairs[j]);
            if (quad && insideFrame(*quad, light.size()) && quadArea(*quad) >= source.smallest &&
                looksLikePaper(*quad)) {
                quads.push_back(*quad);
            }
        }
    }
    return quads;
}

}  // namespace hall
