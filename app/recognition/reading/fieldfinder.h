// SPDX-License-Identifier: GPL-3.0-or-later
// Which characters of a page's text belong to a field: behind its label, up to what follows. Pure, any thread.
#pragma once

#include "app/recognition/reading/pagetext.h"
#include "app/recognition/reading/paperkind.h"

namespace hall {

struct Span
{
    std::vector<std::size_t> symbols;  // indices into PageText::symbols, reading order; empty: nowhere
    int slips = 0;                     // characters of the label that were read wrong
    bool open = false;                 // what should end it was not found
};

[[nodiscard]] inline bool isColon(QChar c)
{
    return c == u':' || c == u';';
}

// The places where this may stand, the likeliest first; at most 8.
[[nodiscard]] std::vector<Span> spansOf(const PageText &text, const FieldPlace &place, bool last);

// `apart`: a stroke '|' between runs.
[[nodiscard]] QString textOf(const PageText &text, const Span &span, bool apart = false);
[[nodiscard]] double confidenceOf(const PageText &text, const Span &span);  // of the least sure character
[[nodiscard]] cv::Rect boxOf(const PageText &text, const Span &span);       // pixels

// Cells beneath the title of a column, by their rows.
struct TableCell
{
    int line = 0;  // PageText's row
    Span span;
};
// `titleBox`: becomes where the title stands, pixels.
[[nodiscard]] std::vector<TableCell> cellsBeneath(const PageText &text, const QString &title,
                                                  cv::Rect *titleBox = nullptr);

}  // namespace hall
