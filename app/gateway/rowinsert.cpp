// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/rowinsert.h"

#include "app/gateway/database.h"

#include <QSqlDriver>

#include <sqlite3.h>
#include <utility>

namespace hall::gateway {
namespace {

sqlite3 *handleOf(const QSqlDatabase &connection)
{
    const QVariant handle = connection.driver()->handle();
    return handle.isValid() && qstrcmp(handle.typeName(), "sqlite3*") == 0
               ? *static_cast<sqlite3 *const *>(handle.constData())
               : nullptr;
}

tl::unexpected<Fault> failed(sqlite3 *db, int code)
{
    return fail((code & 0xff) == SQLITE_FULL ? FaultCode::StoreFull : FaultCode::StoreIo,
                "sqlite " + std::to_string(code) + ' ' + sqlite3_errmsg(db));
}

// Bytes that outlive the statement's run need no copy.
int bindText(sqlite3_stmt *statement, int place, const QByteArray &utf8, sqlite3_destructor_type copied)
{
    return sqlite3_bind_text64(statement, place, utf8.constData(), static_cast<sqlite3_uint64>(utf8.size()), copied,
                               SQLITE_UTF8);
}

int bind(sqlite3_stmt *statement, int place, const Cell &cell)
{
    if (const auto *number = std::get_if<qint64>(&cell)) {
        return sqlite3_bind_int64(statement, place, *number);
    }
    if (const auto *text = std::get_if<QString>(&cell)) {
        return bindText(statement, place, text->toUtf8(), SQLITE_TRANSIENT);
    }
    if (const auto *utf8 = std::get_if<Utf8>(&cell)) {
        return bindText(statement, place, utf8->text, SQLITE_STATIC);
    }
    const auto &bytes = std::get<QByteArray>(cell);
    return sqlite3_bind_blob64(statement, place, bytes.constData(), static_cast<sqlite3_uint64>(bytes.size()),
                               SQLITE_STATIC);
}

}  // namespace

QVariant toVariant(const Cell &cell)
{
    if (const auto *utf8 = std::get_if<Utf8>(&cell)) {
        return QString::fromUtf8(utf8->text);
    }
    if (const auto *text = std::get_if<QString>(&cell)) {
        return *text;
    }
    const auto *number = std::get_if<qint64>(&cell);
    return number ? QVariant(*number) : QVariant(std::get<QByteArray>(cell));
}

Result<RowInsert> RowInsert::prepare(QSqlDatabase &connection, const QString &sql)
{
    sqlite3 *const db = handleOf(connection);
    if (!db) {
        auto query = gateway::prepare(connection, sql);
        return query ? Result<RowInsert>(RowInsert(std::move(*query))) : fail(query.error());
    }
    const QByteArray text = sql.toUtf8();
    sqlite3_stmt *statement = nullptr;
    const int rc = sqlite3_prepare_v2(db, text.constData(), static_cast<int>(text.size()) + 1, &statement, nullptr);
    return rc == SQLITE_OK ? Result<RowInsert>(RowInsert(statement)) : failed(db, rc);
}

RowInsert::RowInsert(RowInsert &&other) noexcept
    : m_query(std::move(other.m_query)), m_statement(std::exchange(other.m_statement, nullptr))
{
}

RowInsert::~RowInsert()
{
    sqlite3_finalize(m_statement);
}

Result<bool> RowInsert::run(const std::vector<Cell> &cells)
{
    if (m_statement) {
        return runHere(cells);
    }
    QVariantList values;
    for (const Cell &cell : cells) {
        values.append(toVariant(cell));
    }
    const Done done = runAgain(m_query, values);
    return done ? Result<bool>(m_query.numRowsAffected() == 1) : fail(done.error());
}

Result<bool> RowInsert::runHere(const std::vector<Cell> &cells)
{
    sqlite3 *const db = sqlite3_db_handle(m_statement);
    int rc = SQLITE_OK;
    for (std::size_t i = 0; rc == SQLITE_OK && i < cells.size(); ++i) {
        rc = bind(m_statement, static_cast<int>(i) + 1, cells[i]);
    }
    rc = rc == SQLITE_OK ? sqlite3_step(m_statement) : rc;
    if (rc != SQLITE_DONE) {
        auto fault = failed(db, rc);
        sqlite3_reset(m_statement);
        return fault;
    }
    const bool written = sqlite3_changes(db) == 1;
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    return written;
}

}  // namespace hall::gateway
