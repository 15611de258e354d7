// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/syncengine.h"

#include "app/sync/itemfacts.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hall {
namespace {

constexpr qint64 kHurryMs = 2000;       // a person may stand there: try again within
constexpr qint64 kWaitingMs = 4000;     // a person does stand there: the longest wait between two tries
constexpr int kDoubtsBeforeAsking = 2;  // failures of one item in a row
constexpr qint64 kFirstRestMs = 500;    // after sending, the answer is often there at once

}  // namespace

SyncEngine::SyncEngine(SyncTiming timing, std::function<double()> random)
    : m_timing(timing), m_random(std::move(random)), m_suspects(timing.poisonErrors)
{
}

QVector<SyncAction> SyncEngine::handle(const SyncEvent &event)
{
    m_actions.clear();
    std::visit([this](const auto &happened) { on(happened); }, event);
    return std::exchange(m_actions, {});
}

void SyncEngine::on(const WakeUp &)
{
    if (m_phase != Phase::Waiting) {
        if (m_phase == Phase::Uploading && !m_wakeAgain) {
            m_actions.append(PauseUpload{});
        }
        m_wakeAgain = true;
        if (m_phase == Phase::Sending || m_phase == Phase::Uploading || m_phase == Phase::Polling) {
            askWaiting();
        }
    } else if (m_failures == 0) {
        fetch();
    } else if (!m_hurried && m_waitMs == 0) {
        // Once per back-off: a busy hall must not turn every submit into another try.
        m_hurried = true;
        m_actions.append(StartTimer{qint64(m_random() * kHurryMs), ++m_timer});
    }
}

void SyncEngine::on(const TimerFired &event)
{
    if (m_phase == Phase::Waiting && event.number == m_timer) {
        fetch();
    }
}

void SyncEngine::fetch()
{
    const bool scansFirst = std::exchange(m_scansFirst, false);
    m_waitMs = 0;
    if (m_doubt >= kDoubtsBeforeAsking && !m_answers) {
        m_asksWhy = true;
        m_scansFirst = scansFirst;
        poll();
        return;
    }
    if (!m_uploads.isEmpty()) {
        if (scansFirst || m_uploads.constFirst().urgent) {
            nextBlob();
        } else {
            fetchNew();
        }
        return;
    }
    m_phase = Phase::Fetching;
    m_wakeAgain = false;
    m_beside = false;
    m_hastened = false;
    m_leastTried.reset();
    m_readSome = false;
    m_actions.append(FetchItems{m_window + m_suspects.countAside(), windowBytes(), {}});
}

void SyncEngine::fetchNew()
{
    m_phase = Phase::Fetching;
    m_hastened = std::exchange(m_wakeAgain, false);
    m_beside = true;
    m_actions.append(FetchItems{m_window, windowBytes(), m_lastTaken});
}

void SyncEngine::on(const ItemsFetched &event)
{
    if (m_phase != Phase::Fetching) {
        return;
    }
    if (!event.items) {
        m_uploads.clear();
        m_waitMs = 0;
        backOff(0);
        return;
    }
    QVector<OutboxItem> items = *event.items;
    if (m_beside) {
        (void)passOver(items);
        m_moreRows = !items.isEmpty();
        if (items.isEmpty()) {
            nextBlob();
        } else {
            leave(std::move(items));
        }
        return;
    }
    const QString last = items.isEmpty() ? QString() : items.constLast().id;
    m_readSome = m_readSome || !items.isEmpty();
    if (passOver(items)) {
        m_actions.append(FetchItems{m_window, windowBytes(), last});
        return;
    }
    if (items.isEmpty() && m_leastTried) {
        items = {*m_leastTried};  // the others have gone
    }
    m_leastTried.reset();
    m_drained = !m_readSome;
    if (items.isEmpty()) {
        poll();
    } else {
        leave(std::move(items));
    }
}

bool SyncEngine::passOver(QVector<OutboxItem> &items)
{
    const bool read = !items.isEmpty();
    std::optional<qint64> passed;
    items.removeIf([this, &passed](const OutboxItem &item) {
        if (!m_suspects.aside(item.id)) {
            return false;
        }
        passed = std::min(passed.value_or(item.seq), item.seq);
        if (!m_leastTried || m_suspects.errors(item.id) < m_suspects.errors(m_leastTried->id)) {
            m_leastTried = item;
        }
        return true;
    });
    keepOrder(items, true);
    if (!items.isEmpty()) {
        items.resize(std::min<qsizetype>(items.size(), m_window));
        if (passed && *passed < items.constFirst().seq) {
            m_expected = std::min(m_expected.value_or(*passed), *passed);
        }
        return false;
    }
    return read;
}

// What is about a case that the centre has not got goes after it, and what comes behind waits with it rather than be
// answered with a gap. `pass`: it is passed over where it comes first.
void SyncEngine::keepOrder(QVector<OutboxItem> &items, bool pass) const
{
    const auto tooEarly = [this](const OutboxItem &item) {
        return !item.follows.isEmpty() &&
               std::none_of(m_uploads.begin(), m_uploads.end(),
                            [&item](const Upload &upload) { return upload.id == item.follows; });
    };
    while (pass && !items.isEmpty() && tooEarly(items.first())) {
        items.removeFirst();
    }
    items.resize(std::find_if(items.cbegin(), items.cend(), tooEarly) - items.cbegin());
}

// A larger item goes alone; the others keep to the limit of a batch.
qsizetype SyncEngine::fitting(const QVector<OutboxItem> &items) const
{
    qsizetype bytes = 0;
    qsizetype count = 0;
    for (const OutboxItem &item : items) {
        const wire::BatchItem sent{item.envelopeJson, item.sealedBody};
        bytes += m_packed ? wire::packedSize(sent) : wire::wireSize(sent);
        if (count > 0 && bytes > wire::kBatchBytes - 1024) {
            break;
        }
        ++count;
    }
    return count;
}

void SyncEngine::send(QVector<OutboxItem> items)
{
    items.resize(fitting(items));
    std::optional<wire::Skip> skip;
    if (m_expected && items.first().seq > *m_expected) {
        skip = wire::Skip{envelopeOf(items.first()).value(QStringLiteral("epoch")).toString(), *m_expected,
                          items.first().seq - 1};
    }
    m_expected.reset();
    m_skipSent = skip.has_value();
    m_skipFrom = skip ? skip->from : 0;
    m_sent = items;
    m_line = 0;
    m_uploaded = false;
    m_progress = false;
    m_waitMs = 0;
    m_urgentTries = 0;
    m_phase = Phase::Sending;
    m_actions.append(SendBatch{std::move(items), skip, m_saveInbox == 0, m_line, m_packed});
    lookAhead();
}

void SyncEngine::sendSecond()
{
    if (m_phase != Phase::Sending || !m_lookedAhead || !m_uploaded || m_ahead.isEmpty() || !m_second.isEmpty() ||
        !m_uploads.isEmpty() || m_writeFailed || m_waitMs > 0 || m_writes > kUnnotedBatches * m_timing.window) {
        return;
    }
    m_second = std::exchange(m_ahead, {});
    m_second.resize(fitting(m_second));
    m_secondUploaded = false;
    m_actions.append(SendBatch{m_second, std::nullopt, false, 1 - m_line, m_packed});
}

void SyncEngine::promote()
{
    m_sent = std::exchange(m_second, {});
    m_line = 1 - m_line;
    m_uploaded = m_secondUploaded;
    m_skipSent = false;
    m_progress = false;
    m_waitMs = 0;
    m_phase = Phase::Sending;
    lookAhead();
}

void SyncEngine::lookAhead()
{
    qint64 bytes = 0;
    for (const OutboxItem &item : std::as_const(m_sent)) {
        bytes += item.sealedBody.size();
    }
    const bool full = m_sent.size() >= m_timing.window || bytes >= windowBytes() / 2;
    m_ahead.clear();
    m_lookedAhead = full && m_window == m_timing.window && !m_beside && !m_skipSent && m_suspects.none();
    if (m_lookedAhead) {
        m_aheadAsked = true;
        m_actions.append(FetchAhead{m_window, windowBytes(), m_sent.last().id});
    }
}

void SyncEngine::on(const AheadFetched &event)
{
    if (!std::exchange(m_aheadAsked, false)) {
        return;
    }
    if (event.items) {
        m_ahead = *event.items;
        withoutUrgent(m_ahead);
        keepOrder(m_ahead, false);
    }
    if (m_phase != Phase::Writing) {
        sendSecond();
        return;
    }
    if (m_then == Then::SendAhead && !m_ahead.isEmpty() && !m_writeFailed && m_waitMs == 0) {
        send(std::exchange(m_ahead, {}));
        return;
    }
    m_then = m_then == Then::SendAhead ? Then::Fetch : m_then;
    settle(m_then);
}

void SyncEngine::on(const BatchUploaded &event)
{
    if (event.line == kUrgentLine) {
        return;
    }
    if (event.line != m_line) {
        m_secondUploaded = !m_second.isEmpty();
    } else if (m_phase == Phase::Sending) {
        m_uploaded = true;
        sendSecond();
    }
}

void SyncEngine::write(SyncAction action)
{
    ++m_writes;
    m_actions.append(std::move(action));
}

void SyncEngine::settle(Then then)
{
    m_phase = Phase::Writing;
    m_then = then;
    if (!busy()) {
        proceed();
    }
}

void SyncEngine::on(const StoreWritten &event)
{
    if (m_writes == 0) {
        return;
    }
    --m_writes;
    m_writeFailed = m_writeFailed || !event.good;
    if (m_phase == Phase::Writing && !busy()) {
        proceed();
    }
}

void SyncEngine::proceed()
{
    m_ahead.clear();
    m_jumped.clear();
    if (m_waitMs > 0 && m_then != Then::BackOff) {
        m_then = Then::BackOff;  // asked for on another line
        m_keepScans = true;
    }
    m_keepScans = m_keepScans && m_then == Then::BackOff;
    if (std::exchange(m_writeFailed, false)) {
        m_uploads.clear();
        m_saveInbox = 0;
        // The store could not note it: the item comes again, and the centre answers duplicate.
        backOff(m_waitMs);
        return;
    }
    if (m_saveInbox > 0) {
        write(SaveInbox{std::exchange(m_saveInbox, 0)});
        return;
    }
    if (m_then == Then::BackOff) {
        if (!std::exchange(m_keepScans, false)) {
            // The items are still queued: sent again, the centre answers duplicate and what is missing.
            m_uploads.removeIf([](const Upload &upload) { return !upload.urgent; });
        }
        backOff(m_waitMs);
        return;
    }
    if (!m_uploads.isEmpty()) {
        if (!m_uploads.constFirst().urgent && (m_wakeAgain || m_moreRows)) {
            fetchNew();
        } else {
            nextBlob();
        }
        return;
    }
    switch (m_then) {
    case Then::Fetch:
    case Then::SendAhead:
        m_failures = 0;
        fetch();
        break;
    case Then::Retry:
        fetch();
        break;
    case Then::Poll:
        poll();
        break;
    case Then::Rest: {
        m_failures = 0;
        const double spread = 0.75 + 0.5 * m_random();
        const qint64 growing = m_restStep < kRestSteps ? kFirstRestMs << m_restStep++ : m_timing.pollMs;
        rest(qint64(double(std::min(growing, m_timing.pollMs)) * spread));
        break;
    }
    case Then::BackOff:
        break;
    }
}

void SyncEngine::poll()
{
    m_phase = Phase::Polling;
    m_actions.append(PollInbox{});
    askWaiting();
}

void SyncEngine::on(const InboxAnswered &event)
{
    if (m_phase != Phase::Polling) {
        return;
    }
    reachable(true);
    m_phase = Phase::Writing;
    takeAnswers(event.items);
    if (std::exchange(m_asksWhy, false)) {
        m_answers = true;
        settle(Then::Retry);
        return;
    }
    settle(event.items.size() >= wire::kInboxItems ? Then::Poll : Then::Rest);
}

void SyncEngine::takeAnswers(const QVector<wire::InboxItem> &items)
{
    for (const wire::InboxItem &item : items) {
        write(Acknowledge{item.id, item.state, QJsonDocument(wire::toJson(item)).toJson(QJsonDocument::Compact)});
        m_saveInbox = std::max(m_saveInbox, item.n);
    }
}

void SyncEngine::on(const AnswersCame &event)
{
    if (m_phase != Phase::Waiting || !m_resting || event.items.isEmpty()) {
        return;
    }
    takeAnswers(event.items);
    settle(Then::Rest);
}

void SyncEngine::on(const InboxFailed &event)
{
    if (m_phase != Phase::Polling) {
        return;
    }
    reachable(event.kind != FailureKind::Network, event.code);
    m_waitMs = std::max(m_waitMs, event.retryAfterMs);
    m_keepScans = std::exchange(m_asksWhy, false);
    settle(Then::BackOff);
}

void SyncEngine::rest(qint64 ms)
{
    m_phase = Phase::Waiting;
    m_resting = true;
    if (m_wakeAgain) {
        m_actions.append(RoundEnded{false});
        fetch();
        return;
    }
    m_actions.append(RoundEnded{m_drained});
    m_actions.append(StartTimer{ms, ++m_timer});
}

void SyncEngine::backOff(qint64 atLeastMs)
{
    m_phase = Phase::Waiting;
    m_resting = false;
    m_window = 1;
    const qint64 cap = m_suspects.none() ? m_timing.backoffCapMs : std::min(m_timing.backoffCapMs, m_timing.pollMs);
    const double ceiling =
        std::min(double(cap), double(m_timing.backoffBaseMs) * std::pow(2.0, std::min(m_failures, 30)));
    ++m_failures;
    m_hurried = false;
    m_wakeAgain = false;
    m_actions.append(RoundEnded{false});
    const double most = m_waiting.isEmpty() ? ceiling : std::min(ceiling, double(kWaitingMs));
    m_actions.append(StartTimer{std::max(atLeastMs, qint64(m_random() * most)), ++m_timer});
}

void SyncEngine::reachable(bool yes, const QString &code)
{
    if (m_reachable != yes || m_reachableCode != code) {
        m_reachable = yes;
        m_reachableCode = code;
        m_actions.append(Reachable{yes, code});
    }
}

}  // namespace hall
