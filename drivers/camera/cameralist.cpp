// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/cameralist.h"

#include <algorithm>

namespace hall::device {

namespace {

constexpr float leastRate = 5;  // frames a second; slower formats are for single pictures

}  // namespace

QList<::QCameraDevice> cameras()
{
    QList<::QCameraDevice> all;
    for (const ::QCameraDevice &camera : QMediaDevices::videoInputs()) {
        const bool known = std::any_of(all.begin(), all.end(), [&](const ::QCameraDevice &other) {
            return other.description() == camera.description();
        });
        if (!known) {
            all.append(camera);
        }
    }
    return all;
}

// The largest format that still streams.
QCameraFormat bestFormat(const ::QCameraDevice &camera)
{
    QCameraFormat best;
    for (const QCameraFormat &format : camera.videoFormats()) {
        const auto area = [](const QCameraFormat &f) {
            return static_cast<qint64>(f.resolution().width()) * f.resolution().height();
        };
        if (format.maxFrameRate() >= leastRate && (best.isNull() || area(format) > area(best))) {
            best = format;
        }
    }
    return best;
}

}  // namespace hall::device
