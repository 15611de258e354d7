// SPDX-License-Identifier: GPL-3.0-or-later
// Reference data of the centre (app/protocol/README.md §7): publishing a release, and what the front serves of it.
// Releases and their files lie in the database, so that every front of a city has the same. Each release stays.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/database.h"
#include "app/protocol/refmanifest.h"

#include <QJsonArray>
#include <QMap>

#include <memory>
#include <optional>

namespace hall::gateway {

// Where the parts of a release come from; an empty path keeps a part as it was in the last release, an empty folder
// takes it out.
struct RefSources
{
    QString catalogue;  // folder as `hallctl catalogue check` reads it
    QString policies;   // folder of *.json, in place of catalogue/policies
    QString regions;    // folder of *.json, region profiles of social security cards
    QString vacancies;  // folder of *.json
    QString settings;   // file, centresettings.h
    QString staff;      // file, a line for each person (stafffile.h; mode 0600), or the list as kiosks have it
    qint64 from = 0;    // a release to begin with in place of the last one; alone: it is published again
};

struct RefRelease
{
    qint64 number = 0;
    qsizetype files = 0;
    qint64 bytes = 0;
    QString catalogue;  // version of its catalogue, empty without one
};

// Assembles, checks, signs, and makes it the release of now, in one commit. FileInvalid names the first defect,
// KeyMissing a file of staff that others can read; BadArgument when nothing changes; StoreNotFound without the release
// `from`.
[[nodiscard]] Result<RefRelease> publishReference(Database &database, const Signer &centre, const RefSources &sources,
                                                  const Clock &clock);
// Newest first: number, made (ISO 8601), files, bytes, parts {PART: files}.
[[nodiscard]] Result<QJsonArray> listReferences(Database &database);

// The files of a release under `prefix` ("catalogue/"), by path. SignatureBad or FileInvalid: the centre's key has not
// signed it, or a file is not what it says; StoreNotFound.
[[nodiscard]] Result<QMap<QString, QByteArray>> releaseFiles(Database &database, qint64 number,
                                                             const QByteArray &centreKey, const QString &prefix);
// The newest manifest if its number is above `have`.
[[nodiscard]] Result<std::optional<QByteArray>> manifestAfter(Database &database, qint64 have);
// StoreNotFound.
[[nodiscard]] Result<QByteArray> referenceFile(Database &database, const QString &sha256);

}  // namespace hall::gateway
