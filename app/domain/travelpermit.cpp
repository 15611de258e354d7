// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/travelpermit.h"

#include <algorithm>

namespace hall {

namespace {

constexpr qsizetype lineSize = 30;
constexpr int lineCount = 3;
constexpr char16_t filler = u'<';

// Where fields begin and how long they are, in characters from the first (Doc 9303 part 5, 4.2.2).
struct Place
{
    qsizetype at;
    qsizetype size;
};
constexpr Place documentCode{0, 2};
constexpr Place issuingState{2, 3};
constexpr Place documentNumber{5, 9};
constexpr qsizetype numberCheck = 14;
constexpr Place optionalFirst{15, 15};
constexpr Place birth{lineSize, 6};
constexpr qsizetype birthCheck = lineSize + 6;
constexpr qsizetype sexAt = lineSize + 7;
constexpr Place expiry{lineSize + 8, 6};
constexpr qsizetype expiryCheck = lineSize + 14;
constexpr Place optionalSecond{lineSize + 18, 11};
constexpr qsizetype wholeCheck = lineSize + 29;
constexpr Place names{2 * lineSize, lineSize};

int valueOf(QChar c)
{
    if (c >= u'0' && c <= u'9') {
        return c.unicode() - u'0';
    }
    if (c >= u'A' && c <= u'Z') {
        return c.unicode() - u'A' + 10;
    }
    return c == filler ? 0 : -1;
}

bool isDigits(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

class Zone
{
public:
    explicit Zone(QString text) : m_text(std::move(text)) {}
    [[nodiscard]] QStringView at(Place place) const { return QStringView(m_text).mid(place.at, place.size); }
    [[nodiscard]] bool checks(QStringView field, qsizetype digitAt) const
    {
        const auto sum = zoneCheckDigit(field);
        return sum && m_text.at(digitAt) == QChar(u'0' + *sum);
    }
    [[nodiscard]] const QString &text() const { return m_text; }

private:
    QString m_text;
};

Result<Zone> zoneOf(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c.isSpace()) {
            continue;
        }
        const QChar upper = c.toUpper();
        if (valueOf(upper) < 0) {
            return fail(FaultCode::CardGarbled, "a character that no zone has");
        }
        out.append(upper);
        if (out.size() > lineCount * lineSize) {
            break;
        }
    }
    if (out.size() != lineCount * lineSize) {
        return fail(FaultCode::CardGarbled, "not three lines of thirty characters");
    }
    return Zone(std::move(out));
}

// A number longer than its nine places goes on in the optional data, its check digit behind it and a filler in the
// place of the check digit.
Result<QString> numberIn(const Zone &zone)
{
    QString number = zone.at(documentNumber).toString();
    if (zone.text().at(numberCheck) != filler) {
        if (!zone.checks(number, numberCheck)) {
            return fail(FaultCode::CardGarbled, "check digit of the number");
        }
        while (number.endsWith(filler)) {
            number.chop(1);
        }
        return number;
    }
    const QStringView rest = zone.at(optionalFirst);
    const qsizetype end = std::max<qsizetype>(rest.indexOf(filler), 0);
    number += rest.left(end);
    const QString body = number.chopped(1);
    const auto sum = zoneCheckDigit(body);
    if (end < 2 || !sum || number.back() != QChar(u'0' + *sum)) {
        return fail(FaultCode::CardGarbled, "check digit of the number");
    }
    return body;
}

// YYMMDD. `latest` is the last day it may be. No value where the zone does not state all of it.
Result<std::optional<QDate>> dateIn(QStringView field, const QDate &latest, const char *which)
{
    if (field.contains(filler)) {
        return std::optional<QDate>();
    }
    if (isDigits(field)) {
        const int yy = field.left(2).toInt();
        int year = latest.year() - latest.year() % 100 + yy;
        const int month = field.mid(2, 2).toInt();
        const int day = field.mid(4, 2).toInt();
        if (QDate(year, month, day) > latest || year > latest.year()) {
            year -= 100;
        }
        if (const QDate date(year, month, day); date.isValid()) {
            return std::optional<QDate>(date);
        }
    }
    return fail(FaultCode::CardGarbled, std::string("date of ") + which);
}

// "SURNAME<<GIVEN<NAMES<<<": two fillers between the two parts, one between names.
QString nameIn(QStringView field)
{
    const auto words = [](QStringView part) {
        return part.toString().replace(QChar(filler), QChar(u' ')).simplified();
    };
    const qsizetype gap = field.indexOf(u"<<");
    const QString surname = words(gap < 0 ? field : field.left(gap));
    const QString given = gap < 0 ? QString() : words(field.mid(gap + 2));
    return given.isEmpty() ? surname : surname.isEmpty() ? given : surname + QStringLiteral(", ") + given;
}

// M and F as in Doc 9303, or the digits of GB/T 2261.1.
int sexOf(QChar c)
{
    return c == u'M' || c == u'1' ? 1 : c == u'F' || c == u'2' ? 2 : 0;
}

bool isPermit(NumberKind kind)
{
    return kind == NumberKind::HkMoPermit || kind == NumberKind::TaiwanPermit;
}

}  // namespace

std::optional<int> zoneCheckDigit(QStringView field)
{
    constexpr int weights[] = {7, 3, 1};
    int sum = 0;
    for (qsizetype i = 0; i < field.size(); ++i) {
        const int value = valueOf(field.at(i));
        if (value < 0) {
            return std::nullopt;
        }
        sum += value * weights[i % 3];
    }
    return sum % 10;
}

Result<TravelPermit> travelPermitFromZone(const QString &text, const QDate &today)
{
    const Result<Zone> read = zoneOf(text);
    if (!read) {
        return fail(read.error());
    }
    const Zone &zone = *read;
    if (zone.at(documentCode).front() != u'C' || zone.at(issuingState) != u"CHN") {
        return fail(FaultCode::CardUnknownKind, "no permit of China");
    }
    const Result<QString> number = numberIn(zone);
    if (!number) {
        return fail(number.error());
    }
    const NumberCheck check = checkNumber(*number);
    if (!isPermit(check.kind)) {
        return fail(FaultCode::CardUnknownKind, "a number of no travel permit");
    }
    if (!zone.checks(zone.at(birth), birthCheck)) {
        return fail(FaultCode::CardGarbled, "check digit of the date of birth");
    }
    if (!zone.checks(zone.at(expiry), expiryCheck)) {
        return fail(FaultCode::CardGarbled, "check digit of the date of validity");
    }
    QString whole;
    for (const Place part : {Place{documentNumber.at, lineSize - documentNumber.at}, Place{birth.at, 7},
                             Place{expiry.at, 7}, optionalSecond}) {
        whole += zone.at(part);
    }
    if (!zone.checks(whole, wholeCheck)) {
        return fail(FaultCode::CardGarbled, "check digit of the whole");
    }
    const auto born = dateIn(zone.at(birth), today, "birth");
    // Permits hold ten years at most, so none ends later than that from now.
    const auto until = dateIn(zone.at(expiry), today.addYears(10), "validity");
    if (!born || !until) {
        return fail(born ? until.error() : born.error());
    }
    TravelPermit permit;
    permit.kind = check.kind;
    permit.number = Sensitive<QString>(check.normalised);
    permit.name = Sensitive<QString>(nameIn(zone.at(names)));
    permit.sex = sexOf(zone.text().at(sexAt));
    permit.birthDate = *born;
    permit.validUntil = *until;
    return permit;
}

Result<QString> permitNumberTypedTwice(NumberKind kind, const QString &first, const QString &second)
{
    const NumberCheck one = checkNumber(first);
    if (!isPermit(kind) || one.kind != kind || !one.valid()) {
        return fail(FaultCode::BadArgument, "no number of this kind of permit");
    }
    if (checkNumber(second).normalised != one.normalised) {
        return fail(FaultCode::BadArgument, "the two entries differ");
    }
    return one.normalised;
}

Identity identityOf(const TravelPermit &permit)
{
    Identity person;
    person.source = IdentitySource::Zone;
    person.type = permit.kind;
    person.name = permit.name;
    person.number = permit.number;
    person.sex = permit.sex;
    person.birthDate = permit.birthDate;
    person.validUntil = permit.validUntil;
    return person;
}

Identity typedPermit(NumberKind kind, const QString &number)
{
    Identity person;
    person.source = IdentitySource::Typed;
    person.type = kind;
    person.number = Sensitive<QString>(number);
    return person;
}

}  // namespace hall
