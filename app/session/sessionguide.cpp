// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in one visit (一次办好), for whoever asks, signed in or not; and everything a service needs told at
// once (一次性告知), on the screen and on a paper to take along.
#include "app/session/guidepaper.h"
#include "app/session/paper.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

const QString guideList = QStringLiteral("guide");
const QString itemPage = QStringLiteral("guide-item");
const QString casePage = QStringLiteral("guide-case");

QString levelName(KioskLevel level)
{
    switch (level) {
    case KioskLevel::Guide:
        return QStringLiteral("guide");
    case KioskLevel::Part:
        return QStringLiteral("part");
    case KioskLevel::Full:
        return QStringLiteral("full");
    }
    return {};
}

QString dayText(const std::optional<QDate> &day)
{
    return day ? day->toString(Qt::ISODate) : QString();
}

}  // namespace

bool Session::guideStage() const
{
    return m_stage == guideList || m_stage == itemPage || m_stage == casePage;
}

void Session::showGuide()
{
    if (m_stage == QLatin1String("refused")) {
        wipe();  // whoever refused looks around as nobody
        m_service = nullptr;
        m_chain.reset();
    } else if (m_stage != QLatin1String("attract")) {
        return;
    }
    m_guideItem = nullptr;
    m_guideCase = nullptr;
    forgetGuidePaper();
    setStage(guideList);
    Q_EMIT guideChanged();
}

void Session::openGuideItem(int number)
{
    for (const OnceItem &item : m_services.catalogue->visitOnce().items) {
        if (item.number != number || m_stage != guideList) {
            continue;
        }
        m_guideItem = &item;
        if (item.cases.size() == 1) {
            m_guideCase = &item.cases.first();
            setStage(casePage);
        } else {
            setStage(itemPage);
        }
        Q_EMIT guideChanged();
        return;
    }
}

void Session::openGuideCase(const QString &id)
{
    if (m_stage != itemPage || !m_guideItem) {
        return;
    }
    for (const OnceCase &one : m_guideItem->cases) {
        if (one.id == id && m_services.catalogue->service(one.service)) {
            m_guideCase = &one;
            setStage(casePage);
            Q_EMIT guideChanged();
        }
    }
}

// To the sign-in; what was looked at opens right after it.
void Session::beginGuided()
{
    if (m_stage == casePage && m_guideCase && !m_busy) {
        forgetGuidePaper();
        setStage(QStringLiteral("sign-in"));
        lookForCards();
    }
}

void Session::backFromGuide()
{
    forgetGuidePaper();
    if (m_stage == guideList) {
        finish();
        return;
    }
    const bool choice = m_guideItem && m_guideItem->cases.size() > 1;
    const bool onCase = m_stage == casePage;
    m_guideCase = nullptr;
    setStage(onCase && choice ? itemPage : guideList);
    Q_EMIT guideChanged();
}

void Session::openGuided()
{
    if (const OnceCase *wanted = std::exchange(m_guideCase, nullptr)) {
        openService(wanted->service);
    }
}

QVariantList Session::guideGroups() const
{
    const Catalogue &catalogue = *m_services.catalogue;
    QVariantList groups;
    for (const LifeEvent &event : catalogue.events()) {
        QVariantList items;
        for (const OnceItem &item : catalogue.visitOnce().items) {
            QStringList cases;
            QString under;
            for (const OnceCase &one : item.cases) {
                if (const Service *service = catalogue.service(one.service)) {
                    cases.append(one.title.in(m_language));
                    under = under.isEmpty() ? service->event : under;
                }
            }
            if (under == event.id) {
                items.append(QVariantMap{{QStringLiteral("number"), item.number},
                                         {QStringLiteral("title"), item.title.in(m_language)},
                                         {QStringLiteral("cases"), cases}});
            }
        }
        if (!items.isEmpty()) {
            groups.append(QVariantMap{{QStringLiteral("title"), event.title.in(m_language)},
                                      {QStringLiteral("icon"), event.icon},
                                      {QStringLiteral("items"), items}});
        }
    }
    return groups;
}

QVariantMap Session::guideItem() const
{
    if (!m_guideItem) {
        return {};
    }
    QVariantList cases;
    for (const OnceCase &one : m_guideItem->cases) {
        if (const Service *service = m_services.catalogue->service(one.service)) {
            cases.append(QVariantMap{{QStringLiteral("id"), one.id},
                                     {QStringLiteral("title"), one.title.in(m_language)},
                                     {QStringLiteral("summary"), service->summary.in(m_language)}});
        }
    }
    return {{QStringLiteral("number"), m_guideItem->number},
            {QStringLiteral("title"), m_guideItem->title.in(m_language)},
            {QStringLiteral("cases"), cases}};
}

const OnceCase *Session::guideCaseShown() const
{
    return guideStage() || m_stage == QLatin1String("refused") ? m_guideCase : nullptr;
}

const Service *Session::guideService() const
{
    if (const OnceCase *one = guideCaseShown()) {
        return m_services.catalogue->service(one->service);
    }
    return guideStage() ? nullptr : m_service;
}

QVector<NoticePaper> Session::noticeOf(const Service &service) const
{
    // What is known of the visitor counts only for the service that is under way.
    const bool own = m_identity && &service == m_service;
    auto papers = oneTimeNotice(service, own ? m_facts : Facts(), own ? sourcedFacts() : SourcedFacts(),
                                m_services.catalogue->policies(), today());
    for (NoticePaper &paper : papers) {
        paper.promise = paper.promise && mayPromise();
    }
    return papers;
}

QVariantList Session::papersOf(const Service &service) const
{
    QVariantList list;
    for (const NoticePaper &paper : noticeOf(service)) {
        const bool have = paper.state == MaterialState::Waived;
        const QString waiver = paper.material->waiver.in(m_language);
        list.append(
            QVariantMap{{QStringLiteral("title"), paper.material->title.in(m_language)},
                        {QStringLiteral("have"), have},
                        {QStringLiteral("optional"), paper.state == MaterialState::Optional},
                        {QStringLiteral("why"), have ? waiver : paper.material->why.in(m_language)},
                        {QStringLiteral("waiver"), have ? QString() : waiver},
                        {QStringLiteral("follow"), paper.follows ? paper.material->followDays : 0},
                        {QStringLiteral("until"), dayText(paper.until)},
                        {QStringLiteral("promise"), paper.promise},
                        {QStringLiteral("licence"), !have && !paper.material->licence.isEmpty() && !m_delegate.active},
                        {QStringLiteral("original"), dayText(paper.original)}});
    }
    return list;
}

QVariantMap Session::guide() const
{
    const Service *service = guideService();
    if (!service) {
        return {};
    }
    const OnceCase *one = guideCaseShown();
    QStringList legal;
    for (const LegalNote &note : service->legal) {
        if (note.status != QLatin1String("assumed")) {
            legal.append(note.title.in(m_language));
        }
    }
    const KioskLevel level = one ? one->level : service->level;
    const QStringList &channels = one ? one->channels : service->channels;
    QString reason;
    const bool rests = serviceRests(*service, &reason);
    const bool unit =
        service->applicant == QLatin1String("employer") || service->applicant == QLatin1String("institution");
    return {{QStringLiteral("title"), one ? one->title.in(m_language) : service->title.in(m_language)},
            {QStringLiteral("service"), service->title.in(m_language)},
            {QStringLiteral("summary"), service->summary.in(m_language)},
            {QStringLiteral("who"), service->who.in(m_language)},
            {QStringLiteral("unit"), unit},
            {QStringLiteral("papers"), papersOf(*service)},
            {QStringLiteral("minutes"), service->minutes},
            {QStringLiteral("fee"), service->fee},
            {QStringLiteral("immediate"), service->time.immediate},
            {QStringLiteral("workdays"), service->time.promised},
            {QStringLiteral("channels"), channels},
            {QStringLiteral("level"), levelName(level)},
            {QStringLiteral("always"), one ? one->always : service->always},
            {QStringLiteral("hours"), m_services.hallHours.in(m_language)},
            {QStringLiteral("legal"), legal},
            {QStringLiteral("here"), channels.contains(QLatin1String("kiosk")) && level != KioskLevel::Guide},
            {QStringLiteral("available"), !rests},
            {QStringLiteral("reason"), reason}};
}

std::optional<GuidePaper> Session::guideForPaper() const
{
    const Service *service = guideService();
    if (!service) {
        return {};
    }
    const OnceCase *one = guideCaseShown();
    GuidePaper guide;
    guide.service = service;
    guide.title = one ? one->title.in(m_language) : service->title.in(m_language);
    guide.applicant = service->applicant;
    guide.channels = one ? one->channels : service->channels;
    guide.level = one ? one->level : service->level;
    guide.always = one ? one->always : service->always;
    guide.papers = noticeOf(*service);
    guide.language = m_language;
    guide.hallName = hallName();
    guide.hallHours = m_services.hallHours.in(m_language);
    guide.printedAt = nowUtc(*m_services.clock).toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    guide.largePrint = m_elder;
    guide.words = m_services.receiptWords;
    return guide;
}

// state: "" nobody asked, "code" there is no paper, "printing", "printed", "not-printed", "unknown". The code is there
// whenever paper is not.
QVariantMap Session::guidePaper() const
{
    QString code;
    if (m_guidePaperState == QLatin1String("code") || m_guidePaperState == QLatin1String("not-printed") ||
        m_guidePaperState == QLatin1String("unknown")) {
        if (const auto guide = guideForPaper()) {
            code = guideCode(*guide);
        }
    }
    return {{QStringLiteral("state"), m_guidePaperState},
            {QStringLiteral("fault"), m_guidePaperFault},
            {QStringLiteral("code"), code}};
}

void Session::forgetGuidePaper()
{
    m_guidePaperState.clear();
    m_guidePaperFault = {};
    ++m_guidePapers;
    Q_EMIT guideChanged();
}

void Session::printGuide()
{
    const auto guide = guideForPaper();
    if (!guide || m_guidePaperState == QLatin1String("printing")) {
        return;
    }
    m_guidePaperFault = {};
    if (!m_services.hub->printerProfile() || !m_services.hub->serviceability(Capability::PrintReceipt).available) {
        m_guidePaperState = QStringLiteral("code");
        Q_EMIT guideChanged();
        return;
    }
    m_guidePaperState = QStringLiteral("printing");
    Q_EMIT guideChanged();
    m_idle.setWorking(true);
    const int asked = ++m_guidePapers;
    const ReceiptDocument document = guideDocument(*guide);
    sendPaper(*m_services.hub, *m_services.store, this,
              {m_visitId, QStringLiteral("guide"), [document](int) { return document; },
               [this, asked](const device::PrintReport &report) {
                   m_idle.setWorking(false);
                   if (asked != m_guidePapers) {
                       return;  // the page it was asked on has gone
                   }
                   m_guidePaperState = paperState(report.outcome);
                   m_guidePaperFault =
                       report.outcome == device::PrintOutcome::Printed ? QVariant() : faultMap(paperFault(report));
                   Q_EMIT guideChanged();
               }});
}

}  // namespace hall
