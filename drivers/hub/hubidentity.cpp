// SPDX-License-Identifier: GPL-3.0-or-later
// Which device it is: pins, and swaps that are told.
#include "drivers/hub/devicehub.h"

namespace hall {

// What is plugged in says who it is. One that must be another is refused until the right one is back.
void DeviceHub::checkIdentity(device::Device &target, const QString &id, const device::Snapshot &snapshot)
{
    auto fact = snapshot.facts.find("identity");
    if (fact == snapshot.facts.end()) {
        fact = snapshot.facts.find("sam");  // an identity card reader is who its security module is
    }
    const auto *const text = fact == snapshot.facts.end() ? nullptr : std::get_if<std::string>(&fact->second);
    if (!text || text->empty()) {
        return;
    }
    const QString identity = QString::fromStdString(*text);
    if (m_identities.value(id) == identity) {
        return;
    }
    m_identities.insert(id, identity);
    const QString pin = m_pins.value(id);
    const bool other = !pin.isEmpty() && pin != identity;
    if (other) {
        m_refused.insert(id);
    } else {
        m_refused.remove(id);
    }
    target.board().refuse(
        other ? std::optional<Fault>(Fault(FaultCode::DeviceOther, *text + " instead of " + pin.toStdString()))
              : std::nullopt);
    Q_EMIT identityChanged(id, identity);
}

void DeviceHub::setPins(QHash<QString, QString> pins)
{
    m_pins = std::move(pins);
}

}  // namespace hall
