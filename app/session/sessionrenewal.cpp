// SPDX-License-Identifier: GPL-3.0-or-later
// A service that gives the visitor's card another PIN here. Whoever has forgotten it, or whose card keeps it locked,
// hands in a case instead: that is for the staff.
#include "app/session/session.h"
#include "app/session/sessiontools.h"
#include "app/store/kioskstore.h"

namespace hall {

namespace {

const QString ownPin = QStringLiteral("pin-own");

}  // namespace

void Session::makePinRenewal()
{
    m_renewal = std::make_unique<PinRenewal>(
        *m_services.hub, PinRenewal::Parts{[this] {
                                               setStage(ownPin);
                                               Q_EMIT pinChanged();
                                           },
                                           [this](bool busy) { setBusy(busy); },
                                           [this](const Done &done, bool initial) { onPinRenewed(done, initial); }});
}

// False: no card of the visitor's lies in a reader, so nothing can be changed here.
bool Session::renewPin()
{
    const ProofSubject subject = proofSubject();
    if (!m_service->changesPin || m_pinForgotten || subject.pinReader.isEmpty()) {
        return false;
    }
    m_renewal->begin(subject.pinReader, subject.pinCard);
    return true;
}

void Session::onPinRenewed(const Done &done, bool initial)
{
    if (!m_identity || !m_service) {
        return;
    }
    if (done) {
        m_services.store->appendAudit(QStringLiteral("card-pin-changed"), QByteArrayLiteral("{}"));
        if (initial) {
            m_pinProof->distrust();  // whoever found the card could have changed it just as well
        }
        setStage(QStringLiteral("pin-changed"));
        return;
    }
    if (done.error().code == FaultCode::CardPulled) {
        setStage(QStringLiteral("intro"));
        return;
    }
    // The card cannot be asked, or not any more: what is left is to have the PIN reset.
    resetPinInstead();
    if (m_stage == QLatin1String("prove")) {
        m_proofNote =
            done.error().code == FaultCode::CardNeedsAuth ? QStringLiteral("no-pin") : faultWord(done.error());
        m_proofNoteWay = proofWayName(ProofWay::CardPin);
        Q_EMIT proveChanged();
    }
}

void Session::resetPinInstead()
{
    m_pinForgotten = true;
    setStage(QStringLiteral("intro"));
    ask();
}

void Session::pinForgotten()
{
    if (m_stage == ownPin && !m_busy) {
        resetPinInstead();
    }
}

}  // namespace hall
