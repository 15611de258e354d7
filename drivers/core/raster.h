// SPDX-License-Identifier: GPL-3.0-or-later
// Printers execute 10 04, 10 05 and 10 14 (real-time status, recovery, pulse or clear) even inside raster data (SNBC
// BTP-M300, HPRT, Citizen manuals). One dot is added to each such pair, so that no picture can speak to the printer.
// Shared by the layout, whose preview shows the same dots, and by the encoder.
#pragma once

#include "drivers/core/values.h"

namespace hall::device {

[[nodiscard]] constexpr bool isRealTimePair(unsigned char first, unsigned char second)
{
    return first == 0x10 && (second == 0x04 || second == 0x05 || second == 0x14);
}

// Pairs across row ends count: the rows follow one another without a gap. Returns how many dots were added. The dot
// joins one that is black already (bit 3 beside bit 2), and 0C, 0D, 1C can start or end no further pair.
inline int breakRealTimePairs(Bytes &bits)
{
    int added = 0;
    for (std::size_t i = 1; i < bits.size(); ++i) {
        if (isRealTimePair(bits[i - 1], bits[i])) {
            bits[i] |= 0x08;
            ++added;
        }
    }
    return added;
}

}  // namespace hall::device
