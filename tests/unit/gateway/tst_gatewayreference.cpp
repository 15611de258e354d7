// SPDX-License-Identifier: GPL-3.0-or-later
// Reference data at the centre: what is published, what is refused, and what a kiosk is given of it.
#include "tests/unit/gateway/gatewaybed.h"

#include "app/gateway/reference.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/secretfile.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace hall;
using namespace hall::test;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources/");
const QByteArray kProfile = R"({"id":"x","name":"x","region":"37","authorisation":[]})";

// Of the whole program, for as long as it lives.
class WorkingFolder
{
public:
    explicit WorkingFolder(const QString &folder) : m_before(QDir::currentPath()) { QDir::setCurrent(folder); }
    ~WorkingFolder() { QDir::setCurrent(m_before); }
    Q_DISABLE_COPY_MOVE(WorkingFolder)

private:
    const QString m_before;
};

}  // namespace

class TestGatewayReference : public QObject, private GatewayBed
{
    Q_OBJECT

private:
    gateway::RefSources sources(const char *name, const QByteArray &bytes);
    Result<gateway::RefRelease> publish(const gateway::RefSources &what)
    {
        return gateway::publishReference(*m_rig->database(), *m_centre, what, m_rig->clock);
    }
    RefManifest newest()
    {
        return must(readRefManifest(*must(gateway::manifestAfter(*m_rig->database(), 0)), m_centre->publicKey()));
    }
    [[nodiscard]] static QStringList pathsOf(const RefManifest &manifest);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::optional<Signer> m_centre;

private Q_SLOTS:
    void init();
    void cleanup() { end(); }
    void theCataloguePasses();
    void aPartIsReplacedAndTheOthersStay();
    void anEmptyFolderTakesAPartOut();
    void anEarlierReleaseIsPublishedAgain();
    void numbersGrowWhateverTheClockSays();
    void refused_data();
    void refused();
    void aCatalogueWithADefectIsRefused();
    void wordsThatNoKioskBeginsWithoutAreThere_data();
    void wordsThatNoKioskBeginsWithoutAreThere();
    void foldersAreTakenHoweverTheyAreNamed_data();
    void foldersAreTakenHoweverTheyAreNamed();
    void aCatalogueWithoutTablesIsRefused();
    void aHallOfACityWithoutAPackIsRefused();
    void nothingNewIsRefused();
    void anotherKeyDoesNotGoOn();
    void strangersGetNothing();
    void aKioskGetsManifestAndFiles();
};

void TestGatewayReference::init()
{
    begin();
    m_dir = std::make_unique<QTemporaryDir>();
    m_centre = must(gateway::loadReferenceKey(m_rig->dir.path()));
}

gateway::RefSources TestGatewayReference::sources(const char *name, const QByteArray &bytes)
{
    const QString path = m_dir->filePath(QLatin1String(name));
    must(writeWholeFile(path, bytes, false));
    gateway::RefSources what;
    const QString folder = m_dir->filePath(QString::fromLatin1(name).section(u'/', 0, 0));
    if (QByteArray(name).startsWith("vacancies/")) {
        what.vacancies = folder;
    } else if (QByteArray(name).startsWith("regions/")) {
        what.regions = folder;
    } else if (QByteArray(name).startsWith("settings")) {
        what.settings = path;
    } else {
        what.staff = path;
    }
    return what;
}

QStringList TestGatewayReference::pathsOf(const RefManifest &manifest)
{
    QStringList paths;
    for (const RefFile &file : manifest.files) {
        paths.append(file.path);
    }
    return paths;
}

void TestGatewayReference::theCataloguePasses()
{
    gateway::RefSources what;
    what.catalogue = resources + QStringLiteral("catalogue");
    what.regions = resources + QStringLiteral("regions");
    const auto release = must(publish(what));
    QCOMPARE(release.catalogue.size(), 16);
    const RefManifest manifest = newest();
    QCOMPARE(manifest.number, release.number);
    QVERIFY(manifest.has(QStringLiteral("catalogue/policies/37.json")));
    // As loadRegionProfiles() wants it.
    const auto file = [&](const char *path) {
        for (const RefFile &one : manifest.files) {
            if (one.path == QLatin1String(path)) {
                return must(gateway::referenceFile(*m_rig->database(), one.sha256));
            }
        }
        return QByteArray();
    };
    QVERIFY(verifySignature(m_centre->publicKey(), "hall-region-profile-v1\n" + file("regions/370200.json"),
                            file("regions/370200.sig")));
    const QJsonArray listed = must(gateway::listReferences(*m_rig->database()));
    QCOMPARE(listed.size(), 1);
    QCOMPARE(listed[0][u"number"].toInteger(), release.number);
    QCOMPARE(listed[0][u"files"].toInteger(), manifest.files.size());
    QCOMPARE(listed[0][u"bytes"].toInteger(), manifest.bytes());
    QCOMPARE(listed[0][u"parts"][u"regions"].toInt(), 4);
}

void TestGatewayReference::aPartIsReplacedAndTheOthersStay()
{
    must(publish(sources("vacancies/a.json", "{\"a\":1}")));
    must(publish(sources("settings.json", R"({"v":1,"all":{"travel_permits":"none"}})")));
    QCOMPARE(pathsOf(newest()),
             QStringList({QStringLiteral("configuration/kiosks.json"), QStringLiteral("vacancies/a.json")}));
    QFile::remove(m_dir->filePath(QStringLiteral("vacancies/a.json")));
    must(publish(sources("vacancies/b.json", "{\"b\":1}")));
    QCOMPARE(pathsOf(newest()),
             QStringList({QStringLiteral("configuration/kiosks.json"), QStringLiteral("vacancies/b.json")}));
}

void TestGatewayReference::anEmptyFolderTakesAPartOut()
{
    must(publish(sources("vacancies/a.json", "{\"a\":1}")));
    must(publish(sources("regions/x.json", kProfile)));
    QVERIFY(QDir(m_dir->path()).mkpath(QStringLiteral("none")));
    gateway::RefSources what;
    what.vacancies = m_dir->filePath(QStringLiteral("none"));
    must(publish(what));
    QCOMPARE(pathsOf(newest()), QStringList({QStringLiteral("regions/x.json"), QStringLiteral("regions/x.sig")}));
}

void TestGatewayReference::anEarlierReleaseIsPublishedAgain()
{
    const auto first = must(publish(sources("vacancies/a.json", "{\"a\":1}")));
    const RefManifest before = newest();
    const auto second = must(publish(sources("vacancies/a.json", "{\"a\":2}")));
    gateway::RefSources back;
    back.from = first.number;
    const auto third = must(publish(back));
    QVERIFY(first.number < second.number && second.number < third.number);
    QCOMPARE(newest().files, before.files);
    back.from = 12;
    QCOMPARE(publish(back).error().code, FaultCode::StoreNotFound);
}

void TestGatewayReference::numbersGrowWhateverTheClockSays()
{
    m_rig->clock.advance(std::chrono::hours(24 * 365));
    const auto late = must(publish(sources("vacancies/a.json", "{\"a\":1}")));
    m_rig->clock.advance(-std::chrono::hours(24 * 365));
    const auto next = must(publish(sources("vacancies/a.json", "{\"a\":2}")));
    QCOMPARE(next.number, late.number + 1);
}

void TestGatewayReference::refused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("content");
    const auto row = [](const char *title, const char *name, const QByteArray &content) {
        QTest::newRow(title) << QByteArray(name) << content;
    };
    row("vacancies that are no object", "vacancies/a.json", "[]");
    row("vacancies cut short", "vacancies/a.json", "{\"a\":");
    row("a file that is too large", "vacancies/a.json", "{\"a\":\"" + QByteArray(int(kRefFileBytes), 'x') + "\"}");
    row("a name with a blank", "vacancies/a b.json", "{}");
    row("a profile that is no object", "regions/a.json", "7");
    row("a profile that says nothing", "regions/a.json", "{}");
    row("a profile with a stranger's word", "regions/a.json", QByteArray(kProfile).replace(0, 1, "{\"x\":1,"));
    row("a file of another kind", "vacancies/a.csv", "a,b");
    row("vacancies in a folder of their own", "vacancies/b/a.json", "{}");
    row("settings of a device", "settings.json", R"({"v":1,"all":{"printer":"x"}})");
    row("staff with a PIN in the clear", "staff.json",
        R"({"v":1,"key":")" + QByteArray(64, 'a') + R"(","entries":[{"card_tag":")" + QByteArray(64, 'b') +
            R"(","pin":"246810"}]})");
}

void TestGatewayReference::refused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, content);
    const auto release = publish(sources(name.constData(), content));
    QVERIFY(!release);
    QVERIFY(release.error().code == FaultCode::FileInvalid || release.error().code == FaultCode::FileUnreadable);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ref_release")), 0);
}

void TestGatewayReference::aCatalogueWithADefectIsRefused()
{
    gateway::RefSources what;
    what.catalogue = resources + QStringLiteral("catalogue");
    must(publish(what));
    gateway::RefSources policies;
    policies.policies = m_dir->filePath(QStringLiteral("policies"));
    must(writeWholeFile(policies.policies + QStringLiteral("/370200.json"), "{\"region\":\"370200\"}", false));
    const auto release = publish(policies);
    QVERIFY(!release);
    QCOMPARE(release.error().code, FaultCode::FileInvalid);
    QVERIFY(release.error().detail.find("policies/370200.json") != std::string::npos);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ref_release")), 1);
}

void TestGatewayReference::wordsThatNoKioskBeginsWithoutAreThere_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const auto row = [](const char *title, const char *name, const char *from, const char *to) {
        QTest::newRow(title) << QString::fromLatin1(name) << QByteArray(from) << QByteArray(to);
    };
    row("a word of the receipt", "receipt.json", "\"handler\"", "\"handlers\"");
    row("the receipt's English", "receipt.json", "\"en\"", "\"EN\"");
    row("the notice's version", "notice.json", "\"version\"", "\"Version\"");
    row("the notice's Chinese", "notice.json", "\"zh\"", "\"ZH\"");
    row("no paragraph of the promise", "commitment.json", "\"paragraphs\"", "\"paragraph\"");
    row("the promise's English", "commitment.json", "\"en\"", "\"EN\"");
}

void TestGatewayReference::wordsThatNoKioskBeginsWithoutAreThere()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    gateway::RefSources what;
    what.catalogue = m_dir->filePath(QStringLiteral("catalogue"));
    QProcess copy;
    copy.start(QStringLiteral("cp"), {QStringLiteral("-r"), resources + QStringLiteral("catalogue"), what.catalogue});
    QVERIFY(copy.waitForFinished() && copy.exitCode() == 0);
    const QString path = what.catalogue + u'/' + name;
    QByteArray text = must(readWholeFile(path, kRefFileBytes));
    QVERIFY(text.contains(from));
    must(writeWholeFile(path, text.replace(text.indexOf(from), from.size(), to), false));
    const auto release = publish(what);
    QVERIFY(!release);
    QCOMPARE(release.error().code, FaultCode::FileInvalid);
    QVERIFY2(QByteArray::fromStdString(release.error().detail).startsWith("catalogue/" + name.toLatin1() + ": "),
             release.error().detail.c_str());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ref_release")), 0);
}

void TestGatewayReference::foldersAreTakenHoweverTheyAreNamed_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("catalogue");
    QTest::addColumn<QString>("policies");
    QTest::addColumn<QString>("vacancies");
    const auto row = [](const char *title, const char *from, const char *catalogue, const char *policies,
                        const char *vacancies) {
        QTest::newRow(title) << QString::fromLatin1(from) << QString::fromLatin1(catalogue)
                             << QString::fromLatin1(policies) << QString::fromLatin1(vacancies);
    };
    row("from beside them", ".", "catalogue", "policies", "vacancies");
    row("a slash at the end", ".", "catalogue/", "policies/", "vacancies/");
    row("a point and a slash", ".", "./catalogue/.", "./policies//", "vacancies/./");
    row("from below", "vacancies", "../catalogue", "../policies/", ".");
    row("links", ".", "linked", "linked/policies", "also");
}

// Every part comes out under the name that kiosks look for, a catalogue's folders too where they are links.
void TestGatewayReference::foldersAreTakenHoweverTheyAreNamed()
{
    QFETCH(QString, from);
    QFETCH(QString, catalogue);
    QFETCH(QString, policies);
    QFETCH(QString, vacancies);
    const QString real = resources + QStringLiteral("catalogue");
    const QDir dir(m_dir->path());
    QVERIFY(dir.mkdir(QStringLiteral("catalogue")));
    for (const QFileInfo &entry : QDir(real).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
        QVERIFY(QFile::link(entry.filePath(), dir.filePath(QStringLiteral("catalogue/") + entry.fileName())));
    }
    QVERIFY(QFile::link(real + QStringLiteral("/policies"), dir.filePath(QStringLiteral("policies"))));
    QVERIFY(QFile::link(dir.filePath(QStringLiteral("catalogue")), dir.filePath(QStringLiteral("linked"))));
    QVERIFY(QFile::link(dir.filePath(QStringLiteral("vacancies")), dir.filePath(QStringLiteral("also"))));
    must(writeWholeFile(dir.filePath(QStringLiteral("vacancies/all.json")), "{}", false));
    gateway::RefSources absolute;
    absolute.catalogue = real;
    absolute.vacancies = dir.filePath(QStringLiteral("vacancies"));
    must(publish(absolute));
    const QStringList expected = pathsOf(newest());
    QVERIFY(expected.contains(QStringLiteral("catalogue/policies/3702.json")));
    QVERIFY(expected.contains(QStringLiteral("vacancies/all.json")));
    must(writeWholeFile(dir.filePath(QStringLiteral("vacancies/all.json")), "{\"b\":1}", false));
    const WorkingFolder there(dir.filePath(from));
    gateway::RefSources named;
    named.catalogue = catalogue;
    named.policies = policies;
    named.vacancies = vacancies;
    must(publish(named));
    QCOMPARE(pathsOf(newest()), expected);
}

void TestGatewayReference::aCatalogueWithoutTablesIsRefused()
{
    QVERIFY(QDir(m_dir->path()).mkpath(QStringLiteral("none")));
    gateway::RefSources what;
    what.catalogue = resources + QStringLiteral("catalogue");
    what.policies = m_dir->filePath(QStringLiteral("none"));
    const auto release = publish(what);
    QVERIFY(!release);
    QCOMPARE(release.error().code, FaultCode::FileInvalid);
    QVERIFY(release.error().detail.find("catalogue/policies/: no table") != std::string::npos);
}

// Its kiosk could not use it: the catalogue has no pack of that city.
void TestGatewayReference::aHallOfACityWithoutAPackIsRefused()
{
    gateway::RefSources what = sources("settings.json", R"({"v":1,"kiosks":{"A1":{"region":"110000"}}})");
    what.catalogue = resources + QStringLiteral("catalogue");
    const auto release = publish(what);
    QVERIFY(!release);
    QCOMPARE(release.error().code, FaultCode::FileInvalid);
    QVERIFY(release.error().detail.find("regions/1100.json") != std::string::npos);
    gateway::RefSources good = sources("settings.json", R"({"v":1,"kiosks":{"A1":{"region":"370102"}}})");
    good.catalogue = what.catalogue;
    must(publish(good));
}

void TestGatewayReference::nothingNewIsRefused()
{
    QCOMPARE(publish({}).error().code, FaultCode::BadArgument);
    const auto same = sources("vacancies/a.json", "{\"a\":1}");
    must(publish(same));
    QCOMPARE(publish(same).error().code, FaultCode::BadArgument);
}

void TestGatewayReference::anotherKeyDoesNotGoOn()
{
    must(publish(sources("vacancies/a.json", "{\"a\":1}")));
    m_centre = Signer::generate();
    QCOMPARE(publish(sources("vacancies/a.json", "{\"a\":2}")).error().code, FaultCode::SignatureBad);
}

void TestGatewayReference::strangersGetNothing()
{
    must(publish(sources("vacancies/a.json", "{\"a\":1}")));
    for (const std::string &path : {std::string("/v1/ref?have=0"), "/v1/ref/" + std::string(64, 'a')}) {
        const auto answer = client()->Get(path);
        QVERIFY(answer);
        QCOMPARE(answer->status, 401);
    }
}

void TestGatewayReference::aKioskGetsManifestAndFiles()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto http = client(&kiosk);
    QCOMPARE(http->Get("/v1/ref?have=0")->status, 204);  // nothing was published
    const auto release = must(publish(sources("vacancies/a.json", "{\"a\":1}")));
    const auto manifest = http->Get("/v1/ref?have=0");
    QCOMPARE(manifest->status, 200);
    const auto read = must(readRefManifest(bytes(manifest->body), m_centre->publicKey()));
    QCOMPARE(read.number, release.number);
    const std::string file = "/v1/ref/" + read.files.first().sha256.toStdString();
    QCOMPARE(http->Get("/v1/ref?have=" + std::to_string(release.number - 1))->status, 200);
    QCOMPARE(http->Get("/v1/ref?have=" + std::to_string(release.number))->status, 204);
    QCOMPARE(http->Get("/v1/ref?have=" + std::to_string(release.number + 9))->status, 204);
    QCOMPARE(http->Get("/v1/ref?have=-1")->status, 400);
    QCOMPARE(http->Get("/v1/ref?have=x")->status, 400);
    QCOMPARE(http->Get("/v1/ref")->status, 400);
    QCOMPARE(bytes(http->Get(file)->body), QByteArray("{\"a\":1}"));
    const auto part = http->Get(file, {{"Range", "bytes=1-3"}});
    QCOMPARE(part->status, 206);
    QCOMPARE(bytes(part->body), QByteArray("\"a\""));
    QCOMPARE(bytes(http->Get(file, {{"Range", "bytes=5-131076"}})->body), QByteArray("1}"));
    QCOMPARE(http->Get(file, {{"Range", "bytes=0-1,3-4"}})->status, 400);
    QCOMPARE(http->Get("/v1/ref/" + std::string(64, 'a'))->status, 404);
    QCOMPARE(http->Get("/v1/ref/../../core/ref.key")->status, 404);
    m_rig->revoke(QStringLiteral("K1"));
    QCOMPARE(http->Get(file)->status, 403);
}

QTEST_GUILESS_MAIN(TestGatewayReference)
#include "tst_gatewayreference.moc"
