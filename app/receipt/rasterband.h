// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as bands of dots and back. No dot is lost; bytes that a printer would take for a real-time command get one
// dot more (drivers/core/raster.h), and the picture of a band shows it.
#pragma once

#include "drivers/core/values.h"

#include <QImage>

namespace hall {

[[nodiscard]] device::RasterBand toBand(const QImage &mono);  // Format_Mono, colour 1 = black
[[nodiscard]] QImage toImage(const device::RasterBand &band);

}  // namespace hall
