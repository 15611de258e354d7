// SPDX-License-Identifier: GPL-3.0-or-later
// Of figures that are alike an engine that reads lines leaves some out, or makes one of two, and is as sure as ever:
// 2017年1月28日 for 2017年11月28日. Their places in the print tell. Any thread.
#pragma once

#include "app/recognition/reading/pagetext.h"

namespace hall {

// A text with a figure more or less in one of its short runs of figures.
struct OtherCount
{
    QString text;
    qsizetype added = -1;  // the figure that is one more: it stands for any. -1: there is one less
    bool operator==(const OtherCount &) const = default;
};
[[nodiscard]] std::vector<OtherCount> otherCounts(const QString &text);

// Whether the print of a line (pixels) suits one of those better than the text itself, some character of which is not
// like what stands at its place; in any look.
[[nodiscard]] bool suitsOtherCount(const ReadablePage &page, const cv::Rect &line, const QString &text);

}  // namespace hall
