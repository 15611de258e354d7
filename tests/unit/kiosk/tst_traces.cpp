// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/visittraces.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hall;

class TestTraces : public QObject
{
    Q_OBJECT

private:
    // Made at run time, so that it stands nowhere in the program itself.
    static QString freshText()
    {
        QString text;
        for (int i = 0; i < 18; ++i) {
            text.append(QChar(u'a' + QRandomGenerator::system()->bounded(26)));
        }
        return text;
    }

    static void overwrite(QString &text) { text.fill(u'-'); }

private Q_SLOTS:
    void keepingATextIsNotItselfATrace()
    {
        VisitTraces traces;
        QString text = freshText();
        traces.remember(text);
        overwrite(text);
        QCOMPARE(traces.count(), 0);
    }

    void aCopyIsFoundInBothEncodings()
    {
        VisitTraces traces;
        QString text = freshText();
        traces.remember(text);
        QVERIFY(traces.count() >= 1);  // the string itself, UTF-16
        QByteArray utf8 = text.toUtf8();
        QVERIFY(traces.count() >= 2);
        overwrite(text);
        utf8.fill('-');
        QCOMPARE(traces.count(), 0);
    }

    void aCopyAcrossThePiecesThatAreReadIsFoundOnce()
    {
        VisitTraces traces;
        QString text = freshText();
        QByteArray utf8 = text.toUtf8();
        traces.remember(text);
        overwrite(text);
        std::vector<char> large(8 * 1024 * 1024, '.');
        int placed = 0;
        for (std::size_t at = 4096; at + 64 < large.size(); at += 511 * 1024 + 7) {
            std::copy(utf8.cbegin(), utf8.cend(), large.begin() + static_cast<std::ptrdiff_t>(at));
            ++placed;
        }
        utf8.fill('-');
        QCOMPARE(traces.count(), placed);
    }

    void aNameOfThreeCharactersIsFound()
    {
        VisitTraces traces;
        QString name;
        for (int i = 0; i < 3; ++i) {
            name.append(QChar(static_cast<char16_t>(0x4e00 + QRandomGenerator::system()->bounded(0x5000))));
        }
        traces.remember(name);
        QVERIFY(traces.count() >= 1);
        QByteArray utf8 = name.toUtf8();
        QVERIFY(traces.count() >= 2);
        overwrite(name);
        utf8.fill('-');
        QCOMPARE(traces.count(), 0);
    }

    void shortTextsAreLeftOut()
    {
        VisitTraces traces;
        traces.remember(QStringLiteral("张三"));
        QVERIFY(traces.empty());
    }
};

QTEST_APPLESS_MAIN(TestTraces)
#include "tst_traces.moc"
