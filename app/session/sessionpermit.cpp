// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in with a travel permit: PermitDesk has the rules, this is the camera, the reading and the stages; and what a
// visit without a card calls its facts.
#include "app/domain/homepromise.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/zonereader.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

constexpr std::chrono::seconds readingTime{6};  // then the visitor lays it down anew or types

QString stageOf(PermitDesk::Step step)
{
    switch (step) {
    case PermitDesk::Step::Kind:
        return QStringLiteral("permit-kind");
    case PermitDesk::Step::Lay:
        return QStringLiteral("permit-lay");
    case PermitDesk::Step::Check:
        return QStringLiteral("permit-check");
    case PermitDesk::Step::Number:
        return QStringLiteral("permit-number");
    case PermitDesk::Step::Again:
        return QStringLiteral("permit-again");
    }
    return {};
}

QString nameOf(PermitDesk::Note note)
{
    switch (note) {
    case PermitDesk::Note::None:
        return {};
    case PermitDesk::Note::Unread:
        return QStringLiteral("unread");
    case PermitDesk::Note::WrongKind:
        return QStringLiteral("wrong-kind");
    case PermitDesk::Note::OtherDocument:
        return QStringLiteral("other-document");
    case PermitDesk::Note::Expired:
        return QStringLiteral("expired");
    case PermitDesk::Note::NoNumber:
        return QStringLiteral("no-number");
    case PermitDesk::Note::Differs:
        return QStringLiteral("differs");
    case PermitDesk::Note::CameraOut:
        return QStringLiteral("camera-out");
    case PermitDesk::Note::Window:
        return QStringLiteral("window");
    }
    return {};
}

QString nameOf(NumberKind kind)
{
    return kind == NumberKind::HkMoPermit     ? QStringLiteral("hk-mo")
           : kind == NumberKind::TaiwanPermit ? QStringLiteral("taiwan")
                                              : QString();
}

// "1990-**-**": enough for its holder.
QString maskedDate(const std::optional<QDate> &date)
{
    return date ? date->toString(QStringLiteral("yyyy")) + QStringLiteral("-**-**") : QString();
}

// On a worker. The JPEG holds the straightened card.
Result<TravelPermit> permitOf(const Sensitive<QByteArray> &jpeg, const QDate &today)
{
    const QByteArray &bytes = jpeg.reveal();
    const Result<cv::Mat> card = decodeImage(std::vector<unsigned char>(bytes.begin(), bytes.end()));
    if (!card) {
        return fail(FaultCode::CardGarbled, card.error().detail);
    }
    return readPermit(*card, today, std::chrono::steady_clock::now() + readingTime);
}

}  // namespace

bool Session::permitStage() const
{
    return m_stage.startsWith(QLatin1String("permit-"));
}

PermitDesk::Ways Session::permitWays() const
{
    return {m_services.hub->serviceability(Capability::Capture).available, m_services.permitKeys};
}

QVariantMap Session::permit() const
{
    const PermitDesk none;
    const PermitDesk &desk = m_permit ? *m_permit : none;
    QVariantMap map{{QStringLiteral("offered"), m_services.permits}, {QStringLiteral("kind"), nameOf(desk.kind())},
                    {QStringLiteral("keys"), desk.ways().keys},      {QStringLiteral("note"), nameOf(desk.note())},
                    {QStringLiteral("unread"), desk.unread()},       {QStringLiteral("reading"), m_permitReading},
                    {QStringLiteral("entry"), desk.entry()},         {QStringLiteral("letter"), desk.letterWanted()}};
    const auto &found = desk.found();
    map.insert(QStringLiteral("name"), found ? maskName(found->name.reveal()) : QString());
    map.insert(QStringLiteral("number"), found ? maskNumber(found->number.reveal()) : QString());
    map.insert(QStringLiteral("birth"), found ? maskedDate(found->birthDate) : QString());
    map.insert(QStringLiteral("until"), found ? maskedDate(found->validUntil) : QString());
    return map;
}

void Session::permitStart()
{
    if (m_stage != QLatin1String("sign-in") || m_busy || !m_services.permits) {
        return;
    }
    m_signInFault = {};
    Q_EMIT signInChanged();
    m_permit = std::make_unique<PermitDesk>();
    m_permit->setWays(permitWays());
    showPermit();
}

// The stage follows the desk's step.
void Session::showPermit()
{
    const bool lays = m_permit->step() == PermitDesk::Step::Lay;
    const bool wasLaying = m_stage == QLatin1String("permit-lay");
    setStage(stageOf(m_permit->step()));
    if (lays && !wasLaying) {
        m_capture->start(QStringLiteral("id-card"), zoneDpi);
        Q_EMIT captureChanged();
    }
    Q_EMIT permitChanged();
}

void Session::permitChoose(const QString &kind)
{
    if (m_permit && !m_busy) {
        m_permit->setWays(permitWays());
        m_permit->choose(kind == QLatin1String("hk-mo") ? NumberKind::HkMoPermit : NumberKind::TaiwanPermit);
        showPermit();
    }
}

void Session::permitType()
{
    if (m_permit && !m_busy) {
        m_permit->typeInstead();
        showPermit();
    }
}

void Session::permitReject()
{
    if (m_permit && !m_busy) {
        m_permit->setWays(permitWays());
        m_permit->reject();
        showPermit();
    }
}

void Session::permitConfirm()
{
    if (m_permit && !m_busy) {
        m_permit->confirm();
        signInWithPermit();
    }
}

void Session::permitKey(const QString &key)
{
    if (m_permit && !m_busy && key.size() == 1 && m_permit->type(key.front())) {
        Q_EMIT permitChanged();
    }
}

void Session::permitErase()
{
    if (m_permit && !m_busy) {
        m_permit->erase();
        Q_EMIT permitChanged();
    }
}

void Session::permitClear()
{
    if (m_permit && !m_busy) {
        m_permit->clearEntry();
        Q_EMIT permitChanged();
    }
}

void Session::permitEnter()
{
    if (!m_permit || m_busy) {
        return;
    }
    m_permit->enter();
    if (!signInWithPermit()) {
        showPermit();
    }
}

bool Session::signInWithPermit()
{
    const auto holder = m_permit->holder();
    if (!holder) {
        return false;
    }
    signIn(std::make_shared<const Identity>(*holder), {});
    return true;
}

void Session::backFromPermit()
{
    if (!m_permit) {  // the self-test's pages
        return;
    }
    m_permit->setWays(permitWays());
    if (m_permit->back()) {
        showPermit();
    } else {
        dropPermit();
        setStage(QStringLiteral("sign-in"));
    }
}

// The picture is taken: its zone is read. The camera goes on meanwhile and waits for the next card.
void Session::readZone()
{
    m_permitReading = true;
    auto jpeg = std::make_shared<Sensitive<QByteArray>>(m_capture->takeShot().jpeg);
    setBusy(true);
    Q_EMIT permitChanged();
    runApart([jpeg, day = today()] {
        return std::make_shared<Result<TravelPermit>>(permitOf(*jpeg, day));
    }).then(this, [this, asked = ++m_permitsRead](const std::shared_ptr<Result<TravelPermit>> &permit) {
        if (asked == m_permitsRead && m_permitReading) {
            onZone(std::move(*permit));
        } else if (*permit) {
            Q_EMIT wiping(tracesOf(identityOf(**permit)));
        }
    });
}

void Session::onZone(Result<TravelPermit> permit)
{
    m_permitReading = false;
    setBusy(false);
    m_permit->read(std::move(permit), today());
    m_permit->setWays(permitWays());
    showPermit();
    if (m_stage == QLatin1String("permit-lay") && m_capture->state() == CaptureJob::State::Shot) {
        readZone();  // another card was laid down meanwhile
    }
}

// The camera has come or gone.
void Session::permitCameraChanged()
{
    const bool lays = m_stage == QLatin1String("permit-lay") && m_capture->state() != CaptureJob::State::Off;
    if (m_permit && lays && !m_permitReading) {
        m_permit->setWays(permitWays());
        showPermit();
    }
}

// Nothing typed and nothing read is kept.
void Session::dropPermit()
{
    if (!m_permit) {
        return;
    }
    if (std::exchange(m_permitReading, false)) {
        setBusy(false);
    }
    const QStringList traces = m_permit->traces();
    if (!traces.isEmpty()) {
        Q_EMIT wiping(traces);
    }
    m_permit->clear();
    m_permit.reset();
    Q_EMIT permitChanged();
}

QString Session::fullName() const
{
    const QString &shown = m_identity->name.reveal();
    const bool own = !m_unit.active && !m_delegate.active;
    return shown.isEmpty() && own ? m_facts.value(QStringLiteral("name")).toString() : shown;
}

// What the visitor signed in with, as a fact's source.
QString Session::plainSource() const
{
    switch (m_identity->source) {
    case IdentitySource::SocialCard:
    case IdentitySource::ECard:
        return QStringLiteral("social-card");
    case IdentitySource::ResidentCard:
        return QStringLiteral("resident-card");
    case IdentitySource::Typed:
    case IdentitySource::Zone:
        return QStringLiteral("travel-permit");
    }
    return {};
}

QString Session::sourceName(FactSource source) const
{
    if (source == FactSource::Ocr) {
        return QStringLiteral("scan");
    }
    // What is typed of another person is that person's word, not the card's that lies here.
    const bool ofOther = m_delegate.active || (m_unit.active && source == FactSource::Derived);
    if (ofOther && source != FactSource::Central) {
        return QString();
    }
    switch (source) {
    case FactSource::SiCard:
        return QStringLiteral("social-card");
    case FactSource::IdCard:
        return plainSource();
    case FactSource::Central:
        return QStringLiteral("centre");
    case FactSource::Derived:
        return plainSource();
    case FactSource::Employer:
        return m_unit.confirmed ? QStringLiteral("centre") : QString();
    case FactSource::Session:
    case FactSource::Ocr:
        return QString();
    }
    return {};
}

}  // namespace hall
