// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/lettering.h"

#include <QTransform>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

// Pixels: units of the em of these fonts, at which outlines are whole numbers. At other sizes Qt scales and hints them
// with what the last user of the face left behind.
constexpr int drawnAt = 1000;

QFont fontOf(Face face, bool bold, double spacing)
{
    static const std::array<QString, 4> families{u"Noto Serif CJK SC"_s, u"Noto Sans CJK SC"_s,
                                                 u"Noto Sans Mono CJK SC"_s, u"OCR B"_s};
    QFont font(families[static_cast<std::size_t>(face)]);
    if (face == Face::Zone) {
        font.setStyleName(u"Regular"_s);
        font.setStyleStrategy(QFont::NoFontMerging);
    }
    font.setPixelSize(drawnAt);
    font.setBold(bold);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setLetterSpacing(QFont::AbsoluteSpacing, drawnAt * spacing);
    return font;
}

}  // namespace

Lettering::Lettering(Face face, bool bold, double pixels, double spacing, double stretch)
    : m_font(fontOf(face, bold, spacing)), m_metrics(m_font), m_wide(pixels / drawnAt * stretch),
      m_high(pixels / drawnAt)
{
}

QRectF Lettering::ink(const QString &text) const
{
    return QTransform::fromScale(m_wide, m_high).mapRect(m_metrics.tightBoundingRect(text));
}

QPainterPath Lettering::outline(const QString &text, QPointF baseline) const
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    path.addText(0, 0, m_font, text);
    return QTransform(m_wide, 0, 0, m_high, baseline.x(), baseline.y()).map(path);
}

QPainterPath Lettering::outlineAround(const QString &text, QPointF middle) const
{
    return outline(
        text, {middle.x() - advance(text) / 2, middle.y() + (m_metrics.ascent() - m_metrics.descent()) / 2 * m_high});
}

}  // namespace hall::scenes
