// SPDX-License-Identifier: GPL-3.0-or-later
// What the home page offers: the services and chains that this visitor may be offered, group by group.
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <algorithm>
#include <utility>

namespace hall {

namespace {

bool forPeople(const QString &applicant)
{
    return applicant == QLatin1String("person") || applicant == QLatin1String("anyone");
}

// As `identityTypes` of a service file names what a visitor may sign in with.
QString identityType(const Identity &identity)
{
    if (identity.source == IdentitySource::SocialCard || identity.source == IdentitySource::ECard) {
        return QStringLiteral("si-card");
    }
    switch (identity.type) {
    case NumberKind::Resident:
        return QStringLiteral("resident-id");
    case NumberKind::HmtResidence:
        return QStringLiteral("hmt-residence-permit");
    case NumberKind::PermanentForeign:
    case NumberKind::Unknown:
        return {};  // no service names it
    case NumberKind::HkMoPermit:
        return QStringLiteral("hm-permit");
    case NumberKind::TaiwanPermit:
        return QStringLiteral("tw-permit");
    }
    return {};
}

}  // namespace

// What is for a unit is never offered to a person: the clerk's card would be taken for the worker's. An institution's
// services are for institutions; while the centre cannot be asked nobody knows which a unit is.
bool Session::mayShow(const Service &service) const
{
    if (!validOn(service, today()) ||
        (!service.channels.isEmpty() && !service.channels.contains(QLatin1String("kiosk")))) {
        return false;
    }
    if (!m_unit.active) {
        return forPeople(service.applicant);
    }
    const bool institution = !m_unit.confirmed || isKnown(m_unit.facts, QStringLiteral("institution_kind"));
    return service.applicant == QLatin1String("employer") ||
           (service.applicant == QLatin1String("institution") && institution);
}

bool Session::showsDocument(const Service &service) const
{
    return !m_identity || service.identityTypes.isEmpty() || service.identityTypes.contains(identityType(*m_identity));
}

// What the card says, and the centre as far as it was asked already. Of a unit nothing: the card is the clerk's.
Facts Session::knownFacts() const
{
    if (!m_identity || m_unit.active) {
        return {};
    }
    SourceFacts sources = cardFacts();
    if (!m_centreFacts.isEmpty()) {
        sources.insert(FactSource::Central, m_centreFacts);
    }
    QStringList ids;
    for (const Service &service : m_services.catalogue->services()) {
        if (mayShow(service)) {
            ids += service.facts;
        }
    }
    ids.removeDuplicates();
    return prefill(*m_services.catalogue, ids, sources, today()).facts();
}

QVariantMap Session::cardOf(const Service &service, const Facts &known) const
{
    QString reason;
    const bool rests = serviceRests(service, &reason);
    const Eligibility verdict = eligibility(service, known, today());
    const bool refused = verdict.answer == Tri::No && verdict.clause;
    return {{QStringLiteral("id"), service.id},
            {QStringLiteral("title"), service.title.in(m_language)},
            {QStringLiteral("summary"), service.summary.in(m_language)},
            {QStringLiteral("event"), service.event},
            {QStringLiteral("available"), !rests},
            {QStringLiteral("reason"), reason},
            {QStringLiteral("minutes"), service.minutes},
            {QStringLiteral("often"), static_cast<int>(m_services.catalogue->often().indexOf(service.id)) + 1},
            {QStringLiteral("refused"), refused ? verdict.clause->message.in(m_language) : QString()}};
}

// A person finds the group of the units too: it leads to the page where one says for which unit one acts.
QVariantList Session::events() const
{
    QVariantList list;
    for (const LifeEvent &event : m_services.catalogue->events()) {
        const auto &all = m_services.catalogue->services();
        const bool used = std::any_of(all.begin(), all.end(), [&](const Service &service) {
            // A person gets to a unit's services through its group.
            return service.event == event.id && (mayShow(service) || (!m_unit.active && !forPeople(service.applicant)));
        });
        if (used) {
            list.append(QVariantMap{{QStringLiteral("id"), event.id},
                                    {QStringLiteral("title"), event.title.in(m_language)},
                                    {QStringLiteral("icon"), event.icon}});
        }
    }
    return list;
}

QVariantList Session::services() const
{
    // In a group the usual ones first, what is ruled out last, the rest in the order of their ids.
    const auto place = [](const QVariant &one) {
        const QVariantMap card = one.toMap();
        const bool out = !card.value(QStringLiteral("refused")).toString().isEmpty() ||
                         card.value(QStringLiteral("reason")) == QLatin1String("identity.other-document");
        const int often = card.value(QStringLiteral("often")).toInt();
        constexpr int seldom = 100;
        return std::pair(out, often > 0 ? often : seldom);
    };
    Facts known = knownFacts();
    QVariantList list;
    for (const LifeEvent &event : m_services.catalogue->events()) {
        QVariantList group;
        for (const Service &service : m_services.catalogue->services()) {
            if (service.event == event.id && mayShow(service)) {
                QVariantMap card = cardOf(service, known);
                card.insert(QStringLiteral("icon"), event.icon);
                group.append(card);
            }
        }
        std::stable_sort(group.begin(), group.end(),
                         [&place](const QVariant &a, const QVariant &b) { return place(a) < place(b); });
        list += group;
    }
    wipeFacts(known);
    return list;
}

bool Session::mayShow(const Chain &chain) const
{
    return forPeople(chain.applicant) != m_unit.active;
}

QVariantList Session::chains() const
{
    QVariantList list;
    for (const Chain &chain : m_services.catalogue->chains()) {
        if (mayShow(chain)) {
            list.append(QVariantMap{{QStringLiteral("id"), chain.id},
                                    {QStringLiteral("title"), chain.title.in(m_language)},
                                    {QStringLiteral("summary"), chain.summary.in(m_language)},
                                    {QStringLiteral("event"), chain.event}});
        }
    }
    return list;
}

// Every source once, with all that it is asked about in a case like this.
QVariantMap Session::sharing() const
{
    if (!m_service) {
        return {};
    }
    QStringList order;
    QHash<QString, QStringList> about;
    Facts given = answers(*m_service, m_formKind, m_facts, today());
    for (const CrossCheck *check : checksAbout(*m_service, given, today())) {
        if (!about.contains(check->source)) {
            order.append(check->source);
        }
        about[check->source].append(check->title.in(m_language));
    }
    wipeFacts(given);
    QHash<QString, QStringList> licences;
    for (const ServiceMaterial &material : m_service->materials) {
        if (const QString source = licenceSource(material.licence); !source.isEmpty() && !m_delegate.active) {
            licences[source].append(material.title.in(m_language));
        }
    }
    QVariantList sources;
    for (const QString &source : std::as_const(order)) {
        about[source].removeDuplicates();
        sources.append(QVariantMap{{QStringLiteral("id"), source},
                                   {QStringLiteral("about"), about[source]},
                                   {QStringLiteral("licences"), licences.value(source)}});
    }
    return {{QStringLiteral("purpose"), m_service->title.in(m_language)}, {QStringLiteral("sources"), sources}};
}

}  // namespace hall
