// SPDX-License-Identifier: GPL-3.0-or-later
// The first character of a name and stars (maskName()): an engine makes letters of the stars. Any thread.
#pragma once

#include "app/recognition/reading/pagetext.h"

namespace hall {

// How many stars stand behind the first character of a line, and where that ends. `gray`: as TextRecogniser wants it.
struct Stars
{
    int count = 0;  // 0: other print, or more stars than such a name has
    int from = 0;   // pixels
};
[[nodiscard]] Stars starsIn(const cv::Mat &gray);

// `box`: pixels of the page; the name and nothing else. `read`: what an engine makes of its first character. Empty: no
// name with stars stands there.
[[nodiscard]] QString maskedName(const ReadablePage &page, const cv::Rect &box, QChar read);

}  // namespace hall
