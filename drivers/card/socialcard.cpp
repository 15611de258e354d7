// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/socialcard.h"

#include <algorithm>
#include <array>

namespace hall::device {

namespace {

using apdu::Reply;

// AID of the social security environment SSSE: "sx1.sh." and 社会保障 in GB 2312 (LD/T 32.3).
constexpr std::array<unsigned char, 15> ssseAid{0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9,
                                                0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};
constexpr std::uint16_t issuerFile = 0xEF05;
constexpr std::uint16_t holderFile = 0xEF06;

// P1 of SELECT: both are found in the field.
constexpr std::uint8_t selectUnderCurrent = 0x02;
constexpr std::uint8_t selectByFileId = 0x00;
// P2 of READ RECORD: P1 is a record number, or P1 is a record identifier.
constexpr std::uint8_t byNumber = 0x04;
constexpr std::uint8_t byTag = 0x00;

struct Field
{
    std::uint8_t tag;
    std::uint8_t length;  // bytes of the value (LD/T 32.6)
};

// In card order: the place in the list is the record number.
constexpr std::array<Field, 7> issuerFields{
    {{0x01, 16}, {0x02, 1}, {0x03, 4}, {0x04, 12}, {0x05, 4}, {0x06, 4}, {0x07, 9}}};
constexpr std::array<Field, 7> holderFields{
    {{0x08, 18}, {0x09, 30}, {0x4E, 20}, {0x0A, 1}, {0x0B, 1}, {0x0C, 3}, {0x0D, 4}}};

constexpr std::uint8_t tagCardId = 0x01;
constexpr std::uint8_t tagNumber = 0x08;
constexpr std::uint8_t tagName = 0x09;
constexpr std::uint8_t tagNameExtension = 0x4E;

// The longest character of GB 18030 has four bytes, so a card that does not split characters between record 09 and the
// extension leaves up to three bytes of filling.
constexpr std::size_t longestFilling = 3;

bool isOneOf(std::uint16_t sw, std::initializer_list<std::uint16_t> list)
{
    return std::find(list.begin(), list.end(), sw) != list.end();
}

bool nameMayGoOn(const Bytes &name)
{
    const auto last = std::find_if(name.rbegin(), name.rend(), [](unsigned char b) { return b != 0x00 && b != 0x20; });
    return static_cast<std::size_t>(last - name.rbegin()) <= longestFilling;
}

enum class Outcome
{
    Read,
    Absent,
    NeedsAuthorisation
};

class Reading
{
public:
    Reading(const apdu::Exchange &send, SocialCardOptions options) : m_send(send), m_options(std::move(options)) {}

    Result<SocialCardContents> all();

private:
    Result<Reply> run(Bytes command, apdu::Answer answer = apdu::Answer::Fetch);
    Done selectApplication();
    Result<Outcome> selectFile(std::uint16_t file);
    Result<Reply> readAt(std::span<const Field> fields, std::size_t place, std::uint8_t length);
    Result<Outcome> record(std::span<const Field> fields, std::uint8_t tag);
    Result<Outcome> recordAuthorised(std::uint8_t tag);
    Done records(std::span<const Field> fields, std::initializer_list<std::uint8_t> tags);
    Result<Outcome> person();
    Done issuerFirst();
    Done holder();
    Done showPin();
    void keep(const apdu::Record &record, std::span<const Field> fields);
    [[nodiscard]] bool have(std::uint8_t tag) const { return m_out.ef05.contains(tag) || m_out.ef06.contains(tag); }

    const apdu::Exchange &m_send;
    SocialCardOptions m_options;
    SocialCardContents m_out;
    std::uint8_t m_selectBy = selectUnderCurrent;
    std::uint8_t m_addressing = byNumber;
    bool m_addressingKnown = false;  // in the file that is selected now
    std::ptrdiff_t m_shift = 0;      // records before 4E keep their number when a card has no 4E, later ones move up
};

Result<Reply> Reading::run(Bytes command, apdu::Answer answer)
{
    const apdu::Exchange counted = [this](const Bytes &bytes) {
        ++m_out.apdus;
        return m_send(bytes);
    };
    return apdu::run(std::move(command), counted, answer);
}

Done Reading::selectApplication()
{
    const Result<Reply> reply = run(apdu::selectName(ssseAid), apdu::Answer::Skip);
    if (!reply) {
        return fail(reply.error());
    }
    if (reply->sw == apdu::swOk) {
        return {};
    }
    const std::string detail = "SELECT SSSE " + apdu::swText(reply->sw);
    if (isOneOf(reply->sw, {apdu::swFileNotFound, apdu::swInsNotSupported, apdu::swClaNotSupported})) {
        return fail(FaultCode::CardNotSocial, detail);
    }
    if (isOneOf(reply->sw, {apdu::swFunctionNotSupported, apdu::swFileInvalid, apdu::swApplicationLocked})) {
        return fail(FaultCode::CardBlocked, detail);
    }
    return fail(FaultCode::CardGarbled, detail);
}

Result<Outcome> Reading::selectFile(std::uint16_t file)
{
    m_addressingKnown = false;
    m_shift = 0;
    Result<Reply> reply = run(apdu::selectFile(file, m_selectBy), apdu::Answer::Skip);
    if (reply && m_selectBy == selectUnderCurrent &&
        isOneOf(reply->sw, {apdu::swWrongP1P2, apdu::swFunctionNotSupported, apdu::swWrongOffset})) {
        m_selectBy = selectByFileId;
        reply = run(apdu::selectFile(file, m_selectBy), apdu::Answer::Skip);
    }
    if (!reply) {
        return fail(reply.error());
    }
    if (reply->sw == apdu::swOk) {
        return Outcome::Read;
    }
    if (reply->sw == apdu::swSecurityStatus) {
        return Outcome::NeedsAuthorisation;
    }
    const bool none = reply->sw == apdu::swFileNotFound;
    return fail(none ? FaultCode::CardNotSocial : FaultCode::CardGarbled, "SELECT EF " + apdu::swText(reply->sw));
}

Result<Reply> Reading::readAt(std::span<const Field> fields, std::size_t place, std::uint8_t length)
{
    const auto le = static_cast<std::uint8_t>(length + 2);  // tag and length byte
    if (m_addressing == byNumber) {
        const auto number = static_cast<std::uint8_t>(static_cast<std::ptrdiff_t>(place) + 1 + m_shift);
        Result<Reply> reply = run(apdu::readRecord(number, byNumber, le));
        const bool other = reply && isOneOf(reply->sw, {apdu::swRecordNotFound, apdu::swWrongP1P2});
        if (m_addressingKnown || !other) {
            m_addressingKnown = m_addressingKnown || (reply && reply->sw == apdu::swOk);
            return reply;
        }
        m_addressing = byTag;
    }
    return run(apdu::readRecord(fields[place].tag, byTag, le));
}

// Only what belongs into the file that is being read: an issuer file must not say who the holder is.
void Reading::keep(const apdu::Record &record, std::span<const Field> fields)
{
    Bytes value(record.value.begin(), record.value.end());
    const auto isTag = [&record](const Field &field) { return field.tag == record.tag; };
    if (std::none_of(fields.begin(), fields.end(), isTag)) {
        wipe(value);
    } else if (std::any_of(issuerFields.begin(), issuerFields.end(), isTag)) {
        m_out.ef05[record.tag] = std::move(value);
    } else {
        m_out.ef06[record.tag] = Sensitive<Bytes>(std::move(value));
    }
}

// The answer is kept under the tag that it carries. When that is another one than asked for, the numbers of this card
// have moved: the difference is remembered and the record asked for once more.
Result<Outcome> Reading::record(std::span<const Field> fields, std::uint8_t tag)
{
    const auto placeOf = [fields](std::uint8_t wanted) {
        return std::find_if(fields.begin(), fields.end(), [wanted](const Field &f) { return f.tag == wanted; }) -
               fields.begin();
    };
    const std::ptrdiff_t place = placeOf(tag);
    for (int attempt = 0; attempt < 2 && !have(tag); ++attempt) {
        const Result<Reply> reply =
            readAt(fields, static_cast<std::size_t>(place), fields[static_cast<std::size_t>(place)].length);
        if (!reply) {
            return fail(reply.error());
        }
        if (reply->sw == apdu::swSecurityStatus) {
            return Outcome::NeedsAuthorisation;
        }
        if (isOneOf(reply->sw, {apdu::swRecordNotFound, apdu::swWrongP1P2})) {
            return Outcome::Absent;
        }
        if (reply->sw != apdu::swOk) {
            return fail(FaultCode::CardGarbled, "READ RECORD " + apdu::swText(reply->sw));
        }
        const Result<apdu::Record> parsed = apdu::parseRecord(reply->data.reveal());
        if (!parsed) {
            return fail(parsed.error());
        }
        keep(*parsed, fields);
        const std::ptrdiff_t got = placeOf(parsed->tag);
        const std::ptrdiff_t shift = m_shift + place - got;
        if (parsed->tag == tag || got == std::ssize(fields) || m_addressing == byTag || place + 1 + shift < 1) {
            break;
        }
        m_shift = shift;
    }
    return have(tag) ? Outcome::Read : Outcome::Absent;
}

Done Reading::records(std::span<const Field> fields, std::initializer_list<std::uint8_t> tags)
{
    for (const std::uint8_t tag : tags) {
        const Result<Outcome> outcome = record(fields, tag);
        if (!outcome) {
            return fail(outcome.error());
        }
    }
    return {};
}

Done Reading::showPin()
{
    Sensitive<std::string> pin = std::move(*m_options.pin);
    m_options.pin.reset();
    Result<Bytes> command = apdu::verify(pin.reveal());
    if (!command) {
        return fail(command.error());
    }
    const Sensitive<Bytes> kept(std::move(*command));
    const Result<Reply> reply = run(kept.reveal());
    if (!reply) {
        return fail(reply.error());
    }
    if (reply->sw == apdu::swOk) {
        return {};
    }
    // 63Cx: x tries are left (ISO/IEC 7816-4 §7.5.6).
    if ((reply->sw & 0xFFF0) == 0x63C0) {
        const int left = reply->sw & 0x0F;
        return fail(left == 0 ? FaultCode::PinLocked : FaultCode::PinWrong, std::to_string(left) + " tries left");
    }
    const bool locked = isOneOf(reply->sw, {apdu::swPinBlocked, apdu::swApplicationLocked});
    return fail(locked ? FaultCode::PinLocked : FaultCode::CardGarbled, "VERIFY " + apdu::swText(reply->sw));
}

Result<Outcome> Reading::recordAuthorised(std::uint8_t tag)
{
    const Result<Outcome> first = record(holderFields, tag);
    if (!first || *first != Outcome::NeedsAuthorisation || !m_options.pin) {
        return first;
    }
    if (const Done shown = showPin(); !shown) {
        return fail(shown.error());
    }
    return record(holderFields, tag);
}

Result<Outcome> Reading::person()
{
    const Result<Outcome> selected = selectFile(holderFile);
    if (!selected || *selected == Outcome::NeedsAuthorisation) {
        return selected;
    }
    for (const std::uint8_t tag : {tagNumber, tagName}) {
        const Result<Outcome> outcome = recordAuthorised(tag);
        if (!outcome || *outcome == Outcome::NeedsAuthorisation) {
            return outcome;
        }
        if (*outcome == Outcome::Absent) {
            return fail(FaultCode::CardGarbled, "holder file without number or name");
        }
    }
    if (nameMayGoOn(m_out.ef06.at(tagName).reveal())) {
        // Half a name is worse than none: an extension that may not be read makes the whole file unreadable.
        const Result<Outcome> more = record(holderFields, tagNameExtension);
        if (!more || *more == Outcome::NeedsAuthorisation) {
            return more;
        }
    }
    m_out.identityApdus = m_out.apdus;
    return Outcome::Read;
}

Done Reading::issuerFirst()
{
    const Result<Outcome> selected = selectFile(issuerFile);
    if (!selected) {
        return fail(selected.error());
    }
    if (const Done done = records(issuerFields, {0x01, 0x03, 0x07}); !done) {
        return done;
    }
    if (!m_out.ef05.contains(tagCardId)) {
        return fail(FaultCode::CardGarbled, "issuer file without card identification number");
    }
    return {};
}

Done Reading::holder()
{
    const Result<Outcome> outcome = person();
    if (!outcome) {
        return fail(outcome.error());
    }
    m_out.needsAuthorisation = *outcome == Outcome::NeedsAuthorisation;
    if (m_out.needsAuthorisation) {
        m_out.ef06.clear();
        return {};
    }
    return records(holderFields, {0x0A, 0x0B, 0x0C, 0x0D});
}

Result<SocialCardContents> Reading::all()
{
    if (const Done done = selectApplication(); !done) {
        return fail(done.error());
    }
    if (const Done done = issuerFirst(); !done) {
        return fail(done.error());
    }
    if (const Done done = holder(); !done) {
        return fail(done.error());
    }
    if (const Result<Outcome> again = selectFile(issuerFile); !again) {
        return fail(again.error());
    }
    if (const Done done = records(issuerFields, {0x05, 0x06, 0x02, 0x04}); !done) {
        return fail(done.error());
    }
    return std::move(m_out);
}

}  // namespace

Result<SocialCardContents> readSocialCard(const apdu::Exchange &send, SocialCardOptions options)
{
    return Reading(send, std::move(options)).all();
}

}  // namespace hall::device
