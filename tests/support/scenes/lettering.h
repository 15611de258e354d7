// SPDX-License-Identifier: GPL-3.0-or-later
// Text as outlines. Every size is drawn from one size of the font: what Qt keeps of many sizes, and forgets again,
// would shift letters by fractions of a pixel, and the same seed would not give the same bytes.
#pragma once

#include <optional>
#include <QFont>
#include <QFontMetricsF>
#include <QPainterPath>
#include <QString>

namespace hall::scenes {

enum class Face
{
    Song,  // serif
    Hei,   // sans
    Mono,
    Zone,  // OCR B
};

// The families that papers are printed in.
struct Typefaces
{
    QString song = QStringLiteral("Noto Serif CJK SC");
    QString hei = QStringLiteral("Noto Sans CJK SC");
    QString mono = QStringLiteral("Noto Sans Mono CJK SC");

    bool operator==(const Typefaces &) const = default;
};

// "noto" (what papers are printed in unless told), and others that Debian has: "wqy" (fonts-wqy-zenhei, sans for
// everything), "arphic" (fonts-arphic-uming, fonts-wqy-microhei), "kai" (fonts-arphic-ukai). Nothing: no such name.
[[nodiscard]] std::optional<Typefaces> typefacesNamed(const QString &name);
[[nodiscard]] QString typefaceNames();
// The first family that this machine lacks; empty: all are there.
[[nodiscard]] QString missingFamily(const Typefaces &typefaces);

// As long as it lives, letters of this thread are in these families.
class PrintedIn
{
public:
    explicit PrintedIn(const Typefaces &typefaces);
    ~PrintedIn();
    PrintedIn(const PrintedIn &) = delete;
    PrintedIn &operator=(const PrintedIn &) = delete;
    PrintedIn(PrintedIn &&) = delete;
    PrintedIn &operator=(PrintedIn &&) = delete;

private:
    Typefaces m_before;
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
