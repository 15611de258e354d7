// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/visittraces.h"

#include <QRandomGenerator>
#include <QTest>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <thread>

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

    // As long as the names of most people, so that the text takes the last bytes of the smallest block, and on threads
    // with and without blocks of their own.
    void whatIsFreedIsWiped()
    {
        VisitTraces traces;
        QString text;
        for (int i = 0; i < 3; ++i) {
            text.append(QChar(ushort(0x4e00 + QRandomGenerator::system()->bounded(0x5000))));
        }
        traces.remember(text);
        const auto scatter = [&text] {
            QStringList copies;
            for (int i = 0; i < 2000; ++i) {
                copies.append(QString(text.constData(), text.size()));
                copies.append(QString(text.constData(), text.size()) + QString(i % 40, u'-'));
            }
        };
        scatter();
        std::thread(std::cref(scatter)).join();
        QVERIFY(traces.count() >= 1);
        overwrite(text);
        QCOMPARE(traces.count(), 0);
    }

    void whatGrowsAndShrinksLeavesNothing()
    {
        VisitTraces traces;
        QString text = freshText();
        traces.remember(text);
        for (int round = 0; round < 200; ++round) {
            auto *block = static_cast<char *>(std::malloc(40));
            std::memcpy(block, text.constData(), 36);
            for (const std::size_t size : {41UL, 48UL, 5000UL, 200000UL, 3000UL, 24UL, 1000UL}) {
                block = static_cast<char *>(std::realloc(block, size));
            }
            QVERIFY(std::memcmp(block, text.constData(), 24) == 0);
            std::free(block);
        }
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
