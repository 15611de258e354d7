// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/platecalibration.h"

#include <algorithm>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int largestOutput = 8000;  // pixels a side
constexpr int mapStep = 16;  // pixels between two places that are worked out; between them it is straight enough

std::vector<cv::Point2f> mapped(const std::vector<cv::Point2f> &points, const cv::Matx33d &by)
{
    std::vector<cv::Point2f> result;
    cv::perspectiveTransform(points, result, by);
    return result;
}

}  // namespace

std::optional<PlateView> PlateView::of(const PlateCalibration &calibration, cv::Size picture)
{
    const cv::Size own = calibration.size;
    if (!calibration.geometry || own.empty() || picture.empty()) {
        return std::nullopt;
    }
    const double scale = static_cast<double>(picture.width) / own.width;
    if (std::abs(own.height * scale - picture.height) > 1) {
        return std::nullopt;
    }
    PlateView view;
    view.m_size = picture;
    // Centres of pixels at whole numbers: the picture's edge is at -0.5.
    const cv::Matx33d toPicture(scale, 0, (scale - 1) / 2, 0, scale, (scale - 1) / 2, 0, 0, 1);
    if (calibration.lens) {
        view.m_matrix = toPicture * calibration.lens->matrix;
        view.m_distortion = calibration.lens->distortion;
    }
    view.m_toMm = calibration.geometry->toMm * toPicture.inv();
    view.m_fromMm = view.m_toMm.inv();
    return view;
}

std::vector<cv::Point2f> PlateView::toMm(const std::vector<cv::Point2f> &pixels) const
{
    if (pixels.empty()) {
        return {};
    }
    std::vector<cv::Point2f> straight = pixels;
    if (m_distortion != cv::Vec<double, 5>()) {
        const cv::TermCriteria exact(cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 20, 1e-4);
        cv::undistortPoints(pixels, straight, m_matrix, m_distortion, cv::noArray(), m_matrix, exact);
    }
    return mapped(straight, m_toMm);
}

std::vector<cv::Point2f> PlateView::toPixels(const std::vector<cv::Point2f> &mm) const
{
    if (mm.empty()) {
        return {};
    }
    std::vector<cv::Point2f> straight = mapped(mm, m_fromMm);
    if (m_distortion == cv::Vec<double, 5>()) {
        return straight;
    }
    std::vector<cv::Point3f> rays;
    rays.reserve(straight.size());
    for (const cv::Point2f &point : mapped(straight, m_matrix.inv())) {
        rays.emplace_back(point.x, point.y, 1.0F);
    }
    std::vector<cv::Point2f> bent;
    cv::projectPoints(rays, cv::Vec3d(), cv::Vec3d(), m_matrix, m_distortion, bent);
    return bent;
}

double PlateView::pixelsPerMm(cv::Point2f mm) const
{
    const std::vector<cv::Point2f> around =
        toPixels(std::vector<cv::Point2f>{mm, mm + cv::Point2f(1, 0), mm + cv::Point2f(0, 1)});
    return std::min(cv::norm(around[1] - around[0]), cv::norm(around[2] - around[0]));
}

cv::Mat pictureOf(const cv::Mat &bgr, const PlateView &view, cv::Point2f origin, cv::Point2f along, cv::Point2f down,
                  double dpi, const cv::Scalar &outside)
{
    const double width = std::round(cv::norm(along) * dpi / 25.4);
    const double height = std::round(cv::norm(down) * dpi / 25.4);
    if (bgr.empty() || bgr.size() != view.size() || !(width >= 1) || !(height >= 1) || width > largestOutput ||
        height > largestOutput) {
        return {};
    }
    const cv::Size size(static_cast<int>(width), static_cast<int>(height));
    // One place more than the last, so that every pixel lies between two.
    const cv::Size grid((size.width + mapStep - 1) / mapStep + 1, (size.height + mapStep - 1) / mapStep + 1);
    std::vector<cv::Point2f> places;
    places.reserve(static_cast<std::size_t>(grid.area()));
    for (int y = 0; y < grid.height; ++y) {
        for (int x = 0; x < grid.width; ++x) {
            // The middle of an output pixel.
            const float u = (static_cast<float>(x * mapStep) + 0.5F) / static_cast<float>(size.width);
            const float v = (static_cast<float>(y * mapStep) + 0.5F) / static_cast<float>(size.height);
            places.push_back(origin + u * along + v * down);
        }
    }
    const std::vector<cv::Point2f> pixels = view.toPixels(places);
    const cv::Mat coarse(grid, CV_32FC2, const_cast<cv::Point2f *>(pixels.data()));
    cv::Mat map(size, CV_32FC2);
    for (int y = 0; y < size.height; ++y) {
        const int row = y / mapStep;
        const float v = static_cast<float>(y % mapStep) / mapStep;
        const auto *above = coarse.ptr<cv::Point2f>(row);
        const auto *below = coarse.ptr<cv::Point2f>(row + 1);
        auto *out = map.ptr<cv::Point2f>(y);
        for (int column = 0, x = 0; x < size.width; ++column) {
            const cv::Point2f left = above[column] * (1 - v) + below[column] * v;
            const cv::Point2f right = above[column + 1] * (1 - v) + below[column + 1] * v;
            const cv::Point2f step = (right - left) * (1.0F / mapStep);
            cv::Point2f at = left;
            for (const int end = std::min(size.width, x + mapStep); x < end; ++x, at += step) {
                out[x] = at;
            }
        }
    }
    cv::Mat picture;
    cv::remap(bgr, picture, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, outside);
    return picture;
}

void flatten(cv::Mat &bgr, const FlatField &flat)
{
    if (bgr.empty() || bgr.type() != CV_8UC3 || flat.gain.type() != CV_32FC3) {
        return;
    }
    // In strips: the gains of a whole still would take eight times its memory.
    constexpr int strip = 64;
    for (int top = 0; top < bgr.rows; top += strip) {
        cv::Mat part = bgr.rowRange(top, std::min(bgr.rows, top + strip));
        const double perRow = static_cast<double>(flat.gain.rows) / bgr.rows;
        const double perColumn = static_cast<double>(flat.gain.cols) / bgr.cols;
        const cv::Matx23d place(perColumn, 0, perColumn / 2 - 0.5, 0, perRow, (top + 0.5) * perRow - 0.5);
        cv::Mat gain;
        cv::warpAffine(flat.gain, gain, place, part.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                       cv::BORDER_REPLICATE);
        cv::multiply(part, gain, part, 1, CV_8UC3);
    }
}

}  // namespace hall
