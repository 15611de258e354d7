// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of RFC 9271.
#include "drivers/cabinet/nutline.h"

#include <QTest>

using namespace hall::device;

class TestNutLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers()
    {
        // RFC 9271, 4.2.4.2
        QVERIFY(nutAnswer("VAR su700 ups.status \"OL\"") == (NutAnswer{"su700", "ups.status", "OL", {}}));
        QVERIFY(nutAnswer("VAR a b \"say \\\"ah\\\" \\\\ so\"") == (NutAnswer{"a", "b", "say \"ah\" \\ so", {}}));
        QVERIFY(nutAnswer("ERR DATA-STALE") == (NutAnswer{{}, {}, {}, "DATA-STALE"}));
        for (const char *line : {"", "ERR", "VAR", "VAR a", "VAR a b \"open", "OK Goodbye", "BEGIN LIST VAR a"}) {
            QVERIFY2(!nutAnswer(line) || nutAnswer(line)->value.empty(), line);
        }
        QVERIFY(!nutAnswer("VAR a b \"open"));
    }

    void power_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("power");
        QTest::newRow("mains") << QByteArray("OL CHRG") << QByteArray("mains");
        QTest::newRow("battery") << QByteArray("OB DISCHRG") << QByteArray("battery");
        QTest::newRow("low") << QByteArray("OB LB") << QByteArray("low");
        QTest::newRow("low, on mains again") << QByteArray("OL LB CHRG") << QByteArray("mains");
        QTest::newRow("forced") << QByteArray("FSD OB LB") << QByteArray("low");
        QTest::newRow("bypass") << QByteArray("BYPASS") << QByteArray("mains");
        QTest::newRow("off") << QByteArray("OFF") << QByteArray();
        QTest::newRow("a word within a word") << QByteArray("TOOLB OBX") << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void power()
    {
        QFETCH(const QByteArray, status);
        QFETCH(const QByteArray, power);
        QCOMPARE(QByteArray::fromStdString(powerOf(status.toStdString()).value_or("")), power);
    }

    void minutes()
    {
        QCOMPARE(minutesOf("1500").value_or(-1), 25);
        QCOMPARE(minutesOf("59").value_or(-1), 0);
        QCOMPARE(minutesOf("816.00").value_or(-1), 13);
        for (const char *text : {"", "-5", "soon", "12x", "99999999999999"}) {
            QVERIFY2(!minutesOf(text), text);
        }
        QVERIFY(batteryWorn("OL RB"));
        QVERIFY(!batteryWorn("OL"));
    }

    void linesInAnyPortions()
    {
        LineSplitter splitter;
        std::vector<std::string> lines;
        for (const char c : std::string("one\r\ntwo\n") + std::string(3000, 'x') + "\nthree\n") {
            const auto byte = static_cast<unsigned char>(c);
            for (std::string &line : splitter.take(std::span(&byte, 1))) {
                lines.push_back(std::move(line));
            }
        }
        QVERIFY(lines == (std::vector<std::string>{"one", "two", "three"}));
    }
};

QTEST_GUILESS_MAIN(TestNutLine)
#include "tst_nutline.moc"
