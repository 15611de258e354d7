// SPDX-License-Identifier: GPL-3.0-or-later
// Every status bit of the virtual printer against the tables of the manuals.
#include "printerbytes.h"

#include <QTest>

using namespace hall::device;
using hall::device::bytes::joined;
using hall::device::bytes::realTime;

namespace {

VirtualPrinterState with(void (*edit)(VirtualPrinterState &))
{
    VirtualPrinterState state;
    edit(state);
    return state;
}

const VirtualPrinterState normal;
const VirtualPrinterState out = with([](VirtualPrinterState &s) { s.paper = SimPaper::Out; });
const VirtualPrinterState nearEnd = with([](VirtualPrinterState &s) { s.paper = SimPaper::NearEnd; });
const VirtualPrinterState cover = with([](VirtualPrinterState &s) { s.coverOpen = true; });
const VirtualPrinterState jam = with([](VirtualPrinterState &s) { s.jam = true; });
const VirtualPrinterState cutter = with([](VirtualPrinterState &s) { s.cutterFault = true; });
const VirtualPrinterState hot = with([](VirtualPrinterState &s) { s.headHot = true; });
const VirtualPrinterState fatal = with([](VirtualPrinterState &s) { s.fatal = true; });
const VirtualPrinterState feeding = with([](VirtualPrinterState &s) { s.feedButton = true; });
const VirtualPrinterState mouth = with([](VirtualPrinterState &s) { s.ticketInMouth = true; });

Bytes ask(VirtualPrinter &printer, const Bytes &question)
{
    printer.receive(question);
    return printer.takeAnswers(64);
}

QByteArray hex(const Bytes &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex(' ');
}

struct Row
{
    const char *name;
    StatusDialect dialect;
    VirtualPrinterState state;
    const char *eot1234;
    const char *asb;
};

constexpr auto epson = StatusDialect::Epson;
constexpr auto snbc = StatusDialect::Snbc;
constexpr auto custom = StatusDialect::Custom;

}  // namespace

class TestVirtualPrinterStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusBytes_data();
    void statusBytes();
    void nearEndSensorAbsent();
    void customFullStatus_data();
    void customFullStatus();
    void customReportsChanges();
    void autoStatusOnChange();
    void initialiseEndsAutoStatus();
    void staleStatusTellsTheStateBefore();
    void latchedErrorWaitsForRecovery();
    void modelInfo();
    void inOrderStatusOnlyWhenTheDataBeforeIsPrinted();
};

void TestVirtualPrinterStatus::statusBytes_data()
{
    QTest::addColumn<StatusDialect>("dialect");
    QTest::addColumn<VirtualPrinterState>("state");
    QTest::addColumn<QByteArray>("eot");
    QTest::addColumn<QByteArray>("asb");
    const Row rows[] = {
        {"epson normal", epson, normal, "12 12 12 12", "10 00 00 00"},
        {"epson paper out", epson, out, "1a 32 12 7e", "18 00 0f 00"},
        {"epson near end", epson, nearEnd, "12 12 12 1e", "10 00 03 00"},
        {"epson cover open", epson, cover, "1a 16 12 12", "38 00 00 00"},
        {"epson jam", epson, jam, "1a 52 16 12", "18 04 00 00"},
        {"epson cutter", epson, cutter, "1a 52 1a 12", "18 08 00 00"},
        {"epson head hot", epson, hot, "1a 52 52 12", "18 40 00 00"},
        {"epson fatal", epson, fatal, "1a 52 32 12", "18 20 00 00"},
        {"epson feed button", epson, feeding, "5a 1a 12 12", "58 02 00 00"},
        {"snbc normal", snbc, normal, "16 12 12 12", "10 00 00 0f"},
        {"snbc paper out", snbc, out, "1e 32 12 7e", "18 00 0f 0f"},
        {"snbc jam", snbc, jam, "1e 52 16 12", "18 04 00 0f"},
        {"snbc head hot", snbc, hot, "1e 52 52 12", "18 40 00 0f"},
        {"snbc feed button", snbc, feeding, "1e 1a 12 12", "58 02 00 0f"},
    };
    for (const Row &row : rows) {
        QTest::newRow(row.name) << row.dialect << row.state << QByteArray(row.eot1234) << QByteArray(row.asb);
    }
}

void TestVirtualPrinterStatus::statusBytes()
{
    QFETCH(StatusDialect, dialect);
    QFETCH(VirtualPrinterState, state);
    VirtualPrinterModel model;
    model.dialect = dialect;
    VirtualPrinter printer(model);
    printer.receive(Bytes{0x1D, 0x61, 0x0E});
    QCOMPARE(hex(printer.takeAnswers(64)), QByteArray(dialect == snbc ? "10 00 00 0f" : "10 00 00 00"));
    printer.setState(state);
    const Bytes reported = printer.takeAnswers(64);
    if (state != normal) {
        QTEST(hex(reported), "asb");
    } else {
        QVERIFY(reported.empty());
    }
    QTEST(hex(ask(printer, joined({realTime(1), realTime(2), realTime(3), realTime(4)}))), "eot");
}

void TestVirtualPrinterStatus::nearEndSensorAbsent()
{
    VirtualPrinterModel model;
    model.nearEndSensor = false;
    VirtualPrinter printer(model);
    printer.setState(nearEnd);
    QCOMPARE(hex(ask(printer, realTime(4))), QByteArray("12"));
    printer.setState(out);
    QCOMPARE(hex(ask(printer, realTime(4))), QByteArray("72"));
}

void TestVirtualPrinterStatus::customFullStatus_data()
{
    QTest::addColumn<VirtualPrinterState>("state");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const VirtualPrinterState &state, const char *expected) {
        QTest::newRow(name) << state << QByteArray(expected);
    };
    row("normal", normal, "10 0f 00 00 00 00");
    row("no paper", out, "10 0f 05 00 00 00");
    row("near end", nearEnd, "10 0f 04 00 00 00");
    row("ticket in the mouth", mouth, "10 0f 20 00 00 00");
    row("cover open", cover, "10 0f 00 02 00 00");
    row("feed key", feeding, "10 0f 00 20 00 00");
    row("head temperature", hot, "10 0f 00 00 01 00");
    row("cutter", cutter, "10 0f 00 00 00 01");
    row("memory", fatal, "10 0f 00 00 00 04");
}

void TestVirtualPrinterStatus::customFullStatus()
{
    QFETCH(VirtualPrinterState, state);
    VirtualPrinterModel model;
    model.dialect = custom;
    VirtualPrinter printer(model);
    printer.setState(state);
    QTEST(hex(ask(printer, realTime(0x14))), "expected");
    VirtualPrinter other;
    QVERIFY(ask(other, realTime(0x14)).empty());
}

void TestVirtualPrinterStatus::customReportsChanges()
{
    VirtualPrinterModel model;
    model.dialect = custom;
    VirtualPrinter printer(model);
    QCOMPARE(hex(ask(printer, {0x1D, 0xE0, 0x03})), QByteArray("10 03 00 00"));
    printer.setState(cover);
    QCOMPARE(hex(printer.takeAnswers(64)), QByteArray("10 03 00 02"));
    printer.setState(cover);
    QVERIFY(printer.takeAnswers(64).empty());
}

void TestVirtualPrinterStatus::autoStatusOnChange()
{
    VirtualPrinter printer;
    printer.setState(cover);
    QVERIFY(printer.takeAnswers(64).empty());
    printer.setState(normal);
    QCOMPARE(hex(ask(printer, {0x1D, 0x61, 0x08})), QByteArray("10 00 00 00"));
    printer.setState(cover);
    QVERIFY2(printer.takeAnswers(64).empty(), "only paper changes were asked for");
    printer.setState(out);
    QCOMPARE(hex(printer.takeAnswers(64)), QByteArray("18 00 0f 00"));
    printer.setState(out);
    QVERIFY(printer.takeAnswers(64).empty());
}

void TestVirtualPrinterStatus::initialiseEndsAutoStatus()
{
    VirtualPrinter printer;
    printer.receive(Bytes{0x1D, 0x61, 0x0E, 0x1B, 0x40});
    QCOMPARE(printer.takeAnswers(64).size(), std::size_t(4));
    printer.setState(out);
    QVERIFY(printer.takeAnswers(64).empty());
}

void TestVirtualPrinterStatus::staleStatusTellsTheStateBefore()
{
    VirtualPrinter printer;
    printer.setFault(PrinterFault::StaleStatus);
    printer.setState(out);
    QCOMPARE(hex(ask(printer, realTime(1))), QByteArray("12"));
    printer.heal();
    QCOMPARE(hex(ask(printer, realTime(1))), QByteArray("1a"));
}

void TestVirtualPrinterStatus::latchedErrorWaitsForRecovery()
{
    VirtualPrinterModel model;
    model.latchErrors = true;
    VirtualPrinter printer(model);
    printer.setState(cutter);
    printer.setState(normal);
    QCOMPARE(hex(ask(printer, joined({realTime(1), realTime(2), realTime(3)}))), QByteArray("3a 52 12"));
    printer.receive(Bytes{0x10, 0x05, 0x01});
    QCOMPARE(hex(ask(printer, joined({realTime(1), realTime(2), realTime(3)}))), QByteArray("12 12 12"));
}

void TestVirtualPrinterStatus::modelInfo()
{
    VirtualPrinter printer;
    const Bytes maker = ask(printer, {0x1D, 0x49, 0x42});
    QCOMPARE(maker.front(), static_cast<unsigned char>(0x5F));
    QCOMPARE(maker.back(), static_cast<unsigned char>(0));
    QVERIFY(maker.size() > 2);
    QVERIFY(ask(printer, {0x1D, 0x49, 0x43}) != maker);
    const Bytes type = ask(printer, {0x1D, 0x49, 0x02});
    QCOMPARE(type.size(), std::size_t(1));
    QCOMPARE(type[0] & 0x90, 0);
}

void TestVirtualPrinterStatus::inOrderStatusOnlyWhenTheDataBeforeIsPrinted()
{
    VirtualPrinter printer;
    const Bytes feed{0x1B, 0x4A, 100};
    QCOMPARE(hex(ask(printer, joined({feed, bytes::inOrderPaper}))), QByteArray("00"));
    printer.afterRows(50, out);
    QVERIFY(ask(printer, joined({feed, bytes::inOrderPaper})).empty());
    printer.setState(nearEnd);
    QCOMPARE(hex(printer.takeAnswers(64)), QByteArray("03"));
}

QTEST_MAIN(TestVirtualPrinterStatus)
#include "tst_vprinter_status.moc"
