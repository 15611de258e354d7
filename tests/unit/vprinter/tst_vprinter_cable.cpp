// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways to reach a virtual printer, and the faults of the cable.
#include "drivers/sim/virtualprinterserver.h"
#include "drivers/sim/virtualprintertransport.h"
#include "printerbytes.h"

#include <QTcpSocket>
#include <QTest>

#include <atomic>
#include <thread>

using namespace hall;
using namespace hall::device;
using namespace hall::device::bytes;
using namespace std::chrono_literals;

namespace {

struct Rig
{
    std::shared_ptr<VirtualPrinter> printer = std::make_shared<VirtualPrinter>();
    VirtualPrinterTransport cable{printer};

    explicit Rig(VirtualPrinterModel model = {}) : printer(std::make_shared<VirtualPrinter>(model)), cable(printer)
    {
        [[maybe_unused]] const Done opened = cable.open(1s);
    }
};

void setPaper(VirtualPrinter &printer, SimPaper paper)
{
    printer.edit([=](VirtualPrinterState &state) { state.paper = paper; });
}

}  // namespace

class TestVirtualPrinterCable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAndReads();
    void readWaitsNoLongerThanAsked();
    void fullPrinterTakesWhatFits();
    void loneRealTimeCommandPassesAFullBuffer();
    void writeGoesOnWhenPaperIsLoaded();
    void unplugWithinAJob();
    void stallTakesNothingAndSaysNothing();
    void shortWriteMovesSome();
    void garbageChangesAnswers();
    void slowPrinterTakesItsTime();
    void hangLastsUntilHealed();
    void frozenPrinterTakesAndDoesNothing();
    void presenterHoldsTheTicket();
    void faultNames();
    void tcpPrintsAndAnswers();
    void tcpHostGoneAndBack();
    void tcpUnplug();
    void tcpPortInUse();
};

void TestVirtualPrinterCable::writesAndReads()
{
    Rig rig;
    const Bytes job = joined({raster(72, 10, dots(72, 10)), feedAndCut, inOrderPaper});
    const Written written = rig.cable.write(job, 1s);
    QCOMPARE(written.bytes, job.size());
    QVERIFY(!written.fault);
    QCOMPARE(*rig.cable.read(16, 1s), Bytes{0x00});
    QCOMPARE(rig.printer->paperCount(), 1);
}

void TestVirtualPrinterCable::readWaitsNoLongerThanAsked()
{
    Rig rig;
    const auto from = std::chrono::steady_clock::now();
    QVERIFY(rig.cable.read(16, 30ms)->empty());
    QVERIFY(std::chrono::steady_clock::now() - from >= 30ms);
}

void TestVirtualPrinterCable::fullPrinterTakesWhatFits()
{
    Rig rig;
    setPaper(*rig.printer, SimPaper::Out);
    const Bytes job = raster(72, 600, dots(72, 600));
    const Written written = rig.cable.write(job, 20ms);
    // The buffer, and the header and the row that the head holds.
    QCOMPARE(written.bytes, rig.printer->model().bufferBytes + 8 + 72);
    QCOMPARE(rig.printer->bufferedBytes(), rig.printer->model().bufferBytes);
    QCOMPARE(written.fault->code, FaultCode::DeviceTimeout);
}

void TestVirtualPrinterCable::loneRealTimeCommandPassesAFullBuffer()
{
    Rig rig;
    setPaper(*rig.printer, SimPaper::Out);
    const Bytes job = raster(72, 600, dots(72, 600));
    QVERIFY(rig.cable.write(job, 10ms).fault);
    const Bytes question = realTime(2);
    QCOMPARE(rig.cable.write(question, 10ms).bytes, question.size());
    QCOMPARE(*rig.cable.read(16, 1s), Bytes{0x32});
    QCOMPARE(rig.printer->bufferedBytes(), rig.printer->model().bufferBytes);
}

void TestVirtualPrinterCable::writeGoesOnWhenPaperIsLoaded()
{
    Rig rig;
    setPaper(*rig.printer, SimPaper::Out);
    const Bytes data = dots(72, 600);
    const Bytes job = joined({raster(72, 600, data), feedAndCut});
    std::jthread staff([&] {
        while (rig.printer->bufferedBytes() < rig.printer->model().bufferBytes) {
            std::this_thread::yield();
        }
        setPaper(*rig.printer, SimPaper::Ok);
    });
    const Written written = rig.cable.write(job, 20s);
    QVERIFY(!written.fault);
    QCOMPARE(written.bytes, job.size());
    QVERIFY(shows(rig.printer->lastPaper()->image, 104, 72, 600, data));
}

void TestVirtualPrinterCable::unplugWithinAJob()
{
    Rig rig;
    rig.printer->setFault(PrinterFault::Unplug, 1000);
    const Bytes job = joined({raster(72, 100, dots(72, 100)), feedAndCut});
    const Written written = rig.cable.write(job, 1s);
    QCOMPARE(written.bytes, std::size_t(1000));
    QCOMPARE(written.fault->code, FaultCode::DeviceDisconnected);
    QVERIFY(!rig.cable.isOpen());
    QCOMPARE(rig.cable.open(1s).error().code, FaultCode::DeviceDisconnected);
    QCOMPARE(rig.cable.read(1, 1s).error().code, FaultCode::DeviceDisconnected);
    QCOMPARE(rig.printer->uncutRows(), (1000 - 8) / 72);
    rig.printer->heal();
    QVERIFY(rig.cable.open(1s));
}

void TestVirtualPrinterCable::stallTakesNothingAndSaysNothing()
{
    Rig rig;
    rig.printer->setFault(PrinterFault::Stall);
    const Written written = rig.cable.write(realTime(1), 10ms);
    QCOMPARE(written.bytes, std::size_t(0));
    QCOMPARE(written.fault->code, FaultCode::DeviceTimeout);
    QVERIFY(rig.cable.read(1, 10ms)->empty());
    rig.printer->heal();
    QVERIFY(!rig.cable.write(realTime(1), 1s).fault);
    QCOMPARE(*rig.cable.read(1, 1s), Bytes{0x12});
}

void TestVirtualPrinterCable::shortWriteMovesSome()
{
    Rig rig;
    rig.printer->setFault(PrinterFault::ShortWrite);
    const Bytes data = dots(72, 40);
    const Bytes job = joined({raster(72, 40, data), feedAndCut});
    std::size_t sent = 0;
    int calls = 0;
    while (sent < job.size()) {
        const Written written = rig.cable.write(std::span(job).subspan(sent), 1s);
        QVERIFY(written.bytes > 0);
        sent += written.bytes;
        QCOMPARE(written.fault.has_value(), sent < job.size());
        ++calls;
    }
    QVERIFY(calls > 1);
    QVERIFY(shows(rig.printer->lastPaper()->image, 104, 72, 40, data));
}

void TestVirtualPrinterCable::garbageChangesAnswers()
{
    Rig rig;
    rig.printer->setFault(PrinterFault::Garbage);
    Bytes heard;
    for (int n = 0; n < 20; ++n) {
        rig.cable.write(realTime(1), 1s);
        const Bytes answer = *rig.cable.read(1, 1s);
        heard.insert(heard.end(), answer.begin(), answer.end());
    }
    QCOMPARE(heard.size(), std::size_t(20));
    QVERIFY(std::count(heard.begin(), heard.end(), 0x12) < 10);
}

void TestVirtualPrinterCable::slowPrinterTakesItsTime()
{
    VirtualPrinterModel model;
    model.rowsPerSecond = 1600;
    Rig rig(model);
    const auto from = std::chrono::steady_clock::now();
    const Bytes data = dots(72, 400);
    QVERIFY(!rig.cable.write(joined({raster(72, 400, data), feedAndCut, processId("slow")}), 5s).fault);
    QCOMPARE(rig.cable.read(16, 5s)->size(), std::size_t(7));
    const auto took = std::chrono::steady_clock::now() - from;
    QVERIFY2(took >= 200ms, "504 rows at 1600 a second, less what the motor had gathered");
    QVERIFY(shows(rig.printer->lastPaper()->image, 104, 72, 400, data));
}

void TestVirtualPrinterCable::hangLastsUntilHealed()
{
    Rig rig;
    rig.printer->setFault(PrinterFault::Hang, 1);  // begins within the write
    std::atomic<bool> healed = false;
    std::jthread staff([&] {
        while (!rig.printer->hung()) {
            std::this_thread::yield();
        }
        // The write's time is over already, and what else changes about the printer does not end it.
        for (int i = 0; i < 500; ++i) {
            setPaper(*rig.printer, i % 2 == 0 ? SimPaper::NearEnd : SimPaper::Ok);
            std::this_thread::yield();
        }
        healed = true;
        rig.printer->heal();
    });
    const Written written = rig.cable.write(realTime(1), 0ms);
    QVERIFY(healed);
    QCOMPARE(written.bytes, std::size_t(1));
    QCOMPARE(written.fault->code, FaultCode::DeviceTimeout);
}

void TestVirtualPrinterCable::frozenPrinterTakesAndDoesNothing()
{
    Rig rig;
    rig.printer->setFault(PrinterFault::Freeze);
    const Bytes job = joined({raster(72, 10, dots(72, 10)), feedAndCut, realTime(1)});
    QCOMPARE(rig.cable.write(job, 1s).bytes, job.size());
    QVERIFY(rig.cable.read(1, 10ms)->empty());
    QCOMPARE(rig.printer->paperCount(), 0);
    rig.printer->heal();
    QCOMPARE(rig.printer->paperCount(), 1);
}

void TestVirtualPrinterCable::presenterHoldsTheTicket()
{
    VirtualPrinterModel model;
    model.presenter = true;
    Rig rig(model);
    rig.cable.write(joined({raster(1, 1, {1}), feedAndCut}), 1s);
    QVERIFY(rig.printer->state().ticketInMouth);
    rig.printer->takePaper();
    QVERIFY(!rig.printer->state().ticketInMouth);
}

void TestVirtualPrinterCable::faultNames()
{
    for (const char *name : {"unplug", "stall", "slow", "garbage", "short-write", "stale-status", "hang", "freeze"}) {
        QVERIFY2(printerFaultFrom(name), name);
    }
    QVERIFY(!printerFaultFrom("melt"));
}

void TestVirtualPrinterCable::tcpPrintsAndAnswers()
{
    auto printer = std::make_shared<VirtualPrinter>();
    const auto server = VirtualPrinterServer::listen(printer);
    QVERIFY(server);
    QTcpSocket host;
    host.connectToHost(QStringLiteral("127.0.0.1"), (*server)->port());
    QVERIFY(host.waitForConnected());
    const Bytes data = dots(72, 600);
    const Bytes job = joined({realTime(4), raster(72, 600, data), feedAndCut, processId("tcp1")});
    QCOMPARE(host.write(reinterpret_cast<const char *>(job.data()), static_cast<qint64>(job.size())),
             static_cast<qint64>(job.size()));
    while (host.bytesAvailable() < 8 && host.waitForReadyRead(20000)) {
    }
    QCOMPARE(host.readAll().toHex(), QByteArray("12"
                                                "37227463703100"));
    QVERIFY(shows(printer->lastPaper()->image, 104, 72, 600, data));
}

void TestVirtualPrinterCable::tcpHostGoneAndBack()
{
    auto printer = std::make_shared<VirtualPrinter>();
    const auto server = VirtualPrinterServer::listen(printer);
    QVERIFY(server);
    for (int turn = 1; turn <= 3; ++turn) {
        QTcpSocket host;
        host.connectToHost(QStringLiteral("127.0.0.1"), (*server)->port());
        QVERIFY(host.waitForConnected());
        host.write(QByteArray::fromHex("1d5642001d7201"));
        QVERIFY(host.waitForReadyRead(20000));
        QCOMPARE(host.readAll().toHex(), QByteArray("00"));
        QCOMPARE(printer->paperCount(), turn);
    }
}

void TestVirtualPrinterCable::tcpUnplug()
{
    auto printer = std::make_shared<VirtualPrinter>();
    const auto server = VirtualPrinterServer::listen(printer);
    QVERIFY(server);
    QTcpSocket host;
    host.connectToHost(QStringLiteral("127.0.0.1"), (*server)->port());
    QVERIFY(host.waitForConnected());
    host.write(QByteArray::fromHex("100401"));
    QVERIFY(host.waitForReadyRead(20000));
    printer->setFault(PrinterFault::Unplug);
    QVERIFY(host.waitForDisconnected(20000));
}

void TestVirtualPrinterCable::tcpPortInUse()
{
    auto printer = std::make_shared<VirtualPrinter>();
    const auto first = VirtualPrinterServer::listen(printer);
    QVERIFY(first);
    const auto second = VirtualPrinterServer::listen(printer, (*first)->port());
    QCOMPARE(second.error().code, FaultCode::BadArgument);
}

QTEST_MAIN(TestVirtualPrinterCable)
#include "tst_vprinter_cable.moc"
