// SPDX-License-Identifier: GPL-3.0-or-later
// The cameras Qt Multimedia knows, as this machine should see them.
#pragma once

#include <QtCore/QList>
#include <QtCore/QStringList>
#include <QtMultimedia/QCameraDevice>
#include <QtMultimedia/QMediaDevices>

namespace hall::device {

// As they describe themselves, each once: one camera may be offered by several media providers.
[[nodiscard]] QStringList cameraNames();

// What is one camera, as often as it is listed: by several media providers, or for a while after it was pulled out and
// put back. The first one whose description begins so says which.
[[nodiscard]] QList<::QCameraDevice> camerasOf(const QString &description);

// The largest format that still streams, or the one of this size or nearest to it; of equal ones the quickest, and then
// one that needs no decoding. Null when the camera lists none.
[[nodiscard]] QCameraFormat bestFormat(const ::QCameraDevice &camera, const QSize &size = {});

}  // namespace hall::device
