// SPDX-License-Identifier: GPL-3.0-or-later
// Canonical JSON: the subset of RFC 8785 whose numbers are integers. Equal values have equal bytes, so bytes can be
// hashed and signed. Keys sorted by UTF-16 code units, no white space, UTF-8, only the escapes of RFC 8785 §3.2.2.2.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonObject>
#include <QJsonValue>

namespace hall {

inline constexpr int kCanonicalDepth = 32;                               // nested arrays and objects
inline constexpr qint64 kCanonicalIntegerLimit = 9'007'199'254'740'991;  // 2^53 - 1

// Refuses fractions, integers beyond 2^53 - 1, unpaired surrogates and deeper nesting: MessageInvalid.
[[nodiscard]] Result<QByteArray> canonicalJson(const QJsonValue &value);
[[nodiscard]] Result<QByteArray> canonicalJson(const QJsonObject &object);

// An object from outside, in any JSON spelling; fractions and deep nesting are refused. MessageInvalid on anything
// that is not one JSON object of at most `limit` bytes.
[[nodiscard]] Result<QJsonObject> parseJsonObject(const QByteArray &json, qsizetype limit);
// The same, and the bytes must already be canonical (which also excludes duplicate keys).
[[nodiscard]] Result<QJsonObject> parseCanonicalObject(const QByteArray &json, qsizetype limit);
// How long the object is that `text` begins with, if it is canonical and plain: ASCII without escapes, integers of at
// most 15 digits. 0 when it is not; it may be canonical nevertheless. Builds nothing.
[[nodiscard]] qsizetype plainCanonicalObject(QByteArrayView text);

}  // namespace hall
