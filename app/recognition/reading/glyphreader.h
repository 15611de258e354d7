// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a line of Han characters and figures by what each of them looks like: names above all, whose characters a model
// of whole lines has seldom seen. Knows neither punctuation nor Latin letters. Any thread.
#pragma once

#include "app/recognition/reading/glyphbook.h"
#include "app/recognition/reading/textrecogniser.h"

#include <QStringList>

namespace hall {

// What is known of a line beside its picture.
struct GlyphHints
{
    QString expected;     // characters that something else reads in it
    QString first;        // that are common in its first place
    QString later;        // and in the others
    QString told;         // what something else makes of the whole line; empty: nothing is known
    QString only;         // nothing but these can stand there; empty: anything
    bool figures = true;  // a figure can stand there, if `only` is empty
};

// Where the characters of a text stand in a line's picture.
struct PlacedText
{
    // Print that belongs to none of the characters.
    struct Left
    {
        std::size_t before = 0;  // which character
        cv::Rect box;            // pixels of the picture
        double wide = 0;         // ems
    };
    std::vector<cv::Rect> boxes;  // pixels of the picture, one a character; empty: it has no place
    std::vector<Left> left;
    double score = 0;  // how well print and text fit; 1: as if drawn so
};

class GlyphReader
{
public:
    explicit GlyphReader(GlyphBook book) : m_book(std::move(book)) {}

    using Hints = GlyphHints;
    // `gray`: as TextRecogniser wants it. At most 36 characters; empty when the line is longer, or has nothing in it.
    // Confidence: 0…1, from likeness and lead. `features`: becomes a row of glyphFeature() for each of them.
    [[nodiscard]] ReadLine read(const cv::Mat &gray, const Hints &hints = {}, cv::Mat *features = nullptr) const;
    [[nodiscard]] const GlyphBook &book() const { return m_book; }

    // A line that has one of these forms: # is any figure, every other character itself. What stands before or behind
    // it is left out. Empty: no way to cut the line up fits.
    [[nodiscard]] ReadLine readForms(const cv::Mat &gray, const QStringList &forms) const;

    // Where each character of `told` stands in a line that something else read so.
    [[nodiscard]] PlacedText placed(const cv::Mat &gray, const QString &told) const;

    // With the book that is compiled in; nothing when there is none.
    [[nodiscard]] static const GlyphReader *builtIn();

private:
    GlyphBook m_book;
};

}  // namespace hall
