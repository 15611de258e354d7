// SPDX-License-Identifier: GPL-3.0-or-later
// How sure the machine is who stands there (decision D16): what each service asks for, and what has been proved in a
// visit. A card says whose it is, not who holds it: a found card must not open a stranger's record. Values and pure
// functions; any thread.
#pragma once

#include "app/domain/identity.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>

namespace hall {

// In order: whoever has proved one has proved those before it.
enum class Assurance
{
    Open,        // nothing: information that is the same for everybody, and what somebody says of himself
    Possession,  // has something of that person's in hand: the card, or the telephone with the electronic card
    Holder,      // is that person, by something the finder of a card lacks: its PIN, or the face on its photo
    Staff        // is that person, by a member of staff who has compared person and document
};

[[nodiscard]] QString assuranceName(Assurance level);  // "open", "possession", "holder", "staff"
[[nodiscard]] std::optional<Assurance> assuranceFrom(const QString &name);

// What a level was reached by.
enum class ProofWay
{
    Typed,         // a number that was typed: anybody can
    Zone,          // a travel permit lay under the camera and its zone was read
    SocialCard,    // its card was read
    ResidentCard,  // its card was read
    ECard,         // its code, which the centre took
    CardPin,       // the card's PIN, which is not one that cards are handed out with
    HolderCheck,   // a picture of the person against the photo on the card
    Staff          // a member of staff has compared person and document
};

[[nodiscard]] QString
proofWayName(ProofWay way);  // "typed", "zone", "social-card", …, "card-pin", "holder-check", "staff"
[[nodiscard]] std::optional<ProofWay> proofWayFrom(const QString &name);

// What a way proves. An electronic card's code is short-lived, is taken once, and lives in a telephone; but whoever
// checks it says whose it is and nothing about how the telephone was unlocked, or whether it was. So it is in
// somebody's hands, as a card is, and proves no more. A permit whose zone was read is in somebody's hands too; that no
// chip vouches for it is why nothing is shown or asked about its person (mayAskCentreAbout).
[[nodiscard]] Assurance assuranceOf(ProofWay way);
// By what an identity came, and the level it has by that.
[[nodiscard]] ProofWay wayOf(const Identity &identity);
[[nodiscard]] Assurance assuranceOf(const Identity &identity);

// The member of staff who compared. Never a name, and the card's number only as the staff list has it.
struct StaffWitness
{
    QString role;        // "staff", "technician"
    QByteArray cardTag;  // HMAC-SHA256 with the staff list's key, 32 bytes
    bool operator==(const StaffWitness &) const = default;
};

struct AssuranceProof
{
    Assurance level = Assurance::Open;
    ProofWay way = ProofWay::Typed;
    QDateTime at;                         // UTC
    QString consentVersion;               // of HolderCheck alone: the words that were agreed to just before
    std::optional<StaffWitness> witness;  // of Staff alone
    bool operator==(const AssuranceProof &) const = default;
};

// What one visit has proved. Begins with an identity and ends with it.
class VisitAssurance
{
public:
    void begin(const Identity &identity, const QDateTime &at);
    // Holds until clear(). A way that proves no more than is proved changes nothing.
    void raise(ProofWay way, const QDateTime &at, std::optional<StaffWitness> witness = {}, QString consent = {});
    void clear() { m_proof.reset(); }
    [[nodiscard]] Assurance level() const { return m_proof ? m_proof->level : Assurance::Open; }
    [[nodiscard]] bool allows(Assurance needed) const { return level() >= needed; }
    [[nodiscard]] const std::optional<AssuranceProof> &proof() const { return m_proof; }  // of the highest level

private:
    std::optional<AssuranceProof> m_proof;
};

}  // namespace hall
