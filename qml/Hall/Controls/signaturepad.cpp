// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/Hall/Controls/signaturepad.h"

#include <QBuffer>
#include <QDataStream>
#include <QImage>
#include <QLineF>
#include <QPainter>

#include <algorithm>

namespace hall {

namespace {

// A touch by mistake leaves a dot; a signature is longer than this many pen widths.
constexpr qreal leastLength = 15;
constexpr qreal wholePad = 10000;
constexpr qsizetype mostPoints = 65535;  // of a stroke that is kept

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
    drawOn(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    image.fill(Qt::white);
    return bytes;
}

QByteArray SignaturePad::strokes() const
{
    QByteArray bytes("");  // as in png()
    if (isEmpty() || width() <= 0 || height() <= 0) {
        return bytes;
    }
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    for (const QPolygonF &stroke : m_strokes) {
        const auto count = static_cast<quint16>(std::min<qsizetype>(stroke.size(), mostPoints));
        stream << count;
        for (quint16 i = 0; i < count; ++i) {
            stream << static_cast<quint16>(qRound(qBound(0.0, stroke[i].x() / width(), 1.0) * wholePad))
                   << static_cast<quint16>(qRound(qBound(0.0, stroke[i].y() / height(), 1.0) * wholePad));
        }
    }
    return bytes;
}

void SignaturePad::draw(const QByteArray &strokes)
{
    clear();
    QDataStream stream(strokes);
    while (!stream.atEnd()) {
        quint16 count = 0;
        stream >> count;
        for (quint16 i = 0; i < count && !stream.atEnd(); ++i) {
            quint16 x = 0;
            quint16 y = 0;
            stream >> x >> y;
            const QPointF point(width() * x / wholePad, height() * y / wholePad);
            i == 0 ? begin(point) : extend(point);
        }
    }
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

void SignaturePad::drawOn(QPainter &painter) const
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
    drawOn(*painter);
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
