// SPDX-License-Identifier: GPL-3.0-or-later
// What the outline alone tells: covers with hardly a word on them, and cards whose colours run into each other, are
// documents; a cup is none; a frame printed along a sheet's border is not the sheet.
#include "app/recognition/pagefinder.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

constexpr double pixelsPerMm = 4.5;
const cv::Size pictureSize(1920, 1080);

cv::Mat grainy(const cv::Scalar &colour, double grain)
{
    cv::Mat table(pictureSize, CV_32FC3, colour);
    cv::Mat fine(pictureSize, CV_32F);
    cv::RNG random(31);
    random.fill(fine, cv::RNG::NORMAL, 0, 1);
    cv::Mat coarse;
    cv::GaussianBlur(fine, coarse, {}, 1.2);
    coarse *= 4 * grain;
    cv::Mat all;
    cv::merge(std::vector<cv::Mat>(3, coarse), all);
    return table + all;
}

// Of a rectangle in millimetres, about `middle` (pixels).
Quad laid(cv::Point2f middle, double width, double height, double degrees)
{
    const double turn = degrees * CV_PI / 180;
    const cv::Point2f right(static_cast<float>(std::cos(turn)), static_cast<float>(std::sin(turn)));
    const cv::Point2f down(-right.y, right.x);
    const auto x = static_cast<float>(width * pixelsPerMm / 2);
    const auto y = static_cast<float>(height * pixelsPerMm / 2);
    return {middle - x * right - y * down, middle + x * right - y * down, middle + x * right + y * down,
            middle - x * right + y * down};
}

void fill(cv::Mat &picture, const Quad &quad, const cv::Scalar &colour)
{
    constexpr int shift = 4;
    std::vector<cv::Point> points;
    for (const cv::Point2f corner : quad) {
        points.emplace_back(cvRound(corner.x * (1 << shift)), cvRound(corner.y * (1 << shift)));
    }
    cv::Mat eight;
    picture.convertTo(eight, CV_8U);
    cv::fillConvexPoly(eight, points, colour, cv::LINE_AA, shift);
    eight.convertTo(picture, CV_32F);
}

// Lines of words, so far as a reduced picture shows them.
void print(cv::Mat &picture, const Quad &quad, const cv::Scalar &ink, double from, double to, int lines)
{
    for (int line = 0; line < lines; ++line) {
        const double v = from + (to - from) * line / std::max(1, lines - 1);
        for (double u = 0.2; u < 0.8; u += 0.02) {
            const auto at = [&](double across) {
                return (quad[0] * (1 - v) + quad[3] * v) * (1 - across) + (quad[1] * (1 - v) + quad[2] * v) * across;
            };
            cv::line(picture, at(u), at(u + 0.012), ink, 4, cv::LINE_AA);
        }
    }
}

cv::Mat photographed(const cv::Mat &picture)
{
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, 0.8);
    cv::Mat noise(pictureSize, CV_32FC3);
    cv::RNG random(77);
    random.fill(noise, cv::RNG::NORMAL, 0, 1.5);
    cv::Mat out;
    cv::Mat(soft + noise).convertTo(out, CV_8UC3);
    return out;
}

void verifyFound(const cv::Mat &picture, const Quad &truth)
{
    const std::vector<FoundPage> found = findPages(picture, {});
    QCOMPARE(found.size(), std::size_t(1));
    QVERIFY2(overlap(found.front().quad, truth) > 0.97,
             qPrintable(QString::number(overlap(found.front().quad, truth))));
}

}  // namespace

class PlainShapesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCoverIsADocument_data();
    void aCoverIsADocument();
    void aCardOfManyColoursIsOne_data();
    void aCardOfManyColoursIsOne();
    void aCupIsNone();
    void aSheetIsLargerThanItsFrame();
};

void PlainShapesTest::aCoverIsADocument_data()
{
    QTest::addColumn<QList<int>>("colour");  // blue, green, red
    QTest::addColumn<QList<int>>("table");
    QTest::addColumn<double>("width");
    QTest::addColumn<double>("height");
    QTest::newRow("blue on light grey") << QList{78, 45, 22} << QList{178, 176, 170} << 210.0 << 148.0;
    QTest::newRow("green on brown") << QList{62, 92, 26} << QList{62, 92, 118} << 190.0 << 148.0;
    QTest::newRow("red on dark grey") << QList{22, 14, 128} << QList{46, 40, 44} << 190.0 << 148.0;
    QTest::newRow("small and green on light grey") << QList{50, 66, 36} << QList{180, 172, 170} << 95.0 << 148.0;
}

void PlainShapesTest::aCoverIsADocument()
{
    QFETCH(QList<int>, colour);
    QFETCH(QList<int>, table);
    QFETCH(double, width);
    QFETCH(double, height);
    cv::Mat picture = grainy(cv::Scalar(table[0], table[1], table[2]), 3);
    const Quad cover = laid({900, 560}, width, height, 9);
    fill(picture, cover, cv::Scalar(colour[0], colour[1], colour[2]));
    print(picture, cover, cv::Scalar(90, 165, 200), 0.3, 0.3, 1);
    verifyFound(photographed(picture), cover);
}

void PlainShapesTest::aCardOfManyColoursIsOne_data()
{
    QTest::addColumn<int>("table");
    QTest::newRow("on a light table") << 212;
    QTest::newRow("as light as the table in its middle") << 100;
}

void PlainShapesTest::aCardOfManyColoursIsOne()
{
    QFETCH(int, table);
    cv::Mat picture = grainy(cv::Scalar::all(table), 1);
    const Quad card = laid({1000, 600}, 85.6, 54, -12);
    cv::Mat colours(pictureSize, CV_32FC3);
    for (int y = 0; y < colours.rows; ++y) {
        for (int x = 0; x < colours.cols; ++x) {
            const float t = std::clamp((static_cast<float>(x) - 800) / 400, 0.0F, 1.0F);
            colours.at<cv::Vec3f>(y, x) = {40 + 120 * t, 150 - 110 * t, 30 + 40 * t};
        }
    }
    cv::Mat mask(pictureSize, CV_32FC3, cv::Scalar::all(0));
    fill(mask, card, cv::Scalar::all(255));
    mask /= 255;
    picture = picture.mul(cv::Scalar::all(1) - mask) + colours.mul(mask);
    print(picture, card, cv::Scalar(235, 235, 235), 0.2, 0.65, 2);
    verifyFound(photographed(picture), card);
}

void PlainShapesTest::aCupIsNone()
{
    for (const double table : {35.0, 120.0, 215.0}) {
        cv::Mat picture = grainy(cv::Scalar::all(table), 3);
        const cv::Point middle(700, 500);
        const auto disc = [&](cv::Point at, double mm, const cv::Scalar &colour) {
            cv::circle(picture, at, cvRound(mm * pixelsPerMm), colour, cv::FILLED, cv::LINE_AA);
        };
        disc(middle + cv::Point(22, 22), 42, cv::Scalar::all(table * 0.4));
        disc(middle, 41, cv::Scalar(225, 228, 230));
        disc(middle, 36, cv::Scalar(40, 70, 110));
        QVERIFY2(findPages(photographed(picture), {}).empty(), qPrintable(QString::number(table)));
    }
}

void PlainShapesTest::aSheetIsLargerThanItsFrame()
{
    cv::Mat picture = grainy(cv::Scalar(48, 46, 46), 3);
    const Quad sheet = laid({980, 560}, 148, 210, 4);
    const auto within = [&](double mm) { return laid({980, 560}, 148 - 2 * mm, 210 - 2 * mm, 4); };
    fill(picture, sheet, cv::Scalar(190, 178, 205));
    fill(picture, within(5), cv::Scalar(20, 30, 120));
    fill(picture, within(8), cv::Scalar(190, 178, 205));
    print(picture, sheet, cv::Scalar(50, 50, 50), 0.2, 0.8, 20);
    verifyFound(photographed(picture), sheet);
}

QTEST_GUILESS_MAIN(PlainShapesTest)
#include "tst_plainshapes.moc"
