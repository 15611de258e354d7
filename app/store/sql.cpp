// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/sql.h"

#include <QSqlDriver>
#include <QSqlQuery>

#include <sqlite3.h>
#include <unordered_map>
#include <utility>

namespace hall::sql {

namespace {

Fault faultOf(int code, const std::string &what, const std::string &text)
{
    const std::string detail = what + ": sqlite " + std::to_string(code);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return Fault(FaultCode::StoreFull, detail);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Fault(FaultCode::StoreCorrupt, detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Fault(FaultCode::StoreInUse, detail);
    default:
        return Fault(FaultCode::StoreIo, detail + ' ' + text);
    }
}

// What SQLite says of its last failure: names of tables and columns, never values.
Fault faultOf(sqlite3 *db, int code, const QString &statement)
{
    return faultOf(code, statement.section(u' ', 0, 2).toStdString(), sqlite3_errmsg(db));
}

// The bytes are copied: what is bound may end before the statement does.
int bind(sqlite3_stmt *statement, int place, const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
        return sqlite3_bind_null(statement, place);
    case QMetaType::QString: {
        const QByteArray text = value.toString().toUtf8();
        return sqlite3_bind_text64(statement, place, text.constData(), static_cast<sqlite3_uint64>(text.size()),
                                   SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    case QMetaType::QByteArray: {
        const QByteArray bytes = value.toByteArray();
        return sqlite3_bind_blob64(statement, place, bytes.constData(), static_cast<sqlite3_uint64>(bytes.size()),
                                   SQLITE_TRANSIENT);
    }
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return sqlite3_bind_int64(statement, place, value.toLongLong());
    case QMetaType::Double:
        return sqlite3_bind_double(statement, place, value.toDouble());
    default:
        return SQLITE_MISUSE;
    }
}

// What is compiled and not in use. A statement that is run while it is in use is compiled a second time.
struct Kept
{
    QString connection;
    std::unordered_map<QString, sqlite3_stmt *> statements;
};
thread_local Kept t_kept;

}  // namespace

Statement::Statement(sqlite3_stmt *statement, QString text, bool kept)
    : m_statement(statement), m_text(std::move(text)), m_kept(kept)
{
}

Statement::Statement(Statement &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr)), m_text(std::move(other.m_text)), m_kept(other.m_kept),
      m_at(other.m_at), m_fault(std::move(other.m_fault)), m_changedRows(other.m_changedRows),
      m_lastRow(other.m_lastRow)
{
}

Statement::~Statement()
{
    if (!m_statement) {
        return;
    }
    if (m_kept && !t_kept.connection.isEmpty()) {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
        if (t_kept.statements.emplace(m_text, m_statement).second) {
            return;
        }
    }
    sqlite3_finalize(m_statement);
}

Done Statement::start(const QVariantList &values)
{
    sqlite3 *const db = sqlite3_db_handle(m_statement);
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (const int rc = bind(m_statement, static_cast<int>(i) + 1, values[i]); rc != SQLITE_OK) {
            return fail(faultOf(db, rc, m_text));
        }
    }
    step();
    if (m_fault) {
        return fail(*m_fault);
    }
    m_changedRows = sqlite3_changes(db);
    m_lastRow = sqlite3_last_insert_rowid(db);
    m_at = m_at == At::Row ? At::BeforeFirst : At::End;
    return {};
}

void Statement::step()
{
    const int rc = sqlite3_step(m_statement);
    m_at = rc == SQLITE_ROW ? At::Row : At::End;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
        m_fault = faultOf(sqlite3_db_handle(m_statement), rc, m_text);
    }
    if (m_at == At::End) {
        sqlite3_reset(m_statement);
    }
}

bool Statement::next()
{
    if (m_at == At::BeforeFirst) {
        m_at = At::Row;
    } else if (m_at == At::Row) {
        step();
    }
    return m_at == At::Row;
}

QVariant Statement::value(int column) const
{
    if (m_at != At::Row) {
        return {};
    }
    const auto size = [&] { return sqlite3_column_bytes(m_statement, column); };
    switch (sqlite3_column_type(m_statement, column)) {
    case SQLITE_INTEGER:
        return static_cast<qint64>(sqlite3_column_int64(m_statement, column));
    case SQLITE_FLOAT:
        return sqlite3_column_double(m_statement, column);
    case SQLITE_BLOB: {
        const auto *const bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
        return bytes ? QByteArray(bytes, size()) : QByteArray("");
    }
    case SQLITE_TEXT: {
        const auto *const text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
        return QString::fromUtf8(text, size());
    }
    default:
        return QVariant(QMetaType(QMetaType::QString));
    }
}

QStringList Statement::columns() const
{
    QStringList names;
    for (int i = 0; i < sqlite3_column_count(m_statement); ++i) {
        names.append(QString::fromUtf8(sqlite3_column_name(m_statement, i)));
    }
    return names;
}

void Statement::finish()
{
    sqlite3_reset(m_statement);
    m_at = At::End;
}

void keepStatements(const QSqlDatabase &db)
{
    t_kept.connection = db.connectionName();
}

void forgetStatements()
{
    for (const auto &[text, statement] : t_kept.statements) {
        sqlite3_finalize(statement);
    }
    t_kept = {};
}

Fault faultOf(const QSqlError &error, const char *what)
{
    return faultOf(error.nativeErrorCode().toInt(), what, error.databaseText().toStdString());
}

sqlite3 *handleOf(const QSqlDatabase &db)
{
    const QVariant handle = db.driver()->handle();
    return handle.isValid() && qstrcmp(handle.typeName(), "sqlite3*") == 0
               ? *static_cast<sqlite3 *const *>(handle.constData())
               : nullptr;
}

Done exec(QSqlDatabase &db, const QString &statement)
{
    QSqlQuery query(db);
    query.setForwardOnly(true);
    if (!query.exec(statement)) {
        return fail(faultOf(query.lastError(), statement.section(u' ', 0, 1).toLatin1().constData()));
    }
    return {};
}

Result<Statement> run(QSqlDatabase &db, const QString &text, const QVariantList &values)
{
    const bool keep = t_kept.connection == db.connectionName();
    sqlite3_stmt *compiled = nullptr;
    if (const auto known = keep ? t_kept.statements.find(text) : t_kept.statements.end();
        known != t_kept.statements.end()) {
        compiled = known->second;
        t_kept.statements.erase(known);
    } else {
        sqlite3 *const handle = handleOf(db);
        if (!handle) {
            return fail(FaultCode::StoreIo, "the connection has no handle");
        }
        const QByteArray utf8 = text.toUtf8();
        const int rc = sqlite3_prepare_v3(handle, utf8.constData(), static_cast<int>(utf8.size()) + 1,
                                          keep ? SQLITE_PREPARE_PERSISTENT : 0, &compiled, nullptr);
        if (rc != SQLITE_OK) {
            return fail(faultOf(handle, rc, text));
        }
    }
    Statement statement(compiled, text, keep);
    const Done started = statement.start(values);
    return started ? Result<Statement>(std::move(statement)) : Result<Statement>(fail(started.error()));
}

Result<QVariant> value(QSqlDatabase &db, const QString &statement, const QVariantList &values)
{
    Result<Statement> query = run(db, statement, values);
    if (!query) {
        return fail(query.error());
    }
    if (query->next()) {
        return query->value(0);
    }
    if (const Done read = readToEnd(*query); !read) {
        return fail(read.error());
    }
    return QVariant();
}

Done readToEnd(const Statement &rows)
{
    return rows.fault() ? Done(fail(*rows.fault())) : Done();
}

}  // namespace hall::sql
