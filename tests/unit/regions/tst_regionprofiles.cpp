// SPDX-License-Identifier: GPL-3.0-or-later
// Region profiles as files: the ones that ship, what is refused, and the signature.
#include "app/regions/regionprofiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

const QByteArray good(R"({"id":"x","name":"n","region":"37","authorisation":["pin","remote"]})");

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

}  // namespace

class TestRegionProfiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theShippedOnesAreRight()
    {
        const QDir dir(QStringLiteral(HALL_SOURCE_DIR "/resources/regions"));
        const QStringList names = dir.entryList({QStringLiteral("*.json")});
        QVERIFY(!names.isEmpty());
        for (const QString &name : names) {
            QFile file(dir.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto profile = regionProfileFromJson(file.readAll());
            QVERIFY2(profile, profile ? "" : profile.error().detail.c_str());
            QCOMPARE(QString::fromStdString(profile->id), name.chopped(5));
        }
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("why");
        const auto with = [](const char *more) { return good.chopped(1) + ',' + more + '}'; };
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("JSON");
        QTest::newRow("no chain") << QByteArray(R"({"id":"x","name":"n","region":"37"})")
                                  << QByteArray("authorisation");
        QTest::newRow("unknown key") << with(R"("keys":1)") << QByteArray("keys");
        QTest::newRow("unknown key inside") << with(R"("pin":{"try":"123456"})") << QByteArray("pin/try");
        QTest::newRow("odd PIN") << with(R"("pin":{"digits":5})") << QByteArray("pin/digits");
        QTest::newRow("tries") << with(R"("pin":{"tries":"maybe"})") << QByteArray("pin/tries");
        QTest::newRow("select") << with(R"("select":"01")") << QByteArray("select");
        QTest::newRow("key") << with(R"("remote":{"key":"XX"})") << QByteArray("remote/key");
        QTest::newRow("region") << QByteArray(R"({"id":"x","name":"n","region":"","authorisation":[]})")
                                << QByteArray("region");
        QTest::newRow("step") << QByteArray(R"({"id":"x","name":"n","region":"37","authorisation":["guess"]})")
                              << QByteArray("authorisation");
    }

    void refused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, why);
        const auto profile = regionProfileFromJson(json);
        QVERIFY(!profile);
        QCOMPARE(profile.error().code, FaultCode::FileInvalid);
        QVERIFY2(profile.error().detail.find(why.toStdString()) != std::string::npos, profile.error().detail.c_str());
    }

    void cardsAreAskedForTheirTriesUnlessToldNotTo()
    {
        const auto counter = [](const char *pin) {
            return regionProfileFromJson(good.chopped(1) + ",\"pin\":" + pin + '}')->pinCounter;
        };
        QCOMPARE(counter("{}"), device::PinCounter::Asked);
        QCOMPARE(counter(R"({"tries":"ask"})"), device::PinCounter::Asked);
        QCOMPARE(counter(R"({"tries":"unknown"})"), device::PinCounter::NotAsked);
    }

    void onlyWhatTheCentreSigned()
    {
        QTemporaryDir dir;
        const Signer centre = Signer::generate();
        const auto at = [&dir](const char *name) { return dir.filePath(QLatin1String(name)); };
        write(at("good.json"), good);
        write(at("good.sig"), signRegionProfile(centre, good));
        write(at("unsigned.json"), good);
        write(at("changed.json"), good + ' ');
        write(at("changed.sig"), signRegionProfile(centre, good));
        write(at("foreign.json"), good);
        write(at("foreign.sig"), signRegionProfile(Signer::generate(), good));
        write(at("wrong.json"), "{}");
        write(at("wrong.sig"), signRegionProfile(centre, "{}"));
        const LoadedRegions loaded = loadRegionProfiles(dir.path(), centre.publicKey());
        QCOMPARE(loaded.profiles.size(), std::size_t(1));
        QCOMPARE(loaded.profiles.front().authorisation.size(), std::size_t(2));
        QCOMPARE(loaded.refused.size(), 4);
        for (const Fault &fault : loaded.refused) {
            const bool wrong = fault.detail.find("wrong.json") != std::string::npos;
            QCOMPARE(fault.code, wrong ? FaultCode::FileInvalid : FaultCode::SignatureBad);
        }
        QVERIFY(loadRegionProfiles(dir.path(), {}).profiles.empty());
        // The key lies beside the profiles.
        QVERIFY(loadRegionProfiles(dir.path()).profiles.empty());
        write(at("centre.pub"), centre.publicKey());
        QCOMPARE(loadRegionProfiles(dir.path()).profiles.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestRegionProfiles)
#include "tst_regionprofiles.moc"
