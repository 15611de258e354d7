// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/framesignal.h"

#include "drivers/core/frame.h"

#include <cmath>

namespace hall::device {

namespace {

constexpr int gridSteps = 48;        // points across and down that are looked at
constexpr double darkMean = 10;      // grey levels
constexpr double darkSpread = 6;     // a dim picture with something in it spreads wider
constexpr double blankSpread = 0.6;  // sensor noise alone spreads wider than this

}  // namespace

CameraSignal judgeSignal(const QImage &picture)
{
    if (picture.isNull()) {
        return CameraSignal::Blank;
    }
    double sum = 0;
    double squares = 0;
    for (int y = 0; y < gridSteps; ++y) {
        for (int x = 0; x < gridSteps; ++x) {
            const double grey = qGray(picture.pixel(x * (picture.width() - 1) / (gridSteps - 1),
                                                    y * (picture.height() - 1) / (gridSteps - 1)));
            sum += grey;
            squares += grey * grey;
        }
    }
    constexpr double count = gridSteps * gridSteps;
    const double mean = sum / count;
    const double spread = std::sqrt(std::max(0.0, squares / count - mean * mean));
    if (mean < darkMean && spread < darkSpread) {
        return CameraSignal::Dark;
    }
    return spread < blankSpread ? CameraSignal::Blank : CameraSignal::Good;
}

QImage reducedTo(const QImage &picture, int width, int height)
{
    const QSize size = picture.size().scaled(QSize(width, height).boundedTo(picture.size()), Qt::KeepAspectRatio);
    return size == picture.size() ? picture : picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

Frame frameOf(const QImage &picture)
{
    const QImage bgr = picture.convertToFormat(QImage::Format_BGR888);
    return packedFrame(bgr.constBits(), bgr.width(), bgr.height(), bgr.bytesPerLine());
}

}  // namespace hall::device
