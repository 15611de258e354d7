// SPDX-License-Identifier: GPL-3.0-or-later
// From what an engine made of some print to a value as the dictionary wants it, with what its own form says about it:
// check digits, calendars, closed lists. Nothing is guessed: a character is only taken for another where the form
// leaves no other. Pure, any thread.
#pragma once

#include "app/recognition/reading/paperkind.h"

namespace hall {

struct FieldValue
{
    QString text;         // as it is handed out; empty: nothing of this form is in it
    bool proven = false;  // a check digit or a closed list says that it is right
    bool allowed = true;  // false: its form says that it is wrong
    bool operator==(const FieldValue &) const = default;
};

// `read`: characters as read, without spaces. `words`: the list, of Words.
[[nodiscard]] FieldValue valueOf(ValueType type, const QString &read, const WordList *words = nullptr);

[[nodiscard]] bool creditCodeHolds(const QString &code);  // GB 32100-2015, 18 characters
[[nodiscard]] bool luhnHolds(const QString &digits);
// Fen; nothing when it is no sum. "伍拾万元整" as well as "1,234.50".
[[nodiscard]] std::optional<qint64> moneyOf(const QString &text);

// Least number of changes from `word` to some part of `text`, and where that part lies.
struct Found
{
    qsizetype from = -1;  // -1: nowhere within the limit
    qsizetype to = 0;
    int slips = 0;
};
[[nodiscard]] std::vector<Found> findWord(const QString &text, const QString &word, int mostSlips);
[[nodiscard]] int slipsAllowed(const QString &word);

}  // namespace hall
