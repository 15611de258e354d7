// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/sql.h"

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

}  // namespace

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

Result<QSqlQuery> run(QSqlDatabase &db, const QString &statement, const QVariantList &values)
{
    QSqlQuery query(db);
    query.setForwardOnly(true);
    if (!query.prepare(statement)) {
        return fail(faultOf(query.lastError(), statement.section(u' ', 0, 2).toLatin1().constData()));
    }
    for (const QVariant &value : values) {
        query.addBindValue(bindable(value));
    }
    if (!query.exec()) {
        return fail(faultOf(query.lastError(), statement.section(u' ', 0, 2).toLatin1().constData()));
    }
    return query;
}

Result<QVariant> value(QSqlDatabase &db, const QString &statement, const QVariantList &values)
{
    Result<QSqlQuery> query = run(db, statement, values);
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
