// SPDX-License-Identifier: GPL-3.0-or-later
// Opening the store, and what it does when nobody waits: checkpoints, cleaning, the reserve.
#include "app/store/auditlog.h"
#include "app/store/blobfiles.h"
#include "app/store/devicekey.h"
#include "app/store/durablefile.h"
#include "app/store/kioskstore.h"
#include "app/store/logcheck.h"
#include "app/store/outbox.h"
#include "app/store/printjournal.h"
#include "app/store/quarantine.h"
#include "app/store/schema.h"
#include "app/store/settings.h"
#include "app/store/sql.h"
#include "app/store/storethread.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hall {

namespace {

using namespace std::chrono_literals;

// Log rows of finished cases: GB/T 22239-2019 and the Cybersecurity Law art. 21 ask for six months.
constexpr std::chrono::milliseconds keepFinished = 180 * 24h;
constexpr std::chrono::milliseconds cleaningEvery = 24h;
// Pages given back to the disk in one go (4 MiB), so that a visitor never waits long for it; fewer stay for reuse.
constexpr int pagesPerShrink = 1024;
constexpr int pagesKept = 256;
constexpr int erasedTogether = 32;  // cases whose bodies go in one commit, 20 KiB of the log each
constexpr std::chrono::milliseconds longestWithEnded = 1h;

// A commit that makes the log longer than it should be still fits.
qint64 logFileBytes(qint64 walBytes)
{
    return walBytes + walBytes / 8;
}

Done inTransaction(QSqlDatabase &db, const std::function<Done()> &work)
{
    if (const Done begun = sql::exec(db, QStringLiteral("BEGIN IMMEDIATE")); !begun) {
        return begun;
    }
    Done done = work();
    if (done) {
        done = sql::exec(db, QStringLiteral("COMMIT"));
    }
    if (!done) {
        (void)sql::exec(db, QStringLiteral("ROLLBACK"));
    }
    return done;
}

bool isDamage(const Done &done)
{
    return !done && done.error().code == FaultCode::StoreCorrupt;
}

// StoreCorrupt when SQLite would leave out what was promised: a log that breaks off, or one that was set aside already
// when the power failed.
Done logIsWhole(const QString &dataFolder)
{
    const Result<bool> breaks = logBreaksOff(dataFolder + u"/kiosk.db-wal"_qs);
    if (!breaks) {
        return fail(breaks.error());
    }
    return *breaks || moveWasCutShort(dataFolder) ? Done(fail(FaultCode::StoreCorrupt, "write-ahead log")) : Done();
}

// Gives free pages back to the disk; false when there are few.
Result<bool> shrink(QSqlDatabase &db)
{
    const Result<QVariant> unused = sql::value(db, QStringLiteral("PRAGMA freelist_count"));
    if (!unused) {
        return fail(unused.error());
    }
    if (unused->toInt() <= pagesKept) {
        return false;
    }
    const Done done = inTransaction(db, [&]() -> Done {
        Result<sql::Statement> pages =
            sql::run(db, QStringLiteral("PRAGMA incremental_vacuum(%1)").arg(pagesPerShrink));
        while (pages && pages->next()) {
        }
        return pages ? sql::readToEnd(*pages) : Done(fail(pages.error()));
    });
    return done ? Result<bool>(true) : Result<bool>(fail(done.error()));
}

}  // namespace

QStringList storePragmas()
{
    return {
        QStringLiteral("locking_mode = EXCLUSIVE"), QStringLiteral("journal_mode = WAL"),
        QStringLiteral("synchronous = FULL"),       QStringLiteral("wal_autocheckpoint = 0"),
        QStringLiteral("secure_delete = ON"),       QStringLiteral("foreign_keys = ON"),
        QStringLiteral("trusted_schema = OFF"),     QStringLiteral("cell_size_check = ON"),
        QStringLiteral("temp_store = MEMORY"),
    };
}

KioskStore::KioskStore(const StoreOptions &options)
    : m_options(options), m_clock(options.clock ? options.clock : &m_machineClock),
      m_blobs(std::make_unique<BlobFiles>(options.dataFolder + u"/blobs"_qs)),
      m_reserve(options.dataFolder, options.ballastBytes, options.quotaBytes, options.limits),
      m_thread(std::make_unique<StoreThread>())
{
}

KioskStore::~KioskStore()
{
    m_thread->stop();  // housekeeping asks it until then
    m_thread.reset();
    if (m_lock >= 0) {
        ::close(m_lock);
    }
}

std::optional<Salvage> KioskStore::salvaged() const
{
    return m_salvaged;
}

Result<std::unique_ptr<KioskStore>> KioskStore::open(const StoreOptions &options)
{
    if (const Done made = makeFolder(options.dataFolder); !made) {
        return fail(made.error());
    }
    std::unique_ptr<KioskStore> store(new KioskStore(options));
    if (const Done locked = store->takeLock(); !locked) {
        return fail(locked.error());
    }
    Result<Sensitive<QByteArray>> key = deviceKey(options.dataFolder + u"/device.key"_qs);
    if (!key) {
        return fail(key.error());
    }
    store->m_key = *key;
    if (const Done started = store->start(); !started) {
        return fail(started.error());
    }
    return store;
}

// SQLite's own lock would do, but only says "busy"; this one is certain, and goes with the process however it ends.
Done KioskStore::takeLock()
{
    const QByteArray name = QFile::encodeName(m_options.dataFolder + u"/store.lock"_qs);
    const QByteArray what = "open " + name;
    m_lock = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_lock < 0) {
        return fail(faultOfErrno(what.constData()));
    }
    if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? fail(FaultCode::StoreInUse, "another process holds the store")
                                    : fail(faultOfErrno("flock"));
    }
    return {};
}

Done KioskStore::start()
{
    StoreThreadHooks hooks;
    hooks.open = [this](QSqlDatabase &db) {
        Done ready = prepare(db);
        if (!ready && ready.error().code == FaultCode::StoreFull && m_reserve.release()) {
            db.close();
            ready = prepare(db);
        }
        return ready;
    };
    hooks.makeRoom = [this](QSqlDatabase &db) {
        (void)m_reserve.release();
        (void)eraseSpent(db);
        checkpoint(db);
    };
    hooks.betweenJobs = [this](QSqlDatabase &db) { betweenJobs(db); };
    hooks.idle = [this](QSqlDatabase &db) { housekeep(db); };
    hooks.idleAfter = m_options.idleAfter;
    return m_thread->start(std::move(hooks));
}

Done KioskStore::openDatabase(QSqlDatabase &db)
{
    db.setDatabaseName(m_options.dataFolder + u"/kiosk.db"_qs);
    // This user's alone; SQLite gives the files beside it the same rights. Never opened here while a connection is:
    // that would end its locks.
    const QByteArray name = QFile::encodeName(db.databaseName());
    if (const int fd = ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); fd >= 0) {
        ::close(fd);
    } else {
        (void)::chmod(name.constData(), 0600);
    }
    db.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=0"));
    if (!db.open()) {
        return fail(sql::faultOf(db.lastError(), "open"));
    }
    // Has to come before anything is in the file; on a file that has something, it would write.
    if (QFileInfo(db.databaseName()).size() == 0) {
        if (const Done set = sql::exec(db, QStringLiteral("PRAGMA auto_vacuum = INCREMENTAL")); !set) {
            return set;
        }
    }
    for (const QString &pragma : m_options.pragmas) {
        if (const Done set = sql::exec(db, u"PRAGMA "_qs + pragma); !set) {
            return set;
        }
    }
    const QString limit = QStringLiteral("PRAGMA journal_size_limit = %1").arg(logFileBytes(m_options.walBytes));
    if (const Done set = sql::exec(db, limit); !set) {
        return set;
    }
    return m_log.watch(db);
}

Done KioskStore::prepare(QSqlDatabase &db)
{
    // Before SQLite has looked at it: that would write over what lies behind the break.
    Done opened = logIsWhole(m_options.dataFolder);
    if (opened) {
        opened = openDatabase(db);
    }
    if (opened) {
        opened = quickCheck(db);
    }
    if (isDamage(opened)) {
        db.close();
        opened = setAside(m_options.dataFolder);
        if (opened) {
            opened = openDatabase(db);
        }
    }
    if (opened) {
        opened = migrate(db, m_options.dataFolder + u"/migration"_qs);
    }
    if (opened) {
        opened = rescue(db);
    }
    return opened ? ready(db) : opened;
}

Done KioskStore::rescue(QSqlDatabase &db)
{
    for (const QString &folder : unsalvaged(m_options.dataFolder)) {
        // The copies need room, and rescuing cases is what the reserve is for.
        (void)m_reserve.release();
        const Result<Salvage> found = salvage(db, folder);
        if (!found) {
            return fail(found.error());
        }
        m_salvaged = *found;
        QJsonObject told = jsonOf(*found);
        told.insert(QStringLiteral("log_before"), auditlog::endOf(folder + u"/kiosk.db"_qs));
        const QByteArray detail = QJsonDocument(told).toJson(QJsonDocument::Compact);
        const QString key = QLatin1String(salvageSetting);
        const Result<QByteArray> unseen = settings::get(db, key);
        QJsonObject forStaff = toldTogether(QJsonDocument::fromJson(unseen.value_or(QByteArray())).object(), *found);
        forStaff.insert(QStringLiteral("at"), nowMs());
        const Done noted = inTransaction(db, [&]() -> Done {
            const Done kept = settings::set(db, key, QJsonDocument(forStaff).toJson(QJsonDocument::Compact));
            return kept ? auditlog::append(db, QStringLiteral("store.salvaged"), detail, nowMs()) : kept;
        });
        if (!noted) {
            return noted;
        }
    }
    return {};
}

// The audit row is also the first write: SQLite syncs a new log's header with it, so that a case's commit needs one
// fdatasync from the first on.
Done KioskStore::ready(QSqlDatabase &db)
{
    const auto begin = [&]() -> Done {
        const Result<int> unknown = printjournal::closeOpen(db, nowMs());
        if (!unknown) {
            return fail(unknown.error());
        }
        return auditlog::append(db, QStringLiteral("store.opened"), {}, nowMs());
    };
    if (const Done begun = inTransaction(db, begin); !begun) {
        return begun;
    }
    const Result<QSet<QString>> referenced = outbox::referencedBlobs(db);
    if (!referenced) {
        return fail(referenced.error());
    }
    if (const Done cleaned = m_blobs->clean(*referenced); !cleaned) {
        return cleaned;
    }
    const Result<qint64> spent = outbox::countSpent(db);
    if (!spent) {
        return fail(spent.error());
    }
    m_spent = *spent;
    (void)m_reserve.restore();
    return syncFolder(m_options.dataFolder);
}

qint64 KioskStore::nowMs() const
{
    return m_clock->wall().count();
}

void KioskStore::hearTime(qint64 centreMs)
{
    m_centreAtZero = centreMs - m_clock->monotonic().count();
}

std::optional<qint64> KioskStore::trustedMs() const
{
    const qint64 atZero = m_centreAtZero;
    return atZero == 0 ? std::nullopt : std::optional(atZero + m_clock->monotonic().count());
}

// Pages on the free list and the log's zeros count as room: the next case takes them.
Result<qint64> KioskStore::storeBytes(QSqlDatabase &db) const
{
    qint64 numbers[3] = {};  // pages, free ones, bytes of each
    qint64 *number = numbers;
    for (const char *pragma : {"PRAGMA page_count", "PRAGMA freelist_count", "PRAGMA page_size"}) {
        const Result<QVariant> value = sql::value(db, QLatin1String(pragma));
        if (!value) {
            return fail(value.error());
        }
        *number++ = value->toLongLong();
    }
    return (numbers[0] - numbers[1]) * numbers[2] + m_log.used() + m_blobs->totalBytes();
}

Result<Room> KioskStore::room(QSqlDatabase &db)
{
    const Result<qint64> bytes = storeBytes(db);
    return bytes ? Result<Room>(m_reserve.room(*bytes)) : Result<Room>(fail(bytes.error()));
}

// The log's file stays as long as it is, to be written over, unless the disk has become so full that the reserve is
// gone. The small write behind it makes the restarted log's header durable now rather than in a visitor's commit.
void KioskStore::checkpoint(QSqlDatabase &db)
{
    Done done = sql::exec(db, m_reserve.held() ? QStringLiteral("PRAGMA wal_checkpoint(RESTART)")
                                               : QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
    if (done) {
        done = sql::exec(db, QStringLiteral("INSERT OR REPLACE INTO meta (key, value)"
                                            " VALUES ('checkpoints', coalesce((SELECT CAST(value AS INTEGER) + 1"
                                            " FROM meta WHERE key = 'checkpoints'), 1))"));
    }
    if (!done && done.error().code == FaultCode::StoreFull) {
        (void)m_reserve.release();
    }
}

// Some of the cases that have ended; false when none is left, or it cannot be done now. What erases needs room itself:
// on a full disk the reserve gives it, and one case at a time.
bool KioskStore::eraseSpent(QSqlDatabase &db)
{
    for (const int most : {erasedTogether, 1}) {
        WriteScope scope{db, {}};
        int erased = 0;
        const Done done = inTransaction(db, [&]() -> Done {
            const Result<int> some = outbox::erase(scope, *m_blobs, most);
            erased = some ? *some : 0;
            return some ? Done() : Done(fail(some.error()));
        });
        if (done) {
            for (const std::function<void()> &effect : scope.afterCommit) {
                effect();
            }
            m_spent -= erased;
            return erased > 0 && m_spent > 0;
        }
        if (done.error().code != FaultCode::StoreFull) {
            return false;
        }
        (void)m_reserve.release();
        checkpoint(db);
    }
    return false;
}

// What has ended goes when nobody waits; when room grows short, so that a long drain does not fill the disk; and after
// an hour in which somebody always wanted something.
void KioskStore::betweenJobs(QSqlDatabase &db)
{
    if (m_spent == 0) {
        m_spentSince = m_clock->monotonic();
        m_askForRoomAt = 0;
    } else if (m_clock->monotonic() - m_spentSince > longestWithEnded) {
        (void)eraseSpent(db);
    } else if (m_spent >= std::max<qint64>(erasedTogether, m_askForRoomAt)) {
        const Result<Room> left = room(db);
        const bool ample = !left || *left == Room::Ample;
        m_askForRoomAt = ample ? m_spent + erasedTogether : 0;
        if (!ample) {
            (void)eraseSpent(db);
        }
    }
    if (m_log.used() > m_options.walBytes) {
        checkpoint(db);
    }
}

// Old pages do not stay in the log, and the next visitor's case finds it long enough, if the disk has room for that.
void KioskStore::prepareLog(QSqlDatabase &db)
{
    const Result<Room> left = room(db);
    const bool ample = left && *left == Room::Ample && m_reserve.held();
    (void)m_log.clear(db, ample ? logFileBytes(m_options.walBytes) : 0, [this] { return m_thread->visitorWaits(); });
}

// On a full disk even this needs the reserve: acknowledgements may have fitted into the log as it was.
void KioskStore::giveBack(QSqlDatabase &db)
{
    while (!m_thread->visitorWaits()) {
        const Result<bool> shrunk = shrink(db);
        const bool full = !shrunk && shrunk.error().code == FaultCode::StoreFull && m_reserve.release();
        if (!full && (!shrunk || !*shrunk)) {
            return;
        }
        checkpoint(db);
    }
}

// The audit log says so first: a removal that is cut short is finished by the next cleaning.
void KioskStore::cleanQuarantine(QSqlDatabase &db, qint64 trustedMs)
{
    const Result<QStringList> over = outlived(db, m_options.dataFolder, trustedMs);
    for (const QString &folder : over.value_or(QStringList())) {
        const QByteArray detail = "{\"folder\":" + QFileInfo(folder).fileName().toLatin1() + '}';
        const Done noted = inTransaction(
            db, [&] { return auditlog::append(db, QStringLiteral("store.quarantine-removed"), detail, nowMs()); });
        if (noted) {
            (void)removeSetAside(folder);
        }
    }
}

void KioskStore::housekeep(QSqlDatabase &db)
{
    while (m_spent > 0 && !m_thread->visitorWaits() && eraseSpent(db)) {
        betweenJobs(db);
    }
    const std::chrono::milliseconds now = m_clock->monotonic();
    const std::optional<qint64> trusted = trustedMs();
    if (trusted && (m_lastCleaning == 0ms || now - m_lastCleaning >= cleaningEvery)) {
        m_lastCleaning = now;
        WriteScope scope{db, {}};
        const Done done = inTransaction(db, [&]() -> Done {
            const Result<int> pruned = outbox::prune(scope, *m_blobs, *trusted, keepFinished.count());
            return pruned ? Done() : Done(fail(pruned.error()));
        });
        for (const auto &after : scope.afterCommit) {
            if (done) {
                after();
            }
        }
        cleanQuarantine(db, *trusted);
    }
    if (m_lastSweep == 0ms || now - m_lastSweep >= cleaningEvery) {
        m_lastSweep = now;
        QDirIterator copies(m_options.dataFolder + u"/migration"_qs, QDir::Files);
        while (copies.hasNext()) {
            const QFileInfo copy(copies.next());
            if (copy.lastModified().msecsTo(QDateTime::currentDateTimeUtc()) > cleaningEvery.count()) {
                QFile::remove(copy.filePath());
            }
        }
    }
    giveBack(db);
    checkpoint(db);
    (void)m_reserve.restore();
    prepareLog(db);
}

}  // namespace hall
