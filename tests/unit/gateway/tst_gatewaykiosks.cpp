// SPDX-License-Identifier: GPL-3.0-or-later
// Who may talk to the gateway: enrolment, strangers, revoked kiosks, a proxy in front.
#include "app/protocol/secretfile.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QRandomGenerator>
#include <QTest>

#include <thread>

using namespace hall;
using namespace hall::test;

class TestGatewayKiosks : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void enrolmentIsSingleUse();
    void enrolmentUnderConcurrentTries();
    void enrolmentRefusals_data();
    void enrolmentRefusals();
    void aCertificateIsFollowedByTheNext();
    void renewalNeedsTheKioskItself_data();
    void renewalNeedsTheKioskItself();
    void twoWithTheSameKeysAreNoticed();
    void anyCopyThatIsPutBackIsFoundOut();
    void aCopyIsFoundOutBehindACaseThatWentFirst();
    void strangersAreRefused();
    void revokedKioskIsRefused();
    void behindProxyTrustsTheHeaderOnlyWithOurCertificate();
};

void TestGatewayKiosks::enrolmentIsSingleUse()
{
    Kiosk kiosk;
    kiosk.csr = must(makeCsr(kiosk.key, QStringLiteral("x")));
    const QString code = m_rig->newCode(QStringLiteral("K1"));
    const std::string body = wire::encodeEnrolRequest(request(kiosk, code)).toStdString();
    auto first = client()->Post("/v1/enrol", body, "application/json");
    QVERIFY(first && first->status == 200);
    const wire::EnrolAnswer answer = must(wire::parseEnrolAnswer(bytes(first->body)));
    QCOMPARE(answer.kiosk, QStringLiteral("K1"));
    QCOMPARE(answer.sealKey, m_rig->keys.sealPublicKey);
    // The answer was lost: the same request gets the same certificate.
    auto again = client()->Post("/v1/enrol", body, "application/json");
    QVERIFY(again && again->status == 200);
    QCOMPARE(must(wire::parseEnrolAnswer(bytes(again->body))).certificatePem, answer.certificatePem);
    // Another key with the same code does not.
    Kiosk thief;
    thief.csr = must(makeCsr(thief.key, QStringLiteral("x")));
    auto other =
        client()->Post("/v1/enrol", wire::encodeEnrolRequest(request(thief, code)).toStdString(), "application/json");
    QVERIFY(other);
    QCOMPARE(other->status, 409);
}

void TestGatewayKiosks::enrolmentUnderConcurrentTries()
{
    const QString code = m_rig->newCode(QStringLiteral("K1"));
    std::atomic<int> given{0};
    std::vector<std::thread> threads;
    threads.reserve(50);
    for (int i = 0; i < 50; ++i) {
        threads.emplace_back([&] {
            Kiosk kiosk;
            kiosk.csr = must(makeCsr(kiosk.key, QStringLiteral("x")));
            auto result = client()->Post("/v1/enrol", wire::encodeEnrolRequest(request(kiosk, code)).toStdString(),
                                         "application/json");
            given += result && result->status == 200 ? 1 : 0;
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    QCOMPARE(given.load(), 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), 1);
}

void TestGatewayKiosks::enrolmentRefusals_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("status");
    QTest::newRow("unknown code") << "code" << 409;
    QTest::newRow("wrong mac") << "mac" << 409;
    QTest::newRow("expired") << "expired" << 409;
    QTest::newRow("no request") << "csr" << 400;
    QTest::newRow("not json") << "json" << 400;
}

void TestGatewayKiosks::enrolmentRefusals()
{
    QFETCH(QString, what);
    QFETCH(int, status);
    Kiosk kiosk;
    kiosk.csr = must(makeCsr(kiosk.key, QStringLiteral("x")));
    wire::EnrolRequest asked = request(kiosk, m_rig->newCode(QStringLiteral("K1")));
    if (what == QLatin1String("code")) {
        asked = request(kiosk, QStringLiteral("0000-0000-0000-0000"));
    } else if (what == QLatin1String("mac")) {
        asked.mac = QByteArray(32, 'x');
    } else if (what == QLatin1String("expired")) {
        m_rig->clock.advance(std::chrono::hours(25));
    } else if (what == QLatin1String("csr")) {
        asked.csrPem = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
        asked.mac = wire::enrolMac(asked.code, asked.csrPem, asked.signKey);
    }
    const QByteArray body = what == QLatin1String("json") ? QByteArray("{]") : wire::encodeEnrolRequest(asked);
    auto result = client()->Post("/v1/enrol", body.toStdString(), "application/json");
    QVERIFY(result);
    QCOMPARE(result->status, status);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), 0);
}

namespace {

wire::RenewRequest renewal(const GatewayBed::Kiosk &kiosk, const QByteArray &key)
{
    QFile file(kiosk.certificateFile);
    if (!file.open(QIODevice::ReadOnly)) {
        throw std::runtime_error("no certificate");
    }
    wire::RenewRequest request{
        kiosk.id, must(makeCsr(key, QStringLiteral("x"))), must(certificateFingerprint(file.readAll())), {}};
    request.signature = kiosk.signer.sign(wire::renewText(request));
    return request;
}

}  // namespace

void TestGatewayKiosks::aCertificateIsFollowedByTheNext()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    Kiosk next = kiosk;
    next.key = must(newP256Key());
    const std::string body = wire::encodeRenewRequest(renewal(kiosk, next.key)).toStdString();
    auto nobody = client();  // no certificate: as if the kiosk had been off until after its end
    auto given = nobody->Post("/v1/renew", body, "application/json");
    QVERIFY(given && given->status == 200);
    const wire::EnrolAnswer answer = must(wire::parseEnrolAnswer(bytes(given->body)));
    QCOMPARE(answer.kiosk, QStringLiteral("K1"));
    // The answer was lost: the same request gets the same certificate.
    auto again = nobody->Post("/v1/renew", body, "application/json");
    QVERIFY(again && again->status == 200);
    QCOMPARE(must(wire::parseEnrolAnswer(bytes(again->body))).certificatePem, answer.certificatePem);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), 2);

    next.certificateFile = m_rig->dir.filePath(QStringLiteral("next.pem"));
    next.keyFile = m_rig->dir.filePath(QStringLiteral("next.key"));
    must(writeWholeFile(next.certificateFile, answer.certificatePem, false));
    must(writeWholeFile(next.keyFile, next.key, true));
    QCOMPARE(client(&next)->Get("/v1/inbox?after=0")->status, 200);
    QCOMPARE(client(&kiosk)->Get("/v1/inbox?after=0")->status, 200);
    CaseMaker cases = maker(kiosk);
    QCOMPARE(sendOne(next, cases.make().item), wire::VerdictKind::Stored);
    // One more, and the first has gone.
    auto third = nobody->Post("/v1/renew", wire::encodeRenewRequest(renewal(next, must(newP256Key()))).toStdString(),
                              "application/json");
    QVERIFY(third && third->status == 200);
    QCOMPARE(client(&kiosk)->Get("/v1/inbox?after=0")->status, 403);
    QCOMPARE(client(&next)->Get("/v1/inbox?after=0")->status, 200);
}

void TestGatewayKiosks::renewalNeedsTheKioskItself_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("another's key") << "signer" << 403 << "not-enrolled";
    QTest::newRow("no such kiosk") << "kiosk" << 403 << "not-enrolled";
    QTest::newRow("another request under the signature") << "csr" << 403 << "not-enrolled";
    QTest::newRow("revoked") << "revoked" << 403 << "revoked";
    QTest::newRow("no request") << "garbage" << 400 << "message";
    QTest::newRow("not json") << "json" << 400 << "message";
    QTest::newRow("too long") << "long" << 413 << "too-large";
}

void TestGatewayKiosks::renewalNeedsTheKioskItself()
{
    QFETCH(QString, what);
    QFETCH(int, status);
    QFETCH(QString, code);
    Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const Kiosk other = enrolled(QStringLiteral("K2"));
    wire::RenewRequest asked = renewal(kiosk, kiosk.key);
    if (what == QLatin1String("signer")) {
        asked.signature = other.signer.sign(wire::renewText(asked));
    } else if (what == QLatin1String("kiosk")) {
        asked.kiosk = QStringLiteral("K9");
        asked.signature = kiosk.signer.sign(wire::renewText(asked));
    } else if (what == QLatin1String("csr")) {
        asked.csrPem = must(makeCsr(other.key, QStringLiteral("x")));
    } else if (what == QLatin1String("revoked")) {
        m_rig->revoke(QStringLiteral("K1"));
    } else if (what == QLatin1String("garbage")) {
        asked.csrPem = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
        asked.signature = kiosk.signer.sign(wire::renewText(asked));
    }
    const QByteArray body = what == QLatin1String("json")   ? QByteArray("{]")
                            : what == QLatin1String("long") ? QByteArray(20'000, ' ')
                                                            : wire::encodeRenewRequest(asked);
    auto result = client()->Post("/v1/renew", body.toStdString(), "application/json");
    QVERIFY(result);
    QCOMPARE(result->status, status);
    QCOMPARE(problem(result), code);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), 2);
}

// A disk that was copied, or put back from a backup: one of the two asks with a certificate that was followed already.
void TestGatewayKiosks::twoWithTheSameKeysAreNoticed()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    QCOMPARE(sendOne(kiosk, cases.make().item), wire::VerdictKind::Stored);
    auto nobody = client();
    auto first = nobody->Post("/v1/renew", wire::encodeRenewRequest(renewal(kiosk, must(newP256Key()))).toStdString(),
                              "application/json");
    QVERIFY(first && first->status == 200);
    auto second = nobody->Post("/v1/renew", wire::encodeRenewRequest(renewal(kiosk, must(newP256Key()))).toStdString(),
                               "application/json");
    QVERIFY(second);
    QCOMPARE(second->status, 409);
    QCOMPARE(problem(second), QStringLiteral("renewed-elsewhere"));
    QCOMPARE(sendOne(kiosk, cases.make().item), wire::VerdictKind::Fork);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), 2);
}

// Its first case tells, however old the copy is. HALL_TEST_SCALE multiplies the 20 trials; HALL_TEST_SEED repeats them.
void TestGatewayKiosks::anyCopyThatIsPutBackIsFoundOut()
{
    const int trials = 20 * std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
    const quint32 seed = qEnvironmentVariableIsSet("HALL_TEST_SEED")
                             ? quint32(qEnvironmentVariableIntValue("HALL_TEST_SEED"))
                             : QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    auto database = m_rig->database();
    auto connection = must(database->connection());
    int found = 0;
    for (int trial = 0; trial < trials; ++trial) {
        CaseMaker cases = maker(kiosk);
        const int sent = random.bounded(1, 9);
        const int copied = random.bounded(0, sent);
        std::optional<CaseMaker> copy;
        wire::Batch batch;
        for (int i = 0; i < sent; ++i) {
            if (i == copied) {
                copy.emplace(cases);
            }
            batch.items.append(cases.make().item);
        }
        for (const wire::Verdict &verdict : send(kiosk, batch)) {
            QCOMPARE(int(verdict.kind), int(wire::VerdictKind::Stored));
        }
        found += sendOne(kiosk, copy->make().item) == wire::VerdictKind::Fork ? 1 : 0;
        must(gateway::run(connection, QStringLiteral("UPDATE kiosk SET quarantine = ''")));
    }
    qInfo("%d of %d copies were found out, HALL_TEST_SEED=%u", found, trials, seed);
    QCOMPARE(found, trials);
}

// A copy that was put back hands in some cases, the last of which goes before the others.
void TestGatewayKiosks::aCopyIsFoundOutBehindACaseThatWentFirst()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    for (const int own : {2, 4, 7}) {
        CaseMaker cases = maker(kiosk);
        CaseMaker copy = cases;
        wire::Batch batch;
        for (int i = 0; i < 4; ++i) {
            batch.items.append(cases.make().item);
        }
        QCOMPARE(send(kiosk, batch).size(), 4);
        QVector<CaseMaker::Made> made;
        for (int i = 0; i < own; ++i) {
            made.append(copy.make());
        }
        const auto first = send(kiosk, {{made.last().item}, wire::Skip{copy.epoch, 1, made.last().seq - 1}});
        // Where its number is taken, it shows at once; otherwise with the first of the others.
        QCOMPARE(int(first[0].kind), int(own <= 4 ? wire::VerdictKind::Fork : wire::VerdictKind::Stored));
        QCOMPARE(int(sendOne(kiosk, made.first().item)), int(wire::VerdictKind::Fork));
        auto database = m_rig->database();
        auto connection = must(database->connection());
        must(gateway::run(connection, QStringLiteral("UPDATE kiosk SET quarantine = ''")));
    }
}

void TestGatewayKiosks::strangersAreRefused()
{
    auto nobody = client();
    for (const char *path : {"/v1/batch", "/v1/ask", "/v1/health"}) {
        auto result = nobody->Post(path, "{}", "application/json");
        QVERIFY(result);
        QCOMPARE(result->status, 401);
    }
    QCOMPARE(nobody->Get("/v1/inbox?after=0")->status, 401);
    QCOMPARE(nobody->Post("/v1/other", "{}", "application/json")->status, 404);
    QCOMPARE(nobody->Delete("/v1/batch")->status, 405);
    QCOMPARE(nobody->Get("/healthz")->status, 200);
    // A certificate of another CA does not pass the handshake.
    GatewayRig foreign;
    Kiosk kiosk;
    kiosk.certificateFile = foreign.dir.filePath(QStringLiteral("front/server.pem"));
    kiosk.keyFile = foreign.dir.filePath(QStringLiteral("front/server.key"));
    auto result = client(&kiosk)->Get("/v1/inbox?after=0");
    QVERIFY(!result || result->status == 401);
}

void TestGatewayKiosks::revokedKioskIsRefused()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    auto connected = client(&kiosk);
    connected->set_keep_alive(true);
    QCOMPARE(connected->Get("/v1/inbox?after=0")->status, 200);
    m_rig->revoke(kiosk.id);
    auto result = connected->Get("/v1/inbox?after=0");  // on the connection that was open before
    QVERIFY(result);
    QCOMPARE(result->status, 403);
    QCOMPARE(problem(result), QStringLiteral("revoked"));
}

void TestGatewayKiosks::behindProxyTrustsTheHeaderOnlyWithOurCertificate()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QFile file(kiosk.certificateFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const std::string good = file.readAll().toPercentEncoding().toStdString();
    const std::string foreign =
        must(makeCa(must(newP256Key()), QStringLiteral("K1"))).toPercentEncoding().toStdString();
    m_rig->stop();
    m_rig->options.behindProxy = true;
    m_rig->start();
    httplib::Client proxy("127.0.0.1", m_rig->options.port);
    QCOMPARE(proxy.Get("/v1/inbox?after=0", {{"X-Client-Cert", good}})->status, 200);
    QCOMPARE(proxy.Get("/v1/inbox?after=0", {{"X-Client-Cert", foreign}})->status, 401);
    QCOMPARE(proxy.Get("/v1/inbox?after=0")->status, 401);
}

QTEST_GUILESS_MAIN(TestGatewayKiosks)
#include "tst_gatewaykiosks.moc"
