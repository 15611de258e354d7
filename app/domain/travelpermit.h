// SPDX-License-Identifier: GPL-3.0-or-later
// Travel permits of residents of Hong Kong, Macao and Taiwan (港澳居民来往内地通行证, 台湾居民来往大陆通行证): no
// reader here takes them, so their machine-readable zone is read from a picture, or the number is typed twice. Pure;
// any thread.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"

#include <QDate>
#include <QString>

#include <optional>

namespace hall {

struct TravelPermit
{
    NumberKind kind = NumberKind::Unknown;  // HkMoPermit or TaiwanPermit
    Sensitive<QString> number;              // as checkNumber() normalises it
    Sensitive<QString> name;         // in Latin letters, "SURNAME, GIVEN NAMES"; the Chinese one is not in the zone
    int sex = 0;                     // GB/T 2261.1
    std::optional<QDate> birthDate;  // empty when the zone does not state all of it
    std::optional<QDate> validUntil;
};

// A zone of three lines of thirty characters (ICAO Doc 9303 part 5, TD1; for the permits GA/T 704.14). Lines are
// separated by line breaks, or all ninety characters follow each other; spaces are left out and letters may be small,
// as text recognition gives them, but no character is ever taken for another. `today` decides the century. Faults:
// CardGarbled (form, character, date, or a check digit that is wrong: the detail names which), CardUnknownKind (the
// zone of some other document).
[[nodiscard]] Result<TravelPermit> travelPermitFromZone(const QString &text, const QDate &today = QDate::currentDate());

// Check digit of a field of such a zone: weights 7 3 1, A = 10 … Z = 35, filler 0, modulo 10 (Doc 9303 part 3, 4.9).
// No value when another character is among them.
[[nodiscard]] std::optional<int> zoneCheckDigit(QStringView field);

// A permit's number, typed by hand, has no check digit to tell a slip: it is typed twice. BadArgument: the first is no
// number of this kind, or the two differ (the detail says which, never a number).
[[nodiscard]] Result<QString> permitNumberTypedTwice(NumberKind kind, const QString &first, const QString &second);

// Of a permit whose zone was read. Nobody but the paper says so: not verified.
[[nodiscard]] Identity identityOf(const TravelPermit &permit);

// Of somebody who typed a permit's number and nothing else: no name, no date, not verified.
[[nodiscard]] Identity typedPermit(NumberKind kind, const QString &number);

}  // namespace hall
