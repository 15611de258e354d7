// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pinrenewal.h"

#include "app/session/sessiontools.h"

namespace hall {

PinRenewal::PinRenewal(DeviceHub &hub, Parts parts) : m_hub(hub), m_parts(std::move(parts))
{
}

void PinRenewal::begin(const QString &reader, const QString &card)
{
    end();
    m_reader = reader;
    m_card = card;
    m_parts.busy(true);
    m_hub.askPin(reader).then(this, [this, round = m_round](const device::PinAnswer &answer) {
        if (round == m_round) {
            onAnswer(answer, false);
        }
    });
}

void PinRenewal::end()
{
    ++m_round;
    if (m_asking && !m_reader.isEmpty()) {
        m_parts.busy(false);
    }
    m_reader.clear();
    m_card.clear();
    m_step = Step::Old;
    m_entry.begin(0);
    wipe(m_old.reveal());
    wipe(m_fresh.reveal());
    m_fault.reset();
    m_initial = false;
    m_asking = true;
}

void PinRenewal::enter()
{
    if (m_asking || !m_entry.complete()) {
        return;
    }
    m_fault.reset();
    switch (m_step) {
    case Step::Old:
        show();
        break;
    case Step::Fresh:
        m_fresh = m_entry.take();
        await(Step::Repeat);
        break;
    case Step::Repeat:
        change();
        break;
    }
}

void PinRenewal::show()
{
    m_old = m_entry.take();
    m_asking = true;
    m_parts.busy(true);
    m_hub.provePin(m_reader, m_old, m_lastTry).then(this, [this, round = m_round](const device::PinAnswer &answer) {
        if (round == m_round) {
            onAnswer(answer, true);
        }
    });
    m_parts.changed();
}

void PinRenewal::onAnswer(const device::PinAnswer &answer, bool shown)
{
    m_asking = false;
    m_parts.busy(false);
    m_digits = answer.digits;
    m_triesLeft = answer.triesLeft;
    m_lastTry = answer.lastTry;
    const bool wrong = !answer.done && answer.done.error().code == FaultCode::PinWrong;
    if (wrong) {
        m_fault = answer.done.error();
    } else if (!answer.done) {
        stop(answer.done);
        return;
    } else if (shown && QString::fromStdString(answer.cardNumber.reveal()) != m_card) {
        stop(fail(FaultCode::CardPulled, "another card"));
        return;
    }
    if (!shown || wrong) {
        await(Step::Old);
        return;
    }
    m_initial = answer.initial;
    await(Step::Fresh);
}

void PinRenewal::change()
{
    const Sensitive<std::string> again = m_entry.take();
    if (again.reveal() != m_fresh.reveal()) {
        m_fault = Fault(FaultCode::PinDiffers);
        await(Step::Fresh);
        return;
    }
    m_asking = true;
    m_parts.busy(true);
    m_hub.changePin(m_reader, m_old, m_fresh).then(this, [this, round = m_round](const Done &done) {
        if (round == m_round) {
            onChanged(done);
        }
    });
    m_parts.changed();
}

void PinRenewal::onChanged(const Done &done)
{
    m_asking = false;
    m_parts.busy(false);
    if (!done && done.error().code == FaultCode::BadArgument) {  // of the right length, so one of the issuer's
        m_fault = Fault(FaultCode::PinInitial);
        await(Step::Fresh);
        return;
    }
    stop(!done && done.error().code == FaultCode::NotAllowed ? fail(FaultCode::PinUnchanged) : done);
}

void PinRenewal::await(Step step)
{
    m_step = step;
    m_entry.begin(m_digits);
    m_parts.changed();
}

void PinRenewal::stop(const Done &done)
{
    const bool initial = m_initial;
    end();
    m_parts.ended(done, initial);
}

QVariantMap PinRenewal::page() const
{
    const bool old = m_step == Step::Old;
    return {{QStringLiteral("step"), old                     ? QStringLiteral("old")
                                     : m_step == Step::Fresh ? QStringLiteral("new")
                                                             : QStringLiteral("repeat")},
            {QStringLiteral("renews"), true},
            {QStringLiteral("typed"), m_entry.count()},
            {QStringLiteral("digits"), m_entry.digits()},
            {QStringLiteral("triesLeft"), old ? m_triesLeft.value_or(-1) : -1},
            {QStringLiteral("lastTry"), old && m_lastTry},
            {QStringLiteral("another"), false},
            {QStringLiteral("fault"), faultMap(m_fault)}};
}

}  // namespace hall
