// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/holderauthorisation.h"

#include "drivers/card/psam.h"

#include <algorithm>

namespace hall::device {

namespace {

// Faults after which the card is in order and can be asked something else.
bool goesOn(FaultCode code)
{
    return code == FaultCode::PinWrong || code == FaultCode::PinLocked || code == FaultCode::CardNeedsAuth ||
           code == FaultCode::CentreRefused || code == FaultCode::CentreProtocol;
}

// What a change of PIN needs, and what became of it. Shared with the worker's thread.
struct PinChange
{
    Sensitive<std::string> old;
    Sensitive<std::string> fresh;
    Bytes cardId;
    bool triesKnown = false;
    std::optional<int> told;  // tries left, as the card said when it was asked
    bool shown = false;
    std::optional<int> said;  // after the old PIN was shown

    [[nodiscard]] Done with(SocialCardSession &session, const apdu::Exchange &send);
};

Done PinChange::with(SocialCardSession &session, const apdu::Exchange &send)
{
    if (session.contents().ef05.at(0x01) != cardId) {
        return fail(FaultCode::CardPulled, "another card");
    }
    const auto length = static_cast<std::size_t>(session.profile().pinDigits);
    if (old.reveal().size() != length || fresh.reveal().size() != length) {
        return fail(FaultCode::BadArgument, "a PIN of another length than the region's");
    }
    const auto &initial = session.profile().initialPins;
    if (std::find(initial.begin(), initial.end(), fresh.reveal()) != initial.end()) {
        return fail(FaultCode::BadArgument, "a PIN that cards are handed out with");
    }
    if (!triesKnown) {
        const Done asked = session.askTries(send);
        told = session.triesLeft();
        if (!asked) {
            return asked;
        }
        if (told.value_or(1) == 1) {
            return fail(FaultCode::NotAllowed, "the card's last try, or maybe it");
        }
    }
    shown = true;
    const Done changed = session.changePin(send, old, fresh);
    said = session.triesLeft();
    return changed;
}

// A PIN that is asked about, or shown for the sake of being right. Shared with the worker's thread.
struct PinProof
{
    std::optional<HolderAuthorisation::Pin> pin;
    Bytes cardId;
    bool triesKnown = false;
    bool last = false;  // as far as is known before the card is asked
    int digits = 0;
    std::optional<int> told;  // tries left, as the card said when it was asked
    bool asked = false;
    bool shown = false;
    bool right = false;
    bool initial = false;
    std::optional<int> said;  // after the PIN was shown
    Sensitive<std::string> cardNumber;

    [[nodiscard]] Done with(SocialCardSession &session, const apdu::Exchange &send);
};

Done PinProof::with(SocialCardSession &session, const apdu::Exchange &send)
{
    if (session.contents().ef05.at(0x01) != cardId) {
        return fail(FaultCode::CardPulled, "another card");
    }
    digits = session.profile().pinDigits;
    if (const auto number = session.contents().ef05.find(0x07); number != session.contents().ef05.end()) {
        std::copy_if(number->second.begin(), number->second.end(), std::back_inserter(cardNumber.reveal()),
                     [](unsigned char byte) { return byte > 0x20 && byte < 0x7F; });
    }
    if (!triesKnown) {
        const Done answer = session.askTries(send);
        told = session.triesLeft();
        asked = true;
        last = told.value_or(1) == 1;
        if (!answer) {
            return answer;
        }
    }
    if (!pin) {
        return {};
    }
    if (pin->digits.reveal().size() != static_cast<std::size_t>(digits)) {
        return fail(FaultCode::BadArgument, "a PIN of another length than the region's");
    }
    if (last && !pin->lastTry) {
        return fail(FaultCode::NotAllowed, "the card's last try or maybe it, not confirmed");
    }
    shown = true;
    const Done done = session.provePin(send, pin->digits);
    wipe(pin->digits.reveal());
    said = session.triesLeft();
    right = done.has_value();
    initial = session.contents().initialPin;
    return done;
}

}  // namespace

void HolderAuthorisation::Tries::count(FaultCode code, std::optional<int> said)
{
    if (code == FaultCode::CardNeedsAuth || code == FaultCode::BadArgument) {
        return;  // the card knows no PIN, or nothing was sent
    }
    ++wrong;
    full = false;
    if (code == FaultCode::PinLocked) {
        left = 0;
    } else if (code == FaultCode::PinWrong && said) {
        left = said;
    } else if (left) {
        // Pulled, or too late: whether the card has taken a try off is not known, so it counts as if.
        left = std::max(*left - 1, 1);
    }
}

void HolderAuthorisation::Tries::right()
{
    left.reset();
    asked = false;
    full = true;
}

HolderAuthorisation::State HolderAuthorisation::begin(const SocialCardContents &card)
{
    m_card = card;
    m_cardId = card.ef05.at(0x01);
    m_profile = m_reading.held() ? m_reading.held()->profile() : RegionProfile();
    return enter(0, std::nullopt);
}

void HolderAuthorisation::drop()
{
    m_need.reset();
    m_card = {};
    wipe(m_cardId);
    m_reading.letGo();
}

HolderAuthorisation::State HolderAuthorisation::end(Result<SocialCardContents> contents)
{
    drop();
    return contents;
}

std::optional<Fault> HolderAuthorisation::Tries::refused() const
{
    if (left == 0) {
        return Fault(FaultCode::PinLocked);
    }
    return wrong >= triesPerVisit ? std::optional(Fault(FaultCode::PinTriesUsed)) : std::nullopt;
}

// Once a visit: a card that counts the question, against the standard, then loses no more than one try by it.
Done HolderAuthorisation::askTries()
{
    if (tries().left || tries().asked) {
        return {};
    }
    tries().asked = true;
    const auto left = std::make_shared<std::optional<int>>();
    const auto asked =
        m_reading.go("pin-tries", [left](SocialCardSession &card, const apdu::Exchange &send, const Bytes &) -> Done {
            const Done done = card.askTries(send);
            *left = card.triesLeft();
            return done;
        });
    tries().left = *left;
    if (asked) {
        return {};
    }
    tries().asked = goesOn(asked.error().code);  // else it has not answered
    return fail(asked.error());
}

// The step at this place of the chain or the first after it that can be done; `fault` is why the one before could not.
HolderAuthorisation::State HolderAuthorisation::enter(std::size_t place, std::optional<Fault> fault)
{
    for (m_place = place; m_place < m_profile.authorisation.size(); ++m_place) {
        AuthorisationNeed need;
        need.card = m_card;
        need.step = m_profile.authorisation[m_place];
        need.chain = m_profile.authorisation;
        need.fault = fault;
        need.pinDigits = m_profile.pinDigits;
        switch (need.step) {
        case AuthorisationStep::Pin:
            if (const auto refused = tries().refused()) {
                fault = refused;
                continue;
            }
            if (const Done asked = askTries(); !asked) {
                if (!goesOn(asked.error().code)) {
                    return end(fail(asked.error()));
                }
                fault = asked.error();
                continue;
            }
            need.triesLeft = tries().left;
            need.lastTry = tries().last();
            break;
        case AuthorisationStep::Remote: {
            const auto request = std::make_shared<std::optional<RemoteRequest>>();
            const auto asked = m_reading.go(
                "card-challenge",
                [request](SocialCardSession &card, const apdu::Exchange &send, const Bytes &historical) -> Done {
                    Result<RemoteRequest> made = card.challenge(send, historical);
                    if (!made) {
                        return fail(made.error());
                    }
                    *request = std::move(*made);
                    return {};
                });
            if (!asked && !goesOn(asked.error().code)) {
                return end(fail(asked.error()));
            }
            if (!asked) {
                fault = asked.error();
                continue;
            }
            need.remote = std::move(*request);
            break;
        }
        case AuthorisationStep::Psam: {
            const Result<SocialCardContents> read = byModule();
            if (read && !read->needsAuthorisation) {
                return end(read);
            }
            fault = read ? Fault(FaultCode::CardNeedsAuth) : read.error();
            if (!goesOn(fault->code)) {
                return end(fail(*fault));
            }
            continue;
        }
        }
        m_need = need;
        return Waiting{std::move(need)};
    }
    return end(fail(fault ? *fault : Fault(FaultCode::CardNeedsAuth)));
}

// Asks nobody: the card's challenge goes to the module in its own slot, and what that computes back to the card.
Result<SocialCardContents> HolderAuthorisation::byModule()
{
    if (!m_module.transport || m_profile.psamReader.empty()) {
        return fail(FaultCode::CardNeedsAuth, "no security module");
    }
    return m_reading.go(
        "card-module",
        [module = m_module](SocialCardSession &card, const apdu::Exchange &send, const Bytes &historical) -> Done {
            const Result<RemoteRequest> asked = card.challenge(send, historical);
            if (!asked) {
                return fail(asked.error());
            }
            Result<Sensitive<Bytes>> computed =
                askModule(*module.transport, card.profile().psamReader, module.exchangeTime, asked->region,
                          card.factor(), card.challengeBytes());
            if (!computed) {
                return fail(computed.error());
            }
            const Result<CardProgress> progress = card.finishRemote(send, {{}, std::move(*computed)});
            return progress ? Done() : fail(progress.error());
        });
}

HolderAuthorisation::State HolderAuthorisation::waitAgain(Fault fault)
{
    m_need->fault = std::move(fault);
    return Waiting{*m_need};
}

std::optional<HolderAuthorisation::State> HolderAuthorisation::answer(Request request)
{
    if (!m_need) {
        return std::nullopt;
    }
    if (auto *pin = std::get_if<Pin>(&request)) {
        return m_need->step == AuthorisationStep::Pin ? std::optional(answerPin(std::move(*pin))) : std::nullopt;
    }
    if (auto *remote = std::get_if<RemoteAnswer>(&request)) {
        return m_need->step == AuthorisationStep::Remote ? std::optional(answerRemote(std::move(*remote)))
                                                         : std::nullopt;
    }
    if (auto *refusal = std::get_if<Refusal>(&request)) {
        return enter(m_place + 1, std::move(refusal->fault));
    }
    return end(fail(FaultCode::CardNeedsAuth, "given up"));
}

HolderAuthorisation::State HolderAuthorisation::answerPin(Pin pin)
{
    if (!apdu::isPin(pin.digits.reveal()) ||
        pin.digits.reveal().size() != static_cast<std::size_t>(m_profile.pinDigits)) {
        return waitAgain(Fault(FaultCode::BadArgument,
                               "a PIN of this region has " + std::to_string(m_profile.pinDigits) + " digits"));
    }
    if (m_need->lastTry && !pin.lastTry) {
        return waitAgain(Fault(FaultCode::NotAllowed, "the card's last try or maybe it, not confirmed"));
    }
    const auto digits = std::make_shared<Sensitive<std::string>>(std::move(pin.digits));
    const auto left = std::make_shared<std::optional<int>>();
    const auto right = std::make_shared<bool>(false);
    const auto contents =
        m_reading.go("verify-pin",
                     [digits, left, right](SocialCardSession &card, const apdu::Exchange &send, const Bytes &) -> Done {
                         const Result<CardProgress> progress = card.verifyPin(send, *digits);
                         wipe(digits->reveal());
                         *left = card.triesLeft();
                         *right = card.contents().pinVerified;
                         return progress ? Done() : fail(progress.error());
                     });
    if (contents || *right) {
        tries().right();
        return after(contents);
    }
    const Fault &fault = contents.error();
    tries().count(fault.code, *left);
    const bool answered = fault.code == FaultCode::PinWrong || fault.code == FaultCode::PinLocked;
    return answered ? enter(m_place, fault) : after(contents);
}

HolderAuthorisation::State HolderAuthorisation::answerRemote(RemoteAnswer answer)
{
    const auto given = std::make_shared<RemoteAnswer>(std::move(answer));
    return after(
        m_reading.go("card-authenticate", [given](SocialCardSession &card, const apdu::Exchange &send, const Bytes &) {
            const Result<CardProgress> progress = card.finishRemote(send, *given);
            return progress ? Done() : fail(progress.error());
        }));
}

HolderAuthorisation::State HolderAuthorisation::after(const Result<SocialCardContents> &contents)
{
    if (contents && !contents->needsAuthorisation) {
        return end(contents);
    }
    if (contents) {  // the step was right, and the card wants another
        return enter(m_place + 1, Fault(FaultCode::CardNeedsAuth));
    }
    return goesOn(contents.error().code) ? enter(m_place + 1, contents.error()) : end(contents);
}

Done HolderAuthorisation::changePin(const std::string &reader, const SocialCardOptions &card, const Bytes &cardId,
                                    const Sensitive<std::string> &old, const Sensitive<std::string> &fresh)
{
    Tries &now = m_tries[cardId];
    if (now.wrong >= triesPerVisit || now.left == 0 || now.left == 1) {
        return fail(FaultCode::NotAllowed, "no PIN try is left in this visit, or it is the card's last");
    }
    const auto change = std::make_shared<PinChange>(PinChange{old, fresh, cardId, now.left || now.full, {}, false, {}});
    const Done done = m_reading.visit(reader, card, "change-pin",
                                      [change](SocialCardSession &session, const apdu::Exchange &send, const Bytes &) {
                                          return change->with(session, send);
                                      });
    if (change->told) {
        now.left = change->told;
    }
    if (done) {
        now.right();
    } else if (change->shown) {
        now.count(done.error().code, change->said);
    }
    return done;
}

PinAnswer HolderAuthorisation::provePin(const std::string &reader, const SocialCardOptions &card, const Bytes &cardId,
                                        std::optional<Pin> pin)
{
    Tries &now = m_tries[cardId];
    PinAnswer answer;
    if (const auto refused = now.refused()) {
        answer.done = fail(*refused);
        return answer;
    }
    const auto proof = std::make_shared<PinProof>();
    proof->pin = std::move(pin);
    proof->cardId = cardId;
    proof->triesKnown = now.left || now.full || now.asked;
    proof->last = now.last();
    answer.done = m_reading.visit(reader, card, "prove-pin",
                                  [proof](SocialCardSession &session, const apdu::Exchange &send, const Bytes &) {
                                      return proof->with(session, send);
                                  });
    if (proof->asked) {
        // A card without a PIN may be asked again: it has no tries to lose.
        const bool none = !answer.done && answer.done.error().code == FaultCode::CardNeedsAuth;
        now.asked = answer.done || proof->shown || (!none && goesOn(answer.done.error().code));
        now.left = proof->told;
    }
    if (proof->right) {
        now.right();
        answer.done = {};  // the card was pulled after it had said so, or whatever else: it was right
    } else if (proof->shown) {
        now.count(answer.done.error().code, proof->said);
        if (const auto refused = now.refused()) {
            answer.done = fail(*refused);
        }
    }
    answer.digits = proof->digits;
    answer.triesLeft = now.left;
    answer.lastTry = now.last();
    answer.initial = proof->initial;
    answer.cardNumber = std::move(proof->cardNumber);
    return answer;
}

}  // namespace hall::device
