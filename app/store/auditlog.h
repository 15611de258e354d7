// SPDX-License-Identifier: GPL-3.0-or-later
// Who did what at this machine, as a hash chain: hash(n) = SHA-256(hash(n-1) ‖ n ‖ at ‖ event ‖ detail), numbers as
// 8 bytes big endian, texts as 8 bytes of length and UTF-8; hash(0) = 32 zero bytes. No personal data.
#pragma once

#include "app/store/records.h"

#include <QSqlDatabase>

namespace hall::auditlog {

// `detailJson` is a JSON object or empty. BadArgument when it is neither, or when event or detail hold what looks like
// an identity number. Expects a transaction around it.
[[nodiscard]] Done append(QSqlDatabase &db, const QString &event, const QByteArray &detailJson, qint64 nowMs);
[[nodiscard]] Result<AuditVerdict> verify(QSqlDatabase &db);

}  // namespace hall::auditlog
