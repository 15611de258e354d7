// SPDX-License-Identifier: GPL-3.0-or-later
// What the cabinet around the screen means for a visit: the door, who stands there, power, headphones and keys.
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <utility>

namespace hall {

namespace {

constexpr std::chrono::seconds goneAfter{8};  // a step back is no farewell
constexpr int goneCountdown = 20;             // WCAG 2.2 2.2.1: never less

}  // namespace

// Staff reach into the machine, and nothing of the visit is on the screen meanwhile. Where a card is to be taken there
// is nothing of it anyway.
bool Session::serviced() const
{
    static const QStringList bare{QStringLiteral("attract"), QStringLiteral("out-of-service"), QStringLiteral("ended"),
                                  QStringLiteral("take-card")};
    return m_services.hub->cabinet().doorOpen && !bare.contains(m_stage);
}

bool Session::someoneThere() const
{
    const CabinetState now = m_services.hub->cabinet();
    return !now.presenceKnown || now.present;
}

bool Session::powerLost() const
{
    return m_services.hub->cabinet().power != CabinetState::Power::Mains;
}

bool Session::headphones() const
{
    return m_services.hub->cabinet().headphones;
}

QVariant Session::restReason() const
{
    return faultMap(m_services.hub->serviceability(Capability::BeginVisit).reason);
}

// Who is old, listens, feels for keys, or waits for the staff at the open door needs more time.
bool Session::patient() const
{
    return m_elder || m_helpCalled || m_keysUsed || headphones() || m_services.hub->cabinet().doorOpen;
}

void Session::applyPatience()
{
    m_idle.setElder(patient());
}

void Session::keyUsed()
{
    m_keysUsed = true;
    applyPatience();
}

void Session::onCabinet()
{
    applyPatience();
    if (someoneThere()) {
        m_goneSince.reset();
        if (std::exchange(m_goneAsked, false) && m_idle.secondsLeft() >= 0) {
            touched();
        }
    } else if (!m_goneSince) {
        m_goneSince = m_services.clock->monotonic();
    }
    refreshOnline();
    Q_EMIT cabinetChanged();
}

// Whoever left is asked sooner, once: a sensor that sees nobody who touches the glass all the same is wrong.
void Session::watchAbsence()
{
    const bool due = m_goneSince && m_services.clock->monotonic() - *m_goneSince >= goneAfter;
    static const QStringList quiet{QStringLiteral("attract"), QStringLiteral("out-of-service"), QStringLiteral("ended"),
                                   QStringLiteral("take-card"), QStringLiteral("submitting")};
    if (!due || m_goneAsked || m_busy || quiet.contains(m_stage) || m_idle.secondsLeft() >= 0) {
        return;
    }
    m_goneAsked = true;
    m_idle.hurry(goneCountdown);
}

}  // namespace hall
