// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite reads its write-ahead log up to the first frame that is not right and takes that for the end, as after a power
// cut. When a damaged bit makes it stop there, promised cases behind it are gone and nobody is told. Here it is found
// out: a transaction begins only when the one before is on the disk, so a whole one behind the break proves a loss. A
// break in the last transaction looks like one that never ended, and cannot be told from it.
// Pure but for mendLog().
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace hall {

// The log without the break: the frames behind it count again, what stands in the broken one is taken as it is, or
// skipped where it cannot be told which page it was. For salvage, which trusts no row. Nothing when the log does not
// break off before its end.
[[nodiscard]] std::optional<QByteArray> mendedLog(const QByteArray &log);

// Whether the log at this path breaks off before its end. False when there is none.
[[nodiscard]] Result<bool> logBreaksOff(const QString &path);
// Puts the mended log in its place and keeps the one that was found as PATH.found. True when there was a need,
// now or when a power cut came in between.
[[nodiscard]] Result<bool> mendLog(const QString &path);

}  // namespace hall
