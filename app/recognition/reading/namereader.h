// SPDX-License-Identifier: GPL-3.0-or-later
// Names and other short texts of Han characters: what an engine made of them, and what each character looks like. Any
// thread.
#pragma once

#include "app/recognition/reading/fieldlook.h"

namespace hall {

// `looks`: the engine's, at the name in `box` (pixels; one line with nothing else in it). The two kinds of reading do
// not share their mistakes: where they agree, the name is certain; where they do not, it is what its characters look
// like. Nothing: the engine's word stands.
[[nodiscard]] std::optional<ReadField> nameByGlyphs(const QString &id, const std::vector<FieldLook> &looks,
                                                    const ReadablePage &page, const cv::Rect &box);

// A line of print (pixels), and what the engine makes of it.
struct ToldLine
{
    cv::Rect box;
    QString text;
};

// The same for a text with figures in one or more lines. Characters about which the two disagree are what they look
// like, if that is clear.
[[nodiscard]] std::optional<ReadField> textByGlyphs(const QString &id, const std::vector<FieldLook> &looks,
                                                    const ReadablePage &page, const std::vector<ToldLine> &lines);

// A line that is one of a closed list, as its characters look.
[[nodiscard]] QString listedByGlyphs(const ReadablePage &page, const cv::Rect &box, const WordList &words);

// What lines in which nothing but the characters of `only` can stand look like, whatever an engine made of them.
struct ShapedText
{
    QString text;
    bool clear = false;   // every one of them
    bool likely = false;  // none of them is as like another one
};
[[nodiscard]] ShapedText shapedText(const ReadablePage &page, const std::vector<cv::Rect> &lines, Look look,
                                    const QString &only);
// The same of one line that has one of these forms (GlyphReader::readForms). Nothing else has to stand there.
[[nodiscard]] ShapedText shapedForm(const ReadablePage &page, const cv::Rect &line, Look look,
                                    const QStringList &forms);

}  // namespace hall
