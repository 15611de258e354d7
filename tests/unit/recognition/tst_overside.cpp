// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever lies over a side of a page covers it, whatever its colour; what lies beside it, or belongs to it, does not.
#include "app/recognition/pagecover.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

constexpr int perMm = 4;  // pixels
const cv::Rect page(120, 100, 400, 280);
const cv::Scalar plateColour(70, 72, 74);
const cv::Scalar paperColour(222, 227, 230);
const cv::Scalar skinColour(120, 150, 205);

cv::Mat plate()
{
    return {480, 640, CV_8UC3, plateColour};
}

cv::Mat picture()
{
    cv::Mat bgr = plate();
    cv::rectangle(bgr, page, paperColour, cv::FILLED);
    return bgr;
}

void line(cv::Mat &bgr, cv::Point from, cv::Point to, const cv::Scalar &colour, int width)
{
    cv::line(bgr, from, to, colour, width, cv::LINE_AA);
}

// `shortBy`: mm that the found outline ends before the paper, at its lower side.
PageCover judged(const cv::Mat &bgr, double shortBy = 0)
{
    const auto left = static_cast<float>(page.x);
    const auto top = static_cast<float>(page.y);
    const auto right = static_cast<float>(page.br().x);
    const float bottom = static_cast<float>(page.br().y) - static_cast<float>(shortBy * perMm);
    const Quad quad{cv::Point2f(left, top), {right, top}, {right, bottom}, {left, bottom}};
    return coverOf(bgr, quad, cv::Size2f((right - left) / perMm, (bottom - top) / perMm), plate());
}

}  // namespace

class OverSideTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thingsOverASideCoverIt_data();
    void thingsOverASideCoverIt();
    void othersDoNot_data();
    void othersDoNot();
    void aFingertipOnADarkCoverCoversIt();
    void paperOverAWrongOutlineIsNoThing();
    void aHandOnPaperBeyondTheOutlineCoversIt();
};

void OverSideTest::thingsOverASideCoverIt_data()
{
    QTest::addColumn<cv::Mat>("bgr");
    QTest::addColumn<double>("least");
    cv::Mat bgr = picture();
    line(bgr, {300, 330}, {300, 490}, {160, 90, 30}, 60);
    QTest::newRow("blue glove") << bgr << 0.1;
    bgr = picture();
    line(bgr, {300, 330}, {300, 490}, {36, 50, 78}, 60);
    QTest::newRow("dark hand") << bgr << 0.1;
    bgr = picture();
    line(bgr, {260, 340}, {260, 490}, {160, 90, 30}, 40);
    line(bgr, {330, 340}, {330, 490}, {160, 90, 30}, 40);
    QTest::newRow("two fingers of it") << bgr << 0.2;
    bgr = picture();
    line(bgr, {240, 250}, {440, 450}, {40, 130, 40}, 32);
    QTest::newRow("pen, slanting") << bgr << 0.08;
    bgr = picture();
    line(bgr, {500, 340}, {560, 490}, {70, 40, 90}, 120);
    QTest::newRow("sleeve at a corner") << bgr << 0.1;
}

void OverSideTest::thingsOverASideCoverIt()
{
    QFETCH(cv::Mat, bgr);
    QFETCH(double, least);
    const double side = judged(bgr).side;
    QVERIFY2(side > least, qPrintable(QString::number(side)));
    // The outline may end a little before the paper does.
    QVERIFY(judged(bgr, 2.5).side > least);
}

void OverSideTest::othersDoNot_data()
{
    QTest::addColumn<cv::Mat>("bgr");
    QTest::addColumn<double>("shortBy");
    QTest::newRow("nothing") << picture() << 0.0;
    cv::Mat bgr = picture();
    line(bgr, {300, 330 + 90}, {300, 520}, {160, 90, 30}, 60);
    QTest::newRow("glove beside it") << bgr << 0.0;
    bgr = picture();
    cv::rectangle(bgr, cv::Rect(200, 382, 250, 90), paperColour, cv::FILLED);
    QTest::newRow("another paper beside it") << bgr << 0.0;
    bgr = picture();
    cv::rectangle(bgr, cv::Rect(200, 320, 120, 60), {160, 90, 30}, cv::FILLED);
    QTest::newRow("printed up to the side") << bgr << 0.0;
    QTest::newRow("the same, and the outline ends before it") << bgr << 1.5;
    bgr = picture();
    line(bgr, {300, 200}, {300, 300}, {160, 90, 30}, 60);
    QTest::newRow("on the page alone") << bgr << 0.0;
    QTest::newRow("the outline ends before the paper") << picture() << 2.5;
    for (const int wide : {16, 40}) {
        cv::Mat spot(plate().size(), CV_8UC3, cv::Scalar::all(0));
        cv::circle(spot, {300, 384}, wide, cv::Scalar::all(255), cv::FILLED);
        cv::GaussianBlur(spot, spot, {0, 0}, 10);
        bgr = picture() + spot;
        QTest::addRow("a reflection, %d", wide) << bgr << 0.0;
    }
    bgr = picture() * 0.5;
    bgr.colRange(0, 300) *= 2;
    QTest::newRow("half in shadow") << bgr << 2.5;
}

void OverSideTest::othersDoNot()
{
    QFETCH(cv::Mat, bgr);
    QFETCH(double, shortBy);
    QCOMPARE(judged(bgr, shortBy).side, 0.0);
}

// A hand is brighter than a dark cover: that is no reflection.
void OverSideTest::aFingertipOnADarkCoverCoversIt()
{
    for (const cv::Scalar &cover : {cv::Scalar(95, 59, 52), cv::Scalar(34, 51, 117)}) {
        cv::Mat bgr = plate() * 1.6;
        cv::rectangle(bgr, page, cover, cv::FILLED);
        cv::Mat noise(page.size(), CV_8UC3);
        cv::RNG(7).fill(noise, cv::RNG::UNIFORM, 0, 24);
        bgr(page) += noise;
        line(bgr, {300, 396}, {300, 490}, skinColour, 44);
        QVERIFY(judged(bgr).side > 0.05);
    }
}

// An outline around more than the paper: that is what goes over its side.
void OverSideTest::paperOverAWrongOutlineIsNoThing()
{
    cv::Mat bgr = plate();
    cv::rectangle(bgr, cv::Rect(220, 100, 200, 380), paperColour, cv::FILLED);
    QCOMPARE(judged(bgr).side, 0.0);
}

// The page was found up to the hand or its shadow only.
void OverSideTest::aHandOnPaperBeyondTheOutlineCoversIt()
{
    cv::Mat bgr = picture();
    line(bgr, {300, 374}, {300, 490}, skinColour, 44);
    QVERIFY(judged(bgr, 10).side > 0.05);
    bgr = picture();
    line(bgr, {300, 408}, {300, 520}, skinColour, 44);
    QCOMPARE(judged(bgr, 3.5).side, 0.0);
}

QTEST_APPLESS_MAIN(OverSideTest)
#include "tst_overside.moc"
