// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a line of Han characters and figures by what each of them looks like: names above all, whose characters a model
// of whole lines has seldom seen. Knows neither punctuation nor Latin letters. Any thread.
#pragma once

#include "app/recognition/reading/glyphbook.h"
#include "app/recognition/reading/textrecogniser.h"

namespace hall {

class GlyphReader
{
public:
    explicit GlyphReader(GlyphBook book) : m_book(std::move(book)) {}

    // `gray`: as TextRecogniser wants it. At most 36 characters; empty when the line is longer, or has nothing in it.
    // Confidence: 0…1, from likeness and lead.
    // `expected`: characters that something else speaks for, `first`: of the line's first place. `told`: what something
    // else makes of the whole line; empty: nothing is known.
    [[nodiscard]] ReadLine read(const cv::Mat &gray, const QString &expected = {}, const QString &first = {},
                                const QString &told = {}) const;

    // With the book that is compiled in; nothing when there is none.
    [[nodiscard]] static const GlyphReader *builtIn();

private:
    GlyphBook m_book;
};

}  // namespace hall
