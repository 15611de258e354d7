// SPDX-License-Identifier: GPL-3.0-or-later
// How a case is written for the municipal core: every field of every service has its place, the page that says so is
// the dictionary's own, and what a core answers is read with suspicion.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/schemacheck.h"
#include "app/gateway/coreanswer.h"
#include "app/gateway/coremap.h"
#include "app/gateway/coreoutbox.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace hall;
using namespace hall::gateway;

namespace {

const QString kItem = QStringLiteral("0197a000-0000-7000-8000-000000000001");
const QString kOther = QStringLiteral("0197a000-0000-7000-8000-000000000002");
const QString kReference = QStringLiteral("HK0197A000000070008000000000000001");

QByteArray answer(const char *rest)
{
    return "{\"v\":1,\"reference\":\"" + kReference.toLatin1() + "\"," + rest + "}";
}

}  // namespace

class TestCoreMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFieldHasItsKey();
    void everyFieldOfEveryServiceHasAPlace();
    void codesAsTheRegionWritesThem();
    void whatTheDictionaryDoesNotKnowIsKept();
    void thePageShowsTheMap();
    void references();
    void answers_data();
    void answers();
    void events_data();
    void events();
    void oneEventThatIsNotUnderstood();

private:
    std::shared_ptr<const Catalogue> m_catalogue;
};

void TestCoreMap::initTestCase()
{
    m_catalogue = std::make_shared<const Catalogue>(
        loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue);
    QVERIFY(m_catalogue->fields().size() > 300);
}

void TestCoreMap::everyFieldHasItsKey()
{
    static const QRegularExpression shape(QStringLiteral("^([a-z][a-z0-9]*|hall\\.[a-z][a-z0-9_]*)\\z"));
    QSet<QString> keys;
    for (const Field &field : m_catalogue->fields()) {
        const QString key = coreKey(field);
        QVERIFY2(shape.match(key).hasMatch(), qPrintable(key));
        QVERIFY2(!keys.contains(key), qPrintable(key + u" twice"_qs));
        keys.insert(key);
        QCOMPARE(fieldOfCoreKey(*m_catalogue, key), field.id);
        QCOMPARE(key.startsWith(QStringLiteral("hall.")), field.code.isEmpty());
    }
    QCOMPARE(fieldOfCoreKey(*m_catalogue, QStringLiteral("zzz999")), QString());
    QCOMPARE(fieldOfCoreKey(*m_catalogue, QStringLiteral("hall.mobile")), QString());  // it has a code
}

void TestCoreMap::everyFieldOfEveryServiceHasAPlace()
{
    int placed = 0;
    for (const Service &service : m_catalogue->services()) {
        const QStringList ids =
            service.online.fieldIds() + service.offline.fieldIds() + service.results + service.batch.columns;
        QJsonObject said;
        for (const QString &id : ids) {
            const Field *field = m_catalogue->field(id);
            QVERIFY2(field, qPrintable(service.id + u": "_qs + id));
            said.insert(id, id);
        }
        const QJsonObject fields = coreFields(*m_catalogue, said);
        QCOMPARE(fields.size(), said.size());  // none takes another's place
        placed += static_cast<int>(fields.size());
    }
    QVERIFY(placed > 500);
}

void TestCoreMap::codesAsTheRegionWritesThem()
{
    const QJsonObject fields = coreFields(*m_catalogue, {{QStringLiteral("cert_type"), QStringLiteral("111")},
                                                         {QStringLiteral("sex"), QStringLiteral("1")},
                                                         {QStringLiteral("wage"), 350'000},
                                                         {QStringLiteral("name"), QStringLiteral("111")}});
    QCOMPARE(fields[QStringLiteral("aac058")].toString(), QStringLiteral("01"));  // the province's pack
    QCOMPARE(fields[QStringLiteral("aac004")].toString(), QStringLiteral("1"));
    QCOMPARE(fields[QStringLiteral("aac040")].toInteger(), 350'000);
    QCOMPARE(fields[QStringLiteral("aac003")].toString(), QStringLiteral("111"));  // no code
}

void TestCoreMap::whatTheDictionaryDoesNotKnowIsKept()
{
    QCOMPARE(coreFields(*m_catalogue, {{QStringLiteral("of_an_older_kiosk"), 1}}),
             QJsonObject({{QStringLiteral("hall.of_an_older_kiosk"), 1}}));
}

// `hall-gateway core map --catalogue resources/catalogue` prints the table that belongs there.
void TestCoreMap::thePageShowsTheMap()
{
    QFile page(QStringLiteral(HALL_SOURCE_DIR "/app/gateway/CORE.md"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(page.readAll());
    const qsizetype begin = text.indexOf(QStringLiteral("| field | key |"));
    QVERIFY(begin > 0);
    const QStringList shown = text.mid(begin).trimmed().split(u'\n');
    const QStringList made = coreMapTable(*m_catalogue).trimmed().split(u'\n');
    for (qsizetype i = 0; i < made.size(); ++i) {
        QCOMPARE(shown.value(i), made[i]);
    }
    QCOMPARE(shown.size(), made.size());
}

void TestCoreMap::references()
{
    QCOMPARE(coreReference(kItem), kReference);
    QVERIFY(coreReference(kOther) != kReference);
}

void TestCoreMap::answers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    const QByteArray both = "\"outcome\":\"accepted\",\"cases\":[{\"case\":\"" + kItem.toLatin1() +
                            "\",\"number\":\"A-1\"},{\"case\":\"" + kOther.toLatin1() + "\",\"number\":\"A-2\"}]";
    const QByteArray one =
        "\"outcome\":\"accepted\",\"cases\":[{\"case\":\"" + kItem.toLatin1() + "\",\"number\":\"A-1\"}]";
    QTest::newRow("accepted") << answer(both) << true;
    QTest::newRow("one case missing") << answer(one) << false;
    QTest::newRow("a case twice") << answer(QByteArray(both).replace(kOther.toLatin1(), kItem.toLatin1())) << false;
    QTest::newRow("a number that is none") << answer(QByteArray(both).replace("A-2", "A 2<b>")) << false;
    QTest::newRow("another reference") << answer(both).replace("HK0197A", "HK0197B") << false;
    QTest::newRow("another version") << answer(both).replace("\"v\":1", "\"v\":2") << false;
    for (const char *word : {"unknown", "working", "materials", "conflict"}) {
        QTest::newRow(word) << answer("\"outcome\":\"" + QByteArray(word) + "\"") << true;
    }
    QTest::newRow("another word") << answer("\"outcome\":\"certainly\"") << false;
    QTest::newRow("refused") << answer("\"outcome\":\"refused\",\"code\":\"no\"") << true;
    QTest::newRow("refused without a code") << answer("\"outcome\":\"refused\"") << false;
    const QByteArray asked = "\"outcome\":\"refused\",\"code\":\"no\",\"asked\":[{\"case\":\"" + kItem.toLatin1() +
                             "\",\"kind\":\"field\",\"id\":\"aac067\",\"text\":\"x\"}]";
    QTest::newRow("asked without a day") << answer(asked) << false;
    QTest::newRow("asked") << answer(asked + ",\"until\":\"2026-03-31\"") << true;
    QTest::newRow("a day that is none") << answer(asked + ",\"until\":\"2026-02-31\"") << false;
    QTest::newRow("a day and nothing asked")
        << answer("\"outcome\":\"refused\",\"code\":\"no\",\"until\":\"2026-03-31\"") << false;
    QTest::newRow("asked of another case")
        << answer(QByteArray(asked + ",\"until\":\"2026-03-31\"").replace(kItem.toLatin1(), "x")) << false;
    QTest::newRow("a word too many") << answer("\"outcome\":\"refused\",\"code\":\"no\",\"words\":\"" +
                                               QByteArray(501, 'x') + "\"")
                                     << false;
    QTest::newRow("control characters") << answer("\"outcome\":\"refused\",\"code\":\"no\",\"words\":\"a\\u0000b\"")
                                        << false;
    QTest::newRow("a rare character") << answer("\"outcome\":\"refused\",\"code\":\"no\",\"words\":\"\\ud840\\udc0b\"")
                                      << true;
    QTest::newRow("half of one") << answer("\"outcome\":\"refused\",\"code\":\"no\",\"words\":\"\\ud840\"") << false;
    QTest::newRow("too large") << answer(both) + QByteArray(kCoreAnswerBytes, ' ') << false;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("no object") << QByteArray("[1]") << false;
}

// What is read as an answer is one by the schema too.
void TestCoreMap::answers()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, good);
    const auto read = parseCoreAnswer(json, kReference, {kItem, kOther});
    QCOMPARE(read.has_value(), good);
    if (!good) {
        QCOMPARE(read.error().code, FaultCode::MessageInvalid);
        return;
    }
    QVector<Defect> defects;
    FileReport report(QStringLiteral("answer"), defects);
    checkSchema(QStringLiteral("core-answer"), QJsonDocument::fromJson(json).object(), report);
    QVERIFY(report.clean());
}

void TestCoreMap::events_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    const auto list = [](const QByteArray &numbers, int last) {
        QByteArray all;
        for (const QByteArray &n : numbers.split(' ')) {
            all += (all.isEmpty() ? "" : ",") + QByteArray("{\"n\":") + n + ",\"event\":\"decided\"}";
        }
        return "{\"v\":1,\"last\":" + QByteArray::number(last) + ",\"events\":[" + all + "]}";
    };
    QTest::newRow("upwards") << list("8 9 12", 12) << true;
    QTest::newRow("none") << QByteArray("{\"v\":1,\"last\":7,\"events\":[]}") << true;
    QTest::newRow("one that was taken") << list("7 8", 8) << false;
    QTest::newRow("twice") << list("8 8", 8) << false;
    QTest::newRow("downwards") << list("9 8", 9) << false;
    QTest::newRow("beyond the last") << list("8 9", 8) << false;
    QTest::newRow("no last") << QByteArray("{\"v\":1,\"events\":[]}") << false;
    QTest::newRow("it has forgotten") << QByteArray("{\"v\":1,\"last\":3,\"events\":[]}") << false;
    QByteArray many = "8";
    for (int n = 9; n < 8 + 101; ++n) {
        many += ' ' + QByteArray::number(n);
    }
    QTest::newRow("too many") << list(many, 200) << false;
}

void TestCoreMap::events()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, good);
    const auto read = parseCoreEvents(json, 7);
    QCOMPARE(read.has_value(), good);
}

// It is given without its kind, and those beside it as they are.
void TestCoreMap::oneEventThatIsNotUnderstood()
{
    const QByteArray json = "{\"v\":1,\"last\":3,\"events\":[{\"n\":1,\"event\":\"ready\",\"what\":\"" +
                            QByteArray(201, 'x') +
                            "\"},{\"n\":2,\"reference\":\"a b\",\"event\":\"\\u0007\"},{\"n\":3,"
                            "\"reference\":\"" +
                            kReference.toLatin1() + "\",\"case\":\"" + kItem.toLatin1() +
                            "\",\"event\":\"ready\",\"what\":\"x\",\"place\":\"y\",\"until\":\"2026-03-31\"}]}";
    const auto read = parseCoreEvents(json, 0);
    QVERIFY(read.has_value());
    QVERIFY(!read->at(0).kind && read->at(0).words.what.isEmpty());
    QVERIFY(!read->at(1).kind && read->at(1).name.isEmpty() && read->at(1).reference.isEmpty());
    QCOMPARE(read->at(2).kind, CoreEventKind::Ready);
    QCOMPARE(read->at(2).words.until, QDate(2026, 3, 31));
}

QTEST_GUILESS_MAIN(TestCoreMap)
#include "tst_coremap.moc"
