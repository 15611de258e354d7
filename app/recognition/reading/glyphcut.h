// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a line of print up into what may be single characters, for the glyph readers. Pure, any thread.
#pragma once

#include <opencv2/core.hpp>
#include <QString>
#include <vector>

namespace hall {

// Columns of a line's ink, the last one not in it.
struct GlyphPiece
{
    int from = 0;
    int to = 0;
};

// A run of pieces that may be one character.
struct GlyphGuess
{
    std::size_t first = 0;
    std::size_t last = 0;
    cv::Rect box;  // pixels of the ink
};

struct GlyphCut
{
    cv::Mat ink;    // floats: 1 is print, 0 paper
    cv::Point at;   // of the ink in the picture
    double em = 0;  // pixels
    std::vector<GlyphPiece> pieces;
    std::vector<GlyphGuess> guesses;  // in the order of their first piece
    cv::Mat features;                 // once they are described: a row of glyphFeature() for each guess
};

// Where characters that touch are cut.
enum class GlyphSeams
{
    Thin,  // where the print is thin
    Close  // and where it is thinnest in a stretch that holds more than one character may
};

// `gray`: as TextRecogniser wants it. `told`: what something else makes of the line; empty: nothing is known. No
// guesses when there is no print, or more than 36 characters.
[[nodiscard]] GlyphCut cutGlyphs(const cv::Mat &gray, const QString &told, GlyphSeams seams = GlyphSeams::Thin);

// What the guesses look like. Those that look like nothing are left out.
void describe(GlyphCut &cut);
// glyphFeature() of what stands in each of the boxes (pixels of the picture): a row for each, zeros where nothing does.
[[nodiscard]] cv::Mat glyphsAt(const cv::Mat &gray, const std::vector<cv::Rect> &boxes);

[[nodiscard]] bool isFigure(QChar c);
// Room that a text takes at least. Ems.
[[nodiscard]] double roomFor(const QString &text);
// What print is lost up to each piece. Pixels.
[[nodiscard]] std::vector<int> inkBefore(const std::vector<GlyphPiece> &pieces);
// Ems that speak against a character of this width.
[[nodiscard]] double oddWidth(const GlyphGuess &guess, bool figure, double em);
// Ems that speak against these two standing beside each other.
[[nodiscard]] double oddPlace(const GlyphGuess &before, bool figureBefore, const GlyphGuess &guess, bool figure,
                              double em);

}  // namespace hall
