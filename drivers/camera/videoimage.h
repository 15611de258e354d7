// SPDX-License-Identifier: GPL-3.0-or-later
// A video frame as a picture, on the processor alone: QVideoFrame::toImage() of Qt 6.4 draws it through QRhi, whose
// off-screen surface may be made on the main thread of a graphical program only. Pure, any thread.
#pragma once

#include <QtGui/QImage>
#include <QtMultimedia/QVideoFrame>
#include <QtMultimedia/QVideoFrameFormat>

#include <array>

namespace hall::device {

// A frame in memory as a media plug-in describes it; nothing of the description is trusted.
struct MappedPlane
{
    const uchar *bits = nullptr;
    int bytesPerLine = 0;
    int size = 0;  // bytes from `bits` on
};
struct MappedPicture
{
    static constexpr int mostPlanes = 4;  // of QVideoFrame
    QVideoFrameFormat::PixelFormat format = QVideoFrameFormat::Format_Invalid;
    int width = 0;
    int height = 0;
    int planeCount = 0;
    std::array<MappedPlane, mostPlanes> planes;
};

// RGB formats, Jpeg, YUV420P, YV12, NV12, NV21, YUYV and UYVY (video range BT.601); null for others and broken frames,
// such as one whose planes hold fewer bytes than its rows need.
[[nodiscard]] QImage imageOf(const QVideoFrame &frame);
[[nodiscard]] QImage imageOf(const MappedPicture &picture);

}  // namespace hall::device
