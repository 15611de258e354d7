// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a visit: the card and a stick are asked for, the data goes, the picture stays a moment longer.
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

constexpr std::chrono::seconds takeCardTime{60};
constexpr int endedMs = 4000;  // how long "your data has been removed" stays

}  // namespace

void Session::cancel()
{
    finish();
}

void Session::finish()
{
    if (m_stage == QLatin1String("submitting") || m_stage == QLatin1String("ended")) {
        return;
    }
    m_cardsToTake = visitorsReaders();
    if (!m_cardsToTake.isEmpty() || stickToTake()) {
        wipe();
        m_takeCardSince = m_services.clock->monotonic();
        setStage(QStringLiteral("take-card"));
        return;
    }
    endVisit();
}

// The readers that hold a card of this visit: the one it began with, and others of the same person or that nobody could
// read. Somebody else's card is the beginning of the next visit.
QStringList Session::visitorsReaders() const
{
    QStringList readers;
    for (const QString &reader : m_services.hub->readersWithCards()) {
        const auto there = m_services.hub->lastIdentity(reader);
        if (!m_identity || !there || there->number.reveal() == m_identity->number.reveal() ||
            m_worker.readers.contains(reader)) {
            readers.append(reader);
        }
    }
    return readers;
}

// A card that nobody takes counts as forgotten.
void Session::watchTakeCard()
{
    if (m_stage == QLatin1String("take-card") && m_services.clock->monotonic() - m_takeCardSince > takeCardTime) {
        leaveCards(m_cardsToTake);
        leaveStick();
        Q_EMIT visitOver();
    }
}

void Session::leaveCards(const QStringList &readers)
{
    for (const QString &reader : readers) {
        m_services.hub->leaveCard(reader);
    }
}

void Session::endVisit()
{
    if (m_stage == QLatin1String("ended")) {
        return;
    }
    dropPad();
    dropPermit();
    leaveCards(visitorsReaders());
    leaveStick();
    if (!m_identity) {
        Q_EMIT visitOver();
        return;
    }
    wipe();
    showEnded();
}

void Session::showEnded()
{
    setStage(QStringLiteral("ended"));
    QTimer::singleShot(endedMs, this, &Session::visitOver);
}

// The data goes now, not when the picture does.
void Session::wipe()
{
    m_capture->stop();
    dropPad();
    dropPermit();
    if (m_identity) {
        Q_EMIT wiping(tracesOf(*m_identity));
    }
    if (!m_staffProof->staffReader().isEmpty()) {
        m_services.hub->leaveCard(m_staffProof->staffReader());
    }
    stopProving();
    m_assurance.clear();
    m_goal = Goal::None;
    m_renewal->end();
    m_pinForgotten = false;
    m_proofNote.clear();
    m_photoCard.reset();
    m_cardThere = false;
    m_identity.reset();
    m_form.clear();
    wipeFacts(m_facts);
    wipeFacts(m_centreFacts);
    m_disagreements.clear();
    forgetReadings();
    m_typed.clear();
    m_unread.clear();
    forgetAnswer();
    wipeActing();
    m_draft = {};
    Q_EMIT draftChanged();
    m_pastCases.clear();
    m_casesUnsure = false;
    m_centreCases.clear();
    m_openCase.clear();
    m_needs.clear();
    m_errors.clear();
    {
        const QMutexLocker lock(&m_imagesMutex);
        m_images.clear();
    }
    m_holderKey.clear();
    forgetSignature();
    m_transaction.reset();
    m_caseNumber.clear();
    forgetGuidePaper();
    if (m_chain) {
        m_chain->filed.clear();
        m_chain->ids.clear();
    }
    setBusy(false);
    Q_EMIT visitorChanged();
}

}  // namespace hall
