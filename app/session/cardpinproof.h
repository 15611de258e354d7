// SPDX-License-Identifier: GPL-3.0-or-later
// Proof by the PIN of a social security card that lies in a reader, whether it was needed for reading it or not. A PIN
// that cards are handed out with proves nothing, nor one that was changed from it in this visit: whoever found the card
// could have done that. The tries are the card's and the visit's (HolderAuthorisation).
#pragma once

#include "app/session/authenticator.h"
#include "drivers/hub/devicehub.h"

namespace hall {

class CardPinProof final : public Authenticator
{
public:
    CardPinProof(DeviceHub &hub, Parts parts);

    // In this visit the card still had the PIN it was handed out with.
    void distrust();
    [[nodiscard]] QString reader() const { return m_reader; }  // whose card is asked, while it is

    [[nodiscard]] ProofWay way() const override { return ProofWay::CardPin; }
    [[nodiscard]] QString stage() const override { return QStringLiteral("prove-pin"); }
    // Reasons of its own: "no-card", "pin-initial"; what the card said of its PIN stays the reason while the visit is.
    [[nodiscard]] Offer offer() const override;
    void begin() override;
    void end() override;
    [[nodiscard]] QVariantMap page() const override;  // as Session::pin, step "prove"
    [[nodiscard]] PinEntry *entry() override { return m_asking ? nullptr : &m_entry; }
    void enter() override;

private:
    void onAsked(const device::PinAnswer &answer);
    void onShown(const device::PinAnswer &answer);
    void take(const device::PinAnswer &answer);
    void give(const Fault &fault);

    DeviceHub &m_hub;
    QString m_reader;
    QString m_card;  // number of the card in it
    PinEntry m_entry;
    bool m_asking = true;  // the card, or nothing is under way
    int m_round = 0;       // of begin() and end(): answers to an earlier one are too late
    std::optional<int> m_triesLeft;
    bool m_lastTry = false;
    std::optional<Fault> m_fault;
    QString m_over;  // why no PIN counts any more in this visit
};

}  // namespace hall
