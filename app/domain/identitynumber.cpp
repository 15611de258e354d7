// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/identitynumber.h"

#include <algorithm>

namespace hall {

namespace {

// GB 11643-1999, annex: weights of positions 1..17 and the check characters by remainder.
constexpr int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr char16_t checkCharacters[] = u"10X98765432";

// No holder of a number in force was born earlier; a smaller year is a mistake, not a date.
constexpr int earliestBirthYear = 1850;

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool allDigits(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit);
}

bool allLetters(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'A' && c <= u'Z'; });
}

std::optional<QDate> dateIn(QStringView eightDigits)
{
    const QDate date(eightDigits.left(4).toInt(), eightDigits.mid(4, 2).toInt(), eightDigits.mid(6, 2).toInt());
    const bool possible = date.isValid() && date.year() >= earliestBirthYear && date <= QDate::currentDate();
    return possible ? std::optional(date) : std::nullopt;
}

NumberKind kindOf18(QStringView number)
{
    const QStringView head = number.left(2);
    if ((head == u"81" || head == u"82" || head == u"83") && number.mid(2, 4) == u"0000") {
        return NumberKind::HmtResidence;
    }
    return number.front() == u'9' ? NumberKind::PermanentForeign : NumberKind::Resident;
}

void check18(NumberCheck &check)
{
    const QStringView number = check.normalised;
    check.kind = kindOf18(number);
    check.wellFormed = true;
    check.checkDigit = checkDigitOf(number.left(17).toString()) == number.back();
    check.birthDate = dateIn(number.mid(6, 8));
    check.sex = number.at(16).digitValue() % 2 == 1 ? 1 : 2;
}

QString normalise(const QString &typed)
{
    QString out;
    out.reserve(typed.size());
    for (const QChar c : typed) {
        if (!c.isSpace() && !c.isNull()) {
            out.append(c.toUpper());
        }
    }
    return out;
}

}  // namespace

NumberCheck checkNumber(const QString &typed)
{
    NumberCheck check;
    check.normalised = normalise(typed);
    const QStringView number = check.normalised;
    const auto size = number.size();

    if (size == 18 && allDigits(number.left(17)) && (isDigit(number.back()) || number.back() == u'X')) {
        check18(check);
        return check;
    }
    // The permits below, and the permanent residence card of 2017 (three letters, twelve digits), have no check
    // character that GB 11643 defines.
    if (size == 15 && allLetters(number.left(3)) && allDigits(number.mid(3))) {
        check.kind = NumberKind::PermanentForeign;
    } else if ((size == 9 || size == 11) && (number.front() == u'H' || number.front() == u'M') &&
               allDigits(number.mid(1))) {
        check.kind = NumberKind::HkMoPermit;
    } else if ((size == 8 || size == 10) && allDigits(number)) {
        check.kind = NumberKind::TaiwanPermit;
    } else {
        return check;
    }
    check.wellFormed = true;
    check.checkDigit = true;
    return check;
}

QChar checkDigitOf(const QString &first17)
{
    if (first17.size() != 17 || !allDigits(first17)) {
        return {};
    }
    int sum = 0;
    for (int i = 0; i < 17; ++i) {
        sum += weights[i] * first17.at(i).digitValue();
    }
    return QChar(checkCharacters[sum % 11]);
}

QString maskNumber(const QString &number)
{
    const auto size = number.size();
    // Permits are shorter than the ten characters that stay readable in an 18-character number.
    const qsizetype head = size > 10 ? 6 : size > 4 ? 2 : 0;
    const qsizetype tail = size > 10 ? 4 : size > 4 ? 2 : 0;
    return number.left(head) + QString(size - head - tail, u'*') + number.right(tail);
}

QString maskName(const QString &name)
{
    if (name.isEmpty()) {
        return {};
    }
    const qsizetype first = name.at(0).isHighSurrogate() && name.size() > 1 ? 2 : 1;
    qsizetype others = 0;
    for (qsizetype i = first; i < name.size(); ++i) {
        others += name.at(i).isLowSurrogate() ? 0 : 1;
    }
    constexpr qsizetype most = 2;  // how long a name is tells nobody anything they should know
    return name.left(first) + QString(std::min(others, most), u'*');
}

QString maskWords(const QString &text)
{
    constexpr qsizetype most = 6;  // of an address: the city and the district
    qsizetype shown = std::min(text.size() / 2, most);
    shown -= shown > 0 && text.at(shown - 1).isHighSurrogate() ? 1 : 0;
    return text.isEmpty() ? QString() : text.left(shown) + QStringLiteral("****");
}

}  // namespace hall
