// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/pagepictures.h"

#include "app/recognition/pageimage.h"

#include <QFile>

namespace hall::ctl {

Result<cv::Mat> pictureAt(const QString &path)
{
    Result<cv::Mat> picture = readImage(QFile::encodeName(path).toStdString());
    if (!picture) {
        return fail(picture.error().code, path.toStdString() + ": " + picture.error().detail);
    }
    return picture;
}

Result<std::optional<PlateCalibration>> calibrationOf(const Call &call)
{
    if (!call.has("calibration")) {
        return std::optional<PlateCalibration>();
    }
    auto calibration = readCalibration(QFile::encodeName(call.value("calibration")).toStdString());
    return calibration ? Result<std::optional<PlateCalibration>>(std::move(*calibration)) : fail(calibration.error());
}

}  // namespace hall::ctl
