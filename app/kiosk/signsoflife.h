// SPDX-License-Identifier: GPL-3.0-or-later
// Tells systemd that the event loop turns: READY=1 at its first turn, WATCHDOG=1 three times within WatchdogSec= of the
// unit, by $NOTIFY_SOCKET and $WATCHDOG_USEC (sd_notify(3)). A program that hangs says nothing and is started anew.
// $WATCHDOG_PID is not looked at: systemd's first process of the unit is the compositor, which passes both on.
#pragma once

#include <QByteArray>
#include <QTimer>

namespace hall {

class SignsOfLife : public QObject
{
public:
    // In the thread of the loop. Does nothing outside of such a unit.
    explicit SignsOfLife(QObject *parent = nullptr);

private:
    void say(const QByteArray &words) const;

    QByteArray m_socket;
    QTimer m_timer;
};

}  // namespace hall
