// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and calibrations that the page commands are given.
#pragma once

#include "app/ctl/commandline.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/platecalibration.h"
#include "app/recognition/reading/paperkind.h"

#include <optional>

namespace hall::ctl {

// As readImage(); the detail names the path.
[[nodiscard]] Result<cv::Mat> pictureAt(const QString &path);

// Of --calibration; nothing where none is asked for.
[[nodiscard]] Result<std::optional<PlateCalibration>> calibrationOf(const Call &call);

// The best document of the picture, straight, as large as reading wants it. `kind`: what it is; null: its shape tells.
// PageNotFound names the path.
[[nodiscard]] Result<StraightPage> pageIn(const cv::Mat &picture, const QString &path,
                                          const std::optional<PlateCalibration> &calibration, const PaperKind *kind);

// The picture is a page already, as a case holds it or page rectify and page join write it. Its size is that of the
// dots that a PNG at `path` says it has to a metre, or of the usual sheet of its shape.
[[nodiscard]] StraightPage asItIs(const cv::Mat &picture, const QString &path);

// A PNG that says how many dots it has to an inch; empty: `bgr` is no picture.
[[nodiscard]] QByteArray pngOf(const cv::Mat &bgr, double dpi);

}  // namespace hall::ctl
