// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 and HMAC-SHA-256, and the start of libsodium. Thread-safe.
#pragma once

#include <QByteArray>
#include <QString>

namespace hall {

[[nodiscard]] QByteArray sha256(const QByteArray &data);                             // 32 bytes
[[nodiscard]] QString sha256Hex(const QByteArray &data);                             // 64 lower-case hex digits
[[nodiscard]] QByteArray hmacSha256(const QByteArray &key, const QByteArray &data);  // 32 bytes
[[nodiscard]] bool equalConstantTime(const QByteArray &a, const QByteArray &b);
[[nodiscard]] bool isSha256Hex(const QString &text);
[[nodiscard]] QByteArray randomBytes(int count);

}  // namespace hall
