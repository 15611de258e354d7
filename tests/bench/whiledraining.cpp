// SPDX-License-Identifier: GPL-3.0-or-later
// submit-while-draining: what a visitor's case costs in the store while the queue of the same kiosk empties into a
// hall-gateway process on the same machine, against the same with nothing under way. The two take turns.
#include "app/sync/syncclient.h"
#include "tests/bench/bench.h"
#include "tests/bench/gatewayprogram.h"
#include "tests/bench/samples.h"

#include <QEventLoop>
#include <QThread>
#include <QTimer>

#include <atomic>

namespace hall::bench {

namespace {

constexpr int queuedATurn = 1000;  // cases whose sending is under way while others are handed in
constexpr int submitsATurn = 200;
constexpr unsigned long betweenMs = 5;    // two visitors do not come at once
constexpr int patienceMs = 60'000;        // without progress
constexpr unsigned long settleMs = 3000;  // the store is idle and has made its log as long as it is to be

// Sends what is queued, in a thread of its own, until nothing is: at least so many cases.
class Drain
{
public:
    Drain(KioskRig &rig, int cases) : m_cases(cases), m_thread(QThread::create([this, &rig] { run(rig); }))
    {
        m_thread->start();
    }
    ~Drain() { m_thread->wait(); }
    Drain(const Drain &) = delete;
    Drain &operator=(const Drain &) = delete;

    [[nodiscard]] bool begun() const { return m_stored > 0 || m_ended; }
    [[nodiscard]] bool overSoon() const { return m_stored >= m_cases || m_ended; }
    [[nodiscard]] Done result()
    {
        m_thread->wait();
        return m_problem.isEmpty() ? Done() : Done(fail(FaultCode::CentreTimeout, m_problem.toStdString()));
    }

private:
    void run(KioskRig &rig)
    {
        QEventLoop loop;
        QTimer patience;
        SyncClient client(rig.store(), rig.identity());
        QObject::connect(&client, &SyncClient::itemStored, &loop, [&] {
            patience.start(patienceMs);
            ++m_stored;
        });
        QObject::connect(&client, &SyncClient::roundEnded, &loop, [&](bool drained) {
            if (drained && m_stored >= m_cases) {
                loop.quit();
            }
        });
        QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
        patience.start(patienceMs);
        QMetaObject::invokeMethod(&client, &SyncClient::wake, Qt::QueuedConnection);
        loop.exec();
        if (m_stored < m_cases) {
            m_problem = QStringLiteral("%1 cases do not arrive: %2").arg(m_cases - m_stored).arg(client.problem());
        }
        m_ended = true;
    }

    int m_cases;
    std::atomic<int> m_stored = 0;
    std::atomic<bool> m_ended = false;
    QString m_problem;  // read once the thread has ended
    std::unique_ptr<QThread> m_thread;
};

Done submit(KioskRig &rig, const Settings &settings, Samples &times)
{
    const QFuture<Result<Committed>> future = rig.handIn(rig.newCase(settings.bytes));
    const WallTimer timer;
    if (const Result<Committed> committed = future.result(); !committed) {
        return fail(committed.error());
    }
    times.add(timer.ms());
    QThread::msleep(betweenMs);
    return {};
}

Done submitBesideDrain(KioskRig &rig, const Settings &settings, Samples &times)
{
    Drain drain(rig, queuedATurn);
    while (!drain.overSoon()) {
        if (!drain.begun()) {
            QThread::usleep(100);
        } else if (const Done done = submit(rig, settings, times); !done) {
            return done;
        }
    }
    return drain.result();
}

Result<Figure> submitWhileDraining(const Settings &settings, int count)
{
    GatewayProgram gateway(settings, QStringLiteral("sqlite"));
    if (const Done started = gateway.start(); !started) {
        return fail(started.error());
    }
    const auto rig = gateway.enrolledKiosk(QStringLiteral("bench-kiosk"));
    if (!rig) {
        return fail(rig.error());
    }
    QThread::msleep(settleMs);
    Samples idle;
    Samples busy;
    while (static_cast<int>(busy.size()) < count) {
        for (int i = 0; i < submitsATurn; ++i) {
            if (const Done done = submit(**rig, settings, idle); !done) {
                return fail(done.error());
            }
        }
        for (int queued = submitsATurn; queued < queuedATurn; ++queued) {
            if (const Done done = (*rig)->commit((*rig)->newCase(settings.bytes)); !done) {
                return fail(done.error());
            }
        }
        if (const Done done = submitBesideDrain(**rig, settings, busy); !done) {
            return fail(done.error());
        }
    }
    return Figure{busy.percentile(99),
                  QStringLiteral("ms"),
                  idle.percentile(99),
                  static_cast<qint64>(busy.size()),
                  {{QStringLiteral("case_bytes"), settings.bytes},
                   {QStringLiteral("idle_n"), static_cast<qint64>(idle.size())},
                   {QStringLiteral("p50"), busy.percentile(50)},
                   {QStringLiteral("baseline_p50"), idle.percentile(50)},
                   {QStringLiteral("max"), busy.percentile(100)},
                   {QStringLiteral("baseline_max"), idle.percentile(100)}}};
}

}  // namespace

QVector<Benchmark> whileDrainingBenchmarks()
{
    return {{QStringLiteral("submit-while-draining"),
             QStringLiteral("ms from the hand-over of a sealed case to the store to its durable number while the queue "
                            "empties into a hall-gateway on the same machine, 99th percentile"),
             QStringLiteral("the same with nothing under way"), QStringLiteral("ratio ≤ 2"), 400, submitWhileDraining}};
}

}  // namespace hall::bench
