// SPDX-License-Identifier: GPL-3.0-or-later
// Layout, encoder and driver together against the virtual printer, which was written from the manuals by another hand:
// what comes out is what the preview showed, and never anything of the visitor before.
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/sim/virtualprinterserver.h"
#include "drivers/sim/virtualprintertransport.h"
#include "drivers/transport/tcptransport.h"

#include <QTest>

#include <condition_variable>
#include <future>
#include <random>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

ReceiptDocument receiptOf(const QString &name)
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("青岛就业智慧大厅");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.stateLine = QStringLiteral("已保存，联网后自动提交");
    document.rows = {{QStringLiteral("姓名"), name}, {QStringLiteral("办理事项"), QStringLiteral("失业登记")}};
    document.notes = {QStringLiteral("请在 10 个工作日内留意短信。")};
    document.qr = QStringLiteral("hall:case:K7MX-4Q2P-8T");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30");
    return document;
}

PrinterProfile profileOf(const char *id, char proof, bool clearBuffer)
{
    const auto loaded = loadPrinterProfile(QStringLiteral(HALL_SOURCE_DIR "/resources"), QString::fromLatin1(id));
    if (!loaded) {
        qFatal("%s", loaded.error().detail.c_str());
    }
    PrinterProfile profile = *loaded;
    profile.proof = proof;
    profile.clearBuffer = clearBuffer;
    profile.cut = "partial";
    return profile;
}

VirtualPrinterModel modelOf(const PrinterProfile &profile, bool latchErrors)
{
    VirtualPrinterModel model = VirtualPrinterModel::of(profile);
    model.latchErrors = latchErrors;
    return model;
}

class Rig
{
    // First, because the printer still reports while it is taken down.
    std::mutex m_mutex;
    std::condition_variable m_news;
    Snapshot m_last;

public:
    explicit Rig(const PrinterProfile &profile, bool latchErrors = false, bool tcp = false, RollMemory roll = {},
                 const VirtualPrinterState &state = {})
        : machine(std::make_shared<VirtualPrinter>(modelOf(profile, latchErrors)))
    {
        machine->setState(state);
        EscposPrinter::Options options;
        options.pollEvery = 20ms;
        options.answerWithin = 100ms;
        options.recovery.pauses = {10ms, 20ms, 40ms};
        options.limits.stall = 300ms;
        options.roll = std::move(roll);
        printer = std::make_unique<EscposPrinter>(transport(tcp), profile, options);
        printer->board().listen([this](const std::shared_ptr<const Snapshot> &snapshot) {
            const std::lock_guard lock(m_mutex);
            m_last = *snapshot;
            m_news.notify_all();
        });
        printer->start();
    }

    std::unique_ptr<ByteTransport> transport(bool tcp)
    {
        if (!tcp) {
            return std::make_unique<VirtualPrinterTransport>(machine);
        }
        auto listening = VirtualPrinterServer::listen(machine);
        if (!listening) {
            qFatal("%s", listening.error().detail.c_str());
        }
        server = std::move(*listening);
        return std::make_unique<TcpTransport>("127.0.0.1", server->port());
    }
    bool waitForLink(Link link)
    {
        std::unique_lock lock(m_mutex);
        return m_news.wait_for(lock, 10s, [&] { return m_last.link == link; });
    }
    std::string fault()
    {
        const std::lock_guard lock(m_mutex);
        return m_last.fault ? std::string(m_last.fault->name()) : std::string();
    }
    bool waitForFact(const std::string &name, const Fact &value)
    {
        std::unique_lock lock(m_mutex);
        return m_news.wait_for(lock, 10s, [&] {
            const auto found = m_last.facts.find(name);
            return found != m_last.facts.end() && found->second == value;
        });
    }
    PrintReport print(const ReceiptDocument &document, const std::string &id, std::chrono::milliseconds deadline = 5s)
    {
        const auto promise = std::make_shared<std::promise<PrintReport>>();
        auto answer = promise->get_future();
        printer->print(composer.compose(document, printer->profile(), id), deadline,
                       [promise](const PrintReport &report) { promise->set_value(report); });
        if (answer.wait_for(deadline + 5s) != std::future_status::ready) {
            return {PrintOutcome::Unknown, '?', "never answered", 0, 0};
        }
        return answer.get();
    }

    std::shared_ptr<VirtualPrinter> machine;
    std::unique_ptr<VirtualPrinterServer> server;
    ReceiptComposer composer;
    std::unique_ptr<EscposPrinter> printer;
};

// The preview, wherever it stands on the paper (white above and below does not matter).
bool shows(const QImage &paper, const QImage &preview)
{
    const auto rowOf = [](const QImage &image, int y) {
        QByteArray row(image.width(), '\0');
        for (int x = 0; x < image.width(); ++x) {
            row[x] = qGray(image.pixel(x, y)) < 128 ? 'x' : ' ';
        }
        return row;
    };
    const auto inked = [&](const QImage &image) {
        QList<QByteArray> rows;
        for (int y = 0; y < image.height(); ++y) {
            rows.append(rowOf(image, y));
        }
        const auto white = [](const QByteArray &row) { return !row.contains('x'); };
        while (!rows.isEmpty() && white(rows.first())) {
            rows.removeFirst();
        }
        while (!rows.isEmpty() && white(rows.last())) {
            rows.removeLast();
        }
        return rows;
    };
    const QList<QByteArray> expected = inked(preview);
    return !expected.isEmpty() && inked(paper) == expected;
}

}  // namespace

class TestReceiptPrinter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paperEqualsPreview_data();
    void paperEqualsPreview();
    void overTcp_data();
    void overTcp();
    void refusesWhenPaperIsOut();
    void nothingOfTheVisitorBefore_data();
    void nothingOfTheVisitorBefore();
    void presenterOfAnotherMaker();
    void paperInTheMouth();
    void nearEndIsCounted();
    void errorThatMustBeToldToGo_data();
    void errorThatMustBeToldToGo();
    void cablePulledAndPushed();
    void faultsOfTheCable();
};

void TestReceiptPrinter::paperEqualsPreview_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<char>("proof");
    for (const char *id : {"generic-80mm-203", "generic-58mm", "epson-tm-t82-180dpi"}) {
        for (const char proof : {'A', 'B'}) {
            QTest::addRow("%s %c", id, proof) << QString::fromLatin1(id) << proof;
        }
    }
}

void TestReceiptPrinter::paperEqualsPreview()
{
    QFETCH(QString, profile);
    QFETCH(char, proof);
    Rig rig(profileOf(profile.toLatin1().constData(), proof, true));
    QVERIFY(rig.waitForLink(Link::Ready));
    const ReceiptDocument document = receiptOf(QStringLiteral("𠮷䶮·㛃𠅤"));
    const PrintReport report = rig.print(document, "1");
    QCOMPARE(QString::fromStdString(report.reason), QString());
    QVERIFY(report.outcome == PrintOutcome::Printed);
    QCOMPARE(report.proof, proof);
    const auto paper = rig.machine->lastPaper();
    QVERIFY(paper.has_value());
    QVERIFY(shows(paper->image, rig.composer.renderPreview(document, rig.printer->profile())));
    QCOMPARE(rig.machine->drawerPulses(), 0);
}

void TestReceiptPrinter::overTcp_data()
{
    QTest::addColumn<bool>("clears");
    QTest::newRow("A, clears") << true;
    QTest::newRow("B, cannot clear") << false;
}

// The network holds bytes that the printer has not taken, and what should clear it stands in line behind them: the rest
// may come out when paper is loaded, but apart from the next visitor's.
void TestReceiptPrinter::overTcp()
{
    QFETCH(bool, clears);
    Rig rig(profileOf("generic-80mm-203", clears ? 'A' : 'B', clears), false, true);
    QVERIFY(rig.waitForLink(Link::Ready));
    const ReceiptDocument first = receiptOf(QStringLiteral("甲先生"));
    const ReceiptDocument second = receiptOf(QStringLiteral("乙女士"));
    QVERIFY(rig.print(first, "1").outcome == PrintOutcome::Printed);
    QVERIFY(shows(rig.machine->lastPaper()->image, rig.composer.renderPreview(first, rig.printer->profile())));

    VirtualPrinterState out;
    out.paper = SimPaper::Out;
    rig.machine->afterRows(100, out);
    QVERIFY(rig.print(first, "2").outcome == PrintOutcome::Unknown);
    rig.machine->setState({});
    QVERIFY(rig.waitForLink(Link::Ready));
    const PrintReport report = rig.print(second, "3");
    QVERIFY2(report.outcome == PrintOutcome::Printed, report.reason.c_str());
    QVERIFY(shows(rig.machine->lastPaper()->image, rig.composer.renderPreview(second, rig.printer->profile())));
}

void TestReceiptPrinter::refusesWhenPaperIsOut()
{
    Rig rig(profileOf("generic-80mm-203", 'A', true));
    QVERIFY(rig.waitForLink(Link::Ready));
    rig.machine->edit([](VirtualPrinterState &state) { state.paper = SimPaper::Out; });
    const PrintReport report = rig.print(receiptOf(QStringLiteral("甲")), "1");
    QVERIFY(report.outcome == PrintOutcome::NotPrinted);
    QCOMPARE(report.reason, std::string("printer.paper-out"));
    QCOMPARE(rig.machine->paperCount(), 0);
}

void TestReceiptPrinter::nothingOfTheVisitorBefore_data()
{
    QTest::addColumn<int>("percent");
    QTest::addColumn<bool>("cover");
    QTest::addColumn<bool>("clears");
    for (int percent = 10; percent <= 90; percent += 10) {
        QTest::addRow("paper out at %d %%", percent) << percent << false << true;
        QTest::addRow("cover open at %d %%", percent) << percent << true << true;
        QTest::addRow("paper out at %d %%, cannot clear", percent) << percent << false << false;
    }
}

void TestReceiptPrinter::nothingOfTheVisitorBefore()
{
    QFETCH(int, percent);
    QFETCH(bool, cover);
    QFETCH(bool, clears);
    Rig rig(profileOf("generic-80mm-203", clears ? 'A' : 'B', clears));
    QVERIFY(rig.waitForLink(Link::Ready));
    const ReceiptDocument first = receiptOf(QStringLiteral("甲先生"));
    VirtualPrinterState trouble;
    trouble.paper = cover ? SimPaper::Ok : SimPaper::Out;
    trouble.coverOpen = cover;
    const int rows = rig.composer.renderPreview(first, rig.printer->profile()).height();
    rig.machine->afterRows(rows * percent / 100, trouble);

    const PrintReport report = rig.print(first, "1");
    QVERIFY(report.outcome == PrintOutcome::Unknown);
    QCOMPARE(report.reason, std::string(cover ? "printer.cover-open" : "printer.paper-out"));
    QVERIFY(rig.waitForLink(Link::Blocked));
    if (clears) {
        QCOMPARE(rig.machine->bufferedBytes(), 0U);
    }

    rig.machine->setState({});
    QVERIFY(rig.waitForLink(Link::Ready));
    const int before = rig.machine->paperCount();
    const ReceiptDocument second = receiptOf(QStringLiteral("乙女士"));
    QVERIFY(rig.print(second, "2").outcome == PrintOutcome::Printed);
    QCOMPARE(rig.machine->paperCount(), before + 1);
    QVERIFY(shows(rig.machine->lastPaper()->image, rig.composer.renderPreview(second, rig.printer->profile())));
}

void TestReceiptPrinter::presenterOfAnotherMaker()
{
    PrinterProfile profile = profileOf("generic-80mm-203", 'C', false);
    profile.dialect = "custom";
    profile.presenter = true;
    Rig rig(profile);
    QVERIFY(rig.waitForLink(Link::Ready));
    const ReceiptDocument document = receiptOf(QStringLiteral("甲先生"));
    const PrintReport report = rig.print(document, "1", 10s);
    QVERIFY2(report.outcome == PrintOutcome::Printed, report.reason.c_str());
    QCOMPARE(report.proof, 'C');
    QVERIFY(shows(rig.machine->lastPaper()->image, rig.composer.renderPreview(document, profile)));

    // A paper left in the mouth is another person's data: nothing is pushed out with it.
    const PrintReport refused = rig.print(receiptOf(QStringLiteral("乙女士")), "2");
    QVERIFY(refused.outcome == PrintOutcome::NotPrinted);
    QCOMPARE(refused.reason, std::string("device.busy"));
    rig.machine->takePaper();
    QVERIFY(rig.print(receiptOf(QStringLiteral("乙女士")), "3", 10s).outcome == PrintOutcome::Printed);
}

// Presented, taken; presented, left, taken; and where the profile knows the command, left and drawn into the bin.
void TestReceiptPrinter::paperInTheMouth()
{
    PrinterProfile profile = profileOf("custom-vkp80", 'C', false);
    profile.takeWithinS = 1;
    const ReceiptDocument document = receiptOf(QStringLiteral("甲先生"));
    {
        Rig rig(profile);
        QVERIFY(rig.waitForFact("last-paper", std::string("none")));
        QVERIFY(rig.print(document, "1", 10s).outcome == PrintOutcome::Printed);
        QVERIFY(rig.waitForFact("last-paper", std::string("presented")));
        rig.machine->takePaper();
        QVERIFY(rig.waitForFact("last-paper", std::string("taken")));
        QVERIFY(rig.print(document, "2", 10s).outcome == PrintOutcome::Printed);
        QVERIFY(rig.waitForFact("last-paper", std::string("left")));
        QVERIFY(rig.waitForLink(Link::Suspended));
        QCOMPARE(rig.fault(), std::string("device.busy"));
        rig.machine->takePaper();
        QVERIFY(rig.waitForLink(Link::Ready));
        QVERIFY(rig.waitForFact("last-paper", std::string("taken")));
        QCOMPARE(rig.machine->retracted(), 0);
    }
    profile.retract = {0x1D, 0x65, 0x02};
    Rig rig(profile);
    QVERIFY(rig.waitForLink(Link::Ready));
    QVERIFY(rig.print(document, "3", 10s).outcome == PrintOutcome::Printed);
    QVERIFY(rig.waitForFact("last-paper", std::string("retracted")));
    QVERIFY(rig.waitForLink(Link::Ready));
    QCOMPARE(rig.machine->retracted(), 1);
    QVERIFY(rig.print(document, "4", 10s).outcome == PrintOutcome::Printed);
}

// The count closes the printer for receipts that might not come out whole, over a restart too; a new roll opens it.
void TestReceiptPrinter::nearEndIsCounted()
{
    PrinterProfile profile = profileOf("epson-tm-t82iii-203dpi", 'A', true);
    profile.nearEndMm = 250;
    const ReceiptDocument document = receiptOf(QStringLiteral("甲先生"));
    RollCount kept;
    std::mutex mutex;
    const auto memory = [&] {
        const std::lock_guard lock(mutex);
        return RollMemory{RollCount::read(kept.written()), [&](const RollCount &count) {
                              const std::lock_guard held(mutex);
                              kept = count;
                          }};
    };
    {
        Rig rig(profile, false, false, memory());
        QVERIFY(rig.waitForLink(Link::Ready));
        QVERIFY(rig.print(document, "1").outcome == PrintOutcome::Printed);
        rig.machine->edit([](VirtualPrinterState &state) { state.paper = SimPaper::NearEnd; });
        QVERIFY(rig.waitForFact("paper-left-mm", std::int64_t{250}));
        QVERIFY(rig.print(document, "2").outcome == PrintOutcome::Printed);
        QVERIFY(rig.waitForLink(Link::Ready));
    }
    const std::int64_t used = kept.sinceNearEndMm;
    QVERIFY(kept.nearEnd && used > 80 && used < 180);
    QVERIFY(kept.printedMm > used);

    VirtualPrinterState nearEnd;
    nearEnd.paper = SimPaper::NearEnd;
    Rig rig(profile, false, false, memory(), nearEnd);
    QVERIFY(rig.waitForFact("paper-left-mm", 250 - used));
    int printed = 0;
    while (printed < 5 && rig.print(document, std::to_string(3 + printed)).outcome == PrintOutcome::Printed) {
        ++printed;
    }
    QVERIFY(printed >= 1 && printed <= 2);
    QVERIFY(rig.waitForLink(Link::Blocked));
    QCOMPARE(rig.fault(), std::string("printer.paper-near-end"));
    QVERIFY(rig.waitForFact("paper-left-mm", std::int64_t{0}));
    const PrintReport refused = rig.print(document, "refused");
    QVERIFY(refused.outcome == PrintOutcome::NotPrinted);
    QCOMPARE(refused.reason, std::string("printer.paper-near-end"));

    rig.machine->edit([](VirtualPrinterState &state) { state.coverOpen = true; });
    QVERIFY(rig.waitForFact("cover", std::string("open")));
    rig.machine->setState({});
    QVERIFY(rig.waitForLink(Link::Ready));
    QVERIFY(rig.waitForFact("paper-left-mm", Unknown{}));
    QVERIFY(rig.print(document, "new roll").outcome == PrintOutcome::Printed);
    const std::lock_guard lock(mutex);
    QVERIFY(!kept.nearEnd && kept.printedMm < 200);
}

void TestReceiptPrinter::errorThatMustBeToldToGo_data()
{
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<bool>("jam");
    for (const char *dialect : {"epson", "snbc"}) {
        QTest::addRow("%s cutter", dialect) << QString::fromLatin1(dialect) << false;
        QTest::addRow("%s jam", dialect) << QString::fromLatin1(dialect) << true;
    }
}

void TestReceiptPrinter::errorThatMustBeToldToGo()
{
    QFETCH(QString, dialect);
    QFETCH(bool, jam);
    PrinterProfile profile = profileOf("generic-80mm-203", 'A', true);
    profile.dialect = dialect.toStdString();
    Rig rig(profile, true);
    QVERIFY(rig.waitForLink(Link::Ready));
    rig.machine->edit([jam](VirtualPrinterState &state) { (jam ? state.jam : state.cutterFault) = true; });
    QVERIFY(rig.waitForLink(Link::Blocked));
    // Staff opens, clears and closes.
    rig.machine->edit([](VirtualPrinterState &state) { state.coverOpen = true; });
    QVERIFY(rig.waitForFact("cover", std::string("open")));
    rig.machine->setState({});
    QVERIFY(rig.waitForLink(Link::Ready));
    QVERIFY(rig.print(receiptOf(QStringLiteral("甲先生")), "1").outcome == PrintOutcome::Printed);
}

void TestReceiptPrinter::cablePulledAndPushed()
{
    Rig rig(profileOf("generic-80mm-203", 'A', true));
    QVERIFY(rig.waitForLink(Link::Ready));
    rig.machine->setFault(PrinterFault::Unplug, 9000);
    const PrintReport report = rig.print(receiptOf(QStringLiteral("甲先生")), "1");
    QVERIFY(report.outcome == PrintOutcome::Unknown);
    QVERIFY(rig.waitForLink(Link::Absent));
    rig.machine->heal();
    QVERIFY(rig.waitForLink(Link::Ready));
    const ReceiptDocument second = receiptOf(QStringLiteral("乙女士"));
    QVERIFY(rig.print(second, "2").outcome == PrintOutcome::Printed);
    QVERIFY(shows(rig.machine->lastPaper()->image, rig.composer.renderPreview(second, rig.printer->profile())));
}

// Whatever the cable does and whenever: one of the three outcomes, Printed only for a whole paper, and the next
// visitor's paper holds the next visitor's receipt alone.
void TestReceiptPrinter::faultsOfTheCable()
{
    std::mt19937 random(2026);
    const PrinterFault faults[] = {PrinterFault::Unplug,  PrinterFault::Stall,      PrinterFault::Slow,
                                   PrinterFault::Garbage, PrinterFault::ShortWrite, PrinterFault::StaleStatus};
    const ReceiptDocument second = receiptOf(QStringLiteral("乙女士"));
    for (int round = 0; round < 30; ++round) {
        Rig rig(profileOf("generic-80mm-203", "AB"[round % 2], true));
        QVERIFY(rig.waitForLink(Link::Ready));
        const ReceiptDocument first = receiptOf(QStringLiteral("甲先生"));
        rig.machine->setFault(faults[round % 6], random() % 30'000);
        const PrintReport report = rig.print(first, "1", 1500ms);
        QVERIFY(report.reason != "never answered");
        if (report.outcome == PrintOutcome::Printed) {
            QVERIFY(shows(rig.machine->lastPaper()->image, rig.composer.renderPreview(first, rig.printer->profile())));
        }
        QVERIFY(report.outcome != PrintOutcome::NotPrinted || rig.machine->paperCount() == 0);

        rig.machine->heal();
        QVERIFY(rig.waitForLink(Link::Ready));
        const PrintReport next = rig.print(second, "2");
        QVERIFY2(next.outcome == PrintOutcome::Printed, next.reason.c_str());
        QVERIFY(shows(rig.machine->lastPaper()->image, rig.composer.renderPreview(second, rig.printer->profile())));
    }
}

QTEST_MAIN(TestReceiptPrinter)
#include "tst_receiptprinter.moc"
