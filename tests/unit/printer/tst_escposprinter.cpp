// SPDX-License-Identifier: GPL-3.0-or-later
// The driver against a scripted byte pipe: every way a print can end, and what happens to the rest of it.
#include "drivers/printer/escposprinter.h"

#include <QTest>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <random>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

// What the other end of the pipe does. Answers status, clearing and markers; everything else is paper.
struct Script
{
    std::mutex mutex;
    std::condition_variable changed;

    // The state, as the answers to DLE EOT 1 to 4.
    unsigned char status[5] = {0, 0x12, 0x12, 0x12, 0x12};
    bool reachable = true;
    bool silent = false;
    bool answersMarkers = true;
    std::string foreignId;  // sent instead of the right process id
    // The pipe.
    std::size_t atMostPerWrite = 1 << 20;
    std::size_t jobByteLimit = SIZE_MAX;                             // then no byte is taken any more
    std::function<void(Script &, std::size_t jobBytes)> onJobBytes;  // after each taken piece, with the lock held
    std::chrono::milliseconds hangFor{0};                            // a write that ignores its time
    bool gone = false;                                               // the connection breaks at the next call

    Bytes paper;     // everything that is not status or clearing
    Bytes incoming;  // what the driver has not read yet
    int opened = 0;
    int cleared = 0;

    void set(int query, int bits)
    {
        const std::lock_guard lock(mutex);
        status[query] = static_cast<unsigned char>(0x12 | bits);
        changed.notify_all();
    }
    [[nodiscard]] Bytes paperSoFar()
    {
        const std::lock_guard lock(mutex);
        return paper;
    }
};

bool endsWith(const Bytes &bytes, const Bytes &end)
{
    return bytes.size() >= end.size() && std::equal(end.rbegin(), end.rend(), bytes.rbegin());
}

class ScriptedTransport final : public ByteTransport
{
public:
    explicit ScriptedTransport(std::shared_ptr<Script> script) : m_script(std::move(script)) {}

    Done open(std::chrono::milliseconds) override
    {
        const std::lock_guard lock(m_script->mutex);
        if (!m_script->reachable) {
            return fail(FaultCode::DeviceDisconnected, "refused");
        }
        ++m_script->opened;
        m_script->gone = false;
        m_script->incoming.clear();
        m_open = true;
        return {};
    }
    void close() noexcept override { m_open = false; }
    [[nodiscard]] bool isOpen() const override { return m_open; }

    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override
    {
        std::unique_lock lock(m_script->mutex);
        if (m_script->gone) {
            m_open = false;
            return {0, Fault(FaultCode::DeviceDisconnected, "broken")};
        }
        if (isStatus(data)) {
            if (!m_script->silent) {
                m_script->incoming.push_back(m_script->status[data[2]]);
            }
            return {data.size(), {}};
        }
        if (data.size() == 10 && data[0] == 0x10) {
            ++m_script->cleared;
            if (!m_script->silent) {
                m_script->incoming.insert(m_script->incoming.end(), {0x37, 0x25, 0x00});
            }
            return {data.size(), {}};
        }
        if (m_script->hangFor > 0ms) {
            m_script->changed.wait_for(lock, m_script->hangFor, [] { return false; });
            return {0, Fault(FaultCode::DeviceDisconnected, "hung and broke")};
        }
        return paper(data, atMost, lock);
    }

    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override
    {
        std::unique_lock lock(m_script->mutex);
        m_script->changed.wait_for(lock, atMost, [this] { return m_script->gone || !m_script->incoming.empty(); });
        if (m_script->gone) {
            m_open = false;
            return fail(FaultCode::DeviceDisconnected, "broken");
        }
        Bytes &incoming = m_script->incoming;
        const auto count = static_cast<std::ptrdiff_t>(std::min(atMostBytes, incoming.size()));
        Bytes got(incoming.begin(), incoming.begin() + count);
        incoming.erase(incoming.begin(), incoming.begin() + count);
        return got;
    }

private:
    static bool isStatus(std::span<const unsigned char> data)
    {
        return data.size() == 3 && data[0] == 0x10 && data[1] == 0x04 && data[2] >= 1 && data[2] <= 4;
    }

    Written paper(std::span<const unsigned char> data, std::chrono::milliseconds atMost,
                  std::unique_lock<std::mutex> &lock)
    {
        Script &script = *m_script;
        const std::size_t room = script.jobByteLimit - std::min(script.jobByteLimit, script.paper.size());
        const std::size_t taken = std::min({data.size(), script.atMostPerWrite, room});
        script.paper.insert(script.paper.end(), data.begin(), data.begin() + static_cast<std::ptrdiff_t>(taken));
        if (taken == 0) {
            script.changed.wait_for(lock, atMost, [] { return false; });
            return {0, Fault(FaultCode::DeviceTimeout)};
        }
        if (script.answersMarkers) {
            answerMarker(script);
        }
        if (script.onJobBytes) {
            script.onJobBytes(script, script.paper.size());
        }
        return {taken, taken < data.size() ? std::optional(Fault(FaultCode::DeviceTimeout)) : std::nullopt};
    }

    static void answerMarker(Script &script)
    {
        const Bytes &paper = script.paper;
        if (endsWith(paper, {0x1D, 0x72, 0x01})) {
            script.incoming.push_back(0x00);
        }
        if (paper.size() >= 11) {
            const Bytes tail(paper.end() - 11, paper.end());
            if (Bytes(tail.begin(), tail.begin() + 7) == Bytes{0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30}) {
                std::string id(tail.begin() + 7, tail.end());
                if (!script.foreignId.empty()) {
                    id = script.foreignId;
                }
                script.incoming.insert(script.incoming.end(), {0x37, 0x22});
                script.incoming.insert(script.incoming.end(), id.begin(), id.end());
                script.incoming.push_back(0x00);
            }
        }
        script.changed.notify_all();
    }

    std::shared_ptr<Script> m_script;
    bool m_open = false;
};

PrinterProfile profileOf(char proof)
{
    PrinterProfile profile;
    profile.proof = proof;
    return profile;
}

PrintJob someJob(const std::string &id)
{
    std::mt19937 random(1);
    RasterBand band{576, 400, Bytes(72 * 400)};
    for (unsigned char &byte : band.bits) {
        byte = static_cast<unsigned char>(random());
    }
    return {id, {band}, 0, true};
}

// A printer, its script, and the waiting for both.
class Rig
{
    // First, because the printer still reports while it is taken down.
    std::mutex m_mutex;
    std::condition_variable m_news;
    Snapshot m_last;

public:
    explicit Rig(char proof, const std::function<void(EscposPrinter::Options &)> &adjust = {})
        : Rig(profileOf(proof), adjust)
    {
    }
    explicit Rig(const PrinterProfile &profile, const std::function<void(EscposPrinter::Options &)> &adjust = {})
    {
        EscposPrinter::Options options;
        options.pollEvery = 20ms;
        options.answerWithin = 100ms;
        options.firstPause = 10ms;
        options.longestPause = 80ms;
        options.limits.pollEvery = 20ms;
        options.limits.stall = 300ms;
        options.limits.lateMarker = 60ms;
        if (adjust) {
            adjust(options);
        }
        printer = std::make_unique<EscposPrinter>(std::make_unique<ScriptedTransport>(script), profile, options);
        printer->board().listen([this](const std::shared_ptr<const Snapshot> &snapshot) {
            const std::lock_guard lock(m_mutex);
            m_last = *snapshot;
            m_news.notify_all();
        });
    }

    bool waitFor(const std::function<bool(const Snapshot &)> &wanted)
    {
        std::unique_lock lock(m_mutex);
        return m_news.wait_for(lock, 10s, [&] { return wanted(m_last); });
    }
    bool waitForLink(Link link)
    {
        return waitFor([link](const Snapshot &snapshot) { return snapshot.link == link; });
    }
    bool ready()
    {
        printer->start();
        return waitForLink(Link::Ready);
    }
    PrintReport print(const PrintJob &job, std::chrono::milliseconds deadline = 5s)
    {
        const auto promise = std::make_shared<std::promise<PrintReport>>();
        auto answer = promise->get_future();
        printer->print(job, deadline, [this, promise](const PrintReport &report) {
            ++answers;
            promise->set_value(report);
        });
        if (answer.wait_for(deadline + 5s) != std::future_status::ready) {
            return {PrintOutcome::Unknown, '?', "never answered", 0, 0};
        }
        return answer.get();
    }

    std::shared_ptr<Script> script = std::make_shared<Script>();
    std::unique_ptr<EscposPrinter> printer;
    std::atomic<int> answers{0};
};

QString told(const PrintReport &report)
{
    const char *outcomes[] = {"printed", "not-printed", "unknown"};
    return QStringLiteral("%1 %2 %3")
        .arg(QLatin1String(outcomes[static_cast<int>(report.outcome)]))
        .arg(QLatin1Char(report.proof))
        .arg(QString::fromStdString(report.reason))
        .trimmed();
}

Bytes streamOf(const PrintJob &job, const PrinterProfile &profile)
{
    return encodeEscpos(job, profile).joined();
}

}  // namespace

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
    Bytes expected{0x10, 0x05, 0x02};
    expected.insert(expected.end(), missing, 0);
    const Bytes separation = separatePaper(profile);
    expected.insert(expected.end(), separation.begin(), separation.end());
    QVERIFY(rig.script->paperSoFar() == expected);
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
