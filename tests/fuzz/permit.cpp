// SPDX-License-Identifier: GPL-3.0-or-later
// What text recognition makes of a travel permit, and what is typed. First byte: which.
#include "app/domain/travelpermit.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using hall::fuzz::Input;

namespace {

const QDate today(2026, 3, 1);

bool isPermit(NumberKind kind)
{
    return kind == NumberKind::HkMoPermit || kind == NumberKind::TaiwanPermit;
}

void zone(const QString &text)
{
    const auto permit = travelPermitFromZone(text, today);
    if (!permit) {
        const FaultCode code = permit.error().code;
        HALL_HOLDS(code == FaultCode::CardGarbled || code == FaultCode::CardUnknownKind);
        HALL_HOLDS(fuzz::isImpersonal(permit.error()));
        return;
    }
    const NumberCheck check = checkNumber(permit->number.reveal());
    HALL_HOLDS(isPermit(permit->kind) && check.valid() && check.kind == permit->kind);
    HALL_HOLDS(!permit->birthDate || *permit->birthDate <= today);
    HALL_HOLDS(!permit->validUntil || *permit->validUntil <= today.addYears(10));
    HALL_HOLDS(permit->name.reveal().size() <= 31 && !permit->name.reveal().contains(u'<'));
    HALL_HOLDS(!identityOf(*permit).verified);
}

void typed(Input &input)
{
    const NumberKind kind = input.byte() % 2 == 0 ? NumberKind::HkMoPermit : NumberKind::TaiwanPermit;
    const QString first = QString::fromUtf8(fuzz::qbytes(input.piece()));
    const QString second = QString::fromUtf8(fuzz::qbytes(input.rest()));
    const auto number = permitNumberTypedTwice(kind, first, second);
    HALL_HOLDS(number || (number.error().code == FaultCode::BadArgument && fuzz::isImpersonal(number.error())));
    HALL_HOLDS(!number || (checkNumber(*number).kind == kind && checkNumber(first).normalised == *number &&
                           checkNumber(second).normalised == *number));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    if (input.byte() % 2 == 0) {
        zone(QString::fromUtf8(fuzz::qbytes(input.rest())));
    } else {
        typed(input);
    }
    return 0;
}
