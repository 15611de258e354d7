// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the outbox to the centre and the answers back: does what SyncEngine says, over HTTPS and the OutboxStore.
// Lives on the thread it was made on, whose event loop must run. Never blocks.
#pragma once

#include "app/store/outboxstore.h"
#include "app/sync/centreline.h"
#include "app/sync/syncengine.h"

#include <QObject>
#include <QTimer>

namespace hall {

struct HttpAnswer;

class SyncClient final : public QObject
{
    Q_OBJECT

public:
    // The store must outlive the client.
    SyncClient(OutboxStore &store, const KioskIdentity &identity, const SyncTiming &timing = {},
               QObject *parent = nullptr);
    // On another thread than the main one it waits for what it has asked the store.
    ~SyncClient() override;

    [[nodiscard]] bool reachable() const { return m_reachable; }
    // A new certificate of the same kiosk, for connections that begin from now on.
    void setCertificate(const KioskIdentity &identity) { m_line.setCertificate(identity); }
    // Why the centre does not take items though it answers, or why it does not answer: "", "unreachable", "timeout",
    // "revoked", "not-enrolled", "fork", … for staff.
    [[nodiscard]] QString problem() const { return m_problem; }
    // The number of the last answer that is in the store, for a call that answers may ride on; nothing before the first
    // round.
    [[nodiscard]] std::optional<qint64> inboxAfter() const { return m_inboxAfter; }
    // Answers that rode on such a call; those that do not follow on are not taken.
    void answersCame(const QVector<wire::InboxItem> &items);

public Q_SLOTS:
    // Something was queued, or someone wants a round now; also starts the client.
    void wake();
    // Cases that were just committed, while their person stands at the screen: they go before all others, until
    // nobodyWaits(). Only those whose envelope says so; the others are queued as they are.
    void handedIn(const QStringList &ids);
    void nobodyWaits();

Q_SIGNALS:
    // The store has noted the centre's word: stored, rejected, accepted, decided, refused.
    void itemStored(const QString &id, const QString &verdict);
    void reachableChanged(bool reachable);
    void problemChanged(const QString &code);
    // Nothing is under way; drained: the outbox was empty and the inbox read to its end.
    void roundEnded(bool drained);
    // What time it is at the centre, Unix ms, with every answer to a batch or about the inbox that says it.
    void timeTold(qint64 centreMs);

private:
    void feed(const SyncEvent &event);
    void act(const StartTimer &action);
    void act(const FetchItems &action);
    void act(const FetchAhead &action);
    void act(const FetchWaiting &action);
    void act(const SendBatch &action);
    void act(const UploadBlob &action);
    void act(const PauseUpload &action);
    void act(const Acknowledge &action);
    void act(const NoteFailure &action);
    void act(const PollInbox &action);
    void act(const SaveInbox &action);
    void act(const Reachable &action);
    void act(const RoundEnded &action);
    void written(QFuture<Done> future, std::function<void()> good = {});
    void noteWords();
    void wordNoted(const CentreWord &word, const Done &done);
    void choosePacking(const HttpAnswer &answer, bool packed, bool taken);
    void batchAnswered(const HttpAnswer &answer, int line);
    [[nodiscard]] QVector<wire::InboxItem> riding(const QByteArray &answer) const;
    void noteTime(const HttpAnswer &answer);
    void askInbox(qint64 after);

    struct Blob
    {
        QString sha256;
        qint64 size = 0;
        qint64 offset = 0;
        int corrections = 0;  // offsets and digests the centre put right
        bool pause = false;   // before the next chunk
        bool moved = false;   // a chunk has arrived since this upload began
    };
    void askBlobOffset();
    void blobOffsetKnown(QNetworkReply &reply);
    void readChunk();
    void sendChunk(const QByteArray &chunk);
    void chunkAnswered(QNetworkReply &reply, qint64 end);
    void correctBlob(const QString &code, qint64 offset);
    void blobFailed(FailureKind kind, const QString &code, qint64 retryAfterMs = 0);

    OutboxStore &m_store;
    CentreLine m_line;
    SyncEngine m_engine;
    QTimer m_timer;
    quint64 m_timerNumber = 0;
    QVector<CentreWord> m_words;  // not given to the store yet
    Blob m_blob;
    std::optional<qint64> m_inboxAfter;
    bool m_packedRefused = false;
    bool m_quick = false;  // the line took the last batch in no time
    bool m_reachable = false;
    QString m_problem;
};

}  // namespace hall
