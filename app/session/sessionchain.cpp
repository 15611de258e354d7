// SPDX-License-Identifier: GPL-3.0-or-later
// A chain of services as one visit: one interview, whose branch follows the answers, one signature, one commit of all
// its cases, one receipt. The pages are those of any service; m_service is the whole chain's.
#include "app/catalogue/chainform.h"
#include "app/session/centrefacts.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

QString stateName(ChainPart::State state)
{
    switch (state) {
    case ChainPart::State::Taken:
        return QStringLiteral("taken");
    case ChainPart::State::Asked:
        return QStringLiteral("asked");
    case ChainPart::State::Open:
        return QStringLiteral("open");
    case ChainPart::State::Theirs:
        return QStringLiteral("theirs");
    case ChainPart::State::NotCalled:
        return QStringLiteral("not-called");
    case ChainPart::State::Refused:
        return QStringLiteral("refused");
    }
    return {};
}

QStringList sourcesOf(const Service &service)
{
    QStringList sources;
    for (const CrossCheck &check : service.checks) {
        sources.append(check.source);
    }
    return sources;
}

}  // namespace

void Session::openChain(const QString &id)
{
    const Chain *chain = m_services.catalogue->chain(id);
    if (!chain || m_stage != QLatin1String("home") || !mayShow(*chain)) {
        return;
    }
    if (!m_chain || m_chain->chain != chain) {
        auto visit = std::make_unique<ChainVisit>();
        visit->chain = chain;
        forgetDelegation();
        forgetPeople();
        dropAllPages();
        forgetSharing();
        m_chain = std::move(visit);
        m_knownFor.reset();
        m_return = Return::Onward;
        forgetSignature();
        m_transaction.reset();
        m_prefillFailed = false;
        m_prefillAsked = false;
        wipeFacts(m_centreFacts);
        planChain();
        applyPrefill();
        planChain();
        askPrefill();
    }
    forgetGuidePaper();
    setStage(QStringLiteral("intro"));
    Q_EMIT serviceChanged();
}

void Session::together()
{
    const Chain *chain = m_service && !m_chain && !m_busy ? chainOffered(*m_services.catalogue, *m_service) : nullptr;
    if (!chain || m_stage != QLatin1String("intro")) {
        return;
    }
    goHome();
    openChain(chain->id);
}

QVariantMap Session::chain() const
{
    if (!m_service) {
        return {};
    }
    if (!m_chain) {
        const Chain *offer =
            m_delegate.active || supplementing() ? nullptr : chainOffered(*m_services.catalogue, *m_service);
        return offer && mayShow(*offer)
                   ? QVariantMap{{QStringLiteral("offer"),
                                  QVariantMap{{QStringLiteral("id"), offer->id},
                                              {QStringLiteral("title"), offer->title.in(m_language)},
                                              {QStringLiteral("summary"), offer->summary.in(m_language)},
                                              {QStringLiteral("services"), static_cast<int>(offer->links.size())}}}}
                   : QVariantMap();
    }
    QVariantList parts;
    bool refused = false;
    for (const ChainPart &part : m_chain->parts) {
        refused = refused || part.state == ChainPart::State::Refused;
        if (part.state == ChainPart::State::NotCalled) {
            continue;
        }
        parts.append(
            QVariantMap{{QStringLiteral("id"), part.service->id},
                        {QStringLiteral("title"), part.service->title.in(m_language)},
                        {QStringLiteral("state"), stateName(part.state)},
                        {QStringLiteral("rows"),
                         part.state == ChainPart::State::Asked ? answerRows(*part.service) : QVariantList()},
                        {QStringLiteral("text"), part.refusal ? part.refusal->message.in(m_language) : QString()},
                        {QStringLiteral("basis"), part.refusal ? part.refusal->basis.in(m_language) : QString()}});
    }
    // Before the centre was asked nobody knows; a chain of all or none that is refused says so as a service does.
    const bool all = m_chain->chain->atomic == Chain::Atomic::All;
    const bool known = m_prefillAsked && !m_prefillPending;
    return {{QStringLiteral("id"), m_chain->chain->id},
            {QStringLiteral("atomic"), all},
            {QStringLiteral("ofUnit"), m_unit.active},
            {QStringLiteral("parts"), parts},
            {QStringLiteral("nothing"), known && !(all && refused) && !chainGoesOn(*m_chain->chain, m_chain->parts)}};
}

// What the centre said to a query of the chain, as far as it is one record.
QVariantList Session::answerRows(const Service &query) const
{
    QVariantList rows;
    for (const ResultGroup &group : query.resultGroups) {
        rows += group.each ? QVariantList() : rowsOf(group.fields, m_centreFacts, false);
    }
    return rows;
}

// Every service of the chain: what a later one knows may decide whether it takes part.
void Session::askChain(CentreClient &centre)
{
    const ChainVisit *visit = m_chain.get();
    const auto asked = [visit](const ChainPart &part) { return !isAnothers(*visit->chain, *part.service); };
    m_chain->asks = static_cast<int>(std::count_if(m_chain->parts.cbegin(), m_chain->parts.cend(), asked));
    for (const ChainPart &part : std::as_const(m_chain->parts)) {
        if (!asked(part)) {
            continue;  // whoever stands there has no proof for it
        }
        const bool query = part.service->query;
        const QString id = part.service->id;
        (query ? centre.query(proof(), id) : centre.prefill(proof(), id))
            .then(this, [this, visit, query](const Result<CentreAnswer> &answer) {
                if (m_identity && m_chain && m_chain.get() == visit) {
                    onChainAnswer(answer, query);
                }
            });
    }
}

void Session::onChainAnswer(const Result<CentreAnswer> &answer, bool query)
{
    if (answer) {
        Facts said = centreFacts(*m_services.catalogue, *answer);
        m_centreFacts.insert(said);
        wipeFacts(said);
    } else if (!query && answer.error().code != FaultCode::CentreNotFound) {
        m_prefillFailed = true;
    }
    if (--m_chain->asks > 0) {
        return;
    }
    m_prefillPending = false;
    applyPrefill();
    planChain();
    if (m_beginWaits) {
        m_beginWaits = false;
        setBusy(false);
        enterForm();
    }
}

void Session::planChain()
{
    m_chain->parts = chainParts(*m_services.catalogue, *m_chain->chain, m_facts, today());
    auto whole =
        std::make_unique<Service>(chainService(*m_services.catalogue, *m_chain->chain, m_chain->parts, m_chain->seen));
    if (m_chain->whole) {
        keepPapers(*whole);
        // Who agreed to some sources being asked has not agreed to others.
        const QStringList before = sourcesOf(*m_chain->whole);
        const QStringList now = sourcesOf(*whole);
        if (std::any_of(now.begin(), now.end(),
                        [&before](const QString &source) { return !before.contains(source); })) {
            m_chain->seen.remove(sharingField());
            forgetSharing();
        }
    }
    m_service = whole.get();
    m_chain->whole = std::move(whole);  // what was the service is gone only now
    QStringList read;
    for (const PaperRead &one : std::as_const(m_readings)) {
        read.append(one.material);
    }
    for (const QString &material : read) {
        const bool asked = std::any_of(m_service->materials.cbegin(), m_service->materials.cend(),
                                       [&material](const ServiceMaterial &one) { return one.id == material; });
        if (!asked) {
            forgetReading(material);
        }
    }
    Q_EMIT serviceChanged();
}

// Papers that were taken keep their place among those of the other service; what nobody asks for any more goes.
void Session::keepPapers(const Service &now)
{
    QVector<MaterialTask> kept;
    for (MaterialTask &task : m_materials) {
        const QString &id = m_chain->whole->materials[task.index].id;
        const auto place = std::find_if(now.materials.begin(), now.materials.end(),
                                        [&id](const ServiceMaterial &material) { return material.id == id; });
        if (place == now.materials.end()) {
            dropPages(task);
            continue;
        }
        if (m_replaced && m_replaced->index == task.index) {
            m_replaced->index = static_cast<int>(place - now.materials.begin());
        }
        task.index = static_cast<int>(place - now.materials.begin());
        kept.append(task);
    }
    m_materials = std::move(kept);
    m_materialIndex = std::clamp(m_materialIndex, 0, std::max(0, static_cast<int>(m_materials.size()) - 1));
}

// What a part that came in later brings along and the sources know is not asked for page by page either; the review
// shows it.
void Session::knowChain()
{
    const bool passed = !m_chain->seen.isEmpty();
    const QStringList settled = settledPages(*m_services.catalogue, *m_service, m_formKind, m_facts, today());
    m_knownPages.clear();
    for (const FormPage &page : pages()) {
        const auto all = [&page](const auto &holds) {
            return std::all_of(page.fields.begin(), page.fields.end(), holds);
        };
        const bool fresh = !all([this](const FormField &use) { return m_chain->seen.contains(use.id); });
        const bool sources =
            all([this](const FormField &use) { return m_sources.value(use.id) != QLatin1String("visitor"); });
        if (fresh && sources && !inConflict(page) && settled.contains(page.id)) {
            for (const FormField &use : page.fields) {
                m_chain->known.insert(use.id);
                if (passed) {
                    m_chain->seen.insert(use.id);
                }
            }
        }
        if (all([this](const FormField &use) { return m_chain->known.contains(use.id); })) {
            m_knownPages.append(page.id);
        }
    }
}

QString Session::freshPage() const
{
    const QStringList sequence = pageSequence();
    const auto here = sequence.indexOf(m_pageShown);
    // With several people the list is where each of them is looked at.
    const QStringList personal = m_people.isEmpty() ? QStringList() : personalPages();
    const QString open = m_people.isEmpty() ? QString() : openPageOfPerson();
    QString before;
    for (const FormPage &page : pages()) {
        const bool fresh = std::any_of(page.fields.begin(), page.fields.end(),
                                       [this](const FormField &use) { return !m_chain->seen.contains(use.id); });
        const bool listed = personal.contains(page.id) && page.id != open;
        if (!fresh || listed || m_knownPages.contains(page.id)) {
            continue;
        }
        if (sequence.indexOf(page.id) > here) {
            return page.id;
        }
        before = before.isEmpty() ? page.id : before;
    }
    return before;
}

// The branch follows the answers: a part may have come in, with questions anywhere among the pages, or gone.
void Session::nextChainPage()
{
    for (const FormPage &page : pages()) {
        const bool passed = m_pageShown == knownPage() ? m_knownPages.contains(page.id) : page.id == m_pageShown;
        for (const FormField &use : page.fields) {
            if (passed) {
                m_chain->seen.insert(use.id);
            }
        }
    }
    planChain();
    if (!chainGoesOn(*m_chain->chain, m_chain->parts)) {
        m_return = Return::Onward;
        setStage(QStringLiteral("intro"));
        return;
    }
    knowChain();
    if (const QString fresh = freshPage(); !fresh.isEmpty()) {
        showPage(fresh);
        return;
    }
    const QVector<Problem> left = leftToDo();
    if (left.isEmpty()) {
        afterLastPage();
    } else {
        showPage(left.constFirst().page);
    }
}

Transaction Session::partTransaction(const Service &part)
{
    const bool online = m_formKind == FormKind::Online;
    Transaction transaction = newTransaction(part);
    if (const QString known = m_chain->ids.value(part.id); !known.isEmpty()) {
        transaction.id = known;
    }
    m_chain->ids.insert(part.id, transaction.id);
    Facts own = partAnswers(*m_services.catalogue, part, online, m_facts, today());
    transaction.consent.sharing = sharedSources(part, own, today());
    const QStringList told = sharedSources(*m_service, answers(*m_service, m_formKind, m_facts, today()), today());
    transaction.consent.sharing.removeIf([&told](const QString &source) { return !told.contains(source); });
    if (!m_people.isEmpty()) {
        for (const QString &each : personalFields()) {
            own.remove(each);  // that is in the list of people
        }
        transaction.people = Sensitive<QByteArray>(peopleJson(&part));
    }
    transaction.answers = Sensitive<QByteArray>(jsonOf(std::move(own)));
    transaction.signaturePng = m_signature;
    transaction.assurance = m_assurance.proof();
    transaction.applicant = applicant();
    transaction.commitments = commitments();
    transaction.commitments.removeIf([&part](const Commitment &given) {
        return std::none_of(part.materials.begin(), part.materials.end(),
                            [&given](const ServiceMaterial &material) { return material.id == given.material; });
    });
    transaction.licences = licencesFor(part);
    for (const MaterialNeed &need : materialNeeds(part, m_facts, sourcedFacts(), today())) {
        if (need.state == MaterialState::Waived || need.state == MaterialState::NotNeeded) {
            continue;
        }
        for (const MaterialTask &task : std::as_const(m_materials)) {
            if (m_service->materials[task.index].id != need.material) {
                continue;
            }
            transaction.materials += filesOf(task);
            if (need.state == MaterialState::Needed && broughtLater(task)) {
                transaction.outstanding.append(need.material);
            }
        }
    }
    return transaction;
}

void Session::submitChain()
{
    QVector<Transaction> cases;
    m_chain->filed.clear();
    for (const ChainPart &part : std::as_const(m_chain->parts)) {
        if (part.state == ChainPart::State::Taken) {
            cases.append(partTransaction(*part.service));
            m_chain->filed.append({cases.constLast().id, part.service, {}, false});
        }
    }
    if (cases.isEmpty()) {
        return;
    }
    m_transaction = cases.constFirst();  // what the receipt is journaled under
    setStage(QStringLiteral("submitting"));
    setBusy(true);
    m_services.writer->commitAll(cases, *m_identity, m_chain->chain->atomic == Chain::Atomic::All)
        .then(this, [this](const Result<QVector<Committed>> &committed) { onChainCommitted(committed); });
}

void Session::onChainCommitted(const Result<QVector<Committed>> &committed)
{
    if (!committed) {
        m_chain->filed.clear();
        onCommitted(fail(committed.error()));
        return;
    }
    for (qsizetype i = 0; i < m_chain->filed.size(); ++i) {
        m_chain->filed[i].number = committed->value(i).number;
    }
    onCommitted(committed->constFirst());
}

void Session::partStored(const QString &id)
{
    bool all = !m_chain->filed.isEmpty();
    for (ChainVisit::Filed &one : m_chain->filed) {
        one.stored = one.stored || one.id == id;
        all = all && one.stored;
    }
    if (all && m_delivery != QLatin1String("stored")) {
        m_delivery = QStringLiteral("stored");
        Q_EMIT doneChanged();
    }
}

QStringList Session::numbers() const
{
    QStringList all;
    if (m_chain) {
        for (const ChainVisit::Filed &one : m_chain->filed) {
            all.append(one.number);
        }
    }
    return all.isEmpty() ? QStringList{m_caseNumber} : all;
}

QVariantList Session::caseNumbers() const
{
    QVariantList list;
    if (m_chain && !m_caseNumber.isEmpty()) {
        for (const ChainVisit::Filed &one : m_chain->filed) {
            list.append(QVariantMap{{QStringLiteral("number"), one.number},
                                    {QStringLiteral("service"), one.service->title.in(m_language)}});
        }
    }
    return list;
}

QVector<const Service *> Session::filedParts() const
{
    QVector<const Service *> parts;
    if (m_chain) {
        for (const ChainVisit::Filed &one : std::as_const(m_chain->filed)) {
            parts.append(one.service);
        }
    }
    return parts.isEmpty() ? QVector<const Service *>{m_service} : parts;
}

QStringList Session::filedServices() const
{
    QStringList ids;
    for (const Service *one : filedParts()) {
        ids.append(one->id);
    }
    return ids;
}

QVector<ReceiptRow> Session::chainRows() const
{
    QVector<ReceiptRow> rows;
    if (m_chain) {
        for (const ChainVisit::Filed &one : m_chain->filed) {
            rows.append({one.service->title.in(m_language), one.number});
        }
    }
    return rows;
}

}  // namespace hall
