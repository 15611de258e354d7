// SPDX-License-Identifier: GPL-3.0-or-later
// Names and other short texts of Han characters: what an engine made of them, and what each character looks like. Any
// thread.
#pragma once

#include "app/recognition/reading/fieldlook.h"
#include "app/recognition/reading/toldprint.h"

namespace hall {

// `looks`: the engine's, at the name that stands in `where`. The two kinds of reading do not share their mistakes:
// where they agree, the name is certain; where they do not, it is what its characters look like. Nothing: the engine's
// word stands.
[[nodiscard]] std::optional<ReadField> nameByGlyphs(const QString &id, const std::vector<FieldLook> &looks,
                                                    const ReadablePage &page, const ToldLine &where);

// The first character of a name, alone in its picture, in two looks. `read`: what an engine makes of it.
[[nodiscard]] QChar firstOfName(const cv::Mat &sharp, const cv::Mat &plain, QChar read);

// The same for a text with figures in one or more lines; `told`: the look that read it best, of several lines.
// Characters about which the two disagree are what they look like, if that is clear.
[[nodiscard]] std::optional<ReadField> textByGlyphs(const QString &id, const FieldLook &told,
                                                    const std::vector<FieldLook> &looks, const ReadablePage &page,
                                                    const std::vector<ToldLine> &lines);

// Which of the texts that were read of a line fits its print best.
[[nodiscard]] std::size_t fittingText(const std::vector<LineText> &texts, const ReadablePage &page,
                                      const cv::Rect &line);

// What lines in which nothing but the characters of `only` can stand look like, whatever an engine made of them.
struct ShapedText
{
    QString text;
    bool clear = false;   // every one of them
    bool likely = false;  // none of them is as like another one
};
[[nodiscard]] ShapedText shapedText(const ReadablePage &page, const std::vector<cv::Rect> &lines, Look look,
                                    const QString &only);
// The same of a line that is one of a closed list.
[[nodiscard]] ShapedText listedByGlyphs(const ReadablePage &page, const cv::Rect &box, const WordList &words);
// The code of the word, of two characters or more, that a line's print suits best and plainly better than those of
// other codes. Empty: none.
[[nodiscard]] QString likestWord(const ReadablePage &page, const cv::Rect &box, const WordList &words);
// The same of one line that has one of these forms (GlyphReader::readForms). Nothing else has to stand there.
[[nodiscard]] ShapedText shapedForm(const ReadablePage &page, const cv::Rect &line, Look look,
                                    const QStringList &forms);

}  // namespace hall
