// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/camera.h"

#include <algorithm>
#include <cmath>

namespace hall::scenes {

namespace {

cv::Matx33d turnAbout(int axis, double degrees)
{
    const double c = std::cos(degrees * CV_PI / 180);
    const double s = std::sin(degrees * CV_PI / 180);
    switch (axis) {
    case 0:
        return {1, 0, 0, 0, c, -s, 0, s, c};
    case 1:
        return {c, 0, s, 0, 1, 0, -s, 0, c};
    default:
        return {c, -s, 0, s, c, 0, 0, 0, 1};
    }
}

// The lens on the plane at distance 1 (OpenCV's model, camera calibration documentation).
cv::Point2d bent(cv::Point2d p, const std::array<double, 5> &d)
{
    // Far outside the picture the polynomial would turn back into it: there the lens goes on as at this radius.
    const double r2 = std::min(p.x * p.x + p.y * p.y, 0.8);
    const double radial = 1 + r2 * (d[0] + r2 * (d[1] + r2 * d[4]));
    return {p.x * radial + 2 * d[2] * p.x * p.y + d[3] * (r2 + 2 * p.x * p.x),
            p.y * radial + d[2] * (r2 + 2 * p.y * p.y) + 2 * d[3] * p.x * p.y};
}

cv::Point2d apply(const cv::Matx33d &h, cv::Point2d p)
{
    const cv::Vec3d v = h * cv::Vec3d(p.x, p.y, 1);
    return {v[0] / v[2], v[1] / v[2]};
}

cv::Point2d normalised(const cv::Matx33d &k, cv::Point2d pixel)
{
    return {(pixel.x - k(0, 2)) / k(0, 0), (pixel.y - k(1, 2)) / k(1, 1)};
}

cv::Point2d pixelOf(const cv::Matx33d &k, cv::Point2d p)
{
    return {k(0, 0) * p.x + k(0, 2), k(1, 1) * p.y + k(1, 2)};
}

}  // namespace

cv::Point2d Calibration::undistorted(cv::Point2d pixel) const
{
    const cv::Point2d target = normalised(matrix, pixel);
    cv::Point2d p = target;
    for (int i = 0; i < 20; ++i) {
        const cv::Point2d miss = target - bent(p, distortion);
        p += miss;
        if (std::abs(miss.x) + std::abs(miss.y) < 1e-10) {
            break;
        }
    }
    return pixelOf(matrix, p);
}

cv::Point2d Calibration::distorted(cv::Point2d ideal) const
{
    return pixelOf(matrix, bent(normalised(matrix, ideal), distortion));
}

cv::Point2d Calibration::toPlate(cv::Point2d pixel) const
{
    return apply(plateToPixel.inv(), undistorted(pixel));
}

cv::Point2d Calibration::toPixel(cv::Point2d mm) const
{
    return distorted(apply(plateToPixel, mm));
}

double Calibration::pixelsPerMm() const
{
    return cv::norm(toPixel({10, 0}) - toPixel({-10, 0})) / 20;
}

Camera::Camera(const Options &options, Random random)
{
    const double focal = options.size.width * options.heightMm / options.fieldMm;
    m_calibration.size = options.size;
    m_calibration.matrix = {focal,
                            0,
                            options.size.width * random.uniform(0.485, 0.515),
                            0,
                            focal * random.uniform(0.997, 1.003),
                            options.size.height * random.uniform(0.485, 0.515),
                            0,
                            0,
                            1};
    const double amount = options.distortion;
    m_calibration.distortion = {amount * random.uniform(-0.17, 0.05), amount * random.uniform(-0.03, 0.05),
                                amount * random.uniform(-0.0015, 0.0015), amount * random.uniform(-0.0015, 0.0015),
                                amount * random.uniform(-0.01, 0.01)};
    const double tiltX = random.uniform(-options.tilt, options.tilt);
    const double tiltY = random.uniform(-options.tilt, options.tilt);
    m_rotation = turnAbout(2, random.uniform(-2, 2)) * turnAbout(1, tiltY) * turnAbout(0, tiltX);
    // The axis meets the plate near its origin: the camera stands where it looks back from.
    const cv::Vec3d axis = m_rotation.t() * cv::Vec3d(0, 0, 1);
    m_centre = cv::Vec3d(random.uniform(-8, 8), random.uniform(-8, 8), 0) - axis * (options.heightMm / axis[2]);
    updatePlate();
}

void Camera::updatePlate()
{
    const cv::Matx33d &r = m_rotation;
    const cv::Vec3d t = -(r * m_centre);
    const cv::Matx33d plane{r(0, 0), r(0, 1), t[0], r(1, 0), r(1, 1), t[1], r(2, 0), r(2, 1), t[2]};
    m_calibration.plateToPixel = m_calibration.matrix * plane;
}

Camera Camera::knocked(cv::Point2d pixels, double degrees) const
{
    Camera other = *this;
    other.m_rotation = turnAbout(2, degrees) * m_rotation;
    other.m_calibration.matrix(0, 2) += pixels.x;
    other.m_calibration.matrix(1, 2) += pixels.y;
    other.updatePlate();
    return other;
}

cv::Point2d Camera::project(cv::Point3d mm) const
{
    const cv::Vec3d p = m_rotation * (cv::Vec3d(mm.x, mm.y, -mm.z) - m_centre);
    return pixelOf(m_calibration.matrix, bent({p[0] / p[2], p[1] / p[2]}, m_calibration.distortion));
}

PlateMap Camera::plateMap() const
{
    // Every eighth pixel exactly, straight lines between: off by less than 0.002 pixels with such lenses.
    constexpr int step = 8;
    const cv::Size full = m_calibration.size;
    const int columns = (full.width - 1) / step + 2;
    const int rows = (full.height - 1) / step + 2;
    cv::Mat_<cv::Point2f> grid(rows, columns);
    const cv::Matx33d back = m_calibration.plateToPixel.inv();
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const cv::Point2d pixel(column * step, row * step);
            grid(row, column) = apply(back, m_calibration.undistorted(pixel));
        }
    }
    PlateMap map{cv::Mat(full, CV_32F), cv::Mat(full, CV_32F)};
    std::vector<cv::Point2f> line(static_cast<std::size_t>(columns));
    for (int y = 0; y < full.height; ++y) {
        const float v = static_cast<float>(y % step) / step;
        const cv::Point2f *upper = grid[y / step];
        const cv::Point2f *lower = grid[y / step + 1];
        for (int column = 0; column < columns; ++column) {
            line[static_cast<std::size_t>(column)] = upper[column] * (1 - v) + lower[column] * v;
        }
        auto *toX = map.x.ptr<float>(y);
        auto *toY = map.y.ptr<float>(y);
        for (int x = 0; x < full.width; ++x) {
            const float u = static_cast<float>(x % step) / step;
            const cv::Point2f left = line[static_cast<std::size_t>(x / step)];
            const cv::Point2f right = line[static_cast<std::size_t>(x / step) + 1];
            toX[x] = left.x + (right.x - left.x) * u;
            toY[x] = left.y + (right.y - left.y) * u;
        }
    }
    return map;
}

}  // namespace hall::scenes
