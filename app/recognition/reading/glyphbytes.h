// SPDX-License-Identifier: GPL-3.0-or-later
// The glyph book that is compiled in. Any thread.
#pragma once

#include <QByteArray>

namespace hall {

// hall-glyphs/1 (see glyphbook.h); the bytes are the program's own and live as long as it.
[[nodiscard]] QByteArray glyphBytes();

}  // namespace hall
