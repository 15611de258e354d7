// SPDX-License-Identifier: GPL-3.0-or-later
// A way to prove who stands there, beyond what the sign-in proved: the card's PIN, a picture against the card's photo,
// a member of staff. One object for each way and visit; it knows whether it can be tried now, does its part of the
// page, and tells how that ended. It never decides what may be opened. GUI thread.
#pragma once

#include "app/domain/assurance.h"
#include "app/session/pinentry.h"

#include <QObject>
#include <QString>
#include <QVariantMap>

#include <functional>
#include <memory>

namespace hall {

// Who is to be proved, as the session knows it now.
struct ProofSubject
{
    std::shared_ptr<const Identity> identity;  // null: nobody is signed in, nothing can be proved
    QString pinReader;                         // holds a social security card of this person; empty: none does
    QString pinCard;                           // number of that card
    std::shared_ptr<const Identity> photo;     // of this person, with a photo; null: none
    bool cardExpected = false;                 // the visit began with a card that belongs in the slot
    bool cardThere = false;                    // and that card, or another of this person, is in a reader
};

// How a try ended that was not given up by the visitor.
struct ProofEnd
{
    bool proved = false;
    QString why;  // of one that failed: a word of the authenticator's own, or the name of a fault
    std::optional<StaffWitness> witness;
    QString consent;
};

class Authenticator : public QObject
{
public:
    struct Offer
    {
        bool fitted = true;  // the machine has this way at all
        bool works = false;  // it can be tried now
        QString reason;      // why not: a word of the authenticator's own, or the name of a fault
    };
    struct Parts
    {
        std::function<ProofSubject()> subject;
        std::function<void(const ProofEnd &)> ended;  // never after end()
        std::function<void()> changed;                // what page() says is another
        std::function<void(bool)> busy;               // the machine works; nothing to touch
    };

    explicit Authenticator(Parts parts) : m_parts(std::move(parts)) {}

    [[nodiscard]] virtual ProofWay way() const = 0;
    [[nodiscard]] virtual QString stage() const = 0;  // of the page it is done on
    [[nodiscard]] virtual Offer offer() const = 0;
    virtual void begin() = 0;  // its page is shown
    virtual void end() = 0;    // its page is left: what was typed goes, and a late answer counts for nothing
    // One step back within the page; false: there is none, and the page is to be left.
    [[nodiscard]] virtual bool back() { return false; }
    [[nodiscard]] virtual QVariantMap page() const { return {}; }  // what the page shows, documented at Session::prove
    [[nodiscard]] virtual PinEntry *entry() { return nullptr; }    // what the page's pad writes into; null: no pad now
    virtual void enter() {}                                        // what is typed is meant
    virtual void agree() {}                                        // the page's question is answered with yes

protected:
    void fail(const QString &why) const { m_parts.ended({false, why, {}, {}}); }

    Parts m_parts;
};

}  // namespace hall
