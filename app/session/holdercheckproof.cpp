// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/holdercheckproof.h"

#include "app/session/sessiontools.h"

namespace hall {

HolderCheckProof::HolderCheckProof(DeviceHub &hub, Parts parts) : Authenticator(std::move(parts)), m_hub(hub)
{
}

// A library may decode photos and not compare.
bool HolderCheckProof::compares() const
{
    for (const QString &id : m_hub.deviceIds()) {
        const auto snapshot = m_hub.snapshot(id);
        if (snapshot && snapshot->facts.contains("compare")) {
            const bool *can = std::get_if<bool>(&snapshot->facts.at("compare"));
            return !can || *can;
        }
    }
    return true;  // it has not said yet
}

Authenticator::Offer HolderCheckProof::offer() const
{
    const Serviceability now = m_hub.serviceability(Capability::CheckHolder);
    const bool missing = !now.available && now.reason && now.reason->code == FaultCode::DeviceNotFitted;
    if (missing || !compares()) {
        return {false, false, faultWord(Fault(FaultCode::DeviceNotFitted))};
    }
    if (m_checks >= checksPerVisit) {
        return {true, false, QStringLiteral("tries-used")};
    }
    if (!now.available) {
        return {true, false, faultWord(now.reason.value_or(Fault(FaultCode::DeviceNotReady)))};
    }
    return m_parts.subject().photo ? Offer{true, true, {}} : Offer{true, false, QStringLiteral("no-photo")};
}

void HolderCheckProof::begin()
{
    ++m_round;
    m_looking = false;
    m_parts.changed();
}

void HolderCheckProof::end()
{
    ++m_round;
    m_looking = false;
    m_parts.busy(false);
}

void HolderCheckProof::agree()
{
    const auto photo = m_parts.subject().photo;
    if (m_looking || m_checks >= checksPerVisit || !photo) {
        return;
    }
    ++m_checks;
    m_looking = true;
    m_parts.busy(true);
    const QByteArray &wlt = photo->photo.reveal();
    m_hub.checkHolder({Sensitive<device::Bytes>(device::Bytes(wlt.begin(), wlt.end()))}, checkTime)
        .then(this, [this, round = ++m_round](const Result<device::HolderVerdict> &verdict) {
            if (round == m_round) {
                onVerdict(verdict);
            }
        });
    m_parts.changed();
}

void HolderCheckProof::onVerdict(const Result<device::HolderVerdict> &verdict)
{
    m_looking = false;
    m_parts.busy(false);
    if (!verdict) {
        fail(faultWord(verdict.error()));
        return;
    }
    switch (*verdict) {
    case device::HolderVerdict::Match:
        m_parts.ended({true, {}, {}, QString::fromLatin1(consentVersion)});
        break;
    case device::HolderVerdict::NoMatch:
        fail(QStringLiteral("no-match"));
        break;
    case device::HolderVerdict::Refused:
        fail(QStringLiteral("not-looked"));
        break;
    }
}

QVariantMap HolderCheckProof::page() const
{
    return {{QStringLiteral("step"), m_looking ? QStringLiteral("looking") : QStringLiteral("consent")}};
}

}  // namespace hall
