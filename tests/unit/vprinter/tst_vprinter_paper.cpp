// SPDX-License-Identifier: GPL-3.0-or-later
// What comes out of the virtual printer for which bytes, and what stays inside it.
#include "printerbytes.h"

#include <QTest>

using namespace hall::device;
using namespace hall::device::bytes;

namespace {

constexpr int gap = 104;  // head to cutter of the default model, blank at the top of the first paper

VirtualPrinterState paperOut()
{
    VirtualPrinterState state;
    state.paper = SimPaper::Out;
    return state;
}

}  // namespace

class TestVirtualPrinterPaper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rasterIsDrawnBitForBit();
    void rasterModesAndAlignment();
    void rasterHeightLowByteOnly();
    void graphicsAreDrawn();
    void cutWithoutFeedLeavesTheEndForTheNextPaper();
    void realTimeInsideRasterIsObeyed();
    void clearInsideRasterLosesTheJob();
    void paperOutThenReloadPrintsTheOldBuffer();
    void aRollHasAnEnd();
    void clearedBufferDoesNotPrintAfterReload();
    void recoverClearsErrorsOnly();
    void cutOffHostLeavesTheParserInTheRaster();
    void processIdAfterThePaperOnly();
    void unreadProcessIdsCollapse();
    void unknownBytesAreCounted();
    void drawerIsCounted();
    void textIsKeptAndDrawn();
    void nativeCodesAreKept();
    void everyCommandOfTheTableIsKnown();
    void randomBytesDoNoHarm();
};

void TestVirtualPrinterPaper::rasterIsDrawnBitForBit()
{
    VirtualPrinter printer;
    const Bytes first = dots(72, 255, 1);
    const Bytes second = dots(72, 40, 2);
    const Bytes job = joined({{0x1B, 0x40}, raster(72, 255, first), raster(72, 40, second), feedAndCut});
    QCOMPARE(printer.receive(job).bytes, job.size());
    QCOMPARE(printer.paperCount(), 1);
    const VirtualPaper paper = *printer.lastPaper();
    QCOMPARE(paper.image.size(), QSize(576, gap + 255 + 40));
    QVERIFY(shows(paper.image, 0, 72, gap, Bytes(std::size_t(72) * gap, 0)));
    QVERIFY(shows(paper.image, gap, 72, 255, first));
    QVERIFY(shows(paper.image, gap + 255, 72, 40, second));
    QCOMPARE(paper.bytes, job);
    QVERIFY(paper.partialCut);
    QCOMPARE(printer.counts().unknownBytes, std::size_t(0));
    QVERIFY(!printer.insideCommand());
}

void TestVirtualPrinterPaper::rasterModesAndAlignment()
{
    VirtualPrinter printer;
    const Bytes right{0x1B, 0x61, 2};
    const Bytes centre{0x1B, 0x61, '1'};
    printer.receive(joined({right, raster(1, 1, {0x81}), centre, raster(1, 1, {0xA0}, 3), feedAndCut}));
    const QImage image = printer.lastPaper()->image;
    QCOMPARE(image.height(), gap + 3);
    QCOMPARE(dotsAt(image, 71, gap), static_cast<unsigned char>(0x81));
    QCOMPARE(dotsAt(image, 35, gap + 1), static_cast<unsigned char>(0xCC));
    QCOMPARE(dotsAt(image, 35, gap + 2), static_cast<unsigned char>(0xCC));
    QCOMPARE(blackDots(image), 2 + 8);

    printer.receive(joined({{0x1B, 0x61, 0}, raster(80, 1, Bytes(80, 0xFF)), feedAndCut}));
    QCOMPARE(blackDots(printer.lastPaper()->image), 576);
    QCOMPARE(printer.counts().clippedRows, std::size_t(1));
}

void TestVirtualPrinterPaper::rasterHeightLowByteOnly()
{
    VirtualPrinterModel model;
    model.rasterHeightLowByteOnly = true;
    VirtualPrinter printer(model);
    printer.receive(joined({raster(1, 257, Bytes(257, 0x0F)), feedAndCut}));
    QCOMPARE(printer.lastPaper()->image.height(), gap + 1);
    QCOMPARE(printer.counts().unknownBytes, std::size_t(256));

    VirtualPrinter whole;
    whole.receive(joined({raster(1, 257, Bytes(257, 0x0F)), feedAndCut}));
    QCOMPARE(whole.lastPaper()->image.height(), gap + 257);
}

void TestVirtualPrinterPaper::graphicsAreDrawn()
{
    VirtualPrinter printer;
    const Bytes store{0x1D, 0x28, 0x4C, 12, 0, 48, 112, 48, 1, 2, 49, 8, 0, 2, 0, 0xF0, 0x0F};
    const Bytes print{0x1D, 0x28, 0x4C, 2, 0, 48, 50};
    printer.receive(joined({store, print, feedAndCut}));
    const QImage image = printer.lastPaper()->image;
    QCOMPARE(image.height(), gap + 4);
    QVERIFY(shows(image, gap, 1, 4, {0xF0, 0xF0, 0x0F, 0x0F}));
}

void TestVirtualPrinterPaper::cutWithoutFeedLeavesTheEndForTheNextPaper()
{
    VirtualPrinter printer;
    const Bytes data = dots(72, 200);
    printer.receive(joined({raster(72, 200, data), {0x1D, 0x56, 0x00}}));
    const VirtualPaper first = *printer.lastPaper();
    QVERIFY(!first.partialCut);
    QCOMPARE(first.image.height(), 200);
    QVERIFY(shows(first.image, gap, 72, 200 - gap, data));
    printer.receive(feedAndCut);
    const QImage second = printer.lastPaper()->image;
    QCOMPARE(second.height(), gap);
    QVERIFY(shows(second, 0, 72, gap, Bytes(data.begin() + 72 * (200 - gap), data.end())));
}

void TestVirtualPrinterPaper::realTimeInsideRasterIsObeyed()
{
    VirtualPrinter printer;
    Bytes data = dots(72, 20);
    data[100] = 0x10;
    data[101] = 0x04;
    data[102] = 0x01;
    printer.receive(joined({raster(72, 20, data), feedAndCut}));
    QCOMPARE(printer.takeAnswers(16), Bytes{0x12});
    QVERIFY(shows(printer.lastPaper()->image, gap, 72, 20, data));
}

void TestVirtualPrinterPaper::clearInsideRasterLosesTheJob()
{
    VirtualPrinter printer;
    Bytes data = dots(72, 20);
    std::copy(clearBuffer.begin(), clearBuffer.end(), data.begin() + 700);
    printer.receive(joined({raster(72, 20, data), feedAndCut}));
    const Bytes answer = printer.takeAnswers(16);
    QCOMPARE(answer, (Bytes{0x37, 0x25, 0x00}));
    QCOMPARE(printer.paperCount() == 1 && shows(printer.lastPaper()->image, gap, 72, 20, data), false);
    QVERIFY(printer.counts().unknownBytes > 0);
}

void TestVirtualPrinterPaper::paperOutThenReloadPrintsTheOldBuffer()
{
    VirtualPrinter printer;
    printer.afterRows(30, paperOut());
    const Bytes data = dots(72, 100);
    printer.receive(joined({raster(72, 100, data), feedAndCut}));
    QCOMPARE(printer.paperCount(), 0);
    QCOMPARE(printer.uncutRows(), 30);
    QVERIFY(printer.bufferedBytes() > 0);
    printer.setState({});
    QCOMPARE(printer.paperCount(), 1);
    QVERIFY(shows(printer.lastPaper()->image, gap, 72, 100, data));
    QCOMPARE(printer.bufferedBytes(), std::size_t(0));
}

// Nobody cuts: the strip ends with the roll, whatever is still asked for, and so does what is kept of it.
void TestVirtualPrinterPaper::aRollHasAnEnd()
{
    VirtualPrinterModel model;
    model.rollRows = 2000;
    VirtualPrinter printer(model);
    Bytes job;
    for (int i = 0; i < 400; ++i) {
        job.insert(job.end(), {0x1B, 0x4A, 255});  // ESC J: 255 rows of feed
    }
    QVERIFY(printer.receive(job).bytes > 0);
    QCOMPARE(printer.uncutRows(), 2000);
    QCOMPARE(printer.strip().height(), 2000 + gap);
    QVERIFY(printer.state().paper == SimPaper::Out);
    for (int turn = 0; turn < 3; ++turn) {
        printer.edit([](VirtualPrinterState &state) { state.paper = SimPaper::Ok; });
        QCOMPARE(printer.uncutRows(), 2000);  // of the next roll, which the rest of the buffer has eaten as well
        QVERIFY(printer.state().paper == SimPaper::Out);
    }
    printer.receive(clearBuffer);
    printer.setState({});
    QCOMPARE(printer.uncutRows(), 0);
    printer.receive(joined({raster(72, 10, dots(72, 10)), feedAndCut}));
    QCOMPARE(printer.paperCount(), 1);
    QCOMPARE(printer.lastPaper()->image.height(), gap + 10);
    for (int i = 0; i < 40; ++i) {
        printer.receive(joined({{0x1B, 0x4A, 200}, feedAndCut}));
    }
    int kept = 0;
    for (const VirtualPaper &paper : printer.papers()) {
        kept += paper.image.height();
    }
    QCOMPARE(printer.paperCount(), 41);
    QVERIFY(kept <= 2000 && kept > 1000);
}

void TestVirtualPrinterPaper::clearedBufferDoesNotPrintAfterReload()
{
    VirtualPrinter printer;
    printer.afterRows(30, paperOut());
    const Bytes data = dots(72, 100);
    printer.receive(joined({raster(72, 100, data), processId("0001"), feedAndCut}));
    printer.receive(clearBuffer);
    QCOMPARE(printer.takeAnswers(16), (Bytes{0x37, 0x25, 0x00}));
    printer.setState({});
    QCOMPARE(printer.paperCount(), 0);
    QCOMPARE(printer.uncutRows(), 30);
    QVERIFY2(printer.takeAnswers(16).empty(), "the id of cleared data must never come");
    // What was printed hangs in the paper path and leads the next paper.
    printer.receive(joined({raster(72, 1, Bytes(72, 0xFF)), feedAndCut}));
    const QImage image = printer.lastPaper()->image;
    QCOMPARE(image.height(), gap + 31);
    QVERIFY(shows(image, gap, 72, 30, data));

    VirtualPrinterModel silent;
    silent.clearBuffer = false;
    VirtualPrinter other(silent);
    other.setState(paperOut());
    other.receive(joined({raster(72, 100, data), feedAndCut}));
    other.receive(clearBuffer);
    QVERIFY(other.takeAnswers(16).empty());
    other.setState({});
    QCOMPARE(other.paperCount(), 1);
}

void TestVirtualPrinterPaper::recoverClearsErrorsOnly()
{
    const Bytes recover{0x10, 0x05, 0x02};
    VirtualPrinter printer;
    printer.setState(paperOut());
    printer.receive(joined({raster(72, 2, dots(72, 2)), feedAndCut}));
    printer.receive(recover);
    printer.setState({});
    QCOMPARE(printer.paperCount(), 1);

    VirtualPrinterState cutter;
    cutter.cutterFault = true;
    printer.setState(cutter);
    printer.receive(joined({raster(72, 2, dots(72, 2)), feedAndCut}));
    printer.receive(recover);
    printer.setState({});
    QCOMPARE(printer.paperCount(), 1);
    QVERIFY(!printer.insideCommand());

    VirtualPrinterModel eager;
    eager.enqClearsAlways = true;
    VirtualPrinter other(eager);
    other.setState(paperOut());
    other.receive(joined({raster(72, 2, dots(72, 2)), feedAndCut}));
    other.receive(recover);
    other.setState({});
    QCOMPARE(other.paperCount(), 0);
}

void TestVirtualPrinterPaper::cutOffHostLeavesTheParserInTheRaster()
{
    VirtualPrinter printer;
    printer.receive(raster(72, 10, Bytes(72 * 4, 0)));
    QVERIFY(printer.insideCommand());
    const Bytes next = joined({{0x1B, 0x40}, raster(72, 2, Bytes(72 * 2, 0xFF)), feedAndCut});
    printer.receive(next);
    QVERIFY2(printer.paperCount() == 0, "the next host's first bytes became dots");
    printer.receive(joined({clearBuffer, next}));
    QCOMPARE(printer.paperCount(), 1);
}

void TestVirtualPrinterPaper::processIdAfterThePaperOnly()
{
    VirtualPrinter printer;
    printer.afterRows(50, paperOut());
    printer.receive(joined({raster(72, 60, dots(72, 60)), feedAndCut, processId("A1b2")}));
    QVERIFY(printer.takeAnswers(16).empty());
    printer.setState({});
    QCOMPARE(printer.takeAnswers(16), (Bytes{0x37, 0x22, 'A', '1', 'b', '2', 0x00}));

    VirtualPrinterModel plain;
    plain.answersProcessId = false;
    VirtualPrinter other(plain);
    other.receive(processId("A1b2"));
    QVERIFY(other.takeAnswers(16).empty());
    QCOMPARE(other.counts().unknownBytes, std::size_t(0));
}

void TestVirtualPrinterPaper::unreadProcessIdsCollapse()
{
    VirtualPrinter printer;
    printer.receive(joined({processId("0001"), processId("0002")}));
    QCOMPARE(printer.takeAnswers(64), (Bytes{0x37, 0x22, '0', '0', '0', '2', 0x00}));
}

void TestVirtualPrinterPaper::unknownBytesAreCounted()
{
    VirtualPrinter printer;
    printer.receive(Bytes{0x01, 0x1B, 0x05, 0x7F, 0x00, 0x00, 0x1D, 0x05, 0x01});
    QCOMPARE(printer.counts().unknownBytes, std::size_t(7));
    QCOMPARE(printer.counts().padding, std::size_t(2));
}

void TestVirtualPrinterPaper::drawerIsCounted()
{
    VirtualPrinter printer;
    printer.receive(Bytes{0x1B, 0x70, 0x00, 0x10, 0x20});
    printer.receive(Bytes{0x10, 0x14, 0x01, 0x00, 0x02});
    QCOMPARE(printer.drawerPulses(), 2);
}

void TestVirtualPrinterPaper::textIsKeptAndDrawn()
{
    VirtualPrinter printer;
    const Bytes line{0x1C, 0x26, 0xBE, 0xCD, 0xD2, 0xB5, 'A', '1', 0x0A};  // 就业A1
    const Bytes rare{0x98, 0x32, 0xA1, 0x33, 0x0A};                        // four bytes
    printer.receive(joined({line, rare, feedAndCut}));
    const VirtualPaper paper = *printer.lastPaper();
    QCOMPARE(paper.text.size(), std::size_t(2));
    QCOMPARE(QString::fromStdString(paper.text[0]), QStringLiteral("就业A1"));
    QCOMPARE(QString::fromStdString(paper.text[1]).size(), 2);
    QCOMPARE(paper.image.height(), gap + 60);
    QVERIFY(blackDots(paper.image, gap) > 20);
}

void TestVirtualPrinterPaper::nativeCodesAreKept()
{
    VirtualPrinter printer;
    const Bytes store{0x1D, 0x28, 0x6B, 6, 0, 49, 80, 48, 'a', 'b', 'c'};
    const Bytes print{0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48};
    const Bytes barcode{0x1D, 0x6B, 73, 5, '{', 'B', '1', '2', '3'};
    const Bytes old{0x1D, 0x6B, 4, 'X', 'Y', 0};
    printer.receive(joined({store, print, barcode, old, feedAndCut}));
    const std::vector<NativeCode> expected{{"qr", "abc"}, {"barcode", "{B123"}, {"barcode", "XY"}};
    QVERIFY(printer.lastPaper()->codes == expected);
}

void TestVirtualPrinterPaper::everyCommandOfTheTableIsKnown()
{
    const std::vector<Bytes> table{{0x1B, 0x40},
                                   {0x1C, 0x26},
                                   {0x1C, 0x2E},
                                   {0x1C, 0x21, 0x0C},
                                   {0x1C, 0x57, 1},
                                   {0x1D, 0x21, 0x11},
                                   {0x1B, 0x74, 0},
                                   {0x1B, 0x52, 15},
                                   {0x1B, 0x61, 1},
                                   {0x1B, 0x45, 1},
                                   {0x1B, 0x2D, 1},
                                   {0x1D, 0x42, 1},
                                   {0x1B, 0x33, 40},
                                   {0x1B, 0x32},
                                   {0x1B, 0x4A, 10},
                                   {0x1B, 0x64, 2},
                                   raster(2, 1, {1, 2}),
                                   {0x1D, 0x38, 0x4C, 11, 0, 0, 0, 48, 112, 48, 1, 1, 49, 8, 0, 1, 0, 0xFF},
                                   {0x1D, 0x28, 0x4C, 2, 0, 48, 50},
                                   {0x1D, 0x28, 0x6B, 4, 0, 49, 65, 50, 0},
                                   {0x1D, 0x28, 0x6B, 3, 0, 49, 67, 6},
                                   {0x1D, 0x28, 0x6B, 3, 0, 49, 69, 49},
                                   {0x1D, 0x68, 80},
                                   {0x1D, 0x77, 2},
                                   {0x1D, 0x48, 2},
                                   {0x1D, 0x56, 0},
                                   {0x1D, 0x56, 1},
                                   {0x1D, 0x56, 0x41, 3},
                                   {0x1D, 0x56, 0x42, 3},
                                   {0x1B, 0x70, 0, 1, 1},
                                   realTime(1),
                                   realTime(4),
                                   {0x10, 0x05, 1},
                                   {0x10, 0x05, 2},
                                   {0x1D, 0x61, 0x0E},
                                   {0x1D, 0x72, 1},
                                   processId("abcd"),
                                   {0x1D, 0x49, 0x43}};
    for (const Bytes &command : table) {
        VirtualPrinter printer;
        // Byte by byte, as a slow line delivers it; the text after it must be text.
        for (const unsigned char byte : joined({command, {'o', 'k', 0x0A}, feedAndCut})) {
            printer.receive(Bytes{byte});
        }
        QCOMPARE(printer.counts().unknownBytes, std::size_t(0));
        QVERIFY(!printer.lastPaper()->text.empty());
        QCOMPARE(printer.lastPaper()->text.back(), std::string("ok"));
    }
}

void TestVirtualPrinterPaper::randomBytesDoNoHarm()
{
    std::minstd_rand random(7);
    VirtualPrinterModel model;
    model.dots = 384;
    VirtualPrinter printer(model);
    std::size_t fed = 0;
    while (fed < 1'000'000) {
        Bytes noise(1 + random() % 400);
        for (unsigned char &byte : noise) {
            static constexpr unsigned char likely[] = {0x10, 0x14, 0x1B, 0x1C, 0x1D, 0x28, 0x76, 0x30, 0x04, 0x01};
            byte = random() % 3 == 0 ? likely[random() % std::size(likely)] : static_cast<unsigned char>(random());
        }
        printer.receive(noise);
        fed += noise.size();
        printer.takeAnswers(4096);
    }
    printer.receive(clearBuffer);
    printer.takeAnswers(1 << 20);
    const int before = printer.paperCount();
    const Bytes data = dots(48, 8);
    printer.receive(joined({{0x1B, 0x40}, feedAndCut, raster(48, 8, data), feedAndCut}));
    QCOMPARE(printer.paperCount(), before + 2);
    QVERIFY(shows(printer.lastPaper()->image, gap, 48, 8, data));
}

QTEST_MAIN(TestVirtualPrinterPaper)
#include "tst_vprinter_paper.moc"
