// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of iReadCardBas, in and out. The text of each is written here in UTF-8 and turned into GB 18030.
#include "drivers/hub/carddecode.h"
#include "drivers/hub/cardline.h"

#include <QStringEncoder>
#include <QTest>

using namespace hall;
using namespace hall::device;

namespace {

const QDate today(2026, 11, 25);

QByteArray gb18030(const char *text)
{
    QStringEncoder encoder("GB18030", QStringEncoder::Flag::Stateless);
    return encoder(QString::fromUtf8(text));
}

const QByteArray usual = gb18030("370200|37020019900307006X|A12345678|370200D15600000500112233445566AA|张测试|"
                                 "0081544C008637020001112233|2.00|20190930|20290930|370200000001|KIOSK0001|");
const QByteArray extended = gb18030("370200D15600000500112233445566AA|3|2.00|9100000370020037020000|20190930|20290930|"
                                    "A12345678|37020019900307006X|张测试|2|01|370200|19900307|");

}  // namespace

class TestCardLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theUsualLine()
    {
        const auto card = readCardLine(usual);
        QVERIFY2(card, card ? "" : card.error().detail.c_str());
        QCOMPARE(card->form, CardLineForm::Basic);
        QCOMPARE(card->resetInfo, QStringLiteral("0081544C008637020001112233"));
        QCOMPARE(card->terminal, QStringLiteral("370200000001"));
        QCOMPARE(card->device, QStringLiteral("KIOSK0001"));
        QVERIFY(card->more.isEmpty());
        const auto person = decodeCard(card->contents, today);
        QVERIFY(person);
        QCOMPARE(person->name.reveal(), QString::fromUtf8("张测试"));
        QCOMPARE(person->number.reveal(), QStringLiteral("37020019900307006X"));
        QCOMPARE(person->cardNumber.reveal(), QStringLiteral("A12345678"));
        QCOMPARE(person->region, QStringLiteral("370200"));
        QCOMPARE(person->spec, QStringLiteral("2.00"));
        QCOMPARE(person->issued.value_or(QDate()), QDate(2019, 9, 30));
        QCOMPARE(person->validUntil.value_or(QDate()), QDate(2029, 9, 30));
        QVERIFY(!person->verified);
    }

    void theExtendedLine()
    {
        const auto card = readCardLine(extended);
        QVERIFY2(card, card ? "" : card.error().detail.c_str());
        QCOMPARE(card->form, CardLineForm::Extended);
        const auto person = decodeCard(card->contents, today);
        QVERIFY(person);
        QCOMPARE(person->name.reveal(), QString::fromUtf8("张测试"));
        QCOMPARE(person->sex, 2);
        QCOMPARE(person->ethnicity, QStringLiteral("01"));
        QCOMPARE(person->birthDate.value_or(QDate()), QDate(1990, 3, 7));
        QCOMPARE(person->region, QStringLiteral("370200"));
    }

    // What came in goes out the same, byte by byte.
    void roundTrip_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("usual") << usual;
        QTest::newRow("extended") << extended;
        QTest::newRow("fifteen fields") << usual + "P1|M1||2|";
        QTest::newRow("nine fields") << gb18030("370200|37020019900307006X|A12345678|370200D15600000500112233445566AA|"
                                                "张测试|0081544C008637020001112233|2.00|20190930|20290930|||");
        QTest::newRow("3.00, nobody was let read") << gb18030("370200|||370200D15600000500112233445566AA||"
                                                              "0081544C008637020001112233|3.00|20190930|20290930|1|K|");
        QTest::newRow("long name") << gb18030("370200|370200200012310040|A12345678|370200D15600000500112233445566FF|"
                                              "古丽巴哈尔·阿不都热依木江·买买提吐尔洪||2.00|20190930|20290930|1|K|");
        QTest::newRow("rare characters") << gb18030("370200|370200198506150024|A12345678|"
                                                    "370200D15600000500112233445566AA|欧阳䶮㛃𠅤||2.00|20190930||1|K|");
        QTest::newRow("7C in a character")
            << QByteArray(usual).replace(gb18030("张测试"), QByteArray("\xD5\x7C\xB2\xE2"));
    }

    void roundTrip()
    {
        QFETCH(QByteArray, line);
        const auto card = readCardLine(line + "\r\n");
        QVERIFY2(card, card ? "" : card.error().detail.c_str());
        const auto again = writeCardLine(*card);
        QVERIFY(again);
        QCOMPARE(again->reveal(), line);
    }

    void withoutTheLastBar()
    {
        const auto card = readCardLine(usual.chopped(1));
        QVERIFY(card);
        QCOMPARE(card->device, QStringLiteral("KIOSK0001"));
    }

    void nobodyWasLetRead()
    {
        const auto card = readCardLine("370200||A12345678|370200D15600000500112233445566AA|||3.00|20190930|20290930|");
        QVERIFY(card);
        QVERIFY(card->contents.needsAuthorisation);
        QCOMPARE(decodeCard(card->contents, today).error().code, FaultCode::CardNeedsAuth);
        QCOMPARE(decodeIssuerPart(card->contents, today).region, QStringLiteral("370200"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("why");
        const auto with = [](const char *field, const char *other) { return QByteArray(usual).replace(field, other); };
        QTest::newRow("nothing") << QByteArray() << QByteArray("nine fields");
        QTest::newRow("eight fields") << QByteArray("1|2|3|4|5|6|7|8|") << QByteArray("nine fields");
        QTest::newRow("region") << with("370200|37", "37020|37") << QByteArray("field 1");
        QTest::newRow("number with a blank")
            << with("37020019900307006X", "3702001990030 006X") << QByteArray("field 2");
        QTest::newRow("card number") << with("A12345678", "A1234567890") << QByteArray("field 3");
        QTest::newRow("card identification") << with("445566AA", "445566") << QByteArray("field 4");
        QTest::newRow("control character in the name")
            << QByteArray(usual).replace(gb18030("张测试"), "A\x1B[2J") << QByteArray("field 5");
        QTest::newRow("name too long") << QByteArray(usual).replace(gb18030("张测试"), QByteArray(51, 'A'))
                                       << QByteArray("field 5");
        QTest::newRow("reset information") << with("0081544C008637020001112233", "0081544C0") << QByteArray("field 6");
        QTest::newRow("version") << with("2.00", "two") << QByteArray("field 7");
        QTest::newRow("no such day") << with("20190930", "20190931") << QByteArray("field 8");
        QTest::newRow("no date") << with("20290930", "forever") << QByteArray("field 9");
        QTest::newRow("control character behind") << with("KIOSK0001", "K\n1") << QByteArray("field 11");
        QTest::newRow("half a character") << usual + '\xD5' << QByteArray("nine fields");
        QTest::newRow("extended, one more") << extended + "1|" << QByteArray("thirteen");
        QTest::newRow("far too long") << usual + QByteArray(5000, '|') << QByteArray("nine fields");
    }

    void refused()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, why);
        const auto card = readCardLine(line);
        QVERIFY(!card);
        QCOMPARE(card.error().code, FaultCode::FileInvalid);
        QVERIFY2(QByteArray::fromStdString(card.error().detail).contains(why), card.error().detail.c_str());
    }

    void whatALineCannotHold()
    {
        auto card = readCardLine(usual);
        card->device = QStringLiteral("A|B");
        QCOMPARE(writeCardLine(*card).error().code, FaultCode::BadArgument);
        card->device = QStringLiteral("A\nB");
        QCOMPARE(writeCardLine(*card).error().code, FaultCode::BadArgument);
        card->device.clear();
        card->contents.ef05[0x07] = {'A', '|', '1'};
        QCOMPARE(writeCardLine(*card).error().code, FaultCode::BadArgument);
    }
};

QTEST_APPLESS_MAIN(TestCardLine)
#include "tst_cardline.moc"
