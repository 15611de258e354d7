// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosk's side against a real gateway over TLS: enrolment, the outbox drained, answers coming back, questions.
#include "tests/support/democodes.h"
#include "tests/support/gatewayrig.h"
#include "tests/support/memoryoutbox.h"

#include "app/protocol/secretfile.h"
#include "app/sync/enrolment.h"
#include "app/sync/healthreporter.h"
#include "app/sync/httpscentre.h"
#include "app/sync/linewatch.h"
#include "app/sync/renewal.h"
#include "app/sync/syncclient.h"

#include <httplib.h>

#include <atomic>
#include <mutex>
#include <thread>

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace hall;
using namespace hall::test;

class TestSyncClient : public QObject
{
    Q_OBJECT

private:
    KioskIdentity enrol(const QString &code = {});
    VisitProof proof(const QString &number, const QString &name) const;

    std::unique_ptr<GatewayRig> m_rig;
    std::unique_ptr<QTemporaryDir> m_data;

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void enrolmentStoresAnIdentity();
    void enrolmentSurvivesALostAnswer();
    void enrolmentRefusals();
    void aCertificateIsRenewedFromItsHalfLife();
    void renewalSurvivesALostAnswerAndARestart();
    void drainsAndBringsAnswersBack();
    void answersAboutCasesThatAreNotHereHoldNothingUp();
    void aCentrePutBackFromABackupIsHeardFromTheStart();
    void answersRideOnAHealthReport();
    void batchesArePackedWhereTheyAreTaken_data();
    void batchesArePackedWhereTheyAreTaken();
    void gatewayDownThenUp();
    void theLineIsTriedAgain_data();
    void theLineIsTriedAgain();
    void scansFollowInChunks();
    void aNewCaseGoesBetweenTwoChunks();
    void revokedKioskSaysSo();
    void heldBackItemDoesNotStopTheOthers();
    void oneBadCaseAmongAThousandIsSetAside();
    void centreAnswersQuestions();
    void centreKnowsTheHolderOfACode();
    void centreKeepsADraftAndAPaper();
    void centreAnswersWithinItsDeadline();
    void centreAnswersWhenItEnds();
};

void TestSyncClient::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_data = std::make_unique<QTemporaryDir>();
    m_rig->options.demoPeople = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json");
    m_rig->start();
}

KioskIdentity TestSyncClient::enrol(const QString &code)
{
    Enrolment enrolment(m_data->path());
    auto future = enrolment.enrol(QUrl(m_rig->url()), code.isEmpty() ? m_rig->newCode(QStringLiteral("K1")) : code,
                                  m_rig->keys.caPem);
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000)) {
        throw std::runtime_error("enrolment never ended");
    }
    return must(future.result());
}

VisitProof TestSyncClient::proof(const QString &number, const QString &name) const
{
    return {QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2"),
            Sensitive<QString>(number),
            Sensitive<QString>(name),
            QStringLiteral("social-card"),
            QStringLiteral("370200"),
            {}};
}

void TestSyncClient::enrolmentStoresAnIdentity()
{
    QCOMPARE(loadIdentity(m_data->path()).error().code, FaultCode::CentreNotEnrolled);
    const KioskIdentity identity = enrol();
    QCOMPARE(identity.kiosk, QStringLiteral("K1"));
    QCOMPARE(identity.sealKey, m_rig->keys.sealPublicKey);
    auto loaded = loadIdentity(m_data->path());
    QVERIFY(loaded.has_value());
    QCOMPARE(loaded->signer.publicKey(), identity.signer.publicKey());
    for (const char *name : {"identity.json", "sign.key"}) {
        const QString path = m_data->filePath(QStringLiteral("identity/") + QLatin1String(name));
        QCOMPARE(QFile::permissions(path) & QFile::Permissions(0x077), QFile::Permissions());
    }
    QVERIFY(!QFileInfo::exists(m_data->filePath(QStringLiteral("identity/pending.json"))));
}

void TestSyncClient::enrolmentSurvivesALostAnswer()
{
    const QString code = m_rig->newCode(QStringLiteral("K1"));
    (void)enrol(code);
    // As if the answer had been lost: no identity, but the request is still there.
    const QString identity = m_data->filePath(QStringLiteral("identity/identity.json"));
    QFile file(identity);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject first = QJsonDocument::fromJson(file.readAll()).object();
    auto csr = makeCsr(first[QStringLiteral("key")].toString().toLatin1(), QStringLiteral("hallkiosk"));
    QVERIFY(csr.has_value());
    QFile::remove(identity);
    Enrolment again(m_data->path());
    auto future = again.enrol(QUrl(m_rig->url()), code, m_rig->keys.caPem);
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code, FaultCode::EnrolCodeBad);  // the request was dropped with the first success
    // With the gateway down first, the same code and request succeed later.
    m_data = std::make_unique<QTemporaryDir>();
    const QString second = m_rig->newCode(QStringLiteral("K2"));
    m_rig->stop();
    Enrolment late(m_data->path());
    auto lost = late.enrol(QUrl(m_rig->url()), second, m_rig->keys.caPem);
    QTRY_VERIFY(lost.isFinished());
    QCOMPARE(lost.result().error().code, FaultCode::CentreUnreachable);
    m_rig->start();
    QCOMPARE(enrol(second).kiosk, QStringLiteral("K2"));
}

void TestSyncClient::enrolmentRefusals()
{
    Enrolment enrolment(m_data->path());
    const struct
    {
        QUrl url;
        QByteArray ca;
        FaultCode code;
    } rows[] = {
        {QUrl(QStringLiteral("http://127.0.0.1:1")), m_rig->keys.caPem, FaultCode::BadArgument},
        {QUrl(m_rig->url()), "no certificate", FaultCode::BadArgument},
        {QUrl(m_rig->url()), m_rig->keys.caPem, FaultCode::EnrolCodeBad},
        // Another centre's CA: the server is not trusted, and the code is never sent.
        {QUrl(m_rig->url()), must(makeCa(must(newP256Key()), QStringLiteral("Other"))), FaultCode::CentreUnreachable},
    };
    for (const auto &row : rows) {
        auto future = enrolment.enrol(row.url, QStringLiteral("0000-0000-0000-0000"), row.ca);
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, row.code);
    }
}

void TestSyncClient::aCertificateIsRenewedFromItsHalfLife()
{
    const KioskIdentity identity = enrol();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    constexpr qint64 day = 24LL * 3600 * 1000;
    ManualClock clock{std::chrono::milliseconds(now + 14 * day)};
    Renewal renewal(m_data->path(), identity, clock, 0.5);
    QVERIFY2(renewal.dueMs() > now + 15 * day && renewal.dueMs() < now + 18 * day, "half of 30 days and a bit");
    QSignalSpy renewed(&renewal, &Renewal::renewed);
    renewal.start();
    QTest::qWait(200);
    QCOMPARE(renewed.count(), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM certificate")), 1);

    clock.advance(std::chrono::hours(24 * 4));
    renewal.look();
    QTRY_COMPARE(renewed.count(), 1);
    const KioskIdentity next = must(loadIdentity(m_data->path()));
    QVERIFY(next.certificatePem != identity.certificatePem && next.keyPem != identity.keyPem);
    QCOMPARE(next.signer.publicKey(), identity.signer.publicKey());
    QCOMPARE(next.gateway, identity.gateway);
    QVERIFY(!QFileInfo::exists(m_data->filePath(QStringLiteral("identity/renewal.json"))));

    // A client that works with the first goes on with the second.
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    outbox.add(cases.make());
    SyncClient client(outbox, identity, quick());
    QSignalSpy rounds(&client, &SyncClient::roundEnded);
    client.wake();
    QTRY_VERIFY(outbox.queue.isEmpty());
    client.setCertificate(next);
    outbox.add(cases.make());
    client.wake();
    QTRY_VERIFY(outbox.queue.isEmpty());
}

void TestSyncClient::renewalSurvivesALostAnswerAndARestart()
{
    const KioskIdentity identity = enrol();
    // Long past its end.
    ManualClock clock{std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch() + 400LL * 24 * 3600 * 1000)};
    m_rig->stop();
    QByteArray asked;
    {
        Renewal renewal(m_data->path(), identity, clock, 0);
        renewal.start();
        const QString file = m_data->filePath(QStringLiteral("identity/renewal.json"));
        QTRY_VERIFY(QFileInfo::exists(file));
        QCOMPARE(QFile::permissions(file) & QFile::Permissions(0x077), QFile::Permissions());
        asked = must(readSecretFile(file));
    }
    m_rig->start();
    Renewal renewal(m_data->path(), identity, clock, 0);
    QSignalSpy renewed(&renewal, &Renewal::renewed);
    QSignalSpy refused(&renewal, &Renewal::refused);
    renewal.start();
    QTRY_COMPARE(renewed.count(), 1);
    const QByteArray key = must(loadIdentity(m_data->path())).keyPem;
    QCOMPARE(QString::fromLatin1(key), QJsonDocument::fromJson(asked).object().value(u"key").toString());
    // Another program with the first certificate is told that it is not the only one.
    Renewal copy(m_data->path(), identity, clock, 0);
    QSignalSpy told(&copy, &Renewal::refused);
    copy.start();
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(told.first().first().toString(), QStringLiteral("renewed-elsewhere"));
    QCOMPARE(refused.count(), 0);
}

void TestSyncClient::drainsAndBringsAnswersBack()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    for (int i = 0; i < 150; ++i) {
        outbox.add(cases.make());
    }
    const QString id = outbox.queue.first().id;
    SyncClient client(outbox, identity, quick());
    QSignalSpy words(&client, &SyncClient::itemStored);
    client.wake();
    QTRY_COMPARE_WITH_TIMEOUT(words.count(), 300, 30'000);
    QVERIFY(client.reachable());
    QCOMPARE(outbox.words[id], QStringList({QStringLiteral("stored"), QStringLiteral("decided")}));
    QVERIFY(outbox.answers[id].contains("registered"));
    QTRY_COMPARE(outbox.state[QStringLiteral("inbox.after")], QByteArray("150"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 150);
}

// A machine is replaced by another one of the same name, or a damaged page took cases with it.
void TestSyncClient::answersAboutCasesThatAreNotHereHoldNothingUp()
{
    const KioskIdentity before = enrol();
    CaseMaker old(before.kiosk, before.signer, before.sealKey);
    MemoryOutbox broken;
    for (int i = 0; i < 3; ++i) {
        broken.add(old.make());
    }
    {
        SyncClient client(broken, before, quick());
        client.wake();
        QTRY_COMPARE(broken.state[QStringLiteral("inbox.after")], QByteArray("3"));
    }
    m_data = std::make_unique<QTemporaryDir>();
    const KioskIdentity identity = enrol();
    QCOMPARE(identity.kiosk, before.kiosk);
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    const auto made = cases.make();
    outbox.add(made);
    SyncClient client(outbox, identity, quick());
    QSignalSpy rounds(&client, &SyncClient::roundEnded);
    client.wake();
    QTRY_COMPARE(outbox.words[made.id], QStringList({QStringLiteral("stored"), QStringLiteral("decided")}));
    QTRY_COMPARE(outbox.state[QStringLiteral("inbox.after")], QByteArray("4"));
    QTRY_VERIFY(rounds.constLast().constFirst().toBool());
    QCOMPARE(outbox.words.size(), 1);
}

// Between two polls, which are an hour apart.
void TestSyncClient::answersRideOnAHealthReport()
{
    const KioskIdentity identity = enrol();
    MemoryOutbox outbox;
    SyncTiming timing = quick();
    timing.pollMs = 3'600'000;
    SyncClient client(outbox, identity, timing);
    QVERIFY(!client.inboxAfter());
    QSignalSpy rounds(&client, &SyncClient::roundEnded);
    client.wake();
    QTRY_COMPARE(rounds.count(), 1);
    QCOMPARE(client.inboxAfter(), std::optional<qint64>(0));
    auto database = m_rig->database();
    auto connection = must(database->connection());
    const auto tell = [&](int number, int after) {
        must(gateway::run(connection,
                          QStringLiteral("INSERT INTO inbox (kiosk, n, item, state, code, reference, at_ms)"
                                         " VALUES (?, ?, ?, 'decided', 'automatic', '', 1)"),
                          {identity.kiosk, number, newTransactionId(1'767'225'600'000 + number)}));
        must(gateway::run(connection, QStringLiteral("UPDATE kiosk SET inbox_no = ? WHERE id = ?"),
                          {after, identity.kiosk}));
    };
    HealthReporter reporter(identity, [] { return QJsonObject{{QStringLiteral("v"), 1}}; });
    reporter.setInboxAfter([&] { return client.inboxAfter(); });
    connect(&reporter, &HealthReporter::answersCame, &client, &SyncClient::answersCame);
    QSignalSpy taken(&reporter, &HealthReporter::taken);
    reporter.soon();
    QTRY_COMPARE(taken.count(), 1);  // nothing rides
    QCOMPARE(rounds.count(), 1);
    for (int n = 1; n <= 25; ++n) {
        tell(n, n);
    }
    reporter.soon();
    QTRY_COMPARE(outbox.state.value(QStringLiteral("inbox.after")), QByteArray("20"));  // no more at once
    reporter.soon();
    QTRY_COMPARE(outbox.state.value(QStringLiteral("inbox.after")), QByteArray("25"));
    QTRY_COMPARE(client.inboxAfter(), std::optional<qint64>(25));
    QCOMPARE(taken.count(), 3);
    // What does not follow on is left.
    client.answersCame({{27, newTransactionId(1'767'225'600'000), QStringLiteral("decided"), {}, {}, 0}});
    QCOMPARE(client.inboxAfter(), std::optional<qint64>(25));
}

void TestSyncClient::aCentrePutBackFromABackupIsHeardFromTheStart()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    for (int i = 0; i < 5; ++i) {
        outbox.add(cases.make());
    }
    {
        SyncClient client(outbox, identity, quick());
        client.wake();
        QTRY_COMPARE(outbox.state[QStringLiteral("inbox.after")], QByteArray("5"));
    }
    {
        auto database = m_rig->database();
        auto connection = must(database->connection());
        must(gateway::run(connection, QStringLiteral("DELETE FROM inbox WHERE n > 2")));
        must(gateway::run(connection, QStringLiteral("UPDATE kiosk SET inbox_no = 2")));
    }
    const auto made = cases.make();
    outbox.add(made);
    SyncClient client(outbox, identity, quick());
    client.wake();
    QTRY_COMPARE(outbox.words[made.id], QStringList({QStringLiteral("stored"), QStringLiteral("decided")}));
    QTRY_COMPARE(outbox.state[QStringLiteral("inbox.after")], QByteArray("3"));
}

void TestSyncClient::theLineIsTriedAgain_data()
{
    QTest::addColumn<bool>("somebodyWaits");
    QTest::newRow("while somebody waits") << true;
    QTest::newRow("when a health report was answered") << false;
}

// Long before the client itself would.
void TestSyncClient::theLineIsTriedAgain()
{
    QFETCH(bool, somebodyWaits);
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    const auto made = cases.make();
    outbox.add(made);
    m_rig->stop();
    SyncTiming timing;
    timing.backoffBaseMs = timing.backoffCapMs = 1'000'000'000;
    SyncClient client(outbox, identity, timing);
    LineWatch watch(client, [somebodyWaits] { return somebodyWaits; });
    QSignalSpy rounds(&client, &SyncClient::roundEnded);
    client.wake();
    QTRY_VERIFY(rounds.count() > 0);
    watch.heard(false);
    m_rig->start();
    if (!somebodyWaits) {
        watch.heard(true);
    }
    QTRY_VERIFY_WITH_TIMEOUT(outbox.words.value(made.id).contains(QStringLiteral("stored")), 15'000);
}

void TestSyncClient::batchesArePackedWhereTheyAreTaken_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<int>("toPacked");
    QTest::addColumn<QString>("forms");
    // Two are under way at a time.
    QTest::newRow("taken") << QByteArray("1") << 200 << QStringLiteral("^j{1,2}p{6,7}$");
    QTest::newRow("a centre of before") << QByteArray() << 200 << QStringLiteral("^j{8}$");
    QTest::newRow("another form") << QByteArray("2") << 200 << QStringLiteral("^j{8}$");
    QTest::newRow("said, but refused on the way") << QByteArray("1") << 415 << QStringLiteral("^j{1,2}p{1,2}j{6,7}$");
    QTest::newRow("said, but not understood") << QByteArray("1") << 400 << QStringLiteral("^j{1,2}p{1,2}j{6,7}$");
}

// A centre that takes each batch, of one case each.
void TestSyncClient::batchesArePackedWhereTheyAreTaken()
{
    QFETCH(QByteArray, says);
    QFETCH(int, toPacked);
    QFETCH(QString, forms);
    KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    for (int i = 0; i < 8; ++i) {
        outbox.add(cases.make());
    }
    const QString certificate = m_data->filePath(QStringLiteral("server.pem"));
    const QString key = m_data->filePath(QStringLiteral("server.key"));
    must(writeWholeFile(certificate, m_rig->keys.serverPem, false));
    must(writeWholeFile(key, m_rig->keys.serverKeyPem, true));
    httplib::SSLServer server(qPrintable(certificate), qPrintable(key));
    std::mutex mutex;
    QString came;
    server.Post("/v1/batch", [&](const httplib::Request &request, httplib::Response &response) {
        const bool packed = request.get_header_value("Content-Type") == wire::kPackedType;
        const QByteArray body = QByteArray::fromStdString(request.body);
        const wire::Batch batch = must(packed ? wire::parsePackedBatch(body) : wire::parseBatch(body));
        {
            const std::lock_guard lock(mutex);
            came += packed ? u'p' : u'j';
        }
        if (!says.isEmpty()) {
            response.set_header(wire::kPackedHeader, says.toStdString());
        }
        response.status = packed ? toPacked : 200;
        QVector<wire::Verdict> verdicts;
        for (const wire::BatchItem &item : batch.items) {
            verdicts.append({must(parseEnvelope(item.envelope)).id, wire::VerdictKind::Stored, 0, {}, false, 0, {}});
        }
        const QByteArray answer = response.status == 200 ? wire::encodeVerdicts(verdicts)
                                                         : wire::encodeProblem(QStringLiteral("message"), {});
        response.set_content(answer.toStdString(), "application/json");
    });
    identity.gateway = QUrl(QStringLiteral("https://127.0.0.1:%1").arg(server.bind_to_any_port("127.0.0.1")));
    std::thread answering([&server] { server.listen_after_bind(); });
    {
        SyncTiming timing = quick();
        timing.window = 1;
        SyncClient client(outbox, identity, timing);
        client.wake();
        (void)QTest::qWaitFor([&outbox] { return outbox.queue.isEmpty(); }, 20'000);
    }
    server.stop();
    answering.join();
    QVERIFY(outbox.queue.isEmpty());
    QVERIFY(outbox.parked.isEmpty());
    QVERIFY2(QRegularExpression(forms).match(came).hasMatch(), qPrintable(came));
}

void TestSyncClient::gatewayDownThenUp()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    SyncClient client(outbox, identity, quick());
    QSignalSpy times(&client, &SyncClient::timeTold);
    QSignalSpy reachable(&client, &SyncClient::reachableChanged);
    client.wake();
    QTRY_VERIFY(client.reachable());
    QVERIFY(!times.isEmpty());  // every answer says it
    QCOMPARE(times.constLast().constFirst().toLongLong(), m_rig->clock.wall().count());
    m_rig->stop();
    const auto made = cases.make();
    outbox.add(made);
    client.wake();
    QTRY_VERIFY(!client.reachable());
    QCOMPARE(client.problem(), QStringLiteral("unreachable"));
    QVERIFY(outbox.words.isEmpty());
    m_rig->start();
    QTRY_COMPARE(outbox.words[made.id], QStringList({QStringLiteral("stored"), QStringLiteral("decided")}));
    QVERIFY(client.reachable());
    QCOMPARE(client.problem(), QString());
    QCOMPARE(reachable.count(), 3);
}

void TestSyncClient::scansFollowInChunks()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    const auto made = cases.make({randomBytes(700'000), QByteArray("small page")});
    outbox.add(made);
    SyncClient client(outbox, identity, quick());
    client.wake();
    QTRY_COMPARE_WITH_TIMEOUT(outbox.words[made.id], QStringList({QStringLiteral("stored"), QStringLiteral("decided")}),
                              20'000);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM blob")), 2);
    QVERIFY(outbox.failures.isEmpty());
}

void TestSyncClient::aNewCaseGoesBetweenTwoChunks()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    const auto large = cases.make({randomBytes(8'000'000)});
    const auto late = cases.make({randomBytes(300'000)});
    outbox.add(large);
    SyncClient client(outbox, identity, quick());
    QStringList stored;
    QObject::connect(&client, &SyncClient::itemStored, [&stored](const QString &id, const QString &verdict) {
        if (verdict == QLatin1String("stored")) {
            stored.append(id);
        }
    });
    client.wake();
    QTRY_VERIFY(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")) == 1);
    outbox.add(late);
    client.wake();
    QTRY_COMPARE_WITH_TIMEOUT(stored, QStringList({late.id, large.id}), 60'000);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM blob")), 2);
    QVERIFY(outbox.failures.isEmpty());
}

void TestSyncClient::revokedKioskSaysSo()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    outbox.add(cases.make());
    m_rig->revoke(identity.kiosk);
    SyncClient client(outbox, identity, quick());
    client.wake();
    QTRY_COMPARE(client.problem(), QStringLiteral("revoked"));
    QCOMPARE(outbox.queue.size(), 1);  // nothing is lost
    QVERIFY(outbox.parked.isEmpty());
}

void TestSyncClient::heldBackItemDoesNotStopTheOthers()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    outbox.add(cases.make());
    auto broken = cases.make();
    broken.item.sealedBody += 'x';
    outbox.add(broken);
    const auto last = cases.make();
    outbox.add(last);
    SyncClient client(outbox, identity, quick());
    client.wake();
    QTRY_COMPARE(outbox.words[last.id], QStringList({QStringLiteral("stored"), QStringLiteral("decided")}));
    // The line may have spoilt it: two more tries, then it waits for staff.
    QCOMPARE(outbox.failures[broken.id], QStringList(3, QStringLiteral("body-digest")));
    QCOMPARE(outbox.parked, QStringList{broken.id});
}

void TestSyncClient::oneBadCaseAmongAThousandIsSetAside()
{
    const KioskIdentity identity = enrol();
    CaseMaker cases(identity.kiosk, identity.signer, identity.sealKey);
    MemoryOutbox outbox;
    QString bad;
    for (int i = 0; i < 1000; ++i) {
        auto made = cases.make();
        if (i == 500) {
            bad = made.id;
            made.item.sealedBody.back() = char(made.item.sealedBody.back() ^ 1);
        }
        outbox.add(made);
    }
    QElapsedTimer timer;
    timer.start();
    SyncClient client(outbox, identity);  // with the pauses of a real kiosk
    client.wake();
    QTRY_VERIFY_WITH_TIMEOUT(outbox.queue.isEmpty(), 60'000);
    qInfo("%lld ms", static_cast<long long>(timer.elapsed()));
    QCOMPARE(outbox.parked, QStringList(bad));
    QCOMPARE(outbox.failures.size(), 1);
    QCOMPARE(outbox.failures[bad], QStringList(3, QStringLiteral("body-digest")));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 999);
}

void TestSyncClient::centreAnswersQuestions()
{
    const KioskIdentity identity = enrol();
    HttpsCentre centre(identity);
    const VisitProof zhang = proof(QStringLiteral("37020019900307006X"), QStringLiteral("张测试"));
    auto prefill = centre.prefill(zhang, QStringLiteral("unemployment-registration"));
    auto query = centre.query(zhang, QStringLiteral("emp-cert"));
    auto nobody =
        centre.query(proof(QStringLiteral("370200199001010005"), QStringLiteral("无此人")), QStringLiteral("emp-cert"));
    auto progress = centre.progress(zhang);
    QTRY_VERIFY(prefill.isFinished() && query.isFinished() && nobody.isFinished() && progress.isFinished());
    QVERIFY(prefill.result().has_value());
    const QJsonObject fields =
        QJsonDocument::fromJson(prefill.result()->json.reveal()).object()[QStringLiteral("fields")].toObject();
    QCOMPARE(fields[QStringLiteral("mobile")].toString(), QStringLiteral("13800000001"));
    QVERIFY(query.result()->json.reveal().contains("3702030018000001"));
    QCOMPARE(nobody.result().error().code, FaultCode::CentreNotFound);
    QCOMPARE(progress.result()->json.reveal(), QByteArray("{\"cases\":[]}"));
    QVERIFY(centre.reachable());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log")), 4);
}

void TestSyncClient::centreKnowsTheHolderOfACode()
{
    const KioskIdentity identity = enrol();
    HttpsCentre centre(identity);
    const auto ask = [&](const QByteArray &code) {
        return centre.holderOf({QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2"), QStringLiteral("01"),
                                Sensitive<QByteArray>(code)});
    };
    const QByteArray code = test::demoCardCode(QStringLiteral("wang-shili"), m_rig->clock.wall());
    auto holder = ask(code);
    QTRY_VERIFY(holder.isFinished());
    QVERIFY(holder.result().has_value());
    const auto person = parseECardAnswer(holder.result()->json.reveal());
    QVERIFY(person.has_value());
    QCOMPARE(person->name.reveal(), QStringLiteral("王示例"));
    auto again = ask(code);
    QTRY_VERIFY(again.isFinished());
    QCOMPARE(again.result().error().code, FaultCode::CentreNotFound);
    QVERIFY(again.result().error().detail.find("HALL-E1") == std::string::npos);
    m_rig->stop();
    auto offline = ask(code);
    QTRY_VERIFY(offline.isFinished());
    QCOMPARE(offline.result().error().code, FaultCode::CentreUnreachable);
    QVERIFY(offline.result().error().detail.find("HALL-E1") == std::string::npos);
}

void TestSyncClient::centreKeepsADraftAndAPaper()
{
    m_rig->stop();
    m_rig->options.publicUrl = QStringLiteral("https://hall.example");
    m_rig->start();
    const KioskIdentity identity = enrol();
    HttpsCentre centre(identity);
    const auto ended = [](const QFuture<Result<CentreAnswer>> &future) {
        return QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000) ? future.result()
                                                                                  : fail(FaultCode::CentreTimeout);
    };
    const QString number = QStringLiteral("37020019900307006X");
    const QByteArray entered = "{\"answers\":{\"mobile\":\"13900000006\"}}";
    const QString code = newResumeCode().reveal();
    const DraftKey key = test::must(draftKey(number, code));
    wire::DraftCall call;
    call.visit = QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    call.number = Sensitive<QString>(number);
    call.check = key.check;
    call.box = test::must(lockDraft(entered, key));
    const auto kept = ended(centre.draft(call));
    QVERIFY(kept.has_value());
    QVERIFY(test::must(wire::parseDraftAnswer(kept->json.reveal())).untilMs > m_rig->clock.wall().count());
    call.act = wire::DraftCall::Act::Take;
    const auto taken = ended(centre.draft(call));
    QVERIFY(taken.has_value());
    QCOMPARE(test::must(unlockDraft(test::must(wire::parseDraftAnswer(taken->json.reveal())).box, key)).reveal(),
             entered);
    call.check = QByteArray(kDraftCheckBytes, 'x');
    QCOMPARE(ended(centre.draft(call)).error().code, FaultCode::CentreNotFound);

    const SealKeyPair own = newSealKeyPair();
    const auto opened = ended(centre.phone({wire::PhoneCall::Act::Open, call.visit, own.publicKey, {}}));
    QVERIFY(opened.has_value());
    const wire::PhonePlace place = test::must(wire::parsePhonePlace(opened->json.reveal()));
    const QByteArray paper = QByteArrayLiteral("%PDF-1.7") + QByteArray(8 * 1024 * 1024, 'p');
    httplib::SSLClient phone("127.0.0.1", m_rig->options.port);
    phone.enable_server_certificate_verification(false);
    httplib::MultipartFormDataItems form{{"file", paper.toStdString(), "paper.pdf", "application/pdf"}};
    QCOMPARE(phone.Post(QUrl(place.url).path().toStdString(), form)->status, 200);
    const auto came = ended(centre.phone({wire::PhoneCall::Act::Take, call.visit, {}, place.id}));
    QVERIFY(came.has_value());  // more than any other answer may be
    const auto file = test::must(wire::parsePhoneFile(came->json.reveal()));
    QCOMPARE(test::must(openSealed(SealKind::Phone, file.file, own)).reveal(), paper);
    QVERIFY(ended(centre.phone({wire::PhoneCall::Act::Close, call.visit, {}, place.id})).has_value());
    QCOMPARE(ended(centre.phone({wire::PhoneCall::Act::Take, call.visit, {}, place.id})).error().code,
             FaultCode::CentreNotFound);
    QVERIFY(ended(centre.rate({call.visit, {}, QStringLiteral("emp-cert"), 4, {}, 1'767'225'600'000})).has_value());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM rating")), 1);
}

void TestSyncClient::centreAnswersWithinItsDeadline()
{
    KioskIdentity identity = enrol();
    QTcpServer mute;  // accepts and never says a word
    QVERIFY(mute.listen(QHostAddress::LocalHost));
    identity.gateway = QUrl(QStringLiteral("https://127.0.0.1:%1").arg(mute.serverPort()));
    HttpsCentre centre(identity, 200);
    auto future = centre.progress(proof(QStringLiteral("37020019900307006X"), QStringLiteral("张测试")));
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 2000);
    QCOMPARE(future.resultCount(), 1);
    QCOMPARE(future.result().error().code, FaultCode::CentreTimeout);
    QVERIFY(!centre.reachable());
    identity.gateway = QUrl(QStringLiteral("https://127.0.0.1:1"));
    HttpsCentre closed(identity);
    auto refused = closed.progress(proof(QStringLiteral("37020019900307006X"), QStringLiteral("张测试")));
    QTRY_VERIFY(refused.isFinished());
    QCOMPARE(refused.result().error().code, FaultCode::CentreUnreachable);
}

void TestSyncClient::centreAnswersWhenItEnds()
{
    const KioskIdentity identity = enrol();
    QFuture<Result<CentreAnswer>> future;
    {
        HttpsCentre centre(identity);
        future = centre.progress(proof(QStringLiteral("37020019900307006X"), QStringLiteral("张测试")));
    }
    QVERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 1);
    QCOMPARE(future.result().error().code, FaultCode::CentreUnreachable);
}

QTEST_GUILESS_MAIN(TestSyncClient)
#include "tst_syncclient.moc"
