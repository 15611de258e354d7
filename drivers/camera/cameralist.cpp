// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/cameralist.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace hall::device {

namespace {

constexpr float leastRate = 5;             // frames a second; slower formats are for single pictures
constexpr qint64 mostPixels = 20'000'000;  // more is no picture of a page any more, but 60 MB a frame

}  // namespace

QStringList cameraNames()
{
    QStringList names;
    for (const ::QCameraDevice &camera : QMediaDevices::videoInputs()) {
        names.append(camera.description());
    }
    names.removeDuplicates();
    return names;
}

QList<::QCameraDevice> camerasOf(const QString &description)
{
    QList<::QCameraDevice> same;
    for (const ::QCameraDevice &camera : QMediaDevices::videoInputs()) {
        const bool it = same.isEmpty() ? camera.description().startsWith(description)
                                       : camera.description() == same.constFirst().description();
        if (it) {
            same.append(camera);
        }
    }
    return same;
}

QCameraFormat bestFormat(const ::QCameraDevice &camera, const QSize &size)
{
    const auto area = [](const QSize &of) { return static_cast<qint64>(of.width()) * of.height(); };
    // Smaller is better.
    const auto cost = [&](const QCameraFormat &format) {
        const QSize is = format.resolution();
        const qint64 wanted = size.isEmpty() ? mostPixels : area(size);
        const bool compressed = format.pixelFormat() == QVideoFrameFormat::Format_Jpeg;
        return std::tuple(!size.isEmpty() && is != size, std::abs(area(is) - wanted), -format.maxFrameRate(),
                          compressed);
    };
    QCameraFormat best;
    for (const QCameraFormat &format : camera.videoFormats()) {
        const bool streams = format.maxFrameRate() >= leastRate && area(format.resolution()) <= mostPixels;
        if (streams && (best.isNull() || cost(format) < cost(best))) {
            best = format;
        }
    }
    return best;
}

}  // namespace hall::device
