// SPDX-License-Identifier: GPL-3.0-or-later
// Electronic licences (电子证照): before papers are scanned the centre is asked whether it has them. What it has is not
// scanned; whatever comes of the question, the visit goes on.
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <algorithm>
#include <utility>

namespace hall {

namespace {

const QString soughtNone = QStringLiteral("none");
const QString soughtExpired = QStringLiteral("expired");
const QString soughtUnanswered = QStringLiteral("unanswered");

}  // namespace

// Nobody is asked about somebody who is not here, who showed no more than a number, or who has not agreed to it.
bool Session::mayLookFor(const ServiceMaterial &material) const
{
    return !material.licence.isEmpty() && m_identity && !m_delegate.active && !supplementing() &&
           mayAskCentreAbout(*m_identity) && isOfUnits(*m_service) == m_unit.active &&
           m_assurance.allows(std::max(m_service->assurance, Assurance::Possession)) &&
           sharedSources(*m_service, answers(*m_service, m_formKind, m_facts, today()), today())
               .contains(licenceSource(material.licence));
}

// The service under which a licence is asked for: in a chain the part that wants the paper.
QString Session::licenceService(const ServiceMaterial &material) const
{
    if (!m_chain) {
        return m_service->id;
    }
    for (const ChainPart &part : std::as_const(m_chain->parts)) {
        const bool wants = part.state == ChainPart::State::Taken &&
                           std::any_of(part.service->materials.begin(), part.service->materials.end(),
                                       [&material](const ServiceMaterial &one) {
                                           return one.id == material.id && one.licence == material.licence;
                                       });
        if (wants) {
            return part.service->id;
        }
    }
    return {};
}

// True when the centre is asked; scanning begins when it has answered, within the three seconds of a question.
bool Session::lookForLicences()
{
    QHash<QString, QStringList> kinds;  // by service
    for (const MaterialTask &task : std::as_const(m_materials)) {
        const ServiceMaterial &material = m_service->materials[task.index];
        if (!mayLookFor(material) || !task.pages.isEmpty() || task.skipped || m_licences.contains(material.licence)) {
            continue;
        }
        const QString service = licenceService(material);
        if (!service.isEmpty() && !kinds[service].contains(material.licence) &&
            kinds[service].size() < kLicenceKindLimit) {
            kinds[service].append(material.licence);
        }
    }
    CentreClient *centre = m_services.centre();
    const bool able = centre && m_online && (!m_unit.active || m_unit.confirmed);
    for (auto it = kinds.cbegin(); it != kinds.cend() && !able; ++it) {
        for (const QString &kind : *it) {
            m_licences.insert(kind, {soughtUnanswered, std::nullopt});
        }
    }
    if (kinds.isEmpty() || !able) {
        applyLicences();
        return false;
    }
    m_licenceAnswers = static_cast<int>(kinds.size());
    const int asked = ++m_licencesAsked;
    const QStringList sharing = sharedSources(*m_service, answers(*m_service, m_formKind, m_facts, today()), today());
    setBusy(true);
    const QString from = pageId();
    for (auto it = kinds.cbegin(); it != kinds.cend(); ++it) {
        centre->licences(proof(), {it.key(), m_unit.code, *it, sharing})
            .then(this, [this, asked, of = *it, from](const Result<CentreAnswer> &answer) {
                if (!m_identity || !m_service || asked != m_licencesAsked) {
                    return;
                }
                noteLicences(of, answer);
                if (--m_licenceAnswers == 0) {
                    setBusy(false);
                    applyLicences();
                    if (pageId() == from) {  // not gone back, or home, in the meantime
                        toMaterials();
                    }
                }
            });
    }
    return true;
}

void Session::noteLicences(const QStringList &kinds, const Result<CentreAnswer> &answer)
{
    const bool nothing = !answer && answer.error().code == FaultCode::CentreNotFound;
    for (const QString &kind : kinds) {
        m_licences.insert(kind, {nothing ? soughtNone : soughtUnanswered, std::nullopt});
    }
    auto said =
        answer ? parseLicenceAnswer(answer->json.reveal(), kinds) : Result<LicenceAnswer>(fail(answer.error().code));
    if (!said) {
        return;
    }
    for (const QString &kind : kinds) {
        if (!said->unanswered.contains(kind)) {
            m_licences[kind].sought = soughtNone;
        }
    }
    const QDate day = today();
    for (Licence &licence : said->found) {
        LicenceFinding &finding = m_licences[licence.kind];
        if (licence.validUntil && !day.isValid()) {
            finding.sought = soughtUnanswered;  // nobody knows whether it still holds
        } else if (licence.validUntil && *licence.validUntil < day) {
            finding.sought = soughtExpired;
        } else {
            finding = {QString(), std::move(licence)};
        }
    }
}

// Asked before or now: each paper is where the answer leaves it. A paper that was scanned stays scanned.
void Session::applyLicences()
{
    for (MaterialTask &task : m_materials) {
        const ServiceMaterial &material = m_service->materials[task.index];
        const auto known = m_licences.constFind(material.licence);
        const bool may = known != m_licences.constEnd() && mayLookFor(material);
        task.sought = may ? known->sought : QString();
        if (may && known->licence && task.pages.isEmpty() && !task.promised) {
            task.licence = known->licence;
            task.skipped = true;
        } else if (task.licence) {
            task.licence.reset();
            task.skipped = false;
        }
    }
}

void Session::forgetLicences()
{
    m_licences.clear();
    ++m_licencesAsked;
    if (std::exchange(m_licenceAnswers, 0) > 0) {
        setBusy(false);  // whoever waited for them has gone elsewhere
    }
}

QVector<LicenceReference> Session::licencesFor(const Service &service) const
{
    QVector<LicenceReference> references;
    for (const MaterialTask &task : m_materials) {
        const QString &id = m_service->materials[task.index].id;
        const bool wanted = std::any_of(service.materials.begin(), service.materials.end(),
                                        [&id](const ServiceMaterial &one) { return one.id == id; });
        if (task.licence && wanted) {
            references.append({id, *task.licence});
        }
    }
    return references;
}

// {number: masked, until: ISO date or "", issuer}; empty for a paper that the centre does not have.
QVariantMap Session::licenceMap(const MaterialTask &task)
{
    if (!task.licence) {
        return {};
    }
    const Licence &licence = *task.licence;
    return {{QStringLiteral("number"), maskNumber(licence.number.reveal())},
            {QStringLiteral("issuer"), licence.issuer},
            {QStringLiteral("until"), licence.validUntil ? licence.validUntil->toString(Qt::ISODate) : QString()}};
}

}  // namespace hall
