// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer changes beyond itself: what follows from it, what is offered on its ground, and which offices the case
// would be compared with.
#include "app/catalogue/formengine.h"
#include "app/catalogue/prefill.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <algorithm>
#include <utility>

namespace hall {

// What followed from the answer before follows from this one now.
void Session::followAnswer(const QString &fieldId)
{
    const Facts derived = derive(*m_services.catalogue, m_facts, today());
    for (const QString &id : std::as_const(m_service->facts)) {
        const Field *field = m_services.catalogue->field(id);
        if (!field || !field->derive || field->derive->proposal) {
            continue;
        }
        if (field->derive->from.contains(fieldId)) {
            if (m_sources.value(id) == QLatin1String("worker-card")) {
                m_sources.remove(id);  // the number is not the card's any more
            }
            if (m_sources.value(id).isEmpty()) {
                m_facts.remove(id);
            }
        }
        if (!isKnown(m_facts, id) && derived.contains(id)) {
            m_facts.insert(id, derived.value(id));
        }
    }
    followProposals(fieldId);
}

// A number that serves twice is offered the second time, until the visitor says otherwise there.
void Session::followProposals(const QString &fieldId)
{
    m_proposed.remove(fieldId);
    const Facts proposed = propose(*m_services.catalogue, m_facts, today());
    for (const QString &id : std::as_const(m_service->facts)) {
        const Field *field = m_services.catalogue->field(id);
        if (!field || !field->derive || !field->derive->from.contains(fieldId) || saidByVisitor(id)) {
            continue;
        }
        if (m_proposed.contains(id) || !isKnown(m_facts, id)) {
            m_proposed.remove(id);
            m_facts.remove(id);
            if (proposed.contains(id)) {
                m_facts.insert(id, proposed.value(id));
                m_proposed.insert(id);
            }
        }
    }
}

QStringList Session::checksTold() const
{
    QStringList told;
    Facts given = answers(*m_service, m_formKind, m_facts, today());
    for (const CrossCheck *check : checksAbout(*m_service, given, today())) {
        told.append(check->source + u'/' + check->title.zh);
    }
    wipeFacts(given);
    return told;
}

// Another answer may bring a check that nobody told of when the visitor agreed: the page asks again.
void Session::reviewSharing()
{
    if (!isKnown(m_facts, sharingField())) {
        return;
    }
    const QStringList now = checksTold();
    if (std::any_of(now.begin(), now.end(), [this](const QString &one) { return !m_sharingTold.contains(one); })) {
        if (m_chain) {
            m_chain->seen.remove(sharingField());
        }
        forgetSharing();
    }
}

void Session::noteSharing()
{
    m_sharingTold = checksTold();
    m_consent.version = m_services.notice.version;
    if (m_facts.value(sharingField()).toBool()) {
        m_consent.version += QLatin1Char('/') + QLatin1String(sharingVersion);
        m_consent.at = nowUtc(*m_services.clock);
    }
}

void Session::forgetSharing()
{
    m_facts.remove(sharingField());
    m_sources.remove(sharingField());
    m_consent.version = m_services.notice.version;
}

}  // namespace hall
