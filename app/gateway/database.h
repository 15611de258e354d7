// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway's database: SQLite (one machine) or PostgreSQL (a city), same tables, same SQL. Each thread gets its own
// connection. SQLite writers, also of another process on the same data, take turns by a file lock, so that never two
// connections write or checkpoint at once (SQLite 3.40.1 can corrupt a WAL then). A PostgreSQL server that is lost
// costs the calls that were under way: the next ones look for a server that takes what is written, among all hosts of
// the URL.
#pragma once

#include "app/domain/base/result.h"
#include "app/gateway/databaseaddress.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <functional>
#include <memory>
#include <mutex>

namespace hall::gateway {

class Database
{
public:
    // url: "sqlite" for DIR/gateway.db, or what databaseaddress.h reads. Makes or migrates the schema.
    [[nodiscard]] static Result<std::shared_ptr<Database>> open(const QString &dataDir, const QString &url);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    [[nodiscard]] bool sqlite() const { return m_sqlite; }
    // Of the calling thread; opened on first use, and again once the server was lost, but never within a transaction.
    // Closed with the thread.
    [[nodiscard]] Result<QSqlDatabase> connection();

private:
    friend class WriteTransaction;
    Database() = default;
    void configure(QSqlDatabase &connection) const;
    [[nodiscard]] Done connect(QSqlDatabase &connection) const;
    [[nodiscard]] Done migrate();
    void lockWriter();
    void unlockWriter();

    quint64 m_number = 0;
    bool m_sqlite = true;
    QString m_path;             // SQLite file
    DatabaseAddress m_address;  // PostgreSQL
    std::mutex m_writer;
    int m_lockFile = -1;
};

// One write transaction of the calling thread; rolls back unless committed. After a commit that failed nobody knows
// whether it is there (PostgreSQL): whoever asked is told to ask again.
class WriteTransaction
{
public:
    explicit WriteTransaction(Database &database);
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction &) = delete;
    WriteTransaction &operator=(const WriteTransaction &) = delete;

    [[nodiscard]] const Done &begun() const { return m_begun; }
    [[nodiscard]] QSqlDatabase &connection() { return m_connection; }
    [[nodiscard]] Done commit();

private:
    [[nodiscard]] Done begin();
    void open(bool is);

    Database &m_database;
    QSqlDatabase m_connection;
    Done m_begun;
    bool m_open = false;
};

// Prepares, binds and runs; StoreIo with the driver's text (never the values) on failure.
[[nodiscard]] Result<QSqlQuery> run(QSqlDatabase &connection, const QString &sql, const QVariantList &values = {});
[[nodiscard]] Result<QSqlQuery> prepare(QSqlDatabase &connection, const QString &sql);
[[nodiscard]] Done runAgain(QSqlQuery &query, const QVariantList &values);
// As run(), for what every batch asks: on SQLite the statement stays compiled for the thread's connection. `read` has
// the rows, and runs no statement of the same text.
[[nodiscard]] Done runKept(QSqlDatabase &connection, const QString &sql, const QVariantList &values,
                           const std::function<Done(QSqlQuery &)> &read = {});
// First column of the first row, invalid when there is none.
[[nodiscard]] Result<QVariant> single(QSqlDatabase &connection, const QString &sql, const QVariantList &values = {});

}  // namespace hall::gateway
