// SPDX-License-Identifier: GPL-3.0-or-later
// What a document camera sees during its calibration and the print test: the target in a technician's hands, a white
// sheet, the empty plate with its marks, a printed paper. For tests.
#pragma once

#include "tests/support/platecamera.h"

#include <opencv2/core.hpp>
#include <vector>

namespace hall::test {

// The plate with four marks and the light of the lamp on it. `moved`: how far the camera has shifted since, mm.
[[nodiscard]] cv::Mat emptyShot(const PlateCamera &camera, cv::Point2d moved = {});

// The target in `count` places and tilts that a calibration of the lens asks for. `printed`: its scale.
[[nodiscard]] std::vector<cv::Mat> lensShots(const PlateCamera &camera, int count, double printed = 1);
// Lying flat on the plate.
[[nodiscard]] cv::Mat flatShot(const PlateCamera &camera, double printed = 1);
// A white sheet of A4.
[[nodiscard]] cv::Mat whiteShot(const PlateCamera &camera);
// A form on a sheet of A3, upright, `perMm` pixels a millimetre; the middle of it empty or not.
// `filledIn`: what stands in it.
[[nodiscard]] cv::Mat largeSheet(double perMm, bool blankMiddle = false, unsigned filledIn = 1);
// Any paper with its middle there (mm), turned clockwise (radians).
[[nodiscard]] cv::Mat sheetShot(const PlateCamera &camera, const cv::Mat &sheet, double perMm, cv::Point2d middle,
                                double turn = 0);
// A hand in the picture.
void addHand(cv::Mat &shot);

// A paper from a receipt printer's cutter: dots as it printed them (8-bit), on paper with a margin to either side.
struct PaperTrouble
{
    int deadDot = -1;       // an element that prints nothing
    double ink = 0.08;      // share of white of what is black
    double cutDegrees = 0;  // of its upper end
};
[[nodiscard]] cv::Mat paperShot(const PlateCamera &camera, const cv::Mat &dots, double dpi,
                                const PaperTrouble &trouble = {});

}  // namespace hall::test
