// SPDX-License-Identifier: GPL-3.0-or-later
// The cameras Qt Multimedia knows, as this machine should see them.
#pragma once

#include <QtCore/QList>
#include <QtMultimedia/QCameraDevice>
#include <QtMultimedia/QMediaDevices>

namespace hall::device {

// Each camera once, by description: one node may be offered by several media providers.
[[nodiscard]] QList<::QCameraDevice> cameras();

// The largest format that still streams; null when the camera lists none.
[[nodiscard]] QCameraFormat bestFormat(const ::QCameraDevice &camera);

}  // namespace hall::device
