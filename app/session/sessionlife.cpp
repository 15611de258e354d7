// SPDX-License-Identifier: GPL-3.0-or-later
// A case after it was handed in: what waits for the visitor, giving what a correction asks for, taking a case back, and
// the result. What a case is about is told to who has proved to be that person; others learn that something waits.
#include "app/session/session.h"
#include "app/session/sessiontools.h"
#include "app/store/kioskstore.h"

#include <QJsonDocument>

#include <tuple>

namespace hall {

namespace {

// This kiosk's own words for a case that something was handed in for; the centre's next word takes their place.
const QString supplemented = QStringLiteral("supplemented");
const QString withdrawing = QStringLiteral("withdrawing");

bool waits(const QString &state)
{
    return state == QLatin1String("correction") || state == QLatin1String("ready");
}

LifeCase ownCase(const CaseFacts &own)
{
    LifeCase one;
    one.id = own.id;
    one.number = own.number;
    one.service = own.service;
    one.state = own.state;
    one.at = own.submittedAt;
    one.waiting = waits(own.state);
    return one;
}

}  // namespace

void Session::askLife()
{
    CentreClient *centre = m_services.centre();
    if (!m_identity || !centre || !m_online || !mayAskCentreAbout(*m_identity)) {
        return;
    }
    const bool detailed = m_assurance.allows(Assurance::Holder);
    const int asked = ++m_lifeAsked;
    centre->progress(proof()).then(this, [this, asked, detailed](const Result<CentreAnswer> &answer) {
        if (!m_identity || asked != m_lifeAsked) {
            return;
        }
        if (answer) {
            const QJsonObject said = QJsonDocument::fromJson(answer->json.reveal()).object();
            m_centreCases = lifeCases(said, detailed);
            m_draft.waits = said.value(u"draft").toBool() && !m_draft.ours;
        }
        if (std::exchange(m_pendingWaits, false)) {
            setBusy(false);
            showPending();
        }
        Q_EMIT homeChanged();
        Q_EMIT pendingChanged();
        Q_EMIT draftChanged();
        Q_EMIT suggestionsChanged();
    });
}

QVector<LifeCase> Session::knownCases() const
{
    QVector<LifeCase> all = m_centreCases;
    for (const CaseFacts &own : m_pastCases) {
        const auto same =
            std::find_if(all.begin(), all.end(), [&own](const LifeCase &one) { return one.id == own.id; });
        if (same == all.end()) {
            if (own.state != QLatin1String("applied")) {  // part of another case
                all.append(ownCase(own));
            }
            continue;
        }
        same->at = own.submittedAt;
        // What was handed in here is on its way: nobody need do it again.
        if (same->waiting && (own.state == supplemented || own.state == withdrawing)) {
            *same = ownCase(own);
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const LifeCase &a, const LifeCase &b) { return a.at > b.at; });
    return all;
}

std::optional<LifeCase> Session::openCase() const
{
    for (const LifeCase &one : knownCases()) {
        if (one.id == m_openCase) {
            return one;
        }
    }
    return std::nullopt;
}

QVariantList Session::pending() const
{
    QVariantList list;
    for (const LifeCase &one : knownCases()) {
        if (!one.waiting) {
            continue;
        }
        const Service *service = casesHidden() ? nullptr : m_services.catalogue->service(one.service);
        list.append(
            QVariantMap{{QStringLiteral("id"), one.id},
                        {QStringLiteral("number"), one.number},
                        {QStringLiteral("service"), service ? service->title.in(m_language) : QString()},
                        {QStringLiteral("kind"), casesHidden() ? QString() : one.state},
                        {QStringLiteral("until"), casesHidden() ? QString() : one.until.toString(Qt::ISODate)},
                        {QStringLiteral("at"), one.at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))}});
    }
    return list;
}

void Session::openPending(const QString &id)
{
    if (m_stage != QLatin1String("home") || !m_identity || m_busy) {
        return;
    }
    m_openCase = id;
    if (!openCase()) {
        m_openCase.clear();
    } else if (!m_assurance.allows(Assurance::Holder)) {
        askProof(Goal::Pending, Assurance::Holder);
    } else {
        enterPending();
    }
}

// What the centre told for the card alone says nothing of the case: it is asked again, for three seconds at most.
void Session::enterPending()
{
    const auto one = openCase();
    if (one && !one->detailed && m_online && m_services.centre() && mayAskCentreAbout(*m_identity)) {
        m_pendingWaits = true;
        setBusy(true);
        askLife();
        return;
    }
    showPending();
}

void Session::showPending()
{
    if (m_stage != QLatin1String("home") && !m_stage.startsWith(QLatin1String("prove"))) {
        return;
    }
    if (!openCase()) {
        goHome();
        return;
    }
    m_printState = QStringLiteral("none");
    m_printFault = {};
    m_submitFault = {};
    Q_EMIT doneChanged();
    setStage(QStringLiteral("pending"));
    Q_EMIT pendingChanged();
}

QVariantMap Session::pendingCase() const
{
    const auto one = openCase();
    if (!one || casesHidden()) {
        return {};
    }
    const Service *service = m_services.catalogue->service(one->service);
    QVariantList asked;
    for (const AskedThing &thing : one->asked) {
        QString title;
        if (const Field *field = m_services.catalogue->field(thing.id); field && thing.kind == QLatin1String("field")) {
            title = field->label.in(m_language);
        }
        for (const ServiceMaterial &material : service ? service->materials : QVector<ServiceMaterial>()) {
            if (thing.kind == QLatin1String("material") && material.id == thing.id) {
                title = material.title.in(m_language);
            }
        }
        asked.append(QVariantMap{{QStringLiteral("kind"), thing.kind},
                                 {QStringLiteral("title"), title},
                                 {QStringLiteral("text"), thing.text}});
    }
    const bool able = service && m_services.writer->ready() && !casesClosed();
    return {{QStringLiteral("id"), one->id},
            {QStringLiteral("number"), one->number},
            {QStringLiteral("service"), service ? service->title.in(m_language) : one->service},
            {QStringLiteral("state"), one->state},
            {QStringLiteral("code"), one->code},
            {QStringLiteral("at"), one->at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))},
            {QStringLiteral("until"), one->until.toString(Qt::ISODate)},
            {QStringLiteral("words"), one->words},
            {QStringLiteral("asked"), asked},
            {QStringLiteral("what"), one->what},
            {QStringLiteral("place"), one->place},
            {QStringLiteral("answerable"), able && canSupplement(*service, *one)},
            {QStringLiteral("withdrawable"), able && canWithdraw(*one)},
            {QStringLiteral("detailed"), one->detailed}};
}

// Whatever was begun before is left behind; what is asked for anew was not right and is empty.
void Session::takeService(const LifeCase &one)
{
    forgetDelegation();
    forgetPeople();
    dropAllPages();
    forgetSignature();
    m_transaction.reset();
    m_chain.reset();
    m_supplement = supplementOf(*m_services.catalogue->service(one.service), one);
    m_supplementOf = one.id;
    m_service = &*m_supplement;
    m_prefillAsked = true;
    m_prefillPending = false;
    m_prefillFailed = false;
    m_knownFor.reset();
    m_return = Return::Onward;
    m_formKind = FormKind::Online;
    m_disagreements.forgetSaid();
    for (const QString &id : std::as_const(m_supplement->facts)) {
        m_facts.remove(id);
        m_sources.remove(id);
    }
    Q_EMIT serviceChanged();
}

void Session::answerPending()
{
    const auto one = openCase();
    const Service *service = one ? m_services.catalogue->service(one->service) : nullptr;
    if (m_stage != QLatin1String("pending") || m_busy || !service || !m_services.writer->ready() || casesClosed() ||
        !canSupplement(*service, *one)) {
        return;
    }
    // Whoever turned back to look what was asked for goes on where he was.
    if (!supplementing() || m_supplementOf != one->id) {
        takeService(*one);
    }
    summariseKnown();
    const QStringList sequence = pageSequence();
    if (sequence.isEmpty()) {
        afterLastPage();
    } else {
        showPage(sequence.constFirst());
    }
}

void Session::withdrawPending()
{
    auto one = openCase();
    if (m_stage != QLatin1String("pending") || m_busy || !one || !canWithdraw(*one) || !m_services.writer->ready() ||
        casesClosed() || !m_assurance.allows(Assurance::Holder) || !m_services.catalogue->service(one->service)) {
        return;
    }
    // A second try after a refused commit is the same case.
    const bool again = m_transaction && m_transaction->withdraws == one->id;
    if (!again) {
        one->asked.clear();
        takeService(*one);
        Transaction transaction;
        transaction.id = newTransactionId(m_services.clock->wall().count());
        transaction.service = m_service->id;
        transaction.serviceVersion = m_service->version;
        transaction.catalogueVersion = m_services.catalogue->version();
        transaction.form = QStringLiteral("online");
        transaction.answers = Sensitive<QByteArray>(QByteArrayLiteral("{}"));
        transaction.consent = m_consent;
        transaction.submittedAt = nowUtc(*m_services.clock);
        transaction.withdraws = one->id;
        m_transaction = std::move(transaction);
    }
    m_transaction->assurance = m_assurance.proof();
    m_submitFault = {};
    setStage(QStringLiteral("submitting"));
    setBusy(true);
    m_services.writer->commit(*m_transaction, *m_identity).then(this, [this](const Result<Committed> &committed) {
        onCommitted(committed);
    });
}

QString Session::handedIn() const
{
    if (!m_transaction) {
        return {};
    }
    return !m_transaction->withdraws.isEmpty()     ? QStringLiteral("withdrawal")
           : !m_transaction->supplements.isEmpty() ? QStringLiteral("supplement")
                                                   : QString();
}

void Session::noteFollowUp()
{
    const bool withdraws = !m_transaction->withdraws.isEmpty();
    const QString of = withdraws ? m_transaction->withdraws : m_transaction->supplements;
    if (of.isEmpty()) {
        return;
    }
    const QString word = withdraws ? withdrawing : supplemented;
    // A case from another kiosk is not in this store, and then the centre alone knows.
    std::ignore = m_services.store->acknowledge(
        of, word, QJsonDocument(QJsonObject{{QStringLiteral("by"), m_transaction->id}}).toJson(QJsonDocument::Compact));
    for (LifeCase &one : m_centreCases) {
        if (one.id == of) {
            one.state = word;
            one.waiting = false;
            one.asked.clear();
        }
    }
}

std::optional<ReceiptDocument> Session::pendingDocument(int copy) const
{
    const auto one = openCase();
    if (!m_identity || !one || casesHidden()) {
        return std::nullopt;
    }
    const auto word = [this](const char *name) {
        return m_services.receiptWords.value(QLatin1String(name)).in(m_language);
    };
    const Service *service = m_services.catalogue->service(one->service);
    ReceiptDocument document;
    document.title = service ? service->title.in(m_language) : one->service;
    document.hall = hallName();
    document.number = one->number;
    document.numberLabel = word("number");
    document.stateLine = word("ready");
    document.rows = {{word("name"), fullName()}, {word("cert_no"), maskNumber(m_identity->number.reveal())}};
    for (const auto &[label, value] :
         {std::pair("what", one->what), {"place", one->place}, {"until", one->until.toString(Qt::ISODate)}}) {
        if (!value.isEmpty()) {
            document.rows.append({word(label), value});
        }
    }
    document.rows.append({word("kiosk"), m_services.kioskId()});
    document.qr = QStringLiteral("hall:case:") + one->number;
    document.qrCaption = word("scan");
    document.printedAt = word("printed") + QLatin1Char(' ') +
                         nowUtc(*m_services.clock).toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    document.copy = copy;
    document.copyLabel = copy > 0 ? word("copy").arg(copy) : QString();
    document.largePrint = m_elder;
    return document;
}

void Session::printPending()
{
    const auto one = openCase();
    if (m_stage != QLatin1String("pending") || !one || one->what.isEmpty() ||
        m_printState == QLatin1String("printing")) {
        return;
    }
    printPaper(one->id, QStringLiteral("result"), [this](int copy) { return pendingDocument(copy); });
}

}  // namespace hall
