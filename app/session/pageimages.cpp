// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pageimages.h"

#include "app/session/session.h"

namespace hall {

PageImages::PageImages(Session &session) : QQuickImageProvider(QQuickImageProvider::Image), m_session(session)
{
}

QImage PageImages::requestImage(const QString &id, QSize *size, const QSize &requestedSize)
{
    QImage picture = m_session.pageImage(id);
    // An item may ask for a width or a height only; the other side is 0 then.
    const QSize wanted(requestedSize.width() > 0 ? requestedSize.width() : picture.width(),
                       requestedSize.height() > 0 ? requestedSize.height() : picture.height());
    if (!picture.isNull() && wanted != picture.size()) {
        picture = picture.scaled(wanted, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }
    if (size) {
        *size = picture.size();
    }
    return picture;
}

}  // namespace hall
