// SPDX-License-Identifier: GPL-3.0-or-later
// drain-sqlite, drain-postgres: queued cases through the real sync client, TLS and a hall-gateway process, until the
// kiosk's store has noted the centre's word on each; against inserting the same bytes in raw commits of 100 rows into
// a plain table of the same kind of database on the same disk. The two take turns, a thousand cases each, or a
// twentieth of many.
#include "app/ctl/kioskdata.h"
#include "app/sync/syncclient.h"
#include "tests/bench/bench.h"
#include "tests/bench/gatewayprogram.h"
#include "tests/bench/samples.h"

#include <QDir>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTimer>
#include <QUrl>

namespace hall::bench {

namespace {

constexpr int leastTurn = 1000;  // cases before the other side has its turn
constexpr int turns = 20;
constexpr int rowsACommit = 100;
constexpr int patienceMs = 60'000;  // without progress

Fault sqlFault(const QSqlError &error)
{
    return Fault(FaultCode::StoreIo, error.text().toStdString());
}

// A connection of its own, closed and forgotten with the object.
class Connection
{
public:
    explicit Connection(const QString &driver)
        : m_name(QStringLiteral("bench-%1").arg(reinterpret_cast<quintptr>(this))),
          m_database(QSqlDatabase::addDatabase(driver, m_name))
    {
    }
    ~Connection()
    {
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] QSqlDatabase &operator*() { return m_database; }
    [[nodiscard]] Done run(const QString &sql)
    {
        QSqlQuery query(m_database);
        return query.exec(sql) ? Done() : Done(fail(sqlFault(query.lastError())));
    }
    [[nodiscard]] Done openPostgres(const QUrl &url)
    {
        m_database.setHostName(url.host());
        m_database.setPort(url.port(5432));
        m_database.setUserName(url.userName());
        m_database.setPassword(url.password());
        m_database.setDatabaseName(url.path().mid(1));
        return m_database.open() ? Done() : Done(fail(sqlFault(m_database.lastError())));
    }

private:
    QString m_name;
    QSqlDatabase m_database;
};

// A database on the named server that lives as long as the object.
class PrivatePostgres
{
public:
    explicit PrivatePostgres(const QString &server) : m_server(server), m_connection(QStringLiteral("QPSQL")) {}
    ~PrivatePostgres()
    {
        if (!m_name.isEmpty()) {
            (void)m_connection.run(QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(m_name));
        }
    }
    PrivatePostgres(const PrivatePostgres &) = delete;
    PrivatePostgres &operator=(const PrivatePostgres &) = delete;

    [[nodiscard]] Done make()
    {
        if (const Done opened = m_connection.openPostgres(m_server); !opened) {
            return opened;
        }
        const QString name = QStringLiteral("hall_bench_%1").arg(QCoreApplication::applicationPid());
        if (const Done made = m_connection.run(QStringLiteral("CREATE DATABASE %1").arg(name)); !made) {
            return made;
        }
        m_name = name;
        return {};
    }
    [[nodiscard]] QString url() const
    {
        QUrl url = m_server;
        url.setPath(QLatin1Char('/') + m_name);
        return url.toString(QUrl::FullyEncoded);
    }

private:
    QUrl m_server;
    QString m_name;
    Connection m_connection;
};

// The plain table: what a row costs with no checks and no seals.
class RawTable
{
public:
    explicit RawTable(bool postgres)
        : m_postgres(postgres), m_connection(postgres ? QStringLiteral("QPSQL") : QStringLiteral("QSQLITE"))
    {
    }

    [[nodiscard]] Done open(const QString &where)
    {
        const QString bytes = m_postgres ? QStringLiteral("BYTEA") : QStringLiteral("BLOB");
        QStringList statements;
        if (m_postgres) {
            if (const Done opened = m_connection.openPostgres(QUrl(where)); !opened) {
                return opened;
            }
        } else {
            (*m_connection).setDatabaseName(where);
            if (!(*m_connection).open()) {
                return fail(sqlFault((*m_connection).lastError()));
            }
            statements << QStringLiteral("PRAGMA journal_mode = WAL") << QStringLiteral("PRAGMA synchronous = FULL");
        }
        statements << QStringLiteral(
                          "CREATE TABLE raw (id TEXT PRIMARY KEY, seq BIGINT NOT NULL, envelope TEXT NOT NULL,"
                          " body %1 NOT NULL)")
                          .arg(bytes);
        for (const QString &statement : std::as_const(statements)) {
            if (const Done done = m_connection.run(statement); !done) {
                return done;
            }
        }
        return {};
    }

    [[nodiscard]] Done insert(const QVector<OutboxItem> &items)
    {
        for (qsizetype at = 0; at < items.size(); at += rowsACommit) {
            if (const Done done = commit(items.mid(at, rowsACommit)); !done) {
                return done;
            }
        }
        return {};
    }

private:
    // PostgreSQL gets its rows in one statement, SQLite in one transaction: each the quicker way for it.
    [[nodiscard]] Done commit(const QVector<OutboxItem> &rows)
    {
        const QString row = QStringLiteral("(?,?,?,?)");
        const QString into = QStringLiteral("INSERT INTO raw (id, seq, envelope, body) VALUES ");
        QSqlQuery query(*m_connection);
        query.prepare(into + (m_postgres ? QStringList(rows.size(), row).join(QLatin1Char(',')) : row));
        bool good = m_postgres || (*m_connection).transaction();
        for (const OutboxItem &item : rows) {
            query.addBindValue(item.id);
            query.addBindValue(item.seq);
            query.addBindValue(QString::fromUtf8(item.envelopeJson));
            query.addBindValue(item.sealedBody);
            good = good && (m_postgres || query.exec());
        }
        good = good && (m_postgres ? query.exec() : (*m_connection).commit());
        return good ? Done() : Done(fail(sqlFault(query.lastError())));
    }

    bool m_postgres;
    Connection m_connection;
};

// Milliseconds until the store has noted "stored" for so many cases.
Result<double> drain(KioskRig &rig, int cases)
{
    QEventLoop loop;
    QTimer patience;
    int stored = 0;
    double ms = 0;
    const WallTimer timer;
    SyncClient client(rig.store(), rig.identity());
    QObject::connect(&client, &SyncClient::itemStored, &loop, [&](const QString &, const QString &verdict) {
        patience.start(patienceMs);
        stored += verdict == QLatin1String("stored") ? 1 : 0;
        if (stored == cases) {
            ms = timer.ms();
        }
    });
    QObject::connect(&client, &SyncClient::roundEnded, &loop, [&](bool drained) {
        if (drained && stored == cases) {
            loop.quit();
        }
    });
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    patience.start(patienceMs);
    QMetaObject::invokeMethod(&client, &SyncClient::wake, Qt::QueuedConnection);
    loop.exec();
    if (stored != cases) {
        return fail(FaultCode::CentreTimeout,
                    std::to_string(cases - stored) + " cases do not arrive: " + client.problem().toStdString());
    }
    return ms;
}

struct Totals
{
    double drainMs = 0;
    double rawMs = 0;
    double kioskWorkMs = 0;  // of all processors, during the drain
    double gatewayWorkMs = 0;
    double rawWorkMs = 0;  // of this process
    qint64 bytes = 0;
};

Result<QVector<OutboxItem>> queued(KioskRig &rig, int cases, qint64 bytes)
{
    for (int i = 0; i < cases; ++i) {
        if (const Done done = rig.commit(rig.newCase(bytes)); !done) {
            return fail(done.error());
        }
    }
    return ctl::waitFor(rig.store().next(cases, std::numeric_limits<qint64>::max()));
}

Result<Totals> measure(const Settings &settings, int count, const QString &database, RawTable &raw)
{
    GatewayProgram gateway(settings, database);
    if (const Done started = gateway.start(); !started) {
        return fail(started.error());
    }
    auto rig = gateway.enrolledKiosk(QStringLiteral("bench-kiosk"));
    if (!rig) {
        return fail(rig.error());
    }
    Totals totals;
    const int turn = std::max(leastTurn, count / turns);
    for (int done = 0; done < count; done += turn) {
        const int cases = std::min(turn, count - done);
        const auto items = queued(**rig, cases, settings.bytes);
        if (!items) {
            return fail(items.error());
        }
        const auto gatewayPid = static_cast<pid_t>(gateway.pid());
        const double gatewayBefore = workedMs(gatewayPid);
        const double kioskBefore = workedMs();
        const auto ms = drain(**rig, cases);
        if (!ms) {
            return fail(ms.error());
        }
        totals.kioskWorkMs += workedMs() - kioskBefore;
        totals.gatewayWorkMs += workedMs(gatewayPid) - gatewayBefore;
        if (const Done rested = gateway.waitForCore(); !rested) {
            return fail(rested.error());
        }
        const WallTimer timer;
        const double rawBefore = workedMs();
        if (const Done inserted = raw.insert(*items); !inserted) {
            return fail(inserted.error());
        }
        totals.rawMs += timer.ms();
        totals.rawWorkMs += workedMs() - rawBefore;
        totals.drainMs += *ms;
        for (const OutboxItem &item : *items) {
            totals.bytes += item.envelopeJson.size() + item.sealedBody.size();
        }
    }
    return totals;
}

Result<Figure> figureOf(const Settings &settings, int count, const QString &database, RawTable &raw)
{
    const Result<Totals> totals = measure(settings, count, database, raw);
    if (!totals) {
        return fail(totals.error());
    }
    return Figure{count * 1000.0 / totals->drainMs,
                  QStringLiteral("cases/s"),
                  count * 1000.0 / totals->rawMs,
                  count,
                  {{QStringLiteral("case_bytes"), settings.bytes},
                   {QStringLiteral("row_bytes"), totals->bytes / count},
                   {QStringLiteral("kiosk_work_us"), totals->kioskWorkMs * 1000 / count},
                   {QStringLiteral("gateway_work_us"), totals->gatewayWorkMs * 1000 / count},
                   {QStringLiteral("baseline_work_us"), totals->rawWorkMs * 1000 / count},
                   {QStringLiteral("with_core"), settings.withCore}}};
}

Result<Figure> drainSqlite(const Settings &settings, int count)
{
    RawTable raw(false);
    if (const Done opened = raw.open(settings.folder + QStringLiteral("/raw.db")); !opened) {
        return fail(opened.error());
    }
    return figureOf(settings, count, QStringLiteral("sqlite"), raw);
}

Result<Figure> drainPostgres(const Settings &settings, int count)
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL"))) {
        return fail(FaultCode::BadArgument, "the Qt driver for PostgreSQL (libqt6sql6-psql) is not installed");
    }
    PrivatePostgres postgres(settings.postgres);
    if (const Done made = postgres.make(); !made) {
        return fail(made.error());
    }
    RawTable raw(true);
    if (const Done opened = raw.open(postgres.url()); !opened) {
        return fail(opened.error());
    }
    return figureOf(settings, count, postgres.url(), raw);
}

}  // namespace

QVector<Benchmark> drainBenchmarks()
{
    const QString value = QStringLiteral("cases a second from the kiosk's queue to the centre's word noted in it: sync "
                                         "client, TLS, signatures, chain, hall-gateway process, ");
    const QString baseline =
        QStringLiteral("the same bytes as raw inserts, 100 rows a commit, through the same driver: ");
    const QString goal = QStringLiteral("ratio ≥ 0.5 (--count 100000)");
    return {{QStringLiteral("drain-sqlite"), value + QStringLiteral("SQLite"),
             baseline + QStringLiteral("SQLite, WAL, FULL"), goal, 4000, drainSqlite},
            {QStringLiteral("drain-postgres"), value + QStringLiteral("PostgreSQL"),
             baseline + QStringLiteral("PostgreSQL, server as configured"), goal, 4000, drainPostgres, true}};
}

}  // namespace hall::bench
