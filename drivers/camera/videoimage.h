// SPDX-License-Identifier: GPL-3.0-or-later
// A video frame as a picture, on the processor alone: QVideoFrame::toImage() of Qt 6.4 draws it through QRhi, whose
// off-screen surface may be made on the main thread of a graphical program only. Pure, any thread.
#pragma once

#include <QtGui/QImage>
#include <QtMultimedia/QVideoFrame>

namespace hall::device {

// RGB formats, Jpeg, YUV420P, YV12, NV12, NV21, YUYV and UYVY (video range BT.601); null for others and broken frames.
[[nodiscard]] QImage imageOf(const QVideoFrame &frame);

}  // namespace hall::device
