// SPDX-License-Identifier: GPL-3.0-or-later
// What the centre says of a case, and the form that takes what is still missing.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"
#include "app/session/lifecase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hall;

namespace {

const QString kId = QStringLiteral("0199b3a0-0000-7000-8000-000000000001");

QJsonObject answer(const char *json)
{
    return QJsonDocument::fromJson(QByteArray("{\"cases\":[") + json + "]}").object();
}

LifeCase asking(const QVector<AskedThing> &asked)
{
    LifeCase one;
    one.id = kId;
    one.service = QStringLiteral("unemployment-registration");
    one.state = QStringLiteral("correction");
    one.asked = asked;
    return one;
}

}  // namespace

class TestLifeCase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void allOfAnAnswerIsRead();
    void whatIsNoCaseIsLeftOut();
    void textsAndNumbersAreLimited();
    void onlyWhatIsAskedForIsTaken();
    void nothingToTakeIsNothingToTake_data();
    void nothingToTakeIsNothingToTake();
    void untilItIsDecided_data();
    void untilItIsDecided();

private:
    const Service &service() const { return *m_catalogue.service(QStringLiteral("unemployment-registration")); }
    Catalogue m_catalogue;
};

void TestLifeCase::initTestCase()
{
    m_catalogue = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    QVERIFY(m_catalogue.service(QStringLiteral("unemployment-registration")));
}

void TestLifeCase::allOfAnAnswerIsRead()
{
    const auto cases = lifeCases(
        answer(
            R"({"id":"0199b3a0-0000-7000-8000-000000000001","service":"s","state":"correction","code":"correction",)"
            R"("at":"2026-01-02T03:04:05.000Z","waiting":true,"until":"2026-03-31","words":"w",)"
            R"("asked":[{"kind":"field","id":"mobile","text":"t"},{"kind":"words","id":"","text":"come"}]},)"
            R"({"id":"0199b3a0-0000-7000-8000-000000000002","service":"s","state":"ready","code":"ready",)"
            R"("at":"2026-01-02T03:04:05.000Z","waiting":true,"result":{"what":"a","place":"b","until":"2026-04-30"}})"),
        true);
    QCOMPARE(cases.size(), 2);
    QCOMPARE(cases[0].number.size(), 12);
    QVERIFY(cases[0].waiting && cases[0].detailed);
    QCOMPARE(cases[0].until, QDate(2026, 3, 31));
    const QVector<AskedThing> asked{{QStringLiteral("field"), QStringLiteral("mobile"), QStringLiteral("t")},
                                    {QStringLiteral("words"), QString(), QStringLiteral("come")}};
    QCOMPARE(cases[0].asked, asked);
    QCOMPARE(cases[1].what + cases[1].place, QStringLiteral("ab"));
    QCOMPARE(cases[1].until, QDate(2026, 4, 30));
}

void TestLifeCase::whatIsNoCaseIsLeftOut()
{
    QVERIFY(lifeCases(answer(R"({"id":"17","at":"2026-01-02T03:04:05.000Z"},7,null,{"id":null})"), false).isEmpty());
    QVERIFY(lifeCases(answer(R"({"id":"0199b3a0-0000-7000-8000-000000000001","at":"soon"})"), false).isEmpty());
    QVERIFY(lifeCases(QJsonObject{{QStringLiteral("cases"), 5}}, false).isEmpty());
}

void TestLifeCase::textsAndNumbersAreLimited()
{
    QJsonArray things;
    for (int i = 0; i < 100; ++i) {
        things.append(QJsonObject{{QStringLiteral("kind"), QStringLiteral("words")},
                                  {QStringLiteral("text"), QString(5000, QLatin1Char('x'))}});
    }
    QJsonArray cases;
    for (int i = 0; i < 100; ++i) {
        cases.append(QJsonObject{{QStringLiteral("id"), kId},
                                 {QStringLiteral("at"), QStringLiteral("2026-01-02T03:04:05.000Z")},
                                 {QStringLiteral("asked"), things}});
    }
    const auto read = lifeCases(QJsonObject{{QStringLiteral("cases"), cases}}, true);
    QCOMPARE(read.size(), 50);
    QCOMPARE(read[0].asked.size(), 30);
    QCOMPARE(read[0].asked[0].text.size(), 300);
}

void TestLifeCase::onlyWhatIsAskedForIsTaken()
{
    const LifeCase one =
        asking({{QStringLiteral("field"), QStringLiteral("last_unit"), QString()},
                {QStringLiteral("field"), QStringLiteral("last_unit"), QString()},
                {QStringLiteral("field"), QStringLiteral("cert_no"), QString()},
                {QStringLiteral("field"), QStringLiteral("unknown_field"), QString()},
                {QStringLiteral("material"), QStringLiteral("end-of-job-proof"), QStringLiteral("缺少单位盖章")}});
    const Service cut = supplementOf(service(), one);
    QCOMPARE(cut.id, service().id);
    QCOMPARE(cut.online.fieldIds(), (QStringList{QStringLiteral("last_unit"), QStringLiteral("cert_no")}));
    // Whatever the conditions of the whole form were: each is asked for, and must be filled in.
    const QDate today(2026, 3, 1);
    QCOMPARE(visiblePages(cut, FormKind::Online, {}, today).size(), 2);
    QCOMPARE(requiredFields(cut, FormKind::Online, {}, today).size(), 2);
    QCOMPARE(cut.materials.size(), 1);
    QCOMPARE(cut.materials[0].why.zh, QStringLiteral("缺少单位盖章"));
    const Facts known{{QStringLiteral("job_end_recorded"), true}};
    const auto sourced = SourcedFacts::of(m_catalogue, known.keys(), {{FactSource::Central, known}}, today);
    const auto needs = materialNeeds(cut, known, sourced, today);
    QCOMPARE(needs.size(), 1);
    QCOMPARE(int(needs[0].state), int(MaterialState::Needed));
    QVERIFY(canSupplement(service(), one));
}

void TestLifeCase::nothingToTakeIsNothingToTake_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("state");
    QTest::newRow("words") << "words"
                           << ""
                           << "correction";
    QTest::newRow("a field of another service") << "field"
                                                << "flex_project"
                                                << "correction";
    QTest::newRow("a paper of another service") << "material"
                                                << "business-licence"
                                                << "correction";
    QTest::newRow("nothing is asked now") << "field"
                                          << "mobile"
                                          << "accepted";
}

void TestLifeCase::nothingToTakeIsNothingToTake()
{
    QFETCH(QString, kind);
    QFETCH(QString, id);
    QFETCH(QString, state);
    LifeCase one = asking({{kind, id, QStringLiteral("said")}});
    one.state = state;
    QVERIFY(!canSupplement(service(), one));
}

void TestLifeCase::untilItIsDecided_data()
{
    QTest::addColumn<bool>("may");
    for (const char *state : {"queued", "waiting-blobs", "stored", "accepted", "in-progress", "correction"}) {
        QTest::newRow(state) << true;
    }
    for (const char *state : {"", "decided", "refused", "ready", "delivered", "withdrawn", "applied", "withdrawing"}) {
        QTest::newRow(*state ? state : "told nothing") << false;
    }
}

void TestLifeCase::untilItIsDecided()
{
    QFETCH(bool, may);
    LifeCase one;
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    one.state = tag == QLatin1String("told nothing") ? QString() : tag;
    QCOMPARE(canWithdraw(one), may);
}

QTEST_GUILESS_MAIN(TestLifeCase)
#include "tst_lifecase.moc"
