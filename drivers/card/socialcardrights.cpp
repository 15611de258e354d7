// SPDX-License-Identifier: GPL-3.0-or-later
// Leave to read the holder file: the holder's PIN, and the two-step authentication that the centre computes.
#include "drivers/card/memorylock.h"
#include "drivers/card/socialcard.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

namespace hall::device {

namespace {

constexpr std::size_t randomSize = 8;  // bytes of a random number, of a factor and of what is computed from them

// DF02, employment, under SSSE, and its file of the employment certificate (LD/T 32.6).
constexpr std::array<unsigned char, 6> employmentAid{0xD1, 0x56, 0x00, 0x00, 0x05, 0x01};
constexpr std::uint16_t certificateFile = 0xEF09;
constexpr std::uint8_t tagCertificate = 0x55;

// 63Cx: x tries are left (ISO/IEC 7816-4 §7.5.6).
constexpr std::uint16_t swTriesLeft = 0x63C0;

std::string hexOf(std::span<const unsigned char> bytes)
{
    std::string out;
    for (const unsigned char byte : bytes) {
        char two[3];
        std::snprintf(two, sizeof two, "%02X", byte);
        out += two;
    }
    return out;
}

Bytes randomBytes()
{
    std::random_device source;
    Bytes out(randomSize);
    std::generate(out.begin(), out.end(), [&source] { return static_cast<unsigned char>(source()); });
    return out;
}

bool saysNo(std::uint16_t sw)
{
    switch (sw) {
    case apdu::swKeyNotFound:
    case apdu::swWrongP1P2:
    case apdu::swFileNotFound:
    case apdu::swInsNotSupported:
    case apdu::swClaNotSupported:
        return true;
    default:
        return false;
    }
}

}  // namespace

Done SocialCardSession::understandPin(std::uint16_t sw, const char *command)
{
    if (sw == apdu::swOk) {
        m_triesLeft.reset();
        return {};
    }
    if ((sw & 0xFFF0) == swTriesLeft) {
        m_triesLeft = sw & 0x0F;
        return fail(*m_triesLeft == 0 ? FaultCode::PinLocked : FaultCode::PinWrong,
                    std::to_string(*m_triesLeft) + " tries left");
    }
    if (sw == apdu::swNoInformation) {
        m_triesLeft.reset();
        return fail(FaultCode::PinWrong, "tries left unknown");
    }
    const std::string detail = std::string(command) + " " + apdu::swText(sw);
    if (sw == apdu::swPinBlocked || sw == apdu::swApplicationLocked) {
        m_triesLeft = 0;
        return fail(FaultCode::PinLocked, detail);
    }
    return fail(saysNo(sw) ? FaultCode::CardNeedsAuth : FaultCode::CardGarbled, detail);
}

// Whatever is neither a count nor a locked PIN means that this card does not tell: a wrong length (6700), a wrong
// parameter, or 9000 from one that takes no PIN for asked.
Done SocialCardSession::askTries(const apdu::Exchange &send)
{
    m_send = &send;
    m_triesLeft.reset();
    if (m_profile.pinCounter == PinCounter::NotAsked) {
        return {};
    }
    const Result<apdu::Reply> reply = run(apdu::askTries());
    if (!reply) {
        return fail(reply.error());
    }
    const bool counted = (reply->sw & 0xFFF0) == swTriesLeft;
    if (counted || reply->sw == apdu::swPinBlocked || reply->sw == apdu::swApplicationLocked) {
        m_triesLeft = counted ? reply->sw & 0x0F : 0;
    }
    if (reply->sw == apdu::swKeyNotFound) {
        return fail(FaultCode::CardNeedsAuth, "the card knows no PIN");
    }
    return m_triesLeft == 0 ? fail(FaultCode::PinLocked, "tries " + apdu::swText(reply->sw)) : Done();
}

Done SocialCardSession::showPin(const Sensitive<std::string> &digits)
{
    Result<Bytes> command = apdu::verify(digits.reveal());
    if (!command) {
        return fail(command.error());
    }
    const MemoryLock lock(command->data(), command->size());
    const Result<apdu::Reply> reply = run(std::move(*command));
    return reply ? understandPin(reply->sw, "VERIFY") : fail(reply.error());
}

Done SocialCardSession::provePin(const apdu::Exchange &send, const Sensitive<std::string> &digits)
{
    m_send = &send;
    const MemoryLock lock(&digits, sizeof digits);
    if (const Done shown = showPin(digits); !shown) {
        return shown;
    }
    m_out.pinVerified = true;
    const auto &initial = m_profile.initialPins;
    m_out.initialPin = std::find(initial.begin(), initial.end(), digits.reveal()) != initial.end();
    return {};
}

Result<CardProgress> SocialCardSession::verifyPin(const apdu::Exchange &send, const Sensitive<std::string> &digits)
{
    if (const Done right = provePin(send, digits); !right) {
        return fail(right.error());
    }
    if (const Done done = holder(); !done) {
        return fail(done.error());
    }
    if (!m_out.needsAuthorisation && m_profile.certificate != CertificateReading::Off) {
        if (const Done done = certificate(); !done) {
            return fail(done.error());
        }
    }
    return progress();
}

// What is not there, or may not be read, is left out: nobody is turned away for it.
Done SocialCardSession::certificate()
{
    const Result<apdu::Reply> selected = run(apdu::selectName(employmentAid), apdu::Answer::Skip);
    if (!selected) {
        return fail(selected.error());
    }
    if (selected->sw == apdu::swOk) {
        Result<Outcome> outcome = selectFile(certificateFile);
        if (outcome && *outcome == Outcome::Read) {
            outcome = record(certificateFields, tagCertificate);
        }
        if (!outcome && outcome.error().code == FaultCode::CardPulled) {
            return fail(outcome.error());
        }
    }
    return selectApplication();  // what is read next lies under SSSE again
}

Done SocialCardSession::changePin(const apdu::Exchange &send, const Sensitive<std::string> &old,
                                  const Sensitive<std::string> &fresh)
{
    m_send = &send;
    Result<Bytes> command = apdu::changePin(old.reveal(), fresh.reveal());
    if (!command) {
        return fail(command.error());
    }
    const MemoryLock lock(command->data(), command->size());
    const Result<apdu::Reply> reply = run(std::move(*command));
    return reply ? understandPin(reply->sw, "CHANGE PIN") : fail(reply.error());
}

Result<RemoteRequest> SocialCardSession::challenge(const apdu::Exchange &send, const Bytes &historical)
{
    m_send = &send;
    // The first eight historical bytes diversify the card's keys.
    m_factor.assign(historical.begin(),
                    historical.begin() + static_cast<std::ptrdiff_t>(std::min(randomSize, historical.size())));
    m_factor.resize(randomSize);
    RemoteRequest request;
    request.region = region();
    request.resetInfo = hexOf(historical);
    request.algorithm = m_profile.algorithm;
    request.cardId = hexOf(m_out.ef05.at(0x01));

    const Bytes random = randomBytes();
    Result<apdu::Reply> proof = run(apdu::internalAuthenticate(random, m_factor));
    if (!proof) {
        return fail(proof.error());
    }
    m_cardsProof.clear();
    if (proof->sw == apdu::swOk && proof->data.reveal().size() == randomSize) {
        m_cardsProof = std::move(proof->data.reveal());
        request.internalFactor = hexOf(m_factor);
        request.internalSource = hexOf(random);
    }
    const Result<apdu::Reply> challenge = run(apdu::getChallenge());
    if (!challenge) {
        return fail(challenge.error());
    }
    if (challenge->sw != apdu::swOk || challenge->data.reveal().size() != randomSize) {
        return fail(FaultCode::CardNeedsAuth, "GET CHALLENGE " + apdu::swText(challenge->sw));
    }
    request.externalFactor = hexOf(m_factor);
    m_challenge = challenge->data.reveal();
    request.externalSource = hexOf(m_challenge);
    return request;
}

Result<CardProgress> SocialCardSession::finishRemote(const apdu::Exchange &send, const RemoteAnswer &answer)
{
    m_send = &send;
    // Centres differ in whether they send the factor along.
    const Bytes &result = answer.external.reveal();
    const bool whole = result.size() == 2 * randomSize;
    if (!whole && result.size() != randomSize) {
        return fail(FaultCode::CentreProtocol, "an authentication has eight bytes, or sixteen with its factor");
    }
    const bool compared = !m_cardsProof.empty() && !answer.internal.empty();
    if (compared && answer.internal != m_cardsProof) {
        return fail(FaultCode::CardNotGenuine, "INTERNAL AUTHENTICATE");
    }
    const Result<apdu::Reply> reply =
        run(apdu::externalAuthenticate(m_profile.externalKey, result, whole ? Bytes() : m_factor));
    if (!reply) {
        return fail(reply.error());
    }
    if (reply->sw != apdu::swOk) {
        return fail(FaultCode::CentreRefused, "EXTERNAL AUTHENTICATE " + apdu::swText(reply->sw));
    }
    if (const Done done = holder(); !done) {
        return fail(done.error());
    }
    m_out.genuine = compared;
    return progress();
}

}  // namespace hall::device
