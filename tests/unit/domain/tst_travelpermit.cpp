// SPDX-License-Identifier: GPL-3.0-or-later
// Zones of fictional holders; their check digits were computed apart from the code under test.
#include "app/domain/travelpermit.h"

#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

const QDate today(2026, 11, 25);

const QString hongKong = u"C<CHNH123456783<<<<<<<<<<<<<<<\n9001011F3012316CHN<<<<<<<<<<<2\n"
                         "CHAN<<SHI<LI<<<<<<<<<<<<<<<<<<"_s;
const QString macao = u"C<CHNM123456788<<<<<<<<<<<<<<<\n8506151M3101012CHN<<<<<<<<<<<6\n"
                      "HO<<SHI<<<<<<<<<<<<<<<<<<<<<<<"_s;
const QString hongKongOld = u"CRCHNH12345678<016<<<<<<<<<<<<\n900101122706018CHN<<<<<<<<<<<4\n"
                            "CHAN<<SHI<LI<<<<<<<<<<<<<<<<<<"_s;
const QString taiwan = u"CTCHN12345678<8<<<<<<<<<<<<<<<\n0002299M3102282CHN<<<<<<<<<<<4\n"
                       "LIN<<SHI<LI<<<<<<<<<<<<<<<<<<<"_s;
const QString taiwanOld = u"C<CHN123456780<15<<<<<<<<<<<<<\n0002299<3102282CHN<<<<<<<<<<<6\n"
                          "LIN<<<<<<<<<<<<<<<<<<<<<<<<<<<"_s;

}  // namespace

class TestTravelPermit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The specimens of Doc 9303: part 3, 4.9 and part 5, appendix B.
    void checkDigits_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("digit");
        QTest::newRow("date") << u"520727"_s << 3;
        QTest::newRow("number") << u"AB2134<<<"_s << 5;
        QTest::newRow("specimen's number") << u"D23145890"_s << 7;
        QTest::newRow("specimen's birth") << u"740812"_s << 2;
        QTest::newRow("specimen's validity") << u"120415"_s << 9;
        QTest::newRow("fillers") << u"<<<"_s << 0;
        QTest::newRow("small letter") << u"a"_s << -1;
        QTest::newRow("beyond ASCII") << u"香"_s << -1;
    }

    void checkDigits()
    {
        QFETCH(QString, field);
        QFETCH(int, digit);
        QCOMPARE(zoneCheckDigit(field).value_or(-1), digit);
    }

    void zones_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<NumberKind>("kind");
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("sex");
        QTest::addColumn<QDate>("birth");
        QTest::addColumn<QDate>("until");
        using K = NumberKind;
        const QDate born(1990, 1, 1);
        QTest::newRow("Hong Kong") << hongKong << K::HkMoPermit << u"H12345678"_s << u"CHAN, SHI LI"_s << 2 << born
                                   << QDate(2030, 12, 31);
        QTest::newRow("Macao") << macao << K::HkMoPermit << u"M12345678"_s << u"HO, SHI"_s << 1 << QDate(1985, 6, 15)
                               << QDate(2031, 1, 1);
        QTest::newRow("ten digits, sex as a digit")
            << hongKongOld << K::HkMoPermit << u"H1234567801"_s << u"CHAN, SHI LI"_s << 2 << born << QDate(2027, 6, 1);
        QTest::newRow("Taiwan") << taiwan << K::TaiwanPermit << u"12345678"_s << u"LIN, SHI LI"_s << 1
                                << QDate(2000, 2, 29) << QDate(2031, 2, 28);
        QTest::newRow("Taiwan, ten digits, one name") << taiwanOld << K::TaiwanPermit << u"1234567801"_s << u"LIN"_s
                                                      << 0 << QDate(2000, 2, 29) << QDate(2031, 2, 28);
        QTest::newRow("as recognised") << hongKong.toLower().replace(u'\n', u"\r\n "_s) << K::HkMoPermit
                                       << u"H12345678"_s << u"CHAN, SHI LI"_s << 2 << born << QDate(2030, 12, 31);
        QTest::newRow("in one line") << QString(hongKong).remove(u'\n') << K::HkMoPermit << u"H12345678"_s
                                     << u"CHAN, SHI LI"_s << 2 << born << QDate(2030, 12, 31);
    }

    void zones()
    {
        QFETCH(QString, zone);
        QFETCH(NumberKind, kind);
        QFETCH(QString, number);
        QFETCH(QString, name);
        QFETCH(int, sex);
        QFETCH(QDate, birth);
        QFETCH(QDate, until);
        const auto permit = travelPermitFromZone(zone, today);
        QVERIFY2(permit, permit ? "" : permit.error().detail.c_str());
        QCOMPARE(permit->kind, kind);
        QCOMPARE(permit->number.reveal(), number);
        QCOMPARE(permit->name.reveal(), name);
        QCOMPARE(permit->sex, sex);
        QCOMPARE(permit->birthDate.value_or(QDate()), birth);
        QCOMPARE(permit->validUntil.value_or(QDate()), until);
        const Identity person = identityOf(*permit);
        QCOMPARE(person.type, kind);
        QCOMPARE(person.number.reveal(), number);
        QVERIFY(!person.verified);
    }

    // One wrong character in what the check digits cover never makes another number or date. Characters whose values
    // differ by ten (0, A, K, U, and the filler, which counts as 0) are alike to the digit: then form tells them apart,
    // or a date counts as not stated.
    void oneWrongCharacter()
    {
        const QString alphabet = u"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"_s;
        int tried = 0;
        int refused = 0;
        for (const QString &zone : {hongKong, macao, hongKongOld, taiwan, taiwanOld}) {
            const auto right = travelPermitFromZone(zone, today);
            for (qsizetype i = 5; i < 61; ++i) {
                const bool covered = zone[i] != u'\n' && i != 31 + 7 && (i < 31 + 15 || i > 31 + 17);
                for (const QChar c : alphabet) {
                    if (c == zone[i] || !covered) {
                        continue;
                    }
                    QString wrong = zone;
                    wrong[i] = c;
                    const auto permit = travelPermitFromZone(wrong, today);
                    ++tried;
                    refused += permit ? 0 : 1;
                    if (permit) {
                        QCOMPARE(permit->number.reveal(), right->number.reveal());
                        QVERIFY(!permit->birthDate || permit->birthDate == right->birthDate);
                        QVERIFY(!permit->validUntil || permit->validUntil == right->validUntil);
                    }
                }
            }
        }
        QVERIFY(tried > 8000);
        QVERIFY2(refused > tried * 9 / 10, qPrintable(QString::number(refused)));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<FaultCode>("code");
        QTest::addColumn<QString>("why");
        const auto with = [](qsizetype at, const QString &text) {
            return QString(hongKong).replace(at, text.size(), text);
        };
        const auto row = [](const char *name, const QString &zone, FaultCode code, const char *why) {
            QTest::newRow(name) << zone << code << QString::fromLatin1(why);
        };
        using C = FaultCode;
        row("nothing", {}, C::CardGarbled, "lines");
        row("two lines", hongKong.left(61), C::CardGarbled, "lines");
        row("too long", hongKong + u"<"_s, C::CardGarbled, "lines");
        row("a passport", QString(88, u'<'), C::CardGarbled, "lines");
        row("Chinese text", with(62, u"陈"_s), C::CardGarbled, "character");
        row("another state", with(2, u"UTO"_s), C::CardUnknownKind, "permit of China");
        row("another document", with(0, u"P<"_s), C::CardUnknownKind, "permit of China");
        row("a mainlander's permit", u"CSCHNC123456788<<<<<<<<<<<<<<<"_s + hongKong.mid(30), C::CardUnknownKind,
            "number");
        row("digit of the number", with(14, u"4"_s), C::CardGarbled, "number");
        row("digit of the birth", with(31 + 6, u"2"_s), C::CardGarbled, "birth");
        row("digit of the validity", with(31 + 14, u"2"_s), C::CardGarbled, "validity");
        row("digit of the whole", with(31 + 29, u"3"_s), C::CardGarbled, "whole");
    }

    void refused()
    {
        QFETCH(QString, zone);
        QFETCH(FaultCode, code);
        QFETCH(QString, why);
        const auto permit = travelPermitFromZone(zone, today);
        QVERIFY(!permit);
        QCOMPARE(permit.error().code, code);
        QVERIFY2(QString::fromStdString(permit.error().detail).contains(why), permit.error().detail.c_str());
    }

    void typedTwice_data()
    {
        QTest::addColumn<NumberKind>("kind");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("number");
        using K = NumberKind;
        QTest::newRow("Hong Kong") << K::HkMoPermit << u"h12345678"_s << u"H1234 5678"_s << u"H12345678"_s;
        QTest::newRow("Macao, ten digits") << K::HkMoPermit << u"M1234567801"_s << u"M1234567801"_s << u"M1234567801"_s;
        QTest::newRow("Taiwan") << K::TaiwanPermit << u"12345678"_s << u"12345678"_s << u"12345678"_s;
        QTest::newRow("Taiwan, ten digits") << K::TaiwanPermit << u"1234567801"_s << u"1234567801"_s << u"1234567801"_s;
        QTest::newRow("they differ") << K::HkMoPermit << u"H12345678"_s << u"H12345679"_s << QString();
        QTest::newRow("the second is empty") << K::HkMoPermit << u"H12345678"_s << QString() << QString();
        QTest::newRow("the wrong kind") << K::TaiwanPermit << u"H12345678"_s << u"H12345678"_s << QString();
        QTest::newRow("nine digits") << K::HkMoPermit << u"H123456789"_s << u"H123456789"_s << QString();
        QTest::newRow("another letter") << K::HkMoPermit << u"K12345678"_s << u"K12345678"_s << QString();
        QTest::newRow("a resident's") << K::Resident << u"37020019900307006X"_s << u"37020019900307006X"_s << QString();
    }

    void typedTwice()
    {
        QFETCH(NumberKind, kind);
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(QString, number);
        const auto typed = permitNumberTypedTwice(kind, first, second);
        QCOMPARE(typed.has_value(), !number.isEmpty());
        if (typed) {
            QCOMPARE(*typed, number);
        } else {
            QCOMPARE(typed.error().code, FaultCode::BadArgument);
        }
    }
};

QTEST_APPLESS_MAIN(TestTravelPermit)
#include "tst_travelpermit.moc"
