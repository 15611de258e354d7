// SPDX-License-Identifier: GPL-3.0-or-later
// A pinhole camera with a bent lens above a plane, by Brown's model (D. C. Brown, "Close-range camera calibration",
// 1971): what it sees of a flat picture that lies on the plate. For tests.
#pragma once

#include <opencv2/core.hpp>

namespace hall::test {

struct PlateCamera
{
    cv::Size size{1632, 1224};
    double focal = 1250;           // pixels
    cv::Point2d centre{820, 605};  // pixels
    double k1 = -0.09, k2 = 0.03, p1 = 0.0006, p2 = -0.0004, k3 = 0;
    double heightMm = 420;               // of the camera above the middle of the plate
    cv::Vec3d tilt{0.02, -0.015, 0.01};  // Rodrigues, from looking straight down

    [[nodiscard]] cv::Matx33d matrix() const { return {focal, 0, centre.x, 0, focal, centre.y, 0, 0, 1}; }
    // The pixel of a place on the plate: mm, x right, y down, z up towards the camera.
    [[nodiscard]] cv::Point2d pixel(const cv::Point3d &mm) const;
    // The place on the plate plane that this pixel looks at.
    [[nodiscard]] cv::Point2d place(const cv::Point2d &pixel) const;

    // `picture`: 8-bit, 1, 3 or 4 channels, lies with its middle at `middle`, turned by `turn` (radians) and tilted by
    // `lift` (Rodrigues) about it; around it is `around`.
    [[nodiscard]] cv::Mat photo(const cv::Mat &picture, double perMm, cv::Point2d middle = {}, double turn = 0,
                                const cv::Vec3d &lift = {}, const cv::Scalar &around = cv::Scalar::all(60)) const;
};

}  // namespace hall::test
