// SPDX-License-Identifier: GPL-3.0-or-later
// enrol, sync: this kiosk and its centre.
#include "app/ctl/commandline.h"
#include "app/ctl/controllink.h"
#include "app/ctl/kioskdata.h"

#include "app/protocol/secretfile.h"
#include "app/sync/enrolment.h"
#include "app/sync/syncclient.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTimer>

namespace hall::ctl {

namespace {

constexpr qint64 caLimit = 256 * 1024;  // bytes
constexpr qint64 backoffCapMs = 3000;   // somebody waits for the result
constexpr int lookEveryMs = 250;
constexpr int mostPatience = 86'400;  // seconds
constexpr int answerMs = 10'000;

Outcome enrol(const Call &call)
{
    if (!call.has("data") || !call.has("gateway") || !call.has("code") || !call.has("ca")) {
        return WrongUsage{QStringLiteral("--data DIR, --gateway URL, --code CODE and --ca FILE are needed")};
    }
    const Result<QByteArray> ca = readWholeFile(call.value("ca"), caLimit);
    if (!ca) {
        return ca.error();
    }
    // Holds the store's lock, so that no kiosk runs on the data meanwhile.
    auto store = openStore(call.value("data"), true);
    if (!store) {
        return store.error();
    }
    Enrolment enrolment(call.value("data"));
    const auto identity = waitFor(enrolment.enrol(QUrl(call.value("gateway")), call.value("code"), *ca));
    if (!identity) {
        return identity.error();
    }
    if (const Done noted = waitFor((*store)->appendAudit(QStringLiteral("enrolled"), QByteArrayLiteral("{}")));
        !noted) {
        return noted.error();
    }
    Answer answer;
    answer.json = {{QStringLiteral("kiosk"), identity->kiosk},
                   {QStringLiteral("gateway"), identity->gateway.toString()}};
    answer.text = QStringLiteral("enrolled as %1 at %2\n").arg(identity->kiosk, identity->gateway.toString());
    return answer;
}

Fault faultOfProblem(const QString &problem)
{
    if (problem == QLatin1String("unreachable")) {
        return Fault(FaultCode::CentreUnreachable, "the gateway does not answer");
    }
    if (problem == QLatin1String("timeout")) {
        return Fault(FaultCode::CentreTimeout, "the gateway did not answer in time");
    }
    if (problem == QLatin1String("revoked")) {
        return Fault(FaultCode::CentreRevoked, "the gateway has revoked this kiosk");
    }
    if (problem == QLatin1String("not-enrolled")) {
        return Fault(FaultCode::CentreNotEnrolled, "the gateway does not know this kiosk");
    }
    if (problem == QLatin1String("server-certificate-time")) {
        return Fault(FaultCode::CentreUnreachable,
                     "the gateway's certificate is not good at the time that this machine's clock shows");
    }
    if (problem == QLatin1String("server-certificate")) {
        return Fault(FaultCode::CentreUnreachable, "what answers is not the gateway: its certificate is another one");
    }
    if (problem == QLatin1String("headers-dropped")) {
        return Fault(FaultCode::CentreProtocol, "what stands between here and the gateway takes headers away "
                                                "(Content-Digest, Hall-…, Upload-…)");
    }
    return Fault(FaultCode::CentreProtocol, "the gateway says: " + problem.toStdString());
}

// Time does not cure these.
bool isFinal(const QString &problem)
{
    return problem == QLatin1String("revoked") || problem == QLatin1String("not-enrolled") ||
           problem == QLatin1String("fork");
}

struct Rounds
{
    QJsonArray items;  // {"id","verdict"} in the order the answers came
    QMap<QString, int> totals;
    bool drained = false;
    QString problem;
    qint64 ms = 0;
};

Rounds runRounds(KioskStore &store, const KioskIdentity &identity, bool drain, qint64 patienceMs)
{
    SyncTiming timing;
    timing.backoffCapMs = backoffCapMs;
    Rounds rounds;
    QEventLoop loop;
    QElapsedTimer all;
    QElapsedTimer sinceProgress;
    SyncClient client(store, identity, timing);
    QObject::connect(&client, &SyncClient::itemStored, &loop, [&](const QString &id, const QString &verdict) {
        rounds.items.append(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("verdict"), verdict}});
        ++rounds.totals[verdict];
        sinceProgress.restart();
    });
    QObject::connect(&client, &SyncClient::roundEnded, &loop, [&](bool drained) {
        rounds.drained = drained;
        if (drained || !drain || isFinal(client.problem())) {
            loop.quit();
        }
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (sinceProgress.elapsed() > patienceMs) {
            loop.quit();
        }
    });
    all.start();
    sinceProgress.start();
    look.start(lookEveryMs);
    // From inside the loop: an answer may come at once.
    QMetaObject::invokeMethod(&client, &SyncClient::wake, Qt::QueuedConnection);
    loop.exec();
    rounds.problem = client.problem();
    rounds.ms = all.elapsed();
    return rounds;
}

std::optional<Fault> faultOfRounds(const Rounds &rounds, const QueueCounts &counts, bool drain)
{
    if (!rounds.problem.isEmpty() && !rounds.drained) {
        return faultOfProblem(rounds.problem);
    }
    if (rounds.totals.contains(QStringLiteral("rejected")) || counts.parked > 0) {
        return Fault(FaultCode::CentreRefused,
                     std::to_string(counts.parked) +
                         " cases wait for staff (hallctl outbox list): " + counts.lastError.toStdString());
    }
    if (drain && !rounds.drained) {
        return Fault(FaultCode::CentreTimeout,
                     std::to_string(counts.queued + counts.waitingBlobs) + " cases are left, no progress");
    }
    return std::nullopt;
}

QString syncText(const QJsonObject &json)
{
    QString text;
    for (const QJsonValue item : json.value(u"items").toArray()) {
        text += QStringLiteral("%1 %2\n").arg(item[u"id"].toString(), item[u"verdict"].toString());
    }
    const QJsonObject totals = json.value(u"totals").toObject();
    for (auto it = totals.begin(); it != totals.end(); ++it) {
        text += QStringLiteral("%1: %2\n").arg(it.key()).arg(it->toInt());
    }
    return text +
           QStringLiteral("left: %1, seconds: %2\n")
               .arg(json.value(u"queue")[u"queued"].toInteger() + json.value(u"queue")[u"waiting_blobs"].toInteger())
               .arg(json.value(u"seconds").toDouble());
}

Outcome syncData(const Call &call, bool drain, qint64 patienceMs)
{
    const auto identity = loadIdentity(call.value("data"));
    if (!identity) {
        return identity.error();
    }
    auto store = openStore(call.value("data"));
    if (!store) {
        return store.error();
    }
    const Rounds rounds = runRounds(**store, *identity, drain, patienceMs);
    const auto counts = waitFor((*store)->counts());
    if (!counts) {
        return counts.error();
    }
    QJsonObject totals;
    for (auto it = rounds.totals.begin(); it != rounds.totals.end(); ++it) {
        totals.insert(it.key(), it.value());
    }
    Answer answer;
    answer.json = {{QStringLiteral("items"), rounds.items},
                   {QStringLiteral("totals"), totals},
                   {QStringLiteral("queue"), jsonOf(*counts, QDateTime::currentDateTimeUtc())},
                   {QStringLiteral("drained"), rounds.drained},
                   {QStringLiteral("seconds"), static_cast<double>(rounds.ms) / 1000}};
    answer.text = syncText(answer.json);
    answer.fault = faultOfRounds(rounds, *counts, drain);
    return answer;
}

// The running kiosk sends by itself; it is woken, and with --drain its empty queue is waited for.
Outcome syncKiosk(const Call &call, bool drain, qint64 patienceMs)
{
    auto link = ControlLink::open(call);
    if (!link) {
        return link.error();
    }
    QElapsedTimer timer;
    timer.start();
    auto counts = link->ask({{QStringLiteral("do"), QStringLiteral("sync")}});
    if (counts && drain) {
        const QJsonObject empty{{QStringLiteral("queue"),
                                 QJsonObject{{QStringLiteral("queued"), 0}, {QStringLiteral("waiting_blobs"), 0}}}};
        const auto now = link->ask({{QStringLiteral("do"), QStringLiteral("wait")},
                                    {QStringLiteral("for"), empty},
                                    {QStringLiteral("timeout_ms"), patienceMs}},
                                   static_cast<int>(patienceMs) + answerMs);
        counts = now ? Result<QJsonObject>(now->value(u"queue").toObject()) : now;
    }
    if (!counts) {
        return counts.error();
    }
    Answer answer;
    answer.json = {{QStringLiteral("queue"), *counts},
                   {QStringLiteral("drained"), drain},
                   {QStringLiteral("seconds"), static_cast<double>(timer.elapsed()) / 1000}};
    answer.text = syncText(answer.json);
    return answer;
}

Outcome sync(const Call &call)
{
    const bool drain = call.has("drain");
    bool numeric = true;
    const int patience = call.has("patience") ? call.value("patience").toInt(&numeric) : 30;
    if (drain == call.has("once")) {
        return WrongUsage{QStringLiteral("either --once or --drain is needed")};
    }
    if (!numeric || patience < 1 || patience > mostPatience) {
        return WrongUsage{QStringLiteral("--patience: seconds from 1 to %1").arg(mostPatience)};
    }
    if (call.has("data") && call.has("control")) {
        return WrongUsage{QStringLiteral("--data and --control exclude each other")};
    }
    const qint64 patienceMs = patience * 1000LL;
    return call.has("data") ? syncData(call, drain, patienceMs) : syncKiosk(call, drain, patienceMs);
}

}  // namespace

QVector<Command> syncCommands()
{
    return {
        {QStringLiteral("enrol"),
         QStringLiteral("--data DIR --gateway URL --code CODE --ca FILE"),
         QStringLiteral("Make this machine known to its centre with a one-time code."),
         QStringLiteral(
             "Makes keys under DIR/identity and gets the kiosk's certificate. JSON: {\"kiosk\",\"gateway\"}."),
         0,
         0,
         {QStringLiteral("data"), QStringLiteral("gateway"), QStringLiteral("code"), QStringLiteral("ca")},
         enrol},
        {QStringLiteral("sync"),
         QStringLiteral("(--once | --drain) (--data DIR | [--control SOCKET] [--card NUMBER --pin-stdin])"),
         QStringLiteral("Send the outbox to the centre and fetch its answers."),
         QStringLiteral(
             "JSON: {\"items\":[{\"id\",\"verdict\"}],\"totals\",\"queue\",\"drained\",\"seconds\"}; verdicts are "
             "stored, rejected,\n"
             "and from the centre's desk accepted, decided, refused. Exit status 1 when the centre cannot be\n"
             "reached, or when cases wait for staff. A running kiosk answers without items and totals."),
         0, 0,
         controlOptions() + QStringList{QStringLiteral("once"), QStringLiteral("drain"), QStringLiteral("patience")},
         sync}};
}

}  // namespace hall::ctl
