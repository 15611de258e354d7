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

constexpr std::uint8_t tagCardId = 0x01;
constexpr std::uint8_t tagVersion = 0x03;
constexpr std::uint8_t tagNumber = 0x08;
constexpr std::uint8_t tagName = 0x09;
constexpr std::uint8_t tagNameExtension = 0x4E;

constexpr std::size_t regionBytes = 3;  // of the card identification number: six digits, packed

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

}  // namespace

// In card order: the place in the list is the record number.
const SocialCardSession::Fields SocialCardSession::issuerFields = [] {
    static constexpr std::array<Field, 7> fields{
        {{0x01, 16}, {0x02, 1}, {0x03, 4}, {0x04, 12}, {0x05, 4}, {0x06, 4}, {0x07, 9}}};
    return Fields(fields);
}();
const SocialCardSession::Fields SocialCardSession::holderFields = [] {
    static constexpr std::array<Field, 7> fields{
        {{0x08, 18}, {0x09, 30}, {0x4E, 20}, {0x0A, 1}, {0x0B, 1}, {0x0C, 3}, {0x0D, 4}}};
    return Fields(fields);
}();
const SocialCardSession::Fields SocialCardSession::certificateFields = [] {
    static constexpr std::array<Field, 1> fields{{{0x55, 16}}};
    return Fields(fields);
}();

SocialCardSession::SocialCardSession(SocialCardOptions options) : m_options(std::move(options))
{
    if (m_options.variants) {
        m_variant = m_options.variants->byAtr(m_options.atr);
    }
}

bool SocialCardSession::have(std::uint8_t tag) const
{
    return m_out.ef05.contains(tag) || m_out.ef06.contains(tag) || m_out.certificate.contains(tag);
}

CardProgress SocialCardSession::progress() const
{
    return m_out.needsAuthorisation ? CardProgress::NeedsAuthorisation : CardProgress::Read;
}

Result<Reply> SocialCardSession::run(Bytes command, apdu::Answer answer)
{
    const apdu::Exchange counted = [this](const Bytes &bytes) {
        ++m_out.apdus;
        return (*m_send)(bytes);
    };
    return apdu::run(std::move(command), counted, answer);
}

Done SocialCardSession::selectApplication()
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

Result<SocialCardSession::Outcome> SocialCardSession::selectFile(std::uint16_t file)
{
    m_addressingKnown = false;
    m_shift = 0;
    Result<Reply> reply = run(apdu::selectFile(file, m_variant.selectP1), apdu::Answer::Skip);
    if (reply && isOneOf(reply->sw, {apdu::swWrongP1P2, apdu::swFunctionNotSupported, apdu::swWrongOffset})) {
        m_variant.selectP1 = m_variant.selectP1 == selectByFileId ? selectUnderCurrent : selectByFileId;
        reply = run(apdu::selectFile(file, m_variant.selectP1), apdu::Answer::Skip);
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

// Asked the other way when a card refuses the first record of a file.
Result<Reply> SocialCardSession::readAt(Fields fields, std::size_t place, std::uint8_t length)
{
    const auto le = static_cast<std::uint8_t>(length + 2);  // tag and length byte
    const auto ask = [&] {
        const auto number = static_cast<std::uint8_t>(static_cast<std::ptrdiff_t>(place) + 1 + m_shift);
        return run(
            apdu::readRecord(m_variant.recordP2 == byNumber ? number : fields[place].tag, m_variant.recordP2, le));
    };
    Result<Reply> reply = ask();
    const bool refused = reply && isOneOf(reply->sw, {apdu::swRecordNotFound, apdu::swWrongP1P2});
    if (!m_addressingKnown && refused) {
        const std::uint8_t before = m_variant.recordP2;
        m_variant.recordP2 = before == byNumber ? byTag : byNumber;
        reply = ask();
        if (reply && reply->sw != apdu::swOk && before == byTag) {
            m_variant.recordP2 = before;  // no record by either: what is usual stays the guess
        }
    }
    m_addressingKnown = m_addressingKnown || (reply && reply->sw == apdu::swOk);
    return reply;
}

// Only what belongs into the file that is being read: an issuer file must not say who the holder is.
void SocialCardSession::keep(const apdu::Record &record, Fields fields)
{
    Bytes value(record.value.begin(), record.value.end());
    const auto isTag = [&record](const Field &field) { return field.tag == record.tag; };
    if (std::none_of(fields.begin(), fields.end(), isTag)) {
        wipe(value);
    } else if (fields.data() == issuerFields.data()) {
        m_out.ef05[record.tag] = std::move(value);
    } else if (fields.data() == certificateFields.data()) {
        m_out.certificate[record.tag] = Sensitive<Bytes>(std::move(value));
    } else {
        m_out.ef06[record.tag] = Sensitive<Bytes>(std::move(value));
    }
}

// The answer is kept under the tag that it carries. When that is another one than asked for, the numbers of this card
// have moved: the difference is remembered and the record asked for once more.
Result<SocialCardSession::Outcome> SocialCardSession::record(Fields fields, std::uint8_t tag)
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
        if (parsed->tag == tag || got == std::ssize(fields) || m_variant.recordP2 == byTag || place + 1 + shift < 1) {
            break;
        }
        m_shift = shift;
    }
    return have(tag) ? Outcome::Read : Outcome::Absent;
}

Done SocialCardSession::records(Fields fields, std::initializer_list<std::uint8_t> tags)
{
    for (const std::uint8_t tag : tags) {
        const Result<Outcome> outcome = record(fields, tag);
        if (!outcome) {
            return fail(outcome.error());
        }
    }
    return {};
}

Result<SocialCardSession::Outcome> SocialCardSession::person()
{
    const Result<Outcome> selected = selectFile(holderFile);
    if (!selected || *selected == Outcome::NeedsAuthorisation) {
        return selected;
    }
    for (const std::uint8_t tag : {tagNumber, tagName}) {
        const Result<Outcome> outcome = record(holderFields, tag);
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

std::string SocialCardSession::region() const
{
    std::string digits;
    const Bytes &id = m_out.ef05.at(tagCardId);
    for (std::size_t i = 0; i < std::min(regionBytes, id.size()); ++i) {
        digits += static_cast<char>('0' + (id[i] >> 4));
        digits += static_cast<char>('0' + (id[i] & 0x0F));
    }
    return digits;
}

std::string SocialCardSession::version() const
{
    const auto record = m_out.ef05.find(tagVersion);
    return record == m_out.ef05.end() ? std::string() : std::string(record->second.begin(), record->second.end());
}

Done SocialCardSession::issuerFirst()
{
    const Result<Outcome> selected = selectFile(issuerFile);
    if (!selected) {
        return fail(selected.error());
    }
    if (const Done done = records(issuerFields, {tagCardId, tagVersion, 0x07}); !done) {
        return done;
    }
    if (!m_out.ef05.contains(tagCardId)) {
        return fail(FaultCode::CardGarbled, "issuer file without card identification number");
    }
    const auto none = std::vector<RegionProfile>();
    m_profile = profileFor(m_options.regions ? *m_options.regions : none, region(), version());
    const auto known = m_options.variants ? m_options.variants->byKind(region(), version()) : std::nullopt;
    if (known) {
        m_variant = *known;
        return {};
    }
    // What this card has shown of itself so far holds, unless its region is known to be peculiar.
    const CardVariant usual;
    m_variant.selectP1 = m_profile.selectP1 != usual.selectP1 ? m_profile.selectP1 : m_variant.selectP1;
    m_variant.recordP2 = m_profile.recordP2 != usual.recordP2 ? m_profile.recordP2 : m_variant.recordP2;
    return {};
}

Done SocialCardSession::issuerRest()
{
    if (const Result<Outcome> again = selectFile(issuerFile); !again) {
        return fail(again.error());
    }
    return records(issuerFields, {0x05, 0x06, 0x02, 0x04});
}

Done SocialCardSession::holder()
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
    if (const Done done = records(holderFields, {0x0A, 0x0B, 0x0C, 0x0D}); !done) {
        return done;
    }
    if (m_options.variants) {
        m_options.variants->learn(m_options.atr, region(), version(), m_variant);
    }
    return {};
}

Result<CardProgress> SocialCardSession::read(const apdu::Exchange &send)
{
    m_send = &send;
    for (const auto step :
         {&SocialCardSession::selectApplication, &SocialCardSession::issuerFirst, &SocialCardSession::holder}) {
        if (const Done done = (this->*step)(); !done) {
            return fail(done.error());
        }
    }
    if (m_out.needsAuthorisation && m_options.pin) {
        const Sensitive<std::string> digits = std::move(*m_options.pin);
        m_options.pin.reset();
        if (const Done asked = askTries(send); !asked) {
            return fail(asked.error());
        }
        if (m_triesLeft.value_or(1) == 1 && !m_options.pinLastTry) {
            return fail(FaultCode::NotAllowed, m_triesLeft ? "the card's last try" : "it may be the card's last try");
        }
        if (const Result<CardProgress> shown = verifyPin(send, digits); !shown) {
            return shown;
        }
    }
    if (const Done done = issuerRest(); !done) {
        return fail(done.error());
    }
    return progress();
}

Result<SocialCardContents> readSocialCard(const apdu::Exchange &send, SocialCardOptions options)
{
    SocialCardSession session(std::move(options));
    const Result<CardProgress> progress = session.read(send);
    if (!progress) {
        return fail(progress.error());
    }
    return std::move(session.contents());
}

}  // namespace hall::device
