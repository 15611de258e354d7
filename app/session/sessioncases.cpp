// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of the person of the card, as this machine and the centre know them.
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
            m_pastCases = *cases;
            Q_EMIT homeChanged();
        });
    m_services.store->anyUnnamed().then(this, [this](const Result<bool> &unnamed) {
        if (unnamed && m_identity) {
            m_casesUnsure = *unnamed;
            Q_EMIT homeChanged();
        }
    });
}

QVariantList Session::pastCases() const
{
    constexpr qsizetype shown = 5;
    QVariantList list;
    for (const LifeCase &one : knownCases()) {
        if (one.waiting || list.size() == shown) {
            continue;  // what waits stands above
        }
        const Service *service = m_services.catalogue->service(one.service);
        const QString title = service ? service->title.in(m_language) : one.service;
        list.append(
            QVariantMap{{QStringLiteral("id"), one.id},
                        {QStringLiteral("number"), one.number},
                        {QStringLiteral("service"), casesHidden() ? QString() : title},
                        {QStringLiteral("state"), casesHidden() ? QString() : one.state},
                        {QStringLiteral("at"), one.at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))}});
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
