// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/code128.h"

#include <array>

namespace hall::code128 {

namespace {

// ISO/IEC 15417, table 1; the last is the stop character.
constexpr std::array<std::string_view, characters + 1> widths{
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};
constexpr int modulus = 103;

}  // namespace

std::string_view widthsOf(int character)
{
    return widths[static_cast<std::size_t>(character)];
}

bool isChecked(const std::vector<int> &symbols)
{
    int sum = symbols.front();
    for (std::size_t i = 1; i + 1 < symbols.size(); ++i) {
        sum += static_cast<int>(i) * symbols[i];
    }
    return sum % modulus == symbols.back();
}

std::optional<QString> textOf(const std::vector<int> &symbols)
{
    QString text;
    int set = symbols.front() - startA;  // 0: A, 1: B, 2: C
    int shifted = -1;                    // the set of the next character alone
    for (std::size_t i = 1; i + 1 < symbols.size(); ++i) {
        const int symbol = symbols[i];
        const int now = shifted >= 0 ? shifted : set;
        shifted = -1;
        if (symbol == 102) {  // FNC1: first of all it names the kind of data, later it parts fields
            text += i == 1 ? QString() : QString(QChar(0x1D));
        } else if (now == 2) {
            if (symbol < 100) {
                text += QString(QStringLiteral("%1")).arg(symbol, 2, 10, QLatin1Char('0'));
            } else {
                set = symbol == 100 ? 1 : 0;
            }
        } else if (symbol < 96) {
            text += QChar(now == 0 && symbol >= 64 ? symbol - 64 : symbol + 32);
        } else if (symbol == 98) {
            shifted = 1 - now;
        } else if (symbol == 99) {
            set = 2;
        } else if (symbol == (now == 0 ? 100 : 101)) {
            set = 1 - now;
        } else {
            return std::nullopt;
        }
    }
    if (text.isEmpty()) {
        return std::nullopt;
    }
    return text;
}

}  // namespace hall::code128
