// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/papercanvas.h"

#include "app/receipt/qrsymbol.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QPainterPath>
#include <QRawFont>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <memory>

namespace hall {

namespace {

using namespace Qt::StringLiterals;

// A dot is printed when ink covers this much of it, of 255. Below one half, because thermal dots of thin strokes that
// touch no neighbour come out pale.
constexpr int inkThreshold = 108;

// Drawn at once: Qt draws letters quickest on 32 bits a pixel, and so few rows stay in the processor's cache.
constexpr int stripRows = 512;
constexpr QRgb whitePixel = 0xFFFFFFFF;

// Pixels. Beyond some size Qt draws letters as outlines, and takes them from the font as the letter drawn before has
// left it: the second drawing of a receipt would have other dots at its edges than the first. In the font's own units
// an outline is always the same.
constexpr int largestDrawnByQt = 48;

// Eight dots: as they are, and in twos side by side. Of the two directions this is the one in which Chinese has fewer
// strokes.
void inkEight(const QRgb *pixels, uchar &sharp, uchar &twos)
{
    QRgb all = whitePixel;
    for (int i = 0; i < 8; ++i) {
        all &= pixels[i];
    }
    if (all == whitePixel) {
        return;
    }
    unsigned one = 0;
    unsigned two = 0;
    for (int i = 0; i < 8; i += 2) {
        const int left = 255 - qBlue(pixels[i]);
        const int right = 255 - qBlue(pixels[i + 1]);
        one = one << 2 | unsigned(left >= inkThreshold) << 1 | unsigned(right >= inkThreshold);
        two = two << 2 | unsigned(left + right >= 2 * inkThreshold) * 3;
    }
    sharp = static_cast<uchar>(one);
    twos = static_cast<uchar>(two);
}

QImage emptyPaper(int width, int height)
{
    QImage mono(width, height, QImage::Format_Mono);
    mono.setColorTable({qRgb(255, 255, 255), qRgb(0, 0, 0)});
    mono.fill(0U);
    return mono;
}

// What a printer is sent for these dots, a little too few: to the right of a row nothing, of dots that come in twos
// one, of rows that come in twos one. Slices of many rows send white beside their shorter rows.
std::size_t bytesOf(const QImage &mono)
{
    std::size_t bytes = 0;
    const int rowBytes = (mono.width() + 7) / 8;
    bool sent = false;  // the row above, and not as the second of two
    for (int y = 0; y < mono.height(); ++y) {
        const uchar *row = mono.constScanLine(y);
        if (sent && std::equal(row, row + rowBytes, mono.constScanLine(y - 1))) {
            sent = false;
            continue;
        }
        int used = rowBytes;
        while (used > 1 && row[used - 1] == 0) {
            --used;
        }
        const bool twos = std::all_of(row, row + used, [](uchar byte) { return ((byte ^ byte >> 1) & 0x55) == 0; });
        bytes += static_cast<std::size_t>(twos ? (used + 1) / 2 : used);
        sent = true;
    }
    return bytes;
}

void drawOutlines(QPainter &painter, const QTextLayout &layout, const QPointF &at)
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    for (const QGlyphRun &run : layout.glyphRuns()) {
        QRawFont font = run.rawFont();
        const double scale = font.pixelSize() / font.unitsPerEm();
        font.setPixelSize(font.unitsPerEm());
        const QVector<quint32> glyphs = run.glyphIndexes();
        const QVector<QPointF> positions = run.positions();
        for (qsizetype i = 0; i < glyphs.size(); ++i) {
            const QPointF place = at + positions.at(i);
            path.addPath(QTransform(scale, 0, 0, scale, place.x(), place.y()).map(font.pathForGlyph(glyphs.at(i))));
        }
    }
    painter.fillPath(path, painter.pen().color());
}

}  // namespace

const QFont &PaperFonts::font(const TextStyle &style, int dpi)
{
    const int pixels = std::max(1, static_cast<int>(std::lround(style.sizeMm * dpi / 25.4)));
    const int spacing = static_cast<int>(std::lround(style.spacingMm * dpi / 25.4));
    const QString key = u"%1/%2/%3/%4"_s.arg(pixels).arg(style.bold).arg(spacing).arg(style.cells);
    auto found = m_fonts.find(key);
    if (found == m_fonts.end()) {
        QFont font(style.cells ? u"Noto Sans Mono CJK SC"_s : u"Noto Sans CJK SC"_s);
        font.setPixelSize(pixels);
        font.setWeight(style.bold ? QFont::Bold : QFont::Normal);
        font.setHintingPreference(QFont::PreferNoHinting);
        font.setStyleStrategy(QFont::PreferAntialias);
        font.setLetterSpacing(QFont::AbsoluteSpacing, spacing);
        found = m_fonts.insert(key, font);
    }
    return *found;
}

PaperCanvas::PaperCanvas(int widthDots, int dpi, PaperFonts &fonts) : m_width(widthDots), m_dpi(dpi), m_fonts(fonts)
{
}

int PaperCanvas::dots(double mm) const
{
    return mm > 0 ? std::max(1, static_cast<int>(std::lround(mm * m_dpi / 25.4))) : 0;
}

int PaperCanvas::textWidth(const QString &text, const TextStyle &style)
{
    const QFontMetricsF metrics(m_fonts.font(style, m_dpi));
    return static_cast<int>(std::ceil(metrics.horizontalAdvance(text)));
}

TextStyle PaperCanvas::fitted(const QString &text, TextStyle style, int widthDots, double smallestMm)
{
    while (style.sizeMm > smallestMm && textWidth(text, style) > widthDots) {
        style.sizeMm = std::max(smallestMm, style.sizeMm - 0.2);
        style.spacingMm = std::max(0.0, style.spacingMm - 0.1);
    }
    return style;
}

int PaperCanvas::text(const QString &text, const TextStyle &style, int x, int y, int widthDots, bool white)
{
    const QFont &font = m_fonts.font(style, m_dpi);
    const auto layout = std::make_shared<QTextLayout>(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);

    const int pitch = static_cast<int>(std::lround(font.pixelSize() * style.leading));
    int lineTop = 0;
    layout->beginLayout();
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(widthDots);
        const double slack = std::max(0.0, widthDots - line.naturalTextWidth());
        const double indent = style.align & Qt::AlignHCenter ? slack / 2 : style.align & Qt::AlignRight ? slack : 0;
        // The font's own ascent leaves room for stacked accents; lines are set by the em square instead.
        const double emTop = (pitch - font.pixelSize()) / 2.0 + font.pixelSize() * 0.88 - line.ascent();
        line.setPosition(QPointF(std::round(indent), std::round(lineTop + emTop)));
        lineTop += pitch;
    }
    layout->endLayout();

    // Letters with stacked accents stand out of their line.
    const int beyond = font.pixelSize() / 2;
    m_drawing.push_back({y - beyond, y + lineTop + beyond, [layout, x, y, white](QPainter &painter) {
                             painter.setPen(white ? Qt::white : Qt::black);
                             if (layout->font().pixelSize() > largestDrawnByQt) {
                                 drawOutlines(painter, *layout, QPointF(x, y));
                             } else {
                                 layout->draw(&painter, QPointF(x, y));
                             }
                         }});
    m_bottom = std::max(m_bottom, y + lineTop);
    return y + lineTop;
}

void PaperCanvas::fill(const QRect &rect)
{
    m_drawing.push_back(
        {rect.top(), rect.bottom() + 1, [rect](QPainter &painter) { painter.fillRect(rect, Qt::black); }});
    m_bottom = std::max(m_bottom, rect.bottom() + 1);
}

void PaperCanvas::frame(const QRect &rect, int thickness, int radius)
{
    m_drawing.push_back({rect.top(), rect.bottom() + 1, [rect, thickness, radius](QPainter &painter) {
                             QPainterPath path;
                             path.addRoundedRect(rect, radius, radius);
                             path.addRoundedRect(rect.adjusted(thickness, thickness, -thickness, -thickness),
                                                 radius - thickness, radius - thickness);
                             painter.fillPath(path, Qt::black);
                         }});
    m_bottom = std::max(m_bottom, rect.bottom() + 1);
}

void PaperCanvas::band(const QRect &rect, int radius)
{
    m_drawing.push_back({rect.top(), rect.bottom() + 1, [rect, radius](QPainter &painter) {
                             QPainterPath path;
                             path.addRoundedRect(rect, radius, radius);
                             painter.fillPath(path, Qt::black);
                         }});
    m_bottom = std::max(m_bottom, rect.bottom() + 1);
}

void PaperCanvas::dashes(int x, int y, int widthDots, int thickness, int dash, int gap)
{
    // The last dash ends at the right edge, so that the line looks as deliberate as the text above it.
    const int count = std::max(1, (widthDots + gap) / (dash + gap));
    m_drawing.push_back({y, y + thickness, [=](QPainter &painter) {
                             for (int i = 0; i < count; ++i) {
                                 const int left = count == 1 ? x : x + (widthDots - dash) * i / (count - 1);
                                 painter.fillRect(left, y, dash, thickness, Qt::black);
                             }
                         }});
    m_bottom = std::max(m_bottom, y + thickness);
}

void PaperCanvas::qr(const QrSymbol &symbol, int x, int y, int dotsPerModule)
{
    m_drawing.push_back({y, y + symbol.outerSize() * dotsPerModule, [symbol, x, y, dotsPerModule](QPainter &painter) {
                             const int offset = QrSymbol::quietModules * dotsPerModule;
                             for (int row = 0; row < symbol.size; ++row) {
                                 for (int column = 0; column < symbol.size; ++column) {
                                     if (symbol.black(column, row)) {
                                         painter.fillRect(x + offset + column * dotsPerModule,
                                                          y + offset + row * dotsPerModule, dotsPerModule,
                                                          dotsPerModule, Qt::black);
                                     }
                                 }
                             }
                         }});
    m_bottom = std::max(m_bottom, y + symbol.outerSize() * dotsPerModule);
}

QImage PaperCanvas::drawn(std::size_t bytes) const
{
    QImage mono = emptyPaper(m_width, std::max({m_y, m_bottom, 1}));
    QImage twos = mono;
    QImage strip((m_width + 7) / 8 * 8, stripRows, QImage::Format_RGB32);
    for (int top = 0; top < mono.height(); top += stripRows) {
        drawStrip(strip, top);
        for (int y = top; y < std::min(top + stripRows, mono.height()); ++y) {
            const auto *pixels = reinterpret_cast<const QRgb *>(strip.constScanLine(y - top));
            uchar *sharp = mono.scanLine(y);
            uchar *coarse = twos.scanLine(y);
            for (int x = 0; x < m_width; x += 8) {
                inkEight(pixels + x, sharp[x / 8], coarse[x / 8]);
            }
        }
    }
    for (auto part = m_coarse.begin(); part != m_coarse.end() && bytesOf(mono) > bytes; ++part) {
        for (int y = part->top; y < std::min(part->bottom, mono.height()); ++y) {
            std::copy_n(twos.constScanLine(y), twos.bytesPerLine(), mono.scanLine(y));
        }
    }
    return mono;
}

void PaperCanvas::drawStrip(QImage &strip, int top) const
{
    strip.fill(whitePixel);
    QPainter painter(&strip);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setClipRect(0, 0, m_width, stripRows);
    painter.translate(0, -top);
    for (const Drawing &drawing : m_drawing) {
        if (drawing.top < top + stripRows && drawing.bottom > top) {
            drawing.draw(painter);
        }
    }
}

}  // namespace hall
