// SPDX-License-Identifier: GPL-3.0-or-later
// Untrusted picture files never do more than be refused; pages fit their size limit.
#include "app/recognition/pageimage.h"
#include "tests/support/pagescenes.h"

#include <opencv2/imgcodecs.hpp>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::test;

using Bytes = std::vector<unsigned char>;

namespace {

Bytes encoded(const cv::Mat &bgr, const char *suffix)
{
    Bytes bytes;
    cv::imencode(suffix, bgr, bytes);
    return bytes;
}

cv::Mat leftDark()
{
    cv::Mat picture(40, 80, CV_8UC3, cv::Scalar::all(230));
    picture(cv::Rect(0, 0, 40, 40)).setTo(cv::Scalar::all(20));
    return picture;
}

// An APP1 segment with one EXIF entry: orientation (EXIF 2.3, tag 0x0112), big-endian.
Bytes withOrientation(const Bytes &jpeg, unsigned char orientation)
{
    const Bytes exif{0xff, 0xe1, 0x00, 0x22, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 0x2a, 0, 0, 0, 8,
                     0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,    0, 0, 0, 0};
    Bytes result = jpeg;
    result.insert(result.begin() + 2, exif.begin(), exif.end());
    return result;
}

}  // namespace

class PageImageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesBoth_data();
    void decodesBoth();
    void honoursExifTurn();
    void refusesDamage_data();
    void refusesDamage();
    void everyTruncationIsAnswered();
    void missingFileIsUnreadable();
    void readsAFile();
    void pageFitsItsLimit();
    void noiseFitsItsLimit();
    void nothingIsNotEncoded();
    void aGreyPageHasOneChannel();
    void blackAndWhiteIsWhatWasPrinted();
    void viewSharesThePixels();
};

void PageImageTest::decodesBoth_data()
{
    QTest::addColumn<QByteArray>("suffix");
    QTest::newRow("JPEG") << QByteArray(".jpg");
    QTest::newRow("PNG") << QByteArray(".png");
}

void PageImageTest::decodesBoth()
{
    QFETCH(QByteArray, suffix);
    const auto picture = decodeImage(encoded(leftDark(), suffix.constData()));
    QVERIFY(picture.has_value());
    QCOMPARE(picture->cols, 80);
    QVERIFY(picture->at<cv::Vec3b>(20, 10)[0] < 60);
}

void PageImageTest::honoursExifTurn()
{
    // Orientation 6: the stored picture must be turned a quarter clockwise; its left side becomes the top.
    const auto picture = decodeImage(withOrientation(encoded(leftDark(), ".jpg"), 6));
    QVERIFY(picture.has_value());
    QCOMPARE(picture->cols, 40);
    QCOMPARE(picture->rows, 80);
    QVERIFY(picture->at<cv::Vec3b>(10, 20)[0] < 60);
    QVERIFY(picture->at<cv::Vec3b>(70, 20)[0] > 190);
}

void PageImageTest::refusesDamage_data()
{
    QTest::addColumn<QByteArray>("file");
    const auto bytes = [](const Bytes &b) {
        return QByteArray(reinterpret_cast<const char *>(b.data()), static_cast<qsizetype>(b.size()));
    };
    const Bytes jpeg = encoded(leftDark(), ".jpg");
    const Bytes png = encoded(leftDark(), ".png");
    Bytes hugePng = png;
    hugePng[16] = 0x7f;  // width in IHDR
    Bytes widePng = png;
    widePng[18] = 0x2e;
    widePng[19] = 0xe0;
    widePng[22] = 0x2e;
    widePng[23] = 0xe0;  // 12000 × 12000: each side allowed, together not
    Bytes brokenPng = png;
    for (std::size_t i = 41; i + 16 < brokenPng.size(); ++i) {
        brokenPng[i] = static_cast<unsigned char>(~brokenPng[i]);
    }
    Bytes longSegment = jpeg;
    longSegment[4] = 0xff;
    longSegment[5] = 0xff;
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray(500, 'a');
    QTest::newRow("GIF") << QByteArray("GIF89a") + QByteArray(500, '\0');
    QTest::newRow("only a JPEG mark") << QByteArray("\xff\xd8") + QByteArray(300, '\xff');
    QTest::newRow("half a JPEG") << bytes(Bytes(jpeg.begin(), jpeg.begin() + static_cast<long>(jpeg.size() / 2)));
    QTest::newRow("JPEG segment past the end") << bytes(longSegment);
    QTest::newRow("PNG of 2 billion columns") << bytes(hugePng);
    QTest::newRow("PNG of 144 megapixels") << bytes(widePng);
    QTest::newRow("PNG with scrambled data") << bytes(brokenPng);
    QTest::newRow("half a PNG") << bytes(Bytes(png.begin(), png.begin() + static_cast<long>(png.size() / 2)));
    QTest::newRow("larger than a file may be") << QByteArray(static_cast<qsizetype>(largestImageFile) + 1, '\xff');
}

void PageImageTest::refusesDamage()
{
    QFETCH(QByteArray, file);
    const auto picture = decodeImage(Bytes(file.begin(), file.end()));
    QVERIFY(!picture.has_value());
    QCOMPARE(picture.error().code, FaultCode::PageBadImage);
}

void PageImageTest::everyTruncationIsAnswered()
{
    const Bytes jpeg = encoded(leftDark(), ".jpg");
    for (std::size_t size = 0; size + 2 < jpeg.size(); ++size) {
        QVERIFY(!decodeImage(Bytes(jpeg.begin(), jpeg.begin() + static_cast<long>(size))).has_value());
    }
}

void PageImageTest::missingFileIsUnreadable()
{
    const auto picture = readImage("/no/such/picture.jpg");
    QVERIFY(!picture.has_value());
    QCOMPARE(picture.error().code, FaultCode::FileUnreadable);
    QVERIFY(!readImage("/").has_value());
}

void PageImageTest::readsAFile()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("p.png")).toStdString();
    QVERIFY(cv::imwrite(path, leftDark()));
    QVERIFY(readImage(path).has_value());
}

void PageImageTest::pageFitsItsLimit()
{
    SceneOptions options;
    options.size = {2339, 1654};  // A4 at 200 dpi
    const auto page = encodePage(makeScene(options).bgr);
    QVERIFY(page.has_value());
    QVERIFY(page->bytes.size() <= largestPageBytes);
    const auto back = decodeImage(page->bytes);
    QVERIFY(back.has_value());
    QCOMPARE(back->cols, page->width);
    QCOMPARE(back->rows, page->height);
    QVERIFY(page->width > 1400);
}

void PageImageTest::noiseFitsItsLimit()
{
    cv::Mat noise(1600, 2200, CV_8UC3);
    cv::RNG random(4);
    random.fill(noise, cv::RNG::UNIFORM, 0, 256);
    const auto page = encodePage(noise);
    QVERIFY(page.has_value());
    QVERIFY(page->bytes.size() <= largestPageBytes);
    QVERIFY(page->width < noise.cols);
}

void PageImageTest::nothingIsNotEncoded()
{
    QVERIFY(!encodePage(cv::Mat()).has_value());
    QVERIFY(!encodePage(cv::Mat(4, 4, CV_8UC1)).has_value());
    QVERIFY(!encodeGreyPage(cv::Mat()).has_value());
    QVERIFY(!encodeGreyPage(cv::Mat(4, 4, CV_8UC1)).has_value());
    QVERIFY(!encodeBilevelPage(cv::Mat()).has_value());
    QVERIFY(!encodeBilevelPage(cv::Mat(4, 4, CV_8UC1)).has_value());
}

void PageImageTest::aGreyPageHasOneChannel()
{
    const auto page = encodeGreyPage(cv::Mat(300, 200, CV_8UC3, cv::Scalar(20, 40, 200)));
    QVERIFY(page.has_value());
    const cv::Mat back = cv::imdecode(page->bytes, cv::IMREAD_UNCHANGED);
    QCOMPARE(back.type(), CV_8UC1);
    QCOMPARE(back.size(), cv::Size(200, 300));
}

// A dark bar on paper in bad light; the limit holds for noise too.
void PageImageTest::blackAndWhiteIsWhatWasPrinted()
{
    cv::Mat paper(1000, 700, CV_8UC3);
    for (int y = 0; y < paper.rows; ++y) {
        paper.row(y).setTo(cv::Scalar::all(230 - y / 10));
    }
    const cv::Rect bar(100, 400, 500, 20);
    paper(bar).setTo(cv::Scalar::all(40));
    const auto page = encodeBilevelPage(paper);
    QVERIFY(page.has_value());
    QCOMPARE(page->width, 1400);  // what is small is made larger
    QCOMPARE(page->height, 2000);
    const int stride = (page->width + 7) / 8;
    QByteArray packed(4, '\0');  // the length that qUncompress() wants before zlib's bytes
    qToBigEndian(quint32(stride * page->height), packed.data());
    packed.append(reinterpret_cast<const char *>(page->bytes.data()), qsizetype(page->bytes.size()));
    const QByteArray bits = qUncompress(packed);
    QCOMPARE(bits.size(), stride * page->height);
    const auto white = [&](int x, int y) { return (uchar(bits[y * stride + x / 8]) & (0x80 >> (x % 8))) != 0; };
    for (int x = 220; x < 1180; x += 40) {
        QVERIFY(!white(x, 820));
        QVERIFY(white(x, 760) && white(x, 880) && white(x, 100) && white(x, 1900));
    }
    cv::Mat noise(1600, 2200, CV_8UC3);
    cv::RNG(4).fill(noise, cv::RNG::UNIFORM, 0, 256);
    const auto small = encodeBilevelPage(noise, 60'000);
    QVERIFY(small.has_value());
    QVERIFY(small->bytes.size() <= 60'000 && small->width < noise.cols);
}

void PageImageTest::viewSharesThePixels()
{
    const Bytes pixels(2 * 3 * 3, 7);
    const cv::Mat view = viewOf(pixels.data(), 3, 2, 9);
    QCOMPARE(static_cast<const void *>(view.data), static_cast<const void *>(pixels.data()));
    QCOMPARE(int(view.at<cv::Vec3b>(1, 2)[2]), 7);
}

QTEST_APPLESS_MAIN(PageImageTest)
#include "tst_pageimage.moc"
