// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and cameras that no page can be read from: a clear word or none, in bounded time, and never a crash.
#include "app/recognition/autocapture.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagejudge.h"
#include "app/recognition/platewatcher.h"
#include "tests/support/pagescenes.h"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::test;
using namespace std::chrono_literals;

using Bytes = std::vector<unsigned char>;

namespace {

// 64 × 48 pixels of printing inks, the left half black: no screen colours at all.
constexpr const char *inks =
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAGBAUGBQQGBgUGBwcGCAoQCgoJCQoUDg8MEBcUGBgXFBYWGh0lHxobIxwWFiAsICMmJykqKRkfLTAt"
    "KDAlKCko/8AAFAgAMABABEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAAB"
    "fQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp"
    "anN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5"
    "+v/aAA4EQwBNAFkASwAAPwD6pr6pr6pr5Uooooooooooooooor9VKKKKKKKKKKKKKKKK/Kuiiiiiiiiiiiiiiiv1Uooooooooooooooor8q6"
    "KKKKKKKKKKKKKKK/VSiiiiiiiiiiiiiiivyrooooooooooooooor9VKKKKKKKKKKKKKKKK/Kuiiiiiiiiiiiiiiiv1Uooooooooooooooor8"
    "q6KKKKKKKKKKKKKKK/VSiiiiiiiiiiiiv//Z";

Bytes encoded(const cv::Mat &picture, const char *suffix)
{
    Bytes bytes;
    cv::imencode(suffix, picture, bytes);
    return bytes;
}

// The frame header of a JPEG (ITU-T T.81, B.2.2) says another size than its data have.
Bytes withSize(Bytes jpeg, unsigned side)
{
    for (std::size_t at = 2; at + 9 < jpeg.size();
         at += 2 + (static_cast<unsigned>(jpeg[at + 2]) << 8 | jpeg[at + 3])) {
        if (jpeg[at + 1] == 0xc0) {
            jpeg[at + 5] = jpeg[at + 7] = static_cast<unsigned char>(side >> 8);
            jpeg[at + 6] = jpeg[at + 8] = static_cast<unsigned char>(side & 0xff);
            break;
        }
    }
    return jpeg;
}

Scene sheet(cv::Size size = {1280, 720})
{
    SceneOptions options;
    options.size = size;
    return makeScene(options);
}

// Looks 66 ms apart; how many pictures were taken.
class Watch
{
public:
    int show(const cv::Mat &picture, int looks)
    {
        int captures = 0;
        for (int i = 0; i < looks; ++i) {
            captures += m_machine.look(m_watcher.look(picture), m_now).capture ? 1 : 0;
            m_now += 66ms;
        }
        return captures;
    }

private:
    PlateWatcher m_watcher;
    AutoCapture m_machine;
    std::chrono::milliseconds m_now{0};
};

}  // namespace

class BadPicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sixteenBitsAreRead();
    void printingInksAreRead();
    void aHundredMegapixelsAreRefused();
    void onePixelHasNoPage();
    void blackHasNoPage();
    void aBlackPageIsDark();
    void aMirrorIsJudgedAtMost();
    void cornersAnywhereAreJudged_data();
    void cornersAnywhereAreJudged();
    void halfFramesAreNotTaken();
    void aFrozenPictureIsTakenOnce();
    void anotherResolutionStartsAnew();
    void noPictureIsNoPage();
};

void BadPicturesTest::sixteenBitsAreRead()
{
    cv::Mat deep;
    sheet().bgr.convertTo(deep, CV_16U, 257);
    const auto picture = decodeImage(encoded(deep, ".png"));
    QVERIFY(picture.has_value());
    QCOMPARE(picture->type(), CV_8UC3);
    QCOMPARE(findPages(*picture).size(), std::size_t(1));
}

void BadPicturesTest::printingInksAreRead()
{
    const QByteArray file = QByteArray::fromBase64(inks);
    const auto picture = decodeImage(Bytes(file.begin(), file.end()));
    QVERIFY(picture.has_value());
    QCOMPARE(picture->type(), CV_8UC3);
    QVERIFY(picture->at<cv::Vec3b>(24, 8)[1] < 60);
    QVERIFY(picture->at<cv::Vec3b>(24, 56)[1] > 200);
}

void BadPicturesTest::aHundredMegapixelsAreRefused()
{
    const Bytes file = withSize(encoded(cv::Mat(64, 64, CV_8UC3, cv::Scalar::all(200)), ".jpg"), 10000);
    QElapsedTimer time;
    time.start();
    const auto picture = decodeImage(file);
    QVERIFY(!picture);
    QCOMPARE(picture.error().code, FaultCode::PageBadImage);
    QVERIFY2(time.elapsed() < 1000, "refused by its header, not after decoding");
}

void BadPicturesTest::onePixelHasNoPage()
{
    for (const char *suffix : {".png", ".jpg"}) {
        const auto picture = decodeImage(encoded(cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(9)), suffix));
        QVERIFY(picture.has_value());
        QVERIFY(findPages(*picture).empty());
    }
}

void BadPicturesTest::blackHasNoPage()
{
    QVERIFY(findPages(cv::Mat(1080, 1920, CV_8UC3, cv::Scalar::all(0))).empty());
    QVERIFY(findPages(cv::Mat(1080, 1920, CV_8UC3, cv::Scalar::all(255))).empty());
}

void BadPicturesTest::aBlackPageIsDark()
{
    cv::Mat picture(1080, 1920, CV_8UC3, cv::Scalar::all(90));
    picture(cv::Rect(400, 200, 900, 640)).setTo(cv::Scalar::all(0));
    const PageQuality quality = judgePage(picture, {cv::Point2f(400, 200), {1299, 200}, {1299, 839}, {400, 839}});
    QCOMPARE(quality.reasons, std::vector<FaultCode>{FaultCode::PageDark});
}

// It shows the ceiling with its lamps.
void BadPicturesTest::aMirrorIsJudgedAtMost()
{
    cv::Mat picture(720, 1280, CV_8UC3, cv::Scalar(52, 50, 48));
    cv::Mat mirror = picture(cv::Rect(300, 150, 600, 400));
    for (int y = 0; y < mirror.rows; ++y) {
        mirror.row(y).setTo(cv::Scalar::all(90 + y / 4));
    }
    cv::circle(mirror, {200, 180}, 60, cv::Scalar::all(255), cv::FILLED);
    cv::GaussianBlur(mirror, mirror, {0, 0}, 4);
    FindOptions options;
    options.judge = true;
    for (const FoundPage &page : findPages(picture, options)) {
        QVERIFY2(!page.reasons.empty(), "a mirror is no good page");
    }
    Watch watch;
    QCOMPARE(watch.show(picture, 20), 0);
}

void BadPicturesTest::cornersAnywhereAreJudged_data()
{
    QTest::addColumn<float>("left");
    QTest::addColumn<float>("top");
    QTest::addColumn<float>("side");
    QTest::newRow("no area") << 100.0F << 100.0F << 0.0F;
    QTest::newRow("a speck") << 100.0F << 100.0F << 3.0F;
    QTest::newRow("a small page") << 100.0F << 100.0F << 14.0F;
    QTest::newRow("outside") << -5000.0F << -5000.0F << 400.0F;
    QTest::newRow("far larger than the picture") << -90000.0F << -90000.0F << 200000.0F;
}

void BadPicturesTest::cornersAnywhereAreJudged()
{
    QFETCH(float, left);
    QFETCH(float, top);
    QFETCH(float, side);
    const cv::Mat picture = sheet().bgr;
    const PageQuality quality =
        judgePage(picture, {cv::Point2f(left, top), {left + side, top}, {left + side, top + side}, {left, top + side}});
    QVERIFY(!quality.reasons.empty());
    QVERIFY(std::isfinite(quality.sharpness) && std::isfinite(quality.glare));
}

void BadPicturesTest::halfFramesAreNotTaken()
{
    const cv::Mat whole = sheet().bgr;
    cv::Mat half = whole.clone();
    half(cv::Rect(0, 360, 1280, 360)).setTo(cv::Scalar::all(0));
    Watch watch;
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(watch.show(i % 2 == 0 ? whole : half, 1), 0);
    }
}

void BadPicturesTest::aFrozenPictureIsTakenOnce()
{
    Watch watch;
    QCOMPARE(watch.show(sheet().bgr, 60), 1);
}

void BadPicturesTest::anotherResolutionStartsAnew()
{
    Watch watch;
    QCOMPARE(watch.show(sheet().bgr, 4), 0);
    QCOMPARE(watch.show(sheet({1920, 1080}).bgr, 4), 0);
    QCOMPARE(watch.show(sheet({640, 360}).bgr, 4), 0);
    QCOMPARE(watch.show(sheet().bgr, 14), 1);
}

void BadPicturesTest::noPictureIsNoPage()
{
    Watch watch;
    for (const cv::Mat &picture : {cv::Mat(), cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(0)), cv::Mat(720, 1280, CV_8U),
                                   cv::Mat(3, 1280, CV_8UC3, cv::Scalar::all(80))}) {
        QCOMPARE(watch.show(picture, 3), 0);
    }
    QCOMPARE(watch.show(sheet().bgr, 14), 1);
}

QTEST_APPLESS_MAIN(BadPicturesTest)
#include "tst_badpictures.moc"
