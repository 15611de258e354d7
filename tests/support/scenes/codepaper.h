// SPDX-License-Identifier: GPL-3.0-or-later
// Papers that have a code to be read on them.
#pragma once

#include "tests/support/scenes/document.h"

namespace hall::scenes {

enum class CodePaper
{
    Receipt,   // this kiosk's: QR
    Licence,   // business licence: QR
    ELicence,  // an electronic licence that was printed on A4: QR with a long address, 0.45 to 0.8 mm a module
    Ticket,    // thermal, 58 or 80 mm wide: Code 128, bars of 3 or 4 dots (0.375 or 0.5 mm)
    Form,      // A4 with Code 128 in a corner, 0.38 to 0.5 mm a module
};
[[nodiscard]] const std::vector<CodePaper> &allCodePapers();
[[nodiscard]] QString nameOf(CodePaper paper);

// One code on it. As drawDocument().
[[nodiscard]] Document drawCodePaper(CodePaper paper, std::uint64_t seed);

}  // namespace hall::scenes
