// SPDX-License-Identifier: GPL-3.0-or-later
// The machine's own secret: 32 random bytes in DATA/device.key, mode 0600, made at first start.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/base/sensitive.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QString>

namespace hall {

// Reads the key, or makes it when there is none. KeyMissing when the file is there but is not a key or is open to
// others.
[[nodiscard]] Result<Sensitive<QByteArray>> deviceKey(const QString &path);
// HMAC-SHA256(key, number without spaces, upper case): 32 bytes. The same person gets the same tag on this machine
// only.
[[nodiscard]] QByteArray personTagOf(const Sensitive<QByteArray> &key, const QString &number);

}  // namespace hall
