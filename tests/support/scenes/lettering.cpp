// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/lettering.h"

#include <QFontDatabase>
#include <QStringList>
#include <QTransform>
#include <utility>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

// Pixels: units of the em of these fonts, at which outlines are whole numbers. At other sizes Qt scales and hints them
// with what the last user of the face left behind.
constexpr int drawnAt = 1000;

Typefaces &typefacesNow()
{
    static thread_local Typefaces typefaces;
    return typefaces;
}

QString familyOf(Face face)
{
    const Typefaces &now = typefacesNow();
    switch (face) {
    case Face::Song:
        return now.song;
    case Face::Hei:
        return now.hei;
    case Face::Mono:
        return now.mono;
    case Face::Zone:
        break;
    }
    return u"OCR B"_s;
}

const std::vector<std::pair<QString, Typefaces>> &known()
{
    static const std::vector<std::pair<QString, Typefaces>> list{
        {u"noto"_s, Typefaces()},
        {u"wqy"_s, {u"WenQuanYi Zen Hei"_s, u"WenQuanYi Zen Hei"_s, u"WenQuanYi Zen Hei Mono"_s}},
        {u"arphic"_s, {u"AR PL UMing CN"_s, u"WenQuanYi Micro Hei"_s, u"WenQuanYi Micro Hei Mono"_s}},
        {u"kai"_s, {u"AR PL UKai CN"_s, u"AR PL UKai CN"_s, u"AR PL UKai CN"_s}}};
    return list;
}

QFont fontOf(Face face, bool bold, double spacing)
{
    QFont font(familyOf(face));
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

std::optional<Typefaces> typefacesNamed(const QString &name)
{
    for (const auto &[own, typefaces] : known()) {
        if (own == name) {
            return typefaces;
        }
    }
    return std::nullopt;
}

QString typefaceNames()
{
    QStringList list;
    for (const auto &[name, typefaces] : known()) {
        list.append(name);
    }
    return list.join(u", "_s);
}

QString missingFamily(const Typefaces &typefaces)
{
    const QStringList families = QFontDatabase::families();
    for (const QString &family : {typefaces.song, typefaces.hei, typefaces.mono}) {
        if (!families.contains(family)) {
            return family;
        }
    }
    return {};
}

PrintedIn::PrintedIn(const Typefaces &typefaces) : m_before(std::exchange(typefacesNow(), typefaces))
{
}

PrintedIn::~PrintedIn()
{
    typefacesNow() = std::move(m_before);
}

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
