// SPDX-License-Identifier: GPL-3.0-or-later
// The plate of a drawn scene as a kiosk would know it: measured when the empty plate was photographed, before the
// camera was knocked.
#pragma once

#include "app/recognition/platecalibration.h"
#include "tests/support/scenes/scene.h"

#include <algorithm>

namespace hall::bench {

// In pictures of the frame's size.
[[nodiscard]] inline std::optional<PlateView> storedPlate(const scenes::Scene &scene)
{
    const scenes::Calibration &then = scene.referenceCalibration;
    PlateCalibration calibration;
    calibration.camera = "drawn";
    calibration.size = then.size;
    CameraLens lens;
    lens.matrix = then.matrix;
    std::copy(then.distortion.begin(), then.distortion.end(), lens.distortion.val);
    calibration.lens = lens;
    PlateGeometry geometry;
    geometry.toMm = then.plateToPixel.inv();
    calibration.geometry = geometry;
    return PlateView::of(calibration, scene.frame.size());
}

}  // namespace hall::bench
