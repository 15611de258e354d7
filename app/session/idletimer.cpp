// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/idletimer.h"

namespace hall {

IdleTimer::IdleTimer(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    constexpr int tickMs = 200;
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &IdleTimer::tick);
}

IdleTimer::Limits IdleTimer::limits() const
{
    switch (m_mode) {
    case Mode::Off:
    case Mode::Anonymous:
        return anonymous;
    case Mode::SignedIn:
        return m_elder ? signedInElder : signedIn;
    }
    return anonymous;
}

void IdleTimer::setMode(Mode mode)
{
    if (mode == m_mode) {
        return;
    }
    m_mode = mode;
    touched();
    if (mode == Mode::Off) {
        m_tick.stop();
    } else {
        m_tick.start();
    }
}

void IdleTimer::setElder(bool elder)
{
    m_elder = elder;
}

void IdleTimer::setWorking(bool working)
{
    if (working == m_working) {
        return;
    }
    m_working = working;
    if (working) {
        m_workingSince = m_clock.monotonic();
    } else {
        m_quietSince += m_clock.monotonic() - m_workingSince;
    }
}

void IdleTimer::hurry(int seconds)
{
    touched();
    m_hurry = seconds;
    tick();
}

void IdleTimer::touched()
{
    m_hurry = 0;
    m_quietSince = m_clock.monotonic();
    m_workingSince = m_quietSince;
    if (m_secondsLeft != -1) {
        m_secondsLeft = -1;
        Q_EMIT changed();
    }
}

int IdleTimer::secondsLeft() const
{
    return m_secondsLeft;
}

void IdleTimer::tick()
{
    if (m_mode == Mode::Off || m_working) {
        return;
    }
    const auto quiet = std::chrono::duration_cast<std::chrono::seconds>(m_clock.monotonic() - m_quietSince).count();
    const Limits now = m_hurry > 0 ? Limits{0, m_hurry} : limits();
    if (quiet < now.quiet) {
        return;
    }
    const int left = static_cast<int>(now.quiet + now.countdown - quiet);
    if (left <= 0) {
        m_secondsLeft = -1;
        setMode(Mode::Off);
        Q_EMIT changed();
        Q_EMIT expired();
        return;
    }
    if (left != m_secondsLeft) {
        m_secondsLeft = left;
        Q_EMIT changed();
    }
}

}  // namespace hall
