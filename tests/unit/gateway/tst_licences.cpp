// SPDX-License-Identifier: GPL-3.0-or-later
// Electronic licences: told to whom they belong, for what the service asks, with leave to ask, and known again in a
// case.
#include "app/catalogue/service.h"
#include "app/gateway/demosources.h"
#include "app/gateway/licencesource.h"
#include "app/gateway/listing.h"
#include "app/protocol/licence.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

namespace {

const QString kNumber = QStringLiteral("37020019900307006X");
const QString kName = QStringLiteral("张测试");
const QString kFamily = QStringLiteral("zero-employment-family");
const QString kUnit = QStringLiteral("91370203MA3DEM002U");

// What of a question is not as it should be.
struct Asking
{
    QString service = kFamily;
    QStringList kinds{QStringLiteral("household-register"), QStringLiteral("marriage-certificate")};
    QStringList sharing{QStringLiteral("police"), QStringLiteral("marriage")};
    QString number = kNumber;
    QString name = kName;
    QString assurance = QStringLiteral("possession");
    QString unit = {};
};

constexpr char kSources[] =
    R"({"sources":{"police":{"otherwise":{},"people":{"37020019900307006X":{"name":"张测试","facts":{},"licences":)"
    R"({"household-register":{"number":"H-1","issuer":"x","valid_until":"2020-01-01"}}}}},"marriage":{"people":)"
    R"({"37020019900307006X":{"name":"张测试","licences":{"marriage-certificate":{"number":" ","issuer":"x",)"
    R"("valid_until":""}}}}}}})";

}  // namespace

class TestLicences : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theOwnerIsTold();
    void othersAreNot_data();
    void othersAreNot();
    void aUnitsIsToldToItsClerks();
    void badQuestionsAreRefused_data();
    void badQuestionsAreRefused();
    void aQuestionIsLogged();
    void officesAnswer();
    void officesFail_data();
    void officesFail();
    void officesAreReadStrictly_data();
    void officesAreReadStrictly();
    void answersAreReadStrictly_data();
    void answersAreReadStrictly();
    void aCaseRefersToWhatWasAnswered();
    void aCaseThatMakesOneUpIsRefused_data();
    void aCaseThatMakesOneUpIsRefused();

private:
    httplib::Result ask(const Asking &asking, const QJsonObject &other = {})
    {
        QJsonObject question{
            {QStringLiteral("v"), 1},
            {QStringLiteral("kind"), QStringLiteral("licence")},
            {QStringLiteral("service"), asking.service},
            {QStringLiteral("licences"), QJsonArray::fromStringList(asking.kinds)},
            {QStringLiteral("sharing"), QJsonArray::fromStringList(asking.sharing)},
            {QStringLiteral("proof"),
             QJsonObject{{QStringLiteral("visit"), QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2")},
                         {QStringLiteral("number"), asking.number},
                         {QStringLiteral("name"), asking.name},
                         {QStringLiteral("assurance"), asking.assurance}}}};
        if (!asking.unit.isEmpty()) {
            question.insert(QStringLiteral("unit"), asking.unit);
        }
        for (auto it = other.begin(); it != other.end(); ++it) {
            question.insert(it.key(), *it);
        }
        return client(&m_kiosk)->Post("/v1/ask", QJsonDocument(question).toJson().toStdString(), "application/json");
    }
    LicenceAnswer answer(const Asking &asking)
    {
        const auto got = ask(asking);
        return got && got->status == 200 ? must(parseLicenceAnswer(bytes(got->body), asking.kinds)) : LicenceAnswer();
    }
    void withOffices(DemoSources &sources, int deadlineMs = 500)
    {
        must(sources.load(kSources));
        must(sources.start(QStringLiteral("127.0.0.1"), 0));
        m_rig->stop();
        m_rig->options.checks = {QStringLiteral("http://127.0.0.1:%1").arg(sources.port())};
        m_rig->options.checkDeadlineMs = deadlineMs;
        m_rig->start();
    }
    QString codeOf(const QVector<LicenceReference> &licences)
    {
        CaseMaker cases = maker(m_kiosk);
        cases.service = kFamily;
        cases.number = kNumber;
        cases.name = kName;
        cases.licences = licences;
        const auto made = cases.make();
        if (sendOne(m_kiosk, made.item) != wire::VerdictKind::Stored) {
            return QStringLiteral("not stored");
        }
        for (int i = 0; i < 100 && inbox(m_kiosk, 0).isEmpty(); ++i) {
            QTest::qWait(50);
        }
        m_case = made.id;
        const auto told = inbox(m_kiosk, 0);
        return told.isEmpty() ? QStringLiteral("nothing") : told.constLast().code;
    }

    Kiosk m_kiosk;
    QString m_case;
};

void TestLicences::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.demoPeople = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json");
    m_rig->options.catalogue = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
    m_rig->start();
    m_kiosk = enrolled(QStringLiteral("K1"));
}

void TestLicences::cleanup()
{
    end();
}

void TestLicences::theOwnerIsTold()
{
    const LicenceAnswer told = answer({});
    QCOMPARE(told.found.size(), 1);
    const Licence &one = told.found.constFirst();
    QCOMPARE(one.kind, QStringLiteral("household-register"));
    QCOMPARE(one.number.reveal(), QStringLiteral("DEMO-HKB-0001"));
    QVERIFY(!one.validUntil);
    QVERIFY(one.at.isValid());
    QVERIFY(told.unanswered.isEmpty());  // there is no marriage certificate, and that is an answer
}

void TestLicences::othersAreNot_data()
{
    QTest::addColumn<Asking>("asking");
    const auto row = [](const char *name, const std::function<void(Asking &)> &change) {
        Asking asking;
        change(asking);
        QTest::newRow(name) << asking;
    };
    row("another name", [](Asking &a) { a.name = QStringLiteral("别人"); });
    row("somebody else", [](Asking &a) { a.number = QStringLiteral("370200198506150016"); });
    row("not agreed to", [](Asking &a) { a.sharing = {QStringLiteral("marriage")}; });
    row("nothing agreed to", [](Asking &a) { a.sharing.clear(); });
    row("not of this service", [](Asking &a) { a.kinds = {QStringLiteral("diploma")}; });
    row("a service without", [](Asking &a) { a.service = QStringLiteral("flexible-registration"); });
    row("an unknown service", [](Asking &a) { a.service = QStringLiteral("nothing"); });
    row("not proved", [](Asking &a) { a.assurance = QStringLiteral("open"); });
    row("less than the service wants", [](Asking &a) {
        a.service = QStringLiteral("training-subsidy");
        a.kinds = {QStringLiteral("skill-certificate")};
        a.sharing = {QStringLiteral("education")};
    });
    row("as a unit", [](Asking &a) { a.unit = kUnit; });
}

void TestLicences::othersAreNot()
{
    QFETCH(const Asking, asking);
    QVERIFY(answer(asking).found.isEmpty());
}

void TestLicences::aUnitsIsToldToItsClerks()
{
    Asking asking;
    asking.service = QStringLiteral("vacancy-posting");
    asking.kinds = {QStringLiteral("business-licence")};
    asking.sharing = {QStringLiteral("market-regulator")};
    asking.unit = kUnit;
    asking.number = QStringLiteral("370200197208080035");
    asking.name = QStringLiteral("王示例");
    QCOMPARE(answer(asking).found.size(), 1);
    asking.number = kNumber;
    asking.name = kName;
    QCOMPARE(ask(asking)->status, 404);
}

void TestLicences::badQuestionsAreRefused_data()
{
    QTest::addColumn<QJsonObject>("other");
    const auto row = [](const char *name, const QJsonValue &value) {
        QTest::newRow(name) << QJsonObject{{QStringLiteral("licences"), value}};
    };
    row("no list", QStringLiteral("diploma"));
    row("none", QJsonArray());
    row("twice", QJsonArray{QStringLiteral("diploma"), QStringLiteral("diploma")});
    row("no text", QJsonArray{1});
    row("many", [] {
        QJsonArray many;
        for (int i = 0; i < 9; ++i) {
            many.append(QStringLiteral("kind-%1").arg(i));
        }
        return many;
    }());
    QTest::newRow("sharing is no list") << QJsonObject{{QStringLiteral("sharing"), true}};
    QTest::newRow("no credit code") << QJsonObject{{QStringLiteral("unit"), QStringLiteral("12")}};
}

void TestLicences::badQuestionsAreRefused()
{
    QFETCH(const QJsonObject, other);
    QCOMPARE(ask({}, other)->status, 400);
}

void TestLicences::aQuestionIsLogged()
{
    (void)answer({});
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE kind = 'licence' AND service ="
                                         " 'zero-employment-family' AND outcome = 'answered'")),
             1);
}

void TestLicences::officesAnswer()
{
    DemoSources offices;
    withOffices(offices);
    const LicenceAnswer told = answer({});
    QCOMPARE(told.found.size(), 1);
    QCOMPARE(told.found.constFirst().validUntil, std::optional(QDate(2020, 1, 1)));  // the kiosk's to judge
    // One that says something, but nothing that can be understood.
    QCOMPARE(told.unanswered, QStringList{QStringLiteral("marriage-certificate")});
    QCOMPARE(offices.asked(), 2);
    Asking silent;
    silent.sharing.clear();
    (void)answer(silent);
    QCOMPARE(offices.asked(), 2);
}

void TestLicences::officesFail_data()
{
    QTest::addColumn<QString>("mode");
    for (const char *mode : {"down", "slow", "trickle", "garbage", "oversized", "wrong-json"}) {
        QTest::newRow(mode) << QString::fromLatin1(mode);
    }
}

void TestLicences::officesFail()
{
    QFETCH(const QString, mode);
    DemoSources offices;
    withOffices(offices);
    QVERIFY(offices.behave(QStringLiteral("all"), mode));
    QElapsedTimer time;
    time.start();
    const LicenceAnswer told = answer({});
    QVERIFY(told.found.isEmpty());
    QCOMPARE(told.unanswered, Asking().kinds);
    QVERIFY2(time.elapsed() < 2500, qPrintable(QString::number(time.elapsed())));
}

void TestLicences::officesAreReadStrictly_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("right");
    const auto found = [](const char *licence) {
        return QByteArray(R"({"v":1,"outcome":"found","licence":)") + licence + "}";
    };
    QTest::newRow("right") << found(R"({"number":"1","issuer":"x","valid_until":"2031-06-30"})") << true;
    QTest::newRow("says more") << found(R"({"number":"1","issuer":"x","valid_until":"","digest":"x","more":1})")
                               << true;
    QTest::newRow("no number") << found(R"({"issuer":"x","valid_until":""})") << false;
    QTest::newRow("no day") << found(R"({"number":"1","issuer":"x"})") << false;
    QTest::newRow("a day that is none") << found(R"({"number":"1","issuer":"x","valid_until":"2031-02-30"})") << false;
    QTest::newRow("another way") << found(R"({"number":"1","issuer":"x","valid_until":"20310630"})") << false;
    QTest::newRow("controls") << found(R"({"number":"1\u0007","issuer":"x","valid_until":""})") << false;
    QTest::newRow("turned round") << found(R"({"number":"1\u202e2","issuer":"x","valid_until":""})") << false;
    QTest::newRow("long") << found(R"({"number":")" + QByteArray(65, '1') + R"(","issuer":"x","valid_until":""})")
                          << false;
    QTest::newRow("version") << QByteArray(R"({"v":2,"outcome":"none"})") << false;
    QTest::newRow("none and one") << QByteArray(R"({"v":1,"outcome":"none","licence":{}})") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestLicences::officesAreReadStrictly()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, right);
    const auto found = parseFoundLicence(json, QStringLiteral("diploma"));
    QCOMPARE(bool(found), right);
    if (!found) {
        QCOMPARE(found.error().code, FaultCode::MessageInvalid);
    } else {
        QVERIFY(found->digest.isEmpty());
    }
}

void TestLicences::answersAreReadStrictly_data()
{
    QTest::addColumn<QByteArray>("licences");
    QTest::addColumn<QByteArray>("unanswered");
    QTest::addColumn<bool>("right");
    const QByteArray one = R"({"kind":"diploma","number":"1","issuer":"x","valid_until":"","at":)"
                           R"("2026-01-01T00:00:00.000Z","digest":")" +
                           QByteArray(64, 'a') + R"("})";
    QByteArray other = one;
    other.replace("diploma", "marriage-certificate");
    QByteArray undigested = one;
    undigested.replace(QByteArray(64, 'a'), "a");
    QByteArray timeless = one;
    timeless.replace("2026-01-01T00:00:00.000Z", "yesterday");
    QTest::newRow("right") << "[" + one + "]" << QByteArray(R"(["low-income"])") << true;
    QTest::newRow("nothing") << QByteArray("[]") << QByteArray("[]") << true;
    QTest::newRow("twice") << "[" + one + "," + one + "]" << QByteArray("[]") << false;
    QTest::newRow("not asked") << "[" + other + "]" << QByteArray("[]") << false;
    QTest::newRow("both") << "[" + one + "]" << QByteArray(R"(["diploma"])") << false;
    QTest::newRow("no digest") << "[" + undigested + "]" << QByteArray("[]") << false;
    QTest::newRow("no time") << "[" + timeless + "]" << QByteArray("[]") << false;
    QTest::newRow("no list") << one << QByteArray("[]") << false;
    QTest::newRow("no other list") << "[" + one + "]" << QByteArray("{}") << false;
}

void TestLicences::answersAreReadStrictly()
{
    QFETCH(const QByteArray, licences);
    QFETCH(const QByteArray, unanswered);
    QFETCH(const bool, right);
    const QByteArray json = R"({"licences":)" + licences + R"(,"unanswered":)" + unanswered + "}";
    QCOMPARE(bool(parseLicenceAnswer(json, {QStringLiteral("diploma"), QStringLiteral("low-income")})), right);
}

void TestLicences::aCaseRefersToWhatWasAnswered()
{
    const Licence licence = answer({}).found.constFirst();
    QVERIFY(codeOf({{QStringLiteral("household-booklet"), licence}}) != QStringLiteral("material-differs"));
    auto db = m_rig->database();
    auto connection = must(db->connection());
    const auto key = must(loadUnsealKey(m_rig->dir.filePath(QStringLiteral("core/unseal.key"))));
    Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    const auto opened = must(openCase(connection, blobs, m_case, key));
    QCOMPARE(opened.body.transaction.licences.size(), 1);
    QCOMPARE(opened.body.transaction.licences.constFirst().material, QStringLiteral("household-booklet"));
    QCOMPARE(opened.body.transaction.licences.constFirst().licence.number.reveal(), QStringLiteral("DEMO-HKB-0001"));
}

void TestLicences::aCaseThatMakesOneUpIsRefused_data()
{
    QTest::addColumn<QString>("part");
    for (const char *part : {"kind", "number", "issuer", "until", "at", "digest"}) {
        QTest::newRow(part) << QString::fromLatin1(part);
    }
}

void TestLicences::aCaseThatMakesOneUpIsRefused()
{
    QFETCH(const QString, part);
    Licence licence = answer({}).found.constFirst();
    if (part == QLatin1String("kind")) {
        licence.kind = QStringLiteral("marriage-certificate");
    } else if (part == QLatin1String("number")) {
        licence.number = Sensitive<QString>(QStringLiteral("DEMO-HKB-0002"));
    } else if (part == QLatin1String("issuer")) {
        licence.issuer = QStringLiteral("别处");
    } else if (part == QLatin1String("until")) {
        licence.validUntil = QDate(2031, 1, 1);
    } else if (part == QLatin1String("at")) {
        licence.at = licence.at.addSecs(1);
    } else {
        licence.digest[0] = licence.digest[0] == u'0' ? u'1' : u'0';
    }
    QCOMPARE(codeOf({{QStringLiteral("household-booklet"), licence}}), QStringLiteral("material-differs"));
}

QTEST_GUILESS_MAIN(TestLicences)
#include "tst_licences.moc"
