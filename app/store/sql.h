// SPDX-License-Identifier: GPL-3.0-or-later
// A thin layer over Qt Sql: statements with values, errors as Faults. Call on the store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <utility>

namespace hall::sql {

// A statement that ran and stands before its first row. Let it go before the transaction ends: where statements are
// kept, it goes back then, to be run again without being compiled again.
class Statement : public QSqlQuery
{
public:
    Statement(QSqlQuery query, QString keptAs) : QSqlQuery(std::move(query)), m_keptAs(std::move(keptAs)) {}
    ~Statement();
    Statement(Statement &&other) noexcept
        : QSqlQuery(std::move(static_cast<QSqlQuery &>(other))), m_keptAs(std::exchange(other.m_keptAs, {}))
    {
    }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    Statement &operator=(Statement &&) = delete;

private:
    QString m_keptAs;  // its text; empty: it ends with this object
};

// From now on what run() and value() compile for this connection is kept, on the calling thread, for one connection at
// a time. Ends with forgetStatements, which has to come before the connection is closed.
void keepStatements(const QSqlDatabase &db);
void forgetStatements();

// SQLITE_FULL → StoreFull, CORRUPT and NOTADB → StoreCorrupt, BUSY and LOCKED → StoreInUse, anything else → StoreIo.
// `what` names the step; values never enter the detail.
[[nodiscard]] Fault faultOf(const QSqlError &error, const char *what);

// One statement without values, never kept.
[[nodiscard]] Done exec(QSqlDatabase &db, const QString &statement);
// One statement with plain `?` values (Qt's driver mishandles numbered ones). Null strings and byte arrays are stored
// empty; a default QVariant is NULL.
[[nodiscard]] Result<Statement> run(QSqlDatabase &db, const QString &statement, const QVariantList &values = {});
// The first column of the first row; a default QVariant when there is no row.
[[nodiscard]] Result<QVariant> value(QSqlDatabase &db, const QString &statement, const QVariantList &values = {});
// Whether a loop over next() ended with the last row rather than with an error (a damaged page, say).
[[nodiscard]] Done readToEnd(const QSqlQuery &query, const char *what);

}  // namespace hall::sql
