// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/camerapreview.h"

#include "app/session/capturejob.h"
#include "app/session/session.h"

#include <QPainter>
#include <QPainterPath>
#include <QQmlEngine>

namespace hall {

CameraPreview::CameraPreview(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setOpaquePainting(true);
    setFillColor(QColor(0x1a, 0x1f, 0x2b));
}

void CameraPreview::componentComplete()
{
    QQuickPaintedItem::componentComplete();
    if (const Session *session = Session::of(qmlEngine(this))) {
        m_job = session->captureJob();
        connect(m_job, &CaptureJob::previewChanged, this, [this] { update(); });
    }
}

void CameraPreview::paint(QPainter *painter)
{
    if (!m_job || m_job->preview().isNull()) {
        return;
    }
    const QImage &picture = m_job->preview();
    const QSizeF fitted = QSizeF(picture.size()).scaled(size(), Qt::KeepAspectRatio);
    const QRectF target((width() - fitted.width()) / 2, (height() - fitted.height()) / 2, fitted.width(),
                        fitted.height());
    painter->drawImage(target, picture);

    const QPolygonF outline = m_job->outline();
    if (outline.size() < 3) {
        return;
    }
    const double scale = fitted.width() / picture.width();
    QPolygonF shown;
    for (const QPointF &corner : outline) {
        shown << target.topLeft() + corner * scale;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    const double line = qMax(3.0, width() / 160.0);
    painter->setPen(QPen(Qt::white, line * 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolygon(shown);
    painter->setPen(QPen(m_job->steady() ? QColor(0x14, 0x53, 0x2d) : QColor(0x0b, 0x4d, 0xa2), line, Qt::SolidLine,
                         Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolygon(shown);
}

}  // namespace hall
