// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite's log beside the database, kept at its length and filled with zeros behind what it holds. A commit that writes
// over what the disk has given long ago is durable in a fraction of the time of one that makes its file longer, and
// does not wait for whatever else the file system has to note. Zeros, because what stood there shall not stay.
// Store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QSqlDatabase>

#include <functional>

struct sqlite3;

namespace hall {

class WriteAheadLog
{
public:
    WriteAheadLog() = default;
    WriteAheadLog(const WriteAheadLog &) = delete;
    WriteAheadLog &operator=(const WriteAheadLog &) = delete;

    // After every pragma: one of them would undo it. SQLite's handle is left to the connection, which must not outlive
    // this object.
    [[nodiscard]] Done watch(QSqlDatabase &db);

    // Bytes from the log's begin to the end of the last commit; 0 before the first one.
    [[nodiscard]] qint64 used() const { return m_used; }

    // The file's bytes behind used() become zeros, and the file as long as this if it is shorter; durable piece by
    // piece. Ends early, for the next call to go on, when `stop` says so. Does nothing before the first commit.
    [[nodiscard]] Done clear(QSqlDatabase &db, qint64 length, const std::function<bool()> &stop);

private:
    static int committed(void *self, sqlite3 *db, const char *name, int frames);

    qint64 m_frameBytes = 0;
    qint64 m_used = 0;
    qint64 m_dirty = 0;  // from here on the file is zeros
};

}  // namespace hall
