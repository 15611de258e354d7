// SPDX-License-Identifier: GPL-3.0-or-later
// The line of the cases somebody waits for.
#include "app/sync/itemfacts.h"
#include "app/sync/syncengine.h"

#include <algorithm>
#include <utility>

namespace hall {
namespace {

constexpr int kTriesAtAStretch = 3;  // when a line broke, while the other lines have not got on
constexpr int kErrors = 3;           // of the centre; then they go in their turn

bool has(const QVector<OutboxItem> &items, const QString &id)
{
    return std::any_of(items.begin(), items.end(), [&id](const OutboxItem &item) { return item.id == id; });
}

QString epochOf(const OutboxItem &item)
{
    return envelopeOf(item).value(QStringLiteral("epoch")).toString();
}

// A person stood there when it was handed in, says the kiosk that made it.
bool saysWaiting(const OutboxItem &item)
{
    return envelopeOf(item).value(QStringLiteral("prio")).toInt(-1) == 0;
}

}  // namespace

void SyncEngine::on(const HandedIn &event)
{
    for (const QString &id : event.ids) {
        if (!m_waiting.contains(id)) {
            m_waiting.append(id);
        }
    }
    m_urgentTries = 0;
    m_urgentErrors = 0;
    on(WakeUp{});
}

void SyncEngine::on(const NobodyWaits &)
{
    m_waiting.clear();
}

bool SyncEngine::askWaiting()
{
    const bool underWay = std::all_of(m_waiting.begin(), m_waiting.end(),
                                      [this](const QString &id) { return has(m_sent, id) || has(m_second, id); });
    if (underWay || m_urgentAsked || !m_urgent.isEmpty() || m_waitMs > 0 || m_writeFailed) {
        return false;
    }
    m_urgentAsked = true;
    m_urgentIds = m_waiting;
    m_actions.append(FetchWaiting{m_waiting});
    return true;
}

void SyncEngine::leave(QVector<OutboxItem> items)
{
    if (!m_waiting.contains(items.constFirst().id) && askWaiting()) {
        m_held = std::move(items);
    } else {
        send(std::move(items));
    }
}

void SyncEngine::on(const WaitingFetched &event)
{
    if (!std::exchange(m_urgentAsked, false)) {
        return;
    }
    QVector<OutboxItem> items = event.items ? urgentOf(*event.items) : QVector<OutboxItem>();
    if (!items.isEmpty() && m_phase != Phase::Writing && m_waitMs == 0 && !m_writeFailed) {
        sendUrgent(std::move(items));
    }
    if (auto held = std::exchange(m_held, {})) {
        withoutUrgent(*held);
        send(std::move(*held));
    } else if (m_phase == Phase::Writing && !busy()) {
        proceed();
    }
}

// Those that may leave together: one number after the other, and none before the case that it is about.
QVector<OutboxItem> SyncEngine::urgentOf(QVector<OutboxItem> items)
{
    items.removeIf([this](const OutboxItem &item) { return !m_waiting.contains(item.id) || !saysWaiting(item); });
    m_waiting.removeIf([this, &items](const QString &id) { return m_urgentIds.contains(id) && !has(items, id); });
    items.removeIf([this](const OutboxItem &item) {
        return has(m_sent, item.id) || has(m_second, item.id) || m_jumped.contains(item.id) ||
               std::any_of(m_uploads.begin(), m_uploads.end(),
                           [&item](const Upload &upload) { return upload.id == item.id; });
    });
    keepOrder(items, true);
    qsizetype count = std::min<qsizetype>(items.size(), 1);
    while (count < items.size() && items[count].seq == items[count - 1].seq + 1 &&
           epochOf(items[count]) == epochOf(items.constFirst())) {
        ++count;
    }
    items.resize(count);
    items.resize(fitting(items));
    return items;
}

// What the centre has of the numbers before is its own knowledge: a skip passes over the others alone.
void SyncEngine::sendUrgent(QVector<OutboxItem> items)
{
    std::optional<wire::Skip> skip;
    if (items.constFirst().seq > 1) {
        skip = wire::Skip{epochOf(items.constFirst()), 1, items.constFirst().seq - 1};
    }
    m_urgent = items;
    withoutUrgent(m_ahead);
    m_actions.append(SendBatch{std::move(items), skip, false, kUrgentLine, m_packed});
}

void SyncEngine::withoutUrgent(QVector<OutboxItem> &items) const
{
    items.removeIf([this](const OutboxItem &item) { return has(m_urgent, item.id) || m_jumped.contains(item.id); });
}

void SyncEngine::judgeUrgent(const std::variant<BatchAnswered, BatchFailed> &end)
{
    const QVector<OutboxItem> sent = std::exchange(m_urgent, {});
    if (sent.isEmpty()) {
        return;
    }
    const auto scans = m_uploads.size();
    if (const auto *answer = std::get_if<BatchAnswered>(&end)) {
        reachable(true);
        // What follows is about the queue, of which nothing is known from here.
        const bool progress = m_progress;
        const bool moreRows = m_moreRows;
        const QString lastTaken = m_lastTaken;
        const std::optional<qint64> expected = m_expected;
        for (const OutboxItem &item : sent) {
            const auto verdict = std::find_if(answer->verdicts.begin(), answer->verdicts.end(),
                                              [&item](const wire::Verdict &one) { return one.id == item.id; });
            if (verdict == answer->verdicts.end()) {
                continue;
            }
            judge(item, *verdict);
            if (verdict->kind == wire::VerdictKind::Stored || verdict->kind == wire::VerdictKind::Duplicate) {
                m_jumped.append(item.id);
            }
        }
        m_progress = progress;
        m_moreRows = moreRows;
        m_lastTaken = lastTaken;
        m_expected = expected;
        withoutUrgent(m_ahead);
    } else {
        const auto &failure = std::get<BatchFailed>(end);
        m_waitMs = std::max(m_waitMs, failure.retryAfterMs);
        if (failure.kind != FailureKind::Network && ++m_urgentErrors >= kErrors) {
            m_waiting.clear();
        }
    }
    if (m_phase == Phase::Writing) {
        if (!busy()) {
            proceed();
        }
        return;
    }
    if (m_phase == Phase::Uploading && m_uploads.size() > scans && m_uploads.constFirst().urgent) {
        m_actions.append(PauseUpload{});
    }
    if (++m_urgentTries < kTriesAtAStretch) {
        askWaiting();
    }
}

}  // namespace hall
