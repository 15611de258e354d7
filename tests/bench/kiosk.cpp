// SPDX-License-Identifier: GPL-3.0-or-later
// startup, memory: hall-kiosk --demo without a display and without a centre, watched through its control socket.
#include "tests/bench/bench.h"
#include "tests/bench/childprogram.h"
#include "tests/bench/kioskrig.h"
#include "tests/bench/samples.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QThread>

namespace hall::bench {

namespace {

constexpr int answerMs = 30'000;
constexpr int lookEveryMs = 2;
constexpr double aimMb = 250;
constexpr int warmVisits = 5;  // at most; what caches keep after the first visits is no growth
constexpr int startsWithQueue = 3;
constexpr int settleMs = 3000;
constexpr int idleSeconds = 300;  // longer than any time-out of a visitor who has gone

class KioskProgram
{
public:
    explicit KioskProgram(const Settings &settings, const QString &data = QStringLiteral("data"))
        : m_program(settings.programs + QStringLiteral("/hall-kiosk")), m_folder(settings.folder), m_data(data),
          m_socketPath(m_folder + QStringLiteral("/kiosk.sock")), m_resources(settings.resources),
          m_child(m_program, m_folder + QStringLiteral("/kiosk.log"), m_folder)
    {
    }

    // Milliseconds from the call to the attract page.
    [[nodiscard]] Result<double> start()
    {
        const WallTimer timer;
        const QStringList arguments{QStringLiteral("--demo"),
                                    QStringLiteral("--data"),
                                    m_folder + u'/' + m_data,
                                    QStringLiteral("--control"),
                                    m_socketPath,
                                    QStringLiteral("--resources"),
                                    m_resources};
        if (const Done started = m_child.start(arguments); !started) {
            return fail(started.error());
        }
        if (const Done there = waitForStage({QStringLiteral("attract")}); !there) {
            return fail(there.error());
        }
        return timer.ms();
    }
    void kill()
    {
        m_socket.abort();
        m_child.kill();
    }

    [[nodiscard]] Done waitForStage(const QStringList &stages)
    {
        return ask({{QStringLiteral("do"), QStringLiteral("wait")},
                    {QStringLiteral("for"), QJsonObject{{QStringLiteral("stage"), QJsonArray::fromStringList(stages)}}},
                    {QStringLiteral("timeout_ms"), answerMs}});
    }
    [[nodiscard]] Done ask(const QJsonObject &request)
    {
        if (const Done connected = connect(); !connected) {
            return connected;
        }
        m_socket.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
        const QDeadlineTimer deadline(answerMs);
        while (!m_socket.canReadLine()) {
            if (m_socket.state() != QLocalSocket::ConnectedState) {
                // Having found traces of a visit the kiosk began anew; it is asked again.
                return deadline.hasExpired() ? lost() : ask(request);
            }
            if (!m_socket.waitForReadyRead(static_cast<int>(deadline.remainingTime())) && deadline.hasExpired()) {
                return lost();
            }
        }
        const QJsonObject answer = QJsonDocument::fromJson(m_socket.readLine()).object();
        return answer.value(u"ok").toBool()
                   ? Done()
                   : Done(fail(FaultCode::DeviceProtocol, answer.value(u"error")[u"detail"].toString().toStdString()));
    }

    // Kilobytes by name, of a file of /proc whose lines are "Name: 12 kB"; 0 when it cannot be read.
    [[nodiscard]] double kilobytes(const char *file, const QByteArray &name) const
    {
        QFile lines(QStringLiteral("/proc/%1/%2").arg(m_child.pid()).arg(QLatin1String(file)));
        if (lines.open(QIODevice::ReadOnly)) {
            for (const QByteArray &line : lines.readAll().split('\n')) {
                if (line.startsWith(name + ':')) {
                    return line.simplified().split(' ').value(1).toDouble();
                }
            }
        }
        return 0;
    }

private:
    [[nodiscard]] Done lost() const { return fail(FaultCode::DeviceTimeout, "hall-kiosk does not answer"); }

    [[nodiscard]] Done connect()
    {
        const QDeadlineTimer deadline(answerMs);
        while (m_socket.state() != QLocalSocket::ConnectedState) {
            m_socket.connectToServer(m_socketPath);
            if (m_socket.waitForConnected(answerMs)) {
                break;
            }
            if (!m_child.running() || deadline.hasExpired()) {
                return lost();
            }
            QThread::msleep(lookEveryMs);
        }
        return {};
    }

    QString m_program;
    QString m_folder;
    QString m_data;
    QString m_socketPath;
    QString m_resources;
    QLocalSocket m_socket;
    ChildProgram m_child;
};

Result<Figure> startup(const Settings &settings, int count)
{
    const QString program = settings.programs + QStringLiteral("/hall-kiosk");
    KioskProgram kiosk(settings);
    const Result<double> first = kiosk.start();
    if (!first) {
        return fail(first.error());
    }
    Samples warm;
    Samples bare;
    for (int i = 0; i < count; ++i) {
        kiosk.kill();
        const WallTimer timer;
        if (const auto done = ChildProgram::output(program, {QStringLiteral("--help")}); !done) {
            return fail(done.error());
        }
        bare.add(timer.ms());
        const Result<double> again = kiosk.start();
        if (!again) {
            return fail(again.error());
        }
        warm.add(*again);
    }
    kiosk.kill();
    return Figure{warm.mean(),
                  QStringLiteral("ms"),
                  bare.mean(),
                  count,
                  {{QStringLiteral("new_data_ms"), *first},
                   {QStringLiteral("p95"), warm.percentile(95)},
                   {QStringLiteral("aim_ms"), 3000}}};
}

struct Starts
{
    Samples ms;
    double megabytes = 0;  // resident once everything is there
    Samples stateMs;       // until the state of the queue is told
};

Result<Starts> starts(const Settings &settings, const QString &data)
{
    Starts all;
    KioskProgram kiosk(settings, data);
    for (int i = 0; i <= startsWithQueue; ++i) {
        const Result<double> ms = kiosk.start();
        if (!ms) {
            return fail(ms.error());
        }
        if (i > 0) {  // the first one finds what it did not leave itself
            all.ms.add(*ms);
        }
        if (i < startsWithQueue) {
            kiosk.kill();
        }
    }
    QThread::msleep(settleMs);
    for (int i = 0; i < startsWithQueue; ++i) {
        const WallTimer timer;
        if (const Done told = kiosk.ask({{QStringLiteral("do"), QStringLiteral("status")}}); !told) {
            return fail(told.error());
        }
        all.stateMs.add(timer.ms());
    }
    all.megabytes = kiosk.kilobytes("status", "VmRSS") / 1024;
    kiosk.kill();
    return all;
}

// Beside a kiosk without a queue: one that could not send anything for a week. count: cases in its queue.
Result<Figure> startupQueue(const Settings &settings, int count)
{
    const QString full = QStringLiteral("queue");
    {
        KioskProgram first(settings, full);  // a demonstration is what it made itself
        if (const Result<double> made = first.start(); !made) {
            return fail(made.error());
        }
        first.kill();
        auto rig = KioskRig::make(settings.folder + u'/' + full, settings);
        if (!rig) {
            return fail(rig.error());
        }
        for (int i = 0; i < count; ++i) {
            if (const Done done = (*rig)->commit((*rig)->newCase(settings.bytes)); !done) {
                return fail(done.error());
            }
        }
    }
    const Result<Starts> without = starts(settings, QStringLiteral("data"));
    if (!without) {
        return fail(without.error());
    }
    const Result<Starts> with = starts(settings, full);
    if (!with) {
        return fail(with.error());
    }
    return Figure{with->ms.mean(),
                  QStringLiteral("ms"),
                  without->ms.mean(),
                  count,
                  {{QStringLiteral("most_ms"), with->ms.percentile(100)},
                   {QStringLiteral("more_mb"), with->megabytes - without->megabytes},
                   {QStringLiteral("state_ms"), with->stateMs.mean()},
                   {QStringLiteral("state_ms_without"), without->stateMs.mean()}}};
}

// A card that comes and goes: signed in, a new engine for the visit, everything wiped again.
Done visit(KioskProgram &kiosk, const QString &cardFile)
{
    const auto card = [&cardFile](const char *action) {
        return QJsonObject{{QStringLiteral("do"), QStringLiteral("device")},
                           {QStringLiteral("device"), QStringLiteral("social-card-reader")},
                           {QStringLiteral("action"), QLatin1String(action)},
                           {QStringLiteral("card"), cardFile}};
    };
    const QJsonObject later{{QStringLiteral("do"), QStringLiteral("clock")},
                            {QStringLiteral("advance_s"), idleSeconds}};
    Done done = kiosk.ask(card("insert"));
    done = done ? kiosk.waitForStage({QStringLiteral("consent")}) : done;
    done = done ? kiosk.ask(card("remove")) : done;
    done = done ? kiosk.ask(later) : done;
    return done ? kiosk.waitForStage({QStringLiteral("attract")}) : done;
}

Result<Figure> memory(const Settings &settings, int count)
{
    KioskProgram kiosk(settings);
    if (const Result<double> started = kiosk.start(); !started) {
        return fail(started.error());
    }
    const double resident = kiosk.kilobytes("status", "VmRSS");
    const double proportional = kiosk.kilobytes("smaps_rollup", "Pss");
    const int first = std::min(warmVisits, count);
    double begin = 0;
    double most = 0;
    for (int i = 0; i < first + count; ++i) {
        if (i == first) {
            begin = kiosk.kilobytes("status", "VmRSS");
        }
        if (const Done done = visit(kiosk, settings.resources + QStringLiteral("/demo/cards/a-free.json")); !done) {
            return fail(done.error());
        }
        most = std::max(most, kiosk.kilobytes("status", "VmRSS"));
    }
    const double end = kiosk.kilobytes("status", "VmRSS");
    QJsonObject detail{{QStringLiteral("growth_kb_a_visit"), (end - begin) / count},
                       {QStringLiteral("visits"), count},
                       {QStringLiteral("most_mb"), most / 1024}};
    if (proportional > 0) {  // a process that is not dumpable shows it to root alone
        detail.insert(QStringLiteral("pss_mb"), proportional / 1024);
    }
    return Figure{resident / 1024, QStringLiteral("MB"), aimMb, 1, detail};
}

}  // namespace

QVector<Benchmark> kioskBenchmarks()
{
    return {{QStringLiteral("startup"),
             QStringLiteral("ms from the start of hall-kiosk --demo to the attract page, on data left by kill -9"),
             QStringLiteral("hall-kiosk --help: the same program and libraries, no kiosk"),
             QStringLiteral("value ≤ 3000, bar 5000"), 10, startup},
            {QStringLiteral("startup-queue"),
             QStringLiteral("the same with a queue of so many cases that nobody could take for a week"),
             QStringLiteral("the same without a queue, in the same run"),
             QStringLiteral("value ≤ 2000, more_mb ≤ 150 (--count 100000)"), 2000, startupQueue},
            {QStringLiteral("memory"),
             QStringLiteral("MB resident (VmRSS) at attract; then visits that end at the consent page"),
             QStringLiteral("fixed: the aim of 250 MB"),
             QStringLiteral("value ≤ 250, growth_kb_a_visit ≤ 2 over 1,000"), 20, memory}};
}

}  // namespace hall::bench
