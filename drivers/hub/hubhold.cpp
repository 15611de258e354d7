// SPDX-License-Identifier: GPL-3.0-or-later
// Devices that a person has taken out of use.
#include "drivers/hub/devicehub.h"

namespace hall {

bool DeviceHub::hold(const QString &deviceId, bool on)
{
    for (device::Device *target : m_all) {
        if (QString::fromStdString(target->board().current()->id) != deviceId) {
            continue;
        }
        if (on) {
            m_held.insert(deviceId);
            if (Reader *reader = readerOf(deviceId); reader && reader->card) {
                leaveCard(deviceId);
            }
        } else {
            m_held.remove(deviceId);
        }
        target->board().hold(on);
        return true;
    }
    return false;
}

QStringList DeviceHub::heldDevices() const
{
    QStringList held;
    for (const QString &id : m_order) {
        if (m_held.contains(id)) {
            held.append(id);
        }
    }
    return held;
}

}  // namespace hall
