// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/sync/syncworld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace hall::test {
namespace {

using wire::Verdict;
using wire::VerdictKind;

constexpr int steps = 8000;
constexpr int calmFrom = 3500;  // everything works from then on, and everything must come to its end
constexpr int mostCases = 30;
constexpr qint64 forkWaitMs = 300'000;  // staff have to act: nothing is gained by asking more often
constexpr qint64 longestLaterS = 600;

SyncTiming timing(int window)
{
    SyncTiming timing;
    timing.window = window;
    return timing;
}

qint64 seqOf(const QString &id)
{
    return id.mid(3).toLongLong();
}

QString blobOf(qint64 seq)
{
    return QStringLiteral("%1").arg(seq, 64, 10, QLatin1Char('0'));
}

}  // namespace

OutboxItem syncItem(qint64 seq, const QStringList &blobs)
{
    OutboxItem made;
    made.id = QStringLiteral("id-%1").arg(seq);
    made.seq = seq;
    made.blobs = blobs;
    QJsonArray att;
    for (const QString &blob : blobs) {
        att.append(QJsonObject{{QStringLiteral("sha256"), blob}, {QStringLiteral("size"), 10}});
    }
    made.envelopeJson = QJsonDocument(QJsonObject{{QStringLiteral("epoch"), QString(32, u'e')},
                                                  {QStringLiteral("att"), att},
                                                  {QStringLiteral("prio"), 0}})
                            .toJson();
    made.sealedBody = "body";
    return made;
}

Verdict syncVerdict(qint64 seq, VerdictKind kind)
{
    Verdict made;
    made.id = QStringLiteral("id-%1").arg(seq);
    made.kind = kind;
    return made;
}

// A window of four is often full, and then batches follow at once.
SyncWorld::SyncWorld(quint32 seed, Engine engine)
    : m_random(seed), m_timing(timing(seed % 2 == 0 ? 4 : wire::kBatchItems)),
      m_engine(m_timing, [this] { return m_random.generateDouble(); }), m_kind(engine)
{
}

QString SyncWorld::run()
{
    feed(WakeUp{});
    for (int step = 0; step < steps && m_problem.isEmpty(); ++step) {
        m_calm = step >= calmFrom;
        m_nowMs += m_random.bounded(500);
        if (chance(1) && m_random.bounded(10) == 0) {
            restart();
        }
        if (step == calmFrom) {
            // With nothing behind it nobody can tell whether it is the last item that fails or the server.
            m_cases[qint64(m_cases.size()) + 1];
            feed(WakeUp{});
        }
        queueSomething();
        staff();
        advance();
    }
    return m_problem.isEmpty() ? atTheEnd() : m_problem;
}

QString SyncWorld::atTheEnd() const
{
    for (const auto &[seq, one] : m_cases) {
        const State before = one.follows > 0 ? m_cases.at(one.follows).state : State::Stored;
        // What it fails on waits until another one passes: nobody can tell before whether it is the centre.
        const bool bad = (one.nature == Nature::Poison || one.nature == Nature::BadScan) && one.noted;
        if (one.state == State::Queued && !bad && (one.follows == 0 || before == State::Stored)) {
            return QStringLiteral("item %1 of kind %2 never came to its end").arg(seq).arg(int(one.nature));
        }
        if ((one.nature == Nature::Poison || one.nature == Nature::BadScan) && one.state == State::Stored) {
            return QStringLiteral("item %1 cannot have been stored").arg(seq);
        }
        const bool good = one.nature == Nature::Good || one.nature == Nature::Scanned;
        if (one.nature == Nature::Bad && one.state != State::Rejected && one.state != State::Queued) {
            return QStringLiteral("item %1 was rejected, and is not so here").arg(seq);
        }
        // Good ones are parked by what befell them alone, and stay so until staff send them again.
        if (good && one.state == State::Rejected) {
            return QStringLiteral("item %1 was good, and is rejected here").arg(seq);
        }
    }
    if (m_cursor < m_answers.size() || m_told.size() < std::size_t(m_answers.size())) {
        return QStringLiteral("the inbox stands at %1 of %2").arg(m_cursor).arg(m_answers.size());
    }
    return {};
}

bool SyncWorld::scanned(const Case &one)
{
    return one.nature == Nature::Scanned || one.nature == Nature::BadScan;
}

bool SyncWorld::chance(int percent)
{
    return !m_calm && int(m_random.bounded(100)) < percent;
}

void SyncWorld::wrong(const QString &what)
{
    if (m_problem.isEmpty()) {
        m_problem = what;
    }
}

SyncWorld::Nature SyncWorld::natureOf()
{
    const int fate = int(m_random.bounded(100));
    return fate < 40   ? Nature::Good
           : fate < 72 ? Nature::Scanned
           : fate < 80 ? Nature::Bad
           : fate < 88 ? Nature::Fixable
           : fate < 92 ? Nature::Conflict
           : fate < 96 ? Nature::Poison
                       : Nature::BadScan;
}

void SyncWorld::queueSomething()
{
    if (!m_calm && m_cases.size() < mostCases && m_random.bounded(20) == 0) {
        const qint64 seq = qint64(m_cases.size()) + 1;
        Case &made = m_cases[seq];
        made.nature = natureOf();
        if (seq > 1 && m_random.bounded(6) == 0) {
            made.follows = m_random.bounded(int(seq) - 1) + 1;
        }
        if (m_random.bounded(3) > 0) {
            m_waits.insert(seq);
            feed(HandedIn{{syncItem(seq).id}});
        } else {
            feed(WakeUp{});
        }
    } else if (!m_waits.empty() && m_random.bounded(40) == 0) {
        m_waits.clear();
        feed(NobodyWaits{});
    } else if (chance(2)) {
        feed(WakeUp{});  // somebody asks for a round
    }
}

// The kiosk is killed: what it knew is gone, but for the store. What was on its way may have reached the centre.
void SyncWorld::restart()
{
    for (const SyncAction &action : std::exchange(m_pending, {})) {
        if (const auto *batch = std::get_if<SendBatch>(&action); batch && m_random.bounded(2) == 0) {
            const bool poison = std::any_of(batch->items.begin(), batch->items.end(), [this](const OutboxItem &sent) {
                return m_cases.at(sent.seq).nature == Nature::Poison;
            });
            if (!poison) {
                (void)judged(*batch);
            }
        }
    }
    ++m_words[QStringLiteral("restart")];
    m_engine = SyncEngine(m_timing, [this] { return m_random.generateDouble(); });
    m_timer.reset();
    m_outgone.clear();
    m_waits.clear();
    m_pause = false;
    m_notBeforeMs = 0;  // it does not know what the centre asked for
    feed(WakeUp{});
}

// Now and then they send a parked case again, mended or not, and the centre is told that the kiosk is no copy.
void SyncWorld::staff()
{
    if (m_fork && (m_calm || chance(5))) {
        m_fork = false;
    }
    if (!chance(1)) {
        return;
    }
    for (auto &[seq, one] : m_cases) {
        if (one.state == State::Parked) {
            one.state = State::Queued;
            const bool mended = one.nature != Nature::Conflict && m_random.bounded(2) == 0;
            one.nature = !mended ? one.nature : scanned(one) ? Nature::Scanned : Nature::Good;
            feed(WakeUp{});
            return;
        }
    }
}

void SyncWorld::feed(const SyncEvent &event)
{
    m_engine.setPacked(m_random.bounded(4) > 0);
    for (const SyncAction &action : m_engine.handle(event)) {
        if (const auto *timer = std::get_if<StartTimer>(&action)) {
            m_timer = *timer;
            m_timerMs = m_nowMs + timer->ms;
        } else if (std::holds_alternative<PauseUpload>(action)) {
            m_pause = true;
        } else if (!std::holds_alternative<Reachable>(action) && !std::holds_alternative<RoundEnded>(action)) {
            if (const auto *batch = std::get_if<SendBatch>(&action)) {
                looksAt(*batch);
            }
            m_pending.append(action);
        }
    }
    if (m_pending.isEmpty() && !m_timer) {
        wrong(QStringLiteral("asleep for ever"));
    }
    if (m_engine.waiting() != m_pending.isEmpty()) {
        wrong(QStringLiteral("waiting and busy at once"));
    }
}

// What must be true of every batch that leaves.
void SyncWorld::looksAt(const SendBatch &batch)
{
    if (m_nowMs < m_notBeforeMs) {
        wrong(QStringLiteral("a batch left %1 ms before the time that was asked for").arg(m_notBeforeMs - m_nowMs));
    }
    qint64 before = 0;
    for (const OutboxItem &sent : batch.items) {
        if (m_cases.at(sent.seq).state != State::Queued && m_kind != Engine::Careless) {
            wrong(QStringLiteral("item %1 was sent again after its last word").arg(sent.seq));
        }
        if (sent.seq <= before) {
            wrong(QStringLiteral("item %1 left out of turn").arg(sent.seq));
        }
        before = sent.seq;
        const Case &one = m_cases.at(sent.seq);
        if (one.follows > 0 && !m_centre.contains(one.follows)) {
            wrong(QStringLiteral("item %1 left before %2, which it is about").arg(sent.seq).arg(one.follows));
        }
        if (batch.line == 2 && !m_waits.contains(sent.seq) && m_kind == Engine::Right) {
            // The visit may have ended after it was asked for; then the set is empty.
            wrong(QStringLiteral("item %1 left before others, and nobody waits for it").arg(sent.seq));
        }
    }
    if (batch.line == 2) {
        const bool jumps = std::any_of(m_cases.begin(), m_cases.lower_bound(batch.items.constFirst().seq),
                                       [](const auto &one) { return one.second.state == State::Queued; });
        m_words[QStringLiteral("before others")] += jumps ? 1 : 0;
    }
}

void SyncWorld::advance()
{
    if (m_pending.isEmpty() && chance(20)) {
        feed(AnswersCame{answersAfter(3)});  // with a health report
        return;
    }
    if (m_pending.isEmpty()) {
        m_nowMs = std::max(m_nowMs, m_timerMs);
        feed(TimerFired{std::exchange(m_timer, std::nullopt)->number});
        return;
    }
    const SyncAction action = m_pending.takeAt(int(m_random.bounded(int(m_pending.size()))));
    std::visit([this](const auto &what) { perform(what); }, action);
}

void SyncWorld::perform(const FetchItems &what)
{
    feed(ItemsFetched{next(what.maxItems, what.after)});
}

void SyncWorld::perform(const FetchAhead &what)
{
    feed(AheadFetched{next(what.maxItems, what.after)});
}

Result<QVector<OutboxItem>> SyncWorld::next(int most, const QString &after)
{
    if (chance(5)) {
        return fail(FaultCode::StoreIo);
    }
    QVector<OutboxItem> items;
    for (const auto &[seq, one] : m_cases) {
        const auto item = items.size() < most && seq > seqOf(after) ? itemOf(seq) : std::nullopt;
        if (item) {
            items.append(*item);
        }
    }
    return items;
}

std::optional<OutboxItem> SyncWorld::itemOf(qint64 seq) const
{
    const Case &one = m_cases.at(seq);
    const State before = one.follows > 0 ? m_cases.at(one.follows).state : State::Stored;
    if (one.state != State::Queued || before == State::Parked || before == State::Rejected) {
        return std::nullopt;
    }
    OutboxItem item = syncItem(seq, scanned(one) ? QStringList{blobOf(seq)} : QStringList());
    item.follows = before == State::Queued ? syncItem(one.follows).id : QString();
    return item;
}

void SyncWorld::perform(const FetchWaiting &what)
{
    if (chance(5)) {
        feed(WaitingFetched{fail(FaultCode::StoreIo)});
        return;
    }
    QVector<OutboxItem> items;
    for (const QString &id : what.ids) {
        if (const auto item = itemOf(seqOf(id))) {
            items.append(*item);
        }
    }
    std::sort(items.begin(), items.end(), [](const OutboxItem &a, const OutboxItem &b) { return a.seq < b.seq; });
    feed(WaitingFetched{items});
}

void SyncWorld::perform(const SendBatch &what)
{
    // Its last byte leaves, and for a while nothing comes back.
    if (m_outgone.insert(what.items.constFirst().id).second && m_random.bounded(100) < 70) {
        m_pending.append(what);
        feed(BatchUploaded{what.line});
        return;
    }
    m_outgone.erase(what.items.constFirst().id);
    if (m_kind == Engine::Careless) {
        for (const OutboxItem &sent : what.items) {
            acknowledged(sent.seq, QStringLiteral("stored"), true);
        }
    }
    answer(what);
}

void SyncWorld::answer(const SendBatch &batch)
{
    if (chance(12)) {
        failed(batch, FailureKind(m_random.bounded(2)), m_random.bounded(3) == 0 ? m_random.bounded(120'000) : 0);
        return;
    }
    for (const OutboxItem &sent : batch.items) {
        if (m_cases.at(sent.seq).nature == Nature::Poison) {
            failed(batch, sent.seq % 2 == 0 ? FailureKind::Server : FailureKind::Network);
            return;
        }
    }
    const QVector<Verdict> verdicts = judged(batch);
    if (chance(10)) {
        failed(batch, FailureKind::Network);  // it was judged there, but the answer was lost
        return;
    }
    hears(verdicts, batch);
}

void SyncWorld::failed(const SendBatch &batch, FailureKind kind, qint64 retryAfterMs)
{
    if (batch.items.size() == 1) {
        ++m_cases.at(batch.items.constFirst().seq).falls;
    }
    asksFor(retryAfterMs);
    feed(BatchFailed{kind, {}, m_kind == Engine::Hasty ? 0 : retryAfterMs, batch.line});
}

void SyncWorld::asksFor(qint64 ms)
{
    m_notBeforeMs = std::max(m_notBeforeMs, m_nowMs + ms);
}

QVector<Verdict> SyncWorld::judged(const SendBatch &batch)
{
    if (batch.skip && batch.skip->from <= m_last + 1) {
        for (qint64 seq = m_last + 1; seq <= batch.skip->to; ++seq) {
            m_heldBack.insert(seq);
        }
        m_last = std::max(m_last, batch.skip->to);
    }
    if (chance(1)) {
        m_fork = true;
    }
    QVector<Verdict> verdicts;
    for (const OutboxItem &sent : batch.items) {
        if (!chance(8)) {
            verdicts.append(judged(sent));
        }
    }
    return verdicts;
}

Verdict SyncWorld::judged(const OutboxItem &sent)
{
    if (m_fork) {
        return syncVerdict(sent.seq, VerdictKind::Fork);
    }
    const bool known = m_centre.contains(sent.seq);
    if (!known && sent.seq != m_last + 1 && !m_heldBack.contains(sent.seq)) {
        Verdict gap = syncVerdict(sent.seq, VerdictKind::Gap);
        gap.expected = m_last + 1;
        return gap;
    }
    if (!known && chance(6)) {
        Verdict later = syncVerdict(sent.seq, VerdictKind::Later);
        later.afterSeconds = int(m_random.bounded(longestLaterS)) + 1;
        return later;
    }
    const Nature nature = m_cases.at(sent.seq).nature;
    if (nature == Nature::Conflict) {
        return syncVerdict(sent.seq, VerdictKind::Conflict);
    }
    if (nature == Nature::Bad || nature == Nature::Fixable) {
        Verdict refused = syncVerdict(sent.seq, VerdictKind::Rejected);
        refused.fixable = nature == Nature::Fixable;
        return refused;
    }
    if (!known) {
        m_centre.insert(sent.seq);
        m_last = std::max(m_last, sent.seq);
        if (sent.blobs.isEmpty()) {
            m_answers.append(sent.id);
        }
    }
    Verdict word = syncVerdict(sent.seq, known ? VerdictKind::Duplicate : VerdictKind::Stored);
    for (const QString &blob : sent.blobs) {
        if (!m_blobs.contains(blob)) {
            word.missing.append(blob);
        }
    }
    return word;
}

void SyncWorld::hears(QVector<Verdict> verdicts, const SendBatch &batch)
{
    const bool word = !verdicts.isEmpty() && verdicts.constFirst().kind != VerdictKind::Later;
    m_cases.at(batch.items.constFirst().seq).falls += batch.items.size() == 1 && !word ? 1 : 0;
    for (Verdict &verdict : verdicts) {
        ++m_words[wire::verdictName(verdict.kind) + (verdict.fixable ? QStringLiteral(", fixable") : QString())];
        Case &one = m_cases.at(seqOf(verdict.id));
        if (verdict.kind == VerdictKind::Later) {
            asksFor(verdict.afterSeconds * 1000LL);
            verdict.afterSeconds = m_kind == Engine::Hasty ? 0 : verdict.afterSeconds;
        } else if (verdict.kind == VerdictKind::Fork) {
            asksFor(forkWaitMs);
        } else if (verdict.kind == VerdictKind::Rejected && verdict.fixable) {
            ++one.refusals;
        }
    }
    feed(BatchAnswered{verdicts, batch.inbox ? answersAfter(3) : QVector<wire::InboxItem>(), batch.line});
}

QVector<wire::InboxItem> SyncWorld::answersAfter(qsizetype most) const
{
    QVector<wire::InboxItem> items;
    for (qsizetype i = m_cursor; i < std::min(m_answers.size(), m_cursor + most); ++i) {
        items.append({i + 1, m_answers[i], QStringLiteral("decided"), {}, {}, 0});
    }
    return items;
}

void SyncWorld::perform(const UploadBlob &what)
{
    Case &one = m_cases.at(what.sha256.toLongLong());
    if (one.nature == Nature::BadScan) {
        ++one.falls;
        feed(BlobFailed{what.sha256, FailureKind::Server, {}, 0});
        return;
    }
    if (chance(20)) {
        ++one.falls;
        const qint64 wait = m_random.bounded(4) == 0 ? m_random.bounded(60'000) : 0;
        asksFor(wait);
        feed(BlobFailed{what.sha256, FailureKind::Network, {}, m_kind == Engine::Hasty ? 0 : wait});
        return;
    }
    if (chance(2)) {
        ++one.refusals;
        feed(BlobFailed{what.sha256, FailureKind::Refused, {}, 0});
        return;
    }
    if (std::exchange(m_pause, false) && chance(70)) {
        feed(BlobPaused{what.sha256});
        return;
    }
    m_blobs.insert(what.sha256);
    feed(BlobDone{what.sha256});
}

void SyncWorld::perform(const Acknowledge &what)
{
    const bool good = !chance(10);
    if (what.verdict != QLatin1String("decided")) {
        acknowledged(seqOf(what.id), what.verdict, good);
    } else if (good) {
        m_told.insert(what.id);
    }
    feed(StoreWritten{good});
}

void SyncWorld::acknowledged(qint64 seq, const QString &verdict, bool written)
{
    Case &one = m_cases.at(seq);
    const bool stored = verdict == QLatin1String("stored");
    if (stored && (!m_centre.contains(seq) || (scanned(one) && !m_blobs.contains(blobOf(seq))))) {
        wrong(QStringLiteral("item %1 acknowledged before it was at the centre").arg(seq));
    }
    if (!stored && one.nature != Nature::Bad) {
        wrong(QStringLiteral("item %1 was never rejected for good").arg(seq));
    }
    if (written) {
        one.state = stored ? State::Stored : State::Rejected;
    }
}

void SyncWorld::perform(const NoteFailure &what)
{
    Case &one = m_cases.at(seqOf(what.id));
    const SyncTiming limits;
    const bool cause =
        one.nature == Nature::Conflict || one.refusals >= limits.poisonVerdicts || one.falls >= limits.poisonErrors;
    if (what.park && !cause) {
        wrong(QStringLiteral("item %1 parked without cause: %2").arg(seqOf(what.id)).arg(what.error));
    }
    const bool good = !chance(10);
    one.noted = one.noted || good;
    if (good && what.park) {
        one.state = State::Parked;
        ++m_words[QStringLiteral("parked")];
    }
    feed(StoreWritten{good});
}

void SyncWorld::perform(const PollInbox &)
{
    if (chance(20)) {
        const qint64 wait = m_random.bounded(4) == 0 ? m_random.bounded(60'000) : 0;
        asksFor(wait);
        feed(InboxFailed{FailureKind::Network, {}, m_kind == Engine::Hasty ? 0 : wait});
        return;
    }
    feed(InboxAnswered{answersAfter(wire::kInboxItems)});
}

void SyncWorld::perform(const SaveInbox &what)
{
    const bool good = !chance(10);
    m_cursor = good ? what.after : m_cursor;
    for (qsizetype i = 0; i < m_cursor; ++i) {
        if (!m_told.contains(m_answers[i])) {
            wrong(QStringLiteral("the cursor is past an answer that was not written"));
        }
    }
    feed(StoreWritten{good});
}

}  // namespace hall::test
