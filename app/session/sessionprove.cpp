// SPDX-License-Identifier: GPL-3.0-or-later
// Who stands there: what a service or a page wants proved beyond the sign-in, the ways there are, and the way back to
// what the visitor wanted. What was proved holds until the visit ends.
#include "app/session/session.h"
#include "app/session/sessiontools.h"
#include "app/store/kioskstore.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

const QString choosing = QStringLiteral("prove");
const QString windowPage = QStringLiteral("prove-window");
const QString windowWay = QStringLiteral("window");

}  // namespace

void Session::makeAuthenticators()
{
    const auto parts = [this](ProofWay way) {
        return Authenticator::Parts{[this] { return proofSubject(); },
                                    [this, way](const ProofEnd &end) { onProofEnded(way, end); },
                                    [this, way] {
                                        if (way == ProofWay::CardPin) {
                                            showPadAtOnce();
                                        }
                                        Q_EMIT proveChanged();
                                        Q_EMIT pinChanged();
                                    },
                                    [this](bool busy) { setBusy(busy); }};
    };
    m_pinProof = std::make_unique<CardPinProof>(*m_services.hub, parts(ProofWay::CardPin));
    m_faceProof = std::make_unique<HolderCheckProof>(*m_services.hub, parts(ProofWay::HolderCheck));
    m_staffProof = std::make_unique<StaffProof>(*m_services.hub, m_services.staff, parts(ProofWay::Staff));
    connect(&m_onlineTick, &QTimer::timeout, m_staffProof.get(), [this] {
        if (m_proving == m_staffProof.get()) {
            m_staffProof->tick();
        }
    });
}

std::array<Authenticator *, 3> Session::authenticators() const
{
    return {m_pinProof.get(), m_faceProof.get(), m_staffProof.get()};
}

ProofSubject Session::proofSubject() const
{
    ProofSubject subject;
    subject.identity = m_identity;
    if (!m_identity) {
        return subject;
    }
    subject.photo = m_photoCard;
    subject.cardExpected = m_identity->source == IdentitySource::SocialCard;
    subject.cardThere = subject.cardExpected && m_cardThere;
    if (subject.cardThere) {
        subject.pinReader = m_reader;
        subject.pinCard = m_identity->cardNumber.reveal();
        return subject;
    }
    for (const QString &reader : m_services.hub->readersWithCards()) {
        const auto there = m_services.hub->lastIdentity(reader);
        if (there && there->source == IdentitySource::SocialCard &&
            there->number.reveal() == m_identity->number.reveal()) {
            subject.pinReader = reader;
            subject.pinCard = there->cardNumber.reveal();
        }
    }
    return subject;
}

QVariantMap Session::prove() const
{
    QVariantList ways;
    for (const Authenticator *one : authenticators()) {
        const Authenticator::Offer offer = one->offer();
        if (assuranceOf(one->way()) >= m_needed && offer.fitted) {
            ways.append(QVariantMap{{QStringLiteral("id"), proofWayName(one->way())},
                                    {QStringLiteral("works"), offer.works},
                                    {QStringLiteral("reason"), offer.reason}});
        }
    }
    // Whatever else there is: nobody has to show a face, or a PIN, to a machine.
    ways.append(QVariantMap{
        {QStringLiteral("id"), windowWay}, {QStringLiteral("works"), true}, {QStringLiteral("reason"), QString()}});
    QVariantMap map;
    for (const Authenticator *one : authenticators()) {
        if (one->stage() == m_stage) {
            map = one->page();
        }
    }
    map.insert(QStringLiteral("goal"), m_goal == Goal::Service ? QStringLiteral("service") : QStringLiteral("cases"));
    map.insert(QStringLiteral("needed"), assuranceName(m_needed));
    map.insert(QStringLiteral("note"), m_proofNote);
    map.insert(QStringLiteral("noteWay"), m_proofNoteWay);
    map.insert(QStringLiteral("ways"), ways);
    return map;
}

QString Session::assurance() const
{
    return assuranceName(m_assurance.level());
}

void Session::askProof(Goal goal, Assurance needed)
{
    m_goal = goal;
    m_needed = needed;
    m_proofNote.clear();
    // Most have their own card in the slot and know its PIN: one page and one touch less for them. Until the card has
    // said that it can be asked, the visitor stays where he is.
    if (assuranceOf(ProofWay::CardPin) >= needed && !m_pinForgotten && m_pinProof->offer().works) {
        m_pinAtOnce = true;
        m_proving = m_pinProof.get();
        m_pinProof->begin();
    } else {
        setStage(choosing);
    }
    Q_EMIT proveChanged();
}

void Session::showPadAtOnce()
{
    if (std::exchange(m_pinAtOnce, false)) {
        m_proving = nullptr;  // goes on on another page
        setStage(m_pinProof->stage());
        m_proving = m_pinProof.get();
    }
}

void Session::chooseWay(const QString &id)
{
    if (m_stage != choosing || m_busy) {
        return;
    }
    m_proofNote.clear();
    if (id == windowWay) {
        setStage(windowPage);
        Q_EMIT proveChanged();
        return;
    }
    for (Authenticator *one : authenticators()) {
        if (proofWayName(one->way()) != id || assuranceOf(one->way()) < m_needed || !one->offer().works) {
            continue;
        }
        setStage(one->stage());
        m_proving = one;
        if (one == m_staffProof.get() && !m_helpCalled) {
            help();
            m_helpForProof = true;
        }
        one->begin();
    }
    Q_EMIT proveChanged();
}

void Session::proveAgree()
{
    if (m_proving && !m_busy) {
        m_proving->agree();
    }
}

// A page of a way is left, by whatever way out.
void Session::stopProving()
{
    if (Authenticator *one = std::exchange(m_proving, nullptr)) {
        one->end();
    }
    m_pinAtOnce = false;
    noHelpForProof();
}

void Session::noHelpForProof()
{
    if (std::exchange(m_helpForProof, false) && m_helpCalled) {
        helped();
    }
}

bool Session::backOfProof()
{
    if (m_stage == choosing) {
        if (m_goal != Goal::Service) {
            goHome();
        } else {
            setStage(QStringLiteral("intro"));
        }
        return true;
    }
    if (m_stage == windowPage) {
        setStage(choosing);
        return true;
    }
    if (!m_proving) {
        return false;
    }
    // Who is being looked at may always stop it; a PIN that is with the card cannot be called back.
    if ((m_busy && m_proving != m_faceProof.get()) || m_proving->back()) {
        return true;
    }
    setStage(choosing);
    Q_EMIT proveChanged();
    return true;
}

// Ways and ends, never of whom; a member of staff by role and by the tag of the staff list.
void Session::noteProof(ProofWay way, const ProofEnd &end)
{
    QJsonObject entry{{QStringLiteral("way"), proofWayName(way)}};
    if (!end.proved) {
        entry.insert(QStringLiteral("why"), end.why);
    }
    if (end.witness) {
        entry.insert(QStringLiteral("role"), end.witness->role);
        entry.insert(QStringLiteral("card_tag"), QString::fromLatin1(end.witness->cardTag.toHex()));
    }
    m_services.store->appendAudit(end.proved ? QStringLiteral("person-proved") : QStringLiteral("person-not-proved"),
                                  QJsonDocument(entry).toJson(QJsonDocument::Compact));
}

void Session::onProofEnded(ProofWay way, const ProofEnd &end)
{
    if (!m_proving || m_proving->way() != way || !m_identity) {
        return;
    }
    if (end.proved) {
        m_assurance.raise(way, nowUtc(*m_services.clock), end.witness, end.consent);
    }
    // A card that cannot be asked for its PIN was no try of the visitor's: its way rests, and says why when touched.
    const bool asked = !m_pinAtOnce;
    if (end.proved || (asked && !end.why.isEmpty())) {
        noteProof(way, end);
    }
    if (end.proved && m_assurance.allows(m_needed)) {
        goOnProved();
        return;
    }
    m_proofNote = asked ? end.why : QString();
    m_proofNoteWay = proofWayName(way);
    setStage(choosing);
    Q_EMIT proveChanged();
}

void Session::goOnProved()
{
    Q_EMIT homeChanged();
    Q_EMIT serviceChanged();
    const Goal goal = std::exchange(m_goal, Goal::None);
    if (goal != Goal::Pending) {  // which asks for itself
        askLife();
    }
    askNeeds();
    switch (goal) {
    case Goal::Service:
        // The introduction stands below what follows, and stays where the answer of the centre says no.
        setStage(QStringLiteral("intro"));
        begin();
        break;
    case Goal::Pending:
        enterPending();
        break;
    case Goal::Cases:
    case Goal::None:
        goHome();
        break;
    }
}

// A card that is read while something is to be proved. False: it is nothing to do with that.
bool Session::cardWhileProving(const QString &reader, const std::shared_ptr<const Identity> &identity)
{
    const bool own = m_identity && identity->number.reveal() == m_identity->number.reveal();
    if (own && identity->source == IdentitySource::SocialCard && m_identity->source == IdentitySource::SocialCard) {
        m_cardThere = true;
        m_reader = reader;
    }
    if (!m_stage.startsWith(choosing)) {
        return false;
    }
    if (own && !identity->photo.reveal().isEmpty() && !refusal(*identity)) {
        m_photoCard = identity;
    }
    if (m_stage != m_staffProof->stage()) {
        Q_EMIT proveChanged();
        return false;
    }
    m_idle.touched();
    if (m_services.staffCard(identity->cardNumber.reveal())) {
        noHelpForProof();
        m_staffProof->staffCardRead(reader, identity->cardNumber.reveal());
    } else if (own) {
        m_staffProof->visitorsCardRead();
    } else {
        Q_EMIT wiping(tracesOf(*identity));
        m_staffProof->otherCardRead();
    }
    return true;
}

// As far as it says freely whose it is: the visitor's own, which was opened before, or a member of staff's.
bool Session::closedCardWhileProving(const QString &reader, const Identity &card)
{
    const QString &number = card.cardNumber.reveal();
    const bool own = m_identity && !number.isEmpty() && number == m_identity->cardNumber.reveal();
    if (own) {
        m_cardThere = true;
        m_reader = reader;
    }
    if (m_stage != m_staffProof->stage()) {
        return false;
    }
    m_services.hub->giveUp(reader);
    m_idle.touched();
    if (m_services.staffCard(number)) {
        noHelpForProof();
        m_staffProof->staffCardRead(reader, number);
    } else if (own) {
        m_staffProof->visitorsCardRead();
    } else {
        m_staffProof->otherCardRead();
    }
    return true;
}

// True: that it was taken is as it should be.
bool Session::removedWhileProving(const QString &reader)
{
    if (reader == m_reader) {
        m_cardThere = false;
    }
    if (m_proving == m_pinProof.get() && m_pinProof->reader() == reader) {
        m_proofNote = faultWord(Fault(FaultCode::CardPulled));
        m_proofNoteWay = proofWayName(ProofWay::CardPin);
        setStage(choosing);
    }
    m_staffProof->cardRemoved(reader);
    Q_EMIT proveChanged();
    return m_stage == m_staffProof->stage();
}

}  // namespace hall
