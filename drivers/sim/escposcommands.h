// SPDX-License-Identifier: GPL-3.0-or-later
// Where the commands of an ESC/POS stream end (Epson ESC/POS command reference).
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace hall::device {

constexpr unsigned char lf = 0x0A;
constexpr unsigned char dle = 0x10;
constexpr unsigned char esc = 0x1B;
constexpr unsigned char fs = 0x1C;
constexpr unsigned char gs = 0x1D;

// Bytes of the command or character at the front of `head`, which is not empty: nothing while too little of it has come
// to tell, 0 when it is none that this printer knows. `chinese`: bytes from 0x81 on begin a character of GB18030.
[[nodiscard]] std::optional<std::size_t> escPosLength(std::span<const unsigned char> head, bool chinese);

// A command about layout that the virtual printer passes over.
[[nodiscard]] bool isLayoutSetting(unsigned char lead, unsigned char code);

// Two bytes, the low one first.
[[nodiscard]] constexpr std::size_t word(unsigned char low, unsigned char high)
{
    return static_cast<std::size_t>(low) | (static_cast<std::size_t>(high) << 8);
}

}  // namespace hall::device
