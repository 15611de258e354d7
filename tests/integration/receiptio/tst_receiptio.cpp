// SPDX-License-Identifier: GPL-3.0-or-later
// A receipt program that this project did not write (receiptio, npm) drives the virtual printer over TCP: its encoder
// tests the interpreter, its reading of status bytes tests ours.
#include "drivers/sim/virtualprinterserver.h"
#include "tests/integration/receiptio/judges.h"

#include <QProcess>
#include <QTcpServer>
#include <QTest>

using namespace hall::device;
using namespace hall::test;

namespace {

constexpr int minute = 60 * 1000;

const char *const receipt = R"(^^^就业服务回执

办理人 | 测试甲
{code:SYDJ-0001;option:qrcode,3,L}
)";

enum class Scene
{
    Clean,
    Cover,
    PaperOut,
    Cutter,
    NearEnd,
    PaperEndWithin,
    SilentAtEnd,
    SilentAtOnce
};

}  // namespace

class TestReceiptio : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void scenes_data();
    void scenes();
    void nobodyThere();

private:
    QByteArray print(quint16 port);
};

namespace {

// What zbar, another program that is not ours, reads from the paper.
QByteArray codeOn(const QImage &paper)
{
    const QString picture = judgesFolder + QStringLiteral("/paper.png");
    if (!paper.convertToFormat(QImage::Format_Grayscale8).save(picture)) {
        return "not saved";
    }
    QProcess zbar;
    zbar.start(QStringLiteral("zbarimg"), {QStringLiteral("--raw"), QStringLiteral("-q"), picture});
    return zbar.waitForFinished(minute) ? zbar.readAllStandardOutput().trimmed() : "zbarimg did not run";
}

}  // namespace

void TestReceiptio::initTestCase()
{
    const QByteArray missing = missingJudges();
    if (!missing.isEmpty()) {
        QSKIP(missing.constData());
    }
}

QByteArray TestReceiptio::print(quint16 port)
{
    QProcess node;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("RECEIPTIO"), judgesFolder + QStringLiteral("/node_modules/receiptio"));
    node.setProcessEnvironment(environment);
    node.start(QStringLiteral("node"), {judgesSource + QStringLiteral("/drive.js"), QString::number(port),
                                        QStringLiteral("-d 127.0.0.1 -p epson -l zh-hans -c 48 -t 3")});
    node.write(receipt);
    node.closeWriteChannel();
    if (!node.waitForFinished(minute)) {
        node.kill();
        node.waitForFinished();
        return "did not end";
    }
    return node.readAllStandardOutput() + node.readAllStandardError();
}

void TestReceiptio::scenes_data()
{
    QTest::addColumn<Scene>("scene");
    QTest::addColumn<QByteArray>("result");
    QTest::addColumn<int>("papers");
    QTest::newRow("clean") << Scene::Clean << QByteArray("success") << 1;
    QTest::newRow("cover open") << Scene::Cover << QByteArray("coveropen") << 0;
    QTest::newRow("paper out") << Scene::PaperOut << QByteArray("paperempty") << 0;
    QTest::newRow("cutter") << Scene::Cutter << QByteArray("error") << 0;
    QTest::newRow("near end") << Scene::NearEnd << QByteArray("success") << 1;
    QTest::newRow("paper end within the print") << Scene::PaperEndWithin << QByteArray("paperempty") << 0;
    QTest::newRow("silent at the end") << Scene::SilentAtEnd << QByteArray("timeout") << 1;
    QTest::newRow("silent at once") << Scene::SilentAtOnce << QByteArray("offline") << 0;
}

void TestReceiptio::scenes()
{
    QFETCH(Scene, scene);
    QFETCH(QByteArray, result);
    QFETCH(int, papers);
    VirtualPrinterModel model;
    model.answersGsR = scene != Scene::SilentAtEnd;
    auto printer = std::make_shared<VirtualPrinter>(model);
    printer->edit([&](VirtualPrinterState &state) {
        state.coverOpen = scene == Scene::Cover;
        state.cutterFault = scene == Scene::Cutter;
        state.paper = scene == Scene::PaperOut  ? SimPaper::Out
                      : scene == Scene::NearEnd ? SimPaper::NearEnd
                                                : SimPaper::Ok;
    });
    if (scene == Scene::PaperEndWithin) {
        VirtualPrinterState out;
        out.paper = SimPaper::Out;
        printer->afterRows(60, out);
    } else if (scene == Scene::SilentAtOnce) {
        printer->setFault(PrinterFault::Stall);
    }
    const auto server = VirtualPrinterServer::listen(printer);
    QVERIFY(server);
    QCOMPARE(print((*server)->port()), result);
    QCOMPARE(printer->paperCount(), papers);
    QCOMPARE(printer->counts().unknownBytes, std::size_t(0));
    if (papers == 1) {
        const VirtualPaper paper = *printer->lastPaper();
        std::string text;
        for (const std::string &line : paper.text) {
            text += line;
        }
        QVERIFY2(text.find("就业服务回执") != std::string::npos, text.c_str());
        QVERIFY2(text.find("测试甲") != std::string::npos, text.c_str());
        QCOMPARE(codeOn(paper.image), QByteArray("SYDJ-0001"));
    }
}

void TestReceiptio::nobodyThere()
{
    QTcpServer free;
    QVERIFY(free.listen(QHostAddress::LocalHost));
    const quint16 port = free.serverPort();
    free.close();
    QCOMPARE(print(port), QByteArray("disconnect"));
}

QTEST_MAIN(TestReceiptio)
#include "tst_receiptio.moc"
