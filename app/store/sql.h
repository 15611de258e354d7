// SPDX-License-Identifier: GPL-3.0-or-later
// A thin layer over Qt Sql: statements with values, errors as Faults. Call on the store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

namespace hall::sql {

// SQLITE_FULL → StoreFull, CORRUPT and NOTADB → StoreCorrupt, BUSY and LOCKED → StoreInUse, anything else → StoreIo.
// `what` names the step; values never enter the detail.
[[nodiscard]] Fault faultOf(const QSqlError &error, const char *what);

// One statement without values.
[[nodiscard]] Done exec(QSqlDatabase &db, const QString &statement);
// One statement with plain `?` values (Qt's driver mishandles numbered ones). Null strings and byte arrays are stored
// empty; a default QVariant is NULL. The query returned stands before its first row; let it go before the transaction
// ends.
[[nodiscard]] Result<QSqlQuery> run(QSqlDatabase &db, const QString &statement, const QVariantList &values = {});
// The first column of the first row; a default QVariant when there is no row.
[[nodiscard]] Result<QVariant> value(QSqlDatabase &db, const QString &statement, const QVariantList &values = {});
// Whether a loop over next() ended with the last row rather than with an error (a damaged page, say).
[[nodiscard]] Done readToEnd(const QSqlQuery &query, const char *what);

}  // namespace hall::sql
