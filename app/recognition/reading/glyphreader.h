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

    // With the book that is compiled in; nothing when there is none.
    [[nodiscard]] static const GlyphReader *builtIn();

    // Columns of a line's ink, the last one not in it.
    struct Piece
    {
        int from = 0;
        int to = 0;
    };
    // A run of pieces that may be one character.
    struct Guess
    {
        std::size_t first = 0;
        std::size_t last = 0;
        cv::Rect box;
    };

private:
    struct Cut
    {
        cv::Point at;   // of the ink in the picture
        double em = 0;  // pixels
        std::vector<Piece> pieces;
        std::vector<Guess> guesses;
        cv::Mat features;  // of the guesses
    };
    [[nodiscard]] static Cut cutUp(const cv::Mat &gray, const QString &told);

    GlyphBook m_book;
};

}  // namespace hall
