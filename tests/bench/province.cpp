// SPDX-License-Identifier: GPL-3.0-or-later
// gateway-items: several kiosks empty their queues into one hall-gateway at once, each with a thread, a store and a
// line of its own, on the machine that the gateway runs on. scan-cuts: a scan of 20 MiB over a line that breaks.
#include "app/sync/syncclient.h"
#include "tests/bench/bench.h"
#include "tests/bench/gatewayprogram.h"
#include "tests/bench/samples.h"

#include <QEventLoop>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <algorithm>

namespace hall::bench {

namespace {

constexpr int kiosks = 4;
constexpr double barItems = 1333;  // the peak of a province after an outage
constexpr int patienceMs = 120'000;
constexpr double barExtra = 10;
constexpr qint64 scanBytes = 20LL * 1024 * 1024;

// Until the store has noted the centre's word on so many cases; in the calling thread. Empty: it did.
QString drained(KioskStore &store, const KioskIdentity &identity, int cases, const SyncTiming &timing = {})
{
    QEventLoop loop;
    QTimer patience;
    int stored = 0;
    SyncClient client(store, identity, timing);
    QObject::connect(&client, &SyncClient::itemStored, &loop, [&](const QString &, const QString &verdict) {
        patience.start(patienceMs);
        stored += verdict == QLatin1String("stored") ? 1 : 0;
        if (stored == cases) {
            loop.quit();
        }
    });
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    patience.start(patienceMs);
    QMetaObject::invokeMethod(&client, &SyncClient::wake, Qt::QueuedConnection);
    loop.exec();
    return stored == cases ? QString()
                           : QStringLiteral("%1 cases do not arrive: %2").arg(cases - stored).arg(client.problem());
}

Result<Figure> gatewayItems(const Settings &settings, int count)
{
    GatewayProgram gateway(settings, settings.postgres.isEmpty() ? QStringLiteral("sqlite") : settings.postgres);
    if (const Done started = gateway.start(); !started) {
        return fail(started.error());
    }
    const int each = std::max(1, count / kiosks);
    std::vector<std::unique_ptr<KioskRig>> rigs;
    for (int i = 0; i < kiosks; ++i) {
        auto rig = gateway.enrolledKiosk(QStringLiteral("bench-kiosk-%1").arg(i));
        if (!rig) {
            return fail(rig.error());
        }
        for (int made = 0; made < each; ++made) {
            if (const Done done = (*rig)->commit((*rig)->newCase(settings.bytes)); !done) {
                return fail(done.error());
            }
        }
        rigs.push_back(std::move(*rig));
    }
    std::vector<QString> problems(kiosks);
    const WallTimer timer;
    {
        std::vector<std::unique_ptr<QThread>> threads;
        for (std::size_t i = 0; i < kiosks; ++i) {
            threads.emplace_back(
                QThread::create([&, i] { problems[i] = drained(rigs[i]->store(), rigs[i]->identity(), each); }));
            threads.back()->start();
        }
        for (const auto &thread : threads) {
            thread->wait();
        }
    }
    const double ms = timer.ms();
    for (const QString &problem : problems) {
        if (!problem.isEmpty()) {
            return fail(FaultCode::CentreTimeout, problem.toStdString());
        }
    }
    return Figure{double(each) * kiosks * 1000.0 / ms,
                  QStringLiteral("cases/s"),
                  barItems,
                  qint64(each) * kiosks,
                  {{QStringLiteral("kiosks"), kiosks}, {QStringLiteral("case_bytes"), settings.bytes}}};
}

// Passes bytes on between a kiosk and the gateway, counts what the kiosk sends, and breaks the line at each of `cuts`.
class CuttingLine : public QTcpServer
{
public:
    CuttingLine(int port, QVector<qint64> cuts) : m_port(port), m_cuts(std::move(cuts))
    {
        listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] qint64 sent() const { return m_sent; }
    [[nodiscard]] qsizetype left() const { return m_cuts.size(); }

protected:
    void incomingConnection(qintptr handle) override
    {
        auto *kiosk = new QTcpSocket(this);
        kiosk->setSocketDescriptor(handle);
        auto *gateway = new QTcpSocket(this);
        gateway->connectToHost(QHostAddress::LocalHost, quint16(m_port));
        connect(kiosk, &QTcpSocket::readyRead, this, [this, kiosk, gateway] {
            const QByteArray bytes = kiosk->readAll();
            if (!m_cuts.isEmpty() && m_sent + bytes.size() >= m_cuts.constFirst()) {
                m_sent = std::max(m_sent, m_cuts.takeFirst());  // what comes after it never was on the line
                kiosk->abort();
                gateway->abort();
                return;
            }
            m_sent += bytes.size();
            gateway->write(bytes);
        });
        connect(gateway, &QTcpSocket::readyRead, this, [kiosk, gateway] { kiosk->write(gateway->readAll()); });
        for (QTcpSocket *end : {kiosk, gateway}) {
            QTcpSocket *other = end == kiosk ? gateway : kiosk;
            connect(end, &QTcpSocket::disconnected, other, &QTcpSocket::disconnectFromHost);
            connect(end, &QTcpSocket::disconnected, end, &QObject::deleteLater);
        }
    }

private:
    int m_port;
    QVector<qint64> m_cuts;  // ascending
    qint64 m_sent = 0;
};

// What the kiosk sends beyond the scan itself, as a share of it, when the line breaks `cuts` times at random places.
Result<double> extraShare(GatewayProgram &gateway, KioskRig &rig, int cuts, QRandomGenerator &random)
{
    QByteArray scan(scanBytes, '\0');
    random.generate(reinterpret_cast<quint32 *>(scan.data()), reinterpret_cast<quint32 *>(scan.data() + scan.size()));
    Transaction made = rig.newCase(0);
    if (const Done written = rig.addScan(made, scan); !written) {
        return fail(written.error());
    }
    if (const Done done = rig.commit(made); !done) {
        return fail(done.error());
    }
    QVector<qint64> places;
    for (int i = 0; i < cuts; ++i) {
        places.append(qint64(random.generateDouble() * scanBytes));
    }
    std::sort(places.begin(), places.end());
    CuttingLine line(gateway.port(), places);
    KioskIdentity identity = rig.identity();
    identity.gateway.setPort(line.serverPort());
    SyncTiming timing;
    timing.backoffBaseMs = 20;
    timing.backoffCapMs = 50;
    const QString problem = drained(rig.store(), identity, 1, timing);
    if (!problem.isEmpty() || line.left() > 0) {
        return fail(FaultCode::CentreTimeout, problem.isEmpty() ? "not every cut was made" : problem.toStdString());
    }
    return double(line.sent() - scanBytes) / double(scanBytes);
}

// count: how often with each number of cuts.
Result<Figure> scanCuts(const Settings &settings, int count)
{
    GatewayProgram gateway(settings, QStringLiteral("sqlite"));
    if (const Done started = gateway.start(); !started) {
        return fail(started.error());
    }
    const auto rig = gateway.enrolledKiosk(QStringLiteral("bench-kiosk"));
    if (!rig) {
        return fail(rig.error());
    }
    QRandomGenerator random(1);
    QJsonObject detail;
    double middle = 0;
    for (const int cuts : {0, 10, 20, 50}) {
        Samples shares;
        for (int i = 0; i < count; ++i) {
            const auto share = extraShare(gateway, **rig, cuts, random);
            if (!share) {
                return fail(share.error());
            }
            shares.add(*share * 100);
        }
        detail.insert(QStringLiteral("cuts_%1").arg(cuts), shares.mean());
        detail.insert(QStringLiteral("cuts_%1_most").arg(cuts), shares.percentile(100));
        middle = cuts == 20 ? shares.mean() : middle;
    }
    return Figure{middle, QStringLiteral("% extra"), barExtra, count, detail};
}

}  // namespace

QVector<Benchmark> provinceBenchmarks()
{
    return {
        {QStringLiteral("gateway-items"),
         QStringLiteral("cases a second that one hall-gateway stores from four kiosks at once, on the same machine; "
                        "PostgreSQL with --postgres, SQLite otherwise"),
         QStringLiteral("fixed: 1,333, the peak of a province after an outage"), QStringLiteral("ratio ≥ 1"), 8000,
         gatewayItems},
        {QStringLiteral("scan-cuts"),
         QStringLiteral("% that a kiosk sends beyond a scan of 20 MiB over a line that breaks 20 times, headers and "
                        "handshakes included (detail: 0, 10, 20 and 50 cuts)"),
         QStringLiteral("fixed: the bar of 10 %"), QStringLiteral("cuts_10 ≤ 5, cuts_20 ≤ 10, cuts_50 ≤ 20"), 3,
         scanCuts}};
}

}  // namespace hall::bench
