// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/Hall/Controls/signaturepad.h"

#include <QBuffer>
#include <QImage>
#include <QLineF>
#include <QPainter>

namespace hall {

namespace {

// A touch by mistake leaves a dot; a signature is longer than this many pen widths.
constexpr qreal leastLength = 15;

}  // namespace

SignaturePad::SignaturePad(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAcceptedMouseButtons(Qt::LeftButton);
    setAcceptTouchEvents(true);
    setOpaquePainting(true);
    setFillColor(Qt::white);
}

SignaturePad::~SignaturePad()
{
    wipe();
}

bool SignaturePad::isEmpty() const
{
    return m_length < leastLength * m_penWidth;
}

void SignaturePad::setPenWidth(qreal width)
{
    if (qFuzzyCompare(width, m_penWidth)) {
        return;
    }
    m_penWidth = width;
    update();
    Q_EMIT penWidthChanged();
}

QByteArray SignaturePad::png() const
{
    if (isEmpty()) {
        return QByteArray("");  // not null: QML makes a detached ArrayBuffer of that, which throws when looked at
    }
    QImage image(QSizeF(width(), height()).toSize(), QImage::Format_Grayscale8);
    image.fill(Qt::white);
    QPainter painter(&image);
    draw(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    image.fill(Qt::white);
    return bytes;
}

void SignaturePad::clear()
{
    const bool before = isEmpty();
    wipe();
    update();
    if (!before) {
        Q_EMIT isEmptyChanged();
    }
}

void SignaturePad::wipe()
{
    for (QPolygonF &stroke : m_strokes) {
        stroke.fill(QPointF(0, 0));
    }
    m_strokes.clear();
    m_length = 0;
    m_touchId = -1;
}

void SignaturePad::draw(QPainter &painter) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Qt::black, m_penWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (const QPolygonF &stroke : m_strokes) {
        if (stroke.size() == 1) {
            painter.drawPoint(stroke.first());
        } else {
            painter.drawPolyline(stroke);
        }
    }
}

void SignaturePad::paint(QPainter *painter)
{
    painter->fillRect(boundingRect(), Qt::white);
    draw(*painter);
}

void SignaturePad::begin(QPointF point)
{
    m_strokes.append(QPolygonF({point}));
    update();
}

void SignaturePad::extend(QPointF point)
{
    if (m_strokes.isEmpty()) {
        return;
    }
    const QPointF kept(qBound(0.0, point.x(), width()), qBound(0.0, point.y(), height()));
    const bool before = isEmpty();
    m_length += QLineF(m_strokes.last().last(), kept).length();
    m_strokes.last().append(kept);
    update();
    if (before != isEmpty()) {
        Q_EMIT isEmptyChanged();
    }
}

void SignaturePad::end()
{
    m_touchId = -1;
    Q_EMIT strokeEnded();
}

void SignaturePad::mousePressEvent(QMouseEvent *event)
{
    setKeepMouseGrab(true);
    begin(event->position());
    event->accept();
}

void SignaturePad::mouseMoveEvent(QMouseEvent *event)
{
    extend(event->position());
}

void SignaturePad::mouseReleaseEvent(QMouseEvent *)
{
    setKeepMouseGrab(false);
    end();
}

void SignaturePad::touchEvent(QTouchEvent *event)
{
    for (const QEventPoint &point : event->points()) {
        if (point.state() == QEventPoint::Pressed && m_touchId < 0) {
            m_touchId = point.id();
            setKeepTouchGrab(true);
            begin(point.position());
        } else if (point.id() == m_touchId && point.state() == QEventPoint::Updated) {
            extend(point.position());
        } else if (point.id() == m_touchId && point.state() == QEventPoint::Released) {
            extend(point.position());
            end();
        }
    }
    event->accept();
}

void SignaturePad::touchUngrabEvent()
{
    end();
}

}  // namespace hall
