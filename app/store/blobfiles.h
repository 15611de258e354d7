// SPDX-License-Identifier: GPL-3.0-or-later
// Sealed scans as content-addressed files: BLOBS/ab/abcdef… (64 lower-case hex digits of SHA-256 of the sealed bytes).
// Knows nothing of cases; which blobs are still needed is the outbox's knowledge. Store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QSet>
#include <QString>

namespace hall {

class BlobFiles
{
public:
    explicit BlobFiles(QString folder) : m_folder(std::move(folder)) {}

    // Removes what no case refers to (half-written files included) and counts the rest.
    [[nodiscard]] Done clean(const QSet<QString> &referenced);
    // Durable when it returns. The name of the blob.
    [[nodiscard]] Result<QString> write(const QByteArray &sealed);
    [[nodiscard]] bool has(const QString &sha256Hex) const;
    // StoreNotFound; BadArgument when the name is not one. Fewer bytes than `max` only at the end.
    [[nodiscard]] Result<QByteArray> read(const QString &sha256Hex, qint64 offset, qint64 max) const;
    // A blob that is not there is none too many.
    void remove(const QString &sha256Hex);
    [[nodiscard]] qint64 totalBytes() const { return m_total; }

private:
    [[nodiscard]] QString pathOf(const QString &sha256Hex) const;

    QString m_folder;
    qint64 m_total = 0;  // bytes
};

}  // namespace hall
