// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/cardpinproof.h"

#include "app/session/sessiontools.h"

namespace hall {

namespace {

const QString noCard = QStringLiteral("no-card");
const QString initialPin = QStringLiteral("pin-initial");

}  // namespace

CardPinProof::CardPinProof(DeviceHub &hub, Parts parts) : Authenticator(std::move(parts)), m_hub(hub)
{
}

void CardPinProof::distrust()
{
    m_over = initialPin;
}

Authenticator::Offer CardPinProof::offer() const
{
    if (!m_over.isEmpty()) {
        return {true, false, m_over};
    }
    const ProofSubject subject = m_parts.subject();
    if (subject.pinReader.isEmpty()) {
        return {true, false, noCard};
    }
    const auto snapshot = m_hub.snapshot(subject.pinReader);
    if (!snapshot || snapshot->link != device::Link::Ready) {
        return {true, false,
                faultWord(snapshot && snapshot->fault ? *snapshot->fault : Fault(FaultCode::DeviceNotReady))};
    }
    return {true, true, {}};
}

void CardPinProof::begin()
{
    const ProofSubject subject = m_parts.subject();
    m_reader = subject.pinReader;
    m_card = subject.pinCard;
    m_fault.reset();
    m_asking = true;
    m_parts.busy(true);
    m_hub.askPin(m_reader).then(this, [this, round = ++m_round](const device::PinAnswer &answer) {
        if (round == m_round) {
            onAsked(answer);
        }
    });
}

void CardPinProof::end()
{
    ++m_round;
    m_asking = true;
    m_entry.begin(0);  // and its page shows no pad before the card was asked anew
    m_parts.busy(false);
}

void CardPinProof::take(const device::PinAnswer &answer)
{
    m_asking = false;
    m_triesLeft = answer.triesLeft;
    m_lastTry = answer.lastTry;
    m_parts.busy(false);
}

void CardPinProof::onAsked(const device::PinAnswer &answer)
{
    take(answer);
    if (!answer.done) {
        give(answer.done.error());
        return;
    }
    m_entry.begin(answer.digits);
    m_parts.changed();
}

void CardPinProof::enter()
{
    if (m_asking || !m_entry.complete()) {
        return;
    }
    m_fault.reset();
    m_asking = true;
    m_parts.busy(true);
    m_hub.provePin(m_reader, m_entry.take(), m_lastTry)
        .then(this, [this, round = ++m_round](const device::PinAnswer &answer) {
            if (round == m_round) {
                onShown(answer);
            }
        });
    m_parts.changed();
}

void CardPinProof::onShown(const device::PinAnswer &answer)
{
    take(answer);
    // A card that was changed for another behind everybody's back would be right about another person.
    if (answer.done && QString::fromStdString(answer.cardNumber.reveal()) != m_card) {
        fail(faultWord(Fault(FaultCode::CardPulled)));
    } else if (answer.done && answer.initial) {
        m_over = initialPin;
        fail(initialPin);
    } else if (answer.done) {
        m_parts.ended({true, {}, {}, {}});
    } else if (answer.done.error().code == FaultCode::PinWrong) {
        m_fault = answer.done.error();
        m_parts.changed();
    } else {
        give(answer.done.error());
    }
}

// What the card said of its PIN holds for this visit; that it was pulled, or the reader is away, does not.
void CardPinProof::give(const Fault &fault)
{
    const bool lasting = fault.code == FaultCode::PinTriesUsed || fault.code == FaultCode::PinLocked ||
                         fault.code == FaultCode::CardNeedsAuth;
    if (lasting) {
        m_over = fault.code == FaultCode::CardNeedsAuth ? QStringLiteral("no-pin") : faultWord(fault);
    }
    fail(lasting ? m_over : faultWord(fault));
}

QVariantMap CardPinProof::page() const
{
    return {{QStringLiteral("step"), QStringLiteral("prove")},
            {QStringLiteral("typed"), m_entry.count()},
            {QStringLiteral("digits"), m_entry.digits()},
            {QStringLiteral("triesLeft"), m_triesLeft.value_or(-1)},
            {QStringLiteral("lastTry"), m_lastTry},
            {QStringLiteral("another"), false},
            {QStringLiteral("fault"), faultMap(m_fault)}};
}

}  // namespace hall
