// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/platesharpness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int columns = kTargetColumns - 1;  // of inner corners
constexpr double profileShare = 0.12;        // of a square to either side: its white border is 3.5 of 24 mm
constexpr double profileStep = 0.25;         // pixels
constexpr double leastContrast = 40;         // grey levels
constexpr std::size_t leastEdges = 6;
constexpr std::size_t leastOfArea = 4;
constexpr int rows = kTargetRows - 1;

float sample(const cv::Mat &grey, cv::Point2d at)
{
    const int x = static_cast<int>(std::floor(at.x));
    const int y = static_cast<int>(std::floor(at.y));
    if (x < 0 || y < 0 || x + 1 >= grey.cols || y + 1 >= grey.rows) {
        return -1;
    }
    const auto u = static_cast<float>(at.x - x);
    const auto v = static_cast<float>(at.y - y);
    const auto value = [&grey](int row, int column) { return static_cast<float>(grey.at<unsigned char>(row, column)); };
    return (value(y, x) * (1 - u) + value(y, x + 1) * u) * (1 - v) +
           (value(y + 1, x) * (1 - u) + value(y + 1, x + 1) * u) * v;
}

// Across the edge between two corners, the mean of some parallel profiles. Empty when it leaves the picture.
std::vector<double> profileOf(const cv::Mat &grey, cv::Point2d from, cv::Point2d to)
{
    const cv::Point2d along = to - from;
    const double length = cv::norm(along);
    const cv::Point2d across(-along.y / length, along.x / length);
    const int half = std::max(8, static_cast<int>(profileShare * length / profileStep));
    std::vector<double> profile(static_cast<std::size_t>(2 * half + 1), 0);
    constexpr std::array<double, 7> places{0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65};
    for (const double place : places) {
        for (int i = -half; i <= half; ++i) {
            const float value = sample(grey, from + along * place + across * (i * profileStep));
            if (value < 0) {
                return {};
            }
            profile[static_cast<std::size_t>(i + half)] += value / static_cast<double>(places.size());
        }
    }
    return profile;
}

// Where it crosses `level` first, in samples.
double crossing(const std::vector<double> &rising, double level)
{
    for (std::size_t i = 1; i < rising.size(); ++i) {
        if (rising[i] >= level) {
            const double step = std::max(1e-9, rising[i] - rising[i - 1]);
            return static_cast<double>(i) - std::clamp((rising[i] - level) / step, 0.0, 1.0);
        }
    }
    return static_cast<double>(rising.size() - 1);
}

std::optional<double> widthOf(std::vector<double> profile)
{
    if (profile.empty()) {
        return std::nullopt;
    }
    if (profile.front() > profile.back()) {
        std::reverse(profile.begin(), profile.end());
    }
    const double low = profile.front();
    const double high = profile.back();
    if (high - low < leastContrast) {
        return std::nullopt;
    }
    return (crossing(profile, low + 0.9 * (high - low)) - crossing(profile, low + 0.1 * (high - low))) * profileStep;
}

double medianOf(std::vector<double> &values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// The area of the target that this inner corner belongs to, if to any.
std::optional<std::size_t> areaOf(int id)
{
    const int column = id % columns;
    const int row = id / columns;
    const bool outerColumn = column <= 1 || column >= columns - 2;
    const bool outerRow = row <= 2 || row >= rows - 3;
    if (outerColumn && outerRow) {
        return static_cast<std::size_t>((row > rows / 2 ? 2 : 0) + (column > columns / 2 ? 1 : 0));
    }
    return !outerColumn && !outerRow ? std::optional<std::size_t>(kEdgeAreas - 1) : std::nullopt;
}

}  // namespace

std::optional<double> edgeWidth(const cv::Mat &picture, const SeenTarget &seen)
{
    const auto widths = edgeWidths(picture, seen);
    return widths ? std::optional(widths->median) : std::nullopt;
}

double EdgeWidths::widest() const
{
    double most = 0;
    for (const auto &area : areas) {
        most = std::max(most, area.value_or(0));
    }
    return most > 0 ? most : median;
}

double EdgeWidths::meanSquare() const
{
    double sum = 0;
    int count = 0;
    for (const auto &area : areas) {
        sum += area ? *area * *area : 0;
        count += area ? 1 : 0;
    }
    return count > 0 ? sum / count : median * median;
}

std::optional<EdgeWidths> edgeWidths(const cv::Mat &picture, const SeenTarget &seen)
{
    if (picture.size() != seen.size || picture.depth() != CV_8U) {
        return std::nullopt;
    }
    cv::Mat grey = picture;
    if (picture.channels() == 3) {
        cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    }
    std::map<int, cv::Point2d> corners;
    for (std::size_t i = 0; i < seen.ids.size(); ++i) {
        corners[seen.ids[i]] = seen.pixels[i];
    }
    std::vector<double> widths;
    std::array<std::vector<double>, kEdgeAreas> parts;
    for (const auto &[id, corner] : corners) {
        for (const int other : {id % columns == columns - 1 ? -1 : id + 1, id + columns}) {
            const auto there = corners.find(other);
            if (there != corners.end() && cv::norm(there->second - corner) > 4) {
                if (const auto width = widthOf(profileOf(grey, corner, there->second))) {
                    widths.push_back(*width);
                    if (const auto area = areaOf(id)) {
                        parts[*area].push_back(*width);
                    }
                }
            }
        }
    }
    if (widths.size() < leastEdges) {
        return std::nullopt;
    }
    EdgeWidths found;
    found.median = medianOf(widths);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].size() >= leastOfArea) {
            found.areas[i] = medianOf(parts[i]);
        }
    }
    return found;
}

double edginess(const cv::Mat &picture, double leastVariance)
{
    constexpr int side = 1280;  // pixels: finer detail is noise as well
    if (picture.empty() || picture.depth() != CV_8U) {
        return 0;
    }
    cv::Mat grey;
    const double scale = std::min(1.0, static_cast<double>(side) / std::max(picture.cols, picture.rows));
    cv::resize(picture, grey, {}, scale, scale, cv::INTER_AREA);
    if (grey.channels() == 3) {
        cv::cvtColor(grey, grey, cv::COLOR_BGR2GRAY);
    }
    cv::Mat floats;
    grey.convertTo(floats, CV_32F);
    cv::Mat across;
    cv::Mat down;
    cv::Sobel(floats, across, CV_32F, 1, 0, 3, 0.125);
    cv::Sobel(floats, down, CV_32F, 0, 1, 3, 0.125);
    const cv::Mat energy = across.mul(across) + down.mul(down);
    // What the quieter half of the picture has is noise, which has nothing to do with sharpness. Its square is spread
    // as an exponential: the mean is the median over ln 2, and half of the picture is hardly ever edges.
    cv::Mat sample;
    cv::resize(energy, sample, {}, 0.25, 0.25, cv::INTER_NEAREST);
    std::vector<float> levels(sample.begin<float>(), sample.end<float>());
    const auto quiet = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 3 / 10);
    std::nth_element(levels.begin(), quiet, levels.end());
    const double noise = *quiet / -std::log(0.7);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(grey, mean, deviation);
    const double variance = deviation[0] * deviation[0];
    return variance < leastVariance ? 0 : std::max(0.0, cv::mean(energy)[0] - noise) / variance;
}

TargetTilt tiltOf(const SeenTarget &seen)
{
    std::vector<cv::Point2f> mm;
    mm.reserve(seen.ids.size());
    for (const int id : seen.ids) {
        mm.push_back(targetMm(id));
    }
    const cv::Mat found = mm.size() < 4 ? cv::Mat() : cv::findHomography(mm, seen.pixels);
    if (found.empty()) {
        return {};
    }
    const cv::Matx33d view(found.ptr<double>());
    // The logarithm of how large a millimetre is there, against where that is, fitted by a plane: over the whole sheet,
    // whichever corners were seen.
    constexpr double halfWidth = kTargetColumns * kTargetSquareMm / 2;
    constexpr double halfHeight = kTargetRows * kTargetSquareMm / 2;
    cv::Mat left(0, 3, CV_64F);
    cv::Mat right(0, 1, CV_64F);
    cv::Rect2d box;
    for (int row = -2; row <= 2; ++row) {
        for (int column = -2; column <= 2; ++column) {
            const cv::Point2d at(column * halfWidth / 2, row * halfHeight / 2);
            const auto pixel = [&view](cv::Point2d place) {
                const cv::Vec3d there = view * cv::Vec3d(place.x, place.y, 1);
                return cv::Point2d(there[0] / there[2], there[1] / there[2]);
            };
            const cv::Point2d here = pixel(at);
            const cv::Point2d along = pixel(at + cv::Point2d(1, 0)) - here;
            const cv::Point2d down = pixel(at + cv::Point2d(0, 1)) - here;
            const double area = std::abs(along.cross(down));
            if (!(area > 1e-9) || !std::isfinite(area)) {
                return {};
            }
            left.push_back(cv::Mat(cv::Matx13d(1, here.x, here.y)));
            right.push_back(std::log(area) / 2);
            const cv::Rect2d one(here, cv::Size2d(1e-6, 1e-6));
            box = box.area() == 0 ? one : box | one;
        }
    }
    cv::Mat plane;
    cv::solve(left, right, plane, cv::DECOMP_SVD);
    return {plane.at<double>(1) * box.width, plane.at<double>(2) * box.height};
}

}  // namespace hall
