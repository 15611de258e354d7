// SPDX-License-Identifier: GPL-3.0-or-later
// When a roll counts as near its end, used up, and changed.
#include "drivers/printer/rollcount.h"

#include <QTest>

using namespace hall;
using namespace hall::device;

namespace {

const Conditions fine;
const Conditions nearEnd{Condition::NearEnd};
const Conditions open{Condition::CoverOpen, Condition::Offline};
const Conditions out{Condition::PaperEnd, Condition::NearEnd, Condition::Offline};

PrinterProfile profileOf(bool sensor, int rollM)
{
    PrinterProfile profile;
    profile.nearEndSensor = sensor;
    profile.nearEndMm = 1500;
    profile.rollM = rollM;
    return profile;
}

}  // namespace

class TestRollCount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sensorThenCount();
    void flickerIsNoNewRoll();
    void newRoll_data();
    void newRoll();
    void lengthAlone();
    void changedWhileAway();
    void parts();
    void keptText_data();
    void keptText();
};

void TestRollCount::sensorThenCount()
{
    RollCounter roll(profileOf(true, 0), {});
    roll.look(fine);
    QVERIFY(!roll.leftMm());
    roll.printed(10'000);
    QVERIFY(!roll.leftMm() && !roll.usedUp());
    roll.look(nearEnd);
    QCOMPARE(roll.leftMm().value_or(-1), 1500);
    roll.printed(1499);
    QVERIFY(!roll.usedUp());
    roll.printed(1);
    QVERIFY(roll.usedUp());
    QCOMPARE(roll.leftMm().value_or(-1), 0);
    QCOMPARE(roll.count().printedMm, 11'500);
}

void TestRollCount::flickerIsNoNewRoll()
{
    RollCounter roll(profileOf(true, 0), {});
    roll.look(nearEnd);
    for (int turn = 0; turn < 10; ++turn) {
        roll.look(fine);
        roll.printed(100);
        roll.look(nearEnd);
        roll.printed(50);
    }
    QVERIFY(roll.usedUp());
}

void TestRollCount::newRoll_data()
{
    QTest::addColumn<bool>("sensor");
    QTest::addColumn<QVector<int>>("looks");  // 0 fine, 1 near end, 2 open, 3 out
    QTest::addColumn<bool>("changed");
    QTest::newRow("cover, near end gone") << true << QVector<int>{1, 2, 0} << true;
    QTest::newRow("cover, near end still there") << true << QVector<int>{1, 2, 1} << false;
    QTest::newRow("cover looked into, nothing near its end") << true << QVector<int>{0, 2, 0} << false;
    QTest::newRow("out and loaded") << true << QVector<int>{1, 3, 2, 0} << true;
    QTest::newRow("out and loaded with a used roll") << true << QVector<int>{1, 3, 2, 1} << true;
    QTest::newRow("no sensor, out and loaded") << false << QVector<int>{0, 3, 0} << true;
    QTest::newRow("no sensor, cover") << false << QVector<int>{0, 2, 0} << false;
    QTest::newRow("no sensor: its bit is nothing") << false << QVector<int>{1, 2, 0} << false;
    QTest::newRow("still open") << true << QVector<int>{1, 2} << false;
}

void TestRollCount::newRoll()
{
    QFETCH(bool, sensor);
    QFETCH(QVector<int>, looks);
    QFETCH(bool, changed);
    RollCount last;
    last.printedMm = 60'000;
    last.nearEnd = sensor && looks.front() == 1;
    last.sinceNearEndMm = last.nearEnd ? 700 : 0;
    int kept = 0;
    RollCounter roll(profileOf(sensor, 0), {last, [&kept](const RollCount &) { ++kept; }});
    for (const int look : looks) {
        roll.look(look == 0 ? fine : look == 1 ? nearEnd : look == 2 ? open : out);
    }
    QCOMPARE(roll.count().printedMm, changed ? 0 : 60'000);
    QCOMPARE(roll.count().sinceNearEndMm, changed || !last.nearEnd ? 0 : 700);
    QCOMPARE(kept, changed ? 1 : 0);
}

void TestRollCount::lengthAlone()
{
    RollCounter blind(profileOf(false, 80), {});
    blind.look(fine);
    QCOMPARE(blind.leftMm().value_or(-1), 80'000);
    blind.printed(81'000);
    QCOMPARE(blind.leftMm().value_or(-1), 0);
    QVERIFY(!blind.usedUp());  // a guess closes no printer
    RollCounter seeing(profileOf(true, 80), {});
    seeing.printed(79'999);
    QCOMPARE(seeing.leftMm().value_or(-1), 1500);  // the sensor would have spoken
}

void TestRollCount::changedWhileAway()
{
    const RollCount last{70'000, true, 1500};
    RollCounter changed(profileOf(true, 0), {last, {}});
    QVERIFY(changed.usedUp());  // until the printer has spoken
    changed.look(fine);
    QVERIFY(!changed.usedUp());
    RollCounter same(profileOf(true, 0), {last, {}});
    same.look(nearEnd);
    QVERIFY(same.usedUp());
    // The sensor stays silent for longer than any flicker: nobody opened the cover while we looked.
    RollCounter unseen(profileOf(true, 0), {{70'000, true, 100}, {}});
    unseen.look(nearEnd);
    unseen.look(fine);
    unseen.printed(499);
    QVERIFY(unseen.count().nearEnd);
    unseen.printed(1);
    QVERIFY(!unseen.count().nearEnd);
    QCOMPARE(unseen.count().printedMm, 500);
}

void TestRollCount::parts()
{
    RollCounter roll(profileOf(true, 0), {});
    for (int i = 0; i < 10; ++i) {
        roll.printed(0.25);
    }
    QCOMPARE(roll.count().printedMm, 2);
    roll.printed(-5);
    QCOMPARE(roll.count().printedMm, 2);
}

void TestRollCount::keptText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("known");
    QTest::newRow("whole") << QByteArray("61234 1 700") << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("short") << QByteArray("61234 1") << false;
    QTest::newRow("negative") << QByteArray("-5 1 700") << false;
    QTest::newRow("flag") << QByteArray("61234 2 700") << false;
    QTest::newRow("more") << QByteArray("61234 1 700 9") << false;
    QTest::newRow("words") << QByteArray("a b c") << false;
    QTest::newRow("too large") << QByteArray("99999999999999999999 1 700") << false;
}

void TestRollCount::keptText()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, known);
    const RollCount read = RollCount::read(text.toStdString());
    QVERIFY(read == (known ? RollCount{61'234, true, 700} : RollCount{}));
    QVERIFY(RollCount::read(read.written()) == read);
}

QTEST_GUILESS_MAIN(TestRollCount)
#include "tst_rollcount.moc"
