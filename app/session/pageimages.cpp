// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pageimages.h"

#include "app/session/session.h"

namespace hall {

PageImages::PageImages(Session &session) : QQuickImageProvider(QQuickImageProvider::Image), m_session(session) {}

QImage PageImages::requestImage(const QString &id, QSize *size, const QSize &requestedSize)
{
    QImage picture = m_session.pageImage(id);
    if (!picture.isNull() && requestedSize.isValid()) {
        picture = picture.scaled(requestedSize, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }
    if (size) {
        *size = picture.size();
    }
    return picture;
}

}  // namespace hall
