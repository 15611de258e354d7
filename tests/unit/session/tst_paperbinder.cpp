// SPDX-License-Identifier: GPL-3.0-or-later
// Pages that are kept become one PDF, read back with Poppler's programs: in order, upright, with their text; with a
// machine that cannot read, or hangs, without it; and a page that was taken out is in none.
#include "app/protocol/digest.h"
#include "app/recognition/pageimage.h"
#include "app/session/paperbinder.h"
#include "tests/support/scenes/document.h"

#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <opencv2/imgproc.hpp>
#include <thread>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

// As the capture hands it over: 200 dots an inch, at most 300 KiB.
Sensitive<QByteArray> jpegOf(const scenes::Document &document, int turn = 0)
{
    cv::Mat page;
    const double scale = 200 / (document.perMm * 25.4);
    cv::resize(document.bgr, page, {}, scale, scale, cv::INTER_AREA);
    for (int i = 0; i < turn; ++i) {
        cv::rotate(page, page, cv::ROTATE_90_COUNTERCLOCKWISE);
    }
    const auto jpeg = encodePage(page);
    return Sensitive<QByteArray>(
        QByteArray(reinterpret_cast<const char *>(jpeg->bytes.data()), static_cast<qsizetype>(jpeg->bytes.size())));
}

// Never reads anything; each line takes so long, or all the time there is.
class Slow final : public TextRecogniser
{
public:
    explicit Slow(std::chrono::milliseconds each) : m_each(each) {}
    ReadLine read(const cv::Mat &, LineMode, std::chrono::steady_clock::time_point until) override
    {
        std::this_thread::sleep_until(std::min(until, std::chrono::steady_clock::now() + m_each));
        return {};
    }

private:
    std::chrono::milliseconds m_each;
};

Result<QByteArray> answerOf(const QFuture<Result<Sensitive<QByteArray>>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 60'000) || future.resultCount() == 0) {
        return fail(FaultCode::DeviceTimeout, "never answered");
    }
    const Result<Sensitive<QByteArray>> answer = future.result();
    return answer ? Result<QByteArray>(answer->reveal()) : fail(answer.error());
}

}  // namespace

class TestPaperBinder : public QObject
{
    Q_OBJECT

private:
    QByteArray kept(PaperBinder &binder, const Sensitive<QByteArray> &jpeg)
    {
        const QByteArray name = sha256(jpeg.reveal());
        binder.keep(name, u"a4"_s, jpeg);
        return name;
    }
    QString told(const QByteArray &pdf, const QString &program, const QStringList &options = {})
    {
        QFile file(m_folder.filePath(u"paper.pdf"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(pdf) != pdf.size()) {
            return {};
        }
        file.close();
        QProcess process;
        process.start(program, options + QStringList{file.fileName()} +
                                   (program == u"pdftotext" ? QStringList{u"-"_s} : QStringList()));
        return process.waitForFinished() ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void pagesBecomeOneFile();
    void inGreyAndBlackAndWhite_data();
    void inGreyAndBlackAndWhite();
    void withoutAnEngineThereIsNoText();
    void anEngineThatHangsHoldsNobodyUp();
    void whatWasTakenOutIsNotBound();
};

void TestPaperBinder::pagesBecomeOneFile()
{
    PaperBinder binder;
    const QByteArray first = kept(binder, jpegOf(scenes::drawDocument(scenes::Kind::EndOfContract, 3)));
    const QByteArray second = kept(binder, jpegOf(scenes::drawDocument(scenes::Kind::ContractCover, 4), 1));
    binder.read();
    const auto pdf = answerOf(binder.bind({first, second}, PdfInk::Colour));
    QVERIFY2(pdf, pdf ? "" : pdf.error().detail.c_str());
    const QString facts = told(*pdf, u"pdfinfo"_s, {u"-l"_s, u"2"_s});
    QVERIFY2(facts.contains(QRegularExpression(u"Pages: +2\\n"_s)), qPrintable(facts));
    QVERIFY2(facts.contains(QRegularExpression(u"Page +2 size: +595[0-9.]* x 84[12]"_s)), qPrintable(facts));
    const QString text = told(*pdf, u"pdftotext"_s).remove(u' ');
    const qsizetype proof = text.indexOf(u"劳动合同证明"_s);
    const qsizetype contract = text.lastIndexOf(u"甲方"_s);
    QVERIFY2(proof >= 0 && contract > proof, qPrintable(text));
    QVERIFY(pdf->size() <= 2 * 300 * 1024 + 20'000);
    // The page that lay upright is the very picture of the visitor.
    const auto same = answerOf(binder.bind({first}, PdfInk::Colour));
    QVERIFY(same && same->contains(jpegOf(scenes::drawDocument(scenes::Kind::EndOfContract, 3)).reveal()));
}

void TestPaperBinder::inGreyAndBlackAndWhite_data()
{
    QTest::addColumn<PdfInk>("ink");
    QTest::addColumn<QString>("said");
    QTest::newRow("grey") << PdfInk::Grey << u"gray +1 +8 +jpeg"_s;
    QTest::newRow("black and white") << PdfInk::Bilevel << u"gray +1 +1 +"_s;
}

void TestPaperBinder::inGreyAndBlackAndWhite()
{
    QFETCH(PdfInk, ink);
    QFETCH(QString, said);
    PaperBinder binder;
    const QByteArray page = kept(binder, jpegOf(scenes::drawDocument(scenes::Kind::EndOfContract, 3)));
    const auto pdf = answerOf(binder.bind({page}, ink));
    QVERIFY(pdf);
    const QString images = told(*pdf, u"pdfimages"_s, {u"-list"_s});
    QVERIFY2(images.contains(QRegularExpression(said)), qPrintable(images));
}

void TestPaperBinder::withoutAnEngineThereIsNoText()
{
    PaperBinder binder([]() -> Result<std::unique_ptr<TextRecogniser>> { return fail(FaultCode::FileUnreadable); });
    const QByteArray page = kept(binder, jpegOf(scenes::drawDocument(scenes::Kind::EndOfContract, 3)));
    binder.read();
    const auto pdf = answerOf(binder.bind({page}, PdfInk::Colour));
    QVERIFY(pdf);
    QCOMPARE(told(*pdf, u"pdftotext"_s).trimmed(), QString());
    QVERIFY(told(*pdf, u"pdfinfo"_s).contains(QRegularExpression(u"Pages: +1\\n"_s)));
}

void TestPaperBinder::anEngineThatHangsHoldsNobodyUp()
{
    using std::chrono::milliseconds;
    PaperBinder binder(
        [] { return Result<std::unique_ptr<TextRecogniser>>(std::make_unique<Slow>(milliseconds(400))); },
        milliseconds(1000));
    QVector<QByteArray> pages;
    for (quint32 i = 0; i < 6; ++i) {
        pages.append(kept(binder, jpegOf(scenes::drawDocument(scenes::Kind::EndOfContract, 10 + i))));
    }
    QElapsedTimer since;
    since.start();
    const auto pdf = answerOf(binder.bind(pages, PdfInk::Colour));
    QVERIFY(pdf);
    QVERIFY(told(*pdf, u"pdfinfo"_s).contains(QRegularExpression(u"Pages: +6\\n"_s)));
    // Read to the end the six pages would take a minute.
    QVERIFY2(since.elapsed() < 30'000, qPrintable(QString::number(since.elapsed())));
}

void TestPaperBinder::whatWasTakenOutIsNotBound()
{
    PaperBinder binder;
    const QByteArray page = kept(binder, jpegOf(scenes::drawDocument(scenes::Kind::EndOfContract, 3)));
    const QByteArray other = kept(binder, jpegOf(scenes::drawDocument(scenes::Kind::EndOfContract, 5)));
    binder.drop(page);
    auto pdf = answerOf(binder.bind({page, other}, PdfInk::Colour));
    QVERIFY(!pdf);
    QCOMPARE(pdf.error().code, FaultCode::BadArgument);
    QVERIFY(answerOf(binder.bind({other}, PdfInk::Colour)));
    binder.dropAll();
    QVERIFY(!answerOf(binder.bind({other}, PdfInk::Colour)));
    QVERIFY(!answerOf(binder.bind({}, PdfInk::Colour)));
    binder.keep("broken", u"a4"_s, Sensitive<QByteArray>("no picture"));
    pdf = answerOf(binder.bind({"broken"}, PdfInk::Colour));
    QVERIFY(!pdf);
    QCOMPARE(pdf.error().code, FaultCode::PageBadImage);
}

QTEST_MAIN(TestPaperBinder)
#include "tst_paperbinder.moc"
