// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/staffproof.h"

#include "app/session/sessiontools.h"

namespace hall {

StaffProof::StaffProof(DeviceHub &hub, StaffDesk desk, Parts parts)
    : Authenticator(std::move(parts)), m_hub(hub), m_desk(std::move(desk))
{
}

Authenticator::Offer StaffProof::offer() const
{
    if (!m_desk.listed || !m_desk.listed()) {
        return {true, false, QStringLiteral("no-staff")};
    }
    const Serviceability readers = m_hub.serviceability(Capability::Identify);
    return {true, readers.available,
            readers.available ? QString() : faultWord(readers.reason.value_or(Fault(FaultCode::DeviceNotReady)))};
}

void StaffProof::begin()
{
    m_witness.reset();
    m_entered.reset();
    m_other = false;
    goTo(Step::Card);
}

void StaffProof::end()
{
    m_entry.clear();
    m_card.clear();
    m_fault.reset();
    m_entered.reset();
    m_witness.reset();
    m_step = Step::Card;
}

void StaffProof::goTo(Step step)
{
    m_step = step;
    m_entry.begin(step == Step::Pin ? longestPin : 0);
    m_parts.changed();
}

void StaffProof::staffCardRead(const QString &reader, const QString &cardNumber)
{
    m_reader = reader;
    if (m_step != Step::Card && m_step != Step::Pin) {
        m_parts.changed();
        return;
    }
    m_card = cardNumber;
    const Done may = m_desk.may(cardNumber);
    m_fault = may ? std::nullopt : std::optional(may.error());
    goTo(Step::Pin);
}

void StaffProof::visitorsCardRead()
{
    m_other = false;
    if (m_step == Step::Return) {
        leave();
    } else {
        m_parts.changed();
    }
}

void StaffProof::otherCardRead()
{
    m_other = true;
    m_parts.changed();
}

// A PIN opens nothing without its card, and nobody confirms for a colleague who has gone.
void StaffProof::cardRemoved(const QString &reader)
{
    m_other = false;
    const bool theirs = reader == m_reader;
    if (theirs) {
        m_reader.clear();
    }
    if (theirs && (m_step == Step::Pin || m_step == Step::Confirm)) {
        m_card.clear();
        m_entered.reset();
        m_fault.reset();
        goTo(Step::Card);
    } else if (theirs && m_step == Step::Take) {
        leave();
    } else {
        m_parts.changed();
    }
}

void StaffProof::tick()
{
    if (m_fault && m_step == Step::Pin) {
        m_parts.changed();
    }
}

void StaffProof::enter()
{
    if (m_step != Step::Pin || m_entry.count() == 0) {
        return;
    }
    const Sensitive<std::string> typed = m_entry.take();
    Sensitive<QString> pin(QString::fromLatin1(typed.reveal().data(), qsizetype(typed.reveal().size())));
    const Result<StaffWitness> witness = m_desk.enter(m_card, pin.reveal());
    if (!witness) {
        m_fault = witness.error();
        goTo(Step::Pin);
        return;
    }
    m_fault.reset();
    m_entered = *witness;
    goTo(Step::Confirm);
}

void StaffProof::agree()
{
    if (m_step == Step::Confirm && m_entered) {
        m_witness = std::exchange(m_entered, std::nullopt);
        leave();
    }
}

// Without having compared it ends in nothing, but the cards find their way back all the same.
bool StaffProof::back()
{
    const ProofSubject subject = m_parts.subject();
    const bool visitorsAway = subject.cardExpected && !subject.cardThere;
    m_entered.reset();
    if (m_step == Step::Card && !visitorsAway) {
        return false;
    }
    if (m_step != Step::Take && m_step != Step::Return) {
        leave();
    }
    return true;
}

void StaffProof::leave()
{
    const ProofSubject subject = m_parts.subject();
    if (!m_reader.isEmpty()) {
        goTo(Step::Take);
    } else if (subject.cardExpected && !subject.cardThere) {
        goTo(Step::Return);
    } else if (m_witness) {
        m_parts.ended({true, {}, m_witness, {}});
    } else {
        fail(QString());
    }
}

QVariantMap StaffProof::page() const
{
    static constexpr const char *names[] = {"card", "pin", "confirm", "take", "return"};
    const ProofSubject subject = m_parts.subject();
    const int locked = m_card.isEmpty() || !m_desk.lockedSeconds ? 0 : m_desk.lockedSeconds(m_card);
    return {{QStringLiteral("step"), QLatin1String(names[static_cast<int>(m_step)])},
            {QStringLiteral("typed"), m_entry.count()},
            {QStringLiteral("fault"), faultMap(m_fault)},
            {QStringLiteral("lockedSeconds"), locked},
            {QStringLiteral("clear"), !(subject.cardExpected && subject.cardThere)},
            {QStringLiteral("other"), m_other}};
}

}  // namespace hall
