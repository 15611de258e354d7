// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/settings.h"

#include "app/store/sql.h"

namespace hall::settings {

Done set(QSqlDatabase &db, const QString &key, const QByteArray &value)
{
    const Result<sql::Statement> row =
        sql::run(db,
                 QStringLiteral("INSERT INTO setting (key, value) VALUES (?, ?)"
                                " ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                 {key, value});
    return row ? Done() : Done(fail(row.error()));
}

Result<QByteArray> get(QSqlDatabase &db, const QString &key)
{
    const Result<QVariant> found = sql::value(db, QStringLiteral("SELECT value FROM setting WHERE key = ?"), {key});
    if (!found) {
        return fail(found.error());
    }
    return found->isValid() ? Result<QByteArray>(found->toByteArray())
                            : Result<QByteArray>(fail(FaultCode::StoreNotFound, "no such setting"));
}

}  // namespace hall::settings
