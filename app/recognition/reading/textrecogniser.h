// SPDX-License-Identifier: GPL-3.0-or-later
// One line of print becomes characters. An interface, so that another engine can stand in its place. An instance keeps
// its model loaded (some 60 MB) and belongs to one thread at a time, never the GUI's: a line takes 5 to 100 ms.
#pragma once

#include "app/domain/base/result.h"

#include <chrono>
#include <memory>
#include <opencv2/core.hpp>
#include <QString>
#include <string>
#include <vector>

namespace hall {

struct ReadSymbol
{
    QChar character;
    float confidence = 0;  // 0…1 as the engine says it
    cv::Rect box;          // pixels of the picture given
};
using ReadLine = std::vector<ReadSymbol>;

enum class LineMode
{
    Chinese,   // with Latin letters and digits among it
    Latin,     // letters and digits
    Digits,    // 0-9
    Number,    // 0-9 and X: GB 11643
    Code,      // 0-9 and capitals
    OneLetter  // a single Chinese character
};

class TextRecogniser
{
public:
    TextRecogniser() = default;
    virtual ~TextRecogniser() = default;
    TextRecogniser(const TextRecogniser &) = delete;
    TextRecogniser &operator=(const TextRecogniser &) = delete;
    TextRecogniser(TextRecogniser &&) = delete;
    TextRecogniser &operator=(TextRecogniser &&) = delete;

    // `gray`: 8-bit, one line of dark print on white, letters some 32 pixels high, at most 4000 × 200 pixels. Spaces
    // are left out. Empty: nothing legible, another form of picture, or the deadline has passed.
    virtual ReadLine read(const cv::Mat &gray, LineMode mode, std::chrono::steady_clock::time_point deadline) = 0;
};

// Tesseract with Debian's chi_sim and eng. `tessdata`: folder of the models, empty: where Debian has them.
// FileUnreadable: they are not there.
[[nodiscard]] Result<std::unique_ptr<TextRecogniser>> makeTesseract(const std::string &tessdata = {});

}  // namespace hall
