// SPDX-License-Identifier: GPL-3.0-or-later
// A pinhole camera with a real lens above a plate, and the truth of its calibration. Plate millimetres: origin under
// the middle of the field, x to the right and y down as the picture shows them, height towards the camera. Pure.
#pragma once

#include "tests/support/scenes/random.h"

#include <array>
#include <opencv2/core.hpp>

namespace hall::scenes {

// What a perfect calibration would have found. Distortion is OpenCV's k1 k2 p1 p2 k3.
struct Calibration
{
    cv::Size size;
    cv::Matx33d matrix = cv::Matx33d::eye();
    std::array<double, 5> distortion{};
    cv::Matx33d plateToPixel = cv::Matx33d::eye();  // mm on the plate → pixels of the undistorted picture, same matrix

    [[nodiscard]] cv::Point2d undistorted(cv::Point2d pixel) const;
    [[nodiscard]] cv::Point2d distorted(cv::Point2d ideal) const;
    [[nodiscard]] cv::Point2d toPlate(cv::Point2d pixel) const;  // mm, height 0
    [[nodiscard]] cv::Point2d toPixel(cv::Point2d mm) const;
    [[nodiscard]] double pixelsPerMm() const;  // in the middle
};

// Millimetres on the plate of every pixel, two CV_32F pictures.
struct PlateMap
{
    cv::Mat x;
    cv::Mat y;
};

class Camera
{
public:
    struct Options
    {
        cv::Size size{1920, 1080};
        double fieldMm = 420;  // what the long side shows
        double heightMm = 450;
        double tilt = 3;        // degrees, at most
        double distortion = 1;  // 1: as wide lenses of such cameras have it, 0: none
    };

    Camera(const Options &options, Random random);

    // The same, knocked by some pixels and hundredths of a degree.
    [[nodiscard]] Camera knocked(cv::Point2d pixels, double degrees) const;

    [[nodiscard]] const Calibration &calibration() const { return m_calibration; }
    [[nodiscard]] cv::Size size() const { return m_calibration.size; }
    [[nodiscard]] cv::Point3d position() const { return {m_centre[0], m_centre[1], -m_centre[2]}; }
    [[nodiscard]] cv::Point2d project(cv::Point3d mm) const;  // x, y, height
    [[nodiscard]] PlateMap plateMap() const;

private:
    void updatePlate();

    Calibration m_calibration;
    cv::Matx33d m_rotation = cv::Matx33d::eye();  // plate → camera; the plate's third axis goes down, away from it
    cv::Vec3d m_centre;
};

}  // namespace hall::scenes
