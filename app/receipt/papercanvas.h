// SPDX-License-Identifier: GPL-3.0-or-later
// Paper of a fixed width that grows downwards. Everything is placed first and drawn once the height is known. Sizes
// come in millimetres and become dots by the printer's resolution; nothing is ever placed beyond the width.
#pragma once

#include <QFont>
#include <QHash>
#include <QImage>
#include <QRect>
#include <QString>

#include <cstdint>
#include <functional>
#include <vector>

class QPainter;

namespace hall {

struct QrSymbol;

struct TextStyle
{
    double sizeMm = 3.4;  // height of the em square
    bool bold = false;
    double leading = 1.3;  // line pitch in em
    double spacingMm = 0;  // extra space between letters
    Qt::Alignment align = Qt::AlignLeft;
    bool cells = false;  // every Chinese character as wide as it is high, every ASCII one half of that
};

// Fonts by size and weight, kept so that only the first receipt pays for loading them. One thread.
class PaperFonts
{
public:
    [[nodiscard]] const QFont &font(const TextStyle &style, int dpi);

private:
    QHash<QString, QFont> m_fonts;
};

class PaperCanvas
{
public:
    PaperCanvas(int widthDots, int dpi, PaperFonts &fonts);

    [[nodiscard]] int dots(double mm) const;  // at least 1 for anything above 0
    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int y() const { return m_y; }
    void moveTo(int y) { m_y = y; }
    void skip(double mm) { m_y += dots(mm); }

    // Width of `text` on one line, in dots.
    [[nodiscard]] int textWidth(const QString &text, const TextStyle &style);
    // The style made smaller until `text` fits on one line of `widthDots`, but not below `smallestMm`.
    [[nodiscard]] TextStyle fitted(const QString &text, TextStyle style, int widthDots, double smallestMm);
    // Places wrapped text with its top at `y`; returns the y below it. Does not move the canvas.
    int text(const QString &text, const TextStyle &style, int x, int y, int widthDots, bool white = false);
    // A filled or outlined box; drawn in the order of placing.
    void fill(const QRect &rect);
    void frame(const QRect &rect, int thickness, int radius);
    void band(const QRect &rect, int radius);
    void dashes(int x, int y, int widthDots, int thickness, int dash, int gap);
    void qr(const QrSymbol &symbol, int x, int y, int dotsPerModule);

    // What lies from `top` to `bottom` may be drawn with dots that come in twos, which take half the bytes to send.
    // What is named first is drawn so first.
    void mayBeCoarse(int top, int bottom) { m_coarse.push_back({top, bottom}); }

    // Black and white, 1 bit a dot, as tall as what was placed. While it takes about more than `bytes` to send, one
    // part after another that may be coarse is.
    [[nodiscard]] QImage drawn(std::size_t bytes = SIZE_MAX) const;

private:
    struct Part
    {
        int top;
        int bottom;
    };
    struct Drawing
    {
        int top;  // nothing is drawn above
        int bottom;
        std::function<void(QPainter &)> draw;
    };

    void drawStrip(QImage &strip, int top) const;

    int m_width;
    int m_dpi;
    PaperFonts &m_fonts;
    int m_y = 0;
    int m_bottom = 0;
    std::vector<Drawing> m_drawing;
    std::vector<Part> m_coarse;
};

}  // namespace hall
