// SPDX-License-Identifier: GPL-3.0-or-later
// A register whose records, electronic cards and card keys are asked of offices: it answers as one that has them
// itself, and whatever an office does wrong is never "no record".
#include "app/gateway/corestandin.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/officecards.h"
#include "app/gateway/offices.h"
#include "tests/support/democodes.h"
#include "tests/unit/gateway/gatewaybed.h"

#include "app/catalogue/catalogueloader.h"
#include "app/gateway/register.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

const QString kPeople = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json");
const QString kCatalogue = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
const QString kVisit = QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2");
const QString kKiosk = QStringLiteral("K1");
constexpr auto kDeadline = 700ms;
constexpr int kMany = 1'000'000;

QJsonObject demo()
{
    QFile file(kPeople);
    file.open(QIODevice::ReadOnly);
    return QJsonDocument::fromJson(file.readAll()).object();
}

Question questionOf(const QJsonValue &person, const QString &kind, const QString &service)
{
    Question one;
    one.kind = kind;
    one.service = service;
    one.visit = kVisit;
    one.number = person[QStringLiteral("number")].toString();
    one.name = person[QStringLiteral("name")].toString();
    one.assurance = Assurance::Holder;
    return one;
}

}  // namespace

class TestOffices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void asTheRegisterWouldAnswer();
    void unitsAreToldToTheirClerks();
    void aCodeIsGoodOnce();
    void theKeysOfACard();
    void whateverGoesWrongIsNotNoRecord_data();
    void whateverGoesWrongIsNotNoRecord();
    void aSlowOfficeIsGivenUpInTime();
    void leftAloneUntilItIsBack();
    void nothingOfItIsKept();
    void words_data();
    void words();
    void nobodyElseIsShownTheCoresToken();
    void metricsSayHowItGoes();
    void noAnswerWithoutACatalogue();

private:
    std::unique_ptr<Register> registerHere();
    std::unique_ptr<Register> registerElsewhere();
    void connect(const QString &url);
    [[nodiscard]] qint64 logged(const char *outcome);

    std::shared_ptr<const Catalogue> m_catalogue;
    std::unique_ptr<GatewayRig> m_rig;
    std::shared_ptr<Database> m_database;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<standin::CoreStandin> m_core;
    std::unique_ptr<Register> m_people;
    SystemClock m_clock;
    ManualClock m_rests;  // of the lines alone
    Offices m_offices;
};

void TestOffices::initTestCase()
{
    m_catalogue = std::make_shared<const Catalogue>(loadCatalogue(kCatalogue).catalogue);
    QVERIFY(!m_catalogue->services().isEmpty());
}

void TestOffices::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_database = m_rig->database();
    m_folder = std::make_unique<QTemporaryDir>();
    m_core = std::make_unique<standin::CoreStandin>(m_folder->path(), 0);
    QCOMPARE(m_core->asks().load(kPeople, kCatalogue + QStringLiteral("/dictionary.json")), QString());
    QCOMPARE(m_core->start(QStringLiteral("127.0.0.1"), 0), QString());
    connect(QStringLiteral("http://127.0.0.1:%1").arg(m_core->port()));
    m_people = registerElsewhere();
}

void TestOffices::cleanup()
{
    m_people.reset();
    m_core.reset();
    m_database.reset();
    m_rig.reset();
}

void TestOffices::connect(const QString &url)
{
    m_offices = must(officesFrom({{url}, {}, {}, {}, {}}, kDeadline, 4, m_rests));
}

std::unique_ptr<Register> TestOffices::registerHere()
{
    auto made = std::make_unique<Register>(m_database, m_rig->keys.tagKey, kMany, m_clock);
    made->setCatalogues(std::make_shared<CatalogueShelf>(m_catalogue));
    QFile file(kPeople);
    file.open(QIODevice::ReadOnly);
    must(made->load(file.readAll()));
    return made;
}

std::unique_ptr<Register> TestOffices::registerElsewhere()
{
    auto made = std::make_unique<Register>(m_database, m_rig->keys.tagKey, kMany, m_clock);
    auto shelf = std::make_shared<CatalogueShelf>(m_catalogue);
    made->setCatalogues(shelf);
    made->setRecords(std::make_unique<OfficeRecords>(m_offices.records));
    made->setIssuer(std::make_unique<OfficeIssuer>(m_offices.eCards, shelf, m_clock));
    made->setAuthority(std::make_unique<OfficeAuthority>(m_offices.cardKeys));
    return made;
}

qint64 TestOffices::logged(const char *outcome)
{
    return m_rig->count(
        QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE outcome = '%1'").arg(QLatin1String(outcome)));
}

// Each of the demonstration's people, for each service: the same answer, by whichever document.
void TestOffices::asTheRegisterWouldAnswer()
{
    const auto here = registerHere();
    const QJsonObject known = demo();
    const QJsonObject services = known[QStringLiteral("services")].toObject();
    QJsonArray people;
    for (const auto &person : known[QStringLiteral("people")].toArray()) {
        people.append(person);
        for (const auto &document : person[QStringLiteral("documents")].toArray()) {
            QJsonObject other = document.toObject();
            other.insert(QStringLiteral("name"),
                         document[QStringLiteral("name")].toString(person[QStringLiteral("name")].toString()));
            people.append(other);
        }
    }
    people.append(QJsonObject{{QStringLiteral("number"), QStringLiteral("370200199901010011")},
                              {QStringLiteral("name"), QStringLiteral("无此人")}});
    people.append(QJsonObject{{QStringLiteral("number"), QStringLiteral("37020019900307006X")},
                              {QStringLiteral("name"), QStringLiteral("李演示")}});
    int compared = 0;
    int found = 0;
    const auto compare = [&](const Question &question) {
        auto expected = here->ask(kKiosk, question);
        if (const Service *service = m_catalogue->service(question.service); expected && service) {
            QJsonObject said = expected->value(QStringLiteral("fields")).toObject();
            const QStringList asked = question.kind == QLatin1String("query") ? queryFields(*m_catalogue, *service)
                                                                              : prefillFields(*m_catalogue, *service);
            for (const QString &id : said.keys()) {
                if (!asked.contains(id)) {
                    said.remove(id);  // what the service has no use for
                }
            }
            expected->insert(QStringLiteral("fields"), said);
            const QStringList shown = listFields(*service);
            QJsonArray list;
            for (const auto &entry : expected->value(QStringLiteral("list")).toArray()) {
                QJsonObject one = entry.toObject();
                for (const QString &id : one.keys()) {
                    if (!shown.contains(id)) {
                        one.remove(id);
                    }
                }
                list.append(one);
            }
            if (!list.isEmpty()) {
                expected->insert(QStringLiteral("list"), list);
            }
        }
        const auto answer = m_people->ask(kKiosk, question);
        ++compared;
        found += answer ? 1 : 0;
        const bool same = expected.has_value() == answer.has_value() &&
                          (expected ? *expected == *answer : expected.error().code == answer.error().code);
        if (!same) {
            qWarning() << question.kind << question.service << (expected ? expected->value(u"fields") : QJsonValue())
                       << (answer ? answer->value(u"fields") : QJsonValue())
                       << (answer ? "" : answer.error().detail.c_str());
        }
        return same;
    };
    bool same = true;
    for (const auto &person : std::as_const(people)) {
        for (auto it = services.begin(); it != services.end(); ++it) {
            const Service *service = m_catalogue->service(it.key());
            const QString kind = service && service->query ? QStringLiteral("query") : QStringLiteral("prefill");
            same = compare(questionOf(person, kind, it.key())) && same;
        }
        same = compare(questionOf(person, QStringLiteral("needs"), {})) && same;
    }
    QVERIFY(same);
    QVERIFY(found > 100);
    QCOMPARE(logged("unanswered"), 0);
    qInfo() << compared << "questions," << found << "answered";
}

void TestOffices::unitsAreToldToTheirClerks()
{
    const auto here = registerHere();
    const QJsonObject known = demo();
    for (const auto &unit : known[QStringLiteral("units")].toArray()) {
        const QString code = unit[QStringLiteral("code")].toString();
        for (const auto &clerk : unit[QStringLiteral("clerks")].toArray()) {
            const Question question = questionOf(clerk, QStringLiteral("unit"), code);
            const auto answer = m_people->ask(kKiosk, question);
            QVERIFY2(answer.has_value(), answer ? "" : answer.error().detail.c_str());
            QCOMPARE(*answer, must(here->ask(kKiosk, question)));
        }
    }
    const QJsonObject stranger{{QStringLiteral("number"), QStringLiteral("370200199901010011")},
                               {QStringLiteral("name"), QStringLiteral("无此人")}};
    const auto none =
        m_people->ask(kKiosk, questionOf(stranger, QStringLiteral("unit"), QStringLiteral("91370202MA3DEM001A")));
    QCOMPARE(none.error().code, FaultCode::StoreNotFound);
}

void TestOffices::aCodeIsGoodOnce()
{
    const auto ask = [this](const QByteArray &code) {
        return m_people->identify(kKiosk, {kVisit, QStringLiteral("01"), Sensitive<QByteArray>(code)});
    };
    const QByteArray code = demoCardCode(QStringLiteral("zhang-ceshi"), m_clock.wall());
    const auto holder = ask(code);
    QVERIFY2(holder.has_value(), holder ? "" : holder.error().detail.c_str());
    QCOMPARE(holder->number.reveal(), QStringLiteral("37020019900307006X"));
    QCOMPARE(holder->cardNumber.reveal(), QStringLiteral("A12345678"));
    QCOMPARE(ask(code).error().code, FaultCode::StoreNotFound);
    QCOMPARE(ask(demoCardCode(QStringLiteral("zhang-ceshi"), m_clock.wall() - 2min)).error().code,
             FaultCode::StoreNotFound);
    QCOMPARE(ask("HALL-E1.E3702000001.1.0").error().code, FaultCode::StoreNotFound);
    // Also where the platform answers twice: it has forgotten what it answered, the gateway has not.
    const QByteArray other = demoCardCode(QStringLiteral("zhang-ceshi"), m_clock.wall() - 1s);
    QVERIFY(ask(other).has_value());
    const int port = m_core->port();
    m_core.reset();
    m_core = std::make_unique<standin::CoreStandin>(m_folder->path(), 0);
    QCOMPARE(m_core->asks().load(kPeople, kCatalogue + QStringLiteral("/dictionary.json")), QString());
    QCOMPARE(m_core->start(QStringLiteral("127.0.0.1"), port), QString());
    QCOMPARE(ask(other).error().code, FaultCode::StoreNotFound);
    QCOMPARE(logged("used"), 1);
    QCOMPARE(logged("answered"), 2);
}

void TestOffices::theKeysOfACard()
{
    CardAuthQuestion question;
    question.visit = kVisit;
    question.region = QStringLiteral("370200");
    question.algorithm = QStringLiteral("03");
    question.cardId = QByteArray::fromHex("370200D15600000500112233445500A2");
    question.externalFactor = question.externalSource = QByteArray(8, '\x5a');
    const auto keys = m_people->authenticate(kKiosk, question);
    QVERIFY2(keys.has_value(), keys ? "" : keys.error().detail.c_str());
    QCOMPARE(keys->external.reveal().toHex(), QByteArray("e1e2e3e4e5e6e7e8f1f2f3f4f5f6f7f8"));
    question.region = QStringLiteral("370300");
    QCOMPARE(m_people->authenticate(kKiosk, question).error().code, FaultCode::StoreNotFound);
    QCOMPARE(logged("answered"), 1);
    QCOMPARE(logged("not-found"), 1);
}

void TestOffices::whateverGoesWrongIsNotNoRecord_data()
{
    QTest::addColumn<int>("none");
    for (const char *mode : {"down", "error", "slow", "garbage", "cut", "oversized", "redirect", "not-let-in",
                             "no-such-call", "wrong-type", "wrong-person", "wrong-ask", "unasked"}) {
        QTest::newRow(mode) << 0;
    }
}

void TestOffices::whateverGoesWrongIsNotNoRecord()
{
    const QString mode = QString::fromLatin1(QTest::currentDataTag());
    const QJsonValue zhang = demo()[QStringLiteral("people")][0];
    const Question question = questionOf(zhang, QStringLiteral("query"), QStringLiteral("emp-cert"));
    CardAuthQuestion card;
    card.visit = kVisit;
    card.region = QStringLiteral("370200");
    card.cardId = QByteArray::fromHex("370200D15600000500112233445500A2");
    const auto good = [](FaultCode code) { return code != FaultCode::StoreNotFound && code != FaultCode::DeviceBusy; };
    QVERIFY(m_core->asks().behave(mode));
    const auto record = m_people->ask(kKiosk, question);
    QVERIFY(!record && good(record.error().code));
    QVERIFY(!QString::fromStdString(record.error().detail).contains(question.number));
    const auto holder = m_people->identify(
        kKiosk, {kVisit, QStringLiteral("01"),
                 Sensitive<QByteArray>(demoCardCode(QStringLiteral("zhang-ceshi"), m_clock.wall()))});
    QVERIFY(!holder && good(holder.error().code));
    const auto keys = m_people->authenticate(kKiosk, card);
    QVERIFY(!keys && good(keys.error().code));
    QCOMPARE(logged("unanswered"), 3);
    QVERIFY(m_core->asks().behave(QStringLiteral("up")));
    QVERIFY(m_people->ask(kKiosk, question).has_value());
}

void TestOffices::aSlowOfficeIsGivenUpInTime()
{
    QVERIFY(m_core->asks().behave(QStringLiteral("slow"), -1, 3000));
    QElapsedTimer timer;
    timer.start();
    const auto answer = m_people->ask(
        kKiosk, questionOf(demo()[QStringLiteral("people")][0], QStringLiteral("prefill"), QStringLiteral("emp-cert")));
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, FaultCode::DeviceTimeout);
    QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
}

void TestOffices::leftAloneUntilItIsBack()
{
    const Question question = questionOf(demo()[QStringLiteral("people")][0], QStringLiteral("prefill"),
                                         QStringLiteral("unemployment-registration"));
    const auto ask = [&] { return m_people->ask(kKiosk, question).has_value(); };
    QVERIFY(ask());
    QVERIFY(m_core->asks().behave(QStringLiteral("down")));
    QVERIFY(!ask());
    QVERIFY(!ask());
    const int before = m_core->asks().asked();
    QVERIFY(!ask());
    QVERIFY(!ask());
    QCOMPARE(m_core->asks().asked(), before);
    QCOMPARE(m_offices.records->state().spared, quint64(2));
    QVERIFY(!m_offices.records->state().up);
    QVERIFY(m_core->asks().behave(QStringLiteral("up")));
    QVERIFY(!ask());
    m_rests.advance(1000ms);
    QVERIFY(ask());
    QVERIFY(ask());
    QVERIFY(m_offices.records->state().up);
    // What an office thinks of one question does not end the others'.
    QVERIFY(m_core->asks().behave(QStringLiteral("wrong-type")));
    for (int i = 0; i < 4; ++i) {
        QVERIFY(!ask());
    }
    QVERIFY(m_core->asks().behave(QStringLiteral("up")));
    QVERIFY(ask());
    QCOMPARE(m_offices.records->state().wrong, quint64(4));
}

void TestOffices::nothingOfItIsKept()
{
    const QJsonValue zhang = demo()[QStringLiteral("people")][0];
    QVERIFY(m_people->ask(kKiosk, questionOf(zhang, QStringLiteral("query"), QStringLiteral("emp-cert"))).has_value());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_record")), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_document")), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE kind = 'query' AND service = 'emp-cert'"
                                         " AND outcome = 'answered' AND LENGTH(tag) = 64")),
             1);
}

void TestOffices::words_data()
{
    QTest::addColumn<OfficeWords>("given");
    QTest::addColumn<bool>("good");
    const QString url = QStringLiteral("https://core.example/hall");
    const auto office = [](const char *name, const QString &value) { return QString::fromLatin1(name) + u'=' + value; };
    QTest::newRow("nothing") << OfficeWords() << true;
    QTest::newRow("all") << OfficeWords{{url}, {QStringLiteral("ca.pem")}, {}, {}, {}} << true;
    QTest::newRow("one elsewhere")
        << OfficeWords{{url, office("e-cards", QStringLiteral("http://127.0.0.1:1"))}, {}, {}, {}, {}} << true;
    QTest::newRow("nobody") << OfficeWords{{url, office("card-keys", QStringLiteral("none"))}, {}, {}, {}, {}} << true;
    QTest::newRow("twice") << OfficeWords{{url, url}, {}, {}, {}, {}} << false;
    QTest::newRow("plain") << OfficeWords{{QStringLiteral("http://core.example")}, {}, {}, {}, {}} << false;
    QTest::newRow("no address") << OfficeWords{{}, {QStringLiteral("ca.pem")}, {}, {}, {}} << false;
    QTest::newRow("no such office") << OfficeWords{{office("e-card", url)}, {}, {}, {}, {}} << false;
    QTest::newRow("shown to nobody") << OfficeWords{{url}, {office("e-cards", QStringLiteral("ca.pem"))}, {}, {}, {}}
                                     << false;
    QTest::newRow("a certificate without its key")
        << OfficeWords{{url}, {}, {}, {QStringLiteral("a.pem")}, {}} << false;
    QTest::newRow("no token there") << OfficeWords{{url}, {}, {QStringLiteral("/nowhere/token")}, {}, {}} << false;
}

void TestOffices::words()
{
    QFETCH(const OfficeWords, given);
    QFETCH(const bool, good);
    const auto offices = officesFrom(given, kDeadline, 1, m_rests);
    QCOMPARE(offices.has_value(), good);
    if (!good) {
        QVERIFY(offices.error().code == FaultCode::BadArgument || offices.error().code == FaultCode::KeyMissing);
    }
}

void TestOffices::nobodyElseIsShownTheCoresToken()
{
    QFile file(m_rig->dir.filePath(QStringLiteral("token")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("the-cores-secret\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner));
    const auto offices =
        must(officesFrom({{QStringLiteral("https://core.example"), QStringLiteral("e-cards=https://cards.example")},
                          {QStringLiteral("ca.pem")},
                          {file.fileName()},
                          {},
                          {}},
                         kDeadline, 1, m_rests));
    QCOMPARE(offices.records->address().token, QStringLiteral("the-cores-secret"));
    QCOMPARE(offices.cardKeys->address().caFile, QStringLiteral("ca.pem"));
    QCOMPARE(offices.eCards->address().token + offices.eCards->address().caFile, QString());
}

void TestOffices::metricsSayHowItGoes()
{
    QVERIFY(m_core->asks().behave(QStringLiteral("garbage"), 1));
    const Question question = questionOf(demo()[QStringLiteral("people")][0], QStringLiteral("needs"), {});
    QVERIFY(!m_people->ask(kKiosk, question));
    QVERIFY(m_people->ask(kKiosk, question).has_value());
    const QByteArray text = officeMetrics(m_offices);
    QVERIFY(text.contains("hall_gateway_office_up{office=\"records\"} 1\n"));
    QVERIFY(text.contains("hall_gateway_office_answered_total{office=\"records\"} 2\n"));
    QVERIFY(text.contains("hall_gateway_office_wrong_total{office=\"records\"} 1\n"));
}

void TestOffices::noAnswerWithoutACatalogue()
{
    m_rig->options.ask.addresses = {QStringLiteral("http://127.0.0.1:%1").arg(m_core->port())};
    const auto gateway = Gateway::start(m_rig->options, m_clock);
    QVERIFY(!gateway);
    QCOMPARE(gateway.error().code, FaultCode::BadArgument);
}

QTEST_GUILESS_MAIN(TestOffices)
#include "tst_offices.moc"
