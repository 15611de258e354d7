// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/quarantine.h"

#include "app/store/durablefile.h"
#include "app/store/sql.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>

namespace hall {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds keepWhole = 30 * 24h;
constexpr std::chrono::milliseconds keepPartly = 180 * 24h;
constexpr qint64 mostOfAMark = 64;  // bytes
const QString salvagedMark = QStringLiteral("/salvaged");
const QString endedMark = QStringLiteral("/ended");  // since when, Unix ms by the centre
const QString goingSuffix = QStringLiteral(".going");

QString quarantineOf(const QString &dataFolder)
{
    return dataFolder + u"/quarantine"_qs;
}

QStringList foldersOf(const QString &dataFolder)
{
    QStringList folders;
    const QFileInfoList entries = QDir(quarantineOf(dataFolder)).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        bool numbered = false;
        (void)entry.fileName().toInt(&numbered);
        if (numbered) {
            folders.append(entry.filePath());
        }
    }
    return folders;
}

// A name of its own first: what is left of a folder after a power cut must not look like one to be filled.
Done eraseFolder(const QString &going)
{
    return QDir(going).removeRecursively() ? Done() : Done(fail(FaultCode::StoreIo, "a folder set aside stays"));
}

// A case that was carried over, or one from before an enrolment: those wait no longer than these do.
Result<bool> earlierCasesAreOpen(QSqlDatabase &db)
{
    const Result<QVariant> open =
        sql::value(db, QStringLiteral("SELECT 1 FROM (SELECT epoch FROM outbox WHERE state IN ('queued',"
                                      " 'waiting-blobs') UNION ALL SELECT epoch FROM outbox WHERE state IN ('parked',"
                                      " 'rejected')) WHERE epoch <> (SELECT value FROM meta WHERE key = 'epoch')"
                                      " LIMIT 1"));
    return open ? Result<bool>(open->isValid()) : Result<bool>(fail(open.error()));
}

}  // namespace

Done setAside(const QString &dataFolder)
{
    // A folder without the main file is one whose move was cut short: the rest belongs into it.
    QString folder;
    for (int n = 1; folder.isEmpty() || QFileInfo::exists(folder + u"/kiosk.db"_qs); ++n) {
        folder = quarantineOf(dataFolder) + u'/' + QString::number(n);
    }
    if (const Done made = makeFolder(folder); !made) {
        return made;
    }
    // The main file last: without it the companions would be taken for those of a new store.
    for (const QString &suffix :
         {QStringLiteral("-wal"), QStringLiteral("-shm"), QStringLiteral("-journal"), QString()}) {
        const QString name = u"/kiosk.db"_qs + suffix;
        if (QFileInfo::exists(dataFolder + name) && !QFile::rename(dataFolder + name, folder + name)) {
            return fail(FaultCode::StoreIo, "the damaged file cannot be set aside");
        }
    }
    const Done synced = syncFolder(folder);
    return synced ? syncFolder(dataFolder) : synced;
}

bool moveWasCutShort(const QString &dataFolder)
{
    const QStringList folders = foldersOf(dataFolder);
    return QFileInfo::exists(dataFolder + u"/kiosk.db"_qs) &&
           std::any_of(folders.begin(), folders.end(), [](const QString &folder) {
               return QFileInfo::exists(folder + u"/kiosk.db-wal"_qs) && !QFileInfo::exists(folder + u"/kiosk.db"_qs);
           });
}

QStringList unsalvaged(const QString &dataFolder)
{
    QStringList folders = foldersOf(dataFolder);
    folders.removeIf([](const QString &folder) {
        return !QFileInfo::exists(folder + u"/kiosk.db"_qs) || QFileInfo::exists(folder + salvagedMark);
    });
    return folders;
}

Done markSalvaged(const QString &folder, bool whole)
{
    return writeDurably(folder + salvagedMark, whole ? QByteArrayLiteral("whole\n") : QByteArrayLiteral("partly\n"));
}

Result<QStringList> outlived(QSqlDatabase &db, const QString &dataFolder, qint64 trustedMs)
{
    const QStringList cutShort = QDir(quarantineOf(dataFolder)).entryList({u'*' + goingSuffix}, QDir::Dirs);
    for (const QString &going : cutShort) {
        (void)eraseFolder(quarantineOf(dataFolder) + u'/' + going);
    }
    const Result<bool> open = earlierCasesAreOpen(db);
    if (!open) {
        return fail(open.error());
    }
    QStringList over;
    const QStringList folders = foldersOf(dataFolder);
    for (const QString &folder : folders) {
        const Result<QByteArray> salvaged = readPart(folder + salvagedMark, 0, mostOfAMark);
        if (!salvaged) {
            continue;
        }
        if (*open) {
            QFile::remove(folder + endedMark);
            continue;
        }
        bool known = false;
        const Result<QByteArray> ended = readPart(folder + endedMark, 0, mostOfAMark);
        const qint64 since = ended ? ended->trimmed().toLongLong(&known) : 0;
        if (!known) {
            if (const Done begun = writeDurably(folder + endedMark, QByteArray::number(trustedMs)); !begun) {
                return fail(begun.error());
            }
        } else if (trustedMs - since >= (salvaged->trimmed() == "whole" ? keepWhole : keepPartly).count()) {
            over.append(folder);
        }
    }
    return over;
}

Done removeSetAside(const QString &folder)
{
    const QString going = folder + goingSuffix;
    if (!QFile::rename(folder, going)) {
        return fail(FaultCode::StoreIo, "a folder set aside stays");
    }
    if (const Done synced = syncFolder(QFileInfo(folder).path()); !synced) {
        return synced;
    }
    return eraseFolder(going);
}

}  // namespace hall
