// SPDX-License-Identifier: GPL-3.0-or-later
// Cases that come on a medium instead of over the line: what `hallctl outbox export` wrote at a kiosk that was thrown
// out, is broken, or holds what the centre did not take. Somebody at the centre vouches for the medium; each case still
// has to be signed by a key that its kiosk has or had.
#pragma once

#include "app/gateway/blobs.h"
#include "app/gateway/intake.h"

#include <QJsonArray>

namespace hall::gateway {

struct TakenIn
{
    QJsonArray cases;  // {"id","kiosk","verdict","code","missing":[scans that the folder lacks]}, as in the manifest
    int stored = 0;
    int duplicates = 0;  // were here already
    int refused = 0;
    int incomplete = 0;  // of the stored and the duplicates: scans are missing
};

// folder: with manifest.json. Each case is a commit of its own, so that it may be broken off and called again. What is
// taken is judged as if it had come over the line. A Fault: the folder is no export, or the database failed.
[[nodiscard]] Result<TakenIn> takeIn(const std::shared_ptr<Database> &database, Blobs &blobs, const IntakeRules &rules,
                                     const QString &folder, const Clock &clock);

}  // namespace hall::gateway
