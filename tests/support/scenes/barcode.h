// SPDX-License-Identifier: GPL-3.0-or-later
// Code 128 (ISO/IEC 15417) as widths of its bars and gaps. Pure.
#pragma once

#include <QString>
#include <vector>

namespace hall::scenes {

// Modules, bar and gap in turn, from the first bar to the last; quiet zones of ten modules belong to both ends. Pairs
// of digits in code set C when the text is all of them and even, else code set B: `text` is printable ASCII, or nothing
// is given back.
[[nodiscard]] std::vector<int> code128(const QString &text);

}  // namespace hall::scenes
