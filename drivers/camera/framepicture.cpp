// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/framepicture.h"

#include "drivers/core/frame.h"

namespace hall::device {

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
