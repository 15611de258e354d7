// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/fieldlook.h"

#include <algorithm>
#include <cmath>

namespace hall {

namespace {

// From which the least sure character on counts as sure, when two looks agree. Found on drawn papers; see hall-bench
// page-read.
constexpr double sureText = 0.97;
constexpr double sureForm = 0.92;    // dates, sums: most slips break the form
constexpr double sureProven = 0.30;  // a check digit holds, and two looks agree

}  // namespace

std::vector<float> eachOf(const QString &value, const QString &read, const std::vector<float> &sure)
{
    const qsizetype whole = read.indexOf(value);
    std::vector<float> each;
    qsizetype at = std::max<qsizetype>(0, whole);
    for (const QChar c : value) {
        at = read.indexOf(c, at);
        if (at < 0 || static_cast<std::size_t>(at) >= sure.size()) {
            return {};
        }
        each.push_back(sure[static_cast<std::size_t>(at)]);
        ++at;
    }
    return each;
}

std::optional<ReadField> settled(const QString &id, ValueType type, const std::vector<FieldLook> &looks,
                                 const ReadablePage &page)
{
    const FieldLook *best = nullptr;
    int votes = 0;
    int different = 0;
    for (const FieldLook &one : looks) {
        if (one.value.text.isEmpty()) {
            continue;
        }
        const auto same = static_cast<int>(std::count_if(
            looks.begin(), looks.end(), [&](const FieldLook &other) { return other.value.text == one.value.text; }));
        const bool better = best == nullptr || (one.value.proven && !best->value.proven) ||
                            (one.value.proven == best->value.proven &&
                             (same > votes || (same == votes && one.confidence > best->confidence)));
        if (better) {
            best = &one;
            votes = same;
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    double confidence = 0;
    for (const FieldLook &one : looks) {
        if (one.value.text == best->value.text) {
            confidence = std::max(confidence, one.confidence);
        } else {
            ++different;
        }
    }
    const double enough = best->value.proven ? sureProven
                          : type == ValueType::Text || type == ValueType::Name || type == ValueType::Code ||
                                  type == ValueType::Digits || type == ValueType::Document
                              ? sureText
                              : sureForm;
    ReadField field;
    field.id = id;
    field.text = best->value.text;
    field.confidence = std::round(confidence * 1000) / 1000;
    // One wrong account in ten has a check digit that holds: that proves nothing. A name is certain when its characters
    // look like it as well (nameByGlyphs): an engine takes a rare one for a common one in every look.
    const bool proven =
        best->value.proven && type != ValueType::Account && (votes >= 2 || confidence >= sureProvenAlone);
    field.certain = best->value.allowed && type != ValueType::Name && (votes >= 2 || proven) &&
                    (different == 0 || proven) && confidence >= enough;
    field.box = page.toMm(best->box);
    return field;
}

}  // namespace hall
