// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/escposcommands.h"

#include <algorithm>
#include <array>

namespace hall::device {

namespace {

constexpr int chineseFirst = 0x81;  // first byte of every GB18030 character of more than one byte
constexpr std::size_t rasterHeader = 8;

struct Fixed
{
    unsigned char lead;
    unsigned char code;
    unsigned char length;
    bool setting;  // layout that this printer passes over
};

// Commands of one length, Epson ESC/POS reference.
constexpr std::array fixedCommands{
    Fixed{esc, '@', 2, false}, Fixed{esc, 't', 3, false}, Fixed{esc, 'R', 3, false}, Fixed{esc, 'a', 3, false},
    Fixed{esc, 'E', 3, false}, Fixed{esc, '-', 3, false}, Fixed{esc, '3', 3, false}, Fixed{esc, '2', 2, false},
    Fixed{esc, 'J', 3, false}, Fixed{esc, 'd', 3, false}, Fixed{esc, 'p', 5, false}, Fixed{esc, '!', 3, false},
    Fixed{fs, '&', 2, false},  Fixed{fs, '.', 2, false},  Fixed{fs, '!', 3, false},  Fixed{fs, 'W', 3, false},
    Fixed{gs, '!', 3, false},  Fixed{gs, 'B', 3, false},  Fixed{gs, 'a', 3, false},  Fixed{gs, 'r', 3, false},
    Fixed{gs, 'I', 3, false},  Fixed{gs, 'h', 3, true},   Fixed{gs, 'w', 3, true},   Fixed{gs, 'H', 3, true},
    Fixed{gs, 0xE0, 3, false}, Fixed{esc, 'M', 3, true},  Fixed{esc, ' ', 3, true},  Fixed{esc, '{', 3, true},
    Fixed{esc, 'G', 3, true},  Fixed{esc, '$', 4, true},  Fixed{esc, '\\', 4, true}, Fixed{esc, '=', 3, true},
    Fixed{esc, 'c', 4, true},  Fixed{gs, 'L', 4, true},   Fixed{gs, 'W', 4, true},   Fixed{gs, 'P', 4, true},
    Fixed{gs, 'f', 3, true},   Fixed{fs, 'S', 4, true},   Fixed{fs, 'C', 3, true},   Fixed{fs, '-', 3, false},
};

const Fixed *findFixed(unsigned char lead, unsigned char code)
{
    const auto *found = std::find_if(fixedCommands.begin(), fixedCommands.end(), [&](const Fixed &command) {
        return command.lead == lead && command.code == code;
    });
    return found == fixedCommands.end() ? nullptr : found;
}

}  // namespace

std::optional<std::size_t> escPosLength(std::span<const unsigned char> head, bool chinese)
{
    const unsigned char lead = head[0];
    if (lead >= 0x20 && lead != 0x7F) {
        if (!chinese || lead < chineseFirst || lead == 0xFF) {
            return 1;
        }
        if (head.size() < 2) {
            return std::nullopt;
        }
        return head[1] >= '0' && head[1] <= '9' ? 4 : 2;
    }
    if (lead == lf || lead == 0x0D || lead == 0x09 || lead == 0x00) {
        return 1;
    }
    if (lead != dle && lead != esc && lead != fs && lead != gs) {
        return 0;
    }
    if (head.size() < 2) {
        return std::nullopt;
    }
    const unsigned char code = head[1];
    if (const Fixed *fixed = findFixed(lead, code)) {
        return fixed->length;
    }
    if (lead == dle && (code == 0x04 || code == 0x05)) {
        return 3;
    }
    if (lead == fs && code == '(') {
        return head.size() < 5 ? std::nullopt : std::optional(5 + word(head[3], head[4]));
    }
    if (head.size() < 3) {
        return (lead == dle && code == 0x14) || lead == gs ? std::nullopt : std::optional<std::size_t>(0);
    }
    if (lead == dle && code == 0x14) {
        return head[2] == 8 ? 10 : (head[2] == 1 || head[2] == 2 ? 5 : 0);
    }
    if (lead != gs) {
        return 0;
    }
    switch (code) {
    case 'V':
        return head[2] == 'A' || head[2] == 'B' ? 4 : (head[2] <= 1 || head[2] == '0' || head[2] == '1' ? 3 : 0);
    case 'e':
        return head[2] == 3 ? 4 : (head[2] >= 1 && head[2] <= 6 ? 3 : 0);
    case 'v':
        return head[2] == '0' ? rasterHeader : 0;
    case '(':
        return head.size() < 5 ? std::nullopt : std::optional(5 + word(head[3], head[4]));
    case '8':
        if (head[2] != 'L') {
            return 0;
        }
        return head.size() < 7 ? std::nullopt
                               : std::optional(7 + word(head[3], head[4]) + (word(head[5], head[6]) << 16));
    case 'k':
        if (head[2] >= 65 && head[2] <= 79) {
            return head.size() < 4 ? std::nullopt : std::optional<std::size_t>(4U + head[3]);
        }
        if (head[2] > 6) {
            return 0;
        }
        for (std::size_t at = 3; at < head.size(); ++at) {
            if (head[at] == 0) {
                return at + 1;
            }
        }
        return std::nullopt;
    default:
        return 0;
    }
}

bool isLayoutSetting(unsigned char lead, unsigned char code)
{
    const Fixed *fixed = findFixed(lead, code);
    return fixed != nullptr && fixed->setting;
}

}  // namespace hall::device
