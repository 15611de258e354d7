// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/hub/carddecode.h"

#include <QStringDecoder>

#include <algorithm>

namespace hall {

using device::Bytes;

namespace {

QByteArray viewOf(const Bytes &bytes)
{
    return QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

// AN values are filled with 00 on the right, on some cards with 20. 00 occurs in no GB 18030 character.
Bytes withoutFilling(const Bytes &value)
{
    Bytes out;
    std::remove_copy(value.begin(), value.end(), std::back_inserter(out), static_cast<unsigned char>(0x00));
    return out;
}

void trimSpaces(Bytes &value)
{
    while (!value.empty() && value.back() == 0x20) {
        value.pop_back();
    }
}

// GB18030 and no other name of it: the decoder called GBK turns FE9F into a private-use character without an error.
Result<QString> decodeGb18030(const Bytes &bytes)
{
    QStringDecoder decoder("GB18030", QStringDecoder::Flag::Stateless);
    if (!decoder.isValid()) {
        return fail(FaultCode::Internal, "no GB18030 decoder in this Qt");
    }
    const QString text = decoder(viewOf(bytes));
    if (decoder.hasError() || text.contains(QChar::ReplacementCharacter)) {
        return fail(FaultCode::CardGarbled, "text is not GB 18030");
    }
    return text.trimmed();
}

// CN: packed digits, filled with F on the right.
QString digitsOf(const Bytes &value)
{
    QString out;
    for (const unsigned char byte : value) {
        for (const int nibble : {byte >> 4, byte & 0x0F}) {
            if (nibble > 9) {
                return out;
            }
            out.append(QChar(u'0' + nibble));
        }
    }
    return out;
}

QString asciiOf(const Bytes &value)
{
    QString out;
    for (const unsigned char byte : value) {
        if (byte > 0x20 && byte < 0x7F) {
            out.append(QLatin1Char(static_cast<char>(byte)));
        }
    }
    return out;
}

std::optional<QDate> dateOf(QStringView digits)
{
    const bool eight =
        digits.size() == 8 && std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const QDate date =
        eight ? QDate(digits.left(4).toInt(), digits.mid(4, 2).toInt(), digits.mid(6, 2).toInt()) : QDate();
    return date.isValid() ? std::optional(date) : std::nullopt;
}

void warn(Identity &person, const char *code)
{
    const QString text = QLatin1String(code);
    if (!person.warnings.contains(text)) {
        person.warnings.append(text);
    }
}

// Empty text means that the card states no date.
std::optional<QDate> validityDate(Identity &person, const QString &text)
{
    const std::optional<QDate> date = dateOf(text);
    if (!date && !text.isEmpty()) {
        warn(person, "validity-date");
    }
    return date;
}

void checkExpiry(Identity &person, const QDate &today)
{
    if (person.validUntil && *person.validUntil < today) {
        warn(person, "expired");
    }
}

// Fills in what the number says and compares it with what the card says beside it.
void applyNumber(Identity &person, const QString &number)
{
    const NumberCheck check = checkNumber(number);
    person.type = check.kind;
    person.number = Sensitive<QString>(check.normalised);
    if (!check.valid()) {
        warn(person, "number-check-digit");
    }
    const bool carriesDate = check.normalised.size() == 18 && check.wellFormed;
    if (carriesDate && (!check.birthDate || (person.birthDate && *person.birthDate != *check.birthDate))) {
        warn(person, "number-date");
    }
    if (!person.birthDate) {
        person.birthDate = check.birthDate;
    }
    const bool stated = person.sex == 1 || person.sex == 2;
    if (check.sex && stated && *check.sex != person.sex) {
        warn(person, "sex-mismatch");
    }
    // 9, not stated, is a statement: the number does not overrule it.
    if (check.sex && person.sex == 0) {
        person.sex = *check.sex;
    }
}

int sexOf(const QString &text)
{
    const bool known = text.size() == 1 && (text[0] == u'1' || text[0] == u'2' || text[0] == u'9');
    return known ? text[0].digitValue() : 0;
}

Bytes valueOf(const std::map<std::uint8_t, Bytes> &records, std::uint8_t tag)
{
    const auto it = records.find(tag);
    return it == records.end() ? Bytes() : it->second;
}

const Bytes &holderValue(const device::SocialCardContents &card, std::uint8_t tag)
{
    static const Bytes none;
    const auto it = card.ef06.find(tag);
    return it == card.ef06.end() ? none : it->second.reveal();
}

// Bytes first, characters second: record 09 may end in the middle of a character that 4E continues.
Result<QString> socialName(const device::SocialCardContents &card)
{
    Bytes name = withoutFilling(holderValue(card, 0x09));
    Bytes extension = withoutFilling(holderValue(card, 0x4E));
    trimSpaces(extension);
    const bool filledWithSpaces = name.size() > 1 && name.back() == 0x20 && name[name.size() - 2] == 0x20;
    if (extension.empty() || filledWithSpaces) {
        trimSpaces(name);
    }
    name.insert(name.end(), extension.begin(), extension.end());
    const Result<QString> text = decodeGb18030(name);
    wipe(name);
    wipe(extension);
    if (text && text->isEmpty()) {
        return fail(FaultCode::CardGarbled, "no name on the card");
    }
    return text;
}

Result<Identity> decodeSocial(const device::SocialCardContents &card, const QDate &today)
{
    if (card.needsAuthorisation) {
        return fail(FaultCode::CardNeedsAuth, "holder file not readable without authorisation");
    }
    Identity person = decodeIssuerPart(card, today);
    const Result<QString> name = socialName(card);
    if (!name) {
        return fail(name.error());
    }
    const QString number = asciiOf(holderValue(card, 0x08));
    if (number.isEmpty()) {
        return fail(FaultCode::CardGarbled, "no number on the card");
    }
    person.name = Sensitive<QString>(*name);
    person.sex = sexOf(asciiOf(holderValue(card, 0x0A)));
    const QString ethnicity = digitsOf(holderValue(card, 0x0B));
    person.ethnicity = ethnicity.size() == 2 ? ethnicity : QString();
    person.birthDate = dateOf(digitsOf(holderValue(card, 0x0D)));
    applyNumber(person, number);
    if (const auto certificate = card.certificate.find(0x55); certificate != card.certificate.end()) {
        person.employmentCertificate = Sensitive<QString>(asciiOf(certificate->second.reveal()));
    }
    person.verified = card.genuine;
    person.initialPin = card.initialPin;
    person.pinProved = card.pinVerified && !card.initialPin;
    return person;
}

// GA/T 490: offsets and lengths in bytes of the 256 bytes of text.
struct Place
{
    qsizetype at;
    qsizetype size;
};
struct Layout
{
    Place name, sex, birth, number;
};
constexpr Place typeFlag{248, 2};
constexpr Place validFrom{188, 16};
constexpr Place validTo{204, 16};
constexpr Place ethnicity{32, 4};
constexpr Place address{52, 70};
constexpr Place passNumber{220, 18};
constexpr Place passIssues{238, 4};
constexpr Place authority{158, 30};     // of resident cards and J
constexpr Place authorityCode{240, 8};  // of I
constexpr Place nationality2017{152, 6};
constexpr Place nationality2023{242, 6};
constexpr Place renewals2023{32, 4};                                        // where others have the ethnic group
constexpr Layout resident{{0, 30}, {30, 2}, {36, 16}, {122, 36}};           // also HK/Macau/Taiwan residence permit (J)
constexpr Layout permanent2017{{158, 30}, {120, 2}, {220, 16}, {122, 30}};  // I; English name at 0/120
constexpr Layout permanent2023{{0, 30}, {30, 2}, {36, 16}, {122, 36}};      // Y; English name at 52/70 + 220/22
constexpr Place english2017{0, 120};
constexpr Place english2023{52, 70};
constexpr Place english2023More{220, 22};

Result<QString> decodeUtf16(const Bytes &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf16LE, QStringDecoder::Flag::Stateless);
    const QString text = decoder(viewOf(bytes));
    // The decoder lets half a surrogate pair through.
    if (decoder.hasError() || !text.isValidUtf16() || text.contains(QChar::ReplacementCharacter)) {
        return fail(FaultCode::CardGarbled, "text is not UTF-16");
    }
    return text;
}

class ResidentText
{
public:
    explicit ResidentText(QString text) : m_text(std::move(text)) {}

    // Filled with U+0020, on some cards U+3000 or U+0000.
    [[nodiscard]] QString at(Place place) const { return raw(place).remove(QChar(u'\0')).trimmed(); }
    [[nodiscard]] QString raw(Place place) const { return m_text.mid(place.at / 2, place.size / 2); }

private:
    QString m_text;
};

QString englishName(const ResidentText &text, QChar flag)
{
    if (flag == u'I') {
        return text.at(english2017);
    }
    if (flag == u'Y') {
        QString english = text.raw(english2023) + text.raw(english2023More);
        return english.remove(QChar(u'\0')).trimmed();
    }
    return {};
}

Result<QString> latestAddress(const device::ResidentCardContents &card, const ResidentText &text)
{
    if (!card.newAddress.reveal().empty()) {
        Result<QString> moved = decodeUtf16(card.newAddress.reveal());
        if (!moved) {
            return moved;
        }
        const QString trimmed = moved->remove(QChar(u'\0')).trimmed();
        if (!trimmed.isEmpty()) {
            return trimmed;
        }
    }
    return text.at(address);
}

// The text as a whole is UTF-16, but a field may begin or end within a pair of surrogates. Half a character can neither
// be shown nor sent.
bool fieldsAreWhole(const Identity &person)
{
    const QString *fields[] = {&person.name.reveal(), &person.number.reveal(),     &person.address.reveal(),
                               &person.region,        &person.cardNumber.reveal(), &person.ethnicity,
                               &person.nationality,   &person.authority,           &person.otherName.reveal()};
    return std::all_of(std::begin(fields), std::end(fields), [](const QString *text) { return text->isValidUtf16(); });
}

int countOf(const QString &text)
{
    bool good = false;
    const int count = text.toInt(&good);
    return good && count > 0 ? count : 0;
}

// What only some of the four layouts have.
void applyKind(Identity &person, const ResidentText &text, QChar flag)
{
    if (flag == u'I') {
        person.nationality = text.at(nationality2017);
        person.authority = text.at(authorityCode);
    } else if (flag == u'Y') {
        person.nationality = text.at(nationality2023);
        person.issues = countOf(text.at(renewals2023));
    } else {
        person.authority = text.at(authority);
    }
    if (flag == u'J') {
        person.cardNumber = Sensitive<QString>(text.at(passNumber));
        person.issues = countOf(text.at(passIssues));
    }
}

Result<Identity> decodeKnownResident(const device::ResidentCardContents &card, const ResidentText &text, QChar flag,
                                     const QDate &today)
{
    const Layout &layout = flag == u'I' ? permanent2017 : flag == u'Y' ? permanent2023 : resident;
    const bool foreign = flag == u'I' || flag == u'Y';
    Identity person;
    person.source = IdentitySource::ResidentCard;
    const QString chinese = text.at(layout.name);
    const QString english = englishName(text, flag);
    person.name = Sensitive<QString>(chinese.isEmpty() ? english : chinese);
    person.otherName = Sensitive<QString>(chinese.isEmpty() ? QString() : english);
    const QString number = text.at(layout.number);
    if (person.name.reveal().isEmpty() || number.isEmpty()) {
        return fail(FaultCode::CardGarbled, "no name or no number on the card");
    }
    person.sex = sexOf(text.at(layout.sex));
    person.birthDate = dateOf(text.at(layout.birth));
    if (flag == u' ') {
        person.ethnicity = text.at(ethnicity);
    }
    if (!foreign) {
        const Result<QString> place = latestAddress(card, text);
        if (!place) {
            return fail(place.error());
        }
        person.address = Sensitive<QString>(*place);
        person.region = number.left(6);
    }
    applyKind(person, text, flag);
    person.fingerprint = card.fingerprint;
    const Bytes &photo = card.photo.reveal();
    person.photo = Sensitive<QByteArray>(
        QByteArray(reinterpret_cast<const char *>(photo.data()), static_cast<qsizetype>(photo.size())));
    person.issued = validityDate(person, text.at(validFrom));
    const QString until = text.at(validTo);
    person.validForever = until == u"长期";
    person.validUntil = person.validForever ? std::nullopt : validityDate(person, until);
    applyNumber(person, number);
    checkExpiry(person, today);
    if (!fieldsAreWhole(person)) {
        return fail(FaultCode::CardGarbled, "half a character at the edge of a field");
    }
    // The module checked the card's cryptogram before it gave the data out.
    person.verified = true;
    return person;
}

Result<Identity> decodeResident(const device::ResidentCardContents &card, const QDate &today)
{
    constexpr std::size_t textSize = 256;
    if (card.text.reveal().size() != textSize) {
        return fail(FaultCode::CardGarbled, "card text of " + std::to_string(card.text.reveal().size()) + " bytes");
    }
    Result<QString> decoded = decodeUtf16(card.text.reveal());
    // A pair of surrogates keeps its two units, so units and bytes stay in step.
    if (!decoded || decoded->size() != static_cast<qsizetype>(textSize / 2)) {
        return decoded ? fail(FaultCode::CardGarbled, "card text of odd length") : fail(decoded.error());
    }
    const ResidentText text(std::move(*decoded));
    const QString flagText = text.at(typeFlag);
    const QChar flag = flagText.isEmpty() ? QChar(u' ') : flagText.front();
    if (flag != u' ' && flag != u'J' && flag != u'I' && flag != u'Y') {
        return fail(FaultCode::CardUnknownKind, "type flag is none of blank, J, I, Y");
    }
    return decodeKnownResident(card, text, flag, today);
}

}  // namespace

Identity decodeIssuerPart(const device::SocialCardContents &card, const QDate &today)
{
    Identity person;
    person.source = IdentitySource::SocialCard;
    person.region = digitsOf(valueOf(card.ef05, 0x01)).left(6);
    person.spec = asciiOf(valueOf(card.ef05, 0x03));
    person.cardNumber = Sensitive<QString>(asciiOf(valueOf(card.ef05, 0x07)));
    person.issued = validityDate(person, digitsOf(valueOf(card.ef05, 0x05)));
    person.validUntil = validityDate(person, digitsOf(valueOf(card.ef05, 0x06)));
    checkExpiry(person, today);
    return person;
}

Result<Identity> decodeCard(const device::CardContents &contents, const QDate &today)
{
    if (const auto *social = std::get_if<device::SocialCardContents>(&contents)) {
        return decodeSocial(*social, today);
    }
    return decodeResident(std::get<device::ResidentCardContents>(contents), today);
}

}  // namespace hall
