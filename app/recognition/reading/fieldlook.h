// SPDX-License-Identifier: GPL-3.0-or-later
// One look at a field's print, and how several of them become one answer. Pure, any thread.
#pragma once

#include "app/recognition/reading/paperreader.h"

namespace hall {

// What an engine reads in a line.
struct LineText
{
    QString text;  // characters made alike
    std::vector<float> each;
    double least = 0;  // confidence of the least sure one
};

struct FieldLook
{
    FieldValue value;
    double confidence = 0;             // 0…1, of the least sure character
    cv::Rect box;                      // pixels of the page
    std::vector<LineText> lines = {};  // as read, of a value that was read line by line
    std::vector<float> each = {};      // of each character of the value's text; empty: not known
};

// From which the least sure character of a value on counts as sure in one look alone, when a check digit holds: one
// wrong number in eleven has one that does.
constexpr double sureProvenAlone = 0.75;

// Confidences of the characters of `value`, which was made of `read` by leaving out some; empty: it was not.
[[nodiscard]] std::vector<float> eachOf(const QString &value, const QString &read, const std::vector<float> &sure);

// The value that most looks give; a proven one wins over all others. Nothing: no look saw a value.
[[nodiscard]] std::optional<ReadField> settled(const QString &id, ValueType type, const std::vector<FieldLook> &looks,
                                               const ReadablePage &page);

}  // namespace hall
