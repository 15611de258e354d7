// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine made of a line of print, character by character beside what each of them looks like. Any thread.
#pragma once

#include "app/recognition/reading/glyphreader.h"
#include "app/recognition/reading/pagetext.h"

namespace hall {

// A line of print (pixels), and what the engine makes of it.
struct ToldLine
{
    cv::Rect box;
    QString text;
    // Which of its characters are wanted: from, and before which. What stands beside them says where they begin.
    qsizetype from = 0;
    qsizetype to = -1;  // < 0: to the end
};

// A character and the chances of others in its place.
struct ToldCharacter
{
    QChar told;
    cv::Mat sharp;  // glyphFeature() of its print, in two looks; empty: it has no print of its own
    cv::Mat plain;
};

struct ToldPrint
{
    std::vector<ToldCharacter> characters;
    std::vector<PlacedText::Left> left;  // `before` counts the wanted characters; boxes are those of `sharp`
    cv::Mat sharp;                       // pictures of the line
    cv::Mat plain;
    double score = 0;  // how well print and text fit
};

// Empty when the print is not such a text: it was cut or read quite wrong.
[[nodiscard]] ToldPrint toldPrint(const GlyphReader &reader, const ReadablePage &page, const ToldLine &line);

// Which of `candidates` a character looks like. The first is the engine's own.
struct Likest
{
    QChar character;
    float like = 0;  // in both looks, or in the one that shows it well
    float lead = 0;  // before the engine's own
};
// `ahead`: by how much each of them is ahead of its looks, for other reasons; as many as candidates.
[[nodiscard]] Likest likestOf(const GlyphBook &book, const ToldCharacter &character, const QString &candidates,
                              const std::vector<float> &ahead);

}  // namespace hall
