// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping what was entered for later in the day under a code, and going on with it, at this kiosk or another.
#include "app/domain/homepromise.h"
#include "app/protocol/draft.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <algorithm>
#include <utility>

namespace hall {

namespace {

const QString kKept = QStringLiteral("draft-kept");
const QString kCode = QStringLiteral("draft-code");
const QString kVisitor = QStringLiteral("visitor");

// The key is made beside the GUI: it takes a fifth of a second on purpose.
QFuture<std::shared_ptr<Result<DraftKey>>> keyOf(Sensitive<QString> number, Sensitive<QString> code)
{
    return runApart([number = std::move(number), code = std::move(code)] {
        return std::make_shared<Result<DraftKey>>(draftKey(number.reveal(), code.reveal()));
    });
}

}  // namespace

// Of somebody who acts for a unit or another person nothing is kept: what was entered is not the visitor's own.
bool Session::draftOffered() const
{
    static const QStringList stages{QStringLiteral("form"),    QStringLiteral("scan"),   QStringLiteral("page-list"),
                                    QStringLiteral("promise"), QStringLiteral("review"), QStringLiteral("sign")};
    return m_identity && m_service && m_online && !m_committed && stages.contains(m_stage) && !m_unit.active &&
           !m_delegate.active && !m_service->query && !supplementing() && m_people.isEmpty() &&
           mayAskCentreAbout(*m_identity) && !saidFacts().isEmpty();
}

Facts Session::saidFacts() const
{
    Facts said;
    for (auto it = m_facts.constBegin(); it != m_facts.constEnd(); ++it) {
        if (saidByVisitor(it.key()) && it->isValid()) {
            said.insert(it.key(), *it);
        }
    }
    return said;
}

QVariantMap Session::draft() const
{
    return {{QStringLiteral("offered"), draftOffered()},
            {QStringLiteral("waits"), m_draft.waits},
            {QStringLiteral("state"), m_draft.state},
            {QStringLiteral("code"),
             m_draft.code.reveal().isEmpty() ? QString() : groupedResumeCode(m_draft.code.reveal())},
            {QStringLiteral("until"), m_draft.until.toString(QStringLiteral("HH:mm"))},
            {QStringLiteral("entry"), m_draft.entry},
            {QStringLiteral("note"), m_draft.note}};
}

void Session::keepDraft()
{
    CentreClient *centre = m_services.centre();
    if (!draftOffered() || m_busy || !centre) {
        return;
    }
    m_draft.from = m_stage;
    m_draft.state.clear();
    m_draft.code = newResumeCode();
    const int asked = ++m_draft.asked;
    auto content = std::make_shared<Sensitive<QByteArray>>(
        encodeDraft(*m_services.catalogue,
                    Draft{m_chain ? QString() : m_service->id, m_chain ? m_chain->chain->id : QString(), saidFacts()}));
    setBusy(true);
    keyOf(m_identity->number, m_draft.code)
        .then(this, [this, asked, content, centre](const std::shared_ptr<Result<DraftKey>> &key) {
            if (!m_identity || asked != m_draft.asked) {
                return;
            }
            const auto box = *key ? lockDraft(content->reveal(), **key) : fail(key->error());
            if (!box) {
                onDraftKept(fail(box.error()));
                return;
            }
            wire::DraftCall call;
            call.act = wire::DraftCall::Act::Keep;
            call.visit = m_visitId;
            call.number = m_identity->number;
            call.check = (*key)->check;
            call.box = *box;
            centre->draft(call).then(this, [this, asked](const Result<CentreAnswer> &answer) {
                if (m_identity && asked == m_draft.asked) {
                    onDraftKept(answer ? wire::parseDraftAnswer(answer->json.reveal()) : fail(answer.error()));
                }
            });
        });
}

void Session::onDraftKept(const Result<wire::DraftAnswer> &answer)
{
    setBusy(false);
    const bool kept = answer && answer->untilMs > 0;
    m_draft.state = kept ? QStringLiteral("kept") : QStringLiteral("failed");
    m_draft.until = kept ? QDateTime::fromMSecsSinceEpoch(answer->untilMs) : QDateTime();
    m_draft.ours = m_draft.ours || kept;
    if (!kept) {
        m_draft.code = {};
    }
    m_capture->stop();
    setStage(kKept);
    Q_EMIT draftChanged();
}

void Session::openDraft()
{
    if (m_stage != QLatin1String("home") || !m_identity || !m_draft.waits || m_busy || casesClosed()) {
        return;
    }
    m_draft.entry.clear();
    m_draft.note.clear();
    setStage(kCode);
    Q_EMIT draftChanged();
}

void Session::draftDigit(int digit)
{
    if (m_stage == kCode && !m_busy && digit >= 0 && digit <= 9 && m_draft.entry.size() < kResumeCodeDigits) {
        m_draft.entry += QString::number(digit);
        noteDraft({});
    }
}

void Session::draftErase()
{
    if (m_stage == kCode && !m_busy) {
        m_draft.entry.chop(1);
        noteDraft({});
    }
}

void Session::draftClear()
{
    if (m_stage == kCode && !m_busy) {
        m_draft.entry.clear();
        noteDraft({});
    }
}

void Session::noteDraft(const QString &note)
{
    m_draft.note = note;
    Q_EMIT draftChanged();
}

void Session::draftEnter()
{
    if (m_stage != kCode || m_busy || !m_identity) {
        return;
    }
    if (!isResumeCode(m_draft.entry)) {
        noteDraft(QStringLiteral("short"));
        return;
    }
    CentreClient *centre = m_services.centre();
    if (!centre || !m_online) {
        noteDraft(QStringLiteral("error"));
        return;
    }
    const int asked = ++m_draft.asked;
    setBusy(true);
    keyOf(m_identity->number, Sensitive<QString>(m_draft.entry))
        .then(this, [this, asked, centre](const std::shared_ptr<Result<DraftKey>> &key) {
            if (!m_identity || asked != m_draft.asked) {
                return;
            }
            if (!*key) {
                setBusy(false);
                noteDraft(QStringLiteral("error"));
                return;
            }
            wire::DraftCall call;
            call.act = wire::DraftCall::Act::Take;
            call.visit = m_visitId;
            call.number = m_identity->number;
            call.check = (*key)->check;
            centre->draft(call).then(this, [this, asked, key](const Result<CentreAnswer> &answer) {
                if (m_identity && asked == m_draft.asked) {
                    onDraftTaken(answer, **key);
                }
            });
        });
}

void Session::onDraftTaken(const Result<CentreAnswer> &answer, const DraftKey &key)
{
    setBusy(false);
    m_draft.entry.clear();
    if (!answer) {
        noteDraft(answer.error().code == FaultCode::CentreNotFound ? QStringLiteral("wrong") : QStringLiteral("error"));
        return;
    }
    const auto box = wire::parseDraftAnswer(answer->json.reveal());
    const auto plain = box ? unlockDraft(box->box, key) : fail(box.error());
    auto found = plain ? parseDraft(*m_services.catalogue, plain->reveal()) : fail(plain.error());
    if (!found) {
        noteDraft(QStringLiteral("gone"));
        return;
    }
    goOnWith(*found);
    wipeFacts(found->said);
}

// As if it had been chosen and entered just now.
void Session::goOnWith(const Draft &draft)
{
    setStage(QStringLiteral("home"));
    forgetService();
    if (draft.chain.isEmpty()) {
        openService(draft.service);
    } else {
        openChain(draft.chain);
    }
    if (m_stage != QLatin1String("intro") || !m_service) {
        setStage(kCode);
        noteDraft(QStringLiteral("gone"));
        return;
    }
    for (auto it = draft.said.constBegin(); it != draft.said.constEnd(); ++it) {
        m_facts.insert(it.key(), *it);
        m_sources.insert(it.key(), kVisitor);
    }
    if (m_chain) {
        planChain();
    }
    m_draft.ours = true;
    m_draft.waits = false;
    Q_EMIT draftChanged();
    Q_EMIT serviceChanged();
    begin();
}

// The case is safe: nobody needs it any more.
void Session::dropDraft()
{
    CentreClient *centre = m_services.centre();
    if (!m_draft.ours || !m_identity || !centre) {
        return;
    }
    m_draft.ours = false;
    m_draft.waits = false;
    m_draft.code = {};
    wire::DraftCall call;
    call.act = wire::DraftCall::Act::Drop;
    call.visit = m_visitId;
    call.number = m_identity->number;
    centre->draft(call);
    Q_EMIT draftChanged();
}

bool Session::backOfDraft()
{
    if (m_stage == kCode) {
        goHome();
        return true;
    }
    if (m_stage != kKept) {
        return false;
    }
    m_draft.code = {};
    if (m_draft.from == QLatin1String("form")) {
        showPage(m_pageShown);
    } else if (m_draft.from == QLatin1String("page-list")) {
        showPageList();
    } else if (m_draft.from == QLatin1String("scan")) {
        // Still that page, if one was being taken anew, and then back to the list.
        const int again = std::exchange(m_again, -1);
        const bool fromList = std::exchange(m_fromList, false);
        if (again >= 0) {
            m_capture->another();  // as it was: it may be the very sheet that lies there
        }
        showMaterial(m_materialIndex);
        m_again = again;
        m_fromList = fromList;
        Q_EMIT captureChanged();
    } else if (m_draft.from == QLatin1String("promise")) {
        showMaterial(m_materialIndex);
    } else {
        setStage(m_draft.from);
    }
    Q_EMIT draftChanged();
    return true;
}

}  // namespace hall
