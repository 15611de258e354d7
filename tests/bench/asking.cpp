// SPDX-License-Identifier: GPL-3.0-or-later
// ask-centre: what a visitor's questions take, over TLS. line-back: how soon the first case is at the centre once the
// line is back; line-back-backlog: and when a thousand others lie before it. All with a hall-gateway process on the
// same machine, and the clients as the kiosk wires them.
#include "app/ctl/kioskdata.h"
#include "app/sync/healthreporter.h"
#include "app/sync/httpscentre.h"
#include "app/sync/linewatch.h"
#include "tests/bench/bench.h"
#include "tests/bench/gatewayprogram.h"
#include "tests/bench/samples.h"

#include <QDir>
#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>
#include <QUuid>

namespace hall::bench {
namespace {

constexpr double askGoalMs = 300;
constexpr int visitsAKiosk = 6;  // a kiosk may ask thirty times in a minute, and asks four times a visit
constexpr double personGoalS = 5;
constexpr double nobodyGoalS = 60;
constexpr int outageMs = 150'000;  // the pauses of a client have grown to two minutes by then
constexpr int patienceMs = 120'000;
constexpr int coreStartMs = 20'000;

struct Visitor
{
    const char *number;
    const char *name;
};
// Of resources/demo/centre/people.json.
constexpr Visitor known{"37020019900307006X", "张测试"};

Result<CentreAnswer> wait(const QFuture<Result<CentreAnswer>> &future)
{
    QFutureWatcher<Result<CentreAnswer>> watcher;
    QEventLoop loop;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished()) {
        loop.exec();
    }
    return future.result();
}

struct Asked
{
    Samples all;
    Samples first;  // of a visit: with the handshake
};

Done visit(HttpsCentre &centre, Asked &asked)
{
    const VisitProof proof{QUuid::createUuid().toString(QUuid::WithoutBraces),
                           Sensitive<QString>(QString::fromUtf8(known.number)),
                           Sensitive<QString>(QString::fromUtf8(known.name)),
                           QStringLiteral("social-card"),
                           QStringLiteral("370200"),
                           QStringLiteral("holder")};
    const std::function<QFuture<Result<CentreAnswer>>()> questions[] = {
        [&] { return centre.progress(proof); }, [&] { return centre.needs(proof); },
        [&] { return centre.prefill(proof, QStringLiteral("unemployment-registration")); },
        [&] { return centre.query(proof, QStringLiteral("emp-cert")); }};
    for (const auto &question : questions) {
        const WallTimer timer;
        const auto answer = wait(question());
        if (!answer) {
            return fail(answer.error());
        }
        asked.all.add(timer.ms());
        if (&question == questions) {
            asked.first.add(timer.ms());
        }
    }
    centre.forget();
    return {};
}

// Visits at a gateway that is started with `more`.
Result<Asked> askedOf(const Settings &settings, const QStringList &more, int count)
{
    QDir().mkpath(settings.folder);
    GatewayProgram gateway(settings, QStringLiteral("sqlite"));
    Done begun = gateway.init();
    begun =
        begun
            ? gateway.serve(
                  QStringList{QStringLiteral("--catalogue"), settings.resources + QStringLiteral("/catalogue")} + more)
            : begun;
    Asked asked;
    for (int kiosk = 0; begun && static_cast<int>(asked.all.size()) < count; ++kiosk) {
        const auto rig = gateway.enrolledKiosk(QStringLiteral("bench-kiosk-%1").arg(kiosk));
        if (!rig) {
            return fail(rig.error());
        }
        HttpsCentre centre((*rig)->identity());
        for (int i = 0; begun && i < visitsAKiosk; ++i) {
            begun = visit(centre, asked);
        }
    }
    return begun ? Result<Asked>(std::move(asked)) : fail(begun.error());
}

// The records in the gateway's own tables, and then where a municipal core has them, a process of its own.
Result<Figure> askCentre(const Settings &settings, int count)
{
    const QString people = settings.resources + QStringLiteral("/demo/centre/people.json");
    const auto asked = askedOf(settings, {QStringLiteral("--demo-people"), people}, count);
    if (!asked) {
        return fail(asked.error());
    }
    Settings own = settings;
    own.folder += QStringLiteral("/core");
    QDir().mkpath(own.folder);
    ChildProgram core(settings.programs + QStringLiteral("/hall-core-standin"),
                      own.folder + QStringLiteral("/core.log"), own.folder);
    const QString begins = QStringLiteral("listening on ");
    const Done started = core.start({QStringLiteral("--data"), own.folder + QStringLiteral("/standin"),
                                     QStringLiteral("--people"), people, QStringLiteral("--dictionary"),
                                     settings.resources + QStringLiteral("/catalogue/dictionary.json")});
    const auto line = started ? core.waitForLine(begins, coreStartMs) : Result<QString>(fail(started.error()));
    const auto through = line ? askedOf(own, {QStringLiteral("--ask"), line->mid(begins.size()).trimmed()}, count)
                              : Result<Asked>(fail(line.error()));
    if (!through) {
        return fail(through.error());
    }
    return Figure{asked->all.percentile(95),
                  QStringLiteral("ms"),
                  askGoalMs,
                  static_cast<qint64>(asked->all.size()),
                  {{QStringLiteral("p50"), asked->all.percentile(50)},
                   {QStringLiteral("p99"), asked->all.percentile(99)},
                   {QStringLiteral("max"), asked->all.percentile(100)},
                   {QStringLiteral("first_p95"), asked->first.percentile(95)},
                   {QStringLiteral("core_p50"), through->all.percentile(50)},
                   {QStringLiteral("core_p95"), through->all.percentile(95)},
                   {QStringLiteral("core_p99"), through->all.percentile(99)},
                   {QStringLiteral("core_max"), through->all.percentile(100)}}};
}

// A kiosk without screen and devices, its clients wired as app/kiosk/kioskapp.cpp wires them.
class Kiosk
{
public:
    Kiosk(std::unique_ptr<KioskRig> rig, bool somebodyWaits)
        : m_rig(std::move(rig)), m_client(m_rig->store(), m_rig->identity()),
          m_health(m_rig->identity(),
                   [] {
                       return QJsonObject{{QStringLiteral("v"), 1}};
                   }),
          m_watch(m_client, [somebodyWaits] { return somebodyWaits; })
    {
        QObject::connect(&m_health, &HealthReporter::answered, &m_watch, &LineWatch::heard);
        m_client.wake();
        m_health.soon();
    }
    [[nodiscard]] SyncClient &client() { return m_client; }
    [[nodiscard]] KioskRig &rig() { return *m_rig; }
    [[nodiscard]] Done handIn(const Settings &settings)
    {
        Done done = m_rig->commit(m_rig->newCase(settings.bytes));
        m_client.wake();
        return done;
    }

private:
    std::unique_ptr<KioskRig> m_rig;
    SyncClient m_client;
    HealthReporter m_health;
    LineWatch m_watch;
};

void spin(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

// Seconds until the centre has a case of each kiosk; one that is never there took longer than all patience.
Samples untilStored(const std::vector<std::unique_ptr<Kiosk>> &kiosks, const std::function<Done()> &lineBack,
                    Done &done)
{
    Samples times;
    QEventLoop loop;
    std::optional<WallTimer> timer;
    std::vector<bool> heard(kiosks.size(), false);
    for (std::size_t i = 0; i < kiosks.size(); ++i) {
        QObject::connect(&kiosks[i]->client(), &SyncClient::itemStored, &loop, [&, i] {
            if (!heard[i] && timer) {
                heard[i] = true;
                times.add(timer->ms() / 1000);
            }
            if (times.size() == kiosks.size()) {
                loop.quit();
            }
        });
    }
    done = lineBack();
    timer.emplace();
    QTimer::singleShot(patienceMs, &loop, &QEventLoop::quit);
    loop.exec();
    while (times.size() < kiosks.size()) {
        times.add(patienceMs / 1000.0);
    }
    return times;
}

Result<Samples> outage(const Settings &settings, int count, bool somebodyWaits)
{
    Settings own = settings;
    own.folder += somebodyWaits ? QStringLiteral("/person") : QStringLiteral("/nobody");
    QDir().mkpath(own.folder);
    auto gateway = std::make_unique<GatewayProgram>(own, QStringLiteral("sqlite"));
    if (const Done started = gateway->start(); !started) {
        return fail(started.error());
    }
    std::vector<std::unique_ptr<Kiosk>> kiosks;
    for (int i = 0; i < count; ++i) {
        auto rig = gateway->enrolledKiosk(QStringLiteral("bench-kiosk-%1").arg(i));
        if (!rig) {
            return fail(rig.error());
        }
        kiosks.push_back(std::make_unique<Kiosk>(std::move(*rig), somebodyWaits));
    }
    spin(2000);
    const int port = gateway->port();
    gateway.reset();  // nobody listens there any more
    for (const auto &kiosk : kiosks) {
        if (const Done done = kiosk->handIn(own); !done) {
            return fail(done.error());
        }
    }
    spin(outageMs);
    GatewayProgram again(own, QStringLiteral("sqlite"));
    Done back;
    const Samples times = untilStored(
        kiosks,
        [&] {
            return again.serve({QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(port)});
        },
        back);
    return back ? Result<Samples>(times) : Result<Samples>(fail(back.error()));
}

Result<Figure> lineBack(const Settings &settings, int count)
{
    const auto person = outage(settings, count, true);
    const auto nobody = person ? outage(settings, count, false) : Result<Samples>(fail(person.error()));
    if (!nobody) {
        return fail(nobody.error());
    }
    return Figure{person->percentile(100),
                  QStringLiteral("s"),
                  personGoalS,
                  static_cast<qint64>(person->size()),
                  {{QStringLiteral("p50"), person->percentile(50)},
                   {QStringLiteral("nobody_max"), nobody->percentile(100)},
                   {QStringLiteral("nobody_p50"), nobody->percentile(50)},
                   {QStringLiteral("nobody_goal"), nobodyGoalS},
                   {QStringLiteral("outage_s"), outageMs / 1000}}};
}

// What was handed in while nobody could be told, and then the case of whoever still stands there.
Result<QString> fillQueue(Kiosk &kiosk, const Settings &settings, int backlog)
{
    std::vector<QFuture<Result<Committed>>> commits;
    for (int i = 0; i < backlog; ++i) {
        commits.push_back(kiosk.rig().handIn(kiosk.rig().newCase(settings.bytes)));
    }
    const Transaction last = kiosk.rig().newCase(settings.bytes);
    for (const auto &commit : commits) {
        if (const auto done = ctl::waitFor(commit); !done) {
            return fail(done.error());
        }
    }
    kiosk.client().wake();
    if (const Done done = kiosk.rig().commit(last); !done) {
        return fail(done.error());
    }
    kiosk.client().handedIn({last.id});
    return last.id;
}

Result<Figure> lineBackBacklog(const Settings &settings, int count)
{
    auto gateway = std::make_unique<GatewayProgram>(settings, QStringLiteral("sqlite"));
    const Done started = gateway->start();
    auto rig = started ? gateway->enrolledKiosk(QStringLiteral("bench-kiosk"))
                       : Result<std::unique_ptr<KioskRig>>(fail(started.error()));
    if (!rig) {
        return fail(rig.error());
    }
    Kiosk kiosk(std::move(*rig), true);
    spin(2000);
    const int port = gateway->port();
    gateway.reset();
    const auto waiting = fillQueue(kiosk, settings, count);
    if (!waiting) {
        return fail(waiting.error());
    }
    spin(outageMs);
    QEventLoop loop;
    double mine = patienceMs / 1000.0;
    double first = mine;
    double all = mine;
    int before = 0;  // others that the store noted earlier
    int noted = 0;
    WallTimer timer;
    QObject::connect(&kiosk.client(), &SyncClient::itemStored, &loop, [&](const QString &id, const QString &verdict) {
        if (verdict != QLatin1String("stored")) {
            return;
        }
        const double now = timer.ms() / 1000;
        first = noted == 0 ? now : first;
        if (id == *waiting) {
            mine = now;
            before = noted;
        }
        if (++noted == count + 1) {
            all = now;
            loop.quit();
        }
    });
    GatewayProgram again(settings, QStringLiteral("sqlite"));
    if (const Done back = again.serve({QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(port)}); !back) {
        return fail(back.error());
    }
    timer = WallTimer();
    QTimer::singleShot(patienceMs, &loop, &QEventLoop::quit);
    loop.exec();
    return Figure{mine,
                  QStringLiteral("s"),
                  personGoalS,
                  1,
                  {{QStringLiteral("first"), first},
                   {QStringLiteral("before"), before},
                   {QStringLiteral("backlog"), count},
                   {QStringLiteral("noted"), noted},
                   {QStringLiteral("all"), all},
                   {QStringLiteral("outage_s"), outageMs / 1000}}};
}

}  // namespace

QVector<Benchmark> askingBenchmarks()
{
    return {{QStringLiteral("ask-centre"),
             QStringLiteral(
                 "ms from a question to its answer over TLS to a hall-gateway on the same machine (progress, needs, "
                 "prefill and a query in each visit, with a connection of its own), 95th percentile; `core_…` where a "
                 "municipal core in a process of its own has the records"),
             QStringLiteral("the aim"), QStringLiteral("≤ 300 ms"), 240, askCentre},
            {QStringLiteral("line-back"),
             QStringLiteral(
                 "s from the end of an outage of 150 s until the centre has the case of a kiosk at which somebody "
                 "waits, the slowest of them; `nobody_max` of kiosks at which nobody does"),
             QStringLiteral("the aim"), QStringLiteral("≤ 5 s; nobody_max ≤ 60 s"), 8, lineBack},
            {QStringLiteral("line-back-backlog"),
             QStringLiteral(
                 "s from the end of an outage of 150 s until the centre has the case of the person who waits, with so "
                 "many others queued before it; `first` the first case of all, `before` others that went before "
                 "it, `all` the whole queue"),
             QStringLiteral("the aim"), QStringLiteral("≤ 5 s; before 0"), 1000, lineBackBacklog}};
}

}  // namespace hall::bench
