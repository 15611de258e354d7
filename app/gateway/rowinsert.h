// SPDX-License-Identifier: GPL-3.0-or-later
// One row after the other into one table: the statement that takes every case. On SQLite it binds by itself, on the
// handle of Qt's connection; Qt's driver turns each text into UTF-16 and SQLite turns it back. Lives within the
// transaction; for the thread of its connection.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>

#include <variant>
#include <vector>

struct sqlite3_stmt;

namespace hall::gateway {

struct Utf8
{
    QByteArray text;
};
using Cell = std::variant<qint64, QString, Utf8, QByteArray>;  // a QByteArray is a BLOB

class RowInsert
{
public:
    // With plain `?` values.
    [[nodiscard]] static Result<RowInsert> prepare(QSqlDatabase &connection, const QString &sql);
    ~RowInsert();
    RowInsert(RowInsert &&other) noexcept;
    RowInsert(const RowInsert &) = delete;
    RowInsert &operator=(const RowInsert &) = delete;
    RowInsert &operator=(RowInsert &&) = delete;

    // Whether the row is there now that was not before. The cells are read, not kept.
    [[nodiscard]] Result<bool> run(const std::vector<Cell> &cells);

private:
    explicit RowInsert(QSqlQuery query) : m_query(std::move(query)) {}
    explicit RowInsert(sqlite3_stmt *statement) : m_statement(statement) {}
    [[nodiscard]] Result<bool> runHere(const std::vector<Cell> &cells);

    QSqlQuery m_query;
    sqlite3_stmt *m_statement = nullptr;  // or this
};

// For a statement that goes through Qt.
[[nodiscard]] QVariant toVariant(const Cell &cell);

}  // namespace hall::gateway
