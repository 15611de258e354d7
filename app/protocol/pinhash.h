// SPDX-License-Identifier: GPL-3.0-or-later
// What stands for a PIN: an Argon2id string of libsodium, of one strength, so that a kiosk is never given one that
// takes it minutes, or all its memory. Thread-safe; each takes about a tenth of a second by design, isPinHash() none.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>

namespace hall {

// Internal: there is no memory for it. What a PIN must be like is the caller's matter.
[[nodiscard]] Result<QByteArray> pinHash(const QString &pin);
// Whether it is as pinHash() makes it.
[[nodiscard]] bool isPinHash(const QByteArray &text);

}  // namespace hall
