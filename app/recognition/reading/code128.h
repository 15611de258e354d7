// SPDX-License-Identifier: GPL-3.0-or-later
// The characters of Code 128 (ISO/IEC 15417): their bars, their check, their text. Pure, any thread.
#pragma once

#include <optional>
#include <QString>
#include <string_view>
#include <vector>

namespace hall::code128 {

inline constexpr int characters = 106;  // 0 to 105, by their values
inline constexpr int startA = 103;      // and B and C
inline constexpr int stopCharacter = characters;
inline constexpr int charModules = 11;
inline constexpr int stopModules = 13;

// Bars and gaps in turn, in modules: "212222". Also of stopCharacter.
[[nodiscard]] std::string_view widthsOf(int character);

// `symbols`: values from the start to the check character; three at least, the first a start character.
[[nodiscard]] bool isChecked(const std::vector<int> &symbols);
// Nothing when there is no text in them, or a character that is none of it (FNC2 to FNC4). FNC1, which parts fields, is
// U+001D, but for one at the beginning.
[[nodiscard]] std::optional<QString> textOf(const std::vector<int> &symbols);

}  // namespace hall::code128
