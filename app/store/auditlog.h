// SPDX-License-Identifier: GPL-3.0-or-later
// Who did what at this machine, as a hash chain: hash(n) = SHA-256(hash(n-1) ‖ n ‖ at ‖ event ‖ detail), numbers as
// 8 bytes big endian, texts as 8 bytes of length and UTF-8; hash(0) = 32 zero bytes. No personal data.
#pragma once

#include "app/store/records.h"

#include <QJsonObject>
#include <QSqlDatabase>

#include <optional>

namespace hall::auditlog {

// `detailJson` is a JSON object or empty. BadArgument when it is neither, or when event or detail hold what looks like
// an identity number. Expects a transaction around it.
[[nodiscard]] Done append(QSqlDatabase &db, const QString &event, const QByteArray &detailJson, qint64 nowMs);
// told: what the centre heard of row n; another hash there, or no such row, breaks the chain at n.
[[nodiscard]] Result<AuditVerdict> verify(QSqlDatabase &db, const std::optional<AuditRow> &told = std::nullopt);
// What is to be told: what was told last while it is not confirmed, else the head of the log. Expects a transaction;
// what is told must be on the disk first.
[[nodiscard]] Result<AuditMark> mark(QSqlDatabase &db);
// The centre has heard of row n. Another row than the one that is being told changes nothing. Expects a transaction.
[[nodiscard]] Done confirm(QSqlDatabase &db, qint64 n);

// How the log of another file of the store ends, for the first row of the log that follows it: {"epoch", "rows" that
// were checked and right, "hash" of the last of them in hex, "intact"}. Empty when nothing of it can be read.
[[nodiscard]] QJsonObject endOf(const QString &file);

}  // namespace hall::auditlog
