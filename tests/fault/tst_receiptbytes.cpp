// SPDX-License-Identifier: GPL-3.0-or-later
// Random receipts on random printers, as pictures and as text: every byte is part of a command that the virtual printer
// knows, and none can be taken for a real-time command. The judges (the interpreter, the scanner for real-time
// commands) were written from the manuals and share nothing with the encoder. HALL_TEST_SCALE multiplies the 200
// receipts; HALL_TEST_SEED repeats a run.
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/sim/virtualprinter.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace hall;
using namespace hall::device;

namespace {

QString randomText(std::mt19937 &random, unsigned longest)
{
    QString text;
    for (unsigned left = random() % (longest + 1); left > 0; --left) {
        char32_t code = 0;
        switch (random() % 12) {
        case 0:
            code = random() % 0x20;  // controls, also the ones that begin commands
            break;
        case 1:
            code = 0x3400 + random() % 0x1980;
            break;
        case 2:
            code = 0x20000 + random() % 0xA000;
            break;
        case 3:
            code = 0x80 + random() % 0x680;  // Latin, Greek, Cyrillic, Hebrew, Arabic with Uyghur
            break;
        case 4:
            code = U"\x10\x04\x05\x14\x1B\x1Dp@"[random() % 8];
            break;
        case 5:
        case 6:
        case 7:
            code = 0x20 + random() % 0x5F;
            break;
        default:
            code = 0x4E00 + random() % 0x5200;
            break;
        }
        text += QString::fromUcs4(&code, 1);
    }
    return text;
}

ReceiptDocument randomReceipt(std::mt19937 &random)
{
    ReceiptDocument document;
    document.title = randomText(random, 16);
    document.hall = randomText(random, 20);
    document.number = randomText(random, 14);
    document.numberLabel = randomText(random, 6);
    document.stateLine = randomText(random, 40);
    for (unsigned rows = random() % 12; rows > 0; --rows) {
        document.rows.append({randomText(random, 10), randomText(random, 60)});
    }
    for (unsigned notes = random() % 4; notes > 0; --notes) {
        document.notes.append(randomText(random, 80));
    }
    // Half of them printable, as real ones are: only those does a printer draw by itself.
    document.qr = random() % 4 == 0   ? QString()
                  : random() % 2 == 0 ? randomText(random, 100)
                                      : QStringLiteral("https://hall.example/") + QString::number(random());
    document.qrCaption = randomText(random, 12);
    document.printedAt = randomText(random, 30);
    document.copy = random() % 3 == 0 ? static_cast<int>(1 + random() % 99) : 0;
    document.copyLabel = randomText(random, 12);
    document.largePrint = random() % 4 == 0;
    return document;
}

// A picture of the bytes that hurt most.
RasterBand nastyBand(std::mt19937 &random, int dots)
{
    const unsigned char nasty[] = {0x10, 0x04, 0x05, 0x14, 0x1B, 0x1D, 0x00, 0x01};
    RasterBand band{dots, static_cast<int>(1 + random() % 60), {}};
    band.bits.resize(static_cast<std::size_t>((dots + 7) / 8) * static_cast<std::size_t>(band.rows));
    for (unsigned char &byte : band.bits) {
        byte = random() % 4 == 0 ? static_cast<unsigned char>(random()) : nasty[random() % std::size(nasty)];
    }
    return band;
}

PrinterProfile randomProfile(std::mt19937 &random, const std::vector<PrinterProfile> &profiles)
{
    PrinterProfile profile = profiles[random() % profiles.size()];
    profile.mode = random() % 2 == 0 ? "raster" : "text";
    const char *charsets[] = {"gb2312", "gbk", "gb18030-2byte", "gb18030"};
    profile.charset = charsets[random() % 4];
    profile.nativeQr = random() % 2 == 0;
    profile.sliceRows = static_cast<int>(1 + random() % 255);
    profile.cut = random() % 2 == 0 ? "full" : "partial";
    profile.proof = "ABCD"[random() % 4];
    return profile;
}

// What a printer would find wrong with the stream; empty when nothing.
QString defectOf(const Bytes &stream, const PrinterProfile &profile)
{
    RealTimeScanner scanner;
    for (std::size_t at = 0; at < stream.size(); ++at) {
        if (scanner.take(stream[at]).what != RealTime::None) {
            return QStringLiteral("a real-time command ends at byte %1").arg(at);
        }
        const unsigned char next = at + 1 < stream.size() ? stream[at + 1] : 0;
        if (stream[at] == 0x10 && (next == 0x04 || next == 0x05 || next == 0x14)) {
            return QStringLiteral("a real-time command may begin at byte %1").arg(at);
        }
    }
    VirtualPrinterModel model = VirtualPrinterModel::of(profile);
    model.presenter = false;
    VirtualPrinter printer(model);
    for (std::size_t at = 0; at < stream.size();) {
        const std::size_t size = std::min<std::size_t>(4096, stream.size() - at);
        const std::size_t taken = printer.receive(std::span(stream).subspan(at, size)).bytes;
        if (taken == 0) {
            return QStringLiteral("the printer takes no more at byte %1").arg(at);
        }
        at += taken;
    }
    const EscPosCounts counts = printer.counts();
    if (counts.unknownBytes > 0 || counts.padding > 0 || counts.settings > 0) {
        return QStringLiteral("%1 unknown bytes, %2 of padding, %3 settings without use")
            .arg(counts.unknownBytes)
            .arg(counts.padding)
            .arg(counts.settings);
    }
    if (counts.clippedRows > 0) {
        return QStringLiteral("%1 rows are wider than the paper").arg(counts.clippedRows);
    }
    if (printer.insideCommand() || printer.paperCount() != 1 || printer.drawerPulses() != 0) {
        return QStringLiteral("inside a command %1, papers %2, drawer %3")
            .arg(printer.insideCommand())
            .arg(printer.paperCount())
            .arg(printer.drawerPulses());
    }
    return {};
}

}  // namespace

class TestReceiptBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anyReceipt();
    void brokenStreamsAreSeen();

private:
    std::vector<PrinterProfile> m_profiles;
    std::uint32_t m_seed = 0;
};

void TestReceiptBytes::initTestCase()
{
    const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
    for (const QString &file : QDir(resources + QStringLiteral("/printers")).entryList({QStringLiteral("*.json")})) {
        const auto profile = loadPrinterProfile(resources, file.chopped(5));
        QVERIFY2(profile, profile ? "" : profile.error().detail.c_str());
        m_profiles.push_back(*profile);
    }
    bool given = false;
    m_seed = static_cast<std::uint32_t>(qEnvironmentVariableIntValue("HALL_TEST_SEED", &given));
    m_seed = given ? m_seed : 20260101U;
}

void TestReceiptBytes::anyReceipt()
{
    const int count = 200 * std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
    std::mt19937 random(m_seed);
    ReceiptComposer composer;
    std::size_t bytes = 0;
    int texts = 0;
    int codes = 0;
    int pictures = 0;
    for (int i = 0; i < count; ++i) {
        const PrinterProfile profile = randomProfile(random, m_profiles);
        PrintJob job = composer.compose(randomReceipt(random), profile, std::to_string(i));
        if (random() % 4 == 0) {
            job.parts.emplace_back(nastyBand(random, profile.dots));
        }
        const EscposStream stream = encodeEscpos(job, profile);
        const QString defect = defectOf(stream.joined(), profile);
        QVERIFY2(defect.isEmpty(), qPrintable(QStringLiteral("receipt %1, seed %2, %3: %4")
                                                  .arg(i)
                                                  .arg(m_seed)
                                                  .arg(QString::fromStdString(profile.id), defect)));
        bytes += stream.size();
        for (const EscposCommand &command : stream.commands) {
            texts += command.kind == CommandKind::Text ? 1 : 0;
            codes += command.kind == CommandKind::Code ? 1 : 0;
            pictures += command.kind == CommandKind::Raster ? 1 : 0;
        }
    }
    qInfo("%d receipts, %zu bytes, %d lines of text, %d codes, %d pictures", count, bytes, texts, codes, pictures);
    QVERIFY(texts > count && codes > count / 40 && pictures > count);
}

// The same judges over streams that a careless encoder would make of the same receipts.
void TestReceiptBytes::brokenStreamsAreSeen()
{
    std::mt19937 random(m_seed);
    ReceiptComposer composer;
    for (int i = 0; i < 40; ++i) {
        PrinterProfile profile = randomProfile(random, m_profiles);
        profile.mode = "raster";
        PrintJob job = composer.compose(randomReceipt(random), profile, std::to_string(i));
        const RasterBand nasty = nastyBand(random, profile.dots);
        EscposStream stream = encodeEscpos(job, profile);
        QCOMPARE(defectOf(stream.joined(), profile), QString());

        // Dots sent as they are.
        EscposStream plain = stream;
        Bytes raw{0x1D,
                  0x76,
                  0x30,
                  0x00,
                  static_cast<unsigned char>(profile.dots / 8),
                  0,
                  static_cast<unsigned char>(nasty.rows),
                  0};
        raw.insert(raw.end(), nasty.bits.begin(), nasty.bits.end());
        plain.commands.insert(plain.commands.begin() + 1, {CommandKind::Raster, raw, nasty.rows});
        QVERIFY(defectOf(plain.joined(), profile).contains(QStringLiteral("real-time")));

        // A byte too few in a picture, and text that was not looked at.
        EscposStream shorter = stream;
        shorter.commands.at(1).bytes.pop_back();
        QVERIFY(!defectOf(shorter.joined(), profile).isEmpty());
        EscposStream text = stream;
        text.commands.insert(text.commands.begin() + 1, {CommandKind::Text, Bytes{'a', 0x1B, 0x01, 'b', 0x0A}, 30});
        QVERIFY(defectOf(text.joined(), profile).contains(QStringLiteral("unknown")));
        EscposStream wide = stream;
        Bytes tooWide{0x1D, 0x76, 0x30, 0x00, 200, 0, 1, 0};
        tooWide.insert(tooWide.end(), 200, 0xFF);
        wide.commands.insert(wide.commands.begin() + 1, {CommandKind::Raster, tooWide, 1});
        QVERIFY(defectOf(wide.joined(), profile).contains(QStringLiteral("wider")));
    }
}

QTEST_MAIN(TestReceiptBytes)
#include "tst_receiptbytes.moc"
