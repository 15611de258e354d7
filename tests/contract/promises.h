// SPDX-License-Identifier: GPL-3.0-or-later
// What every device promises, whatever it is. Each function tries one promise on one device and says what is wrong, or
// nothing.
#pragma once

#include <QString>

namespace hall::test {

// Absent until it is started, then ready, without a fault and with something to say of itself.
QString brokenReady(const QString &name);
// Starts and stops any number of times; stopped, it is neither ready nor at work.
QString brokenRestart(const QString &name);
// Versions rise, nothing is told twice, ready and fault exclude each other, and a broken state names who must act.
QString brokenSnapshots(const QString &name);
// Nothing is heard of it once it is stopped.
QString brokenSilence(const QString &name);
// Gone, it is for the staff; put back, it comes by itself and does its work.
QString brokenReturn(const QString &name);
// Whatever happens in the middle of a task: one answer, at the deadline of the task at the latest, and a device that is
// whole again once the cause is gone.
QString brokenTask(const QString &name, const QString &fault);
// Stops within a bearable time under this fault, answers what it was asked, and is heard of no more.
QString brokenStop(const QString &name, const QString &fault);
// A look at the snapshot never waits for the device.
QString brokenLook(const QString &name, const QString &fault);
// A fault that its simulator does not know is refused.
QString brokenFaults(const QString &name);

}  // namespace hall::test
