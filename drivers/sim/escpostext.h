// SPDX-License-Identifier: GPL-3.0-or-later
// Text of a virtual receipt printer: cells of 12 or 24 × 24 dots, the resident fonts of 203 dpi printers. The glyphs
// come from the system's fonts, so the look is near and the place exact.
#pragma once

#include <QImage>

#include <string>
#include <vector>

namespace hall::device {

enum class TextAlign
{
    Left,
    Centre,
    Right
};

struct TextStyle
{
    int scaleX = 1;  // GS ! and ESC !, 1..8
    int scaleY = 1;
    int chineseScaleX = 1;  // FS !, FS W
    int chineseScaleY = 1;
    bool bold = false;
    bool underline = false;
    bool inverted = false;
};

struct TextCell
{
    std::string bytes;  // one character as it was sent: ASCII, a code page byte, or GB18030 of 2 or 4 bytes
    bool wide = false;  // 24 dots
    TextStyle style;

    [[nodiscard]] int width() const;   // dots
    [[nodiscard]] int height() const;  // dots
};

// The characters of the line as UTF-8; what is not GB18030 becomes U+FFFD.
[[nodiscard]] std::string textOf(const std::vector<TextCell> &line);
// Format_Mono, 1 = black, as wide as the paper. Without a QGuiApplication the glyphs are left out.
[[nodiscard]] QImage drawLine(const std::vector<TextCell> &line, int paperDots, TextAlign align);

}  // namespace hall::device
