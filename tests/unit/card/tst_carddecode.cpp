// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/hub/carddecode.h"
#include "drivers/sim/cardfile.h"

#include <QTest>

using namespace hall;
using namespace hall::device;

Q_DECLARE_METATYPE(hall::NumberKind)

namespace {

const QDate today(2026, 11, 25);

ResidentCardContents resident(const char *name)
{
    const auto file = readIdCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/id-cards/") + QLatin1String(name) +
                                     QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    ResidentCardContents contents;
    contents.text = Sensitive<Bytes>(file->text);
    contents.newAddress = Sensitive<Bytes>(file->address);
    return contents;
}

Bytes bytes(const QByteArray &hex)
{
    const QByteArray raw = QByteArray::fromHex(hex);
    return Bytes(raw.begin(), raw.end());
}

SocialCardContents social()
{
    SocialCardContents contents;
    contents.ef05[0x01] = bytes("370200D15600000500112233445566AA");
    contents.ef05[0x03] = bytes("322E3030");
    contents.ef05[0x05] = bytes("20190930");
    contents.ef05[0x06] = bytes("20390930");
    contents.ef05[0x07] = bytes("413132333435363738");
    contents.ef06[0x08] = Sensitive<Bytes>(bytes(QByteArray("37020019900307006X").toHex()));
    contents.ef06[0x09] = Sensitive<Bytes>(bytes(QByteArray("D5C5B2E2CAD4").leftJustified(60, '0')));
    contents.ef06[0x0A] = Sensitive<Bytes>(bytes("32"));
    contents.ef06[0x0B] = Sensitive<Bytes>(bytes("01"));
    contents.ef06[0x0D] = Sensitive<Bytes>(bytes("19900307"));
    return contents;
}

}  // namespace

class TestCardDecode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void identityCards_data()
    {
        QTest::addColumn<NumberKind>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("number");
        QTest::addColumn<int>("sex");
        QTest::addColumn<QString>("ethnicity");
        QTest::addColumn<QDate>("birth");
        QTest::addColumn<QString>("cardNumber");
        QTest::addColumn<QDate>("until");
        QTest::addColumn<QStringList>("warnings");
        const auto row = [](const char *file, NumberKind kind, const char *name, const char *number, int sex,
                            const char *ethnicity, const QDate &birth, const char *cardNumber, const QDate &until,
                            const QStringList &warnings = {}) {
            QTest::newRow(file) << kind << QString::fromUtf8(name) << QString::fromUtf8(number) << sex
                                << QString::fromUtf8(ethnicity) << birth << QString::fromUtf8(cardNumber) << until
                                << warnings;
        };
        using K = NumberKind;
        const QDate y40(2040, 1, 1);
        const auto warn = [](const char *code) { return QStringList{QLatin1String(code)}; };
        row("zhang-ceshi", K::Resident, "张测试", "37020019900307006X", 2, "01", {1990, 3, 7}, "", y40);
        row("li-yanshi", K::Resident, "李演示", "370200198506150016", 1, "01", {1985, 6, 15}, "", {});
        row("expired", K::Resident, "张测试", "370200199001010004", 2, "01", {1990, 1, 1}, "", {2015, 1, 1},
            warn("expired"));
        row("rare-characters", K::Resident, "张䶮㛃𠅤", "370200198506150024", 2, "05", {1985, 6, 15}, "", {});
        row("long-name", K::Resident, "古丽巴哈尔·阿不都热依木江·买", "370200200012310040", 2, "05", {2000, 12, 31}, "",
            y40);
        row("wrong-check-digit", K::Resident, "张测试", "370200199001010005", 2, "01", {1990, 1, 1}, "", y40,
            warn("number-check-digit"));
        row("impossible-date", K::Resident, "张测试", "370200199002300000", 2, "01", {}, "", y40,
            {QStringLiteral("number-check-digit"), QStringLiteral("number-date")});
        row("sex-mismatch", K::Resident, "张测试", "370200199001010004", 1, "01", {1990, 1, 1}, "", y40,
            warn("sex-mismatch"));
        row("hong-kong", K::HmtResidence, "陈示例", "810000199001010000", 2, "", {1990, 1, 1}, "H12345678", y40);
        row("macau", K::HmtResidence, "何示例", "820000199001010010", 1, "", {1990, 1, 1}, "M12345678", y40);
        row("taiwan", K::HmtResidence, "林示例", "830000199001010020", 2, "", {1990, 1, 1}, "12345678", y40);
        const QDate y38(2038, 1, 1);
        const QDate y34(2034, 1, 1);
        row("foreign-2017", K::PermanentForeign, "样例", "USA310000000001", 1, "", {1990, 1, 1}, "", y38);
        row("foreign-2017-no-chinese-name", K::PermanentForeign, "SAMPLE, ALEX EXAMPLE", "USA310000000001", 1, "",
            {1990, 1, 1}, "", y38);
        row("foreign-2023", K::PermanentForeign, "样例", "911840199001010018", 1, "", {1990, 1, 1}, "", y34);
        row("foreign-2023-long-name", K::PermanentForeign, "SAMPLE, MAXIMILIAN ALEXANDER EXAMPLE OF",
            "937284198506150022", 2, "", {1985, 6, 15}, "", y34);
    }

    void identityCards()
    {
        QFETCH(QString, name);
        QFETCH(QString, number);
        QFETCH(int, sex);
        QFETCH(QString, ethnicity);
        QFETCH(QDate, birth);
        QFETCH(QString, cardNumber);
        QFETCH(QDate, until);
        QFETCH(QStringList, warnings);
        QFETCH(NumberKind, kind);
        const auto person = decodeCard(resident(QTest::currentDataTag()), today);
        QVERIFY2(person, person ? "" : person.error().detail.c_str());
        QCOMPARE(person->source, IdentitySource::ResidentCard);
        QCOMPARE(person->type, kind);
        QCOMPARE(person->name.reveal(), name);
        QCOMPARE(person->number.reveal(), number);
        QCOMPARE(person->sex, sex);
        QCOMPARE(person->ethnicity, ethnicity);
        QCOMPARE(person->birthDate.value_or(QDate()), birth);
        QCOMPARE(person->cardNumber.reveal(), cardNumber);
        QCOMPARE(person->validUntil.value_or(QDate()), until);
        QCOMPARE(person->warnings, warnings);
    }

    void addresses()
    {
        QCOMPARE(decodeCard(resident("zhang-ceshi"), today)->address.reveal(),
                 QString::fromUtf8("山东省青岛市示范区样例路1号"));
        QCOMPARE(decodeCard(resident("wang-shili"), today)->address.reveal(),
                 QString::fromUtf8("山东省青岛市示范区新样例路22号3单元"));
        ResidentCardContents blank = resident("zhang-ceshi");
        blank.newAddress = Sensitive<Bytes>(bytes(QByteArray("2000").repeated(35)));
        QCOMPARE(decodeCard(blank, today)->address.reveal(), QString::fromUtf8("山东省青岛市示范区样例路1号"));
    }

    void refusedIdentityCards()
    {
        QCOMPARE(decodeCard(resident("unknown-kind"), today).error().code, FaultCode::CardUnknownKind);
        QCOMPARE(decodeCard(resident("not-utf16"), today).error().code, FaultCode::CardGarbled);
        ResidentCardContents cut = resident("zhang-ceshi");
        cut.text.reveal().resize(254);
        QCOMPARE(decodeCard(cut, today).error().code, FaultCode::CardGarbled);
        ResidentCardContents empty;
        empty.text = Sensitive<Bytes>(bytes(QByteArray("2000").repeated(128)));
        QCOMPARE(decodeCard(empty, today).error().code, FaultCode::CardGarbled);
    }

    void socialCard()
    {
        const auto person = decodeCard(social(), today);
        QVERIFY(person);
        QCOMPARE(person->source, IdentitySource::SocialCard);
        QCOMPARE(person->name.reveal(), QString::fromUtf8("张测试"));
        QCOMPARE(person->number.reveal(), QStringLiteral("37020019900307006X"));
        QCOMPARE(person->sex, 2);
        QCOMPARE(person->ethnicity, QStringLiteral("01"));
        QCOMPARE(*person->birthDate, QDate(1990, 3, 7));
        QCOMPARE(person->spec, QStringLiteral("2.00"));
        QCOMPARE(*person->issued, QDate(2019, 9, 30));
        QCOMPARE(*person->validUntil, QDate(2039, 9, 30));
        QVERIFY(!person->verified);
        QVERIFY(person->warnings.isEmpty());
    }

    void names_data()
    {
        QTest::addColumn<QByteArray>("record09");
        QTest::addColumn<QByteArray>("record4e");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *name, const char *first, const char *more, const char *expected) {
            QTest::newRow(name) << QByteArray(first) << QByteArray(more) << QString::fromUtf8(expected);
        };
        row("filled with 00", "D5C5B2E2CAD40000", "0000", "张测试");
        row("filled with spaces", "D5C5B2E2CAD42020", "2020", "张测试");
        row("no extension", "D5C5B2E2CAD4", "", "张测试");
        row("two bytes across", "D5C5B2", "E2CAD400", "张测试");
        row("four bytes across 1", "D5C595", "32A632", "张𠅤");
        row("four bytes across 2", "D5C59532", "A632", "张𠅤");
        row("four bytes across 3", "D5C59532A6", "32", "张𠅤");
        row("extension after 00", "D5C50000", "B2E2", "张测");
        row("extension after spaces", "D5C52020", "B2E2", "张测");
        row("one space belongs to the name", "414C455820", "53414D504C45", "ALEX SAMPLE");
        row("FE9F", "D5C5FE9F", "", "张䶮");
        row("8230B731", "8230B731", "", "㛃");
        row("middle dot", "A1A4", "", "·");
        row("half a character", "D5C5B2", "", "");
        row("FF", "FFFF", "", "");
        row("nothing", "00000000", "0000", "");
    }

    void names()
    {
        QFETCH(QByteArray, record09);
        QFETCH(QByteArray, record4e);
        QFETCH(QString, name);
        SocialCardContents contents = social();
        contents.ef06[0x09] = Sensitive<Bytes>(bytes(record09));
        contents.ef06[0x4E] = Sensitive<Bytes>(bytes(record4e));
        const auto person = decodeCard(contents, today);
        QCOMPARE(person.has_value(), !name.isEmpty());
        if (person) {
            QCOMPARE(person->name.reveal(), name);
        } else {
            QCOMPARE(person.error().code, FaultCode::CardGarbled);
        }
    }

    void warnings()
    {
        SocialCardContents contents = social();
        contents.ef05[0x06] = bytes("20261124");
        QCOMPARE(decodeCard(contents, today)->warnings, QStringList{QStringLiteral("expired")});
        contents.ef05[0x06] = bytes("20261125");
        QVERIFY(decodeCard(contents, today)->warnings.isEmpty());
        contents.ef05[0x06] = bytes("20261332");
        QCOMPARE(decodeCard(contents, today)->warnings, QStringList{QStringLiteral("validity-date")});
        contents.ef05[0x06] = bytes("FFFFFFFF");
        QVERIFY(decodeCard(contents, today)->warnings.isEmpty());
        contents.ef06[0x0A] = Sensitive<Bytes>(bytes("31"));
        QCOMPARE(decodeCard(contents, today)->warnings, QStringList{QStringLiteral("sex-mismatch")});
        contents.ef06[0x0A] = Sensitive<Bytes>(bytes("39"));
        QCOMPARE(decodeCard(contents, today)->sex, 9);
        contents.ef06[0x0D] = Sensitive<Bytes>(bytes("19900308"));
        QCOMPARE(decodeCard(contents, today)->warnings, QStringList{QStringLiteral("number-date")});
    }

    void whatIsMissing()
    {
        SocialCardContents contents = social();
        contents.ef06.erase(0x0A);
        contents.ef06.erase(0x0B);
        contents.ef06.erase(0x0D);
        contents.ef05.clear();
        const auto person = decodeCard(contents, today);
        QVERIFY(person);
        QCOMPARE(person->sex, 2);
        QCOMPARE(*person->birthDate, QDate(1990, 3, 7));
        QVERIFY(person->ethnicity.isEmpty());
        contents.ef06.erase(0x08);
        QCOMPARE(decodeCard(contents, today).error().code, FaultCode::CardGarbled);
    }
};

QTEST_APPLESS_MAIN(TestCardDecode)
#include "tst_carddecode.moc"
