// SPDX-License-Identifier: GPL-3.0-or-later
// The list of one release of reference data (README.md §7): what the centre publishes for all its kiosks, file by file,
// signed by the centre's signing key. Values only; any thread.
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/signer.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVector>

namespace hall {

// Limits of a release; whatever is beyond one is refused on both sides.
inline constexpr qsizetype kRefManifestBytes = 1024 * 1024;
inline constexpr qint64 kRefFileBytes = 2 * 1024 * 1024;
inline constexpr qint64 kRefTotalBytes = 64 * 1024 * 1024;
inline constexpr qsizetype kRefFiles = 4096;
// Of one file in one answer. A kiosk asks for the rest with a range.
inline constexpr qint64 kRefChunkBytes = 128 * 1024;

struct RefFile
{
    QString path;    // "catalogue/services/job-seeking.json"
    QString sha256;  // 64 hex digits, also the name it is fetched by
    qint64 size = 0;
    bool operator==(const RefFile &) const = default;
};

struct RefManifest
{
    qint64 number = 0;       // grows from release to release; a kiosk never goes to a lower one
    qint64 madeMs = 0;       // Unix ms
    QVector<RefFile> files;  // by path, ascending
    [[nodiscard]] qint64 bytes() const;
    [[nodiscard]] bool has(const QString &path) const;
    bool operator==(const RefManifest &) const = default;
};

// The first part of a path: catalogue, configuration, regions, staff, vacancies.
[[nodiscard]] const QStringList &refParts();
// PART/NAME, at most four names of A-Z a-z 0-9 . _ - that do not begin with a sign: never out of its folder.
[[nodiscard]] bool isRefPath(const QString &path);

// Canonical JSON with `sig`, Ed25519 over "hall-ref-v1\n" + the canonical object without it. MessageInvalid for a
// manifest that readRefManifest() would not take.
[[nodiscard]] Result<QByteArray> signRefManifest(const RefManifest &manifest, const Signer &centre);
// SignatureBad unless `centreKey` (32 bytes) signed it, MessageInvalid for anything that is no manifest.
[[nodiscard]] Result<RefManifest> readRefManifest(const QByteArray &json, const QByteArray &centreKey);

}  // namespace hall
