// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in: cards that come, are read and go, and the devices that read them.
#include "app/domain/identitynumber.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

constexpr std::chrono::seconds photoTime{2};
constexpr int cardAwaySeconds = 10;  // grace after the card was taken out in the middle of a visit

}  // namespace

// Why a card that was read signs nobody in. Real cards with a wrong number exist, but no form and no centre takes one:
// better said now than after ten answers.
std::optional<Fault> Session::refusal(const Identity &identity) const
{
    // What a wrong clock says of a card proves nothing; the warning goes to the centre with the case.
    if (identity.warnings.contains(QLatin1String("expired")) && today().isValid()) {
        return Fault(FaultCode::CardExpired);
    }
    const bool impossibleDate =
        identity.warnings.contains(QLatin1String("number-date")) && !checkNumber(identity.number.reveal()).birthDate;
    if (impossibleDate || identity.warnings.contains(QLatin1String("number-check-digit"))) {
        return Fault(FaultCode::CardNumberWrong);
    }
    return std::nullopt;
}

void Session::start()
{
    if (m_stage != QLatin1String("attract")) {
        return;
    }
    setStage(QStringLiteral("sign-in"));
}

void Session::onCardArrived(const QString &)
{
    if (m_stage == QLatin1String("attract") || m_stage == QLatin1String("sign-in") || guideStage()) {
        m_signInFault = {};
        Q_EMIT signInChanged();
        setStage(QStringLiteral("reading"));
        setBusy(true);
    }
    Q_EMIT devicesChanged();
}

void Session::onCardRead(const QString &reader, const std::shared_ptr<const Identity> &identity)
{
    static const QStringList waiting{QStringLiteral("attract"), QStringLiteral("sign-in"), QStringLiteral("reading"),
                                     QStringLiteral("pin"), QStringLiteral("pin-change")};
    if (m_stage == QLatin1String("out-of-service")) {
        if (m_services.staffCard(identity->cardNumber.reveal())) {
            Q_EMIT staffCardSeen(identity->cardNumber.reveal());
        }
        return;
    }
    if (!waiting.contains(m_stage) && !permitStage() && !guideStage()) {
        if (cardWhileProving(reader, identity) || takeWorkerCard(reader, *identity)) {
            return;
        }
        // The same card put back goes on; another one neither takes the visit over nor keeps it open.
        if (m_cardAway && m_identity) {
            if (m_identity->number.reveal() == identity->number.reveal()) {
                m_idle.touched();
            } else {
                m_otherCard = identity;
                noteCardAway(QStringLiteral("other"));
            }
        }
        return;
    }
    setBusy(false);
    if (m_services.staffCard(identity->cardNumber.reveal())) {
        Q_EMIT staffCardSeen(identity->cardNumber.reveal());
        return;
    }
    if (identity->initialPin && m_pad && m_pad->reader == reader && !refusal(*identity)) {
        askNewPin(identity);
        return;
    }
    signIn(identity, reader);
}

void Session::refuse(const Fault &fault)
{
    m_checkingCode = false;
    dropPad();
    dropPermit();
    setBusy(false);
    m_signInFault = faultMap(fault);
    Q_EMIT signInChanged();
    setStage(QStringLiteral("sign-in"));
}

void Session::signIn(const std::shared_ptr<const Identity> &identity, const QString &reader)
{
    m_checkingCode = false;
    setBusy(false);
    if (const auto fault = refusal(*identity)) {
        Q_EMIT wiping(tracesOf(*identity));
        refuse(*fault);
        return;
    }
    if (identity->initialPin) {
        Q_EMIT wiping(tracesOf(*identity));
        m_services.hub->giveUp(reader);
        refuse(Fault(FaultCode::PinUnchanged));
        return;
    }
    closePad(reader);
    m_identity = identity;
    m_reader = reader;
    dropPermit();
    m_cardThere = identity->source == IdentitySource::SocialCard;
    m_photoCard = identity->photo.reveal().isEmpty() ? nullptr : identity;
    m_assurance.begin(*identity, nowUtc(*m_services.clock));
    if (mayAskCentreAbout(*identity)) {
        loadPastCases();
    }
    askHolderPicture();
    Q_EMIT visitorChanged();
    setStage(QStringLiteral("consent"));
}

// For the page after sign-in; without a library that decodes it, and until it has, that page has a silhouette.
void Session::askHolderPicture()
{
    const QByteArray &wlt = m_identity->photo.reveal();
    if (wlt.isEmpty()) {
        return;
    }
    device::ResidentPhoto photo{Sensitive<device::Bytes>(device::Bytes(wlt.begin(), wlt.end()))};
    m_services.hub->decodePhoto(std::move(photo), photoTime)
        .then(this, [this, holder = m_identity.get()](const Result<device::Frame> &frame) {
            if (!frame || !m_identity || m_identity.get() != holder) {
                return;
            }
            m_holderKey = keepImage(
                QImage(frame->bgr->data(), frame->width, frame->height, 3 * frame->width, QImage::Format_BGR888)
                    .copy());
            Q_EMIT visitorChanged();
        });
}

void Session::onCardFailed(const QString &reader, const Fault &fault)
{
    static const QStringList waiting{QStringLiteral("attract"), QStringLiteral("sign-in"), QStringLiteral("reading"),
                                     QStringLiteral("pin"), QStringLiteral("pin-change")};
    if (!waiting.contains(m_stage) && !guideStage()) {
        if (m_worker.waiting) {
            noteWorker(QStringLiteral("unread"));
        } else if (m_proving == m_staffProof.get()) {
            m_staffProof->otherCardRead();
        } else if (m_cardAway) {
            noteCardAway(QStringLiteral("unread"));
        }
        return;
    }
    const bool another = (m_pad && m_pad->reader != reader) || (!m_leaveReader.isEmpty() && m_leaveReader != reader);
    if (!m_checkingCode && !another) {  // which may still sign somebody in
        refuse(fault);
    }
}

void Session::onCardRemoved(const QString &reader)
{
    Q_EMIT devicesChanged();
    const bool waits = m_pad ? m_pad->reader == reader : m_leaveReader.isEmpty() || m_leaveReader == reader;
    if ((m_stage == QLatin1String("reading") || m_pad) && !m_checkingCode && waits) {
        dropPad();
        setBusy(false);
        setStage(QStringLiteral("sign-in"));
        lookForWaitingCard();
        return;
    }
    if (m_stage == QLatin1String("take-card")) {
        m_cardsToTake.removeAll(reader);
        if (m_cardsToTake.isEmpty() && !stickToTake()) {
            showEnded();
        }
        return;
    }
    if (m_cardAway) {
        // Another one has gone again. The seconds run on.
        if (m_otherCard) {
            Q_EMIT wiping(tracesOf(*m_otherCard));
            m_otherCard.reset();
        }
        noteCardAway({});
        return;
    }
    if (removedWhileProving(reader)) {
        return;
    }
    // An identity card is lifted as a matter of course; a social security card belongs in the slot until the end.
    static const QStringList over{QStringLiteral("attract"), QStringLiteral("sign-in"),
                                  QStringLiteral("done"),    QStringLiteral("refused"),
                                  QStringLiteral("ended"),   QStringLiteral("out-of-service")};
    if (m_identity && reader == m_reader && m_identity->source == IdentitySource::SocialCard &&
        !over.contains(m_stage)) {
        m_cardAway = true;
        m_idle.hurry(cardAwaySeconds);
        Q_EMIT secondsLeftChanged();
    }
}

void Session::noteCardAway(const QString &note)
{
    m_cardAwayNote = note;
    Q_EMIT secondsLeftChanged();
}

void Session::onDevices()
{
    Q_EMIT devicesChanged();
    Q_EMIT homeChanged();
    Q_EMIT serviceChanged();
    Q_EMIT captureChanged();
    Q_EMIT proveChanged();
}

QVariantList Session::readers() const
{
    QVariantList list;
    for (const QString &id : m_services.hub->readerIds()) {
        const auto snapshot = m_services.hub->snapshot(id);
        const bool ready = snapshot && snapshot->link == device::Link::Ready;
        list.append(QVariantMap{
            {QStringLiteral("id"), id},
            {QStringLiteral("ready"), ready},
            {QStringLiteral("left"), m_services.hub->cardLeft(id)},
            {QStringLiteral("fault"), snapshot && snapshot->fault ? faultMap(*snapshot->fault) : QVariant()}});
    }
    return list;
}

QVariant Session::scanner() const
{
    const auto snapshot = m_services.hub->snapshot(m_services.hub->scannerId());
    if (!snapshot) {
        return QVariant::fromValue(nullptr);
    }
    return QVariantMap{{QStringLiteral("ready"), snapshot->link == device::Link::Ready},
                       {QStringLiteral("fault"), snapshot->fault ? faultMap(*snapshot->fault) : QVariant()}};
}

QVariantList Session::deviceFaults() const
{
    QVariantList list;
    for (const QString &id : m_services.hub->deviceIds()) {
        const auto snapshot = m_services.hub->snapshot(id);
        if (snapshot && snapshot->fault) {
            QVariantMap entry = faultMap(*snapshot->fault).toMap();
            entry.insert(QStringLiteral("device"), id);
            list.append(entry);
        }
    }
    return list;
}

bool Session::cardInSlot() const
{
    return m_services.hub->cardPresent();
}

}  // namespace hall
