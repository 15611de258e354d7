// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/sql.h"

#include <unordered_map>

namespace hall::sql {

namespace {

// Primary result codes, https://sqlite.org/rescode.html
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteNotADatabase = 26;

QVariant bindable(const QVariant &value)
{
    if (value.metaType() == QMetaType::fromType<QString>() && value.toString().isNull()) {
        return QStringLiteral("");
    }
    if (value.metaType() == QMetaType::fromType<QByteArray>() && value.toByteArray().isNull()) {
        return QByteArray("");
    }
    return value;
}

// What is compiled and not in use. A statement that is run while it is in use is compiled a second time.
struct Kept
{
    QString connection;
    std::unordered_map<QString, QSqlQuery> statements;
};
thread_local Kept t_kept;

Result<Statement> started(Statement statement, const QString &text, const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i) {
        statement.bindValue(static_cast<int>(i), bindable(values[i]));
    }
    if (!statement.exec()) {
        return fail(faultOf(statement.lastError(), text.section(u' ', 0, 2).toLatin1().constData()));
    }
    return statement;
}

}  // namespace

Statement::~Statement()
{
    if (!m_keptAs.isEmpty() && !t_kept.connection.isEmpty()) {
        finish();
        t_kept.statements.emplace(m_keptAs, std::move(static_cast<QSqlQuery &>(*this)));
    }
}

void keepStatements(const QSqlDatabase &db)
{
    t_kept.connection = db.connectionName();
}

void forgetStatements()
{
    t_kept = {};
}

Fault faultOf(const QSqlError &error, const char *what)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const std::string detail = std::string(what) + ": sqlite " + error.nativeErrorCode().toStdString();
    switch (code) {
    case sqliteFull:
        return Fault(FaultCode::StoreFull, detail);
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return Fault(FaultCode::StoreCorrupt, detail);
    case sqliteBusy:
    case sqliteLocked:
        return Fault(FaultCode::StoreInUse, detail);
    }
    return Fault(FaultCode::StoreIo, detail + ' ' + error.databaseText().toStdString());
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

Result<Statement> run(QSqlDatabase &db, const QString &statement, const QVariantList &values)
{
    const bool keep = t_kept.connection == db.connectionName();
    auto known = keep ? t_kept.statements.find(statement) : t_kept.statements.end();
    if (known != t_kept.statements.end()) {
        Statement again(std::move(known->second), statement);
        t_kept.statements.erase(known);
        return started(std::move(again), statement, values);
    }
    Statement fresh(QSqlQuery(db), keep ? statement : QString());
    fresh.setForwardOnly(true);
    if (!fresh.prepare(statement)) {
        return fail(faultOf(fresh.lastError(), statement.section(u' ', 0, 2).toLatin1().constData()));
    }
    return started(std::move(fresh), statement, values);
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
    if (const Done read = readToEnd(*query, "value"); !read) {
        return fail(read.error());
    }
    return QVariant();
}

Done readToEnd(const QSqlQuery &query, const char *what)
{
    if (query.lastError().isValid()) {
        return fail(faultOf(query.lastError(), what));
    }
    return {};
}

}  // namespace hall::sql
