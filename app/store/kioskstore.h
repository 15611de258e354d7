// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosk's one store: cases and their way to the centre, scans, print journal, audit log, settings. Everything runs
// on one thread behind futures, so any thread may call; results arrive in the order of the lanes (storethread.h).
//
// DATA/kiosk.db (+ -wal)  SQLite in WAL mode        DATA/blobs/ab/…    sealed scans
// DATA/device.key         32 bytes                  DATA/ballast       room kept for acknowledgements
// DATA/store.lock         held while open           DATA/quarantine/n  damaged files set aside, DATA/migration  copies
#pragma once

#include "app/domain/base/clock.h"
#include "app/domain/base/sensitive.h"
#include "app/store/outboxstore.h"
#include "app/store/records.h"
#include "app/store/recovery.h"
#include "app/store/reserve.h"
#include "app/store/writeaheadlog.h"

#include <QObject>
#include <QStringList>
#include <QVector>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace hall {

class BlobFiles;
class StoreThread;
struct WriteScope;

// What every connection is set to. WAL + FULL: a commit is on the disk when it returns, with one fdatasync.
// EXCLUSIVE: no shared memory, a second process is refused. Checkpoints are made by hand when nobody waits: SQLite
// before 3.51.3 can damage a file when two connections write and checkpoint at once.
[[nodiscard]] QStringList storePragmas();

struct StoreOptions
{
    QString dataFolder;
    qint64 ballastBytes = 64LL << 20;
    qint64 quotaBytes = 4LL << 30;  // database and scans together; the disk's free space may lower it
    RoomLimits limits;
    std::chrono::milliseconds idleAfter{1000};  // quiet time before a checkpoint and other housekeeping
    // A longer log is checkpointed between two jobs; its file is kept at this length and a little more. Well below the
    // ballast.
    qint64 walBytes = 16LL << 20;
    const Clock *clock = nullptr;          // null: the machine's
    QStringList pragmas = storePragmas();  // tests only: proves that the suite notices a weaker setting
};

// What the next case would find.
struct StoreFill
{
    double share = 0;  // 0 … 1 of the quota
    Room room = Room::Ample;
    bool reserveHeld = true;
};

class KioskStore final : public QObject, public OutboxStore
{
    Q_OBJECT

public:
    // Blocks until the store is ready: takes the lock, checks, sets damage aside, migrates, cleans. Needs a
    // QCoreApplication. StoreInUse, StoreNewer, StoreFull, StoreIo, KeyMissing.
    [[nodiscard]] static Result<std::unique_ptr<KioskStore>> open(const StoreOptions &options);
    ~KioskStore() override;  // finishes what was handed in

    // What was rescued when this start found the file damaged.
    [[nodiscard]] std::optional<Salvage> salvaged() const;

    // --- Cases. One transaction, one fdatasync; when the future is good nothing can be lost. StoreFull: nothing
    // happened. The same id again gives the first result again.
    [[nodiscard]] QFuture<Result<Committed>> commit(NewCase fresh);
    // Several cases (one chain of services) in one transaction, in this order: all or none.
    [[nodiscard]] QFuture<Result<QVector<Committed>>> commitAll(QVector<NewCase> fresh);
    // HMAC of an identity number under this machine's key. Any thread, at once.
    [[nodiscard]] QByteArray personTag(const QString &number) const;
    // Newest first.
    [[nodiscard]] QFuture<Result<QVector<CaseFacts>>> casesOf(const QByteArray &personTag);
    // Whether cases wait here of which damage took whose they are: casesOf() may lack one.
    [[nodiscard]] QFuture<Result<bool>> anyUnnamed();
    // The centre's last answer to a case, as it came; empty when there is none.
    [[nodiscard]] QFuture<Result<QByteArray>> lastAnswer(const QString &id);

    // --- Sealed scans, written before the case that refers to them. The name is SHA-256 of the sealed bytes in hex.
    [[nodiscard]] QFuture<Result<QString>> writeBlob(QByteArray sealed);
    // Removes those no case refers to (end of a visit). Unreferenced ones also go at every start.
    QFuture<Done> releaseBlobs(const QStringList &names);

    // --- OutboxStore: the sync engine's side, in the drain lane.
    QFuture<Result<QVector<OutboxItem>>> next(int maxItems, qint64 maxBytes, QString after = {}) override;
    QFuture<Result<QVector<OutboxItem>>> pick(QStringList ids) override;
    QFuture<Result<QVector<Done>>> acknowledge(QVector<CentreWord> words) override;
    QFuture<Done> acknowledge(const QString &id, const QString &verdict, const QByteArray &answerJson);
    QFuture<Done> noteFailure(QString id, QString error, bool park) override;
    QFuture<Result<QByteArray>> readBlob(QString sha256Hex, qint64 offset, int max) override;
    QFuture<Done> setSyncState(QString key, QByteArray value) override;
    QFuture<Result<QByteArray>> syncState(QString key) override;

    // --- Staff's view of the queue.
    [[nodiscard]] QFuture<Result<QVector<QueueRow>>> outbox(bool withStored = false);
    [[nodiscard]] QFuture<Result<QueueCounts>> counts();
    // The id of the key that the oldest case is sealed to that the centre does not have, also of parked ones; empty
    // when it has them all.
    [[nodiscard]] QFuture<Result<QString>> oldestSealKey();
    [[nodiscard]] QFuture<Done> retry(const QString &id);
    // A parked case ends here, with its reason in the audit log; it stays sealed until it is pruned. BadArgument,
    // StoreNotFound; NotAllowed: `exported` is said of a case that was not.
    [[nodiscard]] QFuture<Done> closeCase(const QString &id, const CaseClosing &closing);
    // Every case not with the centre, still sealed, into `folder` (made if missing): manifest.json, <id>.envelope.json,
    // <id>.sealed and blobs/<name>. On the disk when the future is good, and noted for closeCase(). The number of
    // cases.
    [[nodiscard]] QFuture<Result<int>> exportSealed(const QString &folder);

    // --- Print journal (decision D4).
    [[nodiscard]] QFuture<Result<PrintStart>> beginPrint(const QString &caseId, const QString &kind,
                                                         const QString &printerId, const QByteArray &contentSha256);
    [[nodiscard]] QFuture<Done> endPrint(qint64 job, PrintOutcome outcome, const QString &proof, const QString &reason,
                                         qint64 bytes);
    [[nodiscard]] QFuture<Done> resolvePrint(qint64 job, bool paperIsThere);
    [[nodiscard]] QFuture<Result<QVector<PrintRecord>>> printsOf(const QString &caseId);
    [[nodiscard]] QFuture<Result<QVector<PrintRecord>>> unknownPrints();

    // --- Audit log. Rejects what looks like an identity number.
    QFuture<Done> appendAudit(const QString &event, const QByteArray &detailJson);
    [[nodiscard]] QFuture<Result<AuditVerdict>> verifyAudit(const std::optional<AuditRow> &told = std::nullopt);
    // For a report to the centre; durable when it is answered. And when the centre has taken the report.
    [[nodiscard]] QFuture<Result<AuditMark>> markAudit();
    QFuture<Done> confirmAudit(qint64 n);

    // --- Settings and calibrations. A setting that was never set is StoreNotFound.
    QFuture<Done> setSetting(const QString &key, const QByteArray &value);
    [[nodiscard]] QFuture<Result<QByteArray>> setting(const QString &key);

    [[nodiscard]] QFuture<Result<StoreFill>> fill();

    // What time it is by the centre, Unix ms. Nothing is pruned, and nothing set aside removed, in a run that never
    // heard it: by this machine's clock alone nothing is old. Any thread.
    void hearTime(qint64 centreMs);

Q_SIGNALS:
    // Both come from the store's thread, once the change is durable.
    void caseCommitted(const QString &id);                           // sync has something to send
    void caseStateChanged(const QString &id, const QString &state);  // the centre's word, as in CaseFacts::state

private:
    explicit KioskStore(const StoreOptions &options);

    [[nodiscard]] Done takeLock();
    [[nodiscard]] Done start();
    [[nodiscard]] Done openDatabase(QSqlDatabase &db);
    [[nodiscard]] Done prepare(QSqlDatabase &db);
    [[nodiscard]] Done rescue(QSqlDatabase &db);
    [[nodiscard]] Done ready(QSqlDatabase &db);
    [[nodiscard]] Result<qint64> storeBytes(QSqlDatabase &db) const;
    [[nodiscard]] Result<Room> room(QSqlDatabase &db);
    [[nodiscard]] Result<QVector<Committed>> take(WriteScope &scope, const QVector<NewCase> &cases);
    [[nodiscard]] Result<QVector<Done>> note(WriteScope &scope, const QVector<CentreWord> &words);
    [[nodiscard]] qint64 nowMs() const;
    [[nodiscard]] std::optional<qint64> trustedMs() const;
    void checkpoint(QSqlDatabase &db);
    void betweenJobs(QSqlDatabase &db);
    [[nodiscard]] bool eraseSpent(QSqlDatabase &db);
    void prepareLog(QSqlDatabase &db);
    void giveBack(QSqlDatabase &db);
    void cleanQuarantine(QSqlDatabase &db, qint64 trustedMs);
    void housekeep(QSqlDatabase &db);

    StoreOptions m_options;
    SystemClock m_machineClock;
    const Clock *m_clock;
    int m_lock = -1;  // file descriptor
    Sensitive<QByteArray> m_key;
    std::optional<Salvage> m_salvaged;
    std::atomic<qint64> m_centreAtZero{0};  // the centre's time when the monotonic clock stood at 0; 0: never heard
    // From here on: the store's thread only.
    std::unique_ptr<BlobFiles> m_blobs;
    WriteAheadLog m_log;
    Reserve m_reserve;
    std::chrono::milliseconds m_lastCleaning{0};  // of what has ended
    std::chrono::milliseconds m_lastSweep{0};     // of copies
    qint64 m_spent = 0;                           // cases that have ended, whose bodies and scans are still here
    std::chrono::milliseconds m_spentSince{0};    // when there was none last
    qint64 m_askForRoomAt = 0;                    // how many there are when the disk's room is looked at next
    std::unique_ptr<StoreThread> m_thread;        // last: stops before anything it uses goes
};

}  // namespace hall
