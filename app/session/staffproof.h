// SPDX-License-Identifier: GPL-3.0-or-later
// Proof by a member of staff: their card, their PIN, and their word that they have compared person and document. They
// see nothing of the visit but the name as every page shows it. Where there is one slot only, the visitor's card makes
// room for theirs and comes back afterwards: the visit goes on with that card alone, so the document they compared is
// the one the visit is about. Works offline (StaffGate).
#pragma once

#include "app/session/authenticator.h"
#include "drivers/hub/devicehub.h"

namespace hall {

// What the staff list can tell; supplied by the composition root.
struct StaffDesk
{
    std::function<bool()> listed;                        // there is a staff list
    std::function<Done(const QString &cardNumber)> may;  // good when the card may show a PIN now
    // Counts a try before it answers. StaffWrongPin, StaffLocked …
    std::function<Result<StaffWitness>(const QString &cardNumber, const QString &pin)> enter;
    std::function<int(const QString &cardNumber)> lockedSeconds;
};

class StaffProof final : public Authenticator
{
public:
    static constexpr int longestPin = 12;  // digits, as in maintenance

    StaffProof(DeviceHub &hub, StaffDesk desk, Parts parts);

    // Cards, while its page is shown.
    void staffCardRead(const QString &reader, const QString &cardNumber);
    void visitorsCardRead();
    void otherCardRead();
    void cardRemoved(const QString &reader);
    // A staff card that lies in a reader when the visit ends; empty when none does.
    [[nodiscard]] QString staffReader() const { return m_reader; }
    void tick();  // the seconds of a lock run down

    [[nodiscard]] ProofWay way() const override { return ProofWay::Staff; }
    [[nodiscard]] QString stage() const override { return QStringLiteral("prove-staff"); }
    [[nodiscard]] Offer offer() const override;  // reason of its own: "no-staff"
    void begin() override;
    void end() override;
    [[nodiscard]] bool back() override;
    // {step: "card" is waited for, "pin", "confirm", "take" the staff card, "return" the visitor's; typed, fault,
    // lockedSeconds, clear: the visitor's card is out of the way, other: somebody else's card was put in}
    [[nodiscard]] QVariantMap page() const override;
    [[nodiscard]] PinEntry *entry() override { return m_step == Step::Pin ? &m_entry : nullptr; }
    void enter() override;
    void agree() override;  // person and document were compared

private:
    enum class Step
    {
        Card,
        Pin,
        Confirm,
        Take,
        Return
    };

    void leave();  // both cards are where they belong, or are asked for
    void goTo(Step step);

    DeviceHub &m_hub;
    const StaffDesk m_desk;
    Step m_step = Step::Card;
    PinEntry m_entry;
    QString m_card;    // number of the staff card
    QString m_reader;  // where it lies
    std::optional<Fault> m_fault;
    bool m_other = false;
    std::optional<StaffWitness> m_entered;  // whose PIN was right
    std::optional<StaffWitness> m_witness;  // who has compared
};

}  // namespace hall
