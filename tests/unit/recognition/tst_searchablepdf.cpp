// SPDX-License-Identifier: GPL-3.0-or-later
// Pages become one PDF: their pictures byte for byte, in order and upright, with the text over them. What readers of
// other makers find in it is judged in tests/integration/hallctl.
#include "app/recognition/pageimage.h"
#include "app/recognition/searchablepdf.h"
#include "tests/support/scenes/document.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <QGuiApplication>
#define POINTERHOLDER_TRANSITION 4  // only std::shared_ptr: qpdf/PointerHolder.hh
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

PdfPage plainPage(int shade, cv::Size pixels = {420, 594})
{
    PdfPage page;
    page.picture = encodePage(cv::Mat(pixels, CV_8UC3, cv::Scalar::all(shade)))->bytes;
    page.pixels = pixels;
    page.mm = {210, 297};
    return page;
}

QString textOf(const PageSheet &sheet)
{
    QString all;
    for (const PdfText &text : sheet.texts) {
        all += text.text;
    }
    return all;
}

}  // namespace

class tst_SearchablePdf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void picturesStayAsTheyAre()
    {
        std::vector<PdfPage> pages{plainPage(250), plainPage(128), plainPage(10, {594, 420})};
        pages[1].texts = {{u"张测试 𠮷 Unit 7"_s, {20, 30, 200, 20}}};
        pages[2].mm = {297, 210};
        const auto made = writePdf(pages);
        QVERIFY2(made, made ? "" : made.error().detail.c_str());
        QPDF pdf;
        pdf.processMemoryFile("made", reinterpret_cast<const char *>(made->data()), made->size());
        const auto sheets = QPDFPageDocumentHelper(pdf).getAllPages();
        QCOMPARE(sheets.size(), pages.size());
        for (std::size_t i = 0; i < pages.size(); ++i) {
            auto pictures = QPDFPageObjectHelper(sheets[i]).getImages();
            QCOMPARE(pictures.size(), std::size_t{1});
            const auto raw = pictures.begin()->second.getRawStreamData();
            QVERIFY(std::equal(pages[i].picture.begin(), pages[i].picture.end(), raw->getBuffer(),
                               raw->getBuffer() + raw->getSize()));
            QPDFObjectHandle box = QPDFPageObjectHelper(sheets[i]).getMediaBox();
            const bool across = i == 2;
            QCOMPARE(qRound(box.getArrayItem(2).getNumericValue()), across ? 842 : 595);
            QCOMPARE(qRound(box.getArrayItem(3).getNumericValue()), across ? 595 : 842);
        }
        QVERIFY(!pdf.isEncrypted());
        QCOMPARE(*writePdf(pages), *made);
    }

    void greyAndBlackAndWhiteAreSaidAsWhatTheyAre()
    {
        const cv::Mat paper(594, 420, CV_8UC3, cv::Scalar::all(240));
        PdfPage grey = plainPage(250);
        grey.ink = PdfInk::Grey;
        grey.picture = encodeGreyPage(paper)->bytes;
        PdfPage bits = plainPage(250);
        bits.ink = PdfInk::Bilevel;
        const BilevelPage encoded = encodeBilevelPage(paper).value();
        bits.picture = encoded.bytes;
        bits.pixels = {encoded.width, encoded.height};
        const std::vector<PdfPage> pages{grey, bits};
        const auto made = writePdf(pages);
        QVERIFY2(made, made ? "" : made.error().detail.c_str());
        QPDF pdf;
        pdf.processMemoryFile("made", reinterpret_cast<const char *>(made->data()), made->size());
        const auto sheets = QPDFPageDocumentHelper(pdf).getAllPages();
        QCOMPARE(sheets.size(), pages.size());
        for (std::size_t i = 0; i < pages.size(); ++i) {
            auto pictures = QPDFPageObjectHelper(sheets[i]).getImages();
            QCOMPARE(pictures.size(), std::size_t{1});
            QPDFObjectHandle picture = pictures.begin()->second;
            QPDFObjectHandle told = picture.getDict();
            QCOMPARE(told.getKey("/ColorSpace").getName(), std::string("/DeviceGray"));
            QCOMPARE(told.getKey("/BitsPerComponent").getIntValue(), i == 0 ? 8 : 1);
            if (i == 1) {
                const auto data = picture.getStreamData();
                QCOMPARE(int(data->getSize()), (encoded.width + 7) / 8 * encoded.height);
            }
            QPDFObjectHandle box = QPDFPageObjectHelper(sheets[i]).getMediaBox();
            QCOMPARE(qRound(box.getArrayItem(2).getNumericValue()), 595);
        }
        bits.picture = grey.picture;
        QCOMPARE(writePdf({bits}).error().code, FaultCode::BadArgument);
    }

    void whatIsNoPageIsRefused()
    {
        QCOMPARE(writePdf({}).error().code, FaultCode::BadArgument);
        PdfPage none = plainPage(200);
        none.picture = {1, 2, 3, 4, 5, 6};
        QCOMPARE(writePdf({none}).error().code, FaultCode::BadArgument);
        none = plainPage(200);
        none.pixels = {};
        QCOMPARE(writePdf({none}).error().code, FaultCode::BadArgument);
    }

    void aSheetIsTurnedUprightAndRead_data()
    {
        QTest::addColumn<int>("turn");
        QTest::newRow("upright") << 0;
        QTest::newRow("lying") << 1;
        QTest::newRow("head down") << 2;
    }
    void aSheetIsTurnedUprightAndRead()
    {
        QFETCH(int, turn);
        const auto engine = makeTesseract();
        QVERIFY(engine);
        const scenes::Document paper = scenes::drawDocument(scenes::Kind::TransferLetter, 3);
        cv::Mat page;
        const double scale = 200 / (paper.perMm * 25.4);
        cv::resize(paper.bgr, page, {}, scale, scale, cv::INTER_AREA);
        const cv::Size upright = page.size();
        for (int i = 0; i < turn; ++i) {
            cv::rotate(page, page, cv::ROTATE_90_COUNTERCLOCKWISE);
        }
        const cv::Size2f mm = turn % 2 == 0 ? cv::Size2f(210, 297) : cv::Size2f(297, 210);
        const PageSheet sheet = readSheet(page, mm, **engine);
        QCOMPARE(sheet.turn, turn);
        const QString text = textOf(sheet);
        int found = 0;
        for (const scenes::Field &field : paper.fields) {
            found += text.contains(QString(field.text).remove(u' ')) ? 1 : 0;
        }
        QVERIFY2(2 * found > static_cast<int>(paper.fields.size()), qPrintable(QString::number(found)));
        for (const PdfText &run : sheet.texts) {
            QVERIFY((run.box & cv::Rect({}, upright)) == run.box);
        }
    }

    void nothingIsReadOfNothing()
    {
        const auto engine = makeTesseract();
        QVERIFY(engine);
        QVERIFY(readSheet({}, {}, **engine).texts.empty());
        QVERIFY(readSheet(cv::Mat(300, 200, CV_8UC1), {}, **engine).texts.empty());
        const PageSheet white = readSheet(cv::Mat(1000, 700, CV_8UC3, cv::Scalar::all(255)), {210, 297}, **engine);
        QVERIFY(white.texts.empty());
        QCOMPARE(white.turn, 0);
    }
};

QTEST_MAIN(tst_SearchablePdf)
#include "tst_searchablepdf.moc"
