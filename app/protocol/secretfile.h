// SPDX-License-Identifier: GPL-3.0-or-later
// Small files that must be whole or absent, such as keys: written beside, flushed, renamed.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>

namespace hall {

// Mode 0600 (secret) or 0644; makes the folder (0700) when missing. FileUnreadable with the path and the reason.
[[nodiscard]] Done writeWholeFile(const QString &path, const QByteArray &content, bool secret);
// KeyMissing when absent, unreadable, larger than 1 MiB, open to others than its owner, or encrypted with a credential
// that this process has not (keyfile.h).
[[nodiscard]] Result<QByteArray> readSecretFile(const QString &path);
// FileUnreadable when absent, unreadable or larger than limit.
[[nodiscard]] Result<QByteArray> readWholeFile(const QString &path, qint64 limit);

}  // namespace hall
