// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/database.h"

#include "app/gateway/databaseaddress.h"
#include "app/gateway/schema.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSqlDriver>
#include <QSqlError>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace hall::gateway {
namespace {

constexpr qint64 kMigrationLock = 0x48616c6c4b;  // any number of this program's own: "HallK"

std::atomic<quint64> s_databases{0};
std::atomic<quint64> s_connections{0};

// How often a server was lost. A connection that was opened before the last time is opened anew before it is used
// again, so that after a failover not every thread has to find out by itself.
std::atomic<quint64> s_losses{0};

struct Held
{
    QString name;
    quint64 losses = 0;          // when it was opened
    bool inTransaction = false;  // then it is never opened anew: what follows would stand outside of it
    std::shared_ptr<std::unordered_map<QString, QSqlQuery>> kept{};  // compiled statements, by their text
};

// The connections this thread opened, by database, closed when it ends.
struct ThreadConnections
{
    QHash<quint64, Held> held;
    ~ThreadConnections()
    {
        for (Held &one : held) {
            one.kept.reset();
            QSqlDatabase::removeDatabase(one.name);
        }
    }
};
thread_local ThreadConnections t_connections;

// The server is gone, shuts down, or is a standby now and takes nothing.
bool serverLost(const QSqlDriver *driver, const QSqlError &error)
{
    static const QStringList codes{QStringLiteral("25006"), QStringLiteral("57P01"), QStringLiteral("57P02"),
                                   QStringLiteral("57P03")};
    return driver && driver->dbmsType() == QSqlDriver::PostgreSQL &&
           (!driver->isOpen() || codes.contains(error.nativeErrorCode()));
}

tl::unexpected<Fault> sqlFailed(const QSqlDriver *driver, const QSqlError &error)
{
    if (serverLost(driver, error)) {
        ++s_losses;
    }
    const bool full = error.nativeErrorCode() == QLatin1String("13");  // SQLITE_FULL
    return fail(full ? FaultCode::StoreFull : FaultCode::StoreIo,
                error.driverText().toStdString() + " " + error.databaseText().toStdString());
}

// Row by row the driver would end an answer early, as if it were whole, when the server is lost in the middle of it.
QSqlQuery emptyQuery(const QSqlDatabase &connection)
{
    QSqlQuery query(connection);
    query.setForwardOnly(connection.driver()->dbmsType() != QSqlDriver::PostgreSQL);
    return query;
}

// Of a new connection to PostgreSQL. Whatever a server or role is set to: what was committed is on the disk.
Done settle(QSqlDatabase &connection)
{
    // What is there already is no news to whoever calls a command.
    auto done = run(connection, QStringLiteral("SET client_min_messages = warning"));
    done = done ? run(connection, QStringLiteral("SELECT set_config('synchronous_commit', 'on', false)"
                                                 " WHERE current_setting('synchronous_commit') IN ('off', 'local')"))
                : std::move(done);
    return done ? Done() : Done(fail(done.error()));
}

}  // namespace

Result<QSqlQuery> prepare(QSqlDatabase &connection, const QString &sql)
{
    QSqlQuery query = emptyQuery(connection);
    if (!query.prepare(sql)) {
        return sqlFailed(connection.driver(), query.lastError());
    }
    return query;
}

Done runAgain(QSqlQuery &query, const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i) {
        query.bindValue(static_cast<int>(i), values[i]);
    }
    if (!query.exec()) {
        return sqlFailed(query.driver(), query.lastError());
    }
    return {};
}

Result<QSqlQuery> run(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    if (values.isEmpty()) {
        // PostgreSQL prepares only SELECT, INSERT, UPDATE and DELETE.
        QSqlQuery query = emptyQuery(connection);
        return query.exec(sql) ? Result<QSqlQuery>(std::move(query))
                               : sqlFailed(connection.driver(), query.lastError());
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

Done runKept(QSqlDatabase &connection, const QString &sql, const QVariantList &values,
             const std::function<Done(QSqlQuery &)> &read)
{
    const QString name = connection.connectionName();
    const auto holder = std::find_if(t_connections.held.begin(), t_connections.held.end(),
                                     [&name](const Held &one) { return one.name == name; });
    if (holder == t_connections.held.end() || connection.driver()->dbmsType() != QSqlDriver::SQLite) {
        auto query = run(connection, sql, values);
        return !query ? Done(fail(query.error())) : read ? read(*query) : Done();
    }
    if (!holder->kept) {
        holder->kept = std::make_shared<std::unordered_map<QString, QSqlQuery>>();
    }
    const auto kept = holder->kept;
    auto known = kept->find(sql);
    if (known == kept->end()) {
        auto query = prepare(connection, sql);
        if (!query) {
            return fail(query.error());
        }
        known = kept->emplace(sql, std::move(*query)).first;
    }
    Done done = runAgain(known->second, values);
    done = done && read ? read(known->second) : done;
    known->second.finish();  // no row of it is held any longer
    return done;
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
    if (!database->m_sqlite) {
        auto address = parseDatabaseUrl(url);
        if (!address) {
            return fail(address.error());
        }
        database->m_address = std::move(*address);
    }
    if (database->m_sqlite) {
        database->m_path = dataDir + QStringLiteral("/gateway.db");
        const QByteArray lock = QFile::encodeName(dataDir + QStringLiteral("/gateway.lock"));
        database->m_lockFile = ::open(lock.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (database->m_lockFile < 0) {
            return fail(FaultCode::FileUnreadable, lock.toStdString() + ": " + std::strerror(errno) +
                                                       " (a gateway on PostgreSQL is called with --database)");
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
    const QString name = t_connections.held.take(m_number).name;
    if (!name.isEmpty()) {
        QSqlDatabase::removeDatabase(name);
    }
    if (m_lockFile >= 0) {
        ::close(m_lockFile);
    }
}

Result<QSqlDatabase> Database::connection()
{
    const quint64 losses = s_losses;
    const auto known = t_connections.held.find(m_number);
    if (known == t_connections.held.end()) {
        const QString name = QStringLiteral("gateway-%1").arg(++s_connections);
        QSqlDatabase connection =
            QSqlDatabase::addDatabase(m_sqlite ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL"), name);
        t_connections.held.insert(m_number, {name, losses, false, {}});
        configure(connection);
        if (auto done = connect(connection); !done) {
            return fail(done.error());
        }
        return connection;
    }
    QSqlDatabase connection = QSqlDatabase::database(known->name, false);
    if (connection.isOpen() && (m_sqlite || known->inTransaction || known->losses == losses)) {
        return connection;
    }
    if (known->inTransaction) {
        return fail(FaultCode::StoreIo, "the database was lost within a transaction");
    }
    connection.close();
    if (auto done = connect(connection); !done) {
        return fail(done.error());
    }
    known->losses = losses;
    return connection;
}

void Database::configure(QSqlDatabase &connection) const
{
    if (m_sqlite) {
        connection.setDatabaseName(m_path);
        connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    } else {
        connection.setUserName(m_address.user);
        connection.setPassword(m_address.password);
        connection.setDatabaseName(m_address.name);
        connection.setConnectOptions(m_address.options);
    }
}

Done Database::connect(QSqlDatabase &connection) const
{
    if (!connection.open()) {
        const QSqlError error = connection.lastError();
        return fail(FaultCode::StoreIo, error.driverText().toStdString() + " " + error.databaseText().toStdString());
    }
    if (!m_sqlite) {
        return settle(connection);
    }
    // Pages that hold whole cases: a fourth of the calls to the system. Of a file that has some already, they stay.
    for (const auto *pragma :
         {"PRAGMA page_size=16384", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
          "PRAGMA trusted_schema=OFF", "PRAGMA wal_autocheckpoint=1000"}) {
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
    m_begun = begin();
    if (!m_begun && !database.sqlite()) {
        m_begun = begin();  // a connection that was lost since it was last used; nothing has been done yet
    }
}

Done WriteTransaction::begin()
{
    auto connection = m_database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    m_connection = *connection;
    m_database.lockWriter();
    auto begun = run(m_connection, m_database.sqlite() ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN"));
    if (!begun) {
        m_database.unlockWriter();
        return fail(begun.error());
    }
    open(true);
    return {};
}

void WriteTransaction::open(bool is)
{
    m_open = is;
    t_connections.held[m_database.m_number].inTransaction = is;
}

WriteTransaction::~WriteTransaction()
{
    if (m_open) {
        if (m_connection.isOpen()) {
            [[maybe_unused]] auto rolled = run(m_connection, QStringLiteral("ROLLBACK"));
        }
        open(false);
        m_database.unlockWriter();
    }
}

Done WriteTransaction::commit()
{
    auto committed = run(m_connection, QStringLiteral("COMMIT"));
    if (!committed) {
        return fail(committed.error());  // the destructor rolls back; a lost server may have committed all the same
    }
    open(false);
    m_database.unlockWriter();
    return {};
}

}  // namespace hall::gateway
