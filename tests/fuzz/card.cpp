// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile social security card: every answer it gives is the input. First byte: what to try.
#include "drivers/card/apdu.h"
#include "drivers/card/atr.h"
#include "drivers/card/socialcard.h"
#include "drivers/hub/carddecode.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using namespace hall::device;
using hall::fuzz::Input;

namespace {

constexpr int mostCommands = 2000;  // more than any reading of any card may need
const QDate today(2026, 3, 1);

void record(std::span<const std::uint8_t> bytes)
{
    const auto parsed = apdu::parseRecord(bytes);
    if (!parsed) {
        HALL_HOLDS(parsed.error().code == FaultCode::CardGarbled && fuzz::isImpersonal(parsed.error()));
        return;
    }
    HALL_HOLDS(parsed->tag == bytes[0] && parsed->value.size() == bytes[1]);
    HALL_HOLDS(parsed->value.empty() || parsed->value.data() == bytes.data() + 2);
    HALL_HOLDS(parsed->value.size() + 2 <= bytes.size());
}

void atr(std::span<const std::uint8_t> bytes)
{
    const auto parsed = parseAtr(Bytes(bytes.begin(), bytes.end()));
    HALL_HOLDS(parsed || parsed.error().code == FaultCode::CardMute);
    HALL_HOLDS(!parsed || parsed->historical.size() == (bytes[1] & 0x0FU));
}

// The pieces of the input in turn; then the card is gone.
apdu::Exchange cardOf(Input &input, int &commands)
{
    return [&input, &commands](const Bytes &command) -> Result<Bytes> {
        HALL_HOLDS(command.size() >= 4 && ++commands < mostCommands);
        if (input.empty()) {
            return fail(FaultCode::CardPulled);
        }
        const auto answer = input.piece();
        return Bytes(answer.begin(), answer.end());
    };
}

void command(Input &input, apdu::Answer how)
{
    int commands = 0;
    const auto reply = apdu::run(apdu::readRecord(1, 4, 0), cardOf(input, commands), how);
    HALL_HOLDS(commands <= apdu::repeatLimit + 1);
    HALL_HOLDS(reply || fuzz::isImpersonal(reply.error()));
    HALL_HOLDS(!reply || (reply->sw >> 8) != 0x61);
}

void wholeCard(Input &input, bool withPin)
{
    int commands = 0;
    SocialCardOptions options;
    if (withPin) {
        options.pin = Sensitive<std::string>("123456");
    }
    const auto contents = readSocialCard(cardOf(input, commands), options);
    if (!contents) {
        HALL_HOLDS(fuzz::isImpersonal(contents.error()));
        return;
    }
    HALL_HOLDS(!contents->needsAuthorisation || contents->ef06.empty());
    HALL_HOLDS(contents->apdus == commands && contents->identityApdus <= contents->apdus);
    const Identity issuer = decodeIssuerPart(*contents, today);
    HALL_HOLDS(issuer.name.reveal().isEmpty() && issuer.number.reveal().isEmpty());
    const auto person = decodeCard(*contents, today);
    HALL_HOLDS(person || fuzz::isImpersonal(person.error()));
    HALL_HOLDS(!person || (!person->name.reveal().isEmpty() && !person->number.reveal().isEmpty()));
    HALL_HOLDS(!person || person->name.reveal().isValidUtf16());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    switch (input.byte() % 6) {
    case 0:
        record(input.rest());
        break;
    case 1:
        atr(input.rest());
        break;
    case 2:
        command(input, apdu::Answer::Fetch);
        break;
    case 3:
        command(input, apdu::Answer::Skip);
        break;
    case 4:
        wholeCard(input, false);
        break;
    case 5:
        wholeCard(input, true);
        break;
    }
    return 0;
}
