// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/calibrationview.h"

#include <QPainter>

namespace hall {

CalibrationView::CalibrationView(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setOpaquePainting(true);
    setFillColor(QColor(0x1a, 0x1f, 0x2b));
}

void CalibrationView::setDesk(CalibrationDesk *desk)
{
    if (m_desk == desk) {
        return;
    }
    if (m_desk) {
        m_desk->disconnect(this);
    }
    m_desk = desk;
    if (m_desk) {
        connect(m_desk, &CalibrationDesk::pictureChanged, this, [this] { update(); });
    }
    Q_EMIT deskChanged();
    update();
}

void CalibrationView::paint(QPainter *painter)
{
    if (!m_desk || m_desk->picture().isNull()) {
        return;
    }
    const QImage &picture = m_desk->picture();
    const QSizeF fitted = QSizeF(picture.size()).scaled(size(), Qt::KeepAspectRatio);
    const QRectF target((width() - fitted.width()) / 2, (height() - fitted.height()) / 2, fitted.width(),
                        fitted.height());
    painter->drawImage(target, picture);
    const double scale = fitted.width() / picture.width();
    const auto shown = [&](const cv::Point2f &at) { return target.topLeft() + QPointF(at.x, at.y) * scale; };
    const CalibrationLook &look = m_desk->look();
    painter->setRenderHint(QPainter::Antialiasing);
    const double line = qMax(2.0, width() / 260.0);
    const QColor good(0x2e, 0xcc, 0x71);
    const QColor wanted(0xff, 0xc1, 0x07);
    if (look.wish) {
        const QRectF place(target.x() + look.wish->x * target.width(), target.y() + look.wish->y * target.height(),
                           look.wish->width * target.width(), look.wish->height * target.height());
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(Qt::black, line * 3));
        painter->drawRect(place);
        painter->setPen(QPen(wanted, line * 1.5));
        painter->drawRect(place);
    }
    painter->setPen(QPen(Qt::black, line / 2));
    painter->setBrush(look.ready ? good : wanted);
    for (const cv::Point2f &corner : look.points) {
        painter->drawEllipse(shown(corner), line * 1.6, line * 1.6);
    }
    if (!look.sheet.empty()) {
        QPolygonF outline;
        for (const cv::Point2f &corner : look.sheet) {
            outline << shown(corner);
        }
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(Qt::black, line * 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolygon(outline);
        painter->setPen(QPen(look.ready ? good : wanted, line * 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolygon(outline);
    }
}

}  // namespace hall
