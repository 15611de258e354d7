// SPDX-License-Identifier: GPL-3.0-or-later
// A smaller picture shows the same things at the same places, and no patterns of its own.
#include "app/recognition/shrink.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

class ShrinkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsPlacesAndLight_data();
    void keepsPlacesAndLight();
    void fineStripesBecomeGrey();
    void theSameSizeIsTheSamePicture();
    void halvesAreKeptOfThePictureAlone();
};

void ShrinkTest::keepsPlacesAndLight_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("toWidth");
    QTest::addColumn<int>("toHeight");
    QTest::newRow("by three") << 1920 << 1080 << 640 << 360;
    QTest::newRow("by five and a bit") << 3264 << 2448 << 640 << 480;
    QTest::newRow("by four") << 1280 << 720 << 320 << 180;
    QTest::newRow("little") << 700 << 500 << 640 << 457;
    QTest::newRow("odd") << 1283 << 723 << 321 << 181;
    QTest::newRow("larger") << 320 << 200 << 640 << 400;
}

// A disc stays where it was, and as large and as light.
void ShrinkTest::keepsPlacesAndLight()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, toWidth);
    QFETCH(int, toHeight);
    cv::Mat picture(height, width, CV_8UC3, cv::Scalar(20, 40, 60));
    cv::circle(picture, {width / 3, height / 2}, height / 5, cv::Scalar(220, 200, 180), cv::FILLED);
    const cv::Mat small = shrunk(picture, {toWidth, toHeight});
    QCOMPARE(small.size(), cv::Size(toWidth, toHeight));
    QCOMPARE(small.type(), picture.type());
    const auto middleOf = [](const cv::Mat &bgr) {
        const cv::Moments m = cv::moments(cv::Mat(bgr.reshape(1) > 120), true);
        return cv::Point2d(m.m10 / m.m00 / 3, m.m01 / m.m00);
    };
    const double scale = static_cast<double>(toWidth) / width;
    const cv::Point2d expected = (middleOf(picture) + cv::Point2d(0.5, 0.5)) * scale - cv::Point2d(0.5, 0.5);
    const cv::Point2d apart = middleOf(small) - expected;
    QVERIFY2(std::hypot(apart.x, apart.y) < 0.6, qPrintable(QString::number(std::hypot(apart.x, apart.y))));
    for (int c = 0; c < 3; ++c) {
        QVERIFY(std::abs(cv::mean(small)[c] - cv::mean(picture)[c]) < 1);
    }
}

void ShrinkTest::fineStripesBecomeGrey()
{
    cv::Mat picture(600, 1200, CV_8U, cv::Scalar(0));
    for (int x = 0; x < picture.cols; x += 2) {
        picture.col(x).setTo(200);
    }
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(shrunk(picture, {400, 200}), mean, deviation);
    QVERIFY(std::abs(mean[0] - 100) < 1.5);
    QVERIFY(deviation[0] < 1);
}

void ShrinkTest::theSameSizeIsTheSamePicture()
{
    cv::Mat picture(90, 160, CV_8UC3);
    cv::randu(picture, 0, 255);
    const cv::Mat same = shrunk(picture, picture.size());
    QCOMPARE(cv::norm(same, picture, cv::NORM_INF), 0.0);
    QVERIFY(same.data != picture.data);
}

void ShrinkTest::halvesAreKeptOfThePictureAlone()
{
    cv::Mat picture(96, 160, CV_8UC3);
    cv::Mat other(96, 160, CV_8UC3);
    cv::randu(picture, 0, 255);
    cv::randu(other, 0, 255);
    const cv::Mat half = shrunk(picture, {80, 48});
    const cv::Mat small = shrunk(picture, {33, 20});
    const cv::Mat otherHalf = shrunk(other, {80, 48});
    {
        const KeptHalves kept(picture);
        cv::Mat first = shrunk(picture, {80, 48});
        QCOMPARE(cv::norm(first, half, cv::NORM_INF), 0.0);
        first.setTo(0);  // what is handed out is the caller's own
        QCOMPARE(cv::norm(shrunk(picture, {33, 20}), small, cv::NORM_INF), 0.0);
        QCOMPARE(cv::norm(shrunk(picture, {80, 48}), half, cv::NORM_INF), 0.0);
        QCOMPARE(cv::norm(shrunk(other, {80, 48}), otherHalf, cv::NORM_INF), 0.0);
        {
            const KeptHalves younger(other);
            QCOMPARE(cv::norm(shrunk(other, {80, 48}), otherHalf, cv::NORM_INF), 0.0);
        }
        QCOMPARE(cv::norm(shrunk(picture, {80, 48}), half, cv::NORM_INF), 0.0);
        picture.setTo(7);  // against the rule: shows that the halves were kept
        QCOMPARE(cv::norm(shrunk(picture, {80, 48}), half, cv::NORM_INF), 0.0);
    }
    QCOMPARE(cv::mean(shrunk(picture, {80, 48}))[0], 7.0);
}

QTEST_APPLESS_MAIN(ShrinkTest)
#include "tst_shrink.moc"
