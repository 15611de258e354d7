// SPDX-License-Identifier: GPL-3.0-or-later
// What may be useful next (服务需求判定, 需求联动): after a service what follows from it, at home what the person's
// record suggests. A suggestion names the fact it rests on, so the record speaks only to who has proved to be that
// person. Nothing is done about one until it is touched.
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace hall {

namespace {

const QString byVisitor = QStringLiteral("visitor");
const QString earlier = QStringLiteral("visit");  // by the visitor, for a service before this one
constexpr qsizetype shownMost = 4;

Facts completed(const Catalogue &catalogue, Facts facts, const QDate &today)
{
    const Facts derived = derive(catalogue, facts, today);
    for (auto it = derived.begin(); it != derived.end(); ++it) {
        if (!isKnown(facts, it.key())) {
            facts.insert(it.key(), *it);
        }
    }
    return facts;
}

QVector<Need> needsIn(const Catalogue &catalogue, const QJsonObject &answer)
{
    QVector<Need> needs;
    for (const auto &entry : answer.value(QStringLiteral("suggestions")).toArray()) {
        const QString id = entry.toObject().value(QStringLiteral("need")).toString();
        for (const NeedRule &rule : catalogue.needs()) {
            if (rule.id == id) {
                needs.append({rule.id, rule.service, rule.why});
            }
        }
    }
    return needs;
}

}  // namespace

bool Session::saidByVisitor(const QString &field) const
{
    const QString source = m_sources.value(field);
    return source == byVisitor || source == earlier;
}

Facts Session::tellableFacts() const
{
    Facts facts;
    const SourceFacts sources = cardFacts();
    for (const Facts &some : sources) {
        facts.insert(some);
    }
    for (auto it = m_facts.cbegin(); it != m_facts.cend(); ++it) {
        const bool own = saidByVisitor(it.key()) && !m_disagreements.takenFrom(it.key());
        if (own || m_assurance.allows(Assurance::Holder)) {
            facts.insert(it.key(), *it);
        }
    }
    return completed(*m_services.catalogue, std::move(facts), today());
}

void Session::askNeeds()
{
    if (!m_identity) {
        return;
    }
    const int asked = ++m_needsAsked;
    CentreClient *centre = m_services.centre();
    const bool may = m_assurance.allows(Assurance::Holder) && mayAskCentreAbout(*m_identity);
    if (!centre || !m_online || !may) {
        Facts facts = tellableFacts();
        m_needs = needsOf(*m_services.catalogue, facts, today());
        wipeFacts(facts);
        Q_EMIT suggestionsChanged();
        return;
    }
    centre->needs(proof()).then(this, [this, asked](const Result<CentreAnswer> &answer) {
        if (m_identity && asked == m_needsAsked && answer) {
            m_needs = needsIn(*m_services.catalogue, QJsonDocument::fromJson(answer->json.reveal()).object());
            Q_EMIT suggestionsChanged();
        }
    });
}

QVector<Need> Session::usefulNext() const
{
    QVector<Need> all;
    if (m_stage == QLatin1String("done") && m_service && handedIn().isEmpty()) {
        // A list that a chain asks for is no page of its form: it is looked at now.
        for (const ChainPart &part : m_chain ? m_chain->parts : QVector<ChainPart>()) {
            const QVector<ResultGroup> &groups = part.service->resultGroups;
            if (part.state == ChainPart::State::Asked &&
                std::any_of(groups.begin(), groups.end(), [](const ResultGroup &group) { return group.each; })) {
                all.append(Need{{}, part.service->id, part.service->summary});
            }
        }
        Facts facts = tellableFacts();
        all += suggestionsAfter(*m_services.catalogue, *m_service, facts, today());
        wipeFacts(facts);
    }
    all += m_needs;
    QStringList taken = m_declined + m_handedIn;
    for (const LifeCase &one : knownCases()) {
        if (canWithdraw(one)) {
            taken.append(one.service);  // under way
        }
    }
    QVector<Need> shown;
    for (const Need &need : std::as_const(all)) {
        const Service *service = m_services.catalogue->service(need.service);
        QString reason;
        if (!service || taken.contains(need.service) || shown.size() == shownMost || !mayShow(*service) ||
            serviceRests(*service, &reason)) {
            continue;
        }
        taken.append(need.service);
        shown.append(need);
    }
    return shown;
}

QVariantList Session::suggestions() const
{
    QVariantList list;
    if (!m_identity) {
        return list;
    }
    for (const Need &need : usefulNext()) {
        const Service *service = m_services.catalogue->service(need.service);
        QString icon;
        for (const LifeEvent &event : m_services.catalogue->events()) {
            if (event.id == service->event) {
                icon = event.icon;
            }
        }
        list.append(QVariantMap{{QStringLiteral("service"), need.service},
                                {QStringLiteral("title"), service->title.in(m_language)},
                                {QStringLiteral("why"), need.why.in(m_language)},
                                {QStringLiteral("icon"), icon}});
    }
    return list;
}

void Session::followSuggestion(const QString &service)
{
    if (m_stage == QLatin1String("done")) {
        goOn();
    }
    openService(service);
}

void Session::declineSuggestion(const QString &service)
{
    if (!m_declined.contains(service)) {
        m_declined.append(service);
        Q_EMIT suggestionsChanged();
    }
}

void Session::goOn()
{
    // A receipt that is being printed belongs to the page that tells how it ended.
    if (m_stage != QLatin1String("done") || !m_identity || m_printState == QLatin1String("printing")) {
        return;
    }
    m_committed = false;
    m_transaction.reset();
    for (const MaterialTask &task : std::as_const(m_materials)) {
        for (const QString &key : task.images) {
            dropImage(key);
        }
    }
    m_materials.clear();  // their files belong to the case
    forgetLicences();
    m_form.clear();
    m_typed.clear();
    m_unread.clear();
    m_disagreements.forgetSaid();
    forgetReadings();
    forgetSignature();
    m_caseNumber.clear();
    m_delivery.clear();
    m_printState = QStringLiteral("none");
    m_printFault = {};
    // What was agreed to was agreed to for that case.
    m_facts.remove(QStringLiteral("consent_share_flag"));
    m_sources.remove(QStringLiteral("consent_share_flag"));
    for (QString &source : m_sources) {
        source = source == byVisitor ? earlier : source;
    }
    forgetDelegation();
    forgetPeople();
    m_service = nullptr;
    m_chain.reset();
    m_supplement.reset();
    m_supplementOf.clear();
    goHome();
    Q_EMIT doneChanged();
    Q_EMIT serviceChanged();
    loadPastCases();
    askLife();
    askNeeds();
}

}  // namespace hall
