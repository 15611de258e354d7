// SPDX-License-Identifier: GPL-3.0-or-later
// Receipts in the printer's own font, read back from the paper of the virtual printer; the repertoires against Python's
// codecs, which this project did not write.
#include "app/receipt/nativetext.h"
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/core/raster.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/sim/virtualprinter.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace hall;

namespace {

const char *const profileIds[] = {"generic-80mm-203", "generic-58mm", "epson-tm-t82-180dpi"};

device::PrinterProfile textProfile(const QString &id, const char *charset = "gb2312", bool nativeQr = true)
{
    const auto loaded = loadPrinterProfile(QStringLiteral(HALL_SOURCE_DIR "/resources"), id);
    if (!loaded) {
        qFatal("%s", loaded.error().detail.c_str());
    }
    device::PrinterProfile profile = *loaded;
    profile.mode = "text";
    profile.charset = charset;
    profile.nativeQr = nativeQr;
    profile.cut = "partial";
    return profile;
}

ReceiptDocument receipt()
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("青岛就业智慧大厅");
    document.numberLabel = QStringLiteral("受理编号");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.stateLine = QStringLiteral("已保存，联网后自动提交到市级平台");
    document.rows = {
        {QStringLiteral("姓名"), QStringLiteral("测试甲")},
        {QStringLiteral("常住地址"), QStringLiteral("山东省青岛市市北区某某路 100 号 3 号楼 2 单元 501 室（临时）")}};
    document.notes = {QStringLiteral("请在 10 个工作日内留意短信，审核结果会发到您登记的手机。")};
    document.qr = QStringLiteral("https://hall.example/r/K7MX-4Q2P-8T");
    document.qrCaption = QStringLiteral("扫码查询办理进度");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30:12");
    return document;
}

device::Bytes streamOf(const ReceiptDocument &document, const device::PrinterProfile &profile)
{
    ReceiptComposer composer;
    return device::encodeEscpos(composer.compose(document, profile, "job"), profile).joined();
}

// The bytes on the virtual printer's paper, with what its interpreter counted.
struct Printed
{
    device::VirtualPaper paper;
    QString text;  // all lines, each with its end
    device::EscPosCounts counts;
    int papers = 0;
    int pulses = 0;
};

Printed printed(const device::Bytes &bytes, const device::PrinterProfile &profile)
{
    device::VirtualPrinter machine(device::VirtualPrinterModel::of(profile));
    (void)machine.receive(bytes);
    Printed result;
    result.papers = machine.paperCount();
    result.counts = machine.counts();
    result.pulses = machine.drawerPulses();
    if (const auto paper = machine.lastPaper()) {
        result.paper = *paper;
    }
    for (const std::string &line : result.paper.text) {
        result.text += QString::fromStdString(line) + QLatin1Char('\n');
    }
    return result;
}

QString lettersOf(QString text)
{
    return text.remove(QLatin1Char(' ')).remove(QLatin1Char('\n'));
}

int rasterParts(const ReceiptDocument &document, const device::PrinterProfile &profile)
{
    ReceiptComposer composer;
    const device::PrintJob job = composer.compose(document, profile, "job");
    return static_cast<int>(std::count_if(job.parts.begin(), job.parts.end(), [](const device::PaperPart &part) {
        const auto *band = std::get_if<device::RasterBand>(&part);
        return band && band->widthDots > 8;  // not the white between lines
    }));
}

}  // namespace

class TestTextReceipt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void repertoire_data();
    void repertoire();
    void wordsReachThePaper_data();
    void wordsReachThePaper();
    void noLineIsTooLong_data();
    void noLineIsTooLong();
    void rareCharacterTurnsItsLineAlone_data();
    void rareCharacterTurnsItsLineAlone();
    void codeIsRead_data();
    void codeIsRead();
    void hostileTextStaysText();
    void copiesAreMarked();
    void largePrintIsLarger();
    void joinedLettersAreWhole();
    void smallOnTheWire();
    void rasterElsewhere();
    void breaksWhereReadersDo();
};

void TestTextReceipt::repertoire_data()
{
    QTest::addColumn<QString>("charset");
    QTest::addColumn<QString>("codec");
    QTest::addColumn<int>("least");
    QTest::newRow("gb2312") << "gb2312"
                            << "gb2312" << 7443;  // 7,445 less two that the codecs map in different ways
    QTest::newRow("gbk") << "gbk"
                         << "gbk" << 21'600;
    QTest::newRow("gb18030-2byte") << "gb18030-2byte"
                                   << "gb18030" << 21'800;
    QTest::newRow("gb18030") << "gb18030"
                             << "gb18030" << 28'300;
}

void TestTextReceipt::repertoire()
{
    QFETCH(QString, charset);
    QFETCH(QString, codec);
    QFETCH(int, least);
    const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    if (python.isEmpty()) {
        QSKIP("python3 is not installed");
    }
    QProcess process;
    process.start(python, {QStringLiteral("-c"),
                           QStringLiteral("import sys\n"
                                          "for c in range(0x80, 0x20000):\n"
                                          "    if not 0xD800 <= c <= 0xDFFF:\n"
                                          "        try: print('%X %s' % (c, chr(c).encode(sys.argv[1]).hex()))\n"
                                          "        except UnicodeError: pass\n"),
                           codec});
    QVERIFY(process.waitForFinished(60'000));
    QHash<uint, QByteArray> theirs;
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        const qsizetype space = line.indexOf(' ');
        if (space > 0) {
            theirs.insert(line.left(space).toUInt(nullptr, 16), QByteArray::fromHex(line.mid(space + 1)));
        }
    }
    int accepted = 0;
    QStringList wrong;
    for (char32_t code = 0x80; code < 0x20000; ++code) {
        if ((code >= 0xD800 && code <= 0xDFFF) || code == 0xFEFF) {  // fromUcs4() takes that one for a mark
            continue;
        }
        const auto bytes = nativeText(QString::fromUcs4(&code, 1), charset.toStdString());
        if (!bytes) {
            continue;
        }
        ++accepted;
        const QByteArray ours(reinterpret_cast<const char *>(bytes->data()), static_cast<qsizetype>(bytes->size()));
        if (theirs.value(code) != ours) {
            wrong.append(QString::number(code, 16) + QLatin1Char(' ') + QString::fromLatin1(ours.toHex()));
        }
    }
    // U+00B7 and U+2014: GB 2312's own mapping, in Python, has U+30FB and U+2015 there.
    wrong.removeAll(QStringLiteral("b7 a1a4"));
    wrong.removeAll(QStringLiteral("2014 a1aa"));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char(','))));
    QVERIFY2(accepted >= least, qPrintable(QString::number(accepted)));
    if (charset == QLatin1String("gb2312")) {
        QCOMPARE(accepted, 7445);
    }
}

void TestTextReceipt::wordsReachThePaper_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<bool>("large");
    for (const char *id : profileIds) {
        QTest::addRow("%s", id) << QString::fromLatin1(id) << false;
        QTest::addRow("%s large", id) << QString::fromLatin1(id) << true;
    }
}

void TestTextReceipt::wordsReachThePaper()
{
    QFETCH(QString, profile);
    QFETCH(bool, large);
    const device::PrinterProfile printer = textProfile(profile);
    ReceiptDocument document = receipt();
    document.largePrint = large;
    const Printed got = printed(streamOf(document, printer), printer);
    QCOMPARE(got.papers, 1);
    QCOMPARE(got.counts.unknownBytes, std::size_t(0));
    QCOMPARE(got.counts.padding, std::size_t(0));
    const QString letters = lettersOf(got.text);
    QStringList words{document.hall,      document.title,     document.number,      document.stateLine,
                      document.printedAt, document.qrCaption, document.numberLabel, document.notes.at(0)};
    for (const ReceiptRow &row : document.rows) {
        words << row.label << row.value;
    }
    for (const QString &word : words) {
        QVERIFY2(letters.contains(lettersOf(word)), qPrintable(word + QStringLiteral(" not in\n") + got.text));
    }
    const std::vector<device::NativeCode> codes{{"qr", document.qr.toStdString()}};
    QVERIFY(got.paper.codes == codes);
}

void TestTextReceipt::noLineIsTooLong_data()
{
    wordsReachThePaper_data();
}

// As many lines as were sent come out: the printer itself breaks none, and no raster is wider than the paper.
void TestTextReceipt::noLineIsTooLong()
{
    QFETCH(QString, profile);
    QFETCH(bool, large);
    const device::PrinterProfile printer = textProfile(profile);
    ReceiptDocument document = receipt();
    document.largePrint = large;
    document.copy = 3;
    document.copyLabel = QStringLiteral("补打 第 3 次");
    const QString endless(120, QLatin1Char('W'));
    document.rows.append({endless, endless});
    document.rows.append({QStringLiteral("很长很长很长很长很长很长很长的名称"), endless + QStringLiteral("䶮")});
    document.notes.append(endless + QStringLiteral(" 𠮷"));
    ReceiptComposer composer;
    const device::PrintJob job = composer.compose(document, printer, "job");
    int lines = 0;
    for (const device::PaperPart &part : job.parts) {
        if (const auto *line = std::get_if<device::TextLine>(&part)) {
            ++lines;
            QVERIFY(static_cast<int>(line->text.size()) * 12 * line->scale <= printer.dots);
        }
    }
    const Printed got = printed(device::encodeEscpos(job, printer).joined(), printer);
    QCOMPARE(static_cast<int>(got.paper.text.size()), lines);
    QCOMPARE(got.counts.clippedRows, std::size_t(0));
    QCOMPARE(got.text.count(QLatin1Char('W')) > 300, true);
}

void TestTextReceipt::rareCharacterTurnsItsLineAlone_data()
{
    QTest::addColumn<QString>("charset");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("native");
    const auto row = [](const char *charset, const QString &name, bool native) {
        QTest::addRow("%s %s", charset, qPrintable(name)) << QString::fromLatin1(charset) << name << native;
    };
    row("gb2312", QStringLiteral("王某"), true);
    row("gb2312", QStringLiteral("买买提·某"), true);
    row("gb2312", QStringLiteral("李喆"), false);
    row("gb2312", QStringLiteral("李堃"), false);
    row("gbk", QStringLiteral("李堃"), true);
    row("gbk", QStringLiteral("李䶮"), false);
    row("gb18030-2byte", QStringLiteral("李䶮"), true);
    row("gb18030-2byte", QStringLiteral("李㐱"), false);
    row("gb18030", QStringLiteral("李㐱"), true);
    row("gb18030", QStringLiteral("李𠮷"), false);
    row("gb18030", QStringLiteral("\uE000"), false);
}

void TestTextReceipt::rareCharacterTurnsItsLineAlone()
{
    QFETCH(QString, charset);
    QFETCH(QString, name);
    QFETCH(bool, native);
    const device::PrinterProfile printer = textProfile(QStringLiteral("generic-80mm-203"), charset.toLatin1());
    ReceiptDocument document = receipt();
    const int before = rasterParts(document, printer);
    QCOMPARE(before, 0);
    document.rows[0].value = name;
    QCOMPARE(rasterParts(document, printer), native ? 0 : 1);
    const Printed got = printed(streamOf(document, printer), printer);
    QCOMPARE(got.text.contains(name), native);
    QVERIFY(!got.text.contains(QLatin1Char('?')) && !got.text.contains(QChar(0xFFFD)));
    QVERIFY(got.text.contains(QStringLiteral("常住地址")));
}

void TestTextReceipt::codeIsRead_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<bool>("native");
    for (const char *id : profileIds) {
        QTest::addRow("%s native", id) << QString::fromLatin1(id) << true;
        QTest::addRow("%s raster", id) << QString::fromLatin1(id) << false;
    }
}

void TestTextReceipt::codeIsRead()
{
    QFETCH(QString, profile);
    QFETCH(bool, native);
    const QString zbar = QStandardPaths::findExecutable(QStringLiteral("zbarimg"));
    if (zbar.isEmpty()) {
        QSKIP("zbarimg (package zbar-tools) is not installed");
    }
    const device::PrinterProfile printer = textProfile(profile, "gb2312", native);
    ReceiptComposer composer;
    const Printed got = printed(streamOf(receipt(), printer), printer);
    QCOMPARE(got.paper.codes.size(), std::size_t(native ? 1 : 0));
    const QTemporaryDir folder;
    for (const QImage &image : {got.paper.image, composer.renderPreview(receipt(), printer)}) {
        const QString file = folder.filePath(QStringLiteral("receipt.png"));
        QVERIFY(image.save(file));
        QProcess process;
        process.start(zbar, {QStringLiteral("--quiet"), QStringLiteral("--raw"), file});
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()).trimmed(), receipt().qr);
    }
}

void TestTextReceipt::hostileTextStaysText()
{
    const device::PrinterProfile printer = textProfile(QStringLiteral("generic-80mm-203"), "gb18030");
    const QString evil = QStringLiteral("a\x10\x14\x01\x01\x1Bp\x01\x1D\x56\x01\x1B@\n\r\t\x7F\u0085\u2028 b");
    ReceiptDocument document = receipt();
    document.title = evil;
    document.hall = evil;
    document.number = evil;
    document.rows = {{evil, evil}};
    document.notes = {evil};
    document.qr = evil;
    document.qrCaption = evil;
    document.copy = 1;
    document.copyLabel = evil;
    const device::Bytes stream = streamOf(document, printer);
    for (std::size_t at = 1; at < stream.size(); ++at) {
        QVERIFY(!device::isRealTimePair(stream[at - 1], stream[at]));
    }
    const Printed got = printed(stream, printer);
    QCOMPARE(got.papers, 1);
    QCOMPARE(got.pulses, 0);
    QCOMPARE(got.counts.unknownBytes, std::size_t(0));
    QVERIFY(got.paper.codes.empty());  // a code with commands in it is drawn by us

    // And the encoder by itself lets none through.
    device::PrintJob job{"j", {}, 0, true};
    device::TextLine line;
    line.text = {'a', 0x1B, 'p', 0x01, 0x10, 0x14, 0x7F, 'b'};
    job.parts = {line, device::NativeQr{{'a', 0x10, 0x14}, 4, 'M', 100}};
    const Printed raw = printed(device::encodeEscpos(job, printer).joined(), printer);
    QCOMPARE(raw.text, QStringLiteral("a p    b\n"));
    QVERIFY(raw.paper.codes.empty());
}

void TestTextReceipt::copiesAreMarked()
{
    const device::PrinterProfile printer = textProfile(QStringLiteral("generic-58mm"));
    ReceiptDocument document = receipt();
    document.copy = 2;
    document.copyLabel = QStringLiteral("补打 第 2 次");
    const Printed got = printed(streamOf(document, printer), printer);
    QCOMPARE(QString::fromStdString(got.paper.text.front()).trimmed(), document.copyLabel);
    int black = 0;
    for (int y = 104; y < 104 + 48; ++y) {  // below what hung between head and cutter
        for (int x = 0; x < got.paper.image.width(); ++x) {
            black += qGray(got.paper.image.pixel(x, y)) < 128 ? 1 : 0;
        }
    }
    QVERIFY(black > 48 * got.paper.image.width() / 2);  // white words on black
    document.copyLabel.clear();
    QVERIFY(printed(streamOf(document, printer), printer).text.contains(QStringLiteral("# 2")));
}

void TestTextReceipt::largePrintIsLarger()
{
    for (const char *id : profileIds) {
        const device::PrinterProfile printer = textProfile(QString::fromLatin1(id));
        ReceiptDocument document = receipt();
        const int normal = printed(streamOf(document, printer), printer).paper.image.height();
        document.largePrint = true;
        QVERIFY(printed(streamOf(document, printer), printer).paper.image.height() > normal * 4 / 3);
    }
}

// Letters that hang far below their line end inside their picture: its first and last rows stay white.
void TestTextReceipt::joinedLettersAreWhole()
{
    for (const char *id : profileIds) {
        for (const bool large : {false, true}) {
            const device::PrinterProfile printer = textProfile(QString::fromLatin1(id));
            ReceiptDocument document = receipt();
            document.largePrint = large;
            document.rows = {{QStringLiteral("姓名"), QStringLiteral("ئۇيغۇر ۋ ج ي")}};
            ReceiptComposer composer;
            int pictures = 0;
            for (const device::PaperPart &part : composer.compose(document, printer, "job").parts) {
                const auto *band = std::get_if<device::RasterBand>(&part);
                if (!band || band->widthDots <= 8) {
                    continue;
                }
                ++pictures;
                const auto row = static_cast<std::ptrdiff_t>((band->widthDots + 7) / 8);
                const auto ink = [](unsigned char dots) { return dots != 0; };
                QVERIFY(std::any_of(band->bits.begin(), band->bits.end(), ink));
                QVERIFY2(std::none_of(band->bits.begin(), band->bits.begin() + row, ink), id);
                QVERIFY2(std::none_of(band->bits.end() - row, band->bits.end(), ink), id);
            }
            QVERIFY(pictures > 0);
        }
    }
}

void TestTextReceipt::smallOnTheWire()
{
    const device::PrinterProfile printer = textProfile(QStringLiteral("generic-80mm-203"));
    ReceiptDocument document = receipt();
    document.rows.clear();
    for (int i = 0; i < 20; ++i) {
        document.rows.append({QStringLiteral("办理事项"), QStringLiteral("第 %1 行的内容").arg(i)});
    }
    document.notes.clear();
    const std::size_t bytes = streamOf(document, printer).size();
    QVERIFY2(bytes <= 1100, std::to_string(bytes).c_str());
}

void TestTextReceipt::rasterElsewhere()
{
    for (const char *mode : {"auto", "raster"}) {
        device::PrinterProfile printer = textProfile(QStringLiteral("generic-80mm-203"));
        printer.mode = mode;
        ReceiptComposer composer;
        const device::PrintJob job = composer.compose(receipt(), printer, "job");
        QCOMPARE(job.parts.size(), std::size_t(1));
        QVERIFY(std::holds_alternative<device::RasterBand>(job.parts.front()));
    }
}

void TestTextReceipt::breaksWhereReadersDo()
{
    QCOMPARE(wrapped(QStringLiteral("一二三四五。六"), 10),
             QStringList({QStringLiteral("一二三四"), QStringLiteral("五。六")}));
    QCOMPARE(wrapped(QStringLiteral("one two three"), 7),
             QStringList({QStringLiteral("one two"), QStringLiteral("three")}));
    QCOMPARE(wrapped(QStringLiteral("abcdefghij"), 4),
             QStringList({QStringLiteral("abcd"), QStringLiteral("efgh"), QStringLiteral("ij")}));
    QCOMPARE(wrapped(QString(), 4), QStringList({QString()}));
    // Numbers between their groups: an identity number, a card number with and without spaces, a case number.
    QCOMPARE(wrapped(QStringLiteral("11010119900307003X"), 16),
             QStringList({QStringLiteral("11010119900307"), QStringLiteral("003X")}));
    QCOMPARE(wrapped(QStringLiteral("6217 0000 1234 5678 901"), 16),
             QStringList({QStringLiteral("6217 0000 1234"), QStringLiteral("5678 901")}));
    QCOMPARE(wrapped(QStringLiteral("6217000012345678901"), 10),
             QStringList({QStringLiteral("62170000"), QStringLiteral("12345678"), QStringLiteral("901")}));
    QCOMPARE(wrapped(QStringLiteral("K7MX-4Q2P-8T"), 8),
             QStringList({QStringLiteral("K7MX-"), QStringLiteral("4Q2P-8T")}));
    QCOMPARE(inTwo(QStringLiteral("K7MX-4Q2P-8T")), QStringList({QStringLiteral("K7MX-"), QStringLiteral("4Q2P-8T")}));
    QCOMPARE(inTwo(QStringLiteral("K7MX4Q2P")), QStringList({QStringLiteral("K7MX4Q2P")}));
    QCOMPARE(columnsOf(QStringLiteral("a𠮷b")), 4);
    QCOMPARE(clustersOf(QStringLiteral("葛\U000E0100城")).size(), 2);
}

QTEST_MAIN(TestTextReceipt)
#include "tst_textreceipt.moc"
