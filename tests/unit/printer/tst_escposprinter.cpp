// SPDX-License-Identifier: GPL-3.0-or-later
// The driver against a scripted byte pipe: every way a print can end, and what happens to the rest of it.
#include "drivers/printer/escposprinter.h"
#include "tests/unit/printer/scriptedprinter.h"

#include <QTest>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <random>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

class TestEscposPrinter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void proves_data();
    void proves();
    void refusesBeforehand_data();
    void refusesBeforehand();
    void journalComesFirst();
    void journalRefuses();
    void goesOnFromShortWrites();
    void troubleInTheMiddle_data();
    void troubleInTheMiddle();
    void nothingOfTheEarlierPaperComesOut();
    void withoutClearingTheCommandIsCompleted();
    void whiteBeforeTheFirstQuestion();
    void slowLineGoesOnWithTheWhite();
    void lastRunUnfinishedIsCutOff();
    void stalls();
    void noMarker();
    void foreignMarker();
    void repeatsOnlyWhenNothingWasTaken();
    void brokenInTheMiddleIsUnknown();
    void absentThenBack();
    void silentIsAbsent();
    void hungTransportIsAnsweredInTime();
    void stopEndsThePrint();
    void stoppedPrinterAnswers();
    void factsFollow();
    void everyRandomFaultEndsOnce();
};

void TestEscposPrinter::proves_data()
{
    QTest::addColumn<char>("level");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("A") << 'A' << "printed A";
    QTest::newRow("B") << 'B' << "printed B";
    QTest::newRow("C") << 'C' << "printed C";
    QTest::newRow("D") << 'D' << "unknown D printer.unknown";
}

void TestEscposPrinter::proves()
{
    QFETCH(char, level);
    QFETCH(QString, outcome);
    Rig rig(level);
    QVERIFY(rig.ready());
    const PrintJob job = someJob("job-1");
    const PrintReport report = rig.print(job);
    QCOMPARE(told(report), outcome);
    QVERIFY(rig.script->paperSoFar() == streamOf(job, rig.printer->profile()));
    QCOMPARE(report.bytesAccepted, report.bytesTotal);
    QCOMPARE(report.bytesTotal, streamOf(job, rig.printer->profile()).size());
    QCOMPARE(rig.answers.load(), 1);
}

void TestEscposPrinter::refusesBeforehand_data()
{
    QTest::addColumn<int>("query");
    QTest::addColumn<int>("bits");
    QTest::addColumn<QString>("reason");
    QTest::newRow("paper") << 4 << 0x60 << "printer.paper-out";
    QTest::newRow("cover") << 2 << 0x04 << "printer.cover-open";
    QTest::newRow("cutter") << 3 << 0x08 << "printer.cutter";
    QTest::newRow("mechanical") << 3 << 0x04 << "printer.jam";
    QTest::newRow("fatal") << 3 << 0x20 << "printer.fatal";
    QTest::newRow("hot") << 3 << 0x40 << "printer.head-hot";
    QTest::newRow("offline") << 1 << 0x08 << "device.not-ready";
}

void TestEscposPrinter::refusesBeforehand()
{
    QFETCH(int, query);
    QFETCH(int, bits);
    QFETCH(QString, reason);
    Rig rig('A', [](EscposPrinter::Options &options) { options.pollEvery = 1h; });  // the print itself must look
    QVERIFY(rig.ready());
    rig.script->set(query, bits);
    const PrintReport report = rig.print(someJob("job-1"));
    QCOMPARE(told(report), QStringLiteral("not-printed D ") + reason);
    QCOMPARE(report.bytesAccepted, 0U);
    const Bytes paper = rig.script->paperSoFar();
    QVERIFY(std::search(paper.begin(), paper.end(), std::begin("\x1D\x76"), std::begin("\x1D\x76") + 2) == paper.end());
}

void TestEscposPrinter::journalComesFirst()
{
    Rig rig('A');
    std::size_t paperWhenAsked = SIZE_MAX;
    std::string id;
    rig.printer->setJournal([&](const PrintJob &job) {
        paperWhenAsked = rig.script->paperSoFar().size();
        id = job.id;
        return true;
    });
    QVERIFY(rig.ready());
    QCOMPARE(told(rig.print(someJob("job-7"))), QStringLiteral("printed A"));
    QCOMPARE(paperWhenAsked, 0U);
    QCOMPARE(id, std::string("job-7"));
}

void TestEscposPrinter::journalRefuses()
{
    Rig rig('A');
    rig.printer->setJournal([](const PrintJob &) { return false; });
    QVERIFY(rig.ready());
    QCOMPARE(told(rig.print(someJob("job-1"))), QStringLiteral("not-printed D store.io"));
    QVERIFY(rig.script->paperSoFar().empty());
}

void TestEscposPrinter::goesOnFromShortWrites()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    rig.script->atMostPerWrite = 7;
    const PrintJob job = someJob("job-1");
    QCOMPARE(told(rig.print(job, 20s)), QStringLiteral("printed A"));
    QVERIFY(rig.script->paperSoFar() == streamOf(job, rig.printer->profile()));
}

void TestEscposPrinter::troubleInTheMiddle_data()
{
    QTest::addColumn<int>("percent");
    QTest::addColumn<int>("query");
    QTest::addColumn<int>("bits");
    QTest::addColumn<QString>("reason");
    for (int percent = 10; percent <= 90; percent += 20) {
        QTest::addRow("paper end at %d %%", percent) << percent << 4 << 0x60 << "printer.paper-out";
        QTest::addRow("cover at %d %%", percent) << percent << 2 << 0x04 << "printer.cover-open";
    }
    QTest::newRow("cutter") << 99 << 3 << 0x08 << "printer.cutter";
}

void TestEscposPrinter::troubleInTheMiddle()
{
    QFETCH(int, percent);
    QFETCH(int, query);
    QFETCH(int, bits);
    QFETCH(QString, reason);
    Rig rig('A');
    QVERIFY(rig.ready());
    const PrintJob job = someJob("job-1");
    const std::size_t total = streamOf(job, rig.printer->profile()).size();
    const std::size_t at = total * static_cast<std::size_t>(percent) / 100;
    rig.script->jobByteLimit = at;  // a printer without paper takes no more
    rig.script->onJobBytes = [=](Script &script, std::size_t bytes) {
        if (bytes >= at) {
            script.status[query] = static_cast<unsigned char>(0x12 | bits);
        }
    };
    const PrintReport report = rig.print(job);
    QCOMPARE(told(report), QStringLiteral("unknown D ") + reason);
    QCOMPARE(report.bytesAccepted, at);
    QVERIFY(rig.waitFor([](const Snapshot &snapshot) { return snapshot.link == Link::Blocked && snapshot.fault; }));
}

void TestEscposPrinter::nothingOfTheEarlierPaperComesOut()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    const PrintJob first = someJob("job-1");
    rig.script->jobByteLimit = 5000;
    rig.script->onJobBytes = [](Script &script, std::size_t bytes) {
        if (bytes >= 5000) {
            script.status[4] = 0x72;
        }
    };
    const int clearedBefore = rig.script->cleared;
    QCOMPARE(told(rig.print(first)), QStringLiteral("unknown D printer.paper-out"));
    {
        const std::lock_guard lock(rig.script->mutex);
        QVERIFY(rig.script->cleared >= clearedBefore + 2);  // before the job and at once after it, paper still out
        rig.script->onJobBytes = {};
        rig.script->jobByteLimit = SIZE_MAX;
        rig.script->paper.clear();
        rig.script->status[4] = 0x12;
    }
    QVERIFY(rig.waitForLink(Link::Ready));
    // What hung between head and cutter has been fed out and cut off before anybody else's paper begins.
    const Bytes separation = separatePaper(rig.printer->profile());
    QVERIFY(rig.script->paperSoFar() == separation);

    const PrintJob second = someJob("job-2");
    QCOMPARE(told(rig.print(second)), QStringLiteral("printed A"));
    Bytes expected = separation;
    const Bytes stream = streamOf(second, rig.printer->profile());
    expected.insert(expected.end(), stream.begin(), stream.end());
    QVERIFY(rig.script->paperSoFar() == expected);
}

void TestEscposPrinter::withoutClearingTheCommandIsCompleted()
{
    PrinterProfile profile = profileOf('B');
    profile.clearBuffer = false;
    Rig rig(profile);
    QVERIFY(rig.ready());
    const PrintJob job = someJob("job-1");
    const EscposStream stream = encodeEscpos(job, profile);
    const std::size_t missing = 100;
    const std::size_t at = stream.commands.at(0).bytes.size() + stream.commands.at(1).bytes.size() - missing;
    rig.script->jobByteLimit = at;
    rig.script->onJobBytes = [at](Script &script, std::size_t bytes) {
        if (bytes >= at) {
            script.status[2] = 0x16;
        }
    };
    QCOMPARE(told(rig.print(job)), QStringLiteral("unknown D printer.cover-open"));
    QCOMPARE(rig.script->cleared, 0);
    {
        const std::lock_guard lock(rig.script->mutex);
        rig.script->onJobBytes = {};
        rig.script->jobByteLimit = SIZE_MAX;
        rig.script->paper.clear();
        rig.script->status[2] = 0x12;
    }
    QVERIFY(rig.waitForLink(Link::Ready));
    Bytes expected(missing, 0);
    expected.insert(expected.end(), {0x10, 0x05, 0x02});
    const Bytes separation = separatePaper(profile);
    expected.insert(expected.end(), separation.begin(), separation.end());
    QVERIFY(rig.script->paperSoFar() == expected);
}

// The printer was left within the sizes of a picture: eight white bytes go before the first question.
void TestEscposPrinter::whiteBeforeTheFirstQuestion()
{
    PrinterProfile profile = profileOf('B');
    profile.clearBuffer = false;
    Rig rig(profile, [](EscposPrinter::Options &options) { options.lastRunUnfinished = true; });
    std::size_t before = SIZE_MAX;
    rig.script->onQuestion = [&before](Script &script) { before = std::min(before, script.paper.size()); };
    QVERIFY(rig.ready());
    const Bytes paper = rig.script->paperSoFar();
    const Bytes separation = separatePaper(profile);
    QCOMPARE(before, 8U);
    QCOMPARE(paper.size(), largestCommand(profile) + 3 + separation.size());
    QVERIFY(std::all_of(paper.begin(), paper.end() - static_cast<std::ptrdiff_t>(3 + separation.size()),
                        [](unsigned char byte) { return byte == 0; }));
    QVERIFY(endsWith(paper, separation));
}

// 9600 baud: what completes the command takes longer than one poll, and is sent once.
void TestEscposPrinter::slowLineGoesOnWithTheWhite()
{
    PrinterProfile profile = profileOf('B');
    profile.clearBuffer = false;
    Rig rig(profile, [](EscposPrinter::Options &options) { options.lastRunUnfinished = true; });
    rig.script->atMostPerWrite = 500;
    rig.script->afterWrite = 60ms;
    QVERIFY(rig.ready());
    QCOMPARE(rig.script->paperSoFar().size(), largestCommand(profile) + 3 + separatePaper(profile).size());
}

void TestEscposPrinter::lastRunUnfinishedIsCutOff()
{
    Rig rig('A', [](EscposPrinter::Options &options) { options.lastRunUnfinished = true; });
    QVERIFY(rig.ready());
    QVERIFY(rig.script->cleared >= 1);
    QVERIFY(rig.script->paperSoFar() == separatePaper(rig.printer->profile()));
}

void TestEscposPrinter::stalls()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    rig.script->jobByteLimit = 1000;
    const auto before = std::chrono::steady_clock::now();
    const PrintReport report = rig.print(someJob("job-1"), 4s);
    QCOMPARE(told(report), QStringLiteral("unknown D device.timeout"));
    QCOMPARE(report.bytesAccepted, 1000U);
    QVERIFY(std::chrono::steady_clock::now() - before < 4s);
}

void TestEscposPrinter::noMarker()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    rig.script->answersMarkers = false;
    const auto before = std::chrono::steady_clock::now();
    QCOMPARE(told(rig.print(someJob("job-1"), 800ms)), QStringLiteral("unknown D device.timeout"));
    const auto took = std::chrono::steady_clock::now() - before;
    QVERIFY(took > 400ms);
    QVERIFY(took < 2s);
}

void TestEscposPrinter::foreignMarker()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    rig.script->foreignId = "OLD1";
    QCOMPARE(told(rig.print(someJob("job-1"), 800ms)), QStringLiteral("unknown D device.timeout"));
}

void TestEscposPrinter::repeatsOnlyWhenNothingWasTaken()
{
    Rig rig('A', [](EscposPrinter::Options &options) { options.pollEvery = 1h; });
    int asked = 0;
    rig.printer->setJournal([&](const PrintJob &) {
        const std::lock_guard lock(rig.script->mutex);
        rig.script->gone = ++asked == 1;  // the cable goes between the journal and the first byte
        return true;
    });
    QVERIFY(rig.ready());
    const PrintJob job = someJob("job-1");
    QCOMPARE(told(rig.print(job)), QStringLiteral("printed A"));
    QCOMPARE(rig.script->opened, 2);
    QCOMPARE(asked, 1);
    QVERIFY(rig.script->paperSoFar() == streamOf(job, rig.printer->profile()));
}

void TestEscposPrinter::brokenInTheMiddleIsUnknown()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    rig.script->onJobBytes = [](Script &script, std::size_t bytes) { script.gone = script.gone || bytes >= 9000; };
    const PrintReport report = rig.print(someJob("job-1"));
    QCOMPARE(told(report), QStringLiteral("unknown D device.disconnected"));
    QVERIFY(report.bytesAccepted > 0 && report.bytesAccepted < report.bytesTotal);
    {
        const std::lock_guard lock(rig.script->mutex);
        rig.script->onJobBytes = {};
        rig.script->paper.clear();
    }
    QVERIFY(rig.waitForLink(Link::Ready));
    QVERIFY(rig.script->paperSoFar() == separatePaper(rig.printer->profile()));
}

void TestEscposPrinter::absentThenBack()
{
    Rig rig('A');
    rig.script->reachable = false;
    rig.printer->start();
    QVERIFY(rig.waitFor([](const Snapshot &snapshot) {
        return snapshot.link == Link::Absent && snapshot.fault && snapshot.fault->code == FaultCode::DeviceDisconnected;
    }));
    QCOMPARE(told(rig.print(someJob("job-1"))), QStringLiteral("not-printed D device.disconnected"));
    {
        const std::lock_guard lock(rig.script->mutex);
        rig.script->reachable = true;
    }
    QVERIFY(rig.waitForLink(Link::Ready));
    QCOMPARE(told(rig.print(someJob("job-2"))), QStringLiteral("printed A"));
}

void TestEscposPrinter::silentIsAbsent()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    {
        const std::lock_guard lock(rig.script->mutex);
        rig.script->silent = true;
    }
    QCOMPARE(told(rig.print(someJob("job-1"))), QStringLiteral("not-printed D device.timeout"));
    QVERIFY(rig.waitFor([](const Snapshot &snapshot) {
        return snapshot.link == Link::Absent && snapshot.fault && snapshot.fault->code == FaultCode::DeviceTimeout;
    }));
}

void TestEscposPrinter::hungTransportIsAnsweredInTime()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    {
        const std::lock_guard lock(rig.script->mutex);
        rig.script->hangFor = 1500ms;
    }
    const auto before = std::chrono::steady_clock::now();
    // A byte may have been on its way, so nobody can say that nothing was printed.
    QCOMPARE(told(rig.print(someJob("job-1"), 500ms)), QStringLiteral("unknown D device.timeout"));
    QVERIFY(std::chrono::steady_clock::now() - before < 1200ms);
}

void TestEscposPrinter::stopEndsThePrint()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    std::promise<void> begun;
    bool told1000 = false;
    rig.script->jobByteLimit = 1000;
    rig.script->onJobBytes = [&](Script &, std::size_t) {
        if (!told1000) {
            told1000 = true;
            begun.set_value();
        }
    };
    std::promise<PrintReport> first;
    std::promise<PrintReport> second;
    rig.printer->print(someJob("job-1"), 20s, [&](const PrintReport &report) { first.set_value(report); });
    rig.printer->print(someJob("job-2"), 20s, [&](const PrintReport &report) { second.set_value(report); });
    QVERIFY(begun.get_future().wait_for(5s) == std::future_status::ready);
    rig.printer->stop();
    auto firstAnswer = first.get_future();
    auto secondAnswer = second.get_future();
    QVERIFY(firstAnswer.wait_for(0s) == std::future_status::ready);
    QVERIFY(secondAnswer.wait_for(0s) == std::future_status::ready);
    QCOMPARE(told(firstAnswer.get()), QStringLiteral("unknown D device.cancelled"));
    QCOMPARE(told(secondAnswer.get()), QStringLiteral("not-printed D device.cancelled"));
}

void TestEscposPrinter::stoppedPrinterAnswers()
{
    Rig rig('A');
    QCOMPARE(told(rig.print(someJob("job-1"))), QStringLiteral("not-printed D device.not-ready"));
}

void TestEscposPrinter::factsFollow()
{
    Rig rig('A');
    QVERIFY(rig.ready());
    const auto fact = [&](const char *name, const Fact &value) {
        return rig.waitFor([&](const Snapshot &snapshot) {
            const auto found = snapshot.facts.find(name);
            return found != snapshot.facts.end() && found->second == value;
        });
    };
    QVERIFY(fact("paper", std::string("ok")));
    QVERIFY(fact("mouth", NotSupported{}));
    rig.script->set(4, 0x0C);
    QVERIFY(fact("paper", std::string("near-end")));
    QVERIFY(rig.waitForLink(Link::Ready));
    rig.script->set(2, 0x04);
    QVERIFY(fact("cover", std::string("open")));
    rig.script->set(3, 0x08);
    QVERIFY(fact("cutter", std::string("fault")));
    rig.script->set(3, 0x04);
    QVERIFY(fact("jam", true));
    rig.script->set(3, 0x40);
    QVERIFY(fact("head", std::string("hot")));
}

// Whatever breaks when: one answer, in time, and never Printed without all bytes taken.
void TestEscposPrinter::everyRandomFaultEndsOnce()
{
    std::mt19937 random(2026);
    int printed = 0;
    int unknown = 0;
    for (int round = 0; round < 60; ++round) {
        Rig rig("AB"[round % 2], [](EscposPrinter::Options &options) {
            options.limits.stall = 40ms;
            options.answerWithin = 20ms;
        });
        QVERIFY(rig.ready());
        const std::size_t at = random() % 40'000;
        const auto kind = random() % 6;
        {
            const std::lock_guard lock(rig.script->mutex);
            rig.script->atMostPerWrite = 1 + random() % 5000;
            rig.script->onJobBytes = [=](Script &script, std::size_t bytes) {
                if (bytes < at) {
                    return;
                }
                switch (kind) {
                case 0:
                    script.status[4] = 0x72;
                    break;
                case 1:
                    script.status[2] = 0x16;
                    break;
                case 2:
                    script.gone = true;
                    break;
                case 3:
                    script.jobByteLimit = bytes;
                    break;
                case 4:
                    script.silent = true;
                    break;
                default:
                    break;
                }
            };
        }
        const PrintReport report = rig.print(someJob("job"), 700ms);
        QVERIFY2(report.reason != "never answered", "no answer");
        QCOMPARE(rig.answers.load(), 1);
        printed += report.outcome == PrintOutcome::Printed ? 1 : 0;
        unknown += report.outcome == PrintOutcome::Unknown ? 1 : 0;
        QVERIFY(report.outcome != PrintOutcome::Printed || report.bytesAccepted == report.bytesTotal);
        QVERIFY(report.outcome != PrintOutcome::NotPrinted || report.bytesAccepted == 0);
        QCOMPARE(report.reason.empty(), report.outcome == PrintOutcome::Printed);
    }
    QVERIFY(printed > 0);
    QVERIFY(unknown > 0);
}

QTEST_GUILESS_MAIN(TestEscposPrinter)
#include "tst_escposprinter.moc"
