// SPDX-License-Identifier: GPL-3.0-or-later
// The printed target: drawn, seen, and what its corners tell of lens and plate.
#include "app/recognition/platemeasure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/aruco/charuco.hpp>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double markMm = 17;
constexpr int leastCorners = 12;
constexpr std::size_t leastViews = 8;
constexpr double boardTopMm = 8;
constexpr double barTopMm = 281;
constexpr double barMm = 3;
constexpr double farthestMm = 3;    // a corner farther from its place is a misreading
constexpr double leastTilt = 0.35;  // radians
constexpr int workSide = 2400;      // pixels in which the marks are looked for; corners are refined in all of them

const cv::Ptr<cv::aruco::CharucoBoard> &board()
{
    static const cv::Ptr<cv::aruco::CharucoBoard> made = cv::aruco::CharucoBoard::create(
        kTargetColumns, kTargetRows, static_cast<float>(kTargetSquareMm), static_cast<float>(markMm),
        cv::aruco::getPredefinedDictionary(cv::aruco::DICT_5X5_100));
    return made;
}

cv::Mat greyOf(const cv::Mat &picture)
{
    if (picture.type() == CV_8UC1) {
        return picture;
    }
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

double percentile(std::vector<double> values, double share)
{
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// The widest angle between two places of the target, radians. With one tilt alone focal length and distance cannot be
// told apart (Z. Zhang, "A flexible new technique for camera calibration", 2000, section 4).
double tiltBetween(const std::vector<cv::Mat> &turns)
{
    std::vector<cv::Vec3d> normals;
    for (const cv::Mat &turn : turns) {
        cv::Matx33d matrix;
        cv::Rodrigues(turn, matrix);
        normals.emplace_back(matrix(0, 2), matrix(1, 2), matrix(2, 2));
    }
    double widest = 0;
    for (const cv::Vec3d &one : normals) {
        for (const cv::Vec3d &other : normals) {
            widest = std::max(widest, std::acos(std::clamp(one.dot(other), -1.0, 1.0)));
        }
    }
    return widest;
}

std::vector<cv::Point2f> placesOf(const SeenTarget &seen, double printed)
{
    std::vector<cv::Point2f> mm;
    mm.reserve(seen.ids.size());
    for (const int id : seen.ids) {
        mm.push_back(targetMm(id, printed));
    }
    return mm;
}

}  // namespace

cv::Mat drawTarget(double dpi)
{
    const double perMm = dpi / 25.4;
    const auto pixels = [perMm](double mm) { return static_cast<int>(std::lround(mm * perMm)); };
    // Squares of whole pixels, drawn large, then brought to their true size: no square is a pixel wider than another.
    constexpr int perSquare = 240;
    cv::Mat squares;
    board()->draw({kTargetColumns * perSquare, kTargetRows * perSquare}, squares, 0, 1);
    const cv::Size2d boardMm(kTargetColumns * kTargetSquareMm, kTargetRows * kTargetSquareMm);
    const double left = (kTargetSheetWidthMm - boardMm.width) / 2;
    const double scale = kTargetSquareMm * perMm / perSquare;
    cv::Mat sheet(pixels(kTargetSheetHeightMm), pixels(kTargetSheetWidthMm), CV_8UC1, cv::Scalar(255));
    const cv::Matx23d place(scale, 0, left * perMm + (scale - 1) / 2, 0, scale, boardTopMm * perMm + (scale - 1) / 2);
    cv::warpAffine(squares, sheet, place, sheet.size(), scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR,
                   cv::BORDER_TRANSPARENT);
    const double barLeft = (kTargetSheetWidthMm - kTargetBarMm) / 2;
    sheet(cv::Rect(cv::Point(pixels(barLeft), pixels(barTopMm)),
                   cv::Point(pixels(barLeft + kTargetBarMm), pixels(barTopMm + barMm))))
        .setTo(0);
    return sheet;
}

std::optional<SeenTarget> seeTarget(const cv::Mat &picture)
{
    if (picture.empty() || picture.depth() != CV_8U || (picture.channels() != 1 && picture.channels() != 3)) {
        return std::nullopt;
    }
    const cv::Mat grey = greyOf(picture);
    const double scale = std::min(1.0, static_cast<double>(workSide) / std::max(grey.cols, grey.rows));
    cv::Mat work = grey;
    if (scale < 1) {
        cv::resize(grey, work, {}, scale, scale, cv::INTER_AREA);
    }
    std::vector<std::vector<cv::Point2f>> marks;
    std::vector<int> markIds;
    cv::aruco::detectMarkers(work, board()->dictionary, marks, markIds);
    if (markIds.empty()) {
        return std::nullopt;
    }
    std::vector<cv::Point2f> corners;
    std::vector<int> ids;
    cv::aruco::interpolateCornersCharuco(marks, markIds, work, board(), corners, ids);
    if (static_cast<int>(ids.size()) < leastCorners) {
        return std::nullopt;
    }
    for (cv::Point2f &corner : corners) {
        corner = (corner + cv::Point2f(0.5F, 0.5F)) * (1 / scale) - cv::Point2f(0.5F, 0.5F);
    }
    // Half a square around a corner is free of other edges, its mark excepted.
    const double square = std::sqrt(
        std::abs(cv::contourArea(std::vector<cv::Point2f>{marks[0][0], marks[0][1], marks[0][2], marks[0][3]})));
    const int half = std::clamp(static_cast<int>(square / scale / markMm * (kTargetSquareMm - markMm) * 0.4), 3, 15);
    cv::cornerSubPix(grey, corners, {half, half}, {-1, -1},
                     {cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 40, 0.005});
    return SeenTarget{std::move(ids), std::move(corners), picture.size()};
}

cv::Point2f targetMm(int id, double printed)
{
    const int columns = kTargetColumns - 1;
    const int row = id / columns;
    const cv::Point2d corner((id % columns + 1) * kTargetSquareMm, (row + 1) * kTargetSquareMm);
    const cv::Point2d middle(kTargetColumns * kTargetSquareMm / 2, kTargetRows * kTargetSquareMm / 2);
    return cv::Point2f((corner - middle) * printed);
}

std::vector<int> unseenParts(const std::vector<SeenTarget> &seen)
{
    std::array<bool, static_cast<std::size_t>(kLensColumns) * kLensRows> there{};
    for (const SeenTarget &one : seen) {
        for (const cv::Point2f &at : one.pixels) {
            const int column = std::clamp(static_cast<int>(at.x * kLensColumns / static_cast<float>(one.size.width)), 0,
                                          kLensColumns - 1);
            const int row =
                std::clamp(static_cast<int>(at.y * kLensRows / static_cast<float>(one.size.height)), 0, kLensRows - 1);
            there[static_cast<std::size_t>(row * kLensColumns + column)] = true;
        }
    }
    std::vector<int> parts;
    for (std::size_t i = 0; i < there.size(); ++i) {
        if (!there[i]) {
            parts.push_back(static_cast<int>(i));
        }
    }
    return parts;
}

Result<CameraLens> measureLens(const std::vector<SeenTarget> &seen)
{
    if (seen.size() < leastViews) {
        return fail(FaultCode::PageNotFound, "the target must be seen in " + std::to_string(leastViews) + " places");
    }
    if (const std::vector<int> parts = unseenParts(seen); !parts.empty()) {
        return fail(FaultCode::PageNotFound, "no target in " + std::to_string(parts.size()) + " parts of the picture");
    }
    std::vector<std::vector<cv::Point3f>> places;
    std::vector<std::vector<cv::Point2f>> pixels;
    for (const SeenTarget &one : seen) {
        if (one.size != seen.front().size) {
            return fail(FaultCode::PageNotFound, "pictures of more than one size");
        }
        std::vector<cv::Point3f> mm;
        for (const cv::Point2f &place : placesOf(one, 1)) {
            mm.emplace_back(place.x, place.y, 0.0F);
        }
        places.push_back(std::move(mm));
        pixels.push_back(one.pixels);
    }
    cv::Mat matrix;
    cv::Mat distortion;
    std::vector<cv::Mat> turns;
    std::vector<cv::Mat> shifts;
    CameraLens lens;
    try {
        lens.rmsPixels = cv::calibrateCamera(places, pixels, seen.front().size, matrix, distortion, turns, shifts, 0,
                                             {cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 100, 1e-9});
    } catch (const cv::Exception &) {
        return fail(FaultCode::PageNotFound, "the corners fit no lens");
    }
    if (!cv::checkRange(matrix) || !cv::checkRange(distortion) || tiltBetween(turns) < leastTilt) {
        return fail(FaultCode::PageNotFound, "the target must be tilted more");
    }
    lens.matrix = cv::Matx33d(matrix.ptr<double>());
    for (int i = 0; i < 5; ++i) {
        lens.distortion[i] = distortion.at<double>(i);
    }
    return lens;
}

Result<PlateGeometry> measureGeometry(const SeenTarget &seen, const PlateCalibration &calibration, double printed)
{
    if (seen.size != calibration.size) {
        return fail(FaultCode::PageNotFound, "a picture of another size");
    }
    std::vector<cv::Point2f> straight = seen.pixels;
    if (const auto &lens = calibration.lens) {
        cv::undistortPoints(seen.pixels, straight, lens->matrix, lens->distortion, cv::noArray(), lens->matrix,
                            {cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 20, 1e-4});
    }
    const std::vector<cv::Point2f> mm = placesOf(seen, printed);
    const cv::Mat found = cv::findHomography(straight, mm, cv::RANSAC, farthestMm);
    if (found.empty()) {
        return fail(FaultCode::PageNotFound, "the corners lie on no plane");
    }
    PlateGeometry geometry;
    geometry.toMm = cv::Matx33d(found.ptr<double>());
    std::vector<cv::Point2f> there;
    cv::perspectiveTransform(straight, there, geometry.toMm);
    std::vector<double> errors;
    for (std::size_t i = 0; i < mm.size(); ++i) {
        errors.push_back(cv::norm(there[i] - mm[i]));
    }
    geometry.p95Mm = percentile(errors, 0.95);
    if (geometry.p95Mm > farthestMm) {
        return fail(FaultCode::PageNotFound, "the corners lie on no plane");
    }
    return geometry;
}

}  // namespace hall
