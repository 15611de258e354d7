// SPDX-License-Identifier: GPL-3.0-or-later
// Identity numbers as a type (GB 11643-1999 and the permits' rules): kind, check digit, birth date and sex where the
// number carries them. A number that fails its check is still a value: real cards exist with historic errors, so a
// failed check is a warning beside the number, never a silent change of it.
#pragma once

#include <QDate>
#include <QString>

#include <optional>

namespace hall {

enum class NumberKind
{
    Resident,          // 18 characters, GB 11643: 居民身份证, also the social security number
    HmtResidence,      // 港澳台居民居住证: 81/82/83 + 0000, same check digit
    PermanentForeign,  // 外国人永久居留身份证 2023: begins with 9, 18 digits
    HkMoPermit,        // 港澳居民来往内地通行证: H or M + 8 (older 10) digits
    TaiwanPermit,      // 台湾居民来往大陆通行证: 8 (older 10) digits
    Unknown
};

struct NumberCheck
{
    NumberKind kind = NumberKind::Unknown;
    bool wellFormed = false;         // length and characters
    bool checkDigit = false;         // MOD 11-2 right; true where the kind has none
    std::optional<QDate> birthDate;  // only kinds that carry one, and only a possible date
    std::optional<int> sex;          // GB/T 2261.1: 1 male, 2 female
    QString normalised;              // upper case X, no spaces

    [[nodiscard]] bool valid() const { return wellFormed && checkDigit; }
};

[[nodiscard]] NumberCheck checkNumber(const QString &typed);
[[nodiscard]] QChar checkDigitOf(const QString &first17);  // MOD 11-2; first17 must be 17 digits
[[nodiscard]] QString maskNumber(const QString &number);   // 370200********0004: first 6, last 4
[[nodiscard]] QString maskWords(const QString &text);      // an address, a firm: its beginning, then four stars
[[nodiscard]] QString maskName(const QString &name);       // first character, at most two stars: 张**

}  // namespace hall
