// SPDX-License-Identifier: GPL-3.0-or-later
// Reference data on its way: published at a real gateway, fetched over TLS, staged on a real shelf.
#include "tests/support/gatewayrig.h"

#include "app/gateway/reference.h"
#include "app/protocol/secretfile.h"
#include "app/sync/healthreporter.h"
#include "app/sync/refclient.h"

#include <httplib.h>

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace hall;
using namespace hall::test;

namespace {

RefTiming quick()
{
    RefTiming timing;
    timing.pollMs = 60;
    timing.backoffBaseMs = 20;
    timing.backoffCapMs = 60;
    return timing;
}

Done good(const QString &)
{
    return {};
}

}  // namespace

class TestRefClient : public QObject
{
    Q_OBJECT

private:
    void write(const QString &name, const QByteArray &bytes) const
    {
        must(writeWholeFile(m_data->filePath(name), bytes, false));
    }
    qint64 publish(const QByteArray &vacancies);
    void sql(const QString &statement, const QVariantList &values = {});
    std::unique_ptr<RefClient> client(RefShelf::Check check = good);
    [[nodiscard]] QByteArray vacanciesOf(qint64 number) const;

    std::unique_ptr<GatewayRig> m_rig;
    std::unique_ptr<QTemporaryDir> m_data;
    std::optional<KioskIdentity> m_identity;
    std::optional<Signer> m_centre;
    std::unique_ptr<RefShelf> m_shelf;

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void enrolmentTellsTheSigningKey();
    void aReleaseIsFetchedAndStaged();
    void largeFilesComeInRanges();
    void aNewerReleaseReplacesTheStagedOne();
    void aSpoiltFileIsNotStaged();
    void aFileOfAnotherSizeIsNotStaged();
    void anotherCentresManifestIsNotTaken();
    void anOldManifestSentAgainIsNotTaken();
    void aGatewayThatWasAwayIsAskedAgain();
    void whatFailsItsCheckIsSaidUntilThereIsANewerOne();
    void aRevokedKioskGetsNothing();
    void healthReachesTheCentre();
};

void TestRefClient::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_data = std::make_unique<QTemporaryDir>();
    m_rig->start();
    Enrolment enrolment(m_data->path());
    auto future = enrolment.enrol(QUrl(m_rig->url()), m_rig->newCode(QStringLiteral("K1")), m_rig->keys.caPem);
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20'000);
    m_identity = must(future.result());
    m_centre = must(gateway::loadReferenceKey(m_rig->dir.path()));
    m_shelf = std::make_unique<RefShelf>(m_data->filePath(QStringLiteral("reference")), m_identity->refKey);
    must(m_shelf->open());
}

qint64 TestRefClient::publish(const QByteArray &vacancies)
{
    write(QStringLiteral("vacancies/all.json"), vacancies);
    gateway::RefSources sources;
    sources.vacancies = m_data->filePath(QStringLiteral("vacancies"));
    return must(gateway::publishReference(*m_rig->database(), *m_centre, sources, m_rig->clock)).number;
}

void TestRefClient::sql(const QString &statement, const QVariantList &values)
{
    const auto database = m_rig->database();
    gateway::WriteTransaction transaction(*database);
    must(transaction.begun());
    must(gateway::run(transaction.connection(), statement, values));
    must(transaction.commit());
}

std::unique_ptr<RefClient> TestRefClient::client(RefShelf::Check check)
{
    auto made = std::make_unique<RefClient>(*m_shelf, *m_identity, std::move(check), quick());
    made->look();
    return made;
}

QByteArray TestRefClient::vacanciesOf(qint64 number) const
{
    QFile file(m_data->filePath(QStringLiteral("reference/versions/%1/vacancies/all.json").arg(number)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestRefClient::enrolmentTellsTheSigningKey()
{
    QCOMPARE(m_identity->refKey, m_centre->publicKey());
    QCOMPARE(must(loadIdentity(m_data->path())).refKey, m_centre->publicKey());
}

void TestRefClient::aReleaseIsFetchedAndStaged()
{
    gateway::RefSources sources;
    sources.catalogue = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
    sources.regions = QStringLiteral(HALL_SOURCE_DIR "/resources/regions");
    const auto release = must(gateway::publishReference(*m_rig->database(), *m_centre, sources, m_rig->clock));
    const auto running = client();
    QSignalSpy staged(running.get(), &RefClient::staged);
    QTRY_COMPARE_WITH_TIMEOUT(staged.size(), 1, 30'000);
    QCOMPARE(staged.first().first().toLongLong(), release.number);
    QCOMPARE(m_shelf->state().staged, release.number);
    QCOMPARE(m_shelf->begin(), QString());
    must(m_shelf->switchToStaged());
    const QDir used(m_shelf->begin());
    QFile here(used.filePath(QStringLiteral("catalogue/dictionary.json")));
    QFile there(sources.catalogue + QStringLiteral("/dictionary.json"));
    QVERIFY(here.open(QIODevice::ReadOnly) && there.open(QIODevice::ReadOnly));
    QCOMPARE(here.readAll(), there.readAll());
    QVERIFY(QFileInfo::exists(used.filePath(QStringLiteral("regions/370200.sig"))));
}

void TestRefClient::largeFilesComeInRanges()
{
    const QByteArray large = "{\"words\":\"" + randomBytes(int(kRefChunkBytes)).toHex() + "\"}";
    QVERIFY(large.size() > 2 * kRefChunkBytes);
    const qint64 number = publish(large);
    const auto running = client();
    QTRY_COMPARE(m_shelf->state().staged, number);
    QCOMPARE(vacanciesOf(number), large);
    httplib::SSLClient asking("127.0.0.1", m_rig->options.port);
    asking.enable_server_certificate_verification(false);
    const auto metrics = asking.Get("/metrics");
    QVERIFY(metrics && metrics->body.find("hall_gateway_ref_files_total 3\n") != std::string::npos);
}

void TestRefClient::aNewerReleaseReplacesTheStagedOne()
{
    const qint64 first = publish("{\"n\":1}");
    const auto running = client();
    QTRY_COMPARE(m_shelf->state().staged, first);
    const qint64 second = publish("{\"n\":2}");
    QVERIFY(second > first);
    QTRY_COMPARE(m_shelf->state().staged, second);
    QCOMPARE(vacanciesOf(second), QByteArray("{\"n\":2}"));
    QCOMPARE(vacanciesOf(first), QByteArray());
}

void TestRefClient::aSpoiltFileIsNotStaged()
{
    const qint64 number = publish("{\"n\":1}");
    sql(QStringLiteral("UPDATE ref_file SET content = ?"), {QByteArray("{\"n\":9}")});
    const auto running = client();
    QSignalSpy problem(running.get(), &RefClient::problemChanged);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(problem.first().first().toString(), QStringLiteral("digest"));
    QCOMPARE(m_shelf->state(), RefShelf::State());
    sql(QStringLiteral("UPDATE ref_file SET content = ?"), {QByteArray("{\"n\":1}")});
    QTRY_COMPARE(m_shelf->state().staged, number);
    QCOMPARE(problem.last().first().toString(), QString());
}

void TestRefClient::aFileOfAnotherSizeIsNotStaged()
{
    (void)publish("{\"n\":1}");
    for (const QByteArray &content : {QByteArray(3 * 1024 * 1024, 'x'), QByteArray("{")}) {
        sql(QStringLiteral("UPDATE ref_file SET content = ?"), {content});
        const auto running = client();
        QSignalSpy problem(running.get(), &RefClient::problemChanged);
        QTRY_VERIFY(!problem.isEmpty());
        QTest::qWait(200);  // several more tries
        QCOMPARE(m_shelf->state(), RefShelf::State());
    }
}

void TestRefClient::anotherCentresManifestIsNotTaken()
{
    const QByteArray content = "{\"n\":1}";
    (void)publish(content);
    const auto theirs = must(signRefManifest(
        {4'000'000'000, 1, {{QStringLiteral("vacancies/all.json"), sha256Hex(content), 7}}}, Signer::generate()));
    sql(QStringLiteral("INSERT INTO ref_release (n, manifest, at_ms) VALUES (4000000000, ?, 1)"), {theirs});
    const auto running = client();
    QSignalSpy problem(running.get(), &RefClient::problemChanged);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(problem.first().first().toString(), QStringLiteral("signature"));
    QCOMPARE(m_shelf->state(), RefShelf::State());
}

void TestRefClient::anOldManifestSentAgainIsNotTaken()
{
    const qint64 first = publish("{\"n\":1}");
    const qint64 second = publish("{\"n\":2}");
    auto running = client();
    QTRY_COMPARE(m_shelf->state().staged, second);
    // The older one, truly of the centre, is passed off as the newest.
    sql(QStringLiteral("UPDATE ref_release SET n = 4000000000 WHERE n = ?"), {first});
    running = client();
    QTest::qWait(300);
    QCOMPARE(m_shelf->state().staged, second);
    QCOMPARE(m_shelf->state().highest, second);
    QCOMPARE(vacanciesOf(second), QByteArray("{\"n\":2}"));
}

void TestRefClient::aGatewayThatWasAwayIsAskedAgain()
{
    const qint64 number = publish("{\"n\":1}");
    m_rig->stop();
    const auto running = client();
    QSignalSpy problem(running.get(), &RefClient::problemChanged);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(problem.first().first().toString(), QStringLiteral("unreachable"));
    m_rig->start();
    QTRY_COMPARE(m_shelf->state().staged, number);
}

void TestRefClient::whatFailsItsCheckIsSaidUntilThereIsANewerOne()
{
    const qint64 bad = publish("{\"n\":1}");
    const auto running = client([this](const QString &folder) -> Done {
        QFile file(folder + QStringLiteral("/vacancies/all.json"));
        return file.open(QIODevice::ReadOnly) && file.readAll() == "{\"n\":1}" ? fail(FaultCode::FileInvalid) : Done();
    });
    QSignalSpy problem(running.get(), &RefClient::problemChanged);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(problem.first().first().toString(), QStringLiteral("check"));
    QTest::qWait(300);  // it has asked again since
    QCOMPARE(problem.size(), 1);
    QCOMPARE(m_shelf->state().refused, QVector<RefShelf::Refused>({{bad, QStringLiteral("check")}}));
    const qint64 cured = publish("{\"n\":2}");
    QTRY_COMPARE(m_shelf->state().staged, cured);
    QCOMPARE(problem.last().first().toString(), QString());
}

void TestRefClient::aRevokedKioskGetsNothing()
{
    (void)publish("{\"n\":1}");
    m_rig->revoke(QStringLiteral("K1"));
    const auto running = client();
    QSignalSpy problem(running.get(), &RefClient::problemChanged);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(problem.first().first().toString(), QStringLiteral("revoked"));
    QCOMPARE(m_shelf->state(), RefShelf::State());
}

void TestRefClient::healthReachesTheCentre()
{
    HealthReporter reporter(*m_identity, [] { return QJsonObject{{QStringLiteral("reference"), 7}}; });
    QSignalSpy answered(&reporter, &HealthReporter::answered);
    reporter.soon();
    reporter.soon();
    QTRY_COMPARE(answered.size(), 1);
    QVERIFY(answered.first().first().toBool());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE health = '{\"reference\":7}'")), 1);
}

QTEST_GUILESS_MAIN(TestRefClient)
#include "tst_refclient.moc"
