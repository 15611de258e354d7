// SPDX-License-Identifier: GPL-3.0-or-later
// The glyph book that was drawn while this was built, as it is. Words of the GNU assembler that ELF targets share.
#include "app/recognition/reading/glyphbytes.h"

asm(".section .rodata\n"
    ".balign 16\n"
    "hallGlyphsBegin:\n"
    ".incbin \"" HALL_GLYPHS "\"\n"
    "hallGlyphsEnd:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char hallGlyphsBegin[] __attribute__((visibility("hidden")));
extern const char hallGlyphsEnd[] __attribute__((visibility("hidden")));
}

namespace hall {

QByteArray glyphBytes()
{
    return QByteArray::fromRawData(hallGlyphsBegin, hallGlyphsEnd - hallGlyphsBegin);
}

}  // namespace hall
