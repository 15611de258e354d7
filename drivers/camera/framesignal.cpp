// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/framesignal.h"

#include <cmath>
#include <cstring>

namespace hall::device {

namespace {

constexpr int gridSteps = 48;       // points across and down that are looked at
constexpr double darkMean = 10;     // grey levels
constexpr double darkSpread = 6;    // a dim picture with something in it spreads wider
constexpr double blankSpread = 0.6; // sensor noise alone spreads wider than this

} // namespace

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
    const auto rowBytes = static_cast<std::size_t>(bgr.width()) * 3;
    auto bytes = std::make_shared<Bytes>(rowBytes * static_cast<std::size_t>(bgr.height()));
    for (int y = 0; y < bgr.height(); ++y) {
        std::memcpy(bytes->data() + rowBytes * static_cast<std::size_t>(y), bgr.constScanLine(y), rowBytes);
    }
    Frame frame;
    frame.width = bgr.width();
    frame.height = bgr.height();
    frame.bgr = std::move(bytes);
    return frame;
}

} // namespace hall::device
