// SPDX-License-Identifier: GPL-3.0-or-later
// When to send what: a pure state machine. Events go in, actions come out; time and chance are passed in, so the same
// events give the same actions and thousands of schedules run in a test. The window grows from a single probe to a full
// batch. While a full one is under way the next is read already. It leaves on a second line once the whole of the one
// before has gone out, so that the centre reads it while it writes the other; the centre takes a kiosk's items in the
// order of its chain, so never are there more than two, and the answers count in that order too. What the store has to
// note is noted meanwhile. When the centre has not taken every item of a batch, the streak ends: the other batch is
// waited for, and the store is up to date before the next fetch. Scans follow when every case has gone. A case that is
// queued meanwhile goes before them, because somebody may be waiting: a scan rests between two chunks until it has
// gone, then the newest case's own scans have their turn.
//
// A case at whose screen somebody waits (HandedIn, until NobodyWaits) does not queue at all: it leaves on a third line
// as soon as anything does, before what is read from the queue and beside what is under way, and tells the centre that
// the numbers before it come later. Its scans are the next to be sent. When the centre has other words for it than that
// it is stored, it goes on in its turn like any other.
//
// What adds to a case or takes it back is sent when the centre has that case, whose scans may still be to come: order
// is promised inside one case.
//
// One item never holds up the others. When one that goes alone fails twice in a row, for whatever reason, the inbox is
// asked before it is tried again: if that is answered, and the item fails once more, it speaks against the item, and in
// the end others go before it, or it is parked (suspects.h). If nothing is answered, it is the line or the centre. So
// the inbox is also read while one item is all that is left.
//
// It always either waits for an answer to an action it gave or has a timer set: it never sleeps for good.
#pragma once

#include "app/protocol/wire.h"
#include "app/store/outboxstore.h"
#include "app/sync/suspects.h"

#include <QHash>

#include <functional>
#include <optional>
#include <variant>

namespace hall {

struct SyncTiming
{
    qint64 backoffBaseMs = 1000;  // full jitter: rand(0, min(cap, base·2^n))
    qint64 backoffCapMs = 300'000;
    qint64 pollMs = 60'000;  // inbox poll while nothing is queued, ± a quarter
    int window = wire::kBatchItems;
    qint64 windowBytes = 360 * 1024;        // of envelopes and sealed bodies; base64 brings it to kBatchBytes
    qint64 packedWindowBytes = 508 * 1024;  // the same of a packed batch
    int poisonVerdicts = 3;                 // fixable refusals of one item before it is parked
    int poisonErrors = 20;                  // failures of one item alone, while others pass and the centre answers
};

// --- What happened.
struct WakeUp
{
};  // something was queued, or someone asks for a round now
// Cases that were just committed, and their person stands there still. Wakes as WakeUp does.
struct HandedIn
{
    QStringList ids;
};
struct NobodyWaits
{
};  // the visit is over: they are cases like any other
struct TimerFired
{
    quint64 number = 0;
};  // of the StartTimer it belongs to; older ones are ignored
struct ItemsFetched
{
    Result<QVector<OutboxItem>> items;
};
struct AheadFetched
{
    Result<QVector<OutboxItem>> items;
};  // answer to FetchAhead
struct WaitingFetched
{
    Result<QVector<OutboxItem>> items;
};  // answer to FetchWaiting
struct BatchUploaded
{
    int line = 0;
};  // the last byte of the batch on this line has left, and no answer is here yet
struct BatchAnswered
{
    QVector<wire::Verdict> verdicts;
    QVector<wire::InboxItem> inbox{};  // what rides on it, following on the cursor
    int line = 0;
};
// Answers that rode on a call of somebody else, following on the cursor. Taken while nothing is under way; otherwise
// they come again.
struct AnswersCame
{
    QVector<wire::InboxItem> items;
};
enum class FailureKind
{
    Network,
    Server,
    Refused,
    TooLarge,
    NotAllowed
};
struct BatchFailed
{
    FailureKind kind = FailureKind::Network;  // no answer · 5xx · other 4xx · 413 · 401/403
    QString code;
    qint64 retryAfterMs = 0;
    int line = 0;
};
struct BlobDone
{
    QString sha256;
};
struct BlobPaused
{
    QString sha256;
};  // after PauseUpload: the centre keeps what it has, the rest is sent by a later UploadBlob
struct BlobFailed
{
    QString sha256;
    FailureKind kind = FailureKind::Network;
    QString code;
    qint64 retryAfterMs = 0;
    bool moved = false;  // some of it has arrived in this try
};
struct StoreWritten
{
    bool good = true;
};  // answer to Acknowledge, NoteFailure or SaveInbox
struct InboxAnswered
{
    QVector<wire::InboxItem> items;
};
struct InboxFailed
{
    FailureKind kind = FailureKind::Network;
    QString code;
    qint64 retryAfterMs = 0;
};
using SyncEvent = std::variant<WakeUp, HandedIn, NobodyWaits, TimerFired, ItemsFetched, AheadFetched, WaitingFetched,
                               BatchUploaded, BatchAnswered, BatchFailed, BlobDone, BlobPaused, BlobFailed,
                               StoreWritten, InboxAnswered, InboxFailed, AnswersCame>;

// --- What to do. All but StartTimer, PauseUpload and the two notices are answered by exactly one event; BatchUploaded
// is no answer, and may be left out.
struct StartTimer
{
    qint64 ms = 0;
    quint64 number = 0;
};
struct FetchItems
{
    int maxItems = 1;
    qint64 maxBytes = 0;
    QString after;  // only what was queued after this item; empty: from the first
};
struct FetchAhead
{
    int maxItems = 1;
    qint64 maxBytes = 0;
    QString after;
};  // what comes after the batch under way
struct FetchWaiting
{
    QStringList ids;
};  // those of them that are queued
struct SendBatch
{
    QVector<OutboxItem> items;
    std::optional<wire::Skip> skip;
    bool inbox = false;  // answers may ride on the answer
    int line = 0;        // 0 or 1, or 2 of cases somebody waits for; what happens to the batch is told with it
    bool packed = false;
};
struct UploadBlob
{
    QString sha256;
    qint64 size = 0;
};
struct PauseUpload
{
};  // the upload under way ends with BlobPaused before its next chunk, or with BlobDone or BlobFailed if it ends sooner
struct Acknowledge
{
    QString id;
    QString verdict;
    QByteArray answerJson;
};
struct NoteFailure
{
    QString id;
    QString error;
    bool park = false;
};
struct PollInbox
{
};  // after the saved cursor
struct SaveInbox
{
    qint64 after = 0;
};
struct Reachable
{
    bool yes = false;
    QString code;
};  // notice: answers arrive, or why not
struct RoundEnded
{
    bool drained = false;
};  // notice: nothing is under way now; drained: nothing is queued
using SyncAction = std::variant<StartTimer, FetchItems, FetchAhead, FetchWaiting, SendBatch, UploadBlob, PauseUpload,
                                Acknowledge, NoteFailure, PollInbox, SaveInbox, Reachable, RoundEnded>;

class SyncEngine
{
public:
    static constexpr int kUrgentLine = 2;  // of cases somebody waits for

    // random: uniform in [0, 1).
    SyncEngine(SyncTiming timing, std::function<double()> random);

    [[nodiscard]] QVector<SyncAction> handle(const SyncEvent &event);

    [[nodiscard]] bool waiting() const { return m_phase == Phase::Waiting; }  // for the timer; otherwise for an answer
    [[nodiscard]] int window() const { return m_window; }

    // Whether batches that are sent from now on are packed: the centre takes them so, or no longer does.
    void setPacked(bool packed) { m_packed = packed; }
    [[nodiscard]] bool packed() const { return m_packed; }

private:
    enum class Phase
    {
        Waiting,
        Fetching,
        Sending,
        Uploading,
        Writing,
        Polling
    };
    enum class Then
    {
        Fetch,
        SendAhead,  // without waiting for the store, once the next batch is read
        Retry,      // fetch, and nothing is known to be better than before
        Poll,
        Rest,
        BackOff
    };

    void on(const WakeUp &);
    void on(const HandedIn &event);
    void on(const NobodyWaits &);
    void on(const TimerFired &event);
    void on(const ItemsFetched &event);
    void on(const AheadFetched &event);
    void on(const WaitingFetched &event);
    void on(const BatchUploaded &event);
    void on(const BatchAnswered &event);
    void on(const BatchFailed &event);
    void on(const BlobDone &event);
    void on(const BlobPaused &event);
    void on(const BlobFailed &event);
    void on(const StoreWritten &event);
    void on(const InboxAnswered &event);
    void on(const InboxFailed &event);
    void on(const AnswersCame &event);

    void fetch();
    void fetchNew();                        // what was queued while scans are under way
    void leave(QVector<OutboxItem> items);  // after what somebody waits for
    void send(QVector<OutboxItem> items);
    bool askWaiting();  // whether FetchWaiting was asked for
    [[nodiscard]] QVector<OutboxItem> urgentOf(QVector<OutboxItem> items);
    void sendUrgent(QVector<OutboxItem> items);
    void judgeUrgent(const std::variant<BatchAnswered, BatchFailed> &end);
    void withoutUrgent(QVector<OutboxItem> &items) const;
    void lookAhead();   // if more of the same is to be expected after the batch under way
    void sendSecond();  // if what was read ahead may leave now
    void promote();     // the second batch is the one whose answer counts next
    void judgeSecond(const std::variant<BatchAnswered, BatchFailed> &end);
    [[nodiscard]] bool busy() const
    {
        return m_writes > 0 || m_aheadAsked || !m_second.isEmpty() || m_urgentAsked || !m_urgent.isEmpty();
    }
    [[nodiscard]] qint64 windowBytes() const { return m_packed ? m_timing.packedWindowBytes : m_timing.windowBytes; }
    void keepOrder(QVector<OutboxItem> &items, bool pass) const;
    [[nodiscard]] qsizetype fitting(const QVector<OutboxItem> &items) const;
    [[nodiscard]] bool allTaken(const QVector<OutboxItem> &sent, const QHash<QString, wire::Verdict> &verdicts) const;
    void judge(const OutboxItem &item, const wire::Verdict &verdict);
    void takeStored(const OutboxItem &item, const wire::Verdict &verdict);
    void refuse(const OutboxItem &item, const wire::Verdict &verdict);
    void keepScansGoing();
    void passed(const QString &id);
    // Of an item alone, or of a scan of it. Whether it stands aside from now on.
    bool fellShort(const QString &id, const QString &code);
    [[nodiscard]] bool passOver(QVector<OutboxItem> &items);  // whether the queue is to be read further
    void nextBlob();
    void write(SyncAction action);  // counted until StoreWritten
    void settle(Then then);         // goes on when every write is answered
    void proceed();
    void poll();
    void takeAnswers(const QVector<wire::InboxItem> &items);  // the cursor follows once they are all written
    void rest(qint64 ms);
    void backOff(qint64 atLeastMs);
    void reachable(bool yes, const QString &code = {});

    static constexpr int kRestSteps = 12;
    static constexpr int kUnnotedBatches = 2;  // of answers that the store has not noted, while more is sent
    // A case that the centre has, and the scans of it that it still lacks.
    struct Upload
    {
        QString id;
        wire::Verdict verdict;
        QStringList missing;
        QHash<QString, qint64> sizes;  // bytes of each of `missing`, as the envelope says
        bool urgent = false;           // somebody waited when the centre took it
    };
    SyncTiming m_timing;
    std::function<double()> m_random;
    QVector<SyncAction> m_actions;
    Phase m_phase = Phase::Waiting;
    Then m_then = Then::Rest;
    quint64 m_timer = 0;
    int m_window = 1;
    int m_failures = 0;           // rounds without success in a row
    int m_writes = 0;             // store calls not answered yet
    int m_restStep = kRestSteps;  // rests grow from a moment to the poll time after something was sent
    bool m_packed = false;
    bool m_writeFailed = false;
    bool m_wakeAgain = false;  // woken while busy
    bool m_progress = false;   // this batch moved at least one item on
    bool m_drained = false;
    bool m_resting = false;   // waiting for the next poll, not for a line or server that failed
    bool m_skipSent = false;  // the batch under way declares numbers held back
    bool m_hurried = false;   // this back-off was shortened once already
    qint64 m_skipFrom = 0;    // the first of the numbers held back
    qint64 m_saveInbox = 0;   // cursor to save once every answer is written
    qint64 m_waitMs = 0;      // asked for by the centre
    QVector<OutboxItem> m_sent;
    QVector<OutboxItem> m_second;                                         // under way on the other line, after m_sent
    std::optional<std::variant<BatchAnswered, BatchFailed>> m_secondEnd;  // it was answered before m_sent
    QVector<OutboxItem> m_ahead;                                          // read while m_sent is under way
    int m_line = 0;                                                       // m_sent's
    bool m_uploaded = false;                                              // m_sent has left
    bool m_secondUploaded = false;                                        // and so has m_second
    bool m_lookedAhead = false;                                           // m_sent is followed by m_ahead, or will be
    bool m_aheadAsked = false;                                            // FetchAhead is not answered yet
    QStringList m_waiting;                      // cases somebody waits for that the centre has not, as far as is known
    QStringList m_urgentIds;                    // asked for last
    QVector<OutboxItem> m_urgent;               // under way on the line of their own
    std::optional<QVector<OutboxItem>> m_held;  // leaves after them
    QStringList m_jumped;                       // the centre has them, and the store may not know it yet
    int m_urgentTries = 0;                      // at a stretch, while the other line has not got on
    int m_urgentErrors = 0;                     // of the centre, since somebody handed in
    QVector<Upload> m_uploads;
    QString m_lastTaken;               // the last item that the centre has, whether or not its scans are there
    bool m_beside = false;             // the batch under way goes before scans that wait
    bool m_hastened = false;           // and its own scans go before them too, the newest first
    bool m_moreRows = false;           // cases may be queued that the centre has not
    bool m_keepScans = false;          // what is known of the scans still holds after the wait that begins
    bool m_scansFirst = false;         // and they go on before anything else is tried
    bool m_urgentAsked = false;        // FetchWaiting is not answered yet
    bool m_judgedWaits = false;        // somebody waits for the item that is judged
    std::optional<qint64> m_expected;  // from a gap: the number the centre waits for
    QHash<QString, int> m_refusals;
    Suspects m_suspects;
    int m_doubt = 0;                         // tries of one item alone that failed since any passed
    bool m_asksWhy = false;                  // the inbox is asked whether the centre answers at all
    bool m_answers = false;                  // it does, and nothing was tried since
    bool m_readSome = false;                 // something is queued, whether or not it can go
    std::optional<OutboxItem> m_leastTried;  // of those that stand aside, as far as the queue was read
    std::optional<bool> m_reachable;
    QString m_reachableCode;
};

}  // namespace hall
