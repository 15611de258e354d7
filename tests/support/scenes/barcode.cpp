// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/barcode.h"

#include <algorithm>
#include <array>

namespace hall::scenes {

namespace {

// ISO/IEC 15417, table 1: six widths for each symbol character.
constexpr std::array<int, 106> widths{
    212222, 222122, 222221, 121223, 121322, 131222, 122213, 122312, 132212, 221213, 221312, 231212, 112232, 122132,
    122231, 113222, 123122, 123221, 223211, 221132, 221231, 213212, 223112, 312131, 311222, 321122, 321221, 312212,
    322112, 322211, 212123, 212321, 232121, 111323, 131123, 131321, 112313, 132113, 132311, 211313, 231113, 231311,
    112133, 112331, 132131, 113123, 113321, 133121, 313121, 211331, 231131, 213113, 213311, 213131, 311123, 311321,
    331121, 312113, 312311, 332111, 314111, 221411, 431111, 111224, 111422, 121124, 121421, 141122, 141221, 112214,
    112412, 122114, 122411, 142112, 142211, 241211, 221114, 413111, 241112, 134111, 111242, 121142, 121241, 114212,
    124112, 124211, 411212, 421112, 421211, 212141, 214121, 412121, 111143, 111341, 131141, 114113, 114311, 411113,
    411311, 113141, 114131, 311141, 411131, 211412, 211214, 211232};
constexpr int startB = 104;
constexpr int startC = 105;
constexpr int checkModulus = 103;
constexpr std::array<int, 7> stop{2, 3, 3, 1, 1, 1, 2};

void append(std::vector<int> &bars, int character)
{
    for (int place = 100'000; place > 0; place /= 10) {
        bars.push_back(widths[static_cast<std::size_t>(character)] / place % 10);
    }
}

}  // namespace

std::vector<int> code128(const QString &text)
{
    const bool digits = std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const bool pairs = digits && text.size() % 2 == 0;
    std::vector<int> characters{pairs ? startC : startB};
    for (qsizetype i = 0; i < text.size(); i += pairs ? 2 : 1) {
        const char16_t c = text[i].unicode();
        if (c < 0x20 || c > 0x7E) {
            return {};
        }
        characters.push_back(pairs ? (c - u'0') * 10 + text[i + 1].unicode() - u'0' : c - 0x20);
    }
    if (characters.size() < 2) {
        return {};
    }
    int sum = characters.front();
    for (std::size_t i = 1; i < characters.size(); ++i) {
        sum += static_cast<int>(i) * characters[i];
    }
    characters.push_back(sum % checkModulus);
    std::vector<int> bars;
    for (const int character : characters) {
        append(bars, character);
    }
    bars.insert(bars.end(), stop.begin(), stop.end());
    return bars;
}

}  // namespace hall::scenes
