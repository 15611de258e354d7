// SPDX-License-Identifier: GPL-3.0-or-later
// What offices are asked while a visitor waits, and that of what they answer only a clear answer to this question,
// about this person, counts.
#include "app/catalogue/catalogueloader.h"
#include "app/gateway/coremap.h"
#include "app/gateway/officeanswer.h"
#include "app/gateway/officerest.h"
#include "app/gateway/recordsource.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace std::chrono_literals;

namespace {

const QString kAsk = QStringLiteral("00112233445566778899aabbccddeeff");
const QString kNumber = QStringLiteral("37020019900307006X");
const QString kName = QStringLiteral("张测试");
const QByteArray kCardId = QByteArray::fromHex("370200D15600000500112233445500A2");
const std::chrono::milliseconds kNow{1'790'000'000'000};

RecordLookup lookup(const QString &kind = QStringLiteral("prefill"))
{
    RecordLookup one;
    one.ask = kAsk;
    one.kind = kind;
    one.purpose = QStringLiteral("emp-cert");
    one.number = Sensitive<QString>(kNumber);
    one.name = Sensitive<QString>(kName);
    one.fields = {QStringLiteral("mobile"),        QStringLiteral("education"),       QStringLiteral("cert_type"),
                  QStringLiteral("paid_months"),   QStringLiteral("emp_cert_issued"), QStringLiteral("insurance_set"),
                  QStringLiteral("benefit_start"), QStringLiteral("business_flag"),   QStringLiteral("last_unit")};
    return one;
}

// An answer to it, with `change` made.
QByteArray said(const QJsonObject &change, const QString &ask = kAsk)
{
    QJsonObject object{
        {QStringLiteral("v"), 1},
        {QStringLiteral("ask"), ask},
        {QStringLiteral("outcome"), QStringLiteral("found")},
        {QStringLiteral("person"), QJsonObject{{QStringLiteral("number"), kNumber}, {QStringLiteral("name"), kName}}},
        {QStringLiteral("fields"), QJsonObject{{QStringLiteral("aac067"), QStringLiteral("13800000001")}}}};
    for (auto it = change.begin(); it != change.end(); ++it) {
        object.insert(it.key(), it.value());
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray fields(const QByteArray &json)
{
    return said({{QStringLiteral("fields"), QJsonDocument::fromJson(json).object()}});
}

QByteArray holder(const QJsonObject &change, const QJsonObject &changeHolder = {})
{
    QJsonObject card{{QStringLiteral("aac003"), kName},
                     {QStringLiteral("aac147"), kNumber},
                     {QStringLiteral("aac500"), QStringLiteral("A12345678")},
                     {QStringLiteral("region"), QStringLiteral("370200")}};
    for (auto it = changeHolder.begin(); it != changeHolder.end(); ++it) {
        card.insert(it.key(), it.value());
    }
    const auto until = QDateTime::fromMSecsSinceEpoch((kNow + 30s).count(), Qt::UTC).toString(Qt::ISODateWithMs);
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("ask"), kAsk},
                       {QStringLiteral("outcome"), QStringLiteral("found")},
                       {QStringLiteral("until"), until},
                       {QStringLiteral("holder"), card}};
    for (auto it = change.begin(); it != change.end(); ++it) {
        object.insert(it.key(), it.value());
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray keys(const QJsonObject &change)
{
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("ask"), kAsk},
                       {QStringLiteral("outcome"), QStringLiteral("found")},
                       {QStringLiteral("card_id"), QString::fromLatin1(kCardId.toHex().toUpper())},
                       {QStringLiteral("internal"), QStringLiteral("D1D2D3D4D5D6D7D8")},
                       {QStringLiteral("external"), QStringLiteral("E1E2E3E4E5E6E7E8")}};
    for (auto it = change.begin(); it != change.end(); ++it) {
        object.insert(it.key(), it.value());
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

}  // namespace

class TestOfficeAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsAskedForIsWhatTheDemonstrationAnswers();
    void whatTheQuestionSaysIsNotAskedFor();
    void aQuestion();
    void aRecord();
    void codesTheRegionWritesOtherwise();
    void recordsThatAreNone_data();
    void recordsThatAreNone();
    void theListOfEverybody();
    void documentsOfOnePerson();
    void holders();
    void holdersThatAreNone_data();
    void holdersThatAreNone();
    void cardKeys();
    void cardKeysThatAreNone_data();
    void cardKeysThatAreNone();
    void leftAloneForLongerEachTime();

private:
    Catalogue m_catalogue;
};

void TestOfficeAnswer::initTestCase()
{
    m_catalogue = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    QVERIFY(m_catalogue.fields().size() > 300);
}

// No field that a kiosk can use of what the demonstration's tables say is missing when a core is asked.
void TestOfficeAnswer::whatIsAskedForIsWhatTheDemonstrationAnswers()
{
    QFile file(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject demo = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonObject services = demo[QStringLiteral("services")].toObject();
    QStringList missing;
    for (auto it = services.begin(); it != services.end(); ++it) {
        const Service *service = m_catalogue.service(it.key());
        QVERIFY2(service, qPrintable(it.key()));
        const auto look = [&](const char *kind, const QStringList &asked) {
            for (const auto &field : it.value()[QLatin1String(kind)].toArray()) {
                const Field *known = m_catalogue.field(field.toString());
                const bool used = service->facts.contains(field.toString()) && known && !known->prefill.isEmpty();
                if (used && !asked.contains(field.toString())) {
                    missing.append(it.key() + u'/' + QLatin1String(kind) + u'/' + field.toString());
                }
            }
        };
        look("prefill", prefillFields(m_catalogue, *service));
        look("query", queryFields(m_catalogue, *service));
        look("needed", queryFields(m_catalogue, *service));
        QCOMPARE(listFields(*service).isEmpty(), !it.value().toObject().contains(QStringLiteral("list")));
    }
    for (const auto &unit : demo[QStringLiteral("units")].toArray()) {
        for (const QString &id : unit[QStringLiteral("fields")].toObject().keys()) {
            if (!unitFields(m_catalogue).contains(id)) {
                missing.append(u"unit/"_qs + id);
            }
        }
    }
    missing.removeDuplicates();
    QCOMPARE(missing, QStringList());
}

void TestOfficeAnswer::whatTheQuestionSaysIsNotAskedFor()
{
    for (const Service &service : m_catalogue.services()) {
        for (const QString &id : prefillFields(m_catalogue, service) + queryFields(m_catalogue, service)) {
            QVERIFY(id != QLatin1String("name") && id != QLatin1String("cert_no"));
            QVERIFY(m_catalogue.field(id)->type != FieldType::Image && m_catalogue.field(id)->type != FieldType::Table);
        }
    }
    QVERIFY(needFields(m_catalogue).contains(QStringLiteral("registered_unemployed_flag")));
}

void TestOfficeAnswer::aQuestion()
{
    RecordLookup one = lookup();
    one.kiosk = QStringLiteral("K1");
    one.assurance = QStringLiteral("holder");
    one.fields = {QStringLiteral("mobile"), QStringLiteral("vacancy_title"), QStringLiteral("no-such-field")};
    const QJsonObject asked = QJsonDocument::fromJson(encodeRecordLookup(m_catalogue, one).reveal()).object();
    QCOMPARE(asked, QJsonDocument::fromJson(QByteArray("{\"v\":1,\"ask\":\"") + kAsk.toLatin1() +
                                            "\",\"kind\":\"prefill\",\"purpose\":\"emp-cert\",\"kiosk\":\"K1\","
                                            "\"assurance\":\"holder\",\"person\":{\"number\":\"37020019900307006X\","
                                            "\"name\":\"张测试\"},\"fields\":[\"aac067\",\"hall.vacancy_title\"]}")
                        .object());
    QVERIFY(newAsk() != newAsk());
    QCOMPARE(newAsk().size(), 32);
}

void TestOfficeAnswer::aRecord()
{
    const QByteArray json = fields("{\"aac067\":\"13800000001\",\"aac011\":\"21\",\"ajc071\":98,"
                                   "\"aae210\":\"2026-12\",\"aab004p\":null,\"hall.business_flag\":false}");
    const auto answer = parseRecordAnswer(m_catalogue, json, lookup());
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().detail.c_str());
    QVERIFY(answer->found);
    QCOMPARE(answer->fields, (QJsonObject{{QStringLiteral("mobile"), QStringLiteral("13800000001")},
                                          {QStringLiteral("education"), QStringLiteral("21")},
                                          {QStringLiteral("paid_months"), 98},
                                          {QStringLiteral("benefit_start"), QStringLiteral("2026-12")},
                                          {QStringLiteral("business_flag"), false}}));
    QVERIFY(answer->unknown.isEmpty());
    const auto none =
        parseRecordAnswer(m_catalogue, said({{QStringLiteral("outcome"), QStringLiteral("none")}}), lookup());
    QVERIFY(none && !none->found && none->fields.isEmpty());
}

void TestOfficeAnswer::codesTheRegionWritesOtherwise()
{
    const auto type = m_catalogue.field(QStringLiteral("cert_type"));
    QCOMPARE(coreValue(m_catalogue, *type, QStringLiteral("111")), QJsonValue(QStringLiteral("01")));
    QCOMPARE(codeOfCore(m_catalogue, *type, QStringLiteral("01")), QStringLiteral("111"));
    QCOMPARE(codeOfCore(m_catalogue, *type, QStringLiteral("111")), QString());  // ours, but not the region's
    const auto answer =
        parseRecordAnswer(m_catalogue, fields("{\"aac058\":\"01\",\"aac011\":\"no such code\"}"), lookup());
    QVERIFY(answer.has_value());
    QCOMPARE(answer->fields, (QJsonObject{{QStringLiteral("cert_type"), QStringLiteral("111")}}));
    QCOMPARE(answer->unknown, QStringList{QStringLiteral("aac011")});
    // Every code there is comes back as it went.
    for (const Field &field : m_catalogue.fields()) {
        const CodeTable *table = m_catalogue.table(field.codeTable);
        for (const CodeRow &row : table &&field.type == FieldType::Choice ? table->rows() : QVector<CodeRow>()) {
            const QString there = coreValue(m_catalogue, field, row.code).toString();
            QCOMPARE(codeOfCore(m_catalogue, field, there), row.code);
        }
    }
}

void TestOfficeAnswer::recordsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("json");
    const QByteArray good = said({});
    const auto with = [](const char *key, const QJsonValue &value) { return said({{QLatin1String(key), value}}); };
    const auto person = [&with](const QString &number, const QString &name) {
        return with("person", QJsonObject{{QStringLiteral("number"), number}, {QStringLiteral("name"), name}});
    };
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("truncated") << good.left(good.size() - 2);
    QTest::newRow("two") << good + good;
    QTest::newRow("an array") << QByteArray("[" + good + "]");
    QTest::newRow("a page") << QByteArray("<html>502</html>");
    QTest::newRow("deep") << QByteArray("{\"v\":1,\"x\":") + QByteArray(5000, '[') + QByteArray(5000, ']') + "}";
    QTest::newRow("huge") << good + QByteArray(kRecordAnswerBytes, ' ');
    QTest::newRow("another version") << with("v", 2);
    QTest::newRow("another question") << said({}, QString(32, u'0'));
    QTest::newRow("another outcome") << with("outcome", QStringLiteral("maybe"));
    QTest::newRow("another person") << person(QStringLiteral("370200198506150016"), QStringLiteral("李演示"));
    QTest::newRow("another name") << person(kNumber, QStringLiteral("李演示"));
    QTest::newRow("none, of another") << said(
        {{QStringLiteral("outcome"), QStringLiteral("none")}, {QStringLiteral("person"), QJsonObject()}});
    QTest::newRow("nobody") << with("person", QJsonValue::Null);
    QTest::newRow("a unit") << with("unit", QStringLiteral("91370202MA3DEM001A"));
    QTest::newRow("no fields") << with("fields", QJsonValue::Null);
    QTest::newRow("fields in a list") << with("fields", QJsonArray());
    QTest::newRow("a list") << with("list", QJsonArray());
    QTest::newRow("not asked for") << fields("{\"aac003\":\"x\"}");
    QTest::newRow("no key") << fields("{\"mobile\":\"13800000001\"}");
    QTest::newRow("number for text") << fields("{\"aac067\":13800000001}");
    QTest::newRow("text for number") << fields("{\"ajc071\":\"98\"}");
    QTest::newRow("half a month") << fields("{\"ajc071\":98.5}");
    QTest::newRow("text for yes or no") << fields("{\"hall.business_flag\":\"0\"}");
    QTest::newRow("no day") << fields("{\"hall.emp_cert_issued\":\"2026-02-30\"}");
    QTest::newRow("a day for a month") << fields("{\"aae210\":\"2026-12-01\"}");
    QTest::newRow("an object for a code") << fields("{\"aac011\":{}}");
    QTest::newRow("objects in a set") << fields("{\"aae140\":[{}]}");
    QTest::newRow("control characters") << fields("{\"aab004p\":\"a\\u0000b\"}");
    QTest::newRow("half a character") << fields("{\"aab004p\":\"\\ud800\"}");
    QTest::newRow("too long") << fields("{\"aab004p\":\"" + QByteArray(kRecordTextLimit + 1, 'x') + "\"}");
}

void TestOfficeAnswer::recordsThatAreNone()
{
    QFETCH(const QByteArray, json);
    const auto answer = parseRecordAnswer(m_catalogue, json, lookup());
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, FaultCode::MessageInvalid);
    QVERIFY(!QByteArray::fromStdString(answer.error().detail).contains("138"));
    QVERIFY(parseRecordAnswer(m_catalogue, said({}), lookup()).has_value());
    // What a prefill may leave open a query may not: it would show an empty record.
    QVERIFY(parseRecordAnswer(m_catalogue, fields("{}"), lookup()).has_value());
    QVERIFY(!parseRecordAnswer(m_catalogue, fields("{}"), lookup(QStringLiteral("query"))));
}

void TestOfficeAnswer::theListOfEverybody()
{
    RecordLookup one = lookup(QStringLiteral("query"));
    one.list = {QStringLiteral("vacancy_no"), QStringLiteral("vacancy_pay_to")};
    const QJsonObject entry{{QStringLiteral("hall.vacancy_no"), QStringLiteral("ZP1")},
                            {QStringLiteral("hall.vacancy_pay_to"), 500000}};
    const auto listed = [&](const QJsonArray &list) {
        return parseRecordAnswer(
            m_catalogue, said({{QStringLiteral("fields"), QJsonObject()}, {QStringLiteral("list"), list}}), one);
    };
    const auto answer = listed({entry});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->list, (QJsonArray{QJsonObject{{QStringLiteral("vacancy_no"), QStringLiteral("ZP1")},
                                                   {QStringLiteral("vacancy_pay_to"), 500000}}}));
    QJsonArray many;
    for (int i = 0; i < 31; ++i) {
        many.append(entry);
    }
    QVERIFY(!listed(many));
    QVERIFY(!listed({QStringLiteral("ZP1")}));
    QVERIFY(!parseRecordAnswer(m_catalogue, said({}), one));
}

void TestOfficeAnswer::documentsOfOnePerson()
{
    RecordLookup one = lookup();
    one.documents = true;
    const QByteArray asked = encodeRecordLookup(m_catalogue, one).reveal();
    QVERIFY(QJsonDocument::fromJson(asked).object()[QStringLiteral("documents")].toBool());
    const auto document = [](const QJsonValue &number, const QJsonValue &name) {
        return QJsonObject{{QStringLiteral("number"), number}, {QStringLiteral("name"), name}};
    };
    const auto told = [&](const QJsonValue &documents) {
        return parseRecordAnswer(m_catalogue, said({{QStringLiteral("documents"), documents}}), one);
    };
    const QJsonObject own = document(kNumber.toLower(), kName);
    const QJsonObject permit = document(QStringLiteral("h00000001"), QStringLiteral("ZHANG CE SHI"));
    const auto answer = told(QJsonArray{permit, own});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->documents.size(), 2);
    QCOMPARE(answer->documents[0].number.reveal(), QStringLiteral("H00000001"));
    QCOMPARE(answer->documents[0].name.reveal(), QStringLiteral("ZHANG CE SHI"));
    QVERIFY(parseRecordAnswer(m_catalogue, said({}), one)->documents.isEmpty());

    QVERIFY(!told(QJsonArray()));
    QVERIFY(!told(QJsonValue::Null));
    QVERIFY(!told(own));
    QVERIFY(!told(QJsonArray{permit}));  // of somebody else
    QVERIFY(!told(QJsonArray{document(kNumber, QStringLiteral("李演示"))}));
    QVERIFY(!told(QJsonArray{own, own}));
    QVERIFY(!told(QJsonArray{own, document(7, kName)}));
    QVERIFY(!told(QJsonArray{own, document(QStringLiteral("H1"), QString())}));
    QVERIFY(!told(QJsonArray{own, document(QString(33, u'1'), kName)}));
    QVERIFY(!told(QJsonArray{own, document(QStringLiteral("H\n1"), kName)}));
    QJsonArray many{own};
    while (many.size() <= kDocumentLimit) {
        many.append(document(QString::number(many.size()), kName));
    }
    QVERIFY(!told(many));
    // Nobody asked.
    QVERIFY(!parseRecordAnswer(m_catalogue, said({{QStringLiteral("documents"), QJsonArray{own}}}), lookup()));
}

void TestOfficeAnswer::holders()
{
    const auto found = parseHolderAnswer(m_catalogue, holder({}), kAsk, kNow);
    QVERIFY2(found.has_value(), found ? "" : found.error().detail.c_str());
    QCOMPARE(found->source, IdentitySource::ECard);
    QCOMPARE(found->name.reveal(), kName);
    QCOMPARE(found->number.reveal(), kNumber);
    QCOMPARE(found->cardNumber.reveal(), QStringLiteral("A12345678"));
    QCOMPARE(found->region, QStringLiteral("370200"));
    QVERIFY(found->verified);
    const auto none =
        parseHolderAnswer(m_catalogue, holder({{QStringLiteral("outcome"), QStringLiteral("none")}}), kAsk, kNow);
    QCOMPARE(none.error().code, FaultCode::StoreNotFound);
    // An answer that comes when the code has ended lets nobody in.
    QCOMPARE(parseHolderAnswer(m_catalogue, holder({}), kAsk, kNow + 60s).error().code, FaultCode::StoreNotFound);
}

void TestOfficeAnswer::holdersThatAreNone_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto with = [](const char *key, const QJsonValue &value) {
        return holder({}, {{QLatin1String(key), value}});
    };
    QTest::newRow("truncated") << holder({}).chopped(1);
    QTest::newRow("another question") << holder({{QStringLiteral("ask"), QString(32, u'0')}});
    QTest::newRow("another outcome") << holder({{QStringLiteral("outcome"), true}});
    QTest::newRow("no end") << holder({{QStringLiteral("until"), QString()}});
    QTest::newRow("never ends") << holder({{QStringLiteral("until"), QStringLiteral("2999-01-01T00:00:00.000Z")}});
    QTest::newRow("no holder") << holder({{QStringLiteral("holder"), QJsonValue::Null}});
    QTest::newRow("no name") << with("aac003", QStringLiteral(" "));
    QTest::newRow("a wrong number") << with("aac147", QStringLiteral("370200199003070061"));
    QTest::newRow("a number for a number") << with("aac147", 370200);
    QTest::newRow("a name in a list") << with("aac003", QJsonArray{QStringLiteral("张测试")});
    QTest::newRow("not asked for") << with("aac067", QStringLiteral("13800000001"));
}

void TestOfficeAnswer::holdersThatAreNone()
{
    QFETCH(const QByteArray, json);
    const auto found = parseHolderAnswer(m_catalogue, json, kAsk, kNow);
    QVERIFY(!found);
    QCOMPARE(found.error().code, FaultCode::MessageInvalid);
}

void TestOfficeAnswer::cardKeys()
{
    const auto found = parseKeyAnswer(keys({}), kAsk, kCardId);
    QVERIFY(found.has_value());
    QCOMPARE(found->internal.toHex(), QByteArray("d1d2d3d4d5d6d7d8"));
    QCOMPARE(found->external.reveal().toHex(), QByteArray("e1e2e3e4e5e6e7e8"));
    QCOMPARE(parseKeyAnswer(keys({{QStringLiteral("outcome"), QStringLiteral("none")}}), kAsk, kCardId).error().code,
             FaultCode::StoreNotFound);
    CardAuthQuestion question;
    question.visit = QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    question.cardId = kCardId;
    const QJsonObject asked = QJsonDocument::fromJson(encodeKeyLookup(kAsk, question).reveal()).object();
    QCOMPARE(asked[QStringLiteral("card_id")].toString(), QStringLiteral("370200D15600000500112233445500A2"));
    QVERIFY(!asked.contains(QStringLiteral("visit")));
}

void TestOfficeAnswer::cardKeysThatAreNone_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto with = [](const char *key, const QJsonValue &value) { return keys({{QLatin1String(key), value}}); };
    QTest::newRow("truncated") << keys({}).chopped(1);
    QTest::newRow("another question") << with("ask", QString(32, u'0'));
    QTest::newRow("another card") << with("card_id", QString(32, u'0'));
    QTest::newRow("another card, none") << keys(
        {{QStringLiteral("card_id"), QString(32, u'0')}, {QStringLiteral("outcome"), QStringLiteral("none")}});
    QTest::newRow("nothing that opens") << with("external", QString());
    QTest::newRow("seven bytes") << with("external", QStringLiteral("E1E2E3E4E5E6E7"));
    QTest::newRow("no hex") << with("external", QStringLiteral("E1E2E3E4E5E6E7XX"));
    QTest::newRow("a number") << with("external", 7);
    QTest::newRow("half a proof") << with("internal", QStringLiteral("D1"));
}

void TestOfficeAnswer::cardKeysThatAreNone()
{
    QFETCH(const QByteArray, json);
    const auto found = parseKeyAnswer(json, kAsk, kCardId);
    QVERIFY(!found);
    QCOMPARE(found.error().code, FaultCode::MessageInvalid);
}

void TestOfficeAnswer::leftAloneForLongerEachTime()
{
    OfficeRest rest;
    OfficeRest::Time now{0};
    QVERIFY(rest.admits(now));
    rest.ended(now, false);
    QVERIFY(rest.admits(now));  // one may be chance
    rest.ended(now, false);
    for (const auto pause : {1000ms, 2000ms, 4000ms, 8000ms, 16000ms, 30000ms, 30000ms}) {
        QVERIFY(!rest.admits(now + pause - 1ms));
        now += pause;
        QVERIFY(rest.admits(now));
        QVERIFY(!rest.admits(now));  // one finds out
        rest.ended(now, false);
    }
    now += 30s;
    QVERIFY(rest.admits(now));
    rest.ended(now, true);
    QVERIFY(rest.admits(now) && rest.admits(now));
}

QTEST_GUILESS_MAIN(TestOfficeAnswer)
#include "tst_officeanswer.moc"
