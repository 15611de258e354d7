// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/escpostext.h"

#include <QFont>
#include <QGuiApplication>
#include <QPainter>
#include <QStringDecoder>

#include <algorithm>

namespace hall::device {

namespace {

constexpr int cellHeight = 24;
constexpr int narrowCell = 12;
constexpr int wideCell = 24;

QString decode(const std::string &bytes)
{
    QStringDecoder decoder("GB18030");
    if (!decoder.isValid()) {
        return QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size()));
    }
    return decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
}

QFont cellFont()
{
    QFont font(QStringLiteral("Noto Sans Mono CJK SC"));
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(22);
    font.setStyleStrategy(QFont::NoAntialias);
    return font;
}

void drawCell(QPainter &painter, const TextCell &cell, int x, int bottom)
{
    const QRect box(x, bottom - cell.height(), cell.width(), cell.height());
    if (cell.style.inverted) {
        painter.fillRect(box, Qt::black);
    }
    painter.save();
    painter.setPen(cell.style.inverted ? Qt::white : Qt::black);
    const int glyphWidth = cell.wide ? wideCell : narrowCell;
    painter.translate(box.topLeft());
    painter.scale(double(box.width()) / glyphWidth, double(box.height()) / cellHeight);
    QFont font = painter.font();
    font.setBold(cell.style.bold);
    painter.setFont(font);
    painter.drawText(QRect(0, 0, glyphWidth, cellHeight), Qt::AlignCenter | Qt::TextDontClip, decode(cell.bytes));
    painter.restore();
    if (cell.style.underline) {
        painter.fillRect(QRect(box.left(), box.bottom() - 1, box.width(), 2), painter.pen().color());
    }
}

}  // namespace

int TextCell::width() const
{
    return wide ? wideCell * std::max(style.scaleX, style.chineseScaleX) : narrowCell * style.scaleX;
}

int TextCell::height() const
{
    return cellHeight * (wide ? std::max(style.scaleY, style.chineseScaleY) : style.scaleY);
}

std::string textOf(const std::vector<TextCell> &line)
{
    std::string bytes;
    for (const TextCell &cell : line) {
        bytes += cell.bytes;
    }
    return decode(bytes).toStdString();
}

QImage drawLine(const std::vector<TextCell> &line, int paperDots, TextAlign align)
{
    int width = 0;
    int height = cellHeight;
    for (const TextCell &cell : line) {
        width += cell.width();
        height = std::max(height, cell.height());
    }
    QImage canvas(paperDots, height, QImage::Format_RGB32);
    canvas.fill(Qt::white);
    if (qGuiApp != nullptr) {
        QPainter painter(&canvas);
        painter.setFont(cellFont());
        const int space = std::max(0, paperDots - width);
        int x = align == TextAlign::Left ? 0 : (align == TextAlign::Centre ? space / 2 : space);
        for (const TextCell &cell : line) {
            drawCell(painter, cell, x, height);
            x += cell.width();
        }
    }
    QImage mono = canvas.convertToFormat(QImage::Format_Mono, Qt::MonoOnly | Qt::ThresholdDither);
    if (mono.color(1) != qRgb(0, 0, 0)) {
        mono.invertPixels();
    }
    return mono;
}

}  // namespace hall::device
