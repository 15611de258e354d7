// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/plateshelf.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace hall::plateshelf {

namespace {

QString at(const QString &folder, const char *name)
{
    return QDir(folder).filePath(QLatin1String(name));
}

// QSaveFile syncs before it renames.
Done write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return fail(FaultCode::FileUnreadable, file.errorString().toStdString());
    }
    return {};
}

std::optional<QByteArray> bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? std::optional<QByteArray>(file.readAll()) : std::nullopt;
}

Done writeWhole(const QString &path, const AcceptedPlate &calibration)
{
    const auto bytes = encodeAccepted(calibration);
    if (!bytes) {
        return fail(bytes.error());
    }
    return write(path, QByteArray(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())));
}

Result<AcceptedPlate> read(const QString &path)
{
    return readAccepted(QFile::encodeName(path).toStdString());
}

}  // namespace

Result<AcceptedPlate> current(const QString &folder)
{
    return read(at(folder, currentName));
}

bool hasBefore(const QString &folder)
{
    return QFileInfo::exists(at(folder, beforeName));
}

Done keep(const QString &folder, const AcceptedPlate &calibration)
{
    if (const auto now = bytesOf(at(folder, currentName))) {
        if (Done done = write(at(folder, beforeName), *now); !done) {
            return done;
        }
    }
    if (Done done = writeWhole(at(folder, currentName), calibration); !done) {
        return done;
    }
    dropDraft(folder);
    return {};
}

Done rollBack(const QString &folder)
{
    const auto before = bytesOf(at(folder, beforeName));
    const auto now = bytesOf(at(folder, currentName));
    if (!before) {
        return fail(FaultCode::FileUnreadable, "no calibration before this one");
    }
    // Whatever ends between the two: the one before is in force, and nothing is lost but the one that was given up.
    if (Done done = write(at(folder, currentName), *before); !done) {
        return done;
    }
    return now ? write(at(folder, beforeName), *now) : Done();
}

std::optional<AcceptedPlate> draft(const QString &folder)
{
    auto kept = read(at(folder, draftName));
    return kept ? std::optional<AcceptedPlate>(std::move(*kept)) : std::nullopt;
}

QDateTime draftTime(const QString &folder)
{
    const QFileInfo file(at(folder, draftName));
    return file.exists() ? file.lastModified() : QDateTime();
}

Done keepDraft(const QString &folder, const AcceptedPlate &draft)
{
    return writeWhole(at(folder, draftName), draft);
}

void dropDraft(const QString &folder)
{
    QFile::remove(at(folder, draftName));
}

}  // namespace hall::plateshelf
