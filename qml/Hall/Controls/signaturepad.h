// SPDX-License-Identifier: GPL-3.0-or-later
// A white pad to sign on with a finger, a pen or a mouse: black strokes, kept as points and nowhere else. The points
// are overwritten when the pad is cleared or destroyed; the picture is made only when asked for.
#pragma once

#include <QByteArray>
#include <QList>
#include <QPolygonF>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace hall {

class SignaturePad : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    // True until something longer than a dot has been drawn.
    Q_PROPERTY(bool isEmpty READ isEmpty NOTIFY isEmptyChanged)
    // Pixels; the page gives 0.7 mm.
    Q_PROPERTY(qreal penWidth READ penWidth WRITE setPenWidth NOTIFY penWidthChanged)

public:
    explicit SignaturePad(QQuickItem *parent = nullptr);
    ~SignaturePad() override;

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] qreal penWidth() const { return m_penWidth; }
    void setPenWidth(qreal width);

    // PNG of the whole pad at its size on the screen, black on white; empty when nothing was drawn.
    // Reaches QML as an ArrayBuffer.
    Q_INVOKABLE [[nodiscard]] QByteArray png() const;
    // The strokes to be drawn again on a pad of another time or size; empty when nothing was drawn. 16-bit numbers: of
    // each stroke how many points it has, then x and y of each in 1/10,000 of the pad's width and height.
    Q_INVOKABLE [[nodiscard]] QByteArray strokes() const;
    Q_INVOKABLE void draw(const QByteArray &strokes);
    Q_INVOKABLE void clear();

    void paint(QPainter *painter) override;

Q_SIGNALS:
    void isEmptyChanged();
    void penWidthChanged();
    void strokeEnded();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void touchEvent(QTouchEvent *event) override;
    void touchUngrabEvent() override;

private:
    void begin(QPointF point);
    void extend(QPointF point);
    void end();
    void wipe();
    void drawOn(QPainter &painter) const;

    QList<QPolygonF> m_strokes;
    qreal m_penWidth = 3;
    qreal m_length = 0;  // of all strokes, pixels
    int m_touchId = -1;  // the finger that signs; a resting palm is ignored
};

}  // namespace hall
