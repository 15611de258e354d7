// SPDX-License-Identifier: GPL-3.0-or-later
// Text as the font of a Chinese receipt printer takes it, and where its lines break. GB 2312-1980, GBK 1.0 and
// GB 18030: which cells are filled, so that no printer is ever sent a character that it has no picture of.
#pragma once

#include "drivers/core/values.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>

namespace hall {

// ASCII and GB18030 bytes, or nothing when the charset ("gb2312", "gbk", "gb18030-2byte", "gb18030") lacks a character.
[[nodiscard]] std::optional<device::Bytes> nativeText(const QString &text, const std::string &charset);

// Columns of half a Chinese character that the text takes: one for ASCII, two for any other, none for marks that stand
// on the character before.
[[nodiscard]] int columnsOf(const QString &text);
// Where a number that is longer than its line may be broken: behind its dashes and spaces, an identity number of 18 as
// area, birth and rest, other long numbers by four. One group when it is no such number.
[[nodiscard]] QStringList groupsOf(const QString &word);
// Two lines as even as the groups allow; one line when there is but one group.
[[nodiscard]] QStringList inTwo(const QString &word);
// Lines of at most `columns`, broken where a reader expects it (UAX 14), inside a word only when it is longer than a
// line, and then between its groups if they fit.
[[nodiscard]] QStringList wrapped(const QString &text, int columns);
// The characters as a reader counts them, marks and surrogates kept together.
[[nodiscard]] QStringList clustersOf(const QString &text);

}  // namespace hall
