// SPDX-License-Identifier: GPL-3.0-or-later
// The line to the municipal core: addresses, who shows what to whom, and a core that lies.
#include "app/gateway/corecommand.h"
#include "app/gateway/coredesk.h"
#include "app/gateway/gatewaykeys.h"
#include "tests/unit/gateway/corebed.h"
#include "tests/unit/gateway/papers.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

class TestCoreLine : public QObject, private CoreBed
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { load(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void overTls();
    void showsItself();
    void whatALyingCoreGets();
    void addresses_data();
    void addresses();
    void certificates_data();
    void certificates();
    void theCoresOwnCertificate_data();
    void theCoresOwnCertificate();
    void aCertificateThatEndsWhileItRuns();
    void aCertificateIsForTlsAndHasAKey();

private:
    void demandCertificates(const Papers &ours);
    [[nodiscard]] QJsonObject link();
    [[nodiscard]] QString listText();
};

// The front's own TLS stands for a core's: it is reached, and knows no such call.
void TestCoreLine::overTls()
{
    auto options = must(coreOptions(m_rig->url(), {m_rig->dir.filePath(QStringLiteral("front/ca.pem")), {}, {}}));
    QCOMPARE(CoreClient(options).ping().error().code, FaultCode::MessageInvalid);
    options.caFile.clear();  // nobody the system knows has signed it: nothing is sent
    QCOMPARE(CoreClient(options).ping().error().code, FaultCode::SignatureBad);
}

void TestCoreLine::showsItself()
{
    httplib::Server server;
    std::string shown;
    server.Get("/v1/ping", [&shown](const httplib::Request &request, httplib::Response &response) {
        shown = request.get_header_value("Authorization");
        response.set_content("{\"v\":1,\"ready\":true}", "application/json");
    });
    const int port = server.bind_to_any_port("127.0.0.1");
    std::thread serving([&server] { server.listen_after_bind(); });
    const QString file = m_rig->dir.filePath(QStringLiteral("token"));
    QFile token(file);
    QVERIFY(token.open(QIODevice::WriteOnly));
    token.write("a-secret\n");
    token.close();
    const QString url = QStringLiteral("http://127.0.0.1:%1").arg(port);
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::ReadGroup));
    QCOMPARE(coreOptions(url, {{}, file, {}}).error().code, FaultCode::KeyMissing);
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner));
    const Done pinged = CoreClient(must(coreOptions(url, {{}, file, {}}))).ping();
    while (!server.is_running()) {
        std::this_thread::yield();
    }
    server.stop();
    serving.join();
    QVERIFY(pinged);
    QCOMPARE(shown, std::string("Bearer a-secret"));
}

// Numbers that another case has, a case of somebody else, a megabyte, and nothing that ends: each ends in time, and the
// case waits for a clear answer.
void TestCoreLine::whatALyingCoreGets()
{
    httplib::Server server;
    int asked = 0;
    server.Get("/v1/handovers/.*", [&asked](const httplib::Request &, httplib::Response &response) {
        if (++asked == 1) {
            response.set_content("{\"v\":1,\"reference\":\"HK1\",\"outcome\":\"accepted\",\"cases\":[{\"case\":\"x\","
                                 "\"number\":\"1\"}]}",
                                 "application/json");
        } else if (asked == 2) {
            response.set_content(std::string(1024 * 1024, ' '), "application/json");
        } else {
            response.set_chunked_content_provider("application/json", [](std::size_t, httplib::DataSink &sink) {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                return sink.write(" ", 1);
            });
        }
    });
    const int port = server.bind_to_any_port("127.0.0.1");
    std::thread serving([&server] { server.listen_after_bind(); });
    CoreOptions options = must(coreOptions(QStringLiteral("http://127.0.0.1:%1").arg(port), {}));
    options.deadline = kDeadline;
    const CoreClient core(options);
    const QStringList items{QStringLiteral("a")};
    const auto first = core.ask(QStringLiteral("HK1"), items);
    const auto second = core.ask(QStringLiteral("HK1"), items);
    QElapsedTimer timer;
    timer.start();
    const auto third = core.ask(QStringLiteral("HK1"), items);
    const qint64 took = timer.elapsed();
    while (!server.is_running()) {
        std::this_thread::yield();
    }
    server.stop();
    serving.join();
    QCOMPARE(first.error().code, FaultCode::MessageInvalid);
    QCOMPARE(second.error().code, FaultCode::DeviceTimeout);
    QCOMPARE(third.error().code, FaultCode::DeviceTimeout);
    QVERIFY(took < 5 * kDeadline.count());
}

void TestCoreLine::addresses_data()
{
    QTest::addColumn<bool>("good");
    QTest::newRow("https://core.example/hall") << true;
    QTest::newRow("http://127.0.0.1:9200") << true;
    QTest::newRow("http://core.example") << false;
    QTest::newRow("https://a:b@core.example") << false;
    QTest::newRow("ftp://core.example") << false;
    QTest::newRow("core") << false;
}

void TestCoreLine::addresses()
{
    QFETCH(const bool, good);
    const auto options = coreOptions(QString::fromLatin1(QTest::currentDataTag()), {});
    QCOMPARE(options.has_value(), good);
    if (!good) {
        QCOMPARE(options.error().code, FaultCode::BadArgument);
    }
}

// The core over TLS, for those alone whose certificate the municipality's authority has signed; the gateway has one.
void TestCoreLine::demandCertificates(const Papers &ours)
{
    m_core = std::make_unique<standin::CoreStandin>(m_folder->path(), 0);
    m_core->secure(ours.coreFile(), ours.coreKeyFile(), ours.authorityFile());
    QCOMPARE(m_core->start(QStringLiteral("127.0.0.1"), 0), QString());
    m_how = must(coreOptions(QStringLiteral("https://127.0.0.1:%1").arg(m_core->port()),
                             {ours.authorityFile(), {}, {ours.certificateFile(), ours.keyFile()}}));
}

QJsonObject TestCoreLine::link()
{
    return listed()[QStringLiteral("links")][0].toObject();
}

QString TestCoreLine::listText()
{
    const auto &db = m_database;
    return must(runCoreCommand(*db, {{QStringLiteral("list")}, {}, false, false, {}}, m_rig->clock));
}

void TestCoreLine::certificates_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("detail");
    const QString ours = QStringLiteral("own-certificate");
    const QString theirs = QStringLiteral("not-let-in");
    QTest::newRow("expired") << ours << QStringLiteral("gateway.pem: expired on 20");
    QTest::newRow("early") << ours << QStringLiteral("gateway.pem: not good before 20");
    QTest::newRow("missing") << ours << QStringLiteral("gateway.pem: ");
    QTest::newRow("garbage") << ours << QStringLiteral("gateway.pem: not a certificate in PEM");
    QTest::newRow("for servers") << ours << QStringLiteral("gateway.pem: not a certificate for TLS clients");
    QTest::newRow("another key") << ours << QStringLiteral("gateway.key: not the key of ");
    QTest::newRow("no key") << ours << QStringLiteral("gateway.key: not a private key");
    QTest::newRow("open key") << ours << QStringLiteral("gateway.key: readable by others");
    QTest::newRow("foreign") << theirs << QStringLiteral("127.0.0.1: it does not know who signed our certificate");
    QTest::newRow("none") << theirs << QStringLiteral("127.0.0.1: it wants a certificate of us, and got none");
}

// What is wrong is said, the case waits, nothing counts against it; right files are taken without a restart.
void TestCoreLine::certificates()
{
    QFETCH(const QString, state);
    QFETCH(const QString, detail);
    Papers ours;
    demandCertificates(ours);
    const CoreOptions right = m_how;
    ours.spoil(QString::fromLatin1(QTest::currentDataTag()));
    if (qstrcmp(QTest::currentDataTag(), "none") == 0) {
        m_how.own = {};
    }
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    for (int i = 0; i < 2 * kTries; ++i) {
        QCOMPARE(step(std::chrono::minutes(20)), 0);
    }
    QCOMPARE(message(item).state, CoreState::Waiting);
    QCOMPARE(message(item).sends, 0);
    QCOMPARE(m_core->handed(), 0);
    QCOMPARE(link()[QStringLiteral("state")].toString(), state);
    QVERIFY2(link()[QStringLiteral("detail")].toString().contains(detail),
             qPrintable(link()[QStringLiteral("detail")].toString()));
    QVERIFY2(listText().contains(state) && listText().contains(detail), qPrintable(listText()));
    QVERIFY(listText().contains(QStringLiteral("waiting 1")));
    ours.putRight();
    m_how = right;
    step(std::chrono::minutes(20));
    QCOMPARE(message(item).state, CoreState::Accepted);
    QCOMPARE(m_core->record().size(), 1);
    QCOMPARE(link()[QStringLiteral("state")].toString(), QStringLiteral("up"));
    QVERIFY(!link()[QStringLiteral("certificate_until")].toString().isEmpty());
    const auto metrics = client()->Get("/metrics");
    QVERIFY(metrics && metrics->body.find("hall_gateway_core_link_up{gateway=\"") != std::string::npos);
    QVERIFY(metrics->body.find("\"} 1\nhall_gateway_core_certificate_seconds{") != std::string::npos);
}

void TestCoreLine::theCoresOwnCertificate_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("detail");
    const QString core = QStringLiteral("core-certificate");
    QTest::newRow("core expired") << core << QStringLiteral("127.0.0.1: certificate has expired");
    QTest::newRow("core of another authority") << core << QStringLiteral("127.0.0.1: ");
    QTest::newRow("core of another name") << core << QStringLiteral("127.0.0.1: not for this name");
    QTest::newRow("authority missing") << QStringLiteral("own-certificate")
                                       << QStringLiteral("authority.pem: no certificate of an authority in it");
}

void TestCoreLine::theCoresOwnCertificate()
{
    QFETCH(const QString, state);
    QFETCH(const QString, detail);
    Papers ours;
    ours.spoil(QString::fromLatin1(QTest::currentDataTag()));
    demandCertificates(ours);
    ours.spoil(QStringLiteral("after start: ") + QString::fromLatin1(QTest::currentDataTag()));
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    QCOMPARE(step(), 0);
    QCOMPARE(message(item).state, CoreState::Waiting);
    QCOMPARE(m_core->handed(), 0);
    QCOMPARE(link()[QStringLiteral("state")].toString(), state);
    QVERIFY2(link()[QStringLiteral("detail")].toString().contains(detail),
             qPrintable(link()[QStringLiteral("detail")].toString()));
    ours.putRight();
    demandCertificates(ours);
    step(std::chrono::minutes(20));
    QCOMPARE(message(item).state, CoreState::Accepted);
}

void TestCoreLine::aCertificateThatEndsWhileItRuns()
{
    Papers ours;
    demandCertificates(ours);
    const auto &db = m_database;
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CoreAdapter adapter(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))),
                        std::make_shared<CatalogueShelf>(m_catalogue), QStringLiteral("370200"), m_how, m_rig->clock);
    CaseMaker cases = maker(m_kiosk);
    const QString first = sent(cases);
    QCOMPARE(must(adapter.step(50)), 1);
    QCOMPARE(message(first).state, CoreState::Accepted);
    ours.spoil(QStringLiteral("expired"));
    const QString second = sent(cases);
    m_rig->clock.advance(std::chrono::minutes(2));
    QCOMPARE(must(adapter.step(50)), 0);
    QCOMPARE(message(second).state, CoreState::Waiting);
    QCOMPARE(link()[QStringLiteral("state")].toString(), QStringLiteral("own-certificate"));
    ours.putRight();
    m_rig->clock.advance(std::chrono::minutes(2));
    QCOMPARE(must(adapter.step(50)), 1);
    QCOMPARE(message(second).state, CoreState::Accepted);
    QCOMPARE(m_core->record().size(), 2);
}

void TestCoreLine::aCertificateIsForTlsAndHasAKey()
{
    const QString file = QStringLiteral("gateway.pem");
    const QString https = QStringLiteral("https://core.example");
    QCOMPARE(coreOptions(https, {{}, {}, {file, {}}}).error().code, FaultCode::BadArgument);
    QCOMPARE(coreOptions(https, {{}, {}, {{}, file}}).error().code, FaultCode::BadArgument);
    QCOMPARE(coreOptions(QStringLiteral("http://127.0.0.1:1"), {{}, {}, {file, file}}).error().code,
             FaultCode::BadArgument);
    QVERIFY(coreOptions(https, {{}, {}, {file, file}}).has_value());  // it may be laid down later
}

QTEST_GUILESS_MAIN(TestCoreLine)
#include "tst_coreline.moc"
