// SPDX-License-Identifier: GPL-3.0-or-later
// A card that keeps its holder to itself: its PIN is asked for, or the centre's leave, as the region's profile says. A
// PIN that cards are handed out with signs nobody in until it has been changed.
#include "app/protocol/cardauth.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"
#include "drivers/hub/carddecode.h"

#include <algorithm>

namespace hall {

namespace {

QByteArray bytesOf(const std::string &hex)
{
    return QByteArray::fromHex(QByteArray::fromStdString(hex));
}

CardAuthQuestion questionOf(const device::RemoteRequest &request, const QString &visit)
{
    CardAuthQuestion question;
    question.visit = visit;
    question.region = QString::fromStdString(request.region);
    question.algorithm = QString::fromStdString(request.algorithm);
    question.resetInfo = bytesOf(request.resetInfo);
    question.cardId = bytesOf(request.cardId);
    question.internalFactor = bytesOf(request.internalFactor);
    question.internalSource = bytesOf(request.internalSource);
    question.externalFactor = bytesOf(request.externalFactor);
    question.externalSource = bytesOf(request.externalSource);
    return question;
}

// Whether the card can be read without its PIN; there is no security module in this slot.
bool anotherWay(const std::vector<device::AuthorisationStep> &chain)
{
    const auto pin = std::find(chain.begin(), chain.end(), device::AuthorisationStep::Pin);
    return std::find(pin, chain.end(), device::AuthorisationStep::Remote) != chain.end();
}

// What the centre's answer means for whoever put the card in.
Fault leaveFault(const Fault &fault)
{
    if (fault.code == FaultCode::CentreNotFound) {
        return Fault(FaultCode::CardNeedsAuth);
    }
    const bool away = fault.code == FaultCode::CentreUnreachable || fault.code == FaultCode::CentreTimeout ||
                      fault.code == FaultCode::CentreNotEnrolled;
    return away ? Fault(FaultCode::CardOffline) : fault;
}

}  // namespace

void Session::onCardWaits(const QString &reader, const std::shared_ptr<const device::AuthorisationNeed> &need)
{
    static const QStringList waiting{QStringLiteral("attract"), QStringLiteral("sign-in"), QStringLiteral("reading"),
                                     QStringLiteral("pin")};
    const Identity card = decodeIssuerPart(need->card);
    const bool out = m_stage == QLatin1String("out-of-service");
    if ((out || waiting.contains(m_stage) || guideStage()) && m_services.staffCard(card.cardNumber.reveal())) {
        m_services.hub->giveUp(reader);
        Q_EMIT staffCardSeen(card.cardNumber.reveal());
        return;
    }
    if (!waiting.contains(m_stage) && !permitStage() && !guideStage()) {
        if (!closedCardWhileProving(reader, card)) {
            cardWaitsInVisit(reader, card);
        }
        return;
    }
    if (m_pad && m_pad->reader != reader) {
        return;  // one after the other: it waits, and counts as put in when this one has gone
    }
    m_checkingCode = false;
    dropPermit();
    setBusy(false);
    if (const auto fault = refusal(card)) {
        m_services.hub->giveUp(reader);
        refuse(*fault);
        return;
    }
    m_signInFault = {};
    Q_EMIT signInChanged();
    switch (need->step) {
    case device::AuthorisationStep::Pin:
        askPin(reader, need);
        break;
    case device::AuthorisationStep::Remote:
        askLeave(reader, *need);
        break;
    case device::AuthorisationStep::Psam:
        m_services.hub->skipStep(reader, Fault(FaultCode::CardNeedsAuth));
        break;
    }
}

// The visitor's own card, put back, need not be opened again; what it says freely is enough to know it by.
void Session::cardWaitsInVisit(const QString &reader, const Identity &card)
{
    if (!m_cardAway || !m_identity) {
        return;
    }
    m_services.hub->giveUp(reader);
    const QString &number = card.cardNumber.reveal();
    if (!number.isEmpty() && number == m_identity->cardNumber.reveal()) {
        m_idle.touched();
    } else {
        noteCardAway(QStringLiteral("other"));
    }
}

void Session::askPin(const QString &reader, const std::shared_ptr<const device::AuthorisationNeed> &need)
{
    m_pad = std::make_unique<PinPad>();
    m_pad->reader = reader;
    m_pad->need = need;
    // That the centre could not be asked before is no matter any more.
    if (need->fault && need->fault->code == FaultCode::PinWrong) {
        m_pad->fault = need->fault;
    }
    m_pad->entry.begin(need->pinDigits);
    setStage(QStringLiteral("pin"));
    Q_EMIT pinChanged();
}

QVariantMap Session::pin() const
{
    if (m_stage == m_pinProof->stage()) {
        return m_pinProof->page();
    }
    if (m_stage == QLatin1String("pin-own")) {
        return m_renewal->page();
    }
    if (!m_pad) {
        return {{QStringLiteral("step"), QStringLiteral("enter")},
                {QStringLiteral("typed"), 0},
                {QStringLiteral("digits"), 0},
                {QStringLiteral("triesLeft"), -1},
                {QStringLiteral("lastTry"), false},
                {QStringLiteral("another"), false},
                {QStringLiteral("fault"), QVariant()}};
    }
    const bool enters = m_pad->step == PinPad::Step::Enter;
    const QString step = enters                               ? QStringLiteral("enter")
                         : m_pad->step == PinPad::Step::Fresh ? QStringLiteral("new")
                                                              : QStringLiteral("repeat");
    return {{QStringLiteral("step"), step},
            {QStringLiteral("typed"), m_pad->entry.count()},
            {QStringLiteral("digits"), m_pad->entry.digits()},
            {QStringLiteral("triesLeft"), enters ? m_pad->need->triesLeft.value_or(-1) : -1},
            {QStringLiteral("lastTry"), enters && m_pad->need->lastTry},
            {QStringLiteral("another"), enters && anotherWay(m_pad->need->chain)},
            {QStringLiteral("fault"), faultMap(m_pad->fault)}};
}

PinEntry *Session::padEntry()
{
    if (m_busy) {
        return nullptr;
    }
    if (m_stage == QLatin1String("pin-own")) {
        return m_renewal->entry();
    }
    return m_proving ? m_proving->entry() : m_pad ? &m_pad->entry : nullptr;
}

void Session::padChanged()
{
    Q_EMIT pinChanged();
    if (m_proving) {
        Q_EMIT proveChanged();
    }
}

void Session::pinDigit(int digit)
{
    if (PinEntry *entry = padEntry(); entry && entry->add(digit)) {
        padChanged();
    }
}

void Session::pinErase()
{
    if (PinEntry *entry = padEntry()) {
        entry->erase();
        padChanged();
    }
}

void Session::pinClear()
{
    if (PinEntry *entry = padEntry()) {
        entry->clear();
        padChanged();
    }
}

void Session::pinEnter()
{
    if (m_proving && !m_busy) {
        m_proving->enter();
        return;
    }
    if (m_stage == QLatin1String("pin-own") && !m_busy) {
        m_renewal->enter();
        return;
    }
    if (!m_pad || m_busy || !m_pad->entry.complete()) {
        return;
    }
    m_pad->fault.reset();
    switch (m_pad->step) {
    case PinPad::Step::Enter:
        m_pad->shown = m_pad->entry.take();
        setBusy(true);
        m_services.hub->showPin(m_pad->reader, m_pad->shown, m_pad->need->lastTry);
        break;
    case PinPad::Step::Fresh:
        m_pad->fresh = m_pad->entry.take();
        m_pad->step = PinPad::Step::Repeat;
        break;
    case PinPad::Step::Repeat:
        changePin();
        break;
    }
    Q_EMIT pinChanged();
}

void Session::pinSkip()
{
    if (!m_pad || m_busy || m_pad->step != PinPad::Step::Enter) {
        return;
    }
    const QString reader = m_pad->reader;
    m_pad.reset();
    setStage(QStringLiteral("reading"));
    setBusy(true);
    m_services.hub->skipStep(reader, Fault(FaultCode::PinNotEntered));
}

// The PIN was right and is one that cards are handed out with: found with the card, it opens it for anybody.
void Session::askNewPin(const std::shared_ptr<const Identity> &holder)
{
    setBusy(false);
    m_pad->holder = holder;
    m_pad->step = PinPad::Step::Fresh;
    m_pad->entry.begin(m_pad->need->pinDigits);
    m_pad->fault.reset();
    setStage(QStringLiteral("pin-change"));
    Q_EMIT pinChanged();
}

void Session::changePin()
{
    const Sensitive<std::string> again = m_pad->entry.take();
    if (again.reveal() != m_pad->fresh.reveal()) {
        askNewPin(m_pad->holder);
        m_pad->fault = Fault(FaultCode::PinDiffers);
        return;
    }
    setBusy(true);
    m_services.hub->changePin(m_pad->reader, m_pad->shown, m_pad->fresh)
        .then(this, [this, reader = m_pad->reader](const Done &done) { onPinChanged(reader, done); });
}

void Session::onPinChanged(const QString &reader, const Done &done)
{
    if (!m_pad || m_pad->reader != reader || m_stage != QLatin1String("pin-change")) {
        return;
    }
    setBusy(false);
    if (done) {
        // Whoever found the card could have changed it just as well.
        m_pinProof->distrust();
        Identity holder = *m_pad->holder;
        holder.initialPin = false;
        signIn(std::make_shared<const Identity>(std::move(holder)), reader);
        return;
    }
    const FaultCode code = done.error().code;
    if (code == FaultCode::BadArgument) {  // of the right length, so one that cards are handed out with
        askNewPin(m_pad->holder);
        m_pad->fault = Fault(FaultCode::PinInitial);
        Q_EMIT pinChanged();
        return;
    }
    refuse(code == FaultCode::NotAllowed ? Fault(FaultCode::PinUnchanged) : done.error());
}

// Nothing typed and nothing read is kept, and a card that waits is let go.
void Session::dropPad()
{
    if (!m_leaveReader.isEmpty()) {
        m_services.hub->giveUp(std::exchange(m_leaveReader, {}));
    }
    if (!m_pad) {
        return;
    }
    m_services.hub->giveUp(m_pad->reader);
    if (m_pad->holder) {
        Q_EMIT wiping(tracesOf(*m_pad->holder));
    }
    m_pad.reset();
    Q_EMIT pinChanged();
}

// Somebody is signed in by the card in this reader; one that waits in another is let go.
void Session::closePad(const QString &reader)
{
    if ((m_pad && m_pad->reader != reader) || (!m_leaveReader.isEmpty() && m_leaveReader != reader)) {
        dropPad();
    }
    m_leaveReader.clear();
    m_pad.reset();
    Q_EMIT pinChanged();
}

void Session::askLeave(const QString &reader, const device::AuthorisationNeed &need)
{
    m_pad.reset();
    setStage(QStringLiteral("reading"));
    setBusy(true);
    CentreClient *centre = m_services.centre();
    if (!centre || !need.remote) {
        m_services.hub->skipStep(reader, Fault(FaultCode::CardOffline));
        return;
    }
    m_leaveReader = reader;
    Q_EMIT signInChanged();
    centre->authenticateCard(questionOf(*need.remote, m_visitId))
        .then(this, [this, reader, asked = ++m_leavesAsked](const Result<CentreAnswer> &answer) {
            if (asked == m_leavesAsked && m_leaveReader == reader) {
                onLeave(reader, answer);
            }
        });
}

void Session::onLeave(const QString &reader, const Result<CentreAnswer> &answer)
{
    m_leaveReader.clear();
    Q_EMIT signInChanged();
    if (!answer) {
        m_services.hub->skipStep(reader, leaveFault(answer.error()));
        return;
    }
    const Result<CardAuthAnswer> leave = parseCardAuthAnswer(answer->json.reveal());
    if (!leave) {
        m_services.hub->skipStep(reader, Fault(FaultCode::CentreProtocol, leave.error().detail));
        return;
    }
    const QByteArray &external = leave->external.reveal();
    device::RemoteAnswer given;
    given.internal = device::Bytes(leave->internal.begin(), leave->internal.end());
    given.external = Sensitive<device::Bytes>(device::Bytes(external.begin(), external.end()));
    m_services.hub->giveLeave(reader, std::move(given));
}

}  // namespace hall
