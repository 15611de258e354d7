// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/videoimage.h"

#include <optional>
#include <QtMultimedia/QVideoFrameFormat>

namespace hall::device {

namespace {

using Pixel = QVideoFrameFormat::PixelFormat;

// ITU-R BT.601, video range, 8-bit fixed point.
QRgb rgbOf(int y, int u, int v)
{
    const int c = 298 * (y - 16);
    const int d = u - 128;
    const int e = v - 128;
    const auto byte = [](int value) { return qBound(0, value >> 8, 255); };
    return qRgb(byte(c + 409 * e + 128), byte(c - 100 * d - 208 * e + 128), byte(c + 516 * d + 128));
}

// Where the three components of a pixel lie: planes, first byte, and bytes per step; chroma is halved across, and down
// where `halfRows`.
struct Layout
{
    int planes;  // that must be there
    int u;       // plane of U
    int v;
    int yFirst;
    int uFirst;
    int vFirst;
    int yStep;
    int cStep;
    bool halfRows;
};

std::optional<Layout> layoutOf(Pixel format)
{
    if (format == QVideoFrameFormat::Format_YUV420P) {
        return Layout{3, 1, 2, 0, 0, 0, 1, 1, true};
    }
    if (format == QVideoFrameFormat::Format_YV12) {
        return Layout{3, 2, 1, 0, 0, 0, 1, 1, true};
    }
    if (format == QVideoFrameFormat::Format_NV12) {
        return Layout{2, 1, 1, 0, 0, 1, 1, 2, true};
    }
    if (format == QVideoFrameFormat::Format_NV21) {
        return Layout{2, 1, 1, 0, 1, 0, 1, 2, true};
    }
    if (format == QVideoFrameFormat::Format_YUYV) {
        return Layout{1, 0, 0, 0, 1, 3, 2, 4, false};
    }
    if (format == QVideoFrameFormat::Format_UYVY) {
        return Layout{1, 0, 0, 1, 0, 2, 2, 4, false};
    }
    return std::nullopt;
}

// Whether the mapping has memory for all rows; a media plug-in may hand out less.
bool holds(const QVideoFrame &frame, int plane, int rows)
{
    return frame.bits(plane) != nullptr && frame.bytesPerLine(plane) > 0 &&
           frame.mappedBytes(plane) >= (rows - 1) * frame.bytesPerLine(plane) + 1;
}

bool holdsAll(const QVideoFrame &frame, int planes, bool halfRows)
{
    bool all = frame.planeCount() >= planes && holds(frame, 0, frame.height());
    for (int plane = 1; plane < planes; ++plane) {
        all = all && holds(frame, plane, halfRows ? (frame.height() + 1) / 2 : frame.height());
    }
    return all;
}

QImage fromYuv(const QVideoFrame &frame, const Layout &layout)
{
    if (!holdsAll(frame, layout.planes, layout.halfRows)) {
        return {};
    }
    QImage picture(frame.size(), QImage::Format_RGB32);
    for (int row = 0; row < picture.height(); ++row) {
        const int chromaRow = layout.halfRows ? row / 2 : row;
        const uchar *y = frame.bits(0) + static_cast<qsizetype>(row) * frame.bytesPerLine(0) + layout.yFirst;
        const uchar *u =
            frame.bits(layout.u) + static_cast<qsizetype>(chromaRow) * frame.bytesPerLine(layout.u) + layout.uFirst;
        const uchar *v =
            frame.bits(layout.v) + static_cast<qsizetype>(chromaRow) * frame.bytesPerLine(layout.v) + layout.vFirst;
        auto *out = reinterpret_cast<QRgb *>(picture.scanLine(row));
        for (int x = 0; x < picture.width(); ++x) {
            const int chroma = x / 2 * layout.cStep;
            out[x] = rgbOf(y[x * layout.yStep], u[chroma], v[chroma]);
        }
    }
    return picture;
}

QImage fromMapped(const QVideoFrame &frame)
{
    const Pixel format = frame.pixelFormat();
    if (const auto layout = layoutOf(format)) {
        return fromYuv(frame, *layout);
    }
    if (format == QVideoFrameFormat::Format_Jpeg) {
        return QImage::fromData(frame.bits(0), frame.mappedBytes(0), "JPG");
    }
    const QImage::Format same = QVideoFrameFormat::imageFormatFromPixelFormat(format);
    if (same == QImage::Format_Invalid || !holds(frame, 0, frame.height())) {
        return {};
    }
    return QImage(frame.bits(0), frame.width(), frame.height(), frame.bytesPerLine(0), same).copy();
}

}  // namespace

QImage imageOf(const QVideoFrame &frame)
{
    QVideoFrame mapped = frame;
    if (!mapped.isValid() || !mapped.map(QVideoFrame::ReadOnly)) {
        return {};
    }
    const QImage picture = mapped.bits(0) == nullptr ? QImage() : fromMapped(mapped);
    mapped.unmap();
    return picture;
}

}  // namespace hall::device
