// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in with the code of an electronic card: it is asked for at the centre at once, and only while the page waits
// for it. The code goes nowhere else and is kept nowhere.
#include "app/protocol/ecard.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <QCryptographicHash>

namespace hall {

namespace {

// A code that is held before a scanner is read once a second or so. Until it has been away for so long it is not asked
// for again.
constexpr std::chrono::seconds sameCodeTime{5};
// Nobody shows one code after the other so fast: the rest of a code that holds line ends is no code of its own.
constexpr std::chrono::milliseconds nextCodeTime{1000};

// What the centre's answer means for whoever shows a code.
Fault codeFault(const Fault &fault)
{
    if (fault.code == FaultCode::CentreNotFound) {
        return Fault(FaultCode::ECardStale);
    }
    const bool away = fault.code == FaultCode::CentreUnreachable || fault.code == FaultCode::CentreTimeout ||
                      fault.code == FaultCode::CentreNotEnrolled;
    return away ? Fault(FaultCode::ECardOffline) : fault;
}

}  // namespace

void Session::listenForCodes()
{
    m_services.hub->setScanning(m_stage == QLatin1String("attract") || m_stage == QLatin1String("sign-in") ||
                                m_stage == QLatin1String("unit") || guideStage());
}

void Session::onCodeUnreadable(const Fault &fault)
{
    if (m_stage == QLatin1String("attract") || m_stage == QLatin1String("sign-in") || guideStage()) {
        m_idle.touched();
        refuse(fault);
    } else if (m_stage == QLatin1String("unit")) {
        noteUnit(QStringLiteral("unread"));
    }
}

void Session::onCodeScanned(const std::shared_ptr<const device::ScannedCode> &code)
{
    if (m_stage == QLatin1String("unit")) {
        unitScanned(*code);
        return;
    }
    if (m_stage != QLatin1String("attract") && m_stage != QLatin1String("sign-in") && !guideStage()) {
        return;
    }
    const std::string &text = code->text.reveal();
    const Sensitive<QByteArray> bytes(QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    if (seenJustNow(bytes.reveal())) {
        return;
    }
    m_idle.touched();
    CentreClient *centre = m_services.centre();
    if (!centre) {
        refuse(Fault(FaultCode::ECardOffline));
        return;
    }
    Q_EMIT wiping({QString::fromLatin1(bytes.reveal())});
    m_signInFault = {};
    Q_EMIT signInChanged();
    m_checkingCode = true;
    setStage(QStringLiteral("reading"));
    setBusy(true);
    centre->holderOf({m_visitId, QString::fromLatin1(kSceneQuery), bytes})
        .then(this, [this, asked = ++m_codesAsked](const Result<CentreAnswer> &answer) { onHolder(asked, answer); });
}

bool Session::seenJustNow(const QByteArray &code)
{
    const auto now = m_services.clock->monotonic();
    const QByteArray digest = QCryptographicHash::hash(m_visitId.toLatin1() + code, QCryptographicHash::Sha256);
    const auto since = now - m_lastCodeAt;
    const bool again = !m_lastCode.isEmpty() && since < (digest == m_lastCode ? sameCodeTime : nextCodeTime);
    m_lastCode = digest;
    m_lastCodeAt = now;
    return again;
}

void Session::onHolder(int asked, const Result<CentreAnswer> &answer)
{
    // A card that was put in meanwhile has signed somebody in, or the visitor has gone.
    if (!m_checkingCode || asked != m_codesAsked || m_stage != QLatin1String("reading")) {
        return;
    }
    if (!answer) {
        refuse(codeFault(answer.error()));
        return;
    }
    Result<Identity> holder = parseECardAnswer(answer->json.reveal());
    if (!holder) {
        refuse(Fault(FaultCode::CentreProtocol, holder.error().detail));
        return;
    }
    signIn(std::make_shared<const Identity>(std::move(*holder)), {});
}

}  // namespace hall
