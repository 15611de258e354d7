// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/Hall/Controls/hallicon.h"

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QPainter>
#include <QQuickWindow>

namespace hall {

namespace {

QByteArray colouredFile(const QString &name, const QColor &color)
{
    QFile file(QStringLiteral(":/qt/qml/Hall/Controls/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return file.readAll().replace("#000000", color.name(QColor::HexRgb).toLatin1());
}

}  // namespace

HallIcon::HallIcon(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void HallIcon::setName(const QString &name)
{
    if (name == m_name) {
        return;
    }
    m_name = name;
    render();
    Q_EMIT nameChanged();
}

void HallIcon::setColor(const QColor &color)
{
    if (color == m_color) {
        return;
    }
    m_color = color;
    render();
    Q_EMIT colorChanged();
}

void HallIcon::render()
{
    if (!isComponentComplete()) {
        return;
    }
    const bool before = drawn();
    const QSize size = (QSizeF(width(), height()) * (window() ? window()->effectiveDevicePixelRatio() : 1.0)).toSize();
    m_image = {};
    if (!m_name.isEmpty() && !size.isEmpty()) {
        QByteArray bytes = colouredFile(m_name, m_color);
        QBuffer buffer(&bytes);
        QImageReader reader(&buffer, "svg");
        reader.setScaledSize(size);
        m_image = reader.read();
    }
    if (before != drawn()) {
        Q_EMIT drawnChanged();
    }
    update();
}

void HallIcon::paint(QPainter *painter)
{
    if (drawn()) {
        painter->drawImage(boundingRect(), m_image);
    }
}

void HallIcon::geometryChange(const QRectF &to, const QRectF &from)
{
    QQuickPaintedItem::geometryChange(to, from);
    if (to.size() != from.size()) {
        render();
    }
}

void HallIcon::componentComplete()
{
    QQuickPaintedItem::componentComplete();
    render();
}

}  // namespace hall
