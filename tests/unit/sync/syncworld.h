// SPDX-License-Identifier: GPL-3.0-or-later
// A store, a network, a centre and a clock that a SyncEngine runs against, which do at random all that they may do. One
// seed gives one course of events. The rules that must hold are looked at with every step.
#pragma once

#include "app/sync/syncengine.h"

#include <QRandomGenerator>

#include <map>
#include <set>

namespace hall::test {

[[nodiscard]] OutboxItem syncItem(qint64 seq, const QStringList &blobs = {});  // "id-<seq>"; scans of 10 bytes
[[nodiscard]] wire::Verdict syncVerdict(qint64 seq, wire::VerdictKind kind);

class SyncWorld
{
public:
    // Engines that are wrong, to see that they are found out.
    enum class Engine
    {
        Right,
        Careless,  // takes items for handed over when it sends them
        Hasty      // does not hear for how long it is to wait
    };

    explicit SyncWorld(quint32 seed, Engine engine = Engine::Right);

    // Empty when the rules held.
    [[nodiscard]] QString run();

    // How often which word of the centre was heard: "later", "fork", "rejected", "fixable", "conflict", "parked" …
    [[nodiscard]] const std::map<QString, int> &heard() const { return m_words; }

private:
    // What the centre says about an item whenever it comes.
    enum class Nature
    {
        Good,
        Scanned,   // good, with one scan
        Bad,       // rejected for good
        Fixable,   // refused until staff send it again
        Conflict,  // the centre has another one under this id
        Poison,    // the server fails on it, or says nothing, until staff send it again
        BadScan    // and on its scan
    };
    enum class State
    {
        Queued,
        Stored,
        Rejected,
        Parked
    };
    struct Case
    {
        Nature nature = Nature::Good;
        State state = State::Queued;
        int refusals = 0;    // that the engine was told
        int falls = 0;       // of a batch of this one alone, or of its scan
        bool noted = false;  // for staff to see
        qint64 follows = 0;  // the case that it is about; 0: none
    };

    [[nodiscard]] static bool scanned(const Case &one);
    [[nodiscard]] bool chance(int percent);
    [[nodiscard]] Nature natureOf();
    void wrong(const QString &what);
    void queueSomething();
    void restart();
    void staff();
    void feed(const SyncEvent &event);
    void looksAt(const SendBatch &batch);
    void advance();
    [[nodiscard]] Result<QVector<OutboxItem>> next(int most, const QString &after);
    [[nodiscard]] std::optional<OutboxItem> itemOf(qint64 seq) const;  // nothing when it may not travel
    [[nodiscard]] wire::Verdict judged(const OutboxItem &sent);
    [[nodiscard]] QVector<wire::Verdict> judged(const SendBatch &batch);
    void answer(const SendBatch &batch);
    void failed(const SendBatch &batch, FailureKind kind, qint64 retryAfterMs = 0);
    void hears(QVector<wire::Verdict> verdicts, const SendBatch &batch);
    void asksFor(qint64 ms);
    [[nodiscard]] QVector<wire::InboxItem> answersAfter(qsizetype most) const;
    void acknowledged(qint64 seq, const QString &verdict, bool written);
    [[nodiscard]] QString atTheEnd() const;

    void perform(const FetchItems &what);
    void perform(const FetchAhead &what);
    void perform(const FetchWaiting &what);
    void perform(const SendBatch &what);
    void perform(const UploadBlob &what);
    void perform(const Acknowledge &what);
    void perform(const NoteFailure &what);
    void perform(const PollInbox &what);
    void perform(const SaveInbox &what);
    void perform(const PauseUpload &) {}
    void perform(const StartTimer &) {}
    void perform(const Reachable &) {}
    void perform(const RoundEnded &) {}

    QRandomGenerator m_random;
    SyncTiming m_timing;
    SyncEngine m_engine;
    Engine m_kind;
    QVector<SyncAction> m_pending;
    std::optional<StartTimer> m_timer;
    qint64 m_timerMs = 0;  // when it fires
    qint64 m_nowMs = 0;
    qint64 m_notBeforeMs = 0;  // no batch leaves earlier: the centre asked for it
    std::map<qint64, Case> m_cases;
    std::set<qint64> m_waits;     // their person stands there
    std::set<qint64> m_centre;    // numbers that it has
    std::set<qint64> m_heldBack;  // and those that it was told are held back
    qint64 m_last = 0;            // of its chain
    bool m_fork = false;          // it holds the kiosk to be a copy
    std::set<QString> m_blobs;
    std::set<QString> m_outgone;  // first items of batches whose last byte has left
    QVector<QString> m_answers;   // of the centre, by number from 1
    std::set<QString> m_told;     // answers that the store has
    qsizetype m_cursor = 0;
    bool m_calm = false;
    bool m_pause = false;
    std::map<QString, int> m_words;
    QString m_problem;
};

}  // namespace hall::test
