// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/recordingvfs.h"

#include <QFileInfo>

#include <atomic>
#include <mutex>
#include <new>

#include <sqlite3.h>

namespace hall::test {

namespace {

std::atomic<qint64> syncs{0};
std::atomic<qint64> bytesWritten{0};
std::mutex eventsMutex;
bool recording = false;
QVector<DiskEvent> events;

void note(DiskEvent event)
{
    const std::lock_guard lock(eventsMutex);
    if (recording) {
        events.append(std::move(event));
    }
}

// The file SQLite sees; the real one follows it in the same memory.
struct Watched
{
    sqlite3_file base;
    QString *name;
};

sqlite3_vfs *realVfs = nullptr;

sqlite3_file *real(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(reinterpret_cast<Watched *>(file) + 1);
}

const QString &nameOf(sqlite3_file *file)
{
    return *reinterpret_cast<Watched *>(file)->name;
}

QString lastPart(const char *path)
{
    return path ? QFileInfo(QString::fromUtf8(path)).fileName() : QStringLiteral("(temporary)");
}

int closeFile(sqlite3_file *file)
{
    const int rc = real(file)->pMethods->xClose(real(file));
    delete reinterpret_cast<Watched *>(file)->name;
    return rc;
}
int readFile(sqlite3_file *file, void *data, int size, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), data, size, at);
}
int writeFile(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    bytesWritten += size;
    note({DiskEvent::Kind::Write, nameOf(file), at, QByteArray(static_cast<const char *>(data), size)});
    return real(file)->pMethods->xWrite(real(file), data, size, at);
}
int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    note({DiskEvent::Kind::Truncate, nameOf(file), size, {}});
    return real(file)->pMethods->xTruncate(real(file), size);
}
int syncFile(sqlite3_file *file, int flags)
{
    ++syncs;
    const int rc = real(file)->pMethods->xSync(real(file), flags);
    note({DiskEvent::Kind::Sync, nameOf(file), 0, {}});
    return rc;
}
int fileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lockFile(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}
int unlockFile(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}
int checkReserved(sqlite3_file *file, int *result)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
int fileControl(sqlite3_file *file, int op, void *arg)
{
    return real(file)->pMethods->xFileControl(real(file), op, arg);
}
int sectorSize(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shmMap(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int shmLock(sqlite3_file *file, int offset, int n, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}
void shmBarrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}
int shmUnmap(sqlite3_file *file, int remove)
{
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: no memory maps, which would pass us by.
const sqlite3_io_methods methods = {2,           closeFile,  readFile,        writeFile,  truncateFile,
                                    syncFile,    fileSize,   lockFile,        unlockFile, checkReserved,
                                    fileControl, sectorSize, characteristics, shmMap,     shmLock,
                                    shmBarrier,  shmUnmap,   nullptr,         nullptr};

int openFile(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *outFlags)
{
    file->pMethods = nullptr;
    const int rc = realVfs->xOpen(realVfs, path, real(file), flags, outFlags);
    if (real(file)->pMethods) {
        reinterpret_cast<Watched *>(file)->name = new QString(lastPart(path));
        file->pMethods = &methods;
    }
    return rc;
}

int removeFile(sqlite3_vfs *, const char *path, int syncFolder)
{
    note({DiskEvent::Kind::Remove, lastPart(path), 0, {}});
    return realVfs->xDelete(realVfs, path, syncFolder);
}

// One sector at a time: a power cut tears a write anywhere between sectors.
void writeSome(QByteArray &contents, const DiskEvent &write, QRandomGenerator &random)
{
    constexpr qint64 sector = 512;
    if (contents.size() < write.offset + write.data.size()) {
        contents.append(QByteArray(write.offset + write.data.size() - contents.size(), '\0'));
    }
    const bool torn = random.bounded(4) == 0;
    for (qint64 at = 0; at < write.data.size(); at += sector) {
        if (!torn || random.bounded(2) == 0) {
            const qint64 size = std::min<qint64>(sector, write.data.size() - at);
            std::copy_n(write.data.constData() + at, size, contents.data() + write.offset + at);
        }
    }
}

void apply(QByteArray &contents, const DiskEvent &event)
{
    if (event.kind == DiskEvent::Kind::Truncate) {
        contents.resize(std::min<qint64>(event.offset, contents.size()));
        return;
    }
    if (contents.size() < event.offset + event.data.size()) {
        contents.append(QByteArray(event.offset + event.data.size() - contents.size(), '\0'));
    }
    std::copy_n(event.data.constData(), event.data.size(), contents.data() + event.offset);
}

}  // namespace

void RecordingVfs::install()
{
    static sqlite3_vfs vfs;
    sqlite3_initialize();
    realVfs = sqlite3_vfs_find(nullptr);
    vfs = *realVfs;
    vfs.zName = "recording";
    vfs.szOsFile = static_cast<int>(sizeof(Watched)) + realVfs->szOsFile;
    vfs.xOpen = openFile;
    vfs.xDelete = removeFile;
    sqlite3_vfs_register(&vfs, 1);
}

DiskCounts RecordingVfs::counts()
{
    return {syncs, bytesWritten};
}

void RecordingVfs::startRecording()
{
    const std::lock_guard lock(eventsMutex);
    events.clear();
    recording = true;
}

void RecordingVfs::mark(const QByteArray &noted)
{
    note({DiskEvent::Kind::Mark, {}, 0, noted});
}

QVector<DiskEvent> RecordingVfs::stopRecording()
{
    const std::lock_guard lock(eventsMutex);
    recording = false;
    return std::exchange(events, {});
}

QHash<QString, QByteArray> diskAfterCut(const QVector<DiskEvent> &recorded, qsizetype cut, QRandomGenerator &random)
{
    QHash<QString, QByteArray> synced;
    QHash<QString, QVector<const DiskEvent *>> open;
    for (qsizetype i = 0; i < cut; ++i) {
        const DiskEvent &event = recorded[i];
        switch (event.kind) {
        case DiskEvent::Kind::Write:
        case DiskEvent::Kind::Truncate:
            open[event.file].append(&event);
            break;
        case DiskEvent::Kind::Sync:
            for (const DiskEvent *written : open.take(event.file)) {
                apply(synced[event.file], *written);
            }
            break;
        case DiskEvent::Kind::Remove:
            open.remove(event.file);
            synced.remove(event.file);
            break;
        case DiskEvent::Kind::Mark:
            break;
        }
    }
    for (auto it = open.begin(); it != open.end(); ++it) {
        for (const DiskEvent *event : *it) {
            if (random.bounded(2) == 0) {
                continue;
            }
            if (event->kind == DiskEvent::Kind::Write) {
                writeSome(synced[it.key()], *event, random);
            } else {
                apply(synced[it.key()], *event);
            }
        }
    }
    return synced;
}

}  // namespace hall::test
