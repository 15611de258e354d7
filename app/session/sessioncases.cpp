// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine knows of the cases that the person of the card has submitted here.
#include "app/session/session.h"
#include "app/store/kioskstore.h"

namespace hall {

namespace {

// That there are cases, and when they were submitted, is told to who has the card: somebody whose visit was cut short
// must see that it arrived. What they are about is a record like any other.
constexpr Assurance casesNeed = Assurance::Holder;

}  // namespace

void Session::loadPastCases()
{
    m_services.store->casesOf(m_services.store->personTag(m_identity->number.reveal()))
        .then(this, [this](const Result<QVector<CaseFacts>> &cases) {
            if (!cases || !m_identity) {
                return;
            }
            qsizetype shown = std::min<qsizetype>(5, cases->size());
            // Cases that were submitted together are shown together.
            while (shown > 0 && shown < cases->size() &&
                   cases->at(shown).submittedAt == cases->at(shown - 1).submittedAt) {
                ++shown;
            }
            m_pastCases = cases->mid(0, shown);
            Q_EMIT homeChanged();
        });
}

QVariantList Session::pastCases() const
{
    QVariantList list;
    for (const CaseFacts &one : m_pastCases) {
        const Service *service = m_services.catalogue->service(one.service);
        const QString title = service ? service->title.in(m_language) : one.service;
        list.append(QVariantMap{
            {QStringLiteral("number"), one.number},
            {QStringLiteral("service"), casesHidden() ? QString() : title},
            {QStringLiteral("state"), casesHidden() ? QString() : one.state},
            {QStringLiteral("at"), one.submittedAt.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))}});
    }
    return list;
}

void Session::showCases()
{
    if (m_stage != QLatin1String("home") || !m_identity) {
        return;
    }
    if (!m_assurance.allows(casesNeed)) {
        askProof(Goal::Cases, casesNeed);
    }
}

bool Session::casesHidden() const
{
    return !m_assurance.allows(casesNeed);
}

}  // namespace hall
