// SPDX-License-Identifier: GPL-3.0-or-later
// A release of reference data at the kiosk: what passes the check, and what becomes of one that does not load.
#include "tests/support/gatewayrig.h"

#include "app/gateway/reference.h"
#include "app/kiosk/kioskapp.h"
#include "app/kiosk/referencedata.h"
#include "app/protocol/secretfile.h"
#include "app/sync/enrolment.h"
#include "app/upkeep/stafflist.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <sodium.h>

using namespace hall;
using namespace hall::test;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
const QString kiosk = QStringLiteral("K1");

KioskGround ground(const QByteArray &centreKey)
{
    return {kiosk, centreKey, QStringLiteral("370200"), QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")};
}

Done good(const QString &)
{
    return {};
}

}  // namespace

class TestReference : public QObject
{
    Q_OBJECT

private:
    void write(const QString &name, const QByteArray &bytes) const
    {
        must(writeWholeFile(m_dir->filePath(name), bytes, false));
    }
    [[nodiscard]] QByteArray staffList() const;
    // Everything that can be published, as it lies on a kiosk.
    void publishAll();
    [[nodiscard]] QString wholeRelease();
    void enrol();
    void putIntoForce(qint64 number, const QMap<QString, QByteArray> &files);
    [[nodiscard]] KioskConfig config() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<GatewayRig> m_rig;
    std::optional<Signer> m_centre;
    QMap<QString, QByteArray> m_published;  // once for all tests
    QByteArray m_publisher;

private Q_SLOTS:
    void initTestCase()
    {
        init();
        publishAll();
    }
    void init();
    void cleanup() { m_rig.reset(); }
    void whatTheCentrePublishesPassesHere();
    void changedItDoesNotPass_data();
    void changedItDoesNotPass();
    void aReleaseThatDoesNotLoadIsTakenBack();
    void settingsOfTheCentreHold();
    void aHallStandsWhereThereIsAPack();
};

void TestReference::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_rig = std::make_unique<GatewayRig>();
    m_centre = must(gateway::loadReferenceKey(m_rig->dir.path()));
}

QByteArray TestReference::staffList() const
{
    NewStaff person;
    person.cardNumber = Sensitive<QString>(QStringLiteral("Z90000009"));
    person.name = QStringLiteral("工作员");
    person.expires = QDate(2099, 12, 31);
    person.pin = Sensitive<QString>(QStringLiteral("246810"));
    QByteArray publicKey(crypto_sign_PUBLICKEYBYTES, '\0');
    QByteArray secretKey(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_keypair(reinterpret_cast<unsigned char *>(publicKey.data()),
                        reinterpret_cast<unsigned char *>(secretKey.data()));
    return must(makeStaffList({person}, Sensitive<QByteArray>(secretKey))).json;
}

void TestReference::publishAll()
{
    write(QStringLiteral("in/staff.json"), staffList());
    write(QStringLiteral("in/settings.json"), R"({"v":1,"kiosks":{"K1":{"travel_permits":"none"}}})");
    write(QStringLiteral("in/vacancies/all.json"), "{}");
    gateway::RefSources sources;
    sources.catalogue = resources + QStringLiteral("/catalogue");
    sources.regions = resources + QStringLiteral("/regions");
    sources.vacancies = m_dir->filePath(QStringLiteral("in/vacancies"));
    sources.settings = m_dir->filePath(QStringLiteral("in/settings.json"));
    sources.staff = m_dir->filePath(QStringLiteral("in/staff.json"));
    const auto database = m_rig->database();
    must(gateway::publishReference(*database, *m_centre, sources, m_rig->clock));
    const QByteArray json = *must(gateway::manifestAfter(*database, 0));
    m_publisher = m_centre->publicKey();
    for (const RefFile &file : must(readRefManifest(json, m_publisher)).files) {
        m_published.insert(file.path, must(gateway::referenceFile(*database, file.sha256)));
    }
}

QString TestReference::wholeRelease()
{
    const QString folder = m_dir->filePath(QStringLiteral("release/"));
    for (auto it = m_published.begin(); it != m_published.end(); ++it) {
        QDir().mkpath(QFileInfo(folder + it.key()).path());
        QFile out(folder + it.key());
        if (!out.open(QIODevice::WriteOnly) || out.write(it.value()) != it.value().size()) {
            throw std::runtime_error("cannot write");
        }
    }
    return folder;
}

void TestReference::whatTheCentrePublishesPassesHere()
{
    const QString folder = wholeRelease();
    const Done done = checkRelease(folder, ground(m_publisher));
    QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
    QCOMPARE(checkRelease(folder, ground(Signer::generate().publicKey())).error().code, FaultCode::SignatureBad);
    for (const char *part : {"catalogue", "regions", "staff", "configuration", "vacancies"}) {
        QVERIFY(QDir(folder + u'/' + QLatin1String(part)).removeRecursively());
        QVERIFY2(checkRelease(folder, ground(m_publisher)).has_value(), part);
    }
}

void TestReference::changedItDoesNotPass_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    const auto row = [](const char *file, const QByteArray &content) {
        QTest::addRow("%s: %s", file, content.left(12).constData()) << QString::fromLatin1(file) << content;
    };
    row("catalogue/services/flexible-registration.json", "{}");
    row("catalogue/dictionary.json", "{");
    row("catalogue/notice.json", "");
    row("catalogue/commitment.json", "{}");
    row("catalogue/receipt.json", "[]");
    row("regions/370200.json", "{\"id\":\"370200\"}");
    row("regions/370200.sig", "");
    row("staff/staff.json", "{\"v\":1}");
    row("staff/staff.sig", QByteArray(64, 'x'));
    row("configuration/kiosks.json", R"({"v":1,"all":{"printer":"x"}})");
    row("configuration/kiosks.json", R"({"v":1,"kiosks":{"K1":{"region":"110000"}}})");
    row("vacancies/all.json", "7");
}

void TestReference::changedItDoesNotPass()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    const QString folder = wholeRelease();
    must(writeWholeFile(folder + u'/' + file, content, false));
    QVERIFY(!checkRelease(folder, ground(m_publisher)));
}

void TestReference::enrol()
{
    m_rig->start();
    Enrolment enrolment(m_dir->path());
    auto future = enrolment.enrol(QUrl(m_rig->url()), m_rig->newCode(kiosk), m_rig->keys.caPem);
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20'000);
    must(future.result());
    write(QStringLiteral("demo"), {});
}

// As if the check of the program that staged it had let it pass.
void TestReference::putIntoForce(qint64 number, const QMap<QString, QByteArray> &files)
{
    RefShelf shelf(m_dir->filePath(QStringLiteral("reference")), m_centre->publicKey());
    must(shelf.open());
    RefManifest manifest{number, 1, {}};
    for (auto it = files.begin(); it != files.end(); ++it) {
        manifest.files.append({it.key(), sha256Hex(it.value()), it.value().size()});
    }
    const QByteArray json = must(signRefManifest(manifest, *m_centre));
    for (const RefFile &file : shelf.missing(manifest)) {
        must(shelf.add(file, files.value(file.path)));
    }
    must(shelf.stage(json, good));
    must(shelf.switchToStaged());
}

KioskConfig TestReference::config() const
{
    KioskConfig made;
    made.dataDir = m_dir->path();
    made.resourcesDir = resources;
    made.controlSocket = m_dir->filePath(QStringLiteral("socket"));
    made.demo = true;
    return made;
}

void TestReference::aHallStandsWhereThereIsAPack()
{
    KioskConfig own = config();
    own.region = QStringLiteral("110000");
    KioskApp app(own);
    const Done started = app.start();
    QVERIFY(!started);
    QCOMPARE(started.error().code, FaultCode::BadArgument);
    QVERIFY2(started.error().detail.find("no pack of that city") != std::string::npos, started.error().detail.c_str());
    // Nor is a release taken that says nothing of it but puts the hall there.
    const QString folder = m_dir->filePath(QStringLiteral("alone/"));
    QDir().mkpath(folder + QStringLiteral("configuration"));
    const auto settings = [&folder](const char *json) {
        must(writeWholeFile(folder + QStringLiteral("configuration/kiosks.json"), json, false));
    };
    settings(R"({"v":1,"kiosks":{"K1":{"region":"370600"}}})");
    QVERIFY(checkRelease(folder, ground(m_centre->publicKey())).has_value());
    settings(R"({"v":1,"kiosks":{"K1":{"region":"110000"}}})");
    QVERIFY(!checkRelease(folder, ground(m_centre->publicKey())));
    settings(R"({"v":1,"kiosks":{"K2":{"region":"110000"}}})");
    QVERIFY(checkRelease(folder, ground(m_centre->publicKey())).has_value());
}

void TestReference::aReleaseThatDoesNotLoadIsTakenBack()
{
    enrol();
    const QByteArray settings = R"({"v":1,"all":{"hall":{"zh":"南","en":"South"}}})";
    putIntoForce(5, {{QStringLiteral("configuration/kiosks.json"), settings}});
    {
        KioskApp app(config());
        const Done started = app.start();
        QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
        const auto proven = [this] {
            RefShelf shelf(m_dir->filePath(QStringLiteral("reference")), m_centre->publicKey());
            return shelf.open() && shelf.state().proven;
        };
        QTRY_VERIFY(proven());
    }
    putIntoForce(7, {{QStringLiteral("catalogue/dictionary.json"), "{}"}});
    KioskApp app(config());
    const Done started = app.start();
    QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
    RefShelf shelf(m_dir->filePath(QStringLiteral("reference")), m_centre->publicKey());
    must(shelf.open());
    QCOMPARE(shelf.state().current, 5);
    QCOMPARE(shelf.state().refused, QVector<RefShelf::Refused>({{7, QStringLiteral("load")}}));
    const auto told = [this] {
        return m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE health LIKE '%\"current\":5%' AND health"
                                           " LIKE '%{\"code\":\"load\",\"number\":7}%'"));
    };
    QTRY_COMPARE(told(), 1);
}

void TestReference::settingsOfTheCentreHold()
{
    enrol();
    putIntoForce(
        5,
        {{QStringLiteral("configuration/kiosks.json"),
          R"({"v":1,"all":{"hall":{"zh":"南","en":"South"}},"kiosks":{"K1":{"travel_permits":"none","region":"370102"}}})"}});
    KioskConfig own = config();
    own.language = QStringLiteral("en");
    KioskApp app(own);
    must(app.start());
    QString title;
    for (const QWindow *window : QGuiApplication::topLevelWindows()) {
        title += window->title();
    }
    QCOMPARE(title, QStringLiteral("South"));
    const auto there = [this] {
        return m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE health LIKE '%\"region\":\"370102\"%'"));
    };
    QTRY_COMPARE(there(), 1);
    // The centre knows how far the audit log goes.
    QTRY_VERIFY(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM audit_head WHERE n > 0")) == 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE quarantine <> ''")), 0);
}

QTEST_MAIN(TestReference)
#include "tst_reference.moc"
