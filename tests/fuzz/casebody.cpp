// SPDX-License-Identifier: GPL-3.0-or-later
// The opened case, as the centre reads it: full of personal data, none of which may reach a fault.
#include "app/protocol/casebody.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto body = decodeCaseBody(fuzz::qbytes({data, size}));
    if (!body) {
        HALL_HOLDS(body.error().code == FaultCode::MessageInvalid && fuzz::isImpersonal(body.error()));
        return 0;
    }
    const auto bytes = encodeCaseBody(body->transaction, body->identity);
    HALL_HOLDS(bytes || fuzz::isImpersonal(bytes.error()));
    HALL_HOLDS(bytes);
    const auto again = decodeCaseBody(bytes->reveal());
    HALL_HOLDS(again);
    HALL_HOLDS(again->transaction.materials == body->transaction.materials);
    HALL_HOLDS(again->transaction.outstanding == body->transaction.outstanding);
    HALL_HOLDS(again->transaction.commitments == body->transaction.commitments);
    HALL_HOLDS(again->transaction.assurance == body->transaction.assurance);
    HALL_HOLDS(again->transaction.consent == body->transaction.consent);
    HALL_HOLDS(again->transaction.applicant.has_value() == body->transaction.applicant.has_value());
    HALL_HOLDS(again->transaction.people.reveal() == body->transaction.people.reveal());
    HALL_HOLDS(again->transaction.submittedAt == body->transaction.submittedAt);
    HALL_HOLDS(again->transaction.signaturePng.reveal() == body->transaction.signaturePng.reveal());
    const auto bytesAgain = encodeCaseBody(again->transaction, again->identity);
    HALL_HOLDS(bytesAgain && bytesAgain->reveal() == bytes->reveal());
    return 0;
}
