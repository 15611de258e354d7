// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway goes by what it publishes: a case by the version that it names, from the moment it is published, without
// a restart; one that nobody knows waits for a person.
#include "app/gateway/casecore.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/reference.h"
#include "app/gateway/routing.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

namespace {

const QString kReal = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
const QString kService = QStringLiteral("unemployment-registration");
const QString kRegion = QStringLiteral("370200");

}  // namespace

class TestCatalogueShelf : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aCaseGoesByTheVersionItNames();
    void oneThatNobodyKnowsWaitsForAPerson();
    void whatOursRefusesIsRefusedAllTheSame();
    void theVersionIsTheSameInEveryRegion();
    void theNewestCounts();
    void anotherKeyIsNotBelieved();
    void changedFilesAreNotBelieved();
    void manyReleases();

private:
    using Held = CatalogueShelf::Held;
    [[nodiscard]] QString folder(const QString &name, const char *assurance);  // a catalogue with it for kService
    QString publish(const QString &from);                                      // its version
    [[nodiscard]] Held own() { return must(servicesOf(kReal, kRegion)); }
    [[nodiscard]] std::shared_ptr<CatalogueShelf> shelf()
    {
        return std::make_shared<CatalogueShelf>(m_rig->database(), own(), kRegion, m_centre->publicKey());
    }
    QString judged(const std::shared_ptr<CatalogueShelf> &by, const QString &version, ProofWay way);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::optional<Signer> m_centre;
    std::optional<Kiosk> m_kiosk;
    std::optional<CaseMaker> m_cases;
};

void TestCatalogueShelf::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.core = false;
    m_rig->start();
    m_dir = std::make_unique<QTemporaryDir>();
    m_centre = must(loadReferenceKey(m_rig->dir.path()));
    m_kiosk = enrolled(QStringLiteral("K1"));
    m_cases.emplace(maker(*m_kiosk));
    m_cases->service = kService;
}

void TestCatalogueShelf::cleanup()
{
    m_cases.reset();
    end();
}

QString TestCatalogueShelf::folder(const QString &name, const char *assurance)
{
    const QDir to(m_dir->filePath(name));
    QDirIterator files(kReal, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString from = files.next();
        const QString path = to.filePath(QDir(kReal).relativeFilePath(from));
        QDir().mkpath(QFileInfo(path).path());
        QFile::copy(from, path);
    }
    QFile file(to.filePath(QStringLiteral("services/") + kService + QStringLiteral(".json")));
    if (!file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || !file.open(QIODevice::ReadWrite)) {
        throw std::runtime_error("no service file");
    }
    QJsonObject service = QJsonDocument::fromJson(file.readAll()).object();
    service.insert(QStringLiteral("assurance"), QLatin1String(assurance));
    file.resize(0);
    file.write(QJsonDocument(service).toJson());
    return to.path();
}

QString TestCatalogueShelf::publish(const QString &from)
{
    m_rig->clock.advance(std::chrono::seconds(5));
    RefSources sources;
    sources.catalogue = from;
    return must(publishReference(*m_rig->database(), *m_centre, sources, m_rig->clock)).catalogue;
}

// State and code of a case that names this version.
QString TestCatalogueShelf::judged(const std::shared_ptr<CatalogueShelf> &by, const QString &version, ProofWay way)
{
    const Assurance level = way == ProofWay::Typed ? Assurance::Open : Assurance::Holder;
    m_cases->assurance = {level, way, QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC), {}, {}};
    m_cases->catalogue = version;
    const auto made = m_cases->make();
    if (sendOne(*m_kiosk, made.item) != wire::VerdictKind::Stored) {
        throw std::runtime_error("not stored");
    }
    const auto db = m_rig->database();
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CaseCore core(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_rig->keys.tagKey, m_rig->clock);
    core.setCatalogues(by);
    must(core.step(10));
    auto connection = must(db->connection());
    return must(single(connection, QStringLiteral("SELECT state || ' ' || code FROM result WHERE item = ?"), {made.id}))
        .toString();
}

// The version that is published asks for less than our own; it counts from then on for the cases that name it alone.
void TestCatalogueShelf::aCaseGoesByTheVersionItNames()
{
    const auto by = shelf();
    const QString strict = by->own()->version();
    QVERIFY(by->own()->service(kService)->assurance > Assurance::Open);
    QCOMPARE(judged(by, strict, ProofWay::Typed), QStringLiteral("refused assurance"));
    QCOMPARE(judged(by, QString(), ProofWay::Typed), QStringLiteral("refused assurance"));
    const QString open = publish(folder(QStringLiteral("open"), "open"));
    QVERIFY(open != strict);
    QCOMPARE(judged(by, open, ProofWay::Typed), QStringLiteral("accepted accepted"));
    QCOMPARE(judged(by, strict, ProofWay::Typed), QStringLiteral("refused assurance"));
    // A release later, what was in hand then still goes by its own.
    publish(folder(QStringLiteral("holder"), "holder"));
    QCOMPARE(judged(by, open, ProofWay::Typed), QStringLiteral("accepted accepted"));
    // After a restart as well.
    QCOMPARE(judged(shelf(), open, ProofWay::Typed), QStringLiteral("accepted accepted"));
}

void TestCatalogueShelf::oneThatNobodyKnowsWaitsForAPerson()
{
    const auto by = shelf();
    const auto db = m_rig->database();
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("INSERT INTO service_rule (service, outcome, code) VALUES (?, ?, ?)"),
                      {kService, QStringLiteral("decided"), QStringLiteral("own")}));
    QCOMPARE(judged(by, by->own()->version(), ProofWay::CardPin), QStringLiteral("decided own"));
    QCOMPARE(judged(by, QStringLiteral("0123456789abcdef"), ProofWay::CardPin),
             QStringLiteral("accepted catalogue-unknown"));
    QCOMPARE(judged(by, by->own()->version(), ProofWay::CardPin), QStringLiteral("decided own"));
    // Known once it is published.
    const QString later = publish(folder(QStringLiteral("later"), "possession"));
    QCOMPARE(judged(by, later, ProofWay::CardPin), QStringLiteral("decided own"));
}

void TestCatalogueShelf::whatOursRefusesIsRefusedAllTheSame()
{
    QCOMPARE(judged(shelf(), QStringLiteral("0123456789abcdef"), ProofWay::Typed), QStringLiteral("refused assurance"));
}

// A kiosk of another district or city names the same version as the gateway reads.
void TestCatalogueShelf::theVersionIsTheSameInEveryRegion()
{
    QCOMPARE(must(servicesOf(kReal, QStringLiteral("370100")))->version(), own()->version());
    QCOMPARE(must(servicesOf(kReal, QStringLiteral("370203")))->version(), own()->version());
}

void TestCatalogueShelf::theNewestCounts()
{
    const auto by = shelf();
    QCOMPARE(must(by->newest())->version(), by->own()->version());
    RefSources vacancies;
    vacancies.vacancies = m_dir->filePath(QStringLiteral("vacancies"));
    QDir().mkpath(vacancies.vacancies);
    QFile file(vacancies.vacancies + QStringLiteral("/all.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
    file.close();
    must(publishReference(*m_rig->database(), *m_centre, vacancies, m_rig->clock));
    QCOMPARE(must(by->newest())->version(), by->own()->version());  // it has no catalogue
    const QString first = publish(folder(QStringLiteral("a"), "open"));
    QCOMPARE(must(by->newest())->version(), first);
    const QString second = publish(folder(QStringLiteral("b"), "possession"));
    QCOMPARE(must(by->newest())->version(), second);
}

void TestCatalogueShelf::anotherKeyIsNotBelieved()
{
    const QString version = publish(folder(QStringLiteral("a"), "open"));
    CatalogueShelf other(m_rig->database(), own(), kRegion, Signer::generate().publicKey());
    QVERIFY(!must(other.of(version)));
    QCOMPARE(must(other.newest())->version(), own()->version());
    CatalogueShelf none(m_rig->database(), own(), kRegion, {});
    QVERIFY(!must(none.of(version)));
}

// Whoever can write to the database cannot change what cases are judged by.
void TestCatalogueShelf::changedFilesAreNotBelieved()
{
    const QString version = publish(folder(QStringLiteral("a"), "open"));
    const auto db = m_rig->database();
    auto connection = must(db->connection());
    must(gateway::run(connection,
                      QStringLiteral("UPDATE ref_file SET content = ? WHERE sha256 IN"
                                     " (SELECT sha256 FROM ref_file LIMIT 1)"),
                      {QByteArray("{}")}));
    QVERIFY(!must(shelf()->of(version)));
}

// More than are kept in memory: an old one is read again.
void TestCatalogueShelf::manyReleases()
{
    const auto by = shelf();
    QStringList versions;
    for (int i = 0; i < 8; ++i) {
        const QString from = folder(QStringLiteral("many"), i % 2 == 0 ? "open" : "possession");
        QFile extra(from + QStringLiteral("/services/%1.json").arg(kService));
        QVERIFY(extra.open(QIODevice::Append) && extra.write(QByteArray(i + 1, ' ')) == i + 1);
        extra.close();
        versions.append(publish(from));
    }
    QCOMPARE(QSet<QString>(versions.begin(), versions.end()).size(), 8);
    for (int i = 0; i < 8; ++i) {
        const Held catalogue = must(by->of(versions[i]));
        QVERIFY(catalogue && catalogue->version() == versions[i]);
        QCOMPARE(int(catalogue->service(kService)->assurance),
                 int(i % 2 == 0 ? Assurance::Open : Assurance::Possession));
    }
}

QTEST_GUILESS_MAIN(TestCatalogueShelf)
#include "tst_catalogueshelf.moc"
