// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/idletimer.h"

#include <QSignalSpy>
#include <QTest>

using namespace hall;
using namespace std::chrono_literals;

class TestIdle : public QObject
{
    Q_OBJECT

private:
    ManualClock m_clock;

private Q_SLOTS:
    void warningThenEnd_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("elder");
        QTest::addColumn<int>("quiet");
        QTest::addColumn<int>("countdown");
        QTest::newRow("signed in") << int(IdleTimer::Mode::SignedIn) << false << 90 << 30;
        QTest::newRow("signed in, large text") << int(IdleTimer::Mode::SignedIn) << true << 180 << 45;
        QTest::newRow("not signed in") << int(IdleTimer::Mode::Anonymous) << false << 60 << 20;
    }

    void warningThenEnd()
    {
        QFETCH(int, mode);
        QFETCH(bool, elder);
        QFETCH(int, quiet);
        QFETCH(int, countdown);
        IdleTimer timer(m_clock);
        QSignalSpy expired(&timer, &IdleTimer::expired);
        timer.setElder(elder);
        timer.setMode(static_cast<IdleTimer::Mode>(mode));
        m_clock.advance(std::chrono::seconds(quiet - 1));
        QTest::qWait(250);  // the timer's own tick
        QCOMPARE(timer.secondsLeft(), -1);
        m_clock.advance(1s);
        QTRY_COMPARE(timer.secondsLeft(), countdown);
        m_clock.advance(std::chrono::seconds(countdown - 1));
        QTRY_COMPARE(timer.secondsLeft(), 1);
        QCOMPARE(expired.count(), 0);
        m_clock.advance(1s);
        QTRY_COMPARE(expired.count(), 1);
    }

    void oneTouchGoesOnAsOftenAsNeeded()
    {
        IdleTimer timer(m_clock);
        QSignalSpy expired(&timer, &IdleTimer::expired);
        timer.setMode(IdleTimer::Mode::SignedIn);
        for (int i = 0; i < 12; ++i) {
            m_clock.advance(100s);
            QTRY_VERIFY(timer.secondsLeft() > 0);
            timer.touched();
            QCOMPARE(timer.secondsLeft(), -1);
        }
        QCOMPARE(expired.count(), 0);
    }

    void theClockStandsWhileTheMachineWorks()
    {
        IdleTimer timer(m_clock);
        timer.setMode(IdleTimer::Mode::SignedIn);
        m_clock.advance(80s);
        timer.setWorking(true);
        m_clock.advance(500s);
        timer.setWorking(false);
        QTest::qWait(250);
        QCOMPARE(timer.secondsLeft(), -1);
        m_clock.advance(10s);
        QTRY_COMPARE(timer.secondsLeft(), 30);
    }

    void aTakenCardHurries()
    {
        IdleTimer timer(m_clock);
        QSignalSpy expired(&timer, &IdleTimer::expired);
        timer.setMode(IdleTimer::Mode::SignedIn);
        timer.hurry(10);
        QCOMPARE(timer.secondsLeft(), 10);
        timer.touched();
        QCOMPARE(timer.secondsLeft(), -1);
        timer.hurry(10);
        m_clock.advance(10s);
        QTRY_COMPARE(expired.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestIdle)
#include "tst_idle.moc"
