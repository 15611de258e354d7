// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine makes of the centre's words on a batch.
#include "app/sync/itemfacts.h"
#include "app/sync/syncengine.h"

#include <algorithm>
#include <utility>

namespace hall {
namespace {

constexpr qint64 kForkWaitMs = 300'000;  // a quarantined kiosk waits for staff

}  // namespace

// Each of them, and nothing is left to do for any.
bool SyncEngine::allTaken(const QVector<OutboxItem> &sent, const QHash<QString, wire::Verdict> &verdicts) const
{
    return m_uploads.isEmpty() && std::all_of(sent.begin(), sent.end(), [&verdicts](const OutboxItem &item) {
               const auto verdict = verdicts.constFind(item.id);
               return verdict != verdicts.cend() &&
                      (verdict->kind == wire::VerdictKind::Stored || verdict->kind == wire::VerdictKind::Duplicate);
           });
}

void SyncEngine::on(const BatchAnswered &event)
{
    if (event.line == kUrgentLine) {
        judgeUrgent(event);
        return;
    }
    if (event.line != m_line) {
        judgeSecond(event);
        return;
    }
    if (m_phase != Phase::Sending) {
        return;
    }
    reachable(true);
    m_phase = Phase::Writing;
    QHash<QString, wire::Verdict> verdicts;
    for (const wire::Verdict &verdict : event.verdicts) {
        verdicts.insert(verdict.id, verdict);
    }
    const QVector<OutboxItem> sent = std::exchange(m_sent, {});
    for (const OutboxItem &item : sent) {
        const auto verdict = verdicts.constFind(item.id);
        if (verdict != verdicts.cend()) {
            judge(item, *verdict);
        }
    }
    takeAnswers(event.inbox);
    bool aside = false;
    if (!m_progress && sent.size() == 1) {
        // It was answered, without a word on this item or with none that it can go by.
        const auto verdict = verdicts.constFind(sent.constFirst().id);
        if (verdict == verdicts.cend() || verdict->kind == wire::VerdictKind::Later) {
            m_answers = true;
            aside = fellShort(sent.constFirst().id,
                              verdict == verdicts.cend() ? QStringLiteral("no-verdict") : QStringLiteral("later"));
        }
    }
    if (m_progress) {
        m_window = std::min(m_window * 4, m_timing.window);
    }
    if (m_lookedAhead && allTaken(sent, verdicts) && !m_writeFailed && m_waitMs == 0 &&
        m_writes <= kUnnotedBatches * m_timing.window) {
        m_failures = 0;
        if (!m_second.isEmpty()) {
            const auto told = m_actions.size();
            promote();
            std::rotate(m_actions.begin(), m_actions.begin() + told, m_actions.end());
            if (const auto end = std::exchange(m_secondEnd, {})) {
                std::visit([this](const auto &happened) { on(happened); }, *end);
            }
            return;
        }
        m_then = Then::SendAhead;
        if (m_aheadAsked) {
            return;  // it leaves when it has been read
        }
        if (!m_ahead.isEmpty()) {
            // It leaves before the store is told anything: the centre is not to wait for that.
            const auto told = m_actions.size();
            send(std::exchange(m_ahead, {}));
            std::rotate(m_actions.begin(), m_actions.begin() + told, m_actions.end());
            return;
        }
    }
    const bool goesOn = m_progress && m_waitMs == 0;
    if (!goesOn) {
        keepScansGoing();
    }
    settle(goesOn ? Then::Fetch : aside && m_waitMs == 0 ? Then::Retry : Then::BackOff);
    if (const auto end = std::exchange(m_secondEnd, {})) {
        judgeSecond(*end);
    }
}

// The batch behind the one whose answer counts. Before that has come, it waits; when it has come and the streak is
// over, what the centre took of this one is noted as well.
void SyncEngine::judgeSecond(const std::variant<BatchAnswered, BatchFailed> &end)
{
    if (m_second.isEmpty()) {
        return;
    }
    if (m_phase == Phase::Sending) {
        m_secondEnd = end;
        return;
    }
    const QVector<OutboxItem> sent = std::exchange(m_second, {});
    if (const auto *answer = std::get_if<BatchAnswered>(&end)) {
        QHash<QString, wire::Verdict> verdicts;
        for (const wire::Verdict &verdict : answer->verdicts) {
            verdicts.insert(verdict.id, verdict);
        }
        for (const OutboxItem &item : sent) {
            const auto verdict = verdicts.constFind(item.id);
            if (verdict != verdicts.cend()) {
                judge(item, *verdict);
            }
        }
        m_then = m_waitMs > 0 ? Then::BackOff : m_then;
    } else {
        const auto &failure = std::get<BatchFailed>(end);
        m_waitMs = std::max(m_waitMs, failure.retryAfterMs);
        reachable(failure.kind != FailureKind::Network, failure.code);
        m_window = 1;
        m_then = Then::BackOff;
    }
    settle(m_then);
}

void SyncEngine::judge(const OutboxItem &item, const wire::Verdict &verdict)
{
    m_judgedWaits = m_waiting.removeAll(item.id) > 0;
    switch (verdict.kind) {
    case wire::VerdictKind::Stored:
    case wire::VerdictKind::Duplicate:
        takeStored(item, verdict);
        break;
    case wire::VerdictKind::Rejected:
        refuse(item, verdict);
        break;
    case wire::VerdictKind::Conflict:
        m_progress = true;
        passed(item.id);
        write(NoteFailure{item.id, QStringLiteral("conflict"), true});
        break;
    case wire::VerdictKind::Gap:
        // The centre lacks an earlier one: the next fetch begins at the lowest queued number, and what lies between
        // is declared as held back.
        if (!m_expected) {
            m_expected = verdict.expected;
            m_progress = m_progress || (!m_skipSent && verdict.expected < item.seq);
        }
        break;
    case wire::VerdictKind::Fork:
        m_waitMs = std::max(m_waitMs, kForkWaitMs);
        reachable(true, QStringLiteral("fork"));
        write(NoteFailure{item.id, QStringLiteral("fork"), false});
        break;
    case wire::VerdictKind::Later:
        m_waitMs = std::max<qint64>(m_waitMs, verdict.afterSeconds * 1000LL);
        break;
    }
}

void SyncEngine::takeStored(const OutboxItem &item, const wire::Verdict &verdict)
{
    m_progress = true;
    m_restStep = 0;
    m_lastTaken = item.id;
    m_refusals.remove(item.id);
    const bool known = m_uploads.removeIf([&item](const Upload &upload) { return upload.id == item.id; }) > 0;
    m_moreRows = m_moreRows || !known;
    // Which scans belong to it is known here: only when the centre says of each that it is whole are they given up.
    QStringList scans = item.blobs;
    for (const QString &missing : verdict.missing) {
        if (!scans.contains(missing)) {
            scans.append(missing);
        }
    }
    if (scans.isEmpty()) {
        passed(item.id);
        write(Acknowledge{item.id, QStringLiteral("stored"), wire::encodeVerdict(verdict)});
        return;
    }
    if (!known) {
        m_suspects.othersPassed(item.id);
    }
    m_uploads.insert(m_hastened || m_judgedWaits ? 0 : m_uploads.size(),
                     Upload{item.id, verdict, scans, blobSizes(item), m_judgedWaits});
}

void SyncEngine::refuse(const OutboxItem &item, const wire::Verdict &verdict)
{
    passed(item.id);
    if (!verdict.fixable) {
        m_progress = true;
        write(Acknowledge{item.id, QStringLiteral("rejected"), wire::encodeVerdict(verdict)});
        return;
    }
    const bool park = ++m_refusals[item.id] >= m_timing.poisonVerdicts;
    m_progress = m_progress || park;
    write(NoteFailure{item.id, verdict.code, park});
}

void SyncEngine::on(const BatchFailed &event)
{
    if (event.line == kUrgentLine) {
        judgeUrgent(event);
        return;
    }
    if (event.line != m_line) {
        judgeSecond(event);
        return;
    }
    if (m_phase != Phase::Sending) {
        return;
    }
    const QVector<OutboxItem> sent = std::exchange(m_sent, {});
    const bool alone = sent.size() == 1;
    if (m_skipSent) {
        m_expected = m_skipFrom;  // nobody may have heard it
    }
    m_waitMs = std::max(m_waitMs, event.retryAfterMs);
    m_phase = Phase::Writing;
    switch (event.kind) {
    case FailureKind::Network:
        m_keepScans = true;
        reachable(false, event.code);
        break;
    case FailureKind::NotAllowed:
    case FailureKind::Server:
        reachable(true, event.code);
        break;
    case FailureKind::Refused:
    case FailureKind::TooLarge:
        reachable(true, event.code);
        if (alone) {
            const QString id = sent.first().id;
            const bool park = event.kind == FailureKind::TooLarge || ++m_refusals[id] >= m_timing.poisonVerdicts;
            write(NoteFailure{id, event.code, park});
        }
        break;
    }
    if (event.kind != FailureKind::Network) {
        keepScansGoing();
    }
    const bool counts = alone && (event.kind == FailureKind::Network || event.kind == FailureKind::Server);
    const bool aside = counts && fellShort(sent.constFirst().id, event.code);
    m_answers = false;
    m_window = 1;
    settle(aside && m_waitMs == 0 ? Then::Retry : Then::BackOff);
    if (const auto end = std::exchange(m_secondEnd, {})) {
        judgeSecond(*end);
    }
}

void SyncEngine::passed(const QString &id)
{
    m_doubt = 0;
    m_answers = false;
    m_suspects.passed(id);
}

bool SyncEngine::fellShort(const QString &id, const QString &code)
{
    ++m_doubt;
    if (!std::exchange(m_answers, false)) {
        return false;
    }
    const Suspects::Verdict verdict = m_suspects.failed(id);
    if (verdict == Suspects::Verdict::GoOn) {
        return false;
    }
    const QString reason = code.isEmpty() ? QStringLiteral("server-error") : code;
    write(NoteFailure{id, reason, verdict == Suspects::Verdict::GiveUp});
    m_uploads.removeIf([&id](const Upload &upload) { return upload.id == id; });
    m_doubt = 0;
    m_failures = 0;  // of the others nothing is known
    return true;
}

// A batch that went before scans brought nothing on. Were they asked about anew, the same batch would go before them
// again: one item that the server fails on, or puts off, would hold them up for ever, and all that comes after them.
void SyncEngine::keepScansGoing()
{
    if (m_beside) {
        m_keepScans = true;
        m_scansFirst = true;
        m_moreRows = false;
    }
}

}  // namespace hall
