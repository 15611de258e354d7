// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/rasterband.h"

#include "drivers/core/raster.h"

#include <cstring>

namespace hall {

device::RasterBand toBand(const QImage &image)
{
    device::RasterBand band;
    band.widthDots = image.width();
    band.rows = image.height();
    const auto rowBytes = static_cast<std::size_t>((image.width() + 7) / 8);
    band.bits.resize(rowBytes * static_cast<std::size_t>(image.height()));
    for (int y = 0; y < image.height(); ++y) {
        std::memcpy(band.bits.data() + static_cast<std::size_t>(y) * rowBytes, image.constScanLine(y), rowBytes);
    }
    device::breakRealTimePairs(band.bits);
    return band;
}

QImage toImage(const device::RasterBand &band)
{
    QImage image(band.widthDots, band.rows, QImage::Format_Mono);
    image.setColorTable({qRgb(255, 255, 255), qRgb(0, 0, 0)});
    image.fill(0U);
    const auto rowBytes = static_cast<std::size_t>((band.widthDots + 7) / 8);
    for (int y = 0; y < band.rows; ++y) {
        std::memcpy(image.scanLine(y), band.bits.data() + static_cast<std::size_t>(y) * rowBytes, rowBytes);
    }
    return image;
}

}  // namespace hall
