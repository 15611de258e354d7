// SPDX-License-Identifier: GPL-3.0-or-later
// When a clock is believed: before anything was heard, against the centre in this run, and against an earlier one.
#include "app/domain/clocktrust.h"

#include <QTest>

using namespace hall;
using namespace std::chrono_literals;
using std::chrono::hours;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds noon{1'782'475'200'000};  // 2026-06-26T12:00Z
constexpr hours day{24};

// Wall and monotonic time that are set apart.
class TwoHands final : public Clock
{
public:
    [[nodiscard]] milliseconds wall() const override { return wallTime; }
    [[nodiscard]] milliseconds monotonic() const override { return steady; }
    void pass(milliseconds by)
    {
        wallTime += by;
        steady += by;
    }
    milliseconds wallTime = noon;
    milliseconds steady{5000};
};

}  // namespace

class TestClockTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoHasHeardNothingBelieves();
    void againstTheCentre_data();
    void againstTheCentre();
    void timePassesForBoth();
    void aClockThatIsSet();
    void afterARestart_data();
    void afterARestart();
    void nonsenseIsNotHeard();
    void theContactIsTheLastOne();
};

void TestClockTrust::whoHasHeardNothingBelieves()
{
    TwoHands clock;
    const ClockTrust trust(clock);
    QCOMPARE(trust.state(), ClockTrust::State::Unheard);
    QCOMPARE(trust.day(), QDate(2026, 6, 26));
    QVERIFY(!trust.ahead());
    clock.wallTime = ClockTrust::kProgramMade;
    QVERIFY(trust.believed());
    clock.wallTime = ClockTrust::kProgramMade - 1ms;
    QCOMPARE(trust.state(), ClockTrust::State::Doubtful);
    QVERIFY(!trust.day().isValid());
    clock.wallTime = 0ms;  // a dead battery
    QVERIFY(!trust.believed());
}

void TestClockTrust::againstTheCentre_data()
{
    QTest::addColumn<qint64>("aheadMs");
    QTest::addColumn<QString>("state");
    const auto row = [](const char *name, milliseconds ahead, const char *state) {
        QTest::newRow(name) << qint64(ahead.count()) << QString::fromLatin1(state);
    };
    row("right", 0ms, "good");
    row("five minutes ahead", 5min, "good");
    row("five minutes behind", -5min, "good");
    row("more", 5min + 1ms, "off");
    row("more behind", -5min - 1ms, "off");
    row("eight hours, a wrong zone", 8h, "off");
    row("a day ahead", day, "off");
    row("a day behind", -day, "off");
    row("a day and more ahead", day + 1ms, "doubtful");
    row("a day and more behind", -day - 1ms, "doubtful");
    row("400 days ahead", 400 * day, "doubtful");
    row("400 days behind", -400 * day, "doubtful");
}

void TestClockTrust::againstTheCentre()
{
    QFETCH(qint64, aheadMs);
    QFETCH(QString, state);
    TwoHands clock;
    ClockTrust trust(clock);
    trust.heard(noon - milliseconds(aheadMs));
    // A centre of before the program was made says nothing; that row is covered by the clock's own date.
    if (noon - milliseconds(aheadMs) >= ClockTrust::kProgramMade) {
        QCOMPARE(trust.ahead()->count(), aheadMs);
        QCOMPARE(QLatin1String(clockStateName(trust.state())), state);
        QCOMPARE(trust.day().isValid(), state != QLatin1String("doubtful"));
        return;
    }
    clock.wallTime = noon + milliseconds(aheadMs);
    trust.heard(noon);
    QCOMPARE(QLatin1String(clockStateName(trust.state())), state);
}

void TestClockTrust::timePassesForBoth()
{
    TwoHands clock;
    ClockTrust trust(clock);
    trust.heard(noon - 2min);
    clock.pass(30 * day);
    QCOMPARE(*trust.ahead(), milliseconds(2min));
    QCOMPARE(trust.state(), ClockTrust::State::Good);
    // A kiosk that is not switched off for a year without contact still counts the days itself.
    clock.pass(365 * day);
    QVERIFY(trust.believed());
}

void TestClockTrust::aClockThatIsSet()
{
    TwoHands clock;
    ClockTrust trust(clock);
    trust.heard(noon);
    clock.wallTime += 400 * day;
    QCOMPARE(trust.state(), ClockTrust::State::Doubtful);
    clock.wallTime -= 800 * day;
    QCOMPARE(trust.state(), ClockTrust::State::Doubtful);
    clock.wallTime += 400 * day + 10min;
    QCOMPARE(trust.state(), ClockTrust::State::Off);
    clock.wallTime -= 10min;
    QCOMPARE(trust.state(), ClockTrust::State::Good);
}

void TestClockTrust::afterARestart_data()
{
    QTest::addColumn<qint64>("wasAheadMs");  // at the last contact, which the centre dates noon
    QTest::addColumn<qint64>("nowMs");       // on this clock since that noon
    QTest::addColumn<bool>("believed");
    const auto row = [](const char *name, milliseconds wasAhead, milliseconds now, bool believed) {
        QTest::newRow(name) << qint64(wasAhead.count()) << qint64(now.count()) << believed;
    };
    row("a minute later", 0ms, 1min, true);
    row("a month later", 0ms, 30 * day, true);
    row("90 days later", 0ms, 90 * day, true);
    row("longer than anybody is silent", 0ms, 90 * day + 1ms, false);
    row("400 days later", 0ms, 400 * day, false);
    row("a little before the contact", 0ms, -23h, true);
    row("a day before the contact", 0ms, -day - 1ms, false);
    row("400 days before the contact", 0ms, -400 * day, false);
    row("was ahead and was set", 40 * day, 1h, true);
    row("was ahead and still is", 40 * day, 40 * day + 1h, false);
    row("was behind and was set", -40 * day, 1h, true);
    row("was behind and still is", -40 * day, -40 * day + 1h, false);
    row("was an hour ahead and still is", 1h, 2h, true);
}

void TestClockTrust::afterARestart()
{
    QFETCH(qint64, wasAheadMs);
    QFETCH(qint64, nowMs);
    QFETCH(bool, believed);
    TwoHands clock;
    clock.wallTime = noon + milliseconds(nowMs);
    ClockTrust trust(clock, {noon.count(), (noon + milliseconds(wasAheadMs)).count()});
    QCOMPARE(trust.believed(), believed);
    QVERIFY(!trust.ahead());
    // Whatever was so before, the centre's word of now counts.
    if (clock.wallTime >= ClockTrust::kProgramMade) {
        trust.heard(clock.wallTime);
        QCOMPARE(trust.state(), ClockTrust::State::Good);
    }
}

void TestClockTrust::nonsenseIsNotHeard()
{
    TwoHands clock;
    ClockTrust trust(clock);
    trust.heard(0ms);
    trust.heard(-1ms);
    trust.heard(ClockTrust::kProgramMade - 1ms);
    QVERIFY(!trust.ahead());
    QCOMPARE(trust.contact(), ClockTrust::Contact());
}

void TestClockTrust::theContactIsTheLastOne()
{
    TwoHands clock;
    ClockTrust trust(clock, {7, 8});
    QCOMPARE(trust.contact(), (ClockTrust::Contact{7, 8}));
    trust.heard(noon - 1h);
    QCOMPARE(trust.contact(), (ClockTrust::Contact{(noon - 1h).count(), noon.count()}));
}

QTEST_GUILESS_MAIN(TestClockTrust)
#include "tst_clocktrust.moc"
