// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/atr.h"

#include <bit>

namespace hall::device {

Result<Atr> parseAtr(const Bytes &bytes)
{
    // TS: direct (3B) or inverse (3F) convention.
    if (bytes.size() < 2 || (bytes[0] != 0x3B && bytes[0] != 0x3F)) {
        return fail(FaultCode::CardMute, "no answer to reset");
    }
    const std::size_t historicalCount = bytes[1] & 0x0F;
    unsigned char indicator = bytes[1] >> 4;  // which of TA, TB, TC, TD follow
    std::size_t at = 2;
    while (true) {
        const auto present = static_cast<std::size_t>(std::popcount(indicator));
        const bool more = indicator & 0x08;  // TD, the last of the group, announces the next
        at += present;
        if (at > bytes.size()) {
            return fail(FaultCode::CardMute, "answer to reset cut off");
        }
        if (!more) {
            break;
        }
        indicator = bytes[at - 1] >> 4;
    }
    if (at + historicalCount > bytes.size()) {
        return fail(FaultCode::CardMute, "answer to reset cut off");
    }
    Atr atr;
    const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    atr.historical.assign(first, first + static_cast<std::ptrdiff_t>(historicalCount));
    // PC/SC makes up 3B 8n 80 01 … for a contactless card.
    const bool contactless = bytes.size() > 3 && (bytes[1] & 0xF0) == 0x80 && bytes[2] == 0x80 && bytes[3] == 0x01;
    atr.interface = contactless ? CardInterface::Contactless : CardInterface::Contact;
    return atr;
}

}  // namespace hall::device
