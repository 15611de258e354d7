// SPDX-License-Identifier: GPL-3.0-or-later
// "document_camera" of the configuration: which camera looks at the plate, the size of its frames, and its settings.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/camera/qcameradevice.h"

#include <QJsonObject>

namespace hall {

// {"name": as the camera calls itself, "serial", "size": "3264x2448", "mains_hz": 0, 50 or 60, "exposure_us", "gain",
// "white_balance_k", "focus"}; what is left out is as QCameraDevice::Options has it. Anything else in it is
// BadArgument, whose detail says what.
[[nodiscard]] Result<device::QCameraDevice::Options> cameraOptions(const QJsonObject &object);

}  // namespace hall
