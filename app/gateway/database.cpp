// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/database.h"

#include "app/gateway/schema.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSqlError>
#include <QUrl>

#include <atomic>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hall::gateway {
namespace {

constexpr qint64 kMigrationLock = 0x48616c6c4b;  // any number of this program's own: "HallK"

std::atomic<quint64> s_databases{0};
std::atomic<quint64> s_connections{0};

// The connections this thread opened, closed when it ends.
struct ThreadConnections
{
    QHash<quint64, QString> names;
    ~ThreadConnections()
    {
        for (const QString &name : std::as_const(names)) {
            QSqlDatabase::removeDatabase(name);
        }
    }
};
thread_local ThreadConnections t_connections;

tl::unexpected<Fault> sqlFailed(const QSqlError &error)
{
    const bool full = error.nativeErrorCode() == QLatin1String("13");  // SQLITE_FULL
    return fail(full ? FaultCode::StoreFull : FaultCode::StoreIo,
                error.driverText().toStdString() + " " + error.databaseText().toStdString());
}

}  // namespace

Result<QSqlQuery> prepare(QSqlDatabase &connection, const QString &sql)
{
    QSqlQuery query(connection);
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return sqlFailed(query.lastError());
    }
    return query;
}

Done runAgain(QSqlQuery &query, const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i) {
        query.bindValue(static_cast<int>(i), values[i]);
    }
    if (!query.exec()) {
        return sqlFailed(query.lastError());
    }
    return {};
}

Result<QSqlQuery> run(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    if (values.isEmpty()) {
        // PostgreSQL prepares only SELECT, INSERT, UPDATE and DELETE.
        QSqlQuery query(connection);
        query.setForwardOnly(true);
        return query.exec(sql) ? Result<QSqlQuery>(std::move(query)) : sqlFailed(query.lastError());
    }
    auto query = prepare(connection, sql);
    if (!query) {
        return query;
    }
    if (auto done = runAgain(*query, values); !done) {
        return fail(done.error());
    }
    return query;
}

Result<QVariant> single(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    auto query = run(connection, sql, values);
    if (!query) {
        return fail(query.error());
    }
    return query->next() ? query->value(0) : QVariant();
}

Result<std::shared_ptr<Database>> Database::open(const QString &dataDir, const QString &url)
{
    std::shared_ptr<Database> database(new Database);
    database->m_number = ++s_databases;
    database->m_sqlite = url.isEmpty() || url == QLatin1String("sqlite");
    database->m_url = url;
    if (!database->m_sqlite && !url.startsWith(QLatin1String("postgresql://"))) {
        return fail(FaultCode::BadArgument, "database must be sqlite or postgresql://…");
    }
    if (database->m_sqlite) {
        database->m_path = dataDir + QStringLiteral("/gateway.db");
        const QByteArray lock = QFile::encodeName(dataDir + QStringLiteral("/gateway.lock"));
        database->m_lockFile = ::open(lock.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (database->m_lockFile < 0) {
            return fail(FaultCode::FileUnreadable, lock.toStdString() + " cannot be opened");
        }
        // This user's alone, as the lock is; SQLite gives the files beside it the same rights.
        const QByteArray file = QFile::encodeName(database->m_path);
        if (const int fd = ::open(file.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); fd >= 0) {
            ::close(fd);
        } else {
            (void)::chmod(file.constData(), 0600);
        }
    } else if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL"))) {
        return fail(FaultCode::BadArgument, "the Qt driver for PostgreSQL (libqt6sql6-psql) is not installed");
    }
    if (auto done = database->migrate(); !done) {
        return fail(done.error());
    }
    return database;
}

Database::~Database()
{
    const QString name = t_connections.names.take(m_number);
    if (!name.isEmpty()) {
        QSqlDatabase::removeDatabase(name);
    }
    if (m_lockFile >= 0) {
        ::close(m_lockFile);
    }
}

Result<QSqlDatabase> Database::connection()
{
    const QString known = t_connections.names.value(m_number);
    if (!known.isEmpty()) {
        QSqlDatabase connection = QSqlDatabase::database(known, false);
        if (connection.isOpen() || connection.open()) {
            return connection;
        }
        return sqlFailed(connection.lastError());
    }
    const QString name = QStringLiteral("gateway-%1").arg(++s_connections);
    QSqlDatabase connection =
        QSqlDatabase::addDatabase(m_sqlite ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL"), name);
    t_connections.names.insert(m_number, name);
    if (auto done = configure(connection); !done) {
        return fail(done.error());
    }
    return connection;
}

Done Database::configure(QSqlDatabase &connection) const
{
    if (m_sqlite) {
        connection.setDatabaseName(m_path);
        connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    } else {
        const QUrl url(m_url);
        connection.setHostName(url.host());
        connection.setPort(url.port(5432));
        connection.setUserName(url.userName());
        connection.setPassword(url.password());
        connection.setDatabaseName(url.path().mid(1));
    }
    if (!connection.open()) {
        return sqlFailed(connection.lastError());
    }
    if (!m_sqlite) {
        // What is there already is no news to whoever calls a command.
        auto quiet = run(connection, QStringLiteral("SET client_min_messages = warning"));
        return quiet ? Done() : Done(fail(quiet.error()));
    }
    for (const auto *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
                               "PRAGMA trusted_schema=OFF"}) {
        if (auto done = run(connection, QLatin1String(pragma)); !done) {
            return fail(done.error());
        }
    }
    return {};
}

Done Database::migrate()
{
    WriteTransaction transaction(*this);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    QSqlDatabase &db = transaction.connection();
    // SQLite's writers take turns anyway. In PostgreSQL two processes that make the same tables at once fail.
    if (!m_sqlite) {
        if (auto turn = run(db, QStringLiteral("SELECT pg_advisory_xact_lock(%1)").arg(kMigrationLock)); !turn) {
            return fail(turn.error());
        }
    }
    if (auto made = run(db, QStringLiteral("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)"));
        !made) {
        return fail(made.error());
    }
    auto current = single(db, QStringLiteral("SELECT MAX(version) FROM schema_version"));
    if (!current) {
        return fail(current.error());
    }
    const QVector<QStringList> steps = schemaSteps();
    if (current->toLongLong() > steps.size()) {
        return fail(FaultCode::StoreNewer, "the database was written by a newer gateway");
    }
    for (qsizetype i = current->toLongLong(); i < steps.size(); ++i) {
        for (QString sql : steps[i]) {
            sql.replace(QLatin1String("%BLOB%"), m_sqlite ? QLatin1String("BLOB") : QLatin1String("BYTEA"));
            // 32 hex digits, others in each row
            sql.replace(QLatin1String("%RANDOM%"), m_sqlite
                                                       ? QLatin1String("lower(hex(randomblob(16)))")
                                                       : QLatin1String("replace(gen_random_uuid()::text, '-', '')"));
            if (auto done = run(db, sql); !done) {
                return fail(done.error());
            }
        }
        auto noted = run(db, QStringLiteral("INSERT INTO schema_version (version) VALUES (?)"), {i + 1});
        if (!noted) {
            return fail(noted.error());
        }
    }
    return transaction.commit();
}

void Database::lockWriter()
{
    if (m_sqlite) {
        m_writer.lock();
        while (::flock(m_lockFile, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
}

void Database::unlockWriter()
{
    if (m_sqlite) {
        ::flock(m_lockFile, LOCK_UN);
        m_writer.unlock();
    }
}

WriteTransaction::WriteTransaction(Database &database) : m_database(database)
{
    auto connection = database.connection();
    if (!connection) {
        m_begun = fail(connection.error());
        return;
    }
    m_connection = *connection;
    m_database.lockWriter();
    auto begun = run(m_connection, database.sqlite() ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN"));
    if (!begun) {
        m_begun = fail(begun.error());
        m_database.unlockWriter();
        return;
    }
    m_open = true;
}

WriteTransaction::~WriteTransaction()
{
    if (m_open) {
        [[maybe_unused]] auto rolled = run(m_connection, QStringLiteral("ROLLBACK"));
        m_database.unlockWriter();
    }
}

Done WriteTransaction::commit()
{
    auto committed = run(m_connection, QStringLiteral("COMMIT"));
    if (!committed) {
        return fail(committed.error());  // the destructor rolls back
    }
    m_open = false;
    m_database.unlockWriter();
    return {};
}

}  // namespace hall::gateway
