// SPDX-License-Identifier: GPL-3.0-or-later
// What happens between a card that keeps its holder to itself and the card being read or given up: the region's chain
// of authorisations, step by step, and the rules about PINs. The reader's watching thread only.
#pragma once

#include "drivers/card/cardreading.h"

#include <optional>
#include <variant>

namespace hall::device {

class HolderAuthorisation
{
public:
    // At most so many wrong PINs are shown to one card in one visit, whatever it would still allow.
    static constexpr int triesPerVisit = 2;

    struct Pin
    {
        Sensitive<std::string> digits;
        bool lastTry = false;
    };
    struct Refusal
    {
        Fault fault;
    };
    struct GiveUp
    {
    };
    using Request = std::variant<Pin, RemoteAnswer, Refusal, GiveUp>;

    // Either the card waits for a request, or it is done with: read, or failed with a fault.
    struct Waiting
    {
        AuthorisationNeed need;
    };
    using State = std::variant<Waiting, Result<SocialCardContents>>;

    struct Module
    {
        std::shared_ptr<SmartCardTransport> transport;  // null: none
        std::chrono::milliseconds exchangeTime{1000};
    };
    HolderAuthorisation(CardReading &reading, Module module) : m_reading(reading), m_module(std::move(module)) {}

    void beginVisit() { m_tries.clear(); }
    // A card that is held by the reading and needs authorisation.
    [[nodiscard]] State begin(const SocialCardContents &card);
    // Of the card that waits. Nothing when none does.
    [[nodiscard]] std::optional<State> answer(Request request);
    void drop();  // the card is gone
    [[nodiscard]] bool waiting() const { return m_need.has_value(); }

    // BadArgument, NotAllowed (it is the last try or may be, or the tries of this visit are used up); what the card
    // says.
    [[nodiscard]] Done changePin(const std::string &reader, const SocialCardOptions &card, const Bytes &cardId,
                                 const Sensitive<std::string> &old, const Sensitive<std::string> &fresh);
    // CardAuthorisation::askPin without `pin`, provePin with one.
    [[nodiscard]] PinAnswer provePin(const std::string &reader, const SocialCardOptions &card, const Bytes &cardId,
                                     std::optional<Pin> pin);

private:
    struct Tries
    {
        int wrong = 0;
        std::optional<int> left;  // as the card said last
        bool asked = false;       // whether it was asked for them; once in a visit
        bool full = false;        // a right PIN was shown and no wrong one since: the card has all its tries again

        // Whether a wrong PIN would lock the card, or could for all that it has said.
        [[nodiscard]] bool last() const { return left ? *left == 1 : !full; }
        [[nodiscard]] std::optional<Fault> refused() const;  // why no PIN is shown to it any more
        void right();

        void count(FaultCode code, std::optional<int> said);  // a PIN was shown and not found right
    };

    [[nodiscard]] State enter(std::size_t place, std::optional<Fault> fault);
    [[nodiscard]] State after(const Result<SocialCardContents> &contents);
    [[nodiscard]] State end(Result<SocialCardContents> contents);
    [[nodiscard]] State answerPin(Pin pin);
    [[nodiscard]] State answerRemote(RemoteAnswer answer);
    [[nodiscard]] State waitAgain(Fault fault);
    [[nodiscard]] Tries &tries() { return m_tries[m_cardId]; }
    [[nodiscard]] Done askTries();
    [[nodiscard]] Result<SocialCardContents> byModule();

    CardReading &m_reading;
    const Module m_module;
    std::map<Bytes, Tries> m_tries;  // of this visit, by card identification number
    Bytes m_cardId;
    SocialCardContents m_card;
    RegionProfile m_profile;
    std::size_t m_place = 0;  // in the chain
    std::optional<AuthorisationNeed> m_need;
};

}  // namespace hall::device
