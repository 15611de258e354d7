// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk that calls too often, a database that does not answer, and more connections than there is room for: each is
// told to come again, and when, and nothing is lost by it.
#include "tests/support/memoryoutbox.h"
#include "tests/unit/gateway/gatewaybed.h"

#include "app/gateway/calllimits.h"
#include "app/protocol/visitcalls.h"
#include "app/sync/healthreporter.h"
#include "app/sync/syncclient.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <atomic>
#include <thread>

using namespace hall;
using namespace hall::test;
using gateway::CallLimits;
using gateway::CallRates;
using gateway::Limited;
using std::chrono::milliseconds;

class TestCallLimits : public QObject, GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { end(); }
    void callsComeBackWithTime();
    void callsUnderWayAreCounted();
    void eachCallHasItsLimit_data();
    void eachCallHasItsLimit();
    void theDefaultsLetADayOfWorkPass();
    void aDrainThatIsHeldUpLosesNothing();
    void aReportWaitsAsItIsTold();
    void aDatabaseThatIsHeldIsSaid();
    void aDatabaseThatFailsIsSaid();
    void moreConnectionsThanThereIsRoomForAreTurnedAway();

private:
    void beginWith(const CallRates &rates);
    KioskIdentity identityOf(const Kiosk &kiosk) const;
    httplib::Result post(const Kiosk &kiosk, const char *path, const QByteArray &body) const;
};

void TestCallLimits::beginWith(const CallRates &rates)
{
    begin();
    m_rig->stop();
    m_rig->options.rates = rates;
    m_rig->options.publicUrl = QStringLiteral("https://hall.example");
    m_rig->start();
}

KioskIdentity TestCallLimits::identityOf(const Kiosk &kiosk) const
{
    QFile certificate(kiosk.certificateFile);
    [[maybe_unused]] const bool open = certificate.open(QIODevice::ReadOnly);
    return {kiosk.id,          QUrl(m_rig->url()),        certificate.readAll(), kiosk.key,
            m_rig->keys.caPem, m_rig->keys.sealPublicKey, kiosk.signer};
}

httplib::Result TestCallLimits::post(const Kiosk &kiosk, const char *path, const QByteArray &body) const
{
    return client(&kiosk)->Post(path, body.toStdString(), "application/json");
}

void TestCallLimits::callsComeBackWithTime()
{
    ManualClock clock;
    CallRates rates;
    rates.rating = {6, 2};
    CallLimits limits(rates, clock);
    const QString kiosk = QStringLiteral("K1");
    QVERIFY(!limits.wait(kiosk, Limited::Rating));
    QVERIFY(!limits.wait(kiosk, Limited::Rating));
    QCOMPARE(limits.wait(kiosk, Limited::Rating), std::optional(10));
    QVERIFY(!limits.wait(QStringLiteral("K2"), Limited::Rating));
    QVERIFY(!limits.wait(kiosk, Limited::Health));
    clock.advance(milliseconds(9'500));
    QCOMPARE(limits.wait(kiosk, Limited::Rating), std::optional(1));
    clock.advance(milliseconds(500));
    QVERIFY(!limits.wait(kiosk, Limited::Rating));
    QVERIFY(limits.wait(kiosk, Limited::Rating));
    clock.advance(std::chrono::hours(1));  // not more than two are saved up
    QVERIFY(!limits.wait(kiosk, Limited::Rating));
    QVERIFY(!limits.wait(kiosk, Limited::Rating));
    QVERIFY(limits.wait(kiosk, Limited::Rating));
}

void TestCallLimits::callsUnderWayAreCounted()
{
    ManualClock clock;
    CallRates rates;
    rates.underWay = 2;
    CallLimits limits(rates, clock);
    const QString kiosk = QStringLiteral("K1");
    const CallLimits::UnderWay first(limits, kiosk);
    {
        const CallLimits::UnderWay second(limits, kiosk);
        const CallLimits::UnderWay third(limits, kiosk);
        const CallLimits::UnderWay others(limits, QStringLiteral("K2"));
        QVERIFY(first.allowed() && second.allowed() && !third.allowed() && others.allowed());
    }
    QVERIFY(CallLimits::UnderWay(limits, kiosk).allowed());
}

void TestCallLimits::eachCallHasItsLimit_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    wire::Rating rating;
    rating.id = newTransactionId(1);
    rating.service = QStringLiteral("emp-cert");
    rating.stars = 4;
    rating.atMs = 1'767'225'600'000;
    wire::PhoneCall open;
    open.visit = newTransactionId(2);
    open.sealTo = randomBytes(32);
    open.sealTo[0] = 9;
    QTest::newRow("batch") << QByteArray("/v1/batch") << QByteArray() << 200;
    QTest::newRow("health") << QByteArray("/v1/health") << QByteArray("{\"v\":1}") << 204;
    QTest::newRow("rating") << QByteArray("/v1/rating") << wire::encodeRating(rating) << 200;
    QTest::newRow("phone") << QByteArray("/v1/phone") << wire::encodePhoneCall(open) << 200;
}

void TestCallLimits::eachCallHasItsLimit()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    CallRates rates;
    rates.batch = rates.health = rates.rating = rates.phoneOpen = {3, 2};
    beginWith(rates);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const Kiosk other = enrolled(QStringLiteral("K2"));
    CaseMaker cases = maker(kiosk);
    CaseMaker otherCases = maker(other);
    const auto make = [&](CaseMaker &from) {
        return body.isEmpty() ? must(wire::encodeBatch({{from.make().item}, {}})) : body;
    };
    const QByteArray first = make(cases);
    QCOMPARE(post(kiosk, path, first)->status, status);
    QCOMPARE(post(kiosk, path, first)->status, status);
    const auto refused = post(kiosk, path, first);
    QCOMPARE(refused->status, 429);
    QCOMPARE(problem(refused), QStringLiteral("too-many"));
    QCOMPARE(refused->get_header_value("Retry-After"), std::string("20"));
    QCOMPARE(post(other, path, make(otherCases))->status, status);
    QVERIFY(client()->Get("/metrics")->body.find("hall_gateway_too_many_total 1\n") != std::string::npos);
    m_rig->clock.advance(std::chrono::seconds(20));
    QCOMPARE(post(kiosk, path, first)->status, status);
}

// What a busy kiosk does in one minute, at once.
void TestCallLimits::theDefaultsLetADayOfWorkPass()
{
    beginWith({});
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    auto line = client(&kiosk);
    line->set_keep_alive(true);
    line->set_tcp_nodelay(true);
    for (int i = 0; i < 150; ++i) {
        const QByteArray batch = must(wire::encodeBatch({{cases.make().item}, {}}));
        QCOMPARE(line->Post("/v1/batch", batch.toStdString(), "application/json")->status, 200);
    }
    for (int i = 0; i < 100; ++i) {
        const int status = line->Post("/v1/health", "{\"v\":1}", "application/json")->status;
        QVERIFY2(status == 204 || status == 200, QByteArray::number(status).constData());
    }
    QVERIFY(client()->Get("/metrics")->body.find("hall_gateway_too_many_total 0\n") != std::string::npos);
}

void TestCallLimits::aDrainThatIsHeldUpLosesNothing()
{
    CallRates rates;
    rates.batch = {60, 1};
    beginWith(rates);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    MemoryOutbox outbox;
    QStringList ids;
    for (int i = 0; i < 30; ++i) {
        outbox.add(cases.make());
        ids.append(outbox.queue.last().id);
    }
    SyncClient client(outbox, identityOf(kiosk), quick());
    QTimer time;  // the gateway's goes ten times as fast as the kiosk's
    connect(&time, &QTimer::timeout, this, [this] { m_rig->clock.advance(milliseconds(200)); });
    time.start(20);
    client.wake();
    QTRY_VERIFY_WITH_TIMEOUT(outbox.queue.isEmpty(), 90'000);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 30);
    for (const QString &id : std::as_const(ids)) {
        QCOMPARE(outbox.words[id].count(QStringLiteral("stored")), 1);
    }
    const std::string metrics = this->client()->Get("/metrics")->body;
    QVERIFY(metrics.find("hall_gateway_too_many_total 0\n") == std::string::npos);
}

void TestCallLimits::aReportWaitsAsItIsTold()
{
    CallRates rates;
    rates.health = {20, 1};
    beginWith(rates);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    HealthReporter reporter(identityOf(kiosk), [] { return QJsonObject{{QStringLiteral("v"), 1}}; });
    QSignalSpy answered(&reporter, &HealthReporter::answered);
    reporter.soon();
    QTRY_COMPARE(answered.size(), 1);
    QVERIFY(answered[0][0].toBool());
    reporter.soon();
    QTRY_COMPARE(answered.size(), 2);
    QVERIFY(!answered[1][0].toBool());  // 429, come again in three seconds
    m_rig->clock.advance(std::chrono::seconds(3));
    reporter.soon();  // whatever changes meanwhile
    QTest::qWait(2'000);
    QCOMPARE(answered.size(), 2);
    QTRY_COMPARE(answered.size(), 3);
    QVERIFY(answered[2][0].toBool());
}

// Somebody else writes for longer than is waited for. PostgreSQL has a limit of its own for it (tst_gateway).
void TestCallLimits::aDatabaseThatIsHeldIsSaid()
{
    beginWith({});
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const wire::BatchItem item = cases.make().item;
    const QByteArray batch = must(wire::encodeBatch({{item}, {}}));
    if (!m_rig->database()->sqlite()) {
        QSKIP("a file's lock is SQLite's");
    }
    {
        auto database = m_rig->database();
        auto db = must(database->connection());
        must(gateway::run(db, QStringLiteral("BEGIN IMMEDIATE")));
        auto line = client(&kiosk);
        line->set_read_timeout(60);
        const auto held = line->Post("/v1/batch", batch.toStdString(), "application/json");
        QCOMPARE(held->status, 503);
        QCOMPARE(problem(held), QStringLiteral("unavailable"));
        QCOMPARE(held->get_header_value("Retry-After"), std::string("5"));
        QCOMPARE(client()->Get("/healthz")->status, 200);  // it can be read
        must(gateway::run(db, QStringLiteral("ROLLBACK")));
    }
    QCOMPARE(sendOne(kiosk, item), wire::VerdictKind::Stored);
}

void TestCallLimits::aDatabaseThatFailsIsSaid()
{
    beginWith({});
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    MemoryOutbox outbox;
    for (int i = 0; i < 5; ++i) {
        outbox.add(cases.make());
    }
    auto database = m_rig->database();
    auto db = must(database->connection());
    must(gateway::run(db, QStringLiteral("ALTER TABLE chain RENAME TO chain_away")));
    const QByteArray batch = must(wire::encodeBatch({{maker(kiosk).make().item}, {}}));
    const auto failed = post(kiosk, "/v1/batch", batch);
    QCOMPARE(failed->status, 503);
    QCOMPARE(failed->get_header_value("Retry-After"), std::string("5"));
    QVERIFY(failed->body.find("chain") == std::string::npos);  // what is wrong inside is not for the outside
    SyncClient sync(outbox, identityOf(kiosk), quick());
    QSignalSpy rounds(&sync, &SyncClient::roundEnded);
    sync.wake();
    QTest::qWait(1'500);
    QCOMPARE(outbox.queue.size(), 5);
    must(gateway::run(db, QStringLiteral("ALTER TABLE chain_away RENAME TO chain")));
    QTRY_VERIFY_WITH_TIMEOUT(outbox.queue.isEmpty(), 60'000);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 5);
}

void TestCallLimits::moreConnectionsThanThereIsRoomForAreTurnedAway()
{
    begin();
    m_rig->stop();
    m_rig->options.threads = 1;
    m_rig->options.waiting = 1;
    m_rig->start();
    // One holds the only thread, one waits; the third is told.
    httplib::SSLClient holding("127.0.0.1", m_rig->options.port);
    holding.set_ca_cert_path(m_rig->dir.filePath(QStringLiteral("front/ca.pem")).toUtf8().constData());
    std::atomic<bool> release = false;
    std::atomic<bool> begun = false;
    std::thread holder([&] {
        const auto provider = [&](std::size_t offset, std::size_t, httplib::DataSink &sink) {
            begun = true;
            while (offset > 0 && !release) {
                std::this_thread::sleep_for(milliseconds(10));
            }
            sink.write("{}", 1);
            return true;
        };
        (void)holding.Post("/v1/enrol", 2, provider, "application/json");
    });
    QTRY_VERIFY(begun.load());
    QTest::qWait(200);
    std::atomic<int> waited = 0;
    std::thread waiting([&] {
        auto line = client();
        if (const auto answer = line->Get("/healthz")) {
            waited = answer->status;
        }
    });
    QTest::qWait(500);
    const auto third = client()->Get("/healthz");
    release = true;
    holder.join();
    waiting.join();
    QVERIFY(third);
    QCOMPARE(third->status, 503);
    QCOMPARE(problem(third), QStringLiteral("busy"));
    QCOMPARE(third->get_header_value("Retry-After"), std::string("2"));
    QCOMPARE(waited.load(), 200);
    QTRY_COMPARE(client()->Get("/healthz")->status, 200);
}

QTEST_GUILESS_MAIN(TestCallLimits)
#include "tst_calllimits.moc"
