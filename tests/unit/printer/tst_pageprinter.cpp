// SPDX-License-Identifier: GPL-3.0-or-later
// The driver of the page printer over a printer on a port of this machine, with whatever happens to printers.
#include "drivers/printer/pageprinter.h"
#include "drivers/printer/pagestate.h"
#include "drivers/sim/simpageprinter.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

PagePrinterOptions quick()
{
    PagePrinterOptions options;
    options.pollEvery = 40ms;
    options.lookEvery = 20ms;
    options.answerWithin = 700ms;
    options.busyPause = 50ms;
    options.takeBackWithin = 1500ms;
    options.recovery.pauses = {20ms, 40ms};
    return options;
}

SimPageModel fast()
{
    SimPageModel model;
    model.aSheetTakes = 60ms;
    return model;
}

// Not a page: the printer gets whatever it is given, so that a changed byte shows.
std::shared_ptr<const Bytes> document(std::size_t size = 3000)
{
    Bytes bytes;
    for (const char c : std::string_view("%PDF-1.4\n")) {
        bytes.push_back(static_cast<unsigned char>(c));
    }
    unsigned value = 7;
    while (bytes.size() < size) {
        value = value * 1664525U + 1013904223U;
        bytes.push_back(static_cast<unsigned char>(value >> 24U));
    }
    return std::make_shared<const Bytes>(std::move(bytes));
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

// A started driver over a simulated printer, and what came of its documents.
struct Rig
{
    explicit Rig(const SimPageModel &model = fast()) : sim(model), printer(parseIppAddress(sim.uri()).value(), quick())
    {
        printer.start();
    }
    ~Rig() { printer.stop(); }

    bool link(Link wanted)
    {
        const bool there = QTest::qWaitFor([&] { return printer.board().current()->link == wanted; }, 10'000);
        if (!there) {
            const auto now = printer.board().current();
            qWarning() << text(linkName(now->link)) << fault() << (now->fault ? now->fault->detail.c_str() : "");
        }
        return there;
    }
    QString fault()
    {
        const auto now = printer.board().current();
        return now->fault ? text(now->fault->name()) : QString();
    }
    bool fact(const char *name, const std::string &value)
    {
        return QTest::qWaitFor(
            [&] {
                const auto now = printer.board().current();
                const auto found = now->facts.find(name);
                return found != now->facts.end() && found->second == Fact(value);
            },
            10'000);
    }
    void print(std::chrono::milliseconds deadline = 10s, std::shared_ptr<const Bytes> pdf = document())
    {
        printer.print({"41", std::move(pdf)}, deadline, [this](PrintReport made) {
            report = std::move(made);
            ++answers;
        });
    }
    QString ended()
    {
        static const char *const words[] = {"printed", "not printed", "unknown"};
        if (!QTest::qWaitFor([&] { return answers > 0; }, 20'000)) {
            return QStringLiteral("no answer");
        }
        const QString reason = text(report.reason);
        return words[static_cast<int>(report.outcome)] + (reason.isEmpty() ? QString() : u' ' + reason);
    }

    SimPagePrinter sim;
    IppPagePrinter printer;
    PrintReport report;
    std::atomic<int> answers{0};
};

}  // namespace

class TestPagePrinter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsWhatItIsGiven();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void warnsOnly();
    void lowIsNoFault();
    void waitsForPaper();
    void takesBackWhatWaits();
    void cancels();
    void cancelsWhatHasNotBegun();
    void refusesWhatItCannotPrint_data();
    void refusesWhatItCannotPrint();
    void endsOnce_data();
    void endsOnce();
    void waitsForTheOther();
    void isNeverSentTwice();
    void knowsAJobWhoseEndItMissed();
    void goesAndComesBack();
    void stopsInTheMiddle();
    void keepsTheLastSheets();
};

void TestPagePrinter::printsWhatItIsGiven()
{
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    const auto pdf = document(300'000);
    rig.print(10s, pdf);
    QCOMPARE(rig.ended(), QStringLiteral("printed"));
    QCOMPARE(rig.report.proof, 'A');
    QCOMPARE(rig.report.bytesAccepted, pdf->size());
    const auto printed = rig.sim.printed();
    QCOMPARE(printed.size(), std::size_t(1));
    QVERIFY(printed[0].pdf == *pdf);
    QCOMPARE(text(printed[0].media), QStringLiteral("iso_a4_210x297mm"));  // its default is Letter
    QCOMPARE(text(printed[0].scaling), QStringLiteral("none"));
    QCOMPARE(text(printed[0].name), QStringLiteral("hall-41"));
    QCOMPARE(text(printed[0].user), QStringLiteral("hallkiosk"));
    QVERIFY(rig.fact("model", "HallKiosk simulated page printer"));
    QVERIFY(rig.fact("paper", "ok"));
    QVERIFY(std::holds_alternative<std::string>(rig.printer.board().current()->facts.at("identity")));
}

void TestPagePrinter::saysWhatIsWrong_data()
{
    using Change = std::function<void(SimPageState &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("shown");
    const auto row = [](const char *name, const char *fault, Link shown, const Change &change) {
        QTest::newRow(name) << change << QString::fromLatin1(fault) << static_cast<int>(shown);
    };
    row("paper", "page-printer.paper-out", Link::Blocked, [](SimPageState &s) { s.paper = "out"; });
    row("jam", "printer.jam", Link::Blocked, [](SimPageState &s) { s.jam = true; });
    row("cover", "printer.cover-open", Link::Blocked, [](SimPageState &s) { s.coverOpen = true; });
    row("toner", "page-printer.toner-out", Link::Blocked, [](SimPageState &s) { s.toner = "out"; });
    row("tray", "page-printer.tray-full", Link::Blocked, [](SimPageState &s) { s.trayFull = true; });
    row("paused", "page-printer.stopped", Link::Blocked, [](SimPageState &s) { s.paused = true; });
    row("jam and paper", "page-printer.paper-out", Link::Blocked, [](SimPageState &s) {
        s.jam = true;
        s.paper = "out";
    });
    row("called nothing", "page-printer.paper-out", Link::Blocked, [](SimPageState &s) {
        s.warns = "";
        s.paper = "out";
    });
    row("an error of its own", "page-printer.stopped", Link::Blocked,
        [](SimPageState &s) { s.alsoSays = "com.example-gremlin-error"; });
    row("no pdf", "page-printer.no-pdf", Link::Failed, [](SimPageState &s) { s.takesPdf = false; });
    row("no a4", "page-printer.no-a4", Link::Failed, [](SimPageState &s) { s.hasA4 = false; });
}

void TestPagePrinter::saysWhatIsWrong()
{
    using Change = std::function<void(SimPageState &)>;
    QFETCH(Change, change);
    QFETCH(QString, fault);
    QFETCH(int, shown);
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    rig.sim.edit(change);
    QVERIFY(rig.link(static_cast<Link>(shown)));
    QCOMPARE(rig.fault(), fault);
    rig.print();
    QCOMPARE(rig.ended(), QStringLiteral("not printed ") + fault);
    QCOMPARE(rig.sim.received(), 0);
    rig.sim.edit([](SimPageState &s) { s = SimPageState(); });
    QVERIFY(rig.link(Link::Ready));
    QCOMPARE(rig.fault(), QString());
}

// One of several trays is empty: said, and printed all the same. What it says that nobody knows is told as it is.
void TestPagePrinter::warnsOnly()
{
    ipp::PrinterSays says;
    says.state = ipp::PrinterState::Idle;
    says.reasons = {"media-empty-warning", "com.example-gremlin", "fuser-over-temp-report"};
    says.takesPdf = true;
    QVERIFY(!pageFault(says));
    QVERIFY(hindrance(says));
    QCOMPARE(text(hindrance(says)->name()), QStringLiteral("page-printer.paper-out"));
    const auto facts = pageFacts(says);
    QVERIFY(facts.at("paper") == Fact(std::string("out")));
    QVERIFY(facts.at("says") == Fact(std::string("com.example-gremlin, fuser-over-temp-report")));
    ipp::PrinterSays stopped = says;
    stopped.state = ipp::PrinterState::Stopped;
    QCOMPARE(text(pageFault(stopped)->name()), QStringLiteral("page-printer.paper-out"));
    stopped.reasons = {"com.example-gremlin"};
    QCOMPARE(text(pageFault(stopped)->name()), QStringLiteral("page-printer.stopped"));
}

void TestPagePrinter::lowIsNoFault()
{
    Rig rig;
    rig.sim.edit([](SimPageState &s) {
        s.paper = "near-end";
        s.toner = "low";
    });
    QVERIFY(rig.link(Link::Ready));
    QVERIFY(rig.fact("paper", "near-end"));
    QVERIFY(rig.fact("toner", "low"));
    rig.print();
    QCOMPARE(rig.ended(), QStringLiteral("printed"));
}

// The paper runs out with the document in the printer: said while it waits, and printed once there is some.
void TestPagePrinter::waitsForPaper()
{
    SimPageModel slow = fast();
    slow.aSheetTakes = 400ms;
    Rig rig(slow);
    QVERIFY(rig.link(Link::Ready));
    rig.print(20s);
    QTRY_COMPARE(rig.sim.received(), 1);
    rig.sim.edit([](SimPageState &s) { s.paper = "out"; });
    QVERIFY(rig.link(Link::Blocked));
    QCOMPARE(rig.fault(), QStringLiteral("page-printer.paper-out"));
    QCOMPARE(rig.answers.load(), 0);
    rig.sim.edit([](SimPageState &s) { s.paper = "ok"; });
    QCOMPARE(rig.ended(), QStringLiteral("printed"));
    QCOMPARE(rig.sim.count(), 1);
}

// Nobody brings paper: the document is taken back, so that it does not come out hours later.
void TestPagePrinter::takesBackWhatWaits()
{
    SimPageModel slow = fast();
    slow.aSheetTakes = 400ms;
    Rig rig(slow);
    QVERIFY(rig.link(Link::Ready));
    rig.print(3s);
    QTRY_COMPARE(rig.sim.received(), 1);
    rig.sim.edit([](SimPageState &s) {
        s.paper = "out";
        s.warns = "-warning";  // some call it so
    });
    QCOMPARE(rig.ended(), QStringLiteral("not printed page-printer.paper-out"));
    rig.sim.edit([](SimPageState &s) { s.paper = "ok"; });
    QTest::qWait(700);
    QCOMPARE(rig.sim.count(), 0);
}

void TestPagePrinter::cancels()
{
    SimPageModel slow = fast();
    slow.aSheetTakes = 10s;
    Rig rig(slow);
    QVERIFY(rig.link(Link::Ready));
    rig.print(60s);
    QTRY_COMPARE(rig.sim.received(), 1);
    rig.printer.cancel();
    QCOMPARE(rig.ended(), QStringLiteral("not printed device.cancelled"));
    QVERIFY(rig.link(Link::Ready));
}

void TestPagePrinter::cancelsWhatHasNotBegun()
{
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    QVERIFY(rig.sim.setFault("busy"));
    rig.print(60s);
    QTest::qWait(200);
    rig.printer.cancel();
    QCOMPARE(rig.ended(), QStringLiteral("not printed device.cancelled"));
    QCOMPARE(rig.sim.received(), 0);
}

void TestPagePrinter::refusesWhatItCannotPrint_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no pdf") << QByteArray("\x1B%-12345X@PJL");
    QTest::newRow("the beginning of one") << QByteArray("%PDF");
}

void TestPagePrinter::refusesWhatItCannotPrint()
{
    QFETCH(QByteArray, bytes);
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    rig.print(5s, std::make_shared<const Bytes>(bytes.begin(), bytes.end()));
    QCOMPARE(rig.ended(), QStringLiteral("not printed use.bad-argument"));
    QCOMPARE(rig.sim.received(), 0);
}

void TestPagePrinter::endsOnce_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("ends");
    QTest::newRow("given up") << QStringLiteral("abort") << QStringLiteral("not printed page-printer.refused");
    QTest::newRow("slow") << QStringLiteral("slow") << QStringLiteral("printed");
    QTest::newRow("silent") << QStringLiteral("stall") << QStringLiteral("not printed device.timeout");
    QTest::newRow("noise") << QStringLiteral("garbage") << QStringLiteral("not printed device.protocol");
    QTest::newRow("cut") << QStringLiteral("cut") << QStringLiteral("unknown device.disconnected");
    QTest::newRow("gone") << QStringLiteral("unplug") << QStringLiteral("not printed device.disconnected");
}

void TestPagePrinter::endsOnce()
{
    QFETCH(QString, fault);
    QFETCH(QString, ends);
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    QVERIFY(rig.sim.setFault(fault.toStdString()));
    rig.print(6s);
    QCOMPARE(rig.ended(), ends);
    rig.sim.heal();
    QVERIFY(rig.link(Link::Ready));
    QCOMPARE(rig.answers.load(), 1);
}

// A printer with somebody else's document has not taken ours.
void TestPagePrinter::waitsForTheOther()
{
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    QVERIFY(rig.sim.setFault("busy"));
    rig.print(10s);
    QTest::qWait(200);
    QCOMPARE(rig.answers.load(), 0);
    rig.sim.heal();
    QCOMPARE(rig.ended(), QStringLiteral("printed"));
    QCOMPARE(rig.sim.count(), 1);
}

// The connection ends when the printer has the document: nobody knows, and nothing is sent again.
void TestPagePrinter::isNeverSentTwice()
{
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    QVERIFY(rig.sim.setFault("cut"));
    rig.print(4s);
    QCOMPARE(rig.ended(), QStringLiteral("unknown device.disconnected"));
    rig.sim.heal();
    QVERIFY(rig.link(Link::Ready));
    QTest::qWait(300);
    QCOMPARE(rig.sim.received(), 1);
    QCOMPARE(rig.sim.count(), 1);
}

// The printer is away while the document is in it, and says afterwards what became of it.
void TestPagePrinter::knowsAJobWhoseEndItMissed()
{
    SimPageModel slow = fast();
    slow.aSheetTakes = 400ms;
    Rig rig(slow);
    QVERIFY(rig.link(Link::Ready));
    rig.print(20s);
    QTRY_COMPARE(rig.sim.received(), 1);
    QVERIFY(rig.sim.setFault("unplug"));
    QVERIFY(rig.link(Link::Absent));
    QTest::qWait(200);
    QCOMPARE(rig.answers.load(), 0);
    rig.sim.heal();
    QCOMPARE(rig.ended(), QStringLiteral("printed"));
    QCOMPARE(rig.sim.count(), 1);
}

void TestPagePrinter::goesAndComesBack()
{
    Rig rig;
    QVERIFY(rig.link(Link::Ready));
    const struct
    {
        const char *fault;
        Link shown;
        const char *code;
    } rows[] = {{"unplug", Link::Absent, "device.disconnected"},
                {"stall", Link::Suspended, "device.timeout"},
                {"garbage", Link::Suspended, "device.protocol"}};
    for (const auto &row : rows) {
        QVERIFY(rig.sim.setFault(row.fault));
        QVERIFY2(rig.link(row.shown), row.fault);
        QCOMPARE(rig.fault(), QString::fromLatin1(row.code));
        rig.sim.heal();
        QVERIFY2(rig.link(Link::Ready), row.fault);
    }
}

void TestPagePrinter::stopsInTheMiddle()
{
    SimPageModel slow = fast();
    slow.aSheetTakes = 10s;
    Rig rig(slow);
    QVERIFY(rig.link(Link::Ready));
    rig.print(60s);
    QTRY_COMPARE(rig.sim.received(), 1);
    rig.printer.stop();
    QCOMPARE(rig.answers.load(), 1);
    QCOMPARE(rig.ended(), QStringLiteral("not printed device.cancelled"));
    QCOMPARE(rig.printer.board().current()->link, Link::Absent);
    rig.print();
    QCOMPARE(rig.answers.load(), 2);
    QCOMPARE(text(rig.report.reason), QStringLiteral("device.not-ready"));
}

void TestPagePrinter::keepsTheLastSheets()
{
    const QTemporaryDir folder;
    SimPageModel model = fast();
    model.folder = folder.path().toStdString();
    model.kept = 2;
    Rig rig(model);
    QVERIFY(rig.link(Link::Ready));
    for (int i = 1; i <= 3; ++i) {
        rig.answers = 0;
        rig.print();
        QCOMPARE(rig.ended(), QStringLiteral("printed"));
    }
    QCOMPARE(rig.sim.printed().size(), std::size_t(2));
    QVERIFY(!std::filesystem::exists(model.folder / "page-1.pdf"));
    QCOMPARE(std::filesystem::file_size(model.folder / "page-3.pdf"), document()->size());
}

QTEST_GUILESS_MAIN(TestPagePrinter)
#include "tst_pageprinter.moc"
