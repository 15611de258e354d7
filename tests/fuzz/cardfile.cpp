// SPDX-License-Identifier: GPL-3.0-or-later
// Card files of the simulators. A card that was accepted can be inserted and read by the real driver.
#include "drivers/sim/cardfile.h"
#include "drivers/card/apdu.h"
#include "drivers/card/socialcard.h"
#include "drivers/hub/carddecode.h"
#include "drivers/sim/simsmartcard.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using namespace hall::device;

namespace {

const QDate today(2026, 3, 1);
constexpr int mostCommands = 2000;

void insert(const CardFile &file)
{
    SimSmartCard card(file);
    const auto send = [&card](const Bytes &command) -> Result<Bytes> {
        HALL_HOLDS(card.answered() < mostCommands);
        auto answer = card.answer(command);
        return answer ? Result<Bytes>(std::move(*answer)) : fail(FaultCode::CardPulled);
    };
    SocialCardOptions options;
    if (file.pin) {
        options.pin = Sensitive<std::string>(*file.pin);
    }
    const int tries = card.pinTriesLeft();
    const auto contents = readSocialCard(send, options);
    HALL_HOLDS(card.pinTriesLeft() >= tries - 1);       // the driver never tries a PIN twice
    HALL_HOLDS(card.pinTriesLeft() >= 1 || tries < 1);  // nor takes the last try unasked
    HALL_HOLDS(contents || fuzz::isImpersonal(contents.error()));
    if (contents) {
        const auto person = decodeCard(*contents, today);
        HALL_HOLDS(person || fuzz::isImpersonal(person.error()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray json = fuzz::qbytes({data, size});
    const auto card = parseCardFile(json);
    HALL_HOLDS(card || card.error().code == FaultCode::FileInvalid);
    if (card) {
        insert(*card);
    }
    const auto idCard = parseIdCardFile(json);
    HALL_HOLDS(idCard || idCard.error().code == FaultCode::FileInvalid);
    if (idCard) {
        HALL_HOLDS(idCard->text.size() == 256 && (idCard->photo.empty() || idCard->photo.size() == 1024));
        ResidentCardContents contents;
        contents.text = Sensitive<Bytes>(idCard->text);
        contents.newAddress = Sensitive<Bytes>(idCard->address);
        const auto person = decodeCard(contents, today);
        HALL_HOLDS(person || fuzz::isImpersonal(person.error()));
    }
    return 0;
}
