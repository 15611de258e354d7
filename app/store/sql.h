// SPDX-License-Identifier: GPL-3.0-or-later
// Statements with values on a connection of Qt's, errors as Faults. Call on the store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QString>
#include <QStringList>
#include <QVariantList>

#include <optional>

struct sqlite3;
struct sqlite3_stmt;

namespace hall::sql {

// A statement that ran and stands before its first row. Let it go before the transaction ends: where statements are
// kept, it goes back then, to be run again without being compiled again. It speaks to SQLite itself, on the handle that
// Qt's connection has: Qt's own way copies every column of a row, and every value that is bound, twice.
class Statement
{
public:
    ~Statement();
    Statement(Statement &&other) noexcept;
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    Statement &operator=(Statement &&) = delete;

    [[nodiscard]] bool next();  // false behind the last row, and when it failed (fault)
    // Of the row it stands on: qint64, double, QString, QByteArray; of NULL a null QVariant that is valid.
    [[nodiscard]] QVariant value(int column) const;
    [[nodiscard]] QStringList columns() const;
    void finish();  // gives up the rows that were not read
    [[nodiscard]] const std::optional<Fault> &fault() const { return m_fault; }
    [[nodiscard]] int changedRows() const { return m_changedRows; }
    [[nodiscard]] qint64 lastRow() const { return m_lastRow; }  // the key of the row that was inserted last

private:
    friend Result<Statement> run(QSqlDatabase &db, const QString &text, const QVariantList &values);
    enum class At
    {
        BeforeFirst,  // which is read already
        Row,
        End
    };
    Statement(sqlite3_stmt *statement, QString text, bool kept);
    [[nodiscard]] Done start(const QVariantList &values);
    void step();

    sqlite3_stmt *m_statement;
    QString m_text;
    bool m_kept;  // it is not ended with this object
    At m_at = At::End;
    std::optional<Fault> m_fault;
    int m_changedRows = 0;
    qint64 m_lastRow = 0;
};

// From now on what run() and value() compile for this connection is kept, on the calling thread, for one connection at
// a time. Ends with forgetStatements, which has to come before the connection is closed.
void keepStatements(const QSqlDatabase &db);
void forgetStatements();

// SQLITE_FULL → StoreFull, CORRUPT and NOTADB → StoreCorrupt, BUSY and LOCKED → StoreInUse, anything else → StoreIo.
// `what` names the step; values never enter the detail.
[[nodiscard]] Fault faultOf(const QSqlError &error, const char *what);

// Of the open connection; null when it has none.
[[nodiscard]] sqlite3 *handleOf(const QSqlDatabase &db);

// One statement without values, never kept.
[[nodiscard]] Done exec(QSqlDatabase &db, const QString &statement);
// One statement with plain `?` values: whole numbers, double, QString, QByteArray. Null strings and byte arrays are
// stored empty; a default QVariant is NULL.
[[nodiscard]] Result<Statement> run(QSqlDatabase &db, const QString &statement, const QVariantList &values = {});
// The first column of the first row; a default QVariant when there is no row.
[[nodiscard]] Result<QVariant> value(QSqlDatabase &db, const QString &statement, const QVariantList &values = {});
// Whether a loop over next() ended with the last row rather than with an error (a damaged page, say).
[[nodiscard]] Done readToEnd(const Statement &rows);

}  // namespace hall::sql
