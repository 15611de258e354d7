// SPDX-License-Identifier: GPL-3.0-or-later
// A line icon of resources/icons in any colour and size. The files draw with #000000; the colour is put in before the
// picture is rendered at the exact pixel size, so that it is sharp and follows the colour mode. (Tinting an Image needs
// shader effects, which the software renderer does not draw.)
#pragma once

#include <QColor>
#include <QImage>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace hall {

class HallIcon : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)
    // False when there is no icon of that name or the SVG image plugin is missing.
    Q_PROPERTY(bool drawn READ drawn NOTIFY drawnChanged)

public:
    explicit HallIcon(QQuickItem *parent = nullptr);

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] QColor color() const { return m_color; }
    [[nodiscard]] bool drawn() const { return !m_image.isNull(); }
    void setName(const QString &name);
    void setColor(const QColor &color);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void nameChanged();
    void colorChanged();
    void drawnChanged();

protected:
    void geometryChange(const QRectF &to, const QRectF &from) override;
    void componentComplete() override;

private:
    void render();

    QString m_name;
    QColor m_color = Qt::black;
    QImage m_image;
};

}  // namespace hall
