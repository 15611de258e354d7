// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/transaction.h"

#include <QSet>
#include <QTest>
#include <QUuid>

using namespace hall;

namespace {

const QString alphabet = QStringLiteral("0123456789ABCDEFGHJKMNPQRSTVWXYZ");

}  // namespace

class TestTransaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPaperOfTwoServicesServesBoth_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<QString>("both");
        for (const QString &format : materialFormats()) {
            QTest::addRow("%s twice", qPrintable(format)) << format << format << format;
        }
        QTest::newRow("a picture and a PDF") << "jpeg"
                                             << "pdf"
                                             << "pdf";
        QTest::newRow("grey and colour") << "jpeg-grey"
                                         << "jpeg"
                                         << "jpeg";
        QTest::newRow("grey picture, PDF in colour") << "jpeg-grey"
                                                     << "pdf"
                                                     << "pdf";
        QTest::newRow("grey picture, grey PDF") << "jpeg-grey"
                                                << "pdf-grey"
                                                << "pdf-grey";
        QTest::newRow("grey, and black and white") << "jpeg-grey"
                                                   << "pdf-bilevel"
                                                   << "pdf-grey";
        QTest::newRow("colour, and black and white") << "jpeg"
                                                     << "pdf-bilevel"
                                                     << "pdf";
    }

    void aPaperOfTwoServicesServesBoth()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QFETCH(QString, both);
        QCOMPARE(formatForBoth(one, other), both);
        QCOMPARE(formatForBoth(other, one), both);
        QVERIFY(materialFormats().contains(both));
    }

    void idIsVersion7AndCarriesItsTime()
    {
        const qint64 at = 1'767'225'600'123;
        const QString id = newTransactionId(at);
        QCOMPARE(id, id.toLower());
        const QUuid uuid(id);
        QVERIFY(!uuid.isNull());
        QCOMPARE(int(uuid.variant()), int(QUuid::DCE));
        QCOMPARE(id.at(14), QChar(u'7'));
        QCOMPARE(QString(id.left(8) + id.mid(9, 4)).toLongLong(nullptr, 16), at);
    }

    void idsOfOneMomentDiffer()
    {
        QSet<QString> seen;
        for (int i = 0; i < 10'000; ++i) {
            seen.insert(newTransactionId(5));
        }
        QCOMPARE(seen.size(), 10'000);
    }

    void laterIdsSortLater() { QVERIFY(newTransactionId(1'767'225'600'000) < newTransactionId(1'767'225'600'001)); }

    void shortNumberHasItsShape()
    {
        const QString number = shortNumber(QStringLiteral("019b75a1-6c00-7abc-8def-0123456789ab"));
        QCOMPARE(number.size(), 12);
        QCOMPARE(number.at(4), QChar(u'-'));
        QCOMPARE(number.at(9), QChar(u'-'));
        QCOMPARE(number, shortNumber(QStringLiteral("019b75a1-6c00-7abc-8def-0123456789ab")));
        QCOMPARE(typedShortNumber(number), number);
        QCOMPARE(typedShortNumber(number.toLower().remove(u'-')), number);
    }

    void numbersOfOneMomentDiffer()
    {
        QSet<QString> seen;
        for (int i = 0; i < 5'000; ++i) {
            seen.insert(shortNumber(newTransactionId(7)));
        }
        QCOMPARE(seen.size(), 5'000);
    }

    // Forty kiosks that never speak to each other, 2,500 cases each. The id is what makes a case unique, by 74 random
    // bits; the number that people type has 40 bits of it.
    void numbersOfManyKiosksDiffer()
    {
        QSet<QString> ids;
        QSet<QString> numbers;
        for (int kiosk = 0; kiosk < 40; ++kiosk) {
            for (int n = 0; n < 2500; ++n) {
                const QString id = QString::asprintf("%08x-%04x-7%03x-8%03x-%012x", 0x019b75a1 + n / 4,
                                                     (n * 7919) & 0xffff, n & 0xfff, kiosk, n * 40 + kiosk);
                ids.insert(id);
                numbers.insert(shortNumber(id));
            }
        }
        QCOMPARE(ids.size(), 100'000);
        QCOMPARE(numbers.size(), 100'000);
    }

    void lookalikesAreUnderstood()
    {
        for (int i = 0; i < 2'000; ++i) {
            const QString number = shortNumber(newTransactionId(i));
            QString typed = number;
            typed.replace(u'0', u'o').replace(u'1', u'l');
            QCOMPARE(typedShortNumber(typed), number);
        }
    }

    void everySingleWrongCharacterIsFound()
    {
        for (int round = 0; round < 20; ++round) {
            const QString number = shortNumber(newTransactionId(round)).remove(u'-');
            for (int at = 0; at < number.size(); ++at) {
                for (const QChar c : alphabet) {
                    QString wrong = number;
                    wrong[at] = c;
                    QCOMPARE(typedShortNumber(wrong).isEmpty(), c != number.at(at));
                }
            }
        }
    }

    void everySwapOfNeighboursIsFound()
    {
        for (int round = 0; round < 500; ++round) {
            const QString number = shortNumber(newTransactionId(round)).remove(u'-');
            for (int at = 0; at + 1 < number.size(); ++at) {
                QString wrong = number;
                wrong[at] = number.at(at + 1);
                wrong[at + 1] = number.at(at);
                QCOMPARE(typedShortNumber(wrong).isEmpty(), wrong != number);
            }
        }
    }

    void notANumber_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("empty") << QString();
        QTest::newRow("short") << QStringLiteral("K7MX-4Q2P");
        QTest::newRow("long") << QStringLiteral("K7MX-4Q2P-8TT");
        QTest::newRow("letter U") << QStringLiteral("U7MX-4Q2P-8T");
        QTest::newRow("chinese") << QStringLiteral("回执-4Q2P-8TAB");
    }
    void notANumber()
    {
        QFETCH(QString, typed);
        QVERIFY(typedShortNumber(typed).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTransaction)
#include "tst_transaction.moc"
