// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a contract: everything goes back to the office that owns it, opened, in files that say of themselves that
// they are whole; and when they have been found so, everything here is destroyed, with a record. `hall-gateway export`
// and `hall-gateway destroy`.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/blobs.h"
#include "app/protocol/sealkeyring.h"
#include "app/protocol/signer.h"

namespace hall::gateway {

struct HandedBack
{
    qint64 cases = 0;
    qint64 unreadable = 0;  // of these: sealed for a key that is not there, or destroyed when their time was over
    qint64 scans = 0;
    qint64 rows = 0;  // of all tables
    bool operator==(const HandedBack &) const = default;
};

// Writes FOLDER (empty or new, mode 0700): tables/NAME.jsonl, every row of every table; cases/ID.json, each case
// opened; scans/SHA256, each page opened; manifest.json, which names them all with their digests, and manifest.sig,
// Ed25519 by `signer` over "hall-export-v1\n" and the manifest. BadArgument: the folder is not empty.
[[nodiscard]] Result<HandedBack> exportAll(Database &database, const Blobs &blobs, const SealKeyRing &keys,
                                           const Signer &signer, const QString &folder, const Clock &clock);

// Whether FOLDER is an export of all that is here now: signed by this gateway, every file as the manifest says, every
// case and no other, each in the state it is in. FileInvalid says what is not.
[[nodiscard]] Result<HandedBack> checkExport(Database &database, const QByteArray &publicKey, const QString &folder);

// After checkExport: destroys rows, scans and keys of `dataDir`, with a record at `recordFile` (outside of both
// folders), written before the first of it goes and again when all has gone: what, when, the digest of the manifest,
// signed. Called again with the record of one that was broken off, it goes on. The gateway must not be running.
[[nodiscard]] Result<HandedBack> destroyAll(const QString &dataDir, const QString &databaseUrl, const QString &folder,
                                            const QString &recordFile, const Clock &clock);

}  // namespace hall::gateway
