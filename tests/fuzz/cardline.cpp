// SPDX-License-Identifier: GPL-3.0-or-later
// A line of iReadCardBas from another program.
#include "drivers/hub/cardline.h"
#include "drivers/hub/carddecode.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto card = readCardLine(fuzz::qbytes({data, size}));
    if (!card) {
        HALL_HOLDS(card.error().code == FaultCode::FileInvalid && fuzz::isImpersonal(card.error()));
        return 0;
    }
    const QDate today(2026, 3, 1);
    const auto person = decodeCard(card->contents, today);
    HALL_HOLDS(person || fuzz::isImpersonal(person.error()));
    HALL_HOLDS(!person || !person->verified);
    const Identity issuer = decodeIssuerPart(card->contents, today);
    HALL_HOLDS(issuer.name.reveal().isEmpty() && issuer.number.reveal().isEmpty());
    // What was taken can be written, and read again as the same.
    const auto line = writeCardLine(*card);
    HALL_HOLDS(line);
    const auto again = readCardLine(line->reveal());
    HALL_HOLDS(again && again->form == card->form && again->resetInfo == card->resetInfo && again->more == card->more);
    HALL_HOLDS(again->contents.ef05 == card->contents.ef05);
    HALL_HOLDS(again->contents.ef06.size() == card->contents.ef06.size());
    return 0;
}
