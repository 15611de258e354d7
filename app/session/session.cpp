// SPDX-License-Identifier: GPL-3.0-or-later
// Stages and the ways between them, language, time-outs.
#include "app/session/session.h"

#include "app/session/paperbinder.h"
#include "app/session/sessiontools.h"
#include "app/store/roomwatch.h"

#include <QQmlEngine>
#include <QUuid>

namespace hall {

namespace {

constexpr int onlineTickMs = 500;

}  // namespace

Session::Session(SessionServices services, QObject *parent)
    : QObject(parent), m_services(std::move(services)), m_idle(*m_services.clock),
      m_capture(std::make_unique<CaptureJob>(*m_services.hub, *m_services.clock, m_services.plate)),
      m_visitId(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    DeviceHub *hub = m_services.hub;
    connect(hub, &DeviceHub::cardArrived, this, &Session::onCardArrived);
    connect(hub, &DeviceHub::cardWaits, this, &Session::onCardWaits);
    connect(hub, &DeviceHub::cardRead, this, &Session::onCardRead);
    connect(hub, &DeviceHub::cardFailed, this, &Session::onCardFailed);
    connect(hub, &DeviceHub::cardRemoved, this, &Session::onCardRemoved);
    connect(hub, &DeviceHub::codeScanned, this, &Session::onCodeScanned);
    connect(hub, &DeviceHub::codeUnreadable, this, &Session::onCodeUnreadable);
    connect(hub, &DeviceHub::leftCardFound, this, &Session::devicesChanged);
    connect(hub, &DeviceHub::capabilitiesChanged, this, &Session::onDevices);
    connect(hub, &DeviceHub::cabinetChanged, this, &Session::onCabinet);
    connect(&m_idle, &IdleTimer::changed, this, [this] {
        if (m_idle.secondsLeft() < 0) {
            m_cardAway = false;
            m_cardAwayNote.clear();
            m_otherCard.reset();
        }
        Q_EMIT secondsLeftChanged();
    });
    connect(&m_idle, &IdleTimer::expired, this, &Session::endVisit);
    connect(m_capture.get(), &CaptureJob::stateChanged, this, &Session::onCaptureState);

    if (m_services.room) {
        connect(m_services.room, &RoomWatch::changed, this, &Session::onRoom);
    }
    followStick();
    makeAuthenticators();
    makePinRenewal();
    hub->setReading(true);
    hub->beginVisit();
    m_onlineTick.setInterval(onlineTickMs);
    connect(&m_onlineTick, &QTimer::timeout, this, &Session::refreshOnline);
    connect(&m_onlineTick, &QTimer::timeout, this, &Session::watchTakeCard);
    connect(&m_onlineTick, &QTimer::timeout, this, &Session::watchAbsence);
    m_onlineTick.start();
    refreshOnline();
    if (m_services.outOfService()) {
        m_stage = QStringLiteral("out-of-service");
    }
    listenForCodes();
    applyPatience();
    QMetaObject::invokeMethod(this, &Session::lookForCards, Qt::QueuedConnection);
}

// A card that was put in while the last visit was being wiped.
void Session::lookForCards()
{
    for (const QString &reader : m_services.hub->readersWithCards()) {
        if (const auto identity = m_services.hub->lastIdentity(reader)) {
            onCardRead(reader, identity);
            return;
        }
    }
    lookForWaitingCard();
}

void Session::lookForWaitingCard()
{
    for (const QString &reader : m_services.hub->readersWithCards()) {
        if (const auto need = m_services.hub->waitingCard(reader)) {
            onCardWaits(reader, need);
            return;
        }
    }
}

Session::~Session()
{
    m_services.hub->setScanning(false);
    m_capture->stop();
    dropPad();
    dropPermit();
    stopTable();
    wipeFacts(m_facts);
    wipeFacts(m_centreFacts);
    forgetReadings();
    forgetAnswer();
    wipeActing();
    if (!m_committed) {
        dropAllPages();
    } else if (m_services.binder) {
        m_services.binder->dropAll();
    }
}

Session *Session::create(QQmlEngine *engine, QJSEngine *)
{
    Session *session = of(engine);
    QQmlEngine::setObjectOwnership(session, QQmlEngine::CppOwnership);
    return session;
}

Session *Session::of(const QObject *engine)
{
    return engine ? qobject_cast<Session *>(engine->property(engineProperty).value<QObject *>()) : nullptr;
}

QStringList Session::stageNames()
{
    return {QStringLiteral("attract"),      QStringLiteral("guide"),        QStringLiteral("guide-item"),
            QStringLiteral("guide-case"),   QStringLiteral("sign-in"),      QStringLiteral("reading"),
            QStringLiteral("pin"),          QStringLiteral("pin-change"),   QStringLiteral("permit-kind"),
            QStringLiteral("permit-lay"),   QStringLiteral("permit-check"), QStringLiteral("permit-number"),
            QStringLiteral("permit-again"), QStringLiteral("consent"),      QStringLiteral("refused"),
            QStringLiteral("home"),         QStringLiteral("intro"),        QStringLiteral("prove"),
            QStringLiteral("prove-pin"),    QStringLiteral("prove-face"),   QStringLiteral("prove-staff"),
            QStringLiteral("prove-window"), QStringLiteral("form"),         QStringLiteral("scan"),
            QStringLiteral("promise"),      QStringLiteral("review"),       QStringLiteral("sign"),
            QStringLiteral("submitting"),   QStringLiteral("done"),         QStringLiteral("query"),
            QStringLiteral("take-card"),    QStringLiteral("ended"),        QStringLiteral("out-of-service"),
            QStringLiteral("unit"),         QStringLiteral("people"),       QStringLiteral("delegate"),
            QStringLiteral("table"),        QStringLiteral("table-rows"),   QStringLiteral("pending"),
            QStringLiteral("pin-own"),      QStringLiteral("pin-changed"),  QStringLiteral("draft-kept"),
            QStringLiteral("draft-code"),   QStringLiteral("page-list")};
}

QString Session::pageId() const
{
    if (m_stage == QLatin1String("form")) {
        return QStringLiteral("form-") + page().value(QStringLiteral("id")).toString();
    }
    const bool scans = m_stage == QLatin1String("scan") || m_stage == QLatin1String("page-list");
    if (scans && m_materialIndex < m_materials.size()) {
        return m_stage + QLatin1Char('-') + m_service->materials[m_materials[m_materialIndex].index].id;
    }
    return m_stage;
}

void Session::setStage(const QString &stage)
{
    if (stage == m_stage) {
        return;
    }
    if (m_stage == QLatin1String("scan") || m_stage == QLatin1String("permit-lay")) {
        m_capture->stop();
    }
    if (m_stage == QLatin1String("table")) {
        stopTable();
    }
    if (m_stage == QLatin1String("page-list")) {
        leavePageList();
    }
    stopProving();
    if (stage != QLatin1String("pin-own")) {
        m_renewal->end();
    }
    m_stage = stage;
    listenForCodes();
    applyIdleMode();
    Q_EMIT stageChanged();
    Q_EMIT pageChanged();
    Q_EMIT draftChanged();  // where it is offered
}

void Session::setBusy(bool busy)
{
    if (busy != m_busy) {
        m_busy = busy;
        m_idle.setWorking(busy);
        Q_EMIT busyChanged();
    }
}

void Session::applyIdleMode()
{
    static const QStringList quiet{QStringLiteral("attract"), QStringLiteral("out-of-service"), QStringLiteral("ended"),
                                   QStringLiteral("take-card")};
    if (quiet.contains(m_stage)) {
        m_idle.setMode(IdleTimer::Mode::Off);
    } else if (!m_identity) {
        m_idle.setMode(IdleTimer::Mode::Anonymous);
    } else {
        m_idle.setMode(IdleTimer::Mode::SignedIn);
    }
    m_idle.touched();
}

void Session::setElder(bool elder)
{
    if (elder != m_elder) {
        m_elder = elder;
        applyPatience();
        Q_EMIT elderChanged();
    }
}

void Session::setLanguage(const QString &code)
{
    if (code == m_language || (code != QLatin1String("zh_CN") && code != QLatin1String("en"))) {
        return;
    }
    m_language = code;
    Q_EMIT languageChanged();
    Q_EMIT homeChanged();
    Q_EMIT guideChanged();
    Q_EMIT serviceChanged();
    Q_EMIT unitChanged();
    Q_EMIT tableChanged();
    refreshForm();
    Q_EMIT pageChanged();
    Q_EMIT errorsChanged();
    Q_EMIT captureChanged();
    Q_EMIT reviewChanged();
    Q_EMIT doneChanged();
    Q_EMIT queryChanged();
    Q_EMIT proveChanged();
    Q_EMIT pendingChanged();
    Q_EMIT suggestionsChanged();
}

QString Session::visitorName() const
{
    if (!m_identity) {
        return {};
    }
    const QString &name = m_identity->name.reveal();
    return name.isEmpty() ? maskNumber(m_identity->number.reveal()) : maskName(name);
}

QString Session::holderPicture() const
{
    return m_holderKey.isEmpty() ? QString() : QStringLiteral("image://pages/") + m_holderKey;
}

QString Session::signerName() const
{
    return m_identity && m_stage == QLatin1String("sign") ? fullName() : QString();
}

QStringList Session::tracesOf(const Identity &identity)
{
    return {identity.name.reveal(), identity.number.reveal(), identity.cardNumber.reveal(), identity.address.reveal(),
            identity.employmentCertificate.reveal()};
}

void Session::touched()
{
    // Whoever touches the glass while the card is away need not be who took it: only the card itself goes on.
    if (!m_cardAway) {
        m_idle.touched();
    }
}

void Session::stay()
{
    touched();
}

void Session::help()
{
    m_helpCalled = true;
    if (m_services.helpCalled) {
        m_services.helpCalled();
    }
    applyPatience();
    Q_EMIT helpChanged();
}

void Session::helped()
{
    m_helpCalled = false;
    applyPatience();
    Q_EMIT helpChanged();
}

QStringList Session::consentParagraphs() const
{
    QStringList paragraphs;
    for (const LocalText &paragraph : m_services.notice.paragraphs) {
        paragraphs.append(paragraph.in(m_language));
    }
    return paragraphs;
}

void Session::acceptConsent()
{
    if (m_stage != QLatin1String("consent")) {
        return;
    }
    m_consent = {m_services.notice.version, nowUtc(*m_services.clock)};
    setStage(QStringLiteral("home"));
    Q_EMIT homeChanged();
    askLife();
    askNeeds();
    openGuided();
}

void Session::refuseConsent()
{
    if (m_stage == QLatin1String("consent")) {
        forgetGuidePaper();
        setStage(QStringLiteral("refused"));
    }
}

void Session::back()
{
    if (backOfProof() || m_busy || backOfDraft()) {
        return;
    }
    if (guideStage()) {
        backFromGuide();
    } else if (m_stage == QLatin1String("sign-in") && m_guideCase) {
        setStage(QStringLiteral("guide-case"));
    } else if (m_stage == QLatin1String("sign-in") || m_stage == QLatin1String("consent")) {
        finish();
    } else if (m_stage == QLatin1String("pin")) {
        refuse(Fault(FaultCode::PinNotEntered));
    } else if (m_stage == QLatin1String("pin-change")) {
        refuse(Fault(FaultCode::PinUnchanged));
    } else if (permitStage()) {
        backFromPermit();
    } else if (m_stage == QLatin1String("refused")) {
        setStage(QStringLiteral("consent"));
    } else if (m_stage == QLatin1String("home")) {
        if (m_eventId.isEmpty()) {
            finish();
        } else {
            setEventId({});
        }
    } else if (m_stage == QLatin1String("pin-own")) {
        setStage(QStringLiteral("intro"));
    } else if (m_stage == QLatin1String("delegate")) {
        forgetDelegation();
        setStage(QStringLiteral("intro"));
    } else if (m_stage == QLatin1String("people")) {
        showLastPage();
    } else if (tableStage()) {
        backFromTable();
    } else if (m_stage == QLatin1String("intro") || m_stage == QLatin1String("query") ||
               m_stage == QLatin1String("pending") || m_stage == QLatin1String("unit") ||
               m_stage == QLatin1String("pin-changed")) {
        goHome();
    } else if (m_stage == QLatin1String("form")) {
        const QStringList sequence = pageSequence();
        const auto place = sequence.indexOf(m_pageShown);
        if (m_return == Return::Table) {
            showPeople();
        } else if (m_return == Return::People) {
            backOfPerson();
        } else if (m_return != Return::Onward) {
            returnTo();
        } else if (place > 0) {
            showPage(sequence[place - 1]);
        } else {
            setStage(supplementing() ? QStringLiteral("pending") : QStringLiteral("intro"));
        }
    } else if (m_stage == QLatin1String("page-list")) {
        if (m_return == Return::Review) {
            returnTo();
        } else {
            showMaterial(m_materialIndex);
        }
    } else if (m_stage == QLatin1String("scan")) {
        if (m_fromList) {
            showPageList();
        } else if (m_readingFirst) {
            m_readingFirst = false;
            if (takesPeople()) {
                showPage(m_pageShown);
            } else {
                setStage(QStringLiteral("intro"));
            }
        } else if (m_return == Return::Review) {
            keepReplaced();
            returnTo();
        } else {
            toMaterialBefore();
        }
    } else if (m_stage == QLatin1String("promise")) {
        showMaterial(m_materialIndex);
    } else if (m_stage == QLatin1String("review")) {
        m_materialIndex = static_cast<int>(m_materials.size());
        toMaterialBefore();
    } else if (m_stage == QLatin1String("sign")) {
        setStage(QStringLiteral("review"));
        Q_EMIT reviewChanged();
    }
}

void Session::refreshOnline()
{
    const bool online = m_services.centreReachable();
    const bool connecting = !online && m_services.centreTried && !m_services.centreTried();
    if (online != m_online || connecting != m_connecting) {
        m_online = online;
        m_connecting = connecting;
        Q_EMIT onlineChanged();
        Q_EMIT draftChanged();
        Q_EMIT homeChanged();
        Q_EMIT serviceChanged();
    }
    const bool out = m_services.outOfService();
    if (out && m_stage == QLatin1String("attract")) {
        setStage(QStringLiteral("out-of-service"));
    } else if (!out && m_stage == QLatin1String("out-of-service")) {
        setStage(QStringLiteral("attract"));
    }
}

QImage Session::pageImage(const QString &key) const
{
    const QMutexLocker lock(&m_imagesMutex);
    return m_images.value(key);
}

}  // namespace hall
