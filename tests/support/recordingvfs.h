// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite's files, watched from inside the process: every write, truncation and sync of every database file, and from
// that what a disk could hold after a power cut. Installed as the default VFS; the program under test does not know.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QRandomGenerator>
#include <QString>
#include <QVector>

namespace hall::test {

struct DiskEvent
{
    enum class Kind
    {
        Write,
        Truncate,
        Sync,
        Remove,
        Mark
    };
    Kind kind = Kind::Write;
    QString file;       // name without folders
    qint64 offset = 0;  // Truncate: the new size
    QByteArray data;    // Write: the bytes; Mark: what the test noted
};

struct DiskCounts
{
    qint64 syncs = 0;
    qint64 bytesWritten = 0;
};

class RecordingVfs
{
public:
    // Once per process, before the first connection.
    static void install();

    static DiskCounts counts();
    static void startRecording();
    static void mark(const QByteArray &note);  // something the program promised, at this moment
    static QVector<DiskEvent> stopRecording();
};

// The disk after a power cut right before events[cut]: what was synced is there; of the rest any part may be, each
// write torn at sectors of 512 bytes. File name → contents.
QHash<QString, QByteArray> diskAfterCut(const QVector<DiskEvent> &events, qsizetype cut, QRandomGenerator &random);

}  // namespace hall::test
