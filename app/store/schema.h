// SPDX-License-Identifier: GPL-3.0-or-later
// The tables and how they came to be: one step per version of PRAGMA user_version, each in a transaction of its own.
// Sealed bodies are never migrated; the centre reads old ones.
#pragma once

#include "app/domain/base/result.h"

#include <QSqlDatabase>
#include <QString>

namespace hall {

[[nodiscard]] int latestSchema();
[[nodiscard]] Result<int> schemaOf(QSqlDatabase &db);
// Brings an open database to `target`. With steps to do on a database that is not new, a copy is written first to
// `copyFolder`/kiosk-v<old>.db. StoreNewer when the database is of a later version than this program knows.
[[nodiscard]] Done migrate(QSqlDatabase &db, const QString &copyFolder, int target = latestSchema());

}  // namespace hall
