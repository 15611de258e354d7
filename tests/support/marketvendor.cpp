// SPDX-License-Identifier: GPL-3.0-or-later
// A decoder of WLT photos as the market has them: one function, an answer that means nothing here.
#include <cstring>

extern "C" int ZKID_PHunpack(const char *source, char *destination, int save)
{
    if (save != 0) {
        return 0;
    }
    std::memset(destination, source[0], 38556);  // 102 by 126 by 3
    return 1;
}
