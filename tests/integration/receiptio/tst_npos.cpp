// SPDX-License-Identifier: GPL-3.0-or-later
// Our bytes as programs that this project did not write read them: npos makes dots of the pictures, zbar reads the
// codes on them, Tesseract the words. HALL_TEST_SCALE multiplies the 20 codes; HALL_TEST_SEED repeats a run.
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/sim/virtualprinter.h"
#include "tests/integration/receiptio/judges.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace hall;
using namespace hall::device;
using namespace hall::test;

namespace {

constexpr int minute = 60'000;
const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");

// What halls print every day. No rare names: they are judged by their dots, Tesseract does not know them.
const QStringList commonLines{
    QStringLiteral("就业智慧大厅"),
    QStringLiteral("失业登记回执"),
    QStringLiteral("办理事项"),
    QStringLiteral("已保存，联网后自动提交"),
    QStringLiteral("请在十个工作日内留意短信"),
    QStringLiteral("如需补充材料，请带本回执到任一窗口"),
    QStringLiteral("灵活就业社会保险补贴申领"),
    QStringLiteral("个人创业担保贷款申请"),
    QStringLiteral("就业困难人员认定"),
    QStringLiteral("审核结果会发到您登记的手机"),
    QStringLiteral("身份证号码"),
    QStringLiteral("社会保障卡"),
    QStringLiteral("打印时间"),
    QStringLiteral("青岛市市北区人力资源和社会保障局"),
};

struct Run
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Run ran(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("NPOS"), judgesFolder + QStringLiteral("/node_modules/npos"));
    environment.insert(QStringLiteral("OMP_THREAD_LIMIT"), QStringLiteral("1"));
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(10 * minute)) {
        process.kill();
        process.waitForFinished();
        return {-1, {}, program.toUtf8() + " did not end: " + process.errorString().toUtf8()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

ReceiptDocument receipt(std::mt19937 &random)
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记回执");
    document.hall = QStringLiteral("就业智慧大厅");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.numberLabel = QStringLiteral("受理编号");
    document.stateLine = QStringLiteral("已保存，联网后自动提交");
    document.rows = {{QStringLiteral("姓名"), QStringLiteral("测试甲㐱䶮𠮷")}};
    // Some are so long that they are drawn with dots in twos.
    for (unsigned rows = random() % (random() % 4 == 0 ? 60 : 9); rows > 0; --rows) {
        document.rows.append({QStringLiteral("办理事项"), QString::number(random())});
    }
    document.notes = {QStringLiteral("请在十个工作日内留意短信")};
    document.qr = QStringLiteral("https://hall.example/r/%1").arg(random());
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30");
    document.largePrint = random() % 2 == 0;
    document.copy = static_cast<int>(random() % 2);
    document.copyLabel = QStringLiteral("补打 第 1 次");
    return document;
}

// As heat makes them: a dot runs into its neighbours. Tesseract was taught from scans of paper, not from bare dots.
QImage asScanned(const QImage &dots)
{
    QImage grey = dots.convertToFormat(QImage::Format_Grayscale8);
    for (int pass = 0; pass < 2; ++pass) {
        const QImage from = grey;
        for (int y = 1; y < grey.height() - 1; ++y) {
            const uchar *above = from.constScanLine(y - 1);
            const uchar *here = from.constScanLine(y);
            const uchar *below = from.constScanLine(y + 1);
            for (int x = 1; x < grey.width() - 1; ++x) {
                const int corners = above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1];
                const int edges = above[x] + below[x] + here[x - 1] + here[x + 1];
                grey.scanLine(y)[x] = static_cast<uchar>((corners + 2 * edges + 4 * here[x]) / 16);
            }
        }
    }
    return grey.scaled(grey.size() * 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

// The paper without the white above and below its ink, which belongs to the way from the head to the cutter.
QImage inked(const QImage &paper)
{
    const QImage grey = paper.convertToFormat(QImage::Format_Grayscale8);
    int first = -1;
    int last = -1;
    for (int y = 0; y < grey.height(); ++y) {
        const uchar *row = grey.constScanLine(y);
        if (std::any_of(row, row + grey.width(), [](uchar dot) { return dot < 128; })) {
            first = first < 0 ? y : first;
            last = y;
        }
    }
    return first < 0 ? QImage() : grey.copy(0, first, grey.width(), last - first + 1);
}

// Differences in characters, insertions and losses counted too.
qsizetype distance(const QString &a, const QString &b)
{
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j) {
        row[j] = static_cast<qsizetype>(j);
    }
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const qsizetype change = corner + (a.at(i - 1) == b.at(static_cast<qsizetype>(j) - 1) ? 0 : 1);
            corner = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row.back();
}

}  // namespace

class TestNpos : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void dotsAreThePreview_data();
    void dotsAreThePreview();
    void textIsRead();
    void everyCodeIsRead();
    void commonLinesAreRead();
    void strangeBytesAreRefused();

private:
    QString written(const QString &name, const Bytes &bytes);
    [[nodiscard]] Run readBack(int dots, const QStringList &files) const;

    QTemporaryDir m_folder;
    std::uint32_t m_seed = 0;
};

void TestNpos::initTestCase()
{
    const QByteArray missing = missingJudges();
    if (!missing.isEmpty()) {
        QSKIP(missing.constData());
    }
    bool given = false;
    m_seed = static_cast<std::uint32_t>(qEnvironmentVariableIntValue("HALL_TEST_SEED", &given));
    m_seed = given ? m_seed : 20260101U;
}

QString TestNpos::written(const QString &name, const Bytes &bytes)
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    const bool done = file.open(QIODevice::WriteOnly) &&
                      file.write(reinterpret_cast<const char *>(bytes.data()), static_cast<qint64>(bytes.size())) ==
                          static_cast<qint64>(bytes.size());
    return done ? path : QString();
}

Run TestNpos::readBack(int dots, const QStringList &files) const
{
    return ran(QStringLiteral("node"),
               QStringList{judgesSource + QStringLiteral("/read.js"), QString::number(dots)} + files);
}

void TestNpos::dotsAreThePreview_data()
{
    QTest::addColumn<QString>("profile");
    for (const QString &file : QDir(resources + QStringLiteral("/printers")).entryList({QStringLiteral("*.json")})) {
        QTest::newRow(qPrintable(file)) << file.chopped(5);
    }
}

// The picture on the screen, npos' picture of the bytes and the virtual printer's paper: three times the same dots.
void TestNpos::dotsAreThePreview()
{
    QFETCH(QString, profile);
    const auto printer = loadPrinterProfile(resources, profile);
    QVERIFY2(printer, printer ? "" : printer.error().detail.c_str());
    std::mt19937 random(m_seed);
    ReceiptComposer composer;
    QStringList files;
    std::vector<QImage> previews;
    std::vector<QImage> papers;
    for (int i = 0; i < 6; ++i) {
        const ReceiptDocument document = receipt(random);
        const Bytes bytes = encodeEscpos(composer.compose(document, *printer, "job"), *printer).joined();
        files.append(written(QStringLiteral("%1-%2").arg(profile).arg(i), bytes));
        previews.push_back(composer.renderPreview(document, *printer));
        PrinterProfile cutting = *printer;
        cutting.cut = "partial";
        VirtualPrinterModel model = VirtualPrinterModel::of(cutting);
        model.bufferBytes = 1 << 20;
        VirtualPrinter machine(model);
        (void)machine.receive(encodeEscpos(composer.compose(document, *printer, "job"), cutting).joined());
        QVERIFY(machine.lastPaper());
        papers.push_back(machine.lastPaper()->image);
    }
    const Run read = readBack(printer->dots, files);
    QVERIFY2(read.code == 0, read.err.constData());
    for (std::size_t i = 0; i < previews.size(); ++i) {
        const QImage dots(files.at(static_cast<qsizetype>(i)) + QStringLiteral(".pbm"));
        QCOMPARE(dots.size(), previews[i].size());
        QVERIFY2(dots.convertToFormat(QImage::Format_Grayscale8) ==
                     previews[i].convertToFormat(QImage::Format_Grayscale8),
                 qPrintable(files.at(static_cast<qsizetype>(i))));
        QVERIFY(!inked(dots).isNull());
        QVERIFY(inked(papers[i]) == inked(dots));
    }
}

// Text as a program of others reads it: GB18030 between commands, nothing unknown among them.
void TestNpos::textIsRead()
{
    auto printer = loadPrinterProfile(resources, QStringLiteral("epson-tm-t82iii-203dpi"));
    QVERIFY(printer);
    printer->mode = "text";
    std::mt19937 random(m_seed);
    ReceiptComposer composer;
    ReceiptDocument document = receipt(random);
    document.largePrint = false;
    const Bytes bytes = encodeEscpos(composer.compose(document, *printer, "job"), *printer).joined();
    const QString file = written(QStringLiteral("text"), bytes);
    const Run read = readBack(printer->dots, {file});
    QVERIFY2(read.code == 0, read.err.constData());
    const QString text = QString::fromUtf8(contentOf(file + QStringLiteral(".txt")));
    for (const QString &words : {document.title, document.hall, document.number, document.stateLine, document.printedAt,
                                 document.notes.first()}) {
        QVERIFY2(text.contains(words), qPrintable(words + QStringLiteral(" is not in ") + text));
    }
    QVERIFY(!text.contains(u'?'));
    QVERIFY(!QImage(file + QStringLiteral(".pbm")).isNull());  // the line with the rare name
}

void TestNpos::everyCodeIsRead()
{
    if (QStandardPaths::findExecutable(QStringLiteral("zbarimg")).isEmpty()) {
        QSKIP("zbarimg (zbar-tools) is not installed");
    }
    const auto printer = loadPrinterProfile(resources, QStringLiteral("generic-80mm-203"));
    QVERIFY(printer);
    const int count = 20 * std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
    std::mt19937 random(m_seed);
    ReceiptComposer composer;
    constexpr int together = 50;
    for (int from = 0; from < count; from += together) {
        QStringList files;
        QStringList codes;
        for (int i = from; i < std::min(count, from + together); ++i) {
            ReceiptDocument document = receipt(random);
            QString code = QStringLiteral("https://hall.example/");
            for (unsigned left = random() % 80; left > 0; --left) {
                code += QChar(u"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.~/?="[random() % 69]);
            }
            document.qr = code;
            codes.append(code);
            files.append(written(QStringLiteral("code-%1").arg(i),
                                 encodeEscpos(composer.compose(document, *printer, "job"), *printer).joined()));
        }
        const Run read = readBack(printer->dots, files);
        QVERIFY2(read.code == 0, read.err.constData());
        for (qsizetype i = 0; i < files.size(); ++i) {
            const QString picture = files.at(i) + QStringLiteral(".pbm");
            const Run zbar = ran(QStringLiteral("zbarimg"),
                                 {QStringLiteral("--raw"), QStringLiteral("-q"), QStringLiteral("-Sdisable"),
                                  QStringLiteral("-Sqrcode.enable"), picture});
            QCOMPARE(QString::fromUtf8(zbar.out.trimmed()), codes.at(i));
            QFile::remove(picture);
        }
    }
    qInfo("%d codes read by zbar from npos' dots", count);
}

void TestNpos::commonLinesAreRead()
{
    const Run languages = ran(QStringLiteral("tesseract"), {QStringLiteral("--list-langs")});
    if (!(languages.out + languages.err).contains("chi_sim")) {
        QSKIP("tesseract with chi_sim is not installed");
    }
    const auto printer = loadPrinterProfile(resources, QStringLiteral("generic-80mm-203"));
    QVERIFY(printer);
    ReceiptComposer composer;
    for (const bool large : {false, true}) {
        ReceiptDocument document;
        document.title = commonLines.first();
        document.hall = commonLines.first();
        document.number = QStringLiteral("1");
        document.printedAt = commonLines.first();
        document.largePrint = large;
        document.notes = commonLines;
        const QString file = written(QStringLiteral("lines"),
                                     encodeEscpos(composer.compose(document, *printer, "job"), *printer).joined());
        const Run read = readBack(printer->dots, {file});
        QVERIFY2(read.code == 0, read.err.constData());
        const QString picture = m_folder.filePath(QStringLiteral("lines.png"));
        QVERIFY(asScanned(QImage(file + QStringLiteral(".pbm"))).save(picture));
        const Run tesseract =
            ran(QStringLiteral("tesseract"), {picture, QStringLiteral("-"), QStringLiteral("-l"),
                                              QStringLiteral("chi_sim"), QStringLiteral("--psm"), QStringLiteral("6")});
        QVERIFY2(tesseract.code == 0, tesseract.err.constData());
        const auto bare = [](QString text) {
            text.removeIf([](QChar c) { return c.isSpace() || c.isPunct() || c.isSymbol(); });
            return text;
        };
        // The notes are the last of the paper but for the line below them.
        const QString got = bare(QString::fromUtf8(tesseract.out));
        const QString wanted = bare(commonLines.join(QString()));
        qsizetype best = wanted.size();
        for (qsizetype at = 0; at < got.size(); ++at) {
            for (qsizetype size = wanted.size() - 6; size <= wanted.size() + 6; ++size) {
                best = std::min(best, distance(got.mid(at, size), wanted));
                if (at + size >= got.size()) {
                    break;
                }
            }
        }
        const double right = 1.0 - static_cast<double>(best) / static_cast<double>(wanted.size());
        qInfo("%s print: %.1f %% of %d characters read by Tesseract", large ? "large" : "ordinary", right * 100,
              static_cast<int>(wanted.size()));
        QVERIFY2(right >= 0.98, qPrintable(got));
    }
}

// The judge refuses what is no ESC/POS of its knowledge, and sees a dot that is not ours.
void TestNpos::strangeBytesAreRefused()
{
    const QString strange = written(QStringLiteral("strange"), Bytes{0x1B, 0x40, 0x1D, 0x01, 'x'});
    QCOMPARE(readBack(576, {strange}).code, 1);
    const QString dot = written(QStringLiteral("dot"), Bytes{0x1D, 0x76, 0x30, 0x00, 1, 0, 2, 0, 0x80, 0x01});
    QCOMPARE(readBack(16, {dot}).code, 0);
    const QImage image = QImage(dot + QStringLiteral(".pbm")).convertToFormat(QImage::Format_Grayscale8);
    QCOMPARE(image.size(), QSize(16, 2));
    QVERIFY(qGray(image.pixel(0, 0)) == 0 && qGray(image.pixel(7, 1)) == 0 && qGray(image.pixel(15, 1)) == 255);
    const QString four = written(QStringLiteral("four"), Bytes{0x1D, 0x76, 0x30, 0x03, 1, 0, 1, 0, 0x20});
    QCOMPARE(readBack(16, {four}).code, 0);
    const QImage large = QImage(four + QStringLiteral(".pbm")).convertToFormat(QImage::Format_Grayscale8);
    QCOMPARE(large.size(), QSize(16, 2));
    QVERIFY(qGray(large.pixel(3, 0)) == 255 && qGray(large.pixel(4, 1)) == 0 && qGray(large.pixel(5, 0)) == 0);
}

QTEST_MAIN(TestNpos)
#include "tst_npos.moc"
