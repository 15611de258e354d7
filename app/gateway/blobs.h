// SPDX-License-Identifier: GPL-3.0-or-later
// Sealed scans as files named by their digest: DIR/blobs/ab/cd/<sha256>, and <sha256>.part while they grow. Several
// gateways may share the folder: a file lock guards each part. Thread-safe.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/database.h"

#include <QByteArray>
#include <QString>

namespace hall::gateway {

struct BlobState
{
    qint64 offset = 0;  // bytes present
    qint64 size = 0;    // announced by the envelope
    bool complete = false;
};

enum class AppendOutcome
{
    Taken,
    Complete,
    WrongOffset,
    WrongDigest,
    TooLong
};

class Blobs
{
public:
    Blobs(std::shared_ptr<Database> database, QString folder, const Clock &clock);

    // StoreNotFound unless an item of this kiosk names the blob.
    [[nodiscard]] Result<BlobState> state(const QString &kiosk, const QString &sha256);
    // Adds bytes at offset; `now` tells where the blob stands after it. WrongDigest: length reached, digest wrong, the
    // part was dropped. Completing the last blob of an item hands the item to the core.
    [[nodiscard]] Result<AppendOutcome> append(const QString &kiosk, const QString &sha256, qint64 offset,
                                               const QByteArray &bytes, BlobState &now);
    // The whole sealed blob; StoreNotFound while incomplete.
    [[nodiscard]] Result<QByteArray> read(const QString &sha256) const;
    // Removes the file, whole or begun; gone already is as good. The caller's transaction forgets the rest.
    [[nodiscard]] Done remove(const QString &sha256) const;

private:
    [[nodiscard]] QString path(const QString &sha256) const;
    [[nodiscard]] Done complete(const QString &sha256, qint64 size);

    std::shared_ptr<Database> m_database;
    QString m_folder;
    const Clock &m_clock;
};

}  // namespace hall::gateway
