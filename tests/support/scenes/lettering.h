// SPDX-License-Identifier: GPL-3.0-or-later
// Text as outlines. Every size is drawn from one size of the font: what Qt keeps of many sizes, and forgets again,
// would shift letters by fractions of a pixel, and the same seed would not give the same bytes.
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QPainterPath>

namespace hall::scenes {

enum class Face
{
    Song,  // serif
    Hei,   // sans
    Mono,
    Zone,  // OCR B
};

class Lettering
{
public:
    // `pixels`: the em. `spacing`: added between letters, share of the em. `stretch`: width of the letters.
    Lettering(Face face, bool bold, double pixels, double spacing = 0, double stretch = 1);

    void narrow(double factor) { m_wide *= factor; }
    [[nodiscard]] double narrowness() const { return m_wide / m_high; }
    [[nodiscard]] double advance(const QString &text) const { return m_metrics.horizontalAdvance(text) * m_wide; }
    [[nodiscard]] QRectF ink(const QString &text) const;  // around a baseline that begins at 0, 0
    [[nodiscard]] QPainterPath outline(const QString &text, QPointF baseline = {}) const;
    [[nodiscard]] QPainterPath outlineAround(const QString &text, QPointF middle) const;

private:
    QFont m_font;
    QFontMetricsF m_metrics;
    double m_wide;
    double m_high;
};

}  // namespace hall::scenes
