// SPDX-License-Identifier: GPL-3.0-or-later
// The home page, a service's introduction, and asking the centre.
#include "app/catalogue/validation.h"
#include "app/domain/clocktrust.h"
#include "app/session/centrefacts.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

const LifeEvent *eventOf(const Catalogue &catalogue, const QString &id)
{
    for (const LifeEvent &event : catalogue.events()) {
        if (event.id == id) {
            return &event;
        }
    }
    return nullptr;
}

QString proofSource(IdentitySource source)
{
    switch (source) {
    case IdentitySource::SocialCard:
        return QStringLiteral("social-card");
    case IdentitySource::ResidentCard:
        return QStringLiteral("resident-card");
    case IdentitySource::ECard:
        return QStringLiteral("e-card");
    case IdentitySource::Typed:
        return QStringLiteral("typed");
    case IdentitySource::Zone:
        return QStringLiteral("zone");
    }
    return {};
}

// An electronic card is a social security card without its plastic.
bool isSocial(IdentitySource source)
{
    return source == IdentitySource::SocialCard || source == IdentitySource::ECard;
}

}  // namespace

QDate Session::today() const
{
    return m_services.today ? m_services.today() : ClockTrust(*m_services.clock).day();
}

VisitProof Session::proof() const
{
    VisitProof proof;
    proof.visitId = m_visitId;
    proof.number = m_identity->number;
    proof.name = m_identity->name;
    proof.source = proofSource(m_identity->source);
    proof.region = m_identity->region;
    proof.assurance = assurance();
    return proof;
}

Facts Session::holderFacts(const Identity &holder) const
{
    Facts card;
    const auto put = [&card](const char *id, const QVariant &value) {
        if (value.isValid() && !(value.typeId() == QMetaType::QString && value.toString().isEmpty())) {
            card.insert(QLatin1String(id), value);
        }
    };
    put("name", holder.name.reveal());
    put("cert_no", holder.number.reveal());
    put("cert_type", certTypeOf(holder.type));
    if (holder.sex == 1 || holder.sex == 2) {
        put("sex", QString::number(holder.sex));
    }
    put("ethnicity", holder.ethnicity);
    if (holder.birthDate) {
        put("birth_date", *holder.birthDate);
    }
    put("hukou_address", holder.type == NumberKind::Resident ? holder.address.reveal() : QString());
    put("si_card_no", holder.cardNumber.reveal());
    if (isSocial(holder.source)) {
        put("ss_no", holder.number.reveal());
        // The file is the issuer's to fill; what is no number of a certificate is left there.
        const QString &certificate = holder.employmentCertificate.reveal();
        const Field *field = m_services.catalogue->field(QStringLiteral("emp_cert_no"));
        if (field && !validate(*m_services.catalogue, *field, certificate, card, today())) {
            put("emp_cert_no", certificate);
        }
    }
    return card;
}

SourceFacts Session::cardFacts() const
{
    SourceFacts sources;
    if (m_unit.active) {
        sources = unitSources();
    } else if (m_delegate.active) {
        sources = principalSources();
    } else {
        sources.insert(isSocial(m_identity->source) ? FactSource::SiCard : FactSource::IdCard,
                       holderFacts(*m_identity));
    }
    sources.insert(FactSource::Session, Facts{{QStringLiteral("reg_region"), m_services.region}});
    return sources;
}

void Session::applyPrefill()
{
    SourceFacts sources = cardFacts();
    if (!m_centreFacts.isEmpty()) {
        sources.insert(FactSource::Central, m_centreFacts);
    }
    Facts read = readFacts();
    if (!read.isEmpty()) {
        sources.insert(FactSource::Ocr, read);
    }
    const Prefill found = prefill(*m_services.catalogue, m_service->facts, sources, today());
    wipeFacts(read);
    QVector<Conflict> toSay = found.conflicts;
    for (auto it = found.values.begin(); it != found.values.end(); ++it) {
        const bool differs = std::any_of(found.conflicts.begin(), found.conflicts.end(),
                                         [&it](const Conflict &conflict) { return conflict.field == it.key(); });
        if (it->source == FactSource::Ocr && !differs) {
            toSay.append({it.key(), {*it}});
        }
    }
    m_disagreements.found(toSay);
    for (const QString &id : m_sources.keys(QStringLiteral("scan"))) {
        m_facts.remove(id);  // read from a paper that may be another one now
        m_sources.remove(id);
    }
    for (auto it = found.values.begin(); it != found.values.end(); ++it) {
        if (saidByVisitor(it.key())) {
            continue;  // what the visitor said stays
        }
        const Field *field = m_services.catalogue->field(it.key());
        const bool proposed = it->source == FactSource::Derived && field->derive && field->derive->proposal;
        m_facts.insert(it.key(), it->value);
        m_sources.insert(it.key(), proposed ? QString() : sourceName(it->source));
        if (proposed) {
            m_proposed.insert(it.key());
        } else {
            m_proposed.remove(it.key());
        }
    }
    reviewSharing();
}

void Session::setEventId(const QString &id)
{
    if (id.isEmpty() && m_unit.active) {
        unitLeave();
        return;
    }
    if (id != m_eventId) {
        m_eventId = id;
        Q_EMIT homeChanged();
    }
}

// A service rests when something it cannot do without is away. No paper is no reason: the receipt becomes a QR code.
bool Session::serviceRests(const Service &service, QString *reason) const
{
    if (!showsDocument(service)) {
        *reason = QStringLiteral("identity.other-document");
        return true;
    }
    // Its answer is about the person the visitor claims to be.
    if (service.query && service.assurance != Assurance::Open && unproved()) {
        *reason = QStringLiteral("identity.unproved");
        return true;
    }
    if (!m_online && !service.offlineAllowed && !keptHere(service)) {
        *reason = QStringLiteral("centre.unreachable");
        return true;
    }
    if (!service.query && !m_services.writer->ready()) {
        *reason = QStringLiteral("centre.not-enrolled");
        return true;
    }
    if (casesClosed() && makesCase(service)) {
        *reason = QStringLiteral("store.full");
        return true;
    }
    return false;
}

void Session::goHome()
{
    if (!m_identity || m_committed) {
        return;
    }
    if (m_stage == QLatin1String("consent") || m_stage == QLatin1String("submitting")) {
        return;
    }
    if (m_proving == m_staffProof.get()) {
        back();  // cards are on their way
        return;
    }
    if (m_stage == QLatin1String("delegate")) {
        forgetDelegation();  // what was typed of somebody is not to be found in the visitor's own form
    }
    keepReplaced();
    m_openCase.clear();
    m_eventId = homeEvent();
    setStage(QStringLiteral("home"));
    Q_EMIT homeChanged();
}

void Session::leaveService()
{
    goHome();
    if (m_stage != QLatin1String("home") || !m_service) {
        return;
    }
    forgetService();
}

void Session::forgetService()
{
    m_capture->stop();
    dropAllPages();
    m_form.clear();
    wipeFacts(m_facts);
    wipeFacts(m_centreFacts);
    m_disagreements.clear();
    m_sources.clear();
    m_proposed.clear();
    m_typed.clear();
    m_unread.clear();
    forgetPeople();
    m_delegate = {};
    forgetSignature();
    m_transaction.reset();
    m_service = nullptr;
    m_chain.reset();
    Q_EMIT serviceChanged();
}

void Session::openService(const QString &id)
{
    const Service *service = m_services.catalogue->service(id);
    if (!service || m_stage != QLatin1String("home") || !mayShow(*service)) {
        return;
    }
    m_pinForgotten = false;
    if (service != m_service) {
        forgetDelegation();
        forgetPeople();
        m_service = service;
        m_chain.reset();
        m_knownFor.reset();
        m_return = Return::Onward;
        dropAllPages();
        forgetSignature();
        m_transaction.reset();
        m_prefillFailed = false;
        m_prefillAsked = false;
        m_centreFacts.clear();
        forgetSharing();
        applyPrefill();
        askPrefill();
    }
    forgetGuidePaper();
    // A question is asked at once; its introduction is for those who may not ask it, or come back from being asked for
    // a proof.
    QString reason;
    if (service->query && !m_busy && !serviceRests(*service, &reason) &&
        eligibility(*service, m_facts, today()).answer != Tri::No) {
        Q_EMIT serviceChanged();
        ask();
        return;
    }
    setStage(QStringLiteral("intro"));
    Q_EMIT serviceChanged();
}

QVariantMap Session::service() const
{
    if (!m_service) {
        return {};
    }
    const Eligibility verdict = eligibility(*m_service, m_facts, today());
    const QVariantList papers = papersOf(*m_service);
    const bool scans = std::any_of(papers.begin(), papers.end(), [](const QVariant &paper) {
        return !paper.toMap().value(QStringLiteral("have")).toBool();
    });
    QStringList outputs;
    for (const LocalText &output : m_service->outputs) {
        outputs.append(output.in(m_language));
    }
    QString reason;
    const bool rests = serviceRests(*m_service, &reason);
    const LifeEvent *event = eventOf(*m_services.catalogue, m_service->event);
    const bool proved = m_assurance.allows(m_service->assurance);
    const bool undecided = m_chain && !chainGoesOn(*m_chain->chain, m_chain->parts);
    return {{QStringLiteral("id"), m_service->id},
            {QStringLiteral("proof"), proved ? QString() : assuranceName(m_service->assurance)},
            {QStringLiteral("title"), m_service->title.in(m_language)},
            {QStringLiteral("summary"), m_service->summary.in(m_language)},
            {QStringLiteral("who"), QStringList{m_service->who.in(m_language)}},
            {QStringLiteral("icon"), event ? event->icon : QString()},
            {QStringLiteral("query"), m_service->query},
            {QStringLiteral("guide"), m_service->level == KioskLevel::Guide},
            {QStringLiteral("scans"), scans},
            {QStringLiteral("materials"), papers},
            {QStringLiteral("minutes"), m_service->minutes},
            {QStringLiteral("fee"), m_service->fee},
            {QStringLiteral("immediate"), m_service->time.immediate},
            {QStringLiteral("workdays"), m_service->time.promised},
            {QStringLiteral("outputs"), outputs},
            {QStringLiteral("available"), !rests},
            {QStringLiteral("reason"), reason},
            {QStringLiteral("cameraOut"), scanningOut()},
            {QStringLiteral("printerOut"), !m_services.hub->serviceability(Capability::PrintReceipt).available},
            {QStringLiteral("offlineForm"), !m_online},
            {QStringLiteral("eligible"), verdict.answer == Tri::No                     ? QStringLiteral("no")
                                         : verdict.answer == Tri::Unknown || undecided ? QStringLiteral("unknown")
                                                                                       : QStringLiteral("yes")},
            {QStringLiteral("dayUnknown"), !today().isValid()},
            {QStringLiteral("eligibleText"),
             verdict.answer == Tri::No && verdict.clause ? verdict.clause->message.in(m_language) : QString()},
            {QStringLiteral("eligibleBasis"),
             verdict.answer == Tri::No && verdict.clause ? verdict.clause->basis.in(m_language) : QString()}};
}

// The record of a stranger is not even asked for.
void Session::askPrefill()
{
    // Of a unit all is known that may be; of somebody who is not here nothing is asked.
    if (m_unit.active || m_delegate.active) {
        m_prefillFailed = !m_online || (m_unit.active && !m_unit.confirmed);
        return;
    }
    if (m_prefillAsked || m_service->query || !m_assurance.allows(m_service->assurance) ||
        !mayAskCentreAbout(*m_identity)) {
        return;
    }
    m_prefillAsked = true;
    CentreClient *centre = m_services.centre();
    if (!centre || !m_online) {
        m_prefillFailed = true;
        return;
    }
    m_prefillPending = true;
    if (m_chain) {
        askChain(*centre);
        return;
    }
    const QString service = m_service->id;
    centre->prefill(proof(), service).then(this, [this, service](const Result<CentreAnswer> &answer) {
        if (!m_identity || !m_service || m_service->id != service) {
            return;
        }
        m_prefillPending = false;
        if (m_delegate.active) {
            // By now the case is somebody else's, of whom nothing was asked.
        } else if (answer) {
            m_centreFacts = centreFacts(*m_services.catalogue, *answer);
            applyPrefill();
        } else if (answer.error().code != FaultCode::CentreNotFound) {
            m_prefillFailed = true;  // the shorter form then; a person without a record fills in the long one
        }
        Q_EMIT serviceChanged();
        if (m_beginWaits) {
            m_beginWaits = false;
            setBusy(false);
            enterForm();
        }
    });
}

void Session::begin()
{
    if (m_stage != QLatin1String("intro") || m_busy) {
        return;
    }
    QString reason;
    if (m_service->level == KioskLevel::Guide || serviceRests(*m_service, &reason) ||
        eligibility(*m_service, m_facts, today()).answer == Tri::No) {
        return;
    }
    ask();
}

void Session::ask()
{
    if (renewPin()) {
        return;
    }
    if (!m_assurance.allows(m_service->assurance)) {
        askProof(Goal::Service, m_service->assurance);
        return;
    }
    if (m_service->query) {
        askQuery();
        return;
    }
    askPrefill();
    if (m_prefillPending) {
        m_beginWaits = true;  // at most the three seconds of the question
        setBusy(true);
        return;
    }
    enterForm();
}

void Session::enterForm()
{
    if (m_chain) {
        planChain();
        if (!chainGoesOn(*m_chain->chain, m_chain->parts)) {
            return;
        }
    }
    // Found out only now that the centre says no.
    if (eligibility(*m_service, m_facts, today()).answer == Tri::No) {
        Q_EMIT serviceChanged();
        return;
    }
    m_formKind = m_prefillFailed && m_service->offlineAllowed ? FormKind::Offline : FormKind::Online;
    m_return = Return::Onward;
    // A unit's clerk says first who it is about, or that a table says so.
    if (takesPeople() || !showPaperToRead()) {
        enterPages();
    }
}

void Session::enterPages()
{
    summariseKnown();
    if (m_chain) {
        knowChain();
    }
    m_return = Return::Onward;
    const QStringList sequence = pageSequence();
    if (sequence.isEmpty()) {
        afterLastPage();
    } else {
        showPage(sequence.constFirst());
    }
}

void Session::askQuery()
{
    forgetAnswer();
    m_queryState = QStringLiteral("asking");
    setStage(QStringLiteral("query"));
    Q_EMIT queryChanged();
    CentreClient *centre = m_services.centre();
    if (!centre || !m_online || !mayAskCentreAbout(*m_identity)) {
        answerFromHere();
        return;
    }
    setBusy(true);
    const QString service = m_service->id;
    centre->query(proof(), service).then(this, [this, service](const Result<CentreAnswer> &answer) {
        setBusy(false);
        if (!m_identity || !m_service || m_service->id != service || m_stage != QLatin1String("query")) {
            return;
        }
        if (!answer) {
            const FaultCode code = answer.error().code;
            if (code == FaultCode::CentreUnreachable || code == FaultCode::CentreTimeout) {
                answerFromHere();
                return;
            }
            m_queryState = code == FaultCode::CentreNotFound ? QStringLiteral("none") : QStringLiteral("error");
            Q_EMIT queryChanged();
            return;
        }
        // The centre's record, and of whom: the card says it.
        SourceFacts sources = cardFacts();
        const QJsonObject said = QJsonDocument::fromJson(answer->json.reveal()).object();
        Facts record = centreFacts(*m_services.catalogue, said.value(u"fields").toObject());
        for (const QJsonValue one : said.value(u"list").toArray()) {
            m_queryList.append(centreFacts(*m_services.catalogue, one.toObject()));
        }
        m_queryState = record.isEmpty() && m_queryList.isEmpty() ? QStringLiteral("none") : QStringLiteral("found");
        sources.insert(FactSource::Central, record);
        m_queryFacts = prefill(*m_services.catalogue, m_service->results, sources, today()).facts();
        wipeFacts(record);
        Q_EMIT queryChanged();
    });
}

}  // namespace hall
