// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simplate.h"

#include "drivers/core/frame.h"

#include <algorithm>
#include <cmath>
#include <QtGui/QPainter>
#include <random>

namespace hall::device {

namespace {

constexpr QSize plateSize(3264, 2448);
constexpr int stillPixels = 8'000'000;
constexpr double margin = 0.08;  // of the plate, around a bare page
constexpr int plateGrain = 9;    // grey levels to either side
constexpr int paperLight = 130;  // a border lighter than this all around is paper, not plate

// Whether all four borders of the picture are paper.
bool isBarePage(const QImage &picture)
{
    const QImage small = picture.convertToFormat(QImage::Format_RGB32).scaled(48, 48);
    for (int side = 0; side < 4; ++side) {
        int light = 0;
        for (int i = 0; i < 48; ++i) {
            const QPoint point = side == 0   ? QPoint(i, 0)
                                 : side == 1 ? QPoint(i, 47)
                                 : side == 2 ? QPoint(0, i)
                                             : QPoint(47, i);
            light += qGray(small.pixel(point));
        }
        if (light / 48 < paperLight) {
            return false;
        }
    }
    return true;
}

}  // namespace

QImage emptyPlate()
{
    QImage plate(plateSize, QImage::Format_RGB32);
    // The grain of a real plate, which also tells a picture from a driver's filler of one colour.
    std::minstd_rand dice(1);
    for (int y = 0; y < plate.height(); ++y) {
        auto *row = reinterpret_cast<QRgb *>(plate.scanLine(y));
        for (int x = 0; x < plate.width(); ++x) {
            const int grain = static_cast<int>(dice() >> 8U) % (2 * plateGrain + 1) - plateGrain;
            row[x] = qRgb(44 + grain, 46 + grain, 48 + grain);
        }
    }
    QPainter painter(&plate);
    painter.setPen(QPen(QColor(118, 120, 122), 5));
    // Corner marks for A4 lying across and for a card, centred (8.1 pixels per millimetre).
    for (const QSizeF mm : {QSizeF(297, 210), QSizeF(85.6, 54)}) {
        const QSizeF size = mm * 8.1;
        const QPointF centre(plateSize.width() / 2.0, plateSize.height() / 2.0);
        for (const double sx : {-1.0, 1.0}) {
            for (const double sy : {-1.0, 1.0}) {
                const QPointF corner = centre + QPointF(sx * size.width() / 2, sy * size.height() / 2);
                painter.drawLine(corner, corner - QPointF(sx * 90, 0));
                painter.drawLine(corner, corner - QPointF(0, sy * 90));
            }
        }
    }
    return plate;
}

QImage sceneWith(const QImage &picture)
{
    if (isBarePage(picture)) {
        QImage scene = emptyPlate();
        const QSize room(static_cast<int>(plateSize.width() * (1 - 2 * margin)),
                         static_cast<int>(plateSize.height() * (1 - 2 * margin)));
        const QSize size = picture.size().scaled(room, Qt::KeepAspectRatio);
        const QPoint at((plateSize.width() - size.width()) / 2, (plateSize.height() - size.height()) / 2);
        QPainter painter(&scene);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(at, picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        return scene;
    }
    return sceneOf(picture);
}

QImage sceneOf(const QImage &picture)
{
    const double pixels = static_cast<double>(picture.width()) * picture.height();
    if (pixels <= stillPixels) {
        return picture.convertToFormat(QImage::Format_RGB32);
    }
    const QSize size = picture.size() * std::sqrt(stillPixels / pixels) * 0.999;
    return picture.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
}

Frame plateFrame(const QImage &picture)
{
    const QImage bgr = picture.convertToFormat(QImage::Format_BGR888);
    return packedFrame(bgr.constBits(), bgr.width(), bgr.height(), bgr.bytesPerLine());
}

}  // namespace hall::device
