// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/videoimage.h"

#include <algorithm>
#include <optional>

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

// Whether a plane has `rows` rows with `rowBytes` bytes each that may be read; a media plug-in may hand out less, or
// rows that lie closer together than they are long.
bool holds(const MappedPlane &plane, int rows, qint64 rowBytes)
{
    return plane.bits != nullptr && plane.bytesPerLine >= rowBytes &&
           plane.size >= static_cast<qint64>(rows - 1) * plane.bytesPerLine + rowBytes;
}

// Bytes of a row up to the last one that a component is taken from.
qint64 reach(int first, int lastStep, int step)
{
    return first + static_cast<qint64>(lastStep) * step + 1;
}

bool holdsAll(const MappedPicture &picture, const Layout &layout)
{
    const int chromaRows = layout.halfRows ? (picture.height + 1) / 2 : picture.height;
    const int lastChroma = (picture.width - 1) / 2;
    const auto &planes = picture.planes;
    return picture.planeCount >= layout.planes &&
           holds(planes[0], picture.height, reach(layout.yFirst, picture.width - 1, layout.yStep)) &&
           holds(planes[static_cast<std::size_t>(layout.u)], chromaRows,
                 reach(layout.uFirst, lastChroma, layout.cStep)) &&
           holds(planes[static_cast<std::size_t>(layout.v)], chromaRows,
                 reach(layout.vFirst, lastChroma, layout.cStep));
}

QImage fromYuv(const MappedPicture &mapped, const Layout &layout)
{
    if (!holdsAll(mapped, layout)) {
        return {};
    }
    const auto row = [&mapped](int plane, int number, int first) {
        const MappedPlane &from = mapped.planes[static_cast<std::size_t>(plane)];
        return from.bits + static_cast<qsizetype>(number) * from.bytesPerLine + first;
    };
    QImage picture(mapped.width, mapped.height, QImage::Format_RGB32);
    for (int number = 0; number < picture.height(); ++number) {
        const int chromaRow = layout.halfRows ? number / 2 : number;
        const uchar *y = row(0, number, layout.yFirst);
        const uchar *u = row(layout.u, chromaRow, layout.uFirst);
        const uchar *v = row(layout.v, chromaRow, layout.vFirst);
        auto *out = reinterpret_cast<QRgb *>(picture.scanLine(number));
        for (int x = 0; x < picture.width(); ++x) {
            const int chroma = x / 2 * layout.cStep;
            out[x] = rgbOf(y[x * layout.yStep], u[chroma], v[chroma]);
        }
    }
    return picture;
}

MappedPicture pictureOf(const QVideoFrame &mapped)
{
    MappedPicture picture;
    picture.format = mapped.pixelFormat();
    picture.width = mapped.width();
    picture.height = mapped.height();
    picture.planeCount = std::min(mapped.planeCount(), MappedPicture::mostPlanes);
    for (int plane = 0; plane < picture.planeCount; ++plane) {
        picture.planes[static_cast<std::size_t>(plane)] = {mapped.bits(plane), mapped.bytesPerLine(plane),
                                                           mapped.mappedBytes(plane)};
    }
    return picture;
}

}  // namespace

QImage imageOf(const MappedPicture &picture)
{
    const MappedPlane &first = picture.planes[0];
    if (picture.planeCount < 1 || picture.width < 1 || picture.height < 1 || first.bits == nullptr) {
        return {};
    }
    if (const auto layout = layoutOf(picture.format)) {
        return fromYuv(picture, *layout);
    }
    if (picture.format == QVideoFrameFormat::Format_Jpeg) {
        return QImage::fromData(first.bits, first.size, "JPG");
    }
    const QImage::Format same = QVideoFrameFormat::imageFormatFromPixelFormat(picture.format);
    const qint64 rowBytes = (static_cast<qint64>(picture.width) * QImage::toPixelFormat(same).bitsPerPixel() + 7) / 8;
    if (same == QImage::Format_Invalid || !holds(first, picture.height, rowBytes)) {
        return {};
    }
    // A copy row by row: QImage's own copy() reads whole lines, and the last one may end early.
    QImage image(picture.width, picture.height, same);
    for (int row = 0; row < image.height(); ++row) {
        const uchar *line = first.bits + static_cast<qsizetype>(row) * first.bytesPerLine;
        std::copy(line, line + rowBytes, image.scanLine(row));
    }
    return image;
}

QImage imageOf(const QVideoFrame &frame)
{
    QVideoFrame mapped = frame;
    if (!mapped.isValid() || !mapped.map(QVideoFrame::ReadOnly)) {
        return {};
    }
    QImage picture = imageOf(pictureOf(mapped));
    mapped.unmap();
    return picture;
}

}  // namespace hall::device
