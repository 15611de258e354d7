// SPDX-License-Identifier: GPL-3.0-or-later
// What may be noted with the end of a case. Thread-safe.
#pragma once

#include <QString>

namespace hall {

inline constexpr qsizetype longestClosingNote = 60;  // characters

// One line of at most that length and without a number that could be somebody's: the note stands in a log that says
// nothing about persons. Whether a name is in it nobody can tell but who writes it.
[[nodiscard]] bool soundClosingNote(const QString &note);

}  // namespace hall
