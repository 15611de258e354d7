// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/printerprofile.h"
#include "app/receipt/qrsymbol.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/printer/escposencoder.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFontDatabase>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
const char *const profileIds[] = {"generic-80mm-203", "generic-58mm", "epson-tm-t82-180dpi"};

device::PrinterProfile profileOf(const QString &id)
{
    const auto profile = loadPrinterProfile(resources, id);
    if (!profile) {
        qFatal("%s", profile.error().detail.c_str());
    }
    return *profile;
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
        {QStringLiteral("姓名"), QStringLiteral("𠮷䶮·㛃𠅤")},
        {QStringLiteral("办理事项"), QStringLiteral("失业登记")},
        {QStringLiteral("常住地址"), QStringLiteral("山东省青岛市市北区某某路 100 号 3 号楼 2 单元 501 室")}};
    document.notes = {QStringLiteral("请在 10 个工作日内留意短信，审核结果会发到您登记的手机。"),
                      QStringLiteral("如需补充材料，请带本回执到任一窗口。")};
    document.qr = QStringLiteral("https://hall.example/r/K7MX-4Q2P-8T");
    document.qrCaption = QStringLiteral("扫码查询办理进度");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30:12");
    return document;
}

bool black(const QImage &image, int x, int y)
{
    return image.pixelIndex(x, y) == 1;
}

int blackDots(const QImage &image, int fromX = 0, int toX = -1)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = fromX; x < (toX < 0 ? image.width() : toX); ++x) {
            count += black(image, x, y) ? 1 : 0;
        }
    }
    return count;
}

bool inTwos(const QImage &image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); x += 2) {
            if (black(image, x, y) != black(image, x + 1, y)) {
                return false;
            }
        }
    }
    return true;
}

// One character alone, as a receipt draws it.
QImage drawn(const QString &text)
{
    PaperFonts fonts;
    PaperCanvas canvas(80, 203, fonts);
    canvas.text(text, TextStyle{8, false, 1.3, 0, Qt::AlignLeft}, 4, 4, 76);
    return canvas.drawn();
}

void addProfiles()
{
    QTest::addColumn<QString>("profile");
    for (const char *id : profileIds) {
        QTest::newRow(id) << QString::fromLatin1(id);
    }
}

}  // namespace

class TestReceiptComposer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rareCharacters_data();
    void rareCharacters();
    void nothingIsClipped_data();
    void nothingIsClipped();
    void longWordsWrap_data();
    void longWordsWrap();
    void previewIsWhatPrints_data();
    void previewIsWhatPrints();
    void qrIsRead_data();
    void qrIsRead();
    void longestQrFits_data();
    void longestQrFits();
    void overlongQrBecomesText();
    void copiesAreMarked();
    void largePrintIsLarger();
    void largePrintEnlargesTheNumber_data();
    void largePrintEnlargesTheNumber();
    void sameDotsEveryTime();
    void titleWordsStayWhole();
    void smallEnough_data();
    void smallEnough();
    void coarseOnlyWhereItMustBe();
    void quickWhenWarm();
    void profileErrors_data();
    void profileErrors();
};

void TestReceiptComposer::initTestCase()
{
    QVERIFY2(QFontDatabase::families().contains(QStringLiteral("Noto Sans CJK SC")),
             "package fonts-noto-cjk is missing");
}

void TestReceiptComposer::rareCharacters_data()
{
    QTest::addColumn<QString>("character");
    for (const char32_t code : {U'䶮', U'㛃', U'𠅤', U'𠮷', U'㐱', U'·'}) {
        QTest::addRow("U+%04X", static_cast<unsigned>(code)) << QString::fromUcs4(&code, 1);
    }
}

void TestReceiptComposer::rareCharacters()
{
    QFETCH(QString, character);
    const char32_t nobody = 0x10FFFD;  // private use, in no font: drawn as tofu, or as nothing
    const char32_t nobodyElse = 0xE7F3;
    const QImage image = drawn(character);
    QVERIFY(blackDots(image) > 10);
    QVERIFY(image != drawn(QString::fromUcs4(&nobody, 1)));
    QVERIFY(image != drawn(QString::fromUcs4(&nobodyElse, 1)));
    QVERIFY(image != drawn(QStringLiteral("?")));
    QVERIFY(image != drawn(QStringLiteral("\uFFFD")));
    QVERIFY(image != drawn(QStringLiteral("吉")));
}

void TestReceiptComposer::nothingIsClipped_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<bool>("large");
    for (const char *id : profileIds) {
        QTest::addRow("%s", id) << QString::fromLatin1(id) << false;
        QTest::addRow("%s large", id) << QString::fromLatin1(id) << true;
    }
}

void TestReceiptComposer::nothingIsClipped()
{
    QFETCH(QString, profile);
    QFETCH(bool, large);
    const device::PrinterProfile printer = profileOf(profile);
    ReceiptDocument document = receipt();
    document.largePrint = large;
    document.copy = 1;
    document.copyLabel = QStringLiteral("补打 第 1 次");
    ReceiptComposer composer;
    const QImage image = composer.renderPreview(document, printer);
    QCOMPARE(image.width(), printer.dots);
    QVERIFY(blackDots(image) > 5000);
    // Ink that touched an edge might go on beyond it.
    QCOMPARE(blackDots(image, 0, 8), 0);
    QCOMPARE(blackDots(image, printer.dots - 8, printer.dots), 0);
    QCOMPARE(blackDots(image.copy(0, image.height() - 6, image.width(), 6)), 0);

    // Every row adds its height, none is left out.
    for (int i = 0; i < 10; ++i) {
        const int before = composer.renderPreview(document, printer).height();
        document.rows.append({QStringLiteral("项目"), QStringLiteral("值")});
        QVERIFY(composer.renderPreview(document, printer).height() > before);
    }
}

void TestReceiptComposer::longWordsWrap_data()
{
    addProfiles();
}

void TestReceiptComposer::longWordsWrap()
{
    QFETCH(QString, profile);
    const device::PrinterProfile printer = profileOf(profile);
    ReceiptDocument document = receipt();
    const QString endless(120, QLatin1Char('W'));
    document.title = endless;
    document.hall = endless;
    document.number = endless;
    document.stateLine = endless;
    document.printedAt = endless;
    document.rows = {{endless, endless}, {QStringLiteral("a"), endless}};
    document.notes = {endless};
    document.copy = 1;
    document.copyLabel = endless;
    ReceiptComposer composer;
    const QImage image = composer.renderPreview(document, printer);
    QCOMPARE(blackDots(image, 0, 8), 0);
    QCOMPARE(blackDots(image, printer.dots - 8, printer.dots), 0);
    // All W of one text are there: as many as fit less would leave less ink.
    ReceiptDocument shorter = document;
    shorter.notes = {endless.left(90)};
    QVERIFY(blackDots(composer.renderPreview(shorter, printer)) < blackDots(image));
}

void TestReceiptComposer::previewIsWhatPrints_data()
{
    addProfiles();
}

void TestReceiptComposer::previewIsWhatPrints()
{
    QFETCH(QString, profile);
    const device::PrinterProfile printer = profileOf(profile);
    ReceiptComposer composer;
    const QImage image = composer.renderPreview(receipt(), printer);
    const device::EscposStream stream = device::encodeEscpos(composer.compose(receipt(), printer, "job"), printer);
    int y = 0;
    for (const device::EscposCommand &command : stream.commands) {
        if (command.kind != device::CommandKind::Raster) {
            continue;
        }
        const device::Bytes &bytes = command.bytes;
        const int across = (bytes[3] & 1) != 0 ? 2 : 1;  // m of GS v 0
        const int down = (bytes[3] & 2) != 0 ? 2 : 1;
        const int width = bytes[4] + 256 * bytes[5];
        for (int row = 0; row < command.rows; ++row, ++y) {
            const unsigned char *sent = bytes.data() + 8 + row / down * width;
            for (int x = 0; x < image.width(); ++x) {
                const int from = x / across;
                const bool wanted = from < width * 8 && (sent[from / 8] & (0x80 >> from % 8)) != 0;
                QVERIFY2(black(image, x, y) == wanted, qPrintable(QStringLiteral("%1, %2").arg(x).arg(y)));
            }
        }
    }
    QCOMPARE(y, image.height());
}

void TestReceiptComposer::qrIsRead_data()
{
    addProfiles();
}

void TestReceiptComposer::qrIsRead()
{
    QFETCH(QString, profile);
    const QString zbar = QStandardPaths::findExecutable(QStringLiteral("zbarimg"));
    if (zbar.isEmpty()) {
        QSKIP("zbarimg (package zbar-tools) is not installed");
    }
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("receipt.png"));
    ReceiptComposer composer;
    QVERIFY(composer.renderPreview(receipt(), profileOf(profile)).save(file));
    QProcess process;
    process.start(zbar, {QStringLiteral("--quiet"), QStringLiteral("--raw"), file});
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()).trimmed(), receipt().qr);
}

void TestReceiptComposer::longestQrFits_data()
{
    addProfiles();
}

void TestReceiptComposer::longestQrFits()
{
    QFETCH(QString, profile);
    const int modules = profileOf(profile).dots / 4;
    QVERIFY(makeQr(QString(ReceiptDocument::maxQrBytes, QLatin1Char('x')), modules).has_value());
}

void TestReceiptComposer::overlongQrBecomesText()
{
    const device::PrinterProfile printer = profileOf(QStringLiteral("generic-58mm"));
    ReceiptDocument document = receipt();
    ReceiptComposer composer;
    document.qr = QString(1200, QLatin1Char('x'));
    const QImage image = composer.renderPreview(document, printer);
    document.qr.clear();
    QVERIFY(image.height() > composer.renderPreview(document, printer).height() + 100);
    QCOMPARE(blackDots(image, printer.dots - 8, printer.dots), 0);
}

void TestReceiptComposer::copiesAreMarked()
{
    const device::PrinterProfile printer = profileOf(QStringLiteral("generic-80mm-203"));
    ReceiptComposer composer;
    const QImage first = composer.renderPreview(receipt(), printer);
    ReceiptDocument document = receipt();
    document.copy = 1;
    document.copyLabel = QStringLiteral("补打 第 1 次");
    const QImage copy = composer.renderPreview(document, printer);
    document.copyLabel.clear();
    const QImage unlabelled = composer.renderPreview(document, printer);
    for (const QImage &marked : {copy, unlabelled}) {
        const QImage top = marked.copy(0, 16, marked.width(), 40);
        QVERIFY(blackDots(top) > top.width() * top.height() / 2);  // the band: white words on black
        QVERIFY(marked.height() > first.height());
    }
    const QImage topOfFirst = first.copy(0, 16, first.width(), 40);
    QVERIFY(blackDots(topOfFirst) < topOfFirst.width() * topOfFirst.height() / 4);
}

void TestReceiptComposer::largePrintIsLarger()
{
    const device::PrinterProfile printer = profileOf(QStringLiteral("generic-80mm-203"));
    ReceiptComposer composer;
    ReceiptDocument document = receipt();
    const int normal = composer.renderPreview(document, printer).height();
    document.largePrint = true;
    QVERIFY(composer.renderPreview(document, printer).height() > normal * 5 / 4);
}

// By its ink: a fifth larger both ways on every paper, drawn by us or set by the printer.
void TestReceiptComposer::largePrintEnlargesTheNumber_data()
{
    addProfiles();
}

void TestReceiptComposer::largePrintEnlargesTheNumber()
{
    QFETCH(QString, profile);
    ReceiptComposer composer;
    for (const char *mode : {"raster", "text"}) {
        device::PrinterProfile printer = profileOf(profile);
        printer.mode = mode;
        const auto inkOfNumber = [&](bool large) {
            ReceiptDocument document = receipt();
            document.largePrint = large;
            const int whole = blackDots(composer.renderPreview(document, printer));
            document.number = QStringLiteral(".");
            return whole - blackDots(composer.renderPreview(document, printer));
        };
        QVERIFY2(inkOfNumber(true) > inkOfNumber(false) * 14 / 10, mode);
    }
}

// Whatever was drawn before: the preview on the screen and a copy of the paper have the dots of the first.
void TestReceiptComposer::sameDotsEveryTime()
{
    ReceiptComposer composer;
    QHash<QString, QImage> first;
    for (int round = 0; round < 2; ++round) {
        for (const char *id : profileIds) {
            for (const bool large : {false, true}) {
                ReceiptDocument document = receipt();
                document.largePrint = large;
                const QImage now = composer.renderPreview(document, profileOf(QString::fromLatin1(id)));
                QImage &before = first[QStringLiteral("%1 %2").arg(QLatin1String(id)).arg(large)];
                QVERIFY2(before.isNull() || before == now, id);
                before = now;
            }
        }
    }
}

// A long word makes its title smaller; it is not torn.
void TestReceiptComposer::titleWordsStayWhole()
{
    const device::PrinterProfile printer = profileOf(QStringLiteral("generic-58mm"));
    ReceiptComposer composer;
    ReceiptDocument document = receipt();
    document.largePrint = true;
    document.title = QStringLiteral("Unemployment");
    const int one = composer.renderPreview(document, printer).height();
    document.title = QStringLiteral("Receipt");
    QVERIFY(one <= composer.renderPreview(document, printer).height());
}

void TestReceiptComposer::smallEnough_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<bool>("large");
    QTest::addColumn<QStringList>("row");
    QTest::addColumn<bool>("sharp");
    const QStringList one{QStringLiteral("办理事项"), QStringLiteral("失业登记 2026-01-01")};
    const QStringList wrapped{QStringLiteral("办理事项"),
                              QStringLiteral("山东省青岛市市北区某某路 100 号 3 号楼 2 单元 501 室")};
    const QStringList english{QStringLiteral("Address"), QStringLiteral("Unit 2, 100 Some Road, Qingdao")};
    for (const QString &file : QDir(resources + QStringLiteral("/printers")).entryList({QStringLiteral("*.json")})) {
        const QString id = file.chopped(5);
        const bool narrow = profileOf(id).dots < 400;
        QTest::addRow("%s", qPrintable(id)) << id << false << one << true;
        QTest::addRow("%s wrapped", qPrintable(id)) << id << false << wrapped << false;
        QTest::addRow("%s English", qPrintable(id)) << id << false << english << true;
        QTest::addRow("%s large", qPrintable(id)) << id << true << one << false;
        // What takes four lines on 58 mm is no receipt of twenty lines any more.
        QTest::addRow("%s large, wrapped", qPrintable(id))
            << id << true << QStringList{wrapped.first(), wrapped.last().left(narrow ? 14 : 20)} << false;
        QTest::addRow("%s large, English", qPrintable(id)) << id << true << english << false;
    }
}

// Twenty rows, all that stands around them, and a QR code: under the bar on every printer, whether each row is one line
// or two, in any print. One line of ordinary print each keeps every dot.
void TestReceiptComposer::smallEnough()
{
    QFETCH(QString, profile);
    QFETCH(bool, large);
    QFETCH(QStringList, row);
    QFETCH(bool, sharp);
    const device::PrinterProfile printer = profileOf(profile);
    ReceiptDocument document = receipt();
    document.largePrint = large;
    document.notes.clear();
    ReceiptComposer composer;
    document.rows = QVector<ReceiptRow>(20, {row.first(), row.last()});
    const std::size_t bytes = device::encodeEscpos(composer.compose(document, printer, "job"), printer).size();
    QVERIFY2(bytes <= 70'000, std::to_string(bytes).c_str());
    if (sharp) {
        const QImage image = composer.renderPreview(document, printer);
        QVERIFY(!inTwos(image.copy(0, image.height() / 2, image.width(), 100)));
    }
}

// What would be too much to send is drawn with dots in twos: the same ink at the same places, in half the bytes.
void TestReceiptComposer::coarseOnlyWhereItMustBe()
{
    const device::PrinterProfile printer = profileOf(QStringLiteral("generic-80mm-203"));
    ReceiptComposer composer;
    ReceiptDocument document = receipt();
    document.largePrint = true;
    const QImage sharp = composer.renderPreview(document, printer);
    while (document.rows.size() < 40) {
        document.rows += document.rows;
    }
    const QImage coarse = composer.renderPreview(document, printer);
    const int top = 460;  // below where the case stands
    const QImage fine = sharp.copy(0, top, sharp.width(), 200);
    const QImage rough = coarse.copy(0, top, coarse.width(), 200);
    QVERIFY(!inTwos(fine));
    QVERIFY(inTwos(rough));
    const int ink = blackDots(fine);
    QVERIFY2(std::abs(blackDots(rough) - ink) < ink / 8, qPrintable(QString::number(blackDots(rough) - ink)));
}

void TestReceiptComposer::quickWhenWarm()
{
    const device::PrinterProfile printer = profileOf(QStringLiteral("generic-80mm-203"));
    ReceiptComposer composer;
    (void)composer.compose(receipt(), printer, "job");
    // Ten times the aim of 5 ms: this guards against loading fonts anew, not against a busy machine.
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 10; ++i) {
        QElapsedTimer timer;
        timer.start();
        (void)composer.compose(receipt(), printer, "job");
        best = std::min(best, timer.nsecsElapsed());
    }
    QVERIFY2(best < 50'000'000, std::to_string(best).c_str());
}

void TestReceiptComposer::profileErrors_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("dots") << "dots" << QJsonValue(5) << "dots: must be a whole number from 128 to 2048";
    QTest::newRow("slices") << "sliceRows" << QJsonValue(256) << "sliceRows: must be a whole number from 1 to 255";
    QTest::newRow("cut") << "cut" << QJsonValue(QStringLiteral("tear")) << "cut: must be one of full, partial, none";
    QTest::newRow("flow") << "flow" << QJsonValue(QStringLiteral("dsr"))
                          << "flow: must be one of none, rts-cts, xon-xoff";
    QTest::newRow("proof") << "proof" << QJsonValue(QStringLiteral("E")) << "proof: must be one of A, B, C, D";
    QTest::newRow("flag") << "clearBuffer" << QJsonValue(1) << "clearBuffer: must be true or false";
    QTest::newRow("unknown") << "zebra" << QJsonValue(1) << "zebra: is not a key of a printer profile";
}

void TestReceiptComposer::profileErrors()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QFETCH(QString, complaint);
    QFile file(QDir(resources).filePath(QStringLiteral("printers/generic-80mm-203.json")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    object.insert(key, value);
    const auto profile = printerProfileFromJson(QJsonDocument(object).toJson());
    QVERIFY(!profile.has_value());
    QCOMPARE(QString::fromStdString(profile.error().detail), complaint);
    QVERIFY(loadPrinterProfile(resources, QStringLiteral("no-such")).error().code == FaultCode::FileUnreadable);
}

QTEST_MAIN(TestReceiptComposer)
#include "tst_receiptcomposer.moc"
