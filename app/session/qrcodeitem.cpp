// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/qrcodeitem.h"

#include <QPainter>

#include <memory>
#include <qrencode.h>

namespace hall {

QrCodeItem::QrCodeItem(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setOpaquePainting(true);
    setFillColor(Qt::white);
}

void QrCodeItem::setText(const QString &text)
{
    if (text == m_text) {
        return;
    }
    m_text = text;
    update();
    Q_EMIT textChanged();
}

void QrCodeItem::paint(QPainter *painter)
{
    if (m_text.isEmpty()) {
        return;
    }
    const QByteArray utf8 = m_text.toUtf8();
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(utf8.constData(), 0, QR_ECLEVEL_M), &QRcode_free);
    if (!code) {
        return;
    }
    constexpr int quietModules = 4;  // ISO/IEC 18004: four modules of light on every side
    const int modules = code->width + 2 * quietModules;
    const int scale = qMax(1, static_cast<int>(qMin(width(), height())) / modules);
    const int left = (static_cast<int>(width()) - modules * scale) / 2 + quietModules * scale;
    const int top = (static_cast<int>(height()) - modules * scale) / 2 + quietModules * scale;
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if (code->data[y * code->width + x] & 1) {
                painter->fillRect(left + x * scale, top + y * scale, scale, scale, Qt::black);
            }
        }
    }
}

}  // namespace hall
