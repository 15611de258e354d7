// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/writeaheadlog.h"

#include "app/store/sql.h"

#include <QByteArray>

#include <algorithm>
#include <sqlite3.h>

namespace hall {

namespace {

// https://sqlite.org/fileformat2.html#the_write_ahead_log
constexpr qint64 headerBytes = 32;
constexpr qint64 frameHeaderBytes = 24;

// Written and made durable in one go: what a visitor may have to wait for.
constexpr qint64 pieceBytes = 512LL << 10;
// SQLite's files take less than 128 KiB a call: it never writes more than a page.
constexpr qint64 mostAtOnce = 64LL << 10;

// The open file, through the connection's own eyes: whatever watches that sees this too.
sqlite3_file *fileOf(sqlite3 *db)
{
    sqlite3_file *file = nullptr;
    const int rc = db ? sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) : SQLITE_MISUSE;
    return rc == SQLITE_OK && file && file->pMethods ? file : nullptr;
}

Done done(int rc, const char *what)
{
    if (rc == SQLITE_OK) {
        return {};
    }
    return fail((rc & 0xff) == SQLITE_FULL ? FaultCode::StoreFull : FaultCode::StoreIo,
                std::string(what) + ": sqlite " + std::to_string(rc));
}

Done writeZeros(sqlite3_file *file, qint64 from, qint64 to)
{
    static const QByteArray zeros(mostAtOnce, '\0');
    for (qint64 at = from; at < to; at += mostAtOnce) {
        const int size = static_cast<int>(std::min(mostAtOnce, to - at));
        if (const Done written = done(file->pMethods->xWrite(file, zeros.constData(), size, at), "log's zeros");
            !written) {
            return written;
        }
    }
    return done(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY), "log's zeros");
}

}  // namespace

Done WriteAheadLog::watch(QSqlDatabase &db)
{
    const Result<QVariant> page = sql::value(db, QStringLiteral("PRAGMA page_size"));
    if (!page) {
        return fail(page.error());
    }
    sqlite3 *handle = sql::handleOf(db);
    if (!handle) {
        return fail(FaultCode::StoreIo, "the connection has no handle");
    }
    m_frameBytes = frameHeaderBytes + page->toLongLong();
    m_used = 0;
    m_dirty = 0;
    sqlite3_int64 size = 0;
    if (sqlite3_file *file = fileOf(handle); file && file->pMethods->xFileSize(file, &size) == SQLITE_OK) {
        m_dirty = size;  // whatever an earlier process left
    }
    sqlite3_wal_hook(handle, committed, this);
    return {};
}

int WriteAheadLog::committed(void *self, sqlite3 *, const char *, int frames)
{
    auto &log = *static_cast<WriteAheadLog *>(self);
    log.m_used = headerBytes + frames * log.m_frameBytes;
    log.m_dirty = std::max(log.m_dirty, log.m_used);
    return SQLITE_OK;
}

Done WriteAheadLog::clear(QSqlDatabase &db, qint64 length, const std::function<bool()> &stop)
{
    sqlite3_file *file = fileOf(sql::handleOf(db));
    sqlite3_int64 size = 0;
    if (m_used == 0 || !file || file->pMethods->xFileSize(file, &size) != SQLITE_OK) {
        return {};
    }
    m_dirty = std::min<qint64>(m_dirty, size);
    while (m_dirty > m_used && !stop()) {
        const qint64 from = std::max(m_used, m_dirty - pieceBytes);
        if (const Done cleared = writeZeros(file, from, m_dirty); !cleared) {
            return cleared;
        }
        m_dirty = from;
    }
    while (m_dirty <= m_used && size < length && !stop()) {
        const qint64 to = std::min(length, size + pieceBytes);
        if (const Done grown = writeZeros(file, size, to); !grown) {
            return grown;
        }
        size = to;
    }
    return {};
}

}  // namespace hall
