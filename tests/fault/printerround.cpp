// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/printerround.h"

#include "app/domain/transaction.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/sim/virtualprintertransport.h"

#include <QFuture>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <random>

namespace hall::test {

using namespace hall::device;
using namespace std::chrono_literals;

namespace {

using device::PrintOutcome;

constexpr auto ready = 15s;         // for everything to come right again
constexpr auto quietDeadline = 6s;  // a receipt that meets no fault
constexpr auto settle = 10ms;       // between looks at the virtual printer

// For a receipt that meets a fault. Level C waits for as long as the longest paper here takes.
std::chrono::milliseconds troubledDeadline(const PrinterProfile &profile)
{
    return profile.proof == 'C' ? 3500ms : 1000ms;
}

// What the kiosk's end of the cable knows. The printer's thread and the round's.
struct CableState
{
    std::atomic<bool> severed{false};  // the program is dead: nothing more goes out
    std::atomic<long> severAfter{-1};  // bytes; -1: never
    bool blindToCutter = false;
    bool swallowsClearing = false;
};

class Cable final : public ByteTransport
{
public:
    Cable(std::shared_ptr<VirtualPrinter> machine, std::shared_ptr<CableState> state)
        : m_inner(std::move(machine)), m_state(std::move(state))
    {
    }

    Done open(std::chrono::milliseconds atMost) override
    {
        return m_state->severed ? Done(fail(FaultCode::DeviceDisconnected, "severed")) : m_inner.open(atMost);
    }
    void close() noexcept override { m_inner.close(); }
    [[nodiscard]] bool isOpen() const override { return m_inner.isOpen() && !m_state->severed; }

    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override
    {
        if (m_state->swallowsClearing && clears(data)) {
            return {data.size(), {}};
        }
        if (m_state->severAfter >= 0) {
            const auto left = static_cast<std::size_t>(m_state->severAfter.load());
            if (left < data.size()) {
                const Written last = m_inner.write(data.first(left), atMost);
                m_state->severed = true;
                return {last.bytes, Fault(FaultCode::DeviceDisconnected, "severed")};
            }
        }
        if (m_state->severed) {
            return {0, Fault(FaultCode::DeviceDisconnected, "severed")};
        }
        const Written written = m_inner.write(data, atMost);
        if (m_state->severAfter >= 0) {
            m_state->severAfter -= static_cast<long>(written.bytes);
        }
        return written;
    }

    Result<Bytes> read(std::size_t most, std::chrono::milliseconds atMost) override
    {
        if (m_state->severed) {
            return fail(FaultCode::DeviceDisconnected, "severed");
        }
        if (!m_forged.empty()) {
            return std::exchange(m_forged, {});
        }
        Result<Bytes> got = m_inner.read(most, atMost);
        if (got && m_state->blindToCutter && got->size() == 6 && got->at(0) == 0x10 && got->at(1) == 0x0F) {
            got->at(5) &= 0xFE;  // Custom's full status: bit 0 of the last byte
        }
        return got;
    }

private:
    bool clears(std::span<const unsigned char> data)
    {
        const auto begins = [&](auto command) {
            return data.size() >= command.size() && std::equal(command.begin(), command.end(), data.begin());
        };
        if (begins(escpos::clearBuffer)) {
            m_forged = {0x37, 0x25, 0x00};
            return true;
        }
        return begins(escpos::recoverDiscarding) && data.size() == escpos::recoverDiscarding.size();
    }

    VirtualPrinterTransport m_inner;
    std::shared_ptr<CableState> m_state;
    Bytes m_forged;
};

// 1 = black, white rows above and below left out, the width in front.
QByteArray inkOf(const QImage &image)
{
    const QImage mono = image.format() == QImage::Format_Mono ? image : image.convertToFormat(QImage::Format_Mono);
    const bool oneIsBlack = mono.colorCount() < 2 || qGray(mono.color(1)) < 128;
    const auto rowBytes = static_cast<std::size_t>(mono.width() / 8);
    QByteArray ink = QByteArray::number(mono.width()) + ':';
    const qsizetype head = ink.size();
    qsizetype inked = head;
    for (int y = 0; y < mono.height(); ++y) {
        bool black = false;
        for (std::size_t x = 0; x < rowBytes; ++x) {
            const uchar byte = oneIsBlack ? mono.constScanLine(y)[x] : static_cast<uchar>(~mono.constScanLine(y)[x]);
            black = black || byte != 0;
            ink.append(static_cast<char>(byte));
        }
        if (black) {
            inked = ink.size();
        } else if (inked == head) {
            ink.truncate(head);
        }
    }
    ink.truncate(inked);
    return ink;
}

ReceiptDocument receiptOf(const QString &name, std::mt19937 &random, int copy)
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("就业智慧大厅");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.stateLine = QStringLiteral("已保存，联网后自动提交");
    document.rows = {{QStringLiteral("姓名"), name}, {QStringLiteral("曾用名"), QStringLiteral("李𠮷")}};
    for (unsigned row = random() % 8; row > 0; --row) {
        document.rows.append({QStringLiteral("项目"), QString::number(random() % 100'000)});
    }
    document.qr = random() % 4 == 0 ? QString() : QStringLiteral("hall:case:%1").arg(random());
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30");
    document.copy = copy;
    document.copyLabel = copy > 0 ? QStringLiteral("补打 第 %1 次").arg(copy) : QString();
    return document;
}

class Round
{
    std::mutex m_mutex;
    std::condition_variable m_news;
    Snapshot m_last;

public:
    Round(const Plan &plan, KioskStore &store)
        : m_plan(plan), m_store(store),
          m_machine(std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(plan.profile))),
          m_case(newTransactionId(1'767'225'600'000 + plan.seed))
    {
    }

    ~Round()
    {
        m_machine->heal();
        m_machine->setState({});
    }

    Finding play()
    {
        startProgram(false);
        if (!waitFor(Link::Ready)) {
            m_finding.trouble = QStringLiteral("was never ready");
            return m_finding;
        }
        const PrintReport report = printCase(0, true);
        m_finding.outcome = report.outcome == PrintOutcome::Printed      ? 'p'
                            : report.outcome == PrintOutcome::NotPrinted ? 'n'
                                                                         : 'u';
        if (!makeGood()) {
            return m_finding;
        }
        if (m_plan.retries && report.outcome != PrintOutcome::Printed) {
            (void)printCase(1, false);
            if (!makeGood()) {
                return m_finding;
            }
        }
        judgeCase();
        judgeNextVisitor();
        return m_finding;
    }

private:
    struct Paper
    {
        int copy = 0;
        QByteArray ink;
    };

    void startProgram(bool unfinished)
    {
        m_driver.reset();
        m_cable = std::make_shared<CableState>();
        m_cable->blindToCutter = m_plan.careless == Careless::CutterIgnored;
        m_cable->swallowsClearing = m_plan.careless == Careless::BufferKept;
        EscposPrinter::Options options;
        options.pollEvery = 20ms;
        options.answerWithin = 100ms;
        options.recovery.pauses = {10ms, 40ms};
        options.recovery.lookEvery = 40ms;
        options.limits.stall = 300ms;
        options.lastRunUnfinished = unfinished;
        m_driver =
            std::make_unique<EscposPrinter>(std::make_unique<Cable>(m_machine, m_cable), m_plan.profile, options);
        m_driver->board().listen([this](const std::shared_ptr<const Snapshot> &snapshot) {
            const std::lock_guard lock(m_mutex);
            m_last = *snapshot;
            m_news.notify_all();
        });
        {
            const std::lock_guard lock(m_mutex);
            m_last = {};
        }
        m_driver->start();
    }

    bool waitFor(Link link)
    {
        std::unique_lock lock(m_mutex);
        return m_news.wait_for(lock, ready, [&] { return m_last.link == link && !m_last.activity.busy; });
    }

    // One paper of the case, as the visit prints it: the journal numbers it and holds what became of it.
    PrintReport printCase(int attempt, bool troubled)
    {
        const QByteArray content(32, static_cast<char>('a' + attempt));
        const Result<PrintStart> start =
            m_store.beginPrint(m_case, QStringLiteral("receipt"), QStringLiteral("test"), content).result();
        if (!start) {
            m_finding.trouble = QStringLiteral("the journal refused");
            return {};
        }
        const int copy = m_plan.careless == Careless::CopiesUnmarked ? 0 : start->copy;
        std::mt19937 text(m_plan.seed);  // the same words for every copy
        const ReceiptDocument document = receiptOf(QStringLiteral("甲先生"), text, copy);
        PrintJob job = m_composer.compose(document, m_plan.profile, std::to_string(start->job));
        m_papers.push_back({copy, expected(job)});
        if (troubled) {
            arrange(encodeEscpos(job, m_plan.profile));
        }
        PrintReport report = printed(std::move(job), troubled ? troubledDeadline(m_plan.profile) : quietDeadline);
        if (m_plan.trouble == Trouble::Killed && troubled) {
            // Nobody was left to write the outcome: the next start turns an open row into unknown.
            report = {PrintOutcome::Unknown, 'D', "restart", 0, 0};
        }
        if (report.outcome == PrintOutcome::Unknown && m_plan.careless == Careless::PrintedWithoutProof) {
            report.outcome = PrintOutcome::Printed;
        } else if (report.outcome == PrintOutcome::Unknown && m_plan.careless == Careless::NotPrintedByGuess) {
            report.outcome = PrintOutcome::NotPrinted;
        }
        if (report.outcome == PrintOutcome::Printed) {
            judgeRecord(m_papers.back());
        }
        const auto stored = static_cast<hall::PrintOutcome>(report.outcome);
        const Done ended =
            m_store
                .endPrint(start->job, stored, QString(QLatin1Char(report.proof)), QString::fromStdString(report.reason),
                          static_cast<qint64>(report.bytesAccepted))
                .result();
        if (!ended) {
            m_finding.trouble = QStringLiteral("the journal did not take the outcome");
        }
        return report;
    }

    PrintReport printed(PrintJob job, std::chrono::milliseconds deadline)
    {
        const auto promise = std::make_shared<std::promise<PrintReport>>();
        auto answer = promise->get_future();
        m_driver->print(std::move(job), deadline, [promise](const PrintReport &report) { promise->set_value(report); });
        if (answer.wait_for(deadline + 10s) != std::future_status::ready) {
            m_finding.trouble = QStringLiteral("a print never ended");
            return {};
        }
        return answer.get();
    }

    // What comes out of a printer with which nothing is wrong.
    [[nodiscard]] QByteArray expected(const PrintJob &job) const
    {
        VirtualPrinterModel model = VirtualPrinterModel::of(m_plan.profile);
        model.bufferBytes = 1 << 20;
        VirtualPrinter sound(model);
        (void)sound.receive(encodeEscpos(job, m_plan.profile).joined());
        const auto paper = sound.lastPaper();
        return paper ? inkOf(paper->image) : QByteArray("no paper");
    }

    // Where sizes stand, that a printer takes for any bytes. Some twenty bytes of status go out before the receipt.
    [[nodiscard]] std::size_t bytesUntil(const EscposStream &stream) const
    {
        const auto moment = static_cast<std::size_t>(m_plan.moment * static_cast<double>(stream.size() + 30));
        if (!m_plan.atHead || moment == 0) {
            return moment;
        }
        std::size_t head = 0;
        for (const EscposCommand &command : stream.commands) {
            if (head + command.bytes.size() > moment) {
                break;
            }
            head += command.bytes.size();
        }
        return head + m_plan.seed % 24;
    }

    // The fault at its moment. Bytes that are not the receipt's (status, clearing) count too: a moment beyond 1 is one
    // in which the printer only answers.
    void arrange(const EscposStream &stream)
    {
        const std::size_t bytes = bytesUntil(stream);
        const int rows = static_cast<int>(m_plan.moment * stream.rows());
        VirtualPrinterState state;
        switch (m_plan.trouble) {
        case Trouble::Unplug:
        case Trouble::PowerCycle:  // the cable's end in the printer has no power either
            return m_machine->setFault(PrinterFault::Unplug, bytes);
        case Trouble::Stall:
            return m_machine->setFault(PrinterFault::Stall, bytes);
        case Trouble::Slow:
            return m_machine->setFault(PrinterFault::Slow, bytes);
        case Trouble::Garbage:
            return m_machine->setFault(PrinterFault::Garbage, bytes);
        case Trouble::ShortWrite:
            return m_machine->setFault(PrinterFault::ShortWrite, bytes);
        case Trouble::StaleStatus:
            return m_machine->setFault(PrinterFault::StaleStatus, bytes);
        case Trouble::Freeze:
            return m_machine->setFault(PrinterFault::Freeze, bytes);
        case Trouble::Hang:
            return m_machine->setFault(PrinterFault::Hang, bytes);
        case Trouble::Killed:
            m_cable->severAfter = static_cast<long>(bytes);
            return;
        case Trouble::PaperOut:
            state.paper = SimPaper::Out;
            break;
        case Trouble::NearEnd:
            state.paper = SimPaper::NearEnd;
            break;
        case Trouble::CoverOpen:
            state.coverOpen = true;
            break;
        case Trouble::Jam:
            state.jam = true;
            break;
        case Trouble::Cutter:
            state.cutterFault = true;
            break;
        case Trouble::HeadHot:
            state.headHot = true;
            break;
        case Trouble::Fatal:
            state.fatal = true;
            break;
        case Trouble::FeedButton:
            state.feedButton = true;
            break;
        }
        m_machine->afterRows(rows, state);
    }

    // Somebody plugs in, loads, closes, takes; a program that hangs or was killed is started again.
    bool makeGood()
    {
        if (!m_finding.trouble.isEmpty()) {
            return false;
        }
        m_machine->afterRows(-1, m_machine->state());
        if (m_machine->state().fatal || m_plan.trouble == Trouble::PowerCycle) {
            m_machine->powerCycle();
        }
        m_machine->heal();
        m_machine->setState({});
        if (m_plan.trouble == Trouble::Killed || linkNow() == Link::Hung) {
            startProgram(true);
        }
        const auto until = Monotonic::now() + ready;
        while (!waitFor(Link::Ready) || !quiet()) {
            m_machine->takePaper();
            if (Monotonic::now() >= until) {
                m_finding.trouble = QStringLiteral("did not become ready again");
                return false;
            }
        }
        return true;
    }

    Link linkNow()
    {
        const std::lock_guard lock(m_mutex);
        return m_last.link;
    }

    // A paper that was recorded as printed is in the visitor's hand now, and not when somebody has repaired something.
    // A slow printer has the time it takes.
    void judgeRecord(const Paper &paper)
    {
        for (const auto until = Monotonic::now() + ready; m_machine->paced() && Monotonic::now() < until;) {
            m_machine->waitForChange(m_machine->changes(), Monotonic::now() + settle);
            (void)m_machine->paperCount();  // lets it go on
        }
        const std::vector<QByteArray> papers = cameOut();
        m_finding.lost += std::count(papers.begin(), papers.end(), paper.ink) == 0 ? 1 : 0;
    }

    // Ready as the hub sees it, twice in a row with nothing in the printer and nothing in its mouth.
    bool quiet()
    {
        m_machine->takePaper();
        m_machine->waitForChange(m_machine->changes(), Monotonic::now() + settle);
        return linkNow() == Link::Ready && !m_machine->paced() && !m_machine->state().ticketInMouth;
    }

    [[nodiscard]] std::vector<QByteArray> cameOut() const
    {
        std::vector<QByteArray> papers;
        for (const VirtualPaper &paper : m_machine->papers()) {
            papers.push_back(inkOf(paper.image));
        }
        return papers;
    }

    void judgeCase()
    {
        const std::vector<QByteArray> papers = cameOut();
        int unmarked = 0;
        for (const QByteArray &paper : papers) {
            unmarked += paper == m_papers.front().ink ? 1 : 0;
        }
        m_finding.unmarked += std::max(0, unmarked - 1);
    }

    void judgeNextVisitor()
    {
        std::mt19937 text(m_plan.seed + 1);
        const ReceiptDocument document = receiptOf(QStringLiteral("乙女士"), text, 0);
        PrintJob job = m_composer.compose(document, m_plan.profile, "next");
        const QByteArray wanted = expected(job);
        const int before = m_machine->paperCount();
        const PrintReport report = printed(std::move(job), quietDeadline);
        const int papers = m_machine->paperCount() - before;
        const bool right = papers == 1 && inkOf(m_machine->lastPaper()->image) == wanted;
        m_finding.foreign += right ? 0 : 1;
        if (right && report.outcome != PrintOutcome::Printed) {
            m_finding.trouble =
                QStringLiteral("the next visitor's paper was not seen: ") + QString::fromStdString(report.reason);
        }
    }

    const Plan &m_plan;
    KioskStore &m_store;
    std::shared_ptr<VirtualPrinter> m_machine;
    QString m_case;
    std::shared_ptr<CableState> m_cable;
    std::unique_ptr<EscposPrinter> m_driver;
    ReceiptComposer m_composer;
    std::vector<Paper> m_papers;  // asked for, in order
    Finding m_finding;
};

}  // namespace

const char *troubleName(Trouble trouble)
{
    static constexpr const char *names[troubles] = {"unplug",       "stall",       "slow",   "garbage",   "short-write",
                                                    "stale-status", "freeze",      "hang",   "paper-out", "near-end",
                                                    "cover",        "jam",         "cutter", "head-hot",  "fatal",
                                                    "feed-button",  "power-cycle", "killed"};
    return names[static_cast<int>(trouble)];
}

QString Plan::words() const
{
    return QStringLiteral("seed %1: %2 at %3%5 on %4")
        .arg(seed)
        .arg(QLatin1String(troubleName(trouble)))
        .arg(moment, 0, 'f', 3)
        .arg(QString::fromStdString(profile.id), QLatin1String(atHead ? " (head)" : ""));
}

Finding playRound(const Plan &plan, KioskStore &store)
{
    return Round(plan, store).play();
}

}  // namespace hall::test
