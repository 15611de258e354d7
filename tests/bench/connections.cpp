// SPDX-License-Identifier: GPL-3.0-or-later
// gateway-connections: as many kiosks as a city may have, each with a certificate of its own and a connection that
// stays open through a real nginx, set up as app/gateway/deploy sets it up, to a real hall-gateway; what both take in
// memory.
#include "app/gateway/kiosks.h"
#include "app/protocol/x509.h"
#include "tests/bench/bench.h"
#include "tests/bench/gatewayprogram.h"
#include "tests/bench/nginxprogram.h"
#include "tests/bench/samples.h"
#include "tests/bench/tlsline.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace hall::bench {

namespace {

constexpr double barMb = 200;
constexpr int rounds = 3;
constexpr int atOnce = 32;  // questions on their way, as many as the front has threads
const QByteArray question = QByteArrayLiteral("GET /v1/inbox?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n");

struct Certificate
{
    QByteArray pem;
    QByteArray keyPem;
};

// The gateway's events of this process go nowhere while it exists.
class Quiet
{
public:
    Quiet()
    {
        const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
    ~Quiet()
    {
        dup2(m_kept, STDERR_FILENO);
        close(m_kept);
    }
    Quiet(const Quiet &) = delete;
    Quiet &operator=(const Quiet &) = delete;
    Quiet(Quiet &&) = delete;
    Quiet &operator=(Quiet &&) = delete;

private:
    int m_kept = dup(STDERR_FILENO);
};

// Written where the front will find them, before it runs: 2,000 calls of enrolment are another measurement.
Result<std::vector<Certificate>> enrolledKiosks(const GatewayProgram &gateway, int count)
{
    const auto keys = gateway::loadFrontKeys(gateway.data());
    if (!keys) {
        return fail(keys.error());
    }
    auto database = gateway::Database::open(gateway.data(), gateway.database());
    if (!database) {
        return fail(database.error());
    }
    const Quiet quiet;
    const SystemClock clock;
    gateway::Kiosks kiosks(*database, *keys, clock);
    std::vector<Certificate> made;
    for (int i = 0; i < count; ++i) {
        const auto code = kiosks.newCode(QStringLiteral("bench-%1").arg(i));
        const auto key = newP256Key();
        const auto csr = key ? makeCsr(*key, QStringLiteral("hallkiosk")) : fail(key.error());
        if (!code || !csr) {
            return fail(code ? csr.error() : code.error());
        }
        wire::EnrolRequest request{*code, *csr, Signer::generate().publicKey(), {}};
        request.mac = wire::enrolMac(*code, request.csrPem, request.signKey);
        const auto answer = kiosks.enrol(request);
        if (!answer) {
            return fail(answer.error());
        }
        made.push_back({answer->certificatePem, *key});
    }
    return made;
}

// Kilobytes of one process, from the lines "Name: 12 kB" of a file of /proc.
double kilobytes(qint64 pid, const char *file, const QByteArray &name)
{
    QFile lines(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(file)));
    if (lines.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : lines.readAll().split('\n')) {
            if (line.startsWith(name + ':')) {
                return line.simplified().split(' ').value(1).toDouble();
            }
        }
    }
    return 0;
}

// A process and all that it started.
QVector<qint64> family(qint64 pid)
{
    QVector<qint64> all{pid};
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QDir tasks(QStringLiteral("/proc/%1/task").arg(all[i]));
        for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile children(tasks.filePath(task + QStringLiteral("/children")));
            if (children.open(QIODevice::ReadOnly)) {
                for (const QByteArray &child : children.readAll().simplified().split(' ')) {
                    if (child.toLongLong() > 0) {
                        all.append(child.toLongLong());
                    }
                }
            }
        }
    }
    return all;
}

struct Memory
{
    double shareMb = 0;     // PSS: what is shared counts once
    double residentMb = 0;  // RSS
    int processes = 0;
};

Memory memoryOf(const QVector<qint64> &pids)
{
    Memory sum;
    for (const qint64 pid : pids) {
        sum.shareMb += kilobytes(pid, "smaps_rollup", "Pss") / 1024;
        sum.residentMb += kilobytes(pid, "status", "VmRSS") / 1024;
        ++sum.processes;
    }
    return sum;
}

// Every line asks once, some at a time; empty when each was answered with 200.
QString askAll(std::vector<std::unique_ptr<TlsLine>> &lines)
{
    for (std::size_t begin = 0; begin < lines.size(); begin += atOnce) {
        const std::size_t end = std::min(lines.size(), begin + atOnce);
        for (std::size_t i = begin; i < end; ++i) {
            if (!lines[i]->send(question)) {
                return QStringLiteral("connection %1 is gone").arg(i);
            }
        }
        for (std::size_t i = begin; i < end; ++i) {
            if (const int status = lines[i]->answer(); status != 200) {
                return QStringLiteral("connection %1 was answered with %2").arg(i).arg(status);
            }
        }
    }
    return {};
}

void allowManyFiles()
{
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

// count: connections.
Result<Figure> gatewayConnections(const Settings &settings, int count)
{
    allowManyFiles();
    GatewayProgram gateway(settings, settings.postgres.isEmpty() ? QStringLiteral("sqlite") : settings.postgres);
    if (const Done made = gateway.init(); !made) {
        return fail(made.error());
    }
    const auto certificates = enrolledKiosks(gateway, count);
    if (!certificates) {
        return fail(certificates.error());
    }
    if (const Done started = gateway.serve({QStringLiteral("--behind-proxy")}); !started) {
        return fail(started.error());
    }
    NginxProgram nginx(settings.folder, gateway.data() + QStringLiteral("/front"), gateway.port());
    if (const Done started = nginx.start(); !started) {
        return fail(started.error());
    }
    const auto both = [&] { return family(gateway.pid()) + family(nginx.pid()); };
    const Memory before = memoryOf(both());
    std::vector<std::unique_ptr<TlsLine>> lines;
    const WallTimer timer;
    for (const Certificate &own : *certificates) {
        lines.push_back(std::make_unique<TlsLine>(nginx.port(), own.pem, own.keyPem));
        // Asks at once, as a kiosk does: nginx hangs up on who says nothing.
        if (!lines.back()->open() || !lines.back()->send(question) || lines.back()->answer() != 200) {
            return fail(FaultCode::CentreUnreachable, "connection " + std::to_string(lines.size()) + " is not taken");
        }
    }
    const double openMs = timer.ms();
    // What is read of memory counts when all of them can be used afterwards.
    Memory most = memoryOf(both());
    for (int round = 0; round < rounds; ++round) {
        if (const QString problem = askAll(lines); !problem.isEmpty()) {
            return fail(FaultCode::CentreProtocol, problem.toStdString());
        }
        const Memory now = memoryOf(both());
        most = now.shareMb > most.shareMb ? now : most;
    }
    if (const QString problem = askAll(lines); !problem.isEmpty()) {
        return fail(FaultCode::CentreProtocol, problem.toStdString());
    }
    const Memory front = memoryOf(family(gateway.pid()));
    return Figure{most.shareMb,
                  QStringLiteral("MB"),
                  barMb,
                  count,
                  {{QStringLiteral("rss_mb"), most.residentMb},
                   {QStringLiteral("without_connections_mb"), before.shareMb},
                   {QStringLiteral("front_mb"), front.shareMb},
                   {QStringLiteral("processes"), most.processes},
                   {QStringLiteral("open_ms"), openMs}}};
}

}  // namespace

QVector<Benchmark> connectionBenchmarks()
{
    return {
        {QStringLiteral("gateway-connections"),
         QStringLiteral("memory (PSS) of nginx and hall-gateway, all processes of both, while so many kiosks keep a "
                        "TLS 1.3 connection each that they go on using; PostgreSQL with --postgres, SQLite otherwise"),
         QStringLiteral("fixed: the bar of 200 MB"), QStringLiteral("ratio ≤ 1 with 2,000"), 2000, gatewayConnections}};
}

}  // namespace hall::bench
