// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/scenario.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

QJsonObject object(const char *json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        qFatal("no object: %s", json);
    }
    return document.object();
}

Scenario scenario(const char *json)
{
    auto read = parseScenario(json, QStringLiteral("/cards"));
    if (!read) {
        qFatal("%s", read.error().detail.c_str());
    }
    return *read;
}

const char *const unplugged = R"({"title":{"en":"x"},"steps":[
    {"when":{"stage":"sign"},"within_ms":5000,"do":"fault","device":"receipt-printer","fault":"unplug"},
    {"when":{"stage":["done","home"]},"after_ms":300,"do":"heal","device":"receipt-printer"},
    {"after_ms":100,"do":"clock","advance_s":60}]})";

struct Rig
{
    explicit Rig(const char *json) : player(scenario(json), time) {}
    QString turn(const char *status)
    {
        const auto request = player.turn(object(status));
        return request ? request->value(u"do").toString() : QString();
    }
    std::shared_ptr<ManualTimeline> time = std::make_shared<ManualTimeline>();
    ScenarioPlayer player;
};

}  // namespace

class TestScenario : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachStepInItsTurn()
    {
        Rig rig(unplugged);
        QCOMPARE(rig.turn(R"({"stage":"form"})"), QString());
        rig.time->advance(4900ms);
        QCOMPARE(rig.turn(R"({"stage":"form"})"), QString());
        QCOMPARE(rig.turn(R"({"stage":"sign"})"), QStringLiteral("fault"));
        QCOMPARE(rig.turn(R"({"stage":"sign"})"), QString());
        rig.time->advance(20s);
        QCOMPARE(rig.turn(R"({"stage":"done"})"), QString());  // the pause begins now
        rig.time->advance(299ms);
        QCOMPARE(rig.turn(R"({"stage":"home"})"), QString());
        rig.time->advance(1ms);
        QCOMPARE(rig.turn(R"({"stage":"consent"})"), QStringLiteral("heal"));  // what was seen once was seen
        QVERIFY(!rig.player.over());
        rig.time->advance(100ms);
        QCOMPARE(rig.turn("{}"), QStringLiteral("clock"));
        QVERIFY(rig.player.over());
        QVERIFY(!rig.player.fault());
        QCOMPARE(rig.player.step(), std::size_t(3));
        QCOMPARE(rig.turn("{}"), QString());
    }

    void whatDoesNotComeEndsIt()
    {
        Rig rig(unplugged);
        QCOMPARE(rig.turn("{}"), QString());
        rig.time->advance(5s);
        QCOMPARE(rig.turn("{}"), QString());
        QVERIFY(rig.player.over());
        QVERIFY(rig.player.fault());
        QCOMPARE(rig.player.fault()->code, FaultCode::DeviceTimeout);
        QCOMPARE(rig.turn(R"({"stage":"sign"})"), QString());
    }

    void whatCannotBeDoneEndsIt()
    {
        Rig rig(unplugged);
        QCOMPARE(rig.turn(R"({"stage":"sign"})"), QStringLiteral("fault"));
        rig.player.failed(Fault(FaultCode::BadArgument, "no such fault"));
        QVERIFY(rig.player.over());
        rig.time->advance(1h);
        QCOMPARE(rig.turn(R"({"stage":"done"})"), QString());
    }

    void aStepMayOnlyWait()
    {
        Rig rig(R"({"steps":[{"when":{"stage":"done"}},{"do":"heal","device":"x"}]})");
        QCOMPARE(rig.turn(R"({"stage":"done"})"), QStringLiteral("heal"));
        QVERIFY(rig.player.over());
    }

    void matching_data()
    {
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<bool>("found");
        QTest::newRow("nothing") << QByteArray("{}") << true;
        QTest::newRow("a member") << QByteArray(R"({"stage":"done"})") << true;
        QTest::newRow("another value") << QByteArray(R"({"stage":"form"})") << false;
        QTest::newRow("one of") << QByteArray(R"({"stage":["form","done"]})") << true;
        QTest::newRow("none of") << QByteArray(R"({"stage":["form"]})") << false;
        QTest::newRow("deep") << QByteArray(R"({"devices":{"p":{"facts":{"paper":"out"}}}})") << true;
        QTest::newRow("deep, other") << QByteArray(R"({"devices":{"p":{"facts":{"paper":"ok"}}}})") << false;
        QTest::newRow("no such member") << QByteArray(R"({"stages":"done"})") << false;
        QTest::newRow("object for a value") << QByteArray(R"({"stage":{"a":1}})") << false;
    }
    void matching()
    {
        QFETCH(QByteArray, wanted);
        QFETCH(bool, found);
        const QJsonObject have = object(R"({"stage":"done","devices":{"p":{"facts":{"paper":"out","cover":1}}}})");
        QCOMPARE(matches(have, object(wanted.constData())), found);
    }

    void filesLieBesideTheScenario()
    {
        const Scenario read = scenario(R"({"steps":[
            {"do":"device","device":"social-card-reader","action":"insert","card":"../cards/a.json"},
            {"do":"device","device":"document-camera","action":"show","image":"/pages/b.png"}]})");
        QCOMPARE(read.steps[0].request->value(u"card").toString(), QStringLiteral("/cards/a.json"));
        QCOMPARE(read.steps[1].request->value(u"image").toString(), QStringLiteral("/pages/b.png"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("scenario");
        QTest::newRow("no steps") << QByteArray(R"({"title":{}})") << QByteArray("steps");
        QTest::newRow("steps no list") << QByteArray(R"({"steps":7})") << QByteArray("steps");
        QTest::newRow("unknown key") << QByteArray(R"({"step":[],"steps":[{}]})") << QByteArray("step:");
        QTest::newRow("step no object") << QByteArray(R"({"steps":[{},3]})") << QByteArray("steps[1]");
        QTest::newRow("unknown deed") << QByteArray(R"({"steps":[{"do":"grab","file":"/x"}]})")
                                      << QByteArray("steps[0].do");
        QTest::newRow("deed without do") << QByteArray(R"({"steps":[{"device":"x"}]})") << QByteArray("steps[0].do");
        QTest::newRow("key missing") << QByteArray(R"({"steps":[{"do":"fault","device":"x"}]})")
                                     << QByteArray("steps[0].fault");
        QTest::newRow("key too many") << QByteArray(R"({"steps":[{"do":"heal","device":"x","fault":"y"}]})")
                                      << QByteArray("steps[0].fault");
        QTest::newRow("negative") << QByteArray(R"({"steps":[{"after_ms":-1}]})") << QByteArray("steps[0].after_ms");
        QTest::newRow("no number") << QByteArray(R"({"steps":[{"within_ms":"1"}]})")
                                   << QByteArray("steps[0].within_ms");
        QTest::newRow("two days") << QByteArray(R"({"steps":[{"after_ms":172800000}]})")
                                  << QByteArray("steps[0].after_ms");
        QTest::newRow("when no object") << QByteArray(R"({"steps":[{"when":"done"}]})") << QByteArray("steps[0].when");
        QTest::newRow("too many") << QByteArray("{\"steps\":[" + QByteArray("{},").repeated(1000) + "{}]}")
                                  << QByteArray("steps");
    }
    void refused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, named);
        const auto read = parseScenario(json, {});
        QVERIFY(!read);
        QCOMPARE(read.error().code, FaultCode::FileInvalid);
        QVERIFY2(QByteArray::fromStdString(read.error().detail).startsWith(named), read.error().detail.c_str());
    }

    void theOnesThatComeAlong_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/scenarios"));
        const QStringList files = folder.entryList({QStringLiteral("*.json")});
        QVERIFY(!files.isEmpty());
        for (const QString &file : files) {
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
        }
    }
    void theOnesThatComeAlong()
    {
        QFETCH(QString, file);
        const auto read = readScenario(file);
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        for (const char *language : {"zh_CN", "en"}) {
            QVERIFY(read->title.value(QLatin1String(language)).toString().size() > 3);
        }
    }

    void noSuchFile()
    {
        QCOMPARE(readScenario(QStringLiteral("/no/such.json")).error().code, FaultCode::FileUnreadable);
    }
};

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
