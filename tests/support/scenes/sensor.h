// SPDX-License-Identifier: GPL-3.0-or-later
// From a lit plate to the bytes a camera hands out: light, shadows of people, reflections, blur, exposure, white
// balance, noise and compression. Works on 8-bit BGR in place.
#pragma once

#include "tests/support/scenes/random.h"

#include <opencv2/core.hpp>

namespace hall::scenes {

struct Light
{
    cv::Point2d direction{0.6, 0.8};  // where light runs to, unit vector on the plate
    double vignette = 0.15;           // how much darker the corners are
    cv::Point2d slope;                // brightness over the picture, share
    double contact = 0.22;            // depth of the shadow beside a sheet, 0…1
    double exposure = 1;
    cv::Vec3d balance{1, 1, 1};  // BGR
};
[[nodiscard]] Light makeLight(Random random);

// A shadow of somebody or something above the plate.
struct Shade
{
    double depth = 0;     // 0…1
    double penumbra = 0;  // pixels
    std::vector<cv::Point> outline;
};

struct Sensor
{
    double optics = 0.6;   // blur of lens and pixels, deviation in pixels
    double noise = 1.6;    // levels at middle grey
    bool blotchy = false;  // noise of a camera that smooths
    int quality = 0;       // JPEG 1…100; 0: not compressed
};

void addLight(cv::Mat &bgr, const Light &light, const std::vector<Shade> &shades);
void addSensor(cv::Mat &bgr, const Sensor &sensor, Random random);

// Out of focus / moved while exposed. The deviation comes out in steps of whole pixels' windows: it is returned.
double defocus(cv::Mat &bgr, double deviation);
void moveBlur(cv::Mat &bgr, cv::Point2d path);

struct Spot
{
    cv::Point2d at;  // pixels
    double length = 10;
    double width = 10;  // half axes of the washed out core
    double turn = 0;
    double power = 300;  // levels added in the middle
};
// `washed` (CV_8U) becomes 255 where nothing can be read any more.
void addGlare(cv::Mat &bgr, cv::Mat &washed, const Spot &spot);

}  // namespace hall::scenes
