// SPDX-License-Identifier: GPL-3.0-or-later
// Measures what a PlateCalibration holds: from pictures of the printed target, of the empty plate and of a white sheet.
// What is good enough is the caller's to say. Pure, any thread; a still takes up to half a second of one core.
#pragma once

#include "app/recognition/platecalibration.h"

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace hall {

// The target: a chessboard with coded marks in its white squares (ChArUco), 8 × 11 squares of 24 mm on a sheet of A4.
inline constexpr int kTargetColumns = 8;  // squares
inline constexpr int kTargetRows = 11;
inline constexpr double kTargetSquareMm = 24;
inline constexpr double kTargetSheetWidthMm = 210;
inline constexpr double kTargetSheetHeightMm = 297;

// The sheet at `dpi`, 8-bit grey, with a bar below the board whose ends are exactly kTargetBarMm apart: a printer that
// scales is found out by measuring it.
inline constexpr double kTargetBarMm = 150;
[[nodiscard]] cv::Mat drawTarget(double dpi);

// The target as one picture shows it. Inner corners of the board by number, row by row.
struct SeenTarget
{
    std::vector<int> ids;
    std::vector<cv::Point2f> pixels;  // of each id
    cv::Size size;                    // of the picture
};
// Nothing when fewer than twelve corners are seen for sure.
[[nodiscard]] std::optional<SeenTarget> seeTarget(const cv::Mat &picture);
// Where that inner corner is on the target, mm from its middle, x to the right and y down. `printed`: how long the bar
// came out, over how long it should be.
[[nodiscard]] cv::Point2f targetMm(int id, double printed = 1);

// Parts of the picture, row by row, that no corner was seen in yet: outside of what was seen the lens would be a guess.
inline constexpr int kLensColumns = 5;
inline constexpr int kLensRows = 4;
[[nodiscard]] std::vector<int> unseenParts(const std::vector<SeenTarget> &seen);

// From pictures of one size, the target in other places and tilts in each. PageNotFound: fewer than eight, parts of the
// picture unseen, or they do not tell the lens apart from the distance.
[[nodiscard]] Result<CameraLens> measureLens(const std::vector<SeenTarget> &seen);

// From one picture of the target lying flat on the plate, in the frame of `calibration` (its lens, if it has one).
// PageNotFound: the picture has another size, or the corners do not lie on one plane.
[[nodiscard]] Result<PlateGeometry> measureGeometry(const SeenTarget &seen, const PlateCalibration &calibration,
                                                    double printed = 1);

// The mean of pictures of the empty plate, and by how much they differ.
struct MeasuredEmpty
{
    EmptyPlate empty;
    double unrest = 0;  // mean difference of a picture from the mean of all, grey levels: something moved
};
[[nodiscard]] Result<MeasuredEmpty> measureEmpty(const std::vector<cv::Mat> &pictures);

// From a picture of a white sheet on the plate (`sheet`: its corners, pixels). Outside the sheet the light is thought
// to go on as it does inside. PageNotFound: no sheet, or it is not white (some of it dark, or overexposed).
struct MeasuredFlat
{
    FlatField flat;
    double spread = 0;  // darkest to brightest fifth of a percent of the sheet after correction, share of white
    double deltaE = 0;  // CIE76, the sheet's mean after correction to neutral white
};
[[nodiscard]] Result<MeasuredFlat> measureFlat(const cv::Mat &picture, const std::vector<cv::Point2f> &sheet);

// The daily look at the empty plate against the reference: where marks are now, and how bright it is.
struct PlateCheck
{
    int marks = 0;       // places with something to hold on to that were found again, of at most four
    double shiftMm = 0;  // farthest from where it was
    double light = 1;    // brightness now over then
    double colour = 0;   // ΔE (CIE76) of the plate's mean colour once brightness is set aside
    double sharp = 1;    // how much edge the marks have now, over then (edginess()): a blur twice as wide halves it
    double strange = 0;  // share of the plate that looks otherwise: something lies there, or it is dirty
};
[[nodiscard]] PlateCheck checkPlate(const cv::Mat &picture, const PlateCalibration &calibration);

}  // namespace hall
