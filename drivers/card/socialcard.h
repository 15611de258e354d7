// SPDX-License-Identifier: GPL-3.0-or-later
// Reading one social security card (社会保障卡, LD/T 32-2015) through an exchange of command bytes. No thread and no
// transport of its own, so the same code reads through pcscd, through a simulated card and in tests.
#pragma once

#include "drivers/card/apdu.h"

#include <optional>
#include <string>

namespace hall::device {

struct SocialCardOptions
{
    // Shown to the card once, and only when EF06 asks for it: each wrong try brings the card nearer to being locked.
    std::optional<Sensitive<std::string>> pin;
};

// Reads the issuer file EF05 and the holder file EF06: what identifies the person first (card identification number,
// version, card number, social security number, name), then sex, ethnic group, birth and the dates of validity.
// EF06 that wants authorisation (6982) is no fault: the contents say so and hold what EF05 gave.
// `atr`, `reader` and `took` are the caller's to fill in.
// Faults: CardNotSocial (no such application), CardBlocked, CardGarbled, PinWrong, PinLocked, those of `send`.
[[nodiscard]] Result<SocialCardContents> readSocialCard(const apdu::Exchange &send, SocialCardOptions options = {});

}  // namespace hall::device
