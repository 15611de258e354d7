// SPDX-License-Identifier: GPL-3.0-or-later
// All numbers are fictional: city-level region codes are not used on issued cards.
#include "app/domain/identitynumber.h"

#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(hall::NumberKind)

class TestIdentityNumber : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void check_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<NumberKind>("kind");
        QTest::addColumn<bool>("wellFormed");
        QTest::addColumn<bool>("checkDigit");
        QTest::addColumn<QDate>("birth");
        QTest::addColumn<int>("sex");

        const auto row = [](const char *name, const char *typed, NumberKind kind, bool formed, bool digit,
                            const QDate &birth, int sex) {
            QTest::newRow(name) << QString::fromUtf8(typed) << kind << formed << digit << birth << sex;
        };
        using K = NumberKind;
        row("resident, even", "370200199001010004", K::Resident, true, true, {1990, 1, 1}, 2);
        row("resident 2", "370200198506150024", K::Resident, true, true, {1985, 6, 15}, 2);
        row("resident 3", "370200200012310040", K::Resident, true, true, {2000, 12, 31}, 2);
        row("resident, X", "37020019900307006X", K::Resident, true, true, {1990, 3, 7}, 2);
        row("lower-case x", "37020019900307006x", K::Resident, true, true, {1990, 3, 7}, 2);
        row("spaces", " 370200 19900307 006X\u3000", K::Resident, true, true, {1990, 3, 7}, 2);
        row("wrong check digit", "370200199001010005", K::Resident, true, false, {1990, 1, 1}, 2);
        row("impossible date, wrong digit", "370200199002300000", K::Resident, true, false, {}, 2);
        row("impossible date", "370200199002300003", K::Resident, true, true, {}, 2);
        row("leap day of a leap year", "370200200002290047", K::Resident, true, false, {2000, 2, 29}, 2);
        row("born in the future", "370200299001010000", K::Resident, true, false, {}, 2);
        row("born before 1850", "370200184901010000", K::Resident, true, false, {}, 2);
        row("Hong Kong", "810000199001010000", K::HmtResidence, true, true, {1990, 1, 1}, 2);
        row("Macau", "820000199001010010", K::HmtResidence, true, true, {1990, 1, 1}, 1);
        row("Taiwan", "830000199001010020", K::HmtResidence, true, true, {1990, 1, 1}, 2);
        row("Hong Kong, wrong digit", "810000199001010001", K::HmtResidence, true, false, {1990, 1, 1}, 2);
        row("810100 is not one", "810100199001010000", K::Resident, true, false, {1990, 1, 1}, 2);
        row("foreign 2023", "911840199001010018", K::PermanentForeign, true, true, {1990, 1, 1}, 1);
        row("foreign 2023, b", "937284198506150022", K::PermanentForeign, true, true, {1985, 6, 15}, 2);
        row("foreign, wrong digit", "911840199001010019", K::PermanentForeign, true, false, {1990, 1, 1}, 1);
        row("foreign 2017", "USA310000000001", K::PermanentForeign, true, true, {}, 0);
        row("foreign 2017, two letters", "US1310000000001", K::Unknown, false, false, {}, 0);
        row("Hong Kong permit", "H12345678", K::HkMoPermit, true, true, {}, 0);
        row("Macau permit, old", "m1234567801", K::HkMoPermit, true, true, {}, 0);
        row("permit, 9 digits", "H123456789", K::Unknown, false, false, {}, 0);
        row("permit, other letter", "K12345678", K::Unknown, false, false, {}, 0);
        row("Taiwan permit", "12345678", K::TaiwanPermit, true, true, {}, 0);
        row("Taiwan permit, old", "1234567801", K::TaiwanPermit, true, true, {}, 0);
        row("nine digits", "123456789", K::Unknown, false, false, {}, 0);
        row("empty", "", K::Unknown, false, false, {}, 0);
        row("17 characters", "37020019900307006", K::Unknown, false, false, {}, 0);
        row("19 characters", "37020019900307006X0", K::Unknown, false, false, {}, 0);
        row("X inside", "3702001990030X0060", K::Unknown, false, false, {}, 0);
        row("full-width digits", "３７０２００１９９００１０１０００４", K::Unknown, false, false, {}, 0);
    }

    void check()
    {
        QFETCH(QString, typed);
        QFETCH(NumberKind, kind);
        QFETCH(bool, wellFormed);
        QFETCH(bool, checkDigit);
        QFETCH(QDate, birth);
        QFETCH(int, sex);
        const NumberCheck got = checkNumber(typed);
        QCOMPARE(got.kind, kind);
        QCOMPARE(got.wellFormed, wellFormed);
        QCOMPARE(got.checkDigit, checkDigit);
        QCOMPARE(got.valid(), wellFormed && checkDigit);
        QCOMPARE(got.birthDate.value_or(QDate()), birth);
        QCOMPARE(got.sex.value_or(0), sex);
        QCOMPARE(got.normalised, got.normalised.toUpper());
        QVERIFY(!got.normalised.contains(u' '));
    }

    void exactlyOneCheckCharacterFits()
    {
        const QString first = QStringLiteral("37020019900307006");
        int fitting = 0;
        for (const QChar c : QStringLiteral("0123456789X")) {
            fitting += checkNumber(first + c).checkDigit ? 1 : 0;
        }
        QCOMPARE(fitting, 1);
        QCOMPARE(checkDigitOf(first), QChar(u'X'));
        QVERIFY(checkDigitOf(QStringLiteral("3702")).isNull());
        QVERIFY(checkDigitOf(QStringLiteral("3702001990030700X")).isNull());
    }

    // MOD 11-2 finds every single wrong character and every swap of two neighbours, in all kinds that it guards.
    void everySlipIsFound()
    {
        int slips = 0;
        for (const char *number :
             {"370200199001010004", "370200198506150024", "37020019900307006X", "810000199001010000",
              "820000199001010010", "830000199001010020", "911840199001010018", "937284198506150022"}) {
            const QString right = QString::fromLatin1(number);
            QVERIFY(checkNumber(right).valid());
            for (qsizetype i = 0; i < right.size(); ++i) {
                for (const QChar c : QStringLiteral("0123456789X")) {
                    QString wrong = right;
                    wrong[i] = c;
                    slips += c == right[i] ? 0 : 1;
                    QVERIFY2(c == right[i] || !checkNumber(wrong).valid(), qPrintable(wrong));
                }
                if (i > 0 && right[i] != right[i - 1]) {
                    QString wrong = right;
                    std::swap(wrong[i], wrong[i - 1]);
                    QVERIFY2(!checkNumber(wrong).valid(), qPrintable(wrong));
                }
            }
        }
        QCOMPARE(slips, 8 * 18 * 10);
    }

    void masks_data()
    {
        QTest::addColumn<QString>("plain");
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *plain, const char *number, const char *name) {
            QTest::newRow(plain) << QString::fromUtf8(plain) << QString::fromUtf8(number) << QString::fromUtf8(name);
        };
        row("370200199001010004", "370200********0004", "3**");
        row("H12345678", "H1*****78", "H**");
        row("张测试", "***", "张**");
        row("张", "*", "张");
        row("古丽巴哈尔·阿不都", "古丽*****不都", "古**");
        row("", "", "");
        row("𠅤测", "***", "𠅤*");
    }

    void masks()
    {
        QFETCH(QString, plain);
        QFETCH(QString, number);
        QFETCH(QString, name);
        QCOMPARE(maskNumber(plain), number);
        QCOMPARE(maskName(plain), name);
    }

    void wordsAreCutInTheMiddle()
    {
        QCOMPARE(maskWords(QStringLiteral("青岛市市南区东海路9号")), QStringLiteral("青岛市市南****"));
        QCOMPARE(maskWords(QStringLiteral("青岛市东海路")), QStringLiteral("青岛市****"));
        QCOMPARE(maskWords(QStringLiteral("路")), QStringLiteral("****"));
        QCOMPARE(maskWords(QString()), QString());
        // Never half of a character.
        QCOMPARE(maskWords(QStringLiteral("街𠅤路")), QStringLiteral("街****"));
    }
};

QTEST_APPLESS_MAIN(TestIdentityNumber)
#include "tst_identitynumber.moc"
