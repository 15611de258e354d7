// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates change while kiosks talk to the gateway without a pause, each with its own and the gateway with the
// server's: no request of any of them fails, and what begins afterwards shows the newest one.
#include "tests/support/busykiosk.h"

#include "app/protocol/secretfile.h"

#include <httplib.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTest>

#include <memory>
#include <vector>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int kKiosks = 5;
constexpr int kRenewals = 4;
constexpr int kLongMs = BusyKiosk::kLongMs;

// As it is, but its time was over a minute ago; signed again.
QByteArray ended(const QByteArray &pem, const QByteArray &caKeyPem)
{
    BIO *in = BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()));
    BIO *keyIn = BIO_new_mem_buf(caKeyPem.constData(), static_cast<int>(caKeyPem.size()));
    BIO *out = BIO_new(BIO_s_mem());
    X509 *certificate = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(keyIn, nullptr, nullptr, nullptr);
    X509_gmtime_adj(X509_getm_notAfter(certificate), -60);
    X509_sign(certificate, key, EVP_sha256());
    PEM_write_bio_X509(out, certificate);
    char *data = nullptr;
    const long size = BIO_get_mem_data(out, &data);
    const QByteArray result(data, size);
    EVP_PKEY_free(key);
    X509_free(certificate);
    for (BIO *bio : {in, keyIn, out}) {
        BIO_free(bio);
    }
    return result;
}

}  // namespace

class TestRotation : public QObject
{
    Q_OBJECT

private:
    void begin();
    void allGoOn();
    void judge();
    [[nodiscard]] int refusedByTheGateway() const;
    void lay(const char *name, const QByteArray &pem) const;
    [[nodiscard]] std::unique_ptr<QSslSocket> connected() const;

    std::unique_ptr<GatewayRig> m_rig;
    std::vector<std::unique_ptr<BusyKiosk>> m_kiosks;

private Q_SLOTS:
    void init();
    void cleanup();
    void certificatesAreRenewedWhileRequestsRun();
    void theServersCertificateChangesWhileRequestsRun();
    void aServersCertificateThatIsNotUsableIsNotShown();
};

void TestRotation::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.demoPeople = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json");
    m_rig->options.asksPerMinute = 1'000'000;
    m_rig->options.threads = 16 * kKiosks;  // a connection that is open holds one
    m_rig->start();
}

void TestRotation::cleanup()
{
    m_kiosks.clear();
    m_rig.reset();
}

void TestRotation::begin()
{
    for (int i = 0; i < kKiosks; ++i) {
        m_kiosks.push_back(std::make_unique<BusyKiosk>(*m_rig, m_rig->url(), QStringLiteral("K%1").arg(i)));
    }
    for (const auto &kiosk : m_kiosks) {
        kiosk->begin();
    }
}

// Of everything that each of them has under way some more is answered.
void TestRotation::allGoOn()
{
    for (const auto &kiosk : m_kiosks) {
        kiosk->expectMore();
    }
    for (const auto &kiosk : m_kiosks) {
        QTRY_VERIFY_WITH_TIMEOUT(!kiosk->failed.isEmpty() || kiosk->didMore(), kLongMs);
        QVERIFY2(kiosk->failed.isEmpty(), qPrintable(kiosk->failed.join(u", ")));
    }
}

int TestRotation::refusedByTheGateway() const
{
    httplib::SSLClient client("127.0.0.1", m_rig->options.port);
    client.enable_server_certificate_verification(false);
    const auto answer = client.Get("/metrics");
    static const QRegularExpression line(QStringLiteral("^hall_gateway_refused_total (\\d+)$"),
                                         QRegularExpression::MultilineOption);
    const auto match = line.match(answer ? QString::fromStdString(answer->body) : QString());
    return match.hasMatch() ? match.captured(1).toInt() : -1;
}

void TestRotation::judge()
{
    int answers = 0;
    int stored = 0;
    int reports = 0;
    for (const auto &kiosk : m_kiosks) {
        kiosk->end();
    }
    for (const auto &kiosk : m_kiosks) {
        QTRY_VERIFY_WITH_TIMEOUT(kiosk->ended(), kLongMs);
        QVERIFY2(kiosk->failed.isEmpty(), qPrintable(kiosk->failed.join(u", ")));
        QVERIFY(kiosk->lostNothing());
        QTRY_COMPARE(kiosk->linesLeft(), 0);
        answers += kiosk->did.answers;
        stored += kiosk->did.stored;
        reports += kiosk->did.reports;
    }
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), stored);
    QCOMPARE(refusedByTheGateway(), 0);
    qInfo("%d kiosks: %d questions, %d cases, %d reports, none failed", kKiosks, answers, stored, reports);
}

void TestRotation::certificatesAreRenewedWhileRequestsRun()
{
    begin();
    for (int i = 1; i <= kRenewals; ++i) {
        allGoOn();
        if (QTest::currentTestFailed()) {
            return;
        }
        for (const auto &kiosk : m_kiosks) {
            kiosk->renew();
        }
        for (const auto &kiosk : m_kiosks) {
            QTRY_COMPARE_WITH_TIMEOUT(kiosk->renewed, i, kLongMs);
        }
    }
    allGoOn();
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), 2 * kKiosks);
    // Nothing rests on the certificate before.
    {
        const auto database = m_rig->database();
        gateway::WriteTransaction transaction(*database);
        must(transaction.begun());
        must(gateway::run(transaction.connection(), QStringLiteral("DELETE FROM certificate WHERE fingerprint IN"
                                                                   " (SELECT previous FROM certificate)")));
        must(transaction.commit());
    }
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), kKiosks);
    allGoOn();
    judge();
}

void TestRotation::lay(const char *name, const QByteArray &pem) const
{
    must(writeWholeFile(m_rig->dir.filePath(QStringLiteral("front/") + QLatin1String(name)), pem, true));
}

std::unique_ptr<QSslSocket> TestRotation::connected() const
{
    auto socket = std::make_unique<QSslSocket>();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromData(m_rig->keys.caPem, QSsl::Pem));
    socket->setSslConfiguration(tls);
    socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_rig->options.port));
    return socket->waitForEncrypted(kLongMs) ? std::move(socket) : nullptr;
}

void TestRotation::theServersCertificateChangesWhileRequestsRun()
{
    begin();
    QByteArray seen = m_rig->keys.serverPem;
    for (int i = 1; i <= kRenewals; ++i) {
        allGoOn();
        if (QTest::currentTestFailed()) {
            return;
        }
        const QByteArray key = must(newP256Key());
        const QByteArray pem =
            must(issueServer(m_rig->keys.caPem, m_rig->keys.caKeyPem, key, {QStringLiteral("127.0.0.1")}));
        const auto open = connected();
        QVERIFY(open);
        QCOMPARE(open->peerCertificate(), QSslCertificate(seen));
        lay("server.key", key);
        lay("server.pem", pem + m_rig->keys.caPem);
        must(m_rig->server->reloadCertificate());
        // What is open goes on, what begins sees the new one and what signed it.
        open->write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(open->waitForReadyRead(kLongMs));
        QVERIFY(open->readAll().startsWith("HTTP/1.1 200"));
        const auto next = connected();
        QVERIFY(next);
        QCOMPARE(next->peerCertificate(), QSslCertificate(pem));
        QCOMPARE(next->peerCertificateChain().value(1), QSslCertificate(m_rig->keys.caPem));
        seen = pem;
    }
    allGoOn();
    judge();
}

void TestRotation::aServersCertificateThatIsNotUsableIsNotShown()
{
    const auto &keys = m_rig->keys;
    const QByteArray otherKey = must(newP256Key());
    const auto issued = [&keys](const QByteArray &key) {
        return must(issueServer(keys.caPem, keys.caKeyPem, key, {QStringLiteral("127.0.0.1")}));
    };
    const QByteArray foreign = issued(otherKey);
    const struct
    {
        QByteArray pem;
        QByteArray key;
        const char *said;
    } rows[] = {
        {"not a certificate", keys.serverKeyPem, "server.pem: not a certificate"},
        {{}, keys.serverKeyPem, "server.pem: not a certificate"},
        {keys.serverPem, "not a key", "server.key: not a private key"},
        {foreign, keys.serverKeyPem, "server.key: not the key of"},
        {keys.serverPem.left(keys.serverPem.size() / 2), keys.serverKeyPem, "server.pem: not a certificate"},
        {ended(keys.serverPem, keys.caKeyPem), keys.serverKeyPem, "server.pem: good from"},
    };
    for (const auto &row : rows) {
        lay("server.pem", row.pem);
        lay("server.key", row.key);
        const Done done = m_rig->server->reloadCertificate();
        QVERIFY(!done);
        QCOMPARE(done.error().code, FaultCode::KeyMissing);
        QVERIFY2(done.error().detail.starts_with(row.said), done.error().detail.c_str());
        const auto shown = connected();
        QVERIFY(shown);
        QCOMPARE(shown->peerCertificate(), QSslCertificate(keys.serverPem));
    }
    QFile::remove(m_rig->dir.filePath(QStringLiteral("front/server.pem")));
    QVERIFY(!m_rig->server->reloadCertificate());
    QVERIFY(connected());
    lay("server.pem", foreign);
    lay("server.key", otherKey);
    must(m_rig->server->reloadCertificate());
    QCOMPARE(connected()->peerCertificate(), QSslCertificate(foreign));
}

QTEST_GUILESS_MAIN(TestRotation)
#include "tst_rotation.moc"
