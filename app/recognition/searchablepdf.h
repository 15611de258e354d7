// SPDX-License-Identifier: GPL-3.0-or-later
// Scanned pages as one PDF (ISO 32000-1) whose text can be found: each picture as it is, and over it, invisible, what
// was read of it. Written in the manner of PDF/A (everything embedded, nothing encrypted, no scripts); no validator has
// judged it, so it does not say that it is one. The same pages give the same bytes. Any thread but the GUI's: reading a
// sheet takes some seconds.
#pragma once

#include "app/recognition/reading/textrecogniser.h"

#include <opencv2/core.hpp>
#include <QString>
#include <vector>

namespace hall {

// A run of print.
struct PdfText
{
    QString text;
    cv::Rect box;  // pixels of the page, upright
};

enum class PdfInk
{
    Colour,
    Grey,
    Bilevel
};

struct PdfPage
{
    PdfInk ink = PdfInk::Colour;
    std::vector<unsigned char> picture;  // upright: a JPEG of 3 channels, of one in grey, or BilevelPage::bytes
    cv::Size pixels;
    cv::Size2f mm;  // 0 × 0: not known, then 200 dots an inch are assumed
    std::vector<PdfText> texts;
};

// How the page lies and what stands on it. A page on which nothing can be read lies as it is, without texts.
struct PageSheet
{
    int turn = 0;  // quarter turns clockwise that made it upright
    std::vector<PdfText> texts;
};
// `bgr`: straightened, 8-bit, 3 channels; `mm`: its size, or 0 × 0. At the limit what was read so far is given.
[[nodiscard]] PageSheet readSheet(const cv::Mat &bgr, cv::Size2f mm, TextRecogniser &engine,
                                  std::chrono::milliseconds limit = std::chrono::milliseconds(60'000));

// Faults: BadArgument (no page, or one whose picture is none), FileUnreadable (Tesseract's font without glyphs
// is not there), Internal from the writer.
[[nodiscard]] Result<std::vector<unsigned char>> writePdf(const std::vector<PdfPage> &pages);

}  // namespace hall
