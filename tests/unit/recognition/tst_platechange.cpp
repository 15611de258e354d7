// SPDX-License-Identifier: GPL-3.0-or-later
// What lies on a plate shows in its change, what the lamp did since does not.
#include "app/recognition/platechange.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size size{320, 200};
const cv::Rect there(110, 60, 90, 70);
const cv::Rect inside(120, 70, 70, 50);  // away from its sides
const cv::Rect beside(10, 60, 80, 70);   // as large, of the plate
constexpr double sheetStep = 20;         // levels that white paper is lighter than a white plate

// Grained and printed on, so that a picture of it is no plain field.
cv::Mat plate(double level, double noise = 0, std::uint64_t seed = 1)
{
    cv::RNG random(seed);
    cv::Mat bgr(size, CV_32FC3, cv::Scalar::all(level));
    for (int x = 0; x < size.width; x += 16) {
        cv::line(bgr, {x, 0}, {x + 20, size.height}, cv::Scalar::all(level * 0.85), 3);
    }
    cv::Mat grain(size, CV_32FC3);
    random.fill(grain, cv::RNG::NORMAL, cv::Scalar::all(0), cv::Scalar::all(noise));
    bgr += grain;
    bgr.convertTo(bgr, CV_8UC3);
    return bgr;
}

// The lamp, or its warmth.
cv::Mat lit(const cv::Mat &bgr, const cv::Scalar &by)
{
    cv::Mat result;
    cv::multiply(bgr, by, result);
    return result;
}

double meanOf(const cv::Mat &map, const cv::Rect &where)
{
    return cv::mean(map(where))[0];
}

double lightnessOf(const PlateChange &change, const cv::Rect &where)
{
    return cv::mean(change.colour(where))[0];
}

double largestIn(const cv::Mat &map)
{
    double least = 0;
    double most = 0;
    cv::minMaxLoc(map.reshape(1), &least, &most);
    return std::max(std::abs(least), std::abs(most));
}

}  // namespace

class PlateChangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyPlateHasNotChanged_data();
    void anEmptyPlateHasNotChanged();
    void paperShowsWhereItLies();
    void aSheetOverMostOfThePlateIsTheChange();
    void whitePaperKeepsItsStepInAShadow();
    void colourTellsPaperFromShadow();
    void noiseIsMeasuredWherePaperLiesToo();
    void lightIsInDeviationsOfTheNoise();
    void withoutAPlateThePictureIsToldTheSameWay();
};

void PlateChangeTest::anEmptyPlateHasNotChanged_data()
{
    QTest::addColumn<double>("blue");
    QTest::addColumn<double>("green");
    QTest::addColumn<double>("red");
    QTest::newRow("the same light") << 1.0 << 1.0 << 1.0;
    QTest::newRow("a dimmer lamp") << 0.8 << 0.8 << 0.8;
    QTest::newRow("a brighter lamp") << 1.2 << 1.2 << 1.2;
    QTest::newRow("a warmer lamp") << 0.93 << 1.0 << 1.06;
}

void PlateChangeTest::anEmptyPlateHasNotChanged()
{
    QFETCH(double, blue);
    QFETCH(double, green);
    QFETCH(double, red);
    const cv::Mat empty = plate(120);
    const PlateChange change = changeOf(lit(empty, {blue, green, red}), empty);
    QVERIFY(!change.empty());
    QCOMPARE(change.amount.size(), size);
    QCOMPARE(change.amount.type(), CV_8U);
    // The floor under the logarithms leaves a little of what is printed on the plate.
    QVERIFY2(largestIn(change.colour) < 3, qPrintable(QString::number(largestIn(change.colour))));
    QVERIFY2(largestIn(change.amount) < 6, qPrintable(QString::number(largestIn(change.amount))));
}

void PlateChangeTest::paperShowsWhereItLies()
{
    const cv::Mat empty = plate(60, 2, 1);
    cv::Mat now = plate(60, 2, 2);
    now(there).setTo(cv::Scalar::all(220));
    const PlateChange change = changeOf(now, empty);
    QVERIFY2(meanOf(change.amount, inside) > 150, qPrintable(QString::number(meanOf(change.amount, inside))));
    QVERIFY2(meanOf(change.amount, beside) < 12, qPrintable(QString::number(meanOf(change.amount, beside))));
    QVERIFY(lightnessOf(change, inside) > 100);
    QVERIFY(std::abs(lightnessOf(change, beside)) < 5);
    // And a dark thing is darker.
    now(there).setTo(cv::Scalar::all(15));
    QVERIFY(lightnessOf(changeOf(now, empty), inside) < -60);
}

void PlateChangeTest::aSheetOverMostOfThePlateIsTheChange()
{
    const cv::Mat empty = plate(60);
    cv::Mat now = empty.clone();
    now(cv::Rect(20, 10, 270, 155)).setTo(cv::Scalar::all(220));
    const PlateChange change = changeOf(now, empty);
    QVERIFY(lightnessOf(change, inside) > 100);
    QVERIFY(std::abs(lightnessOf(change, {0, 175, 320, 20})) < 2);
}

void PlateChangeTest::whitePaperKeepsItsStepInAShadow()
{
    const cv::Mat empty(size, CV_8UC3, cv::Scalar::all(200));
    cv::Mat now = empty.clone();
    now(there).setTo(cv::Scalar::all(200 + sheetStep));
    // Half of the paper and of the plate beside it.
    const int middle = there.x + there.width / 2;
    cv::Mat shade = now(cv::Rect(0, 0, middle, size.height));
    shade = lit(shade, cv::Scalar::all(0.6));
    const PlateChange change = changeOf(now, empty);
    const cv::Rect above(there.x + 60, there.y - 30, 20, 20);
    const cv::Rect aboveShaded(there.x + 10, there.y - 30, 20, 20);
    const double inLight = lightnessOf(change, above + cv::Point(0, 60)) - lightnessOf(change, above);
    const double inShade = lightnessOf(change, aboveShaded + cv::Point(0, 60)) - lightnessOf(change, aboveShaded);
    QVERIFY2(inLight > 7, qPrintable(QString::number(inLight)));
    QVERIFY2(std::abs(inShade / inLight - 1) < 0.15, qPrintable(QString("%1 and %2").arg(inShade).arg(inLight)));
}

void PlateChangeTest::colourTellsPaperFromShadow()
{
    const cv::Mat empty(size, CV_8UC3, cv::Scalar(150, 160, 170));
    cv::Mat shaded = empty.clone();
    shaded(there) = lit(shaded(there), cv::Scalar::all(0.6));
    QVERIFY(std::abs(cv::mean(changeOf(shaded, empty).colour(inside))[2]) < 3);
    QVERIFY(std::abs(cv::mean(changeOf(shaded, empty).colour(inside))[1]) < 3);
    cv::Mat yellow = empty.clone();
    yellow(there).setTo(cv::Scalar(110, 160, 170));
    const PlateChange change = changeOf(yellow, empty);
    QVERIFY(cv::mean(change.colour(inside))[2] < -15);  // blue-yellow
    QVERIFY(meanOf(change.chroma, inside) < -15);
    QVERIFY(std::abs(meanOf(change.chroma, beside)) < 1);
    cv::Mat red = empty.clone();
    red(there).setTo(cv::Scalar(150, 120, 200));
    QVERIFY(cv::mean(changeOf(red, empty).colour(inside))[1] > 20);
}

void PlateChangeTest::noiseIsMeasuredWherePaperLiesToo()
{
    const cv::Mat empty = plate(120);
    const double quiet = changeOf(plate(120, 2, 5), empty).noise;
    const double loud = changeOf(plate(120, 6, 5), empty).noise;
    QVERIFY2(quiet > 0.15 && quiet < 1, qPrintable(QString::number(quiet)));
    QVERIFY2(loud > 2.4 * quiet && loud < 3.6 * quiet, qPrintable(QString::number(loud)));
    cv::Mat laid = plate(120, 2, 5);
    cv::Mat paper = plate(220, 2, 6);
    paper(there).copyTo(laid(there));
    const double withPaper = changeOf(laid, empty).noise;
    QVERIFY2(std::abs(withPaper / quiet - 1) < 0.2, qPrintable(QString::number(withPaper)));
}

void PlateChangeTest::lightIsInDeviationsOfTheNoise()
{
    const cv::Mat empty = plate(120);
    const PlateChange change = changeOf(plate(120, 4, 9), empty);
    cv::Mat middle;
    cv::Mat deviation;
    cv::meanStdDev(change.light, middle, deviation);
    QVERIFY2(std::abs(deviation.at<double>(0) - 1) < 0.25, qPrintable(QString::number(deviation.at<double>(0))));
    // A picture without any noise is not divided by nothing.
    QVERIFY(largestIn(changeOf(empty, empty).light) < 1);
}

void PlateChangeTest::withoutAPlateThePictureIsToldTheSameWay()
{
    cv::Mat now(size, CV_8UC3, cv::Scalar::all(200));
    now(there).setTo(cv::Scalar::all(220));
    const PlateChange alone = changeOf(now, {});
    const PlateChange compared = changeOf(now, cv::Mat(size, CV_8UC3, cv::Scalar::all(200)));
    QVERIFY(std::abs(lightnessOf(alone, inside) - lightnessOf(compared, inside)) < 0.5);
    QVERIFY(std::abs(lightnessOf(alone, beside)) < 0.5);
}

QTEST_APPLESS_MAIN(PlateChangeTest)
#include "tst_platechange.moc"
