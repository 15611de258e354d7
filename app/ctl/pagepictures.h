// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and calibrations that the page commands are given.
#pragma once

#include "app/ctl/commandline.h"
#include "app/recognition/platecalibration.h"

#include <optional>

namespace hall::ctl {

// As readImage(); the detail names the path.
[[nodiscard]] Result<cv::Mat> pictureAt(const QString &path);

// Of --calibration; nothing where none is asked for.
[[nodiscard]] Result<std::optional<PlateCalibration>> calibrationOf(const Call &call);

}  // namespace hall::ctl
