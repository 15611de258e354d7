// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet and the power supply, put together.
#include "drivers/hub/devicehub.h"
#include "drivers/hub/hubcall.h"

namespace hall {

void DeviceHub::setCabinet(std::unique_ptr<device::Cabinet> cabinet)
{
    m_cabinet = std::move(cabinet);
    device::Cabinet::Events events;
    const QString id = QString::fromStdString(m_cabinet->board().current()->id);
    events.key = [this, id](device::Cabinet::Key key) {
        onHub(this, [this, id, key] {
            if (usable(id)) {
                Q_EMIT counted(id, QStringLiteral("keys"), 1);
                Q_EMIT cabinetKey(key);
            }
        });
    };
    m_cabinet->setEvents(std::move(events));
    listenTo(*m_cabinet);
}

void DeviceHub::setPowerSupply(std::unique_ptr<device::Device> supply)
{
    m_supply = std::move(supply);
    listenTo(*m_supply);
}

void DeviceHub::light(device::Cabinet::Lights lights)
{
    if (m_cabinet) {
        m_cabinet->light(lights, [](const Done &) {});
    }
}

void DeviceHub::gatherCabinet()
{
    CabinetState now;
    const auto word = [](const device::Snapshot &snapshot, const char *name) {
        const auto fact = snapshot.facts.find(name);
        const auto *const text = fact == snapshot.facts.end() ? nullptr : std::get_if<std::string>(&fact->second);
        return text ? *text : std::string();
    };
    const auto ofSupply = [&now, &word](const device::Snapshot &snapshot) {
        const std::string power = word(snapshot, "power");
        const auto state = power == "low"       ? CabinetState::Power::Low
                           : power == "battery" ? CabinetState::Power::Battery
                                                : CabinetState::Power::Mains;
        now.power = std::max(now.power, state);
        const auto minutes = snapshot.facts.find("minutes");
        if (minutes != snapshot.facts.end() && std::holds_alternative<std::int64_t>(minutes->second)) {
            now.minutes = static_cast<int>(std::get<std::int64_t>(minutes->second));
        }
    };
    // A device that does not answer says nothing; what it said last does not hold any more.
    const auto speaks = [this](const device::Device *target) -> std::shared_ptr<const device::Snapshot> {
        const auto snapshot =
            target
                ? m_snapshots.value(QString::fromStdString(const_cast<device::Device *>(target)->board().current()->id))
                : nullptr;
        return snapshot && snapshot->link == device::Link::Ready ? snapshot : nullptr;
    };
    if (const auto cabinet = speaks(m_cabinet.get())) {
        now.doorOpen = word(*cabinet, "door") == "open";
        now.headphones = word(*cabinet, "headphones") == "in";
        const std::string presence = word(*cabinet, "presence");
        now.presenceKnown = !presence.empty();
        now.present = presence == "present";
        ofSupply(*cabinet);
    }
    if (const auto supply = speaks(m_supply.get())) {
        ofSupply(*supply);
    }
    if (now == m_cabinetState) {
        return;
    }
    m_cabinetState = now;
    Q_EMIT cabinetChanged();
}

Serviceability DeviceHub::visits() const
{
    if (m_cabinetState.doorOpen) {
        return {false, Fault(FaultCode::DoorOpen)};
    }
    switch (m_cabinetState.power) {
    case CabinetState::Power::Mains:
        return {true, std::nullopt};
    case CabinetState::Power::Battery:
        return {false, Fault(FaultCode::PowerOnBattery)};
    case CabinetState::Power::Low:
        return {false, Fault(FaultCode::PowerLow)};
    }
    return {};
}

}  // namespace hall
