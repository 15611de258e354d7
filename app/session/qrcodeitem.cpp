// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/qrcodeitem.h"

#include "app/receipt/qrsymbol.h"

#include <QPainter>

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
    const int room = static_cast<int>(qMin(width(), height()));
    const std::optional<QrSymbol> symbol = makeQr(m_text, room);
    if (!symbol) {
        return;
    }
    const int scale = qMax(1, room / symbol->outerSize());
    const int margin = QrSymbol::quietModules * scale;
    const int left = (static_cast<int>(width()) - symbol->outerSize() * scale) / 2 + margin;
    const int top = (static_cast<int>(height()) - symbol->outerSize() * scale) / 2 + margin;
    for (int y = 0; y < symbol->size; ++y) {
        for (int x = 0; x < symbol->size; ++x) {
            if (symbol->black(x, y)) {
                painter->fillRect(left + x * scale, top + y * scale, scale, scale, Qt::black);
            }
        }
    }
}

}  // namespace hall
