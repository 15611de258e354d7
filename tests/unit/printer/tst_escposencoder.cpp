// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/raster.h"
#include "drivers/printer/escposencoder.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace hall::device;

namespace {

PrinterProfile profileWith(char proof)
{
    PrinterProfile profile;
    profile.proof = proof;
    return profile;
}

RasterBand randomBand(std::mt19937 &random)
{
    RasterBand band;
    const int widths[] = {8, 128, 384, 512, 576};
    band.widthDots = widths[random() % 5];
    band.rows = 1 + static_cast<int>(random() % 600);
    const auto rowBytes = static_cast<std::size_t>(band.widthDots / 8);
    band.bits.resize(rowBytes * static_cast<std::size_t>(band.rows));
    const unsigned char nasty[] = {0x10, 0x04, 0x05, 0x14, 0x00, 0xFF};
    for (unsigned char &byte : band.bits) {
        byte = random() % 2 == 0 ? nasty[random() % 6] : static_cast<unsigned char>(random());
    }
    for (std::size_t white = random() % 4; white > 0; --white) {  // some white stretches, as receipts have
        const std::size_t from = random() % band.bits.size();
        const std::size_t length = std::min(band.bits.size() - from, rowBytes * (random() % 40));
        std::fill_n(band.bits.begin() + static_cast<std::ptrdiff_t>(from), length, static_cast<unsigned char>(0));
    }
    return band;
}

// What a printer would put on paper: every GS v 0 slice, its dots and rows once or twice as m says, white to the right.
Bytes dotsOf(const EscposStream &stream, int widthDots, int sliceRows)
{
    Bytes all;
    const auto rowBytes = static_cast<std::size_t>(widthDots / 8);
    for (const EscposCommand &command : stream.commands) {
        if (command.kind != CommandKind::Raster) {
            continue;
        }
        const Bytes &bytes = command.bytes;
        const std::size_t across = (bytes.at(3) & 1) != 0 ? 2 : 1;
        const std::size_t down = (bytes.at(3) & 2) != 0 ? 2 : 1;
        const std::size_t width = bytes.at(4) + 256U * bytes.at(5);
        const std::size_t rows = bytes.at(6) + 256U * bytes.at(7);
        const Bytes head(bytes.begin(), bytes.begin() + 3);
        if (head != Bytes{0x1D, 0x76, 0x30} || bytes.at(3) > 3 || width * across > rowBytes ||
            rows * down > static_cast<std::size_t>(sliceRows) ||
            rows * down != static_cast<std::size_t>(command.rows) || bytes.size() != 8 + width * rows) {
            return {};
        }
        for (std::size_t row = 0; row < rows; ++row) {
            Bytes dots(rowBytes, 0);
            for (std::size_t x = 0; x < width * 8 * across; ++x) {
                const std::size_t from = x / across;
                if ((bytes[8 + row * width + from / 8] & (0x80U >> from % 8)) != 0) {
                    dots[x / 8] = static_cast<unsigned char>(dots[x / 8] | (0x80U >> x % 8));
                }
            }
            for (std::size_t i = 0; i < down; ++i) {
                all.insert(all.end(), dots.begin(), dots.end());
            }
        }
    }
    return all;
}

// The band with each dot `across` times side by side and each row `down` times, at the same width.
RasterBand enlarged(const RasterBand &band, int across, int down)
{
    RasterBand large{band.widthDots, band.rows * down, {}};
    const auto rowBytes = static_cast<std::size_t>(band.widthDots / 8);
    for (int y = 0; y < large.rows; ++y) {
        for (int x = 0; x < band.widthDots; x += 8) {
            unsigned byte = 0;
            for (int bit = 0; bit < 8; ++bit) {
                const int from = (x + bit) / across;
                const auto at = static_cast<std::size_t>(y / down) * rowBytes + static_cast<std::size_t>(from / 8);
                byte |= (band.bits[at] >> (7 - from % 8) & 1U) << (7 - bit);
            }
            large.bits.push_back(static_cast<unsigned char>(byte));
        }
    }
    return large;
}

int realTimePairs(const Bytes &bytes)
{
    int found = 0;
    for (std::size_t i = 1; i < bytes.size(); ++i) {
        found += isRealTimePair(bytes[i - 1], bytes[i]) ? 1 : 0;
    }
    return found;
}

}  // namespace

class TestEscposEncoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noPictureSpeaksToThePrinter();
    void pairsAcrossRowsAreBroken();
    void dotsSurvive();
    void joinedRowsKeepTheirDots();
    void twosAreSentOnce_data();
    void twosAreSentOnce();
    void endOfPaper_data();
    void endOfPaper();
    void feedIsSplit();
    void processIdsDiffer();
    void whiteCostsLittle();
};

void TestEscposEncoder::noPictureSpeaksToThePrinter()
{
    std::mt19937 random(42);
    int pairsIn = 0;
    for (int i = 0; i < 400; ++i) {
        PrintJob job;
        job.id = "job-" + std::to_string(i);
        job.parts = {randomBand(random), randomBand(random)};
        job.feedDots = static_cast<int>(random() % 600);
        pairsIn += realTimePairs(std::get<RasterBand>(job.parts.front()).bits);
        PrinterProfile profile = profileWith("ABCD"[i % 4]);
        profile.sliceRows = 1 + static_cast<int>(random() % 255);
        const EscposStream stream = encodeEscpos(job, profile);
        QCOMPARE(realTimePairs(stream.joined()), 0);
        QCOMPARE(stream.joined().size(), stream.size());
    }
    QVERIFY(pairsIn > 20'000);  // the rasters were nasty enough to mean something
}

void TestEscposEncoder::pairsAcrossRowsAreBroken()
{
    RasterBand band{16, 2, {0xFF, 0x10, 0x04, 0xFF}};
    PrintJob job{"a", {band}, 0, false};
    const Bytes bytes = encodeEscpos(job, profileWith('D')).joined();
    QCOMPARE(realTimePairs(bytes), 0);
    const Bytes slice{0x1D, 0x76, 0x30, 0x00, 0x02, 0x00, 0x02, 0x00, 0xFF, 0x10, 0x0C, 0xFF};
    QVERIFY(std::search(bytes.begin(), bytes.end(), slice.begin(), slice.end()) != bytes.end());
}

void TestEscposEncoder::dotsSurvive()
{
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
        const RasterBand band = randomBand(random);
        PrinterProfile profile = profileWith('A');
        profile.sliceRows = 1 + static_cast<int>(random() % 255);
        const Bytes got = dotsOf(encodeEscpos({"x", {band}, 0, true}, profile), band.widthDots, profile.sliceRows);
        QCOMPARE(got.size(), band.bits.size());
        Bytes wanted = band.bits;  // and what the preview shows
        breakRealTimePairs(wanted);
        QVERIFY(got == wanted);
    }
}

// Left-out white makes 10 04 of a row's end and the next one's start: the dots stay, a byte of white goes between.
void TestEscposEncoder::joinedRowsKeepTheirDots()
{
    const RasterBand band{24, 3, {0x04, 0x10, 0x00, 0x14, 0x10, 0x00, 0x04, 0x10, 0x00}};
    const EscposStream stream = encodeEscpos({"j", {band}, 0, false}, profileWith('D'));
    QCOMPARE(realTimePairs(stream.joined()), 0);
    QVERIFY(dotsOf(stream, 24, 255) == band.bits);
}

void TestEscposEncoder::twosAreSentOnce_data()
{
    QTest::addColumn<int>("across");
    QTest::addColumn<int>("down");
    QTest::newRow("dots") << 2 << 1;
    QTest::newRow("rows") << 1 << 2;
    QTest::newRow("both") << 2 << 2;
    QTest::newRow("a QR code of six dots a module") << 6 << 6;
}

// Dots or rows that come in twos take half the bytes and stay where they are, whatever stands among them: bytes that
// together would speak to the printer, other rows, slices of any height.
void TestEscposEncoder::twosAreSentOnce()
{
    QFETCH(int, across);
    QFETCH(int, down);
    std::mt19937 random(11);
    for (int i = 0; i < 60; ++i) {
        RasterBand band = enlarged(randomBand(random), across, down);
        const RasterBand other = randomBand(random);
        if (i % 2 == 0 && other.widthDots == band.widthDots) {
            band.rows += other.rows;
            band.bits.insert(band.bits.end(), other.bits.begin(), other.bits.end());
        }
        PrinterProfile profile = profileWith('A');
        profile.sliceRows = 1 + static_cast<int>(random() % 255);
        const EscposStream stream = encodeEscpos({"x", {band}, 0, true}, profile);
        QCOMPARE(realTimePairs(stream.joined()), 0);
        Bytes wanted = band.bits;
        breakRealTimePairs(wanted);
        QVERIFY(dotsOf(stream, band.widthDots, profile.sliceRows) == wanted);
    }
    // What is in the left half of a band alone, so that the enlarged has room to its right.
    RasterBand calm{576, 200, Bytes(72 * 200, 0)};
    for (std::size_t i = 0; i < calm.bits.size(); ++i) {
        calm.bits[i] = i % 72 < 30U * 2 / static_cast<unsigned>(across) ? static_cast<unsigned char>(random()) : 0;
    }
    const RasterBand large = enlarged(calm, across, down);
    const std::size_t plain = 60U * static_cast<std::size_t>(large.rows);
    const std::size_t share = (across % 2 == 0 ? 2U : 1U) * (down % 2 == 0 ? 2U : 1U);
    const std::size_t sent = encodeEscpos({"x", {large}, 0, true}, profileWith('A')).size();
    QVERIFY2(sent < plain / share * 21 / 20 + 500, std::to_string(sent).c_str());
}

void TestEscposEncoder::endOfPaper_data()
{
    QTest::addColumn<char>("proof");
    QTest::addColumn<QString>("cut");
    QTest::addColumn<QByteArray>("end");
    const std::string id = processIdOf("j");
    QTest::newRow("A partial") << 'A' << "partial"
                               << QByteArray::fromHex("1d564200"
                                                      "1d28480600"
                                                      "3030") +
                                      QByteArray::fromStdString(id);
    QTest::newRow("B full") << 'B' << "full"
                            << QByteArray::fromHex("1d564100"
                                                   "1d7201");
    QTest::newRow("C full") << 'C' << "full" << QByteArray::fromHex("1d564100");
    // 13 mm at 203 dpi are 104 dots
    QTest::newRow("D none") << 'D' << "none" << QByteArray::fromHex("1b4a68");
}

void TestEscposEncoder::endOfPaper()
{
    QFETCH(char, proof);
    QFETCH(QString, cut);
    QFETCH(QByteArray, end);
    PrinterProfile profile = profileWith(proof);
    profile.cut = cut.toStdString();
    const Bytes bytes = encodeEscpos({"j", {RasterBand{8, 1, {0x81}}}, 0, true}, profile).joined();
    const QByteArray all(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    QVERIFY2(all.endsWith(end), all.toHex(' ').constData());
    QVERIFY(all.startsWith(QByteArray::fromHex("1b40")));
}

void TestEscposEncoder::feedIsSplit()
{
    const EscposStream stream = encodeEscpos({"j", {}, 300, false}, profileWith('D'));
    QCOMPARE(stream.commands.size(), 2U);
    QVERIFY(stream.commands.at(1).bytes == (Bytes{0x1B, 0x4A, 255, 0x1B, 0x4A, 45}));
}

void TestEscposEncoder::processIdsDiffer()
{
    QVERIFY(processIdOf("018f-receipt") != processIdOf("018e-receipt"));
    for (int i = 0; i < 1000; ++i) {
        const std::string id = processIdOf(std::to_string(i));
        QCOMPARE(id.size(), 4U);
        QVERIFY(std::all_of(id.begin(), id.end(), [](char c) { return c >= 0x20 && c <= 0x7E; }));
    }
}

void TestEscposEncoder::whiteCostsLittle()
{
    RasterBand white{576, 500, Bytes(72 * 500, 0)};
    white.bits.front() = 0x80;
    const EscposStream stream = encodeEscpos({"j", {white}, 0, true}, profileWith('A'));
    QVERIFY(stream.size() < 700);
    QCOMPARE(dotsOf(stream, 576, 255).size(), white.bits.size());
}

QTEST_GUILESS_MAIN(TestEscposEncoder)
#include "tst_escposencoder.moc"
