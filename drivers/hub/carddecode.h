// SPDX-License-Identifier: GPL-3.0-or-later
// From what a card holds, byte by byte, to a person: the one place where card text is decoded (GB 18030 on social
// security cards, UTF-16LE on resident cards). Pure; any thread.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "drivers/core/values.h"

#include <QDate>

namespace hall {

// `today` decides whether a card has expired: that is a warning ("expired"), what to do about it is the service's
// business. Warnings, as in Identity: number-check-digit, number-date, sex-mismatch, expired, validity-date.
// Faults: CardNeedsAuth (see decodeIssuerPart), CardUnknownKind (a resident card with an unknown type flag),
// CardGarbled (text that is no valid GB 18030 or UTF-16, no name, no number, wrong size).
[[nodiscard]] Result<Identity> decodeCard(const device::CardContents &contents,
                                          const QDate &today = QDate::currentDate());

// What a social security card tells without authorisation: region, version, card number, dates. No name, no number.
[[nodiscard]] Identity decodeIssuerPart(const device::SocialCardContents &contents,
                                        const QDate &today = QDate::currentDate());

}  // namespace hall
