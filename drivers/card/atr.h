// SPDX-License-Identifier: GPL-3.0-or-later
// The answer to reset of a chip card (ISO/IEC 7816-3 §8; PC/SC part 3 §3.1.3.2.3 for contactless cards).
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

namespace hall::device {

struct Atr
{
    Bytes historical;  // found by walking TA..TD, never at a fixed offset
    CardInterface interface = CardInterface::Contact;
};

// CardMute when the bytes are no answer to reset: a card that is dirty or the wrong way round answers like this.
[[nodiscard]] Result<Atr> parseAtr(const Bytes &bytes);

}  // namespace hall::device
