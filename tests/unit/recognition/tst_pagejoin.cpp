// SPDX-License-Identifier: GPL-3.0-or-later
// What a fold or the edge of a shadow cuts in two is one sheet; two cards side by side are not.
#include "app/recognition/pagejoin.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Scalar plateColour(60, 128, 128);  // L*a*b*, 8 bits
const cv::Scalar paperColour(220, 128, 128);
const cv::Size size{640, 360};

Quad box(float left, float top, float right, float bottom)
{
    return {cv::Point2f(left, top), {right, top}, {right, bottom}, {left, bottom}};
}

// Clockwise about a point.
Quad turned(Quad quad, double degrees)
{
    const auto c = static_cast<float>(std::cos(degrees * CV_PI / 180));
    const auto s = static_cast<float>(std::sin(degrees * CV_PI / 180));
    const cv::Point2f about(320, 180);
    for (cv::Point2f &corner : quad) {
        const cv::Point2f d = corner - about;
        corner = about + cv::Point2f(c * d.x - s * d.y, s * d.x + c * d.y);
    }
    return quad;
}

struct Drawn
{
    Quad quad;
    cv::Scalar colour;
};

ScoreSource sourceOf(const std::vector<Drawn> &all)
{
    cv::Mat picture(size, CV_8UC3, plateColour);
    for (const Drawn &one : all) {
        std::vector<cv::Point> corners;
        for (const cv::Point2f &corner : one.quad) {
            corners.emplace_back(cvRound(corner.x), cvRound(corner.y));
        }
        cv::fillConvexPoly(picture, corners, one.colour);
    }
    ScoreSource source;
    picture.convertTo(source.colours, CV_32F);
    return source;
}

bool holds(const std::vector<Quad> &found, const Quad &whole)
{
    return std::any_of(found.begin(), found.end(), [&](const Quad &quad) { return overlap(quad, whole) > 0.97; });
}

}  // namespace

class PageJoinTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFoldedSheetIsOne_data();
    void aFoldedSheetIsOne();
    void aShadowsEdgeCutsNoSheet();
    void theFoldAloneDoesNotDecide();
    void aBroadFoldIsForOthersToTell();
    void twoCardsAreTwo_data();
    void twoCardsAreTwo();
    void whatIsBesideDoesNotFit_data();
    void whatIsBesideDoesNotFit();
    void onePartIsNoPair();
    void eachPairIsTried();
};

void PageJoinTest::aFoldedSheetIsOne_data()
{
    QTest::addColumn<double>("turn");
    QTest::addColumn<bool>("across");
    QTest::newRow("left and right") << 0.0 << false;
    QTest::newRow("above and below") << 0.0 << true;
    QTest::newRow("askew") << 11.0 << false;
    QTest::newRow("askew, above and below") << -8.0 << true;
}

void PageJoinTest::aFoldedSheetIsOne()
{
    QFETCH(double, turn);
    QFETCH(bool, across);
    const Quad whole = turned(across ? box(200, 60, 440, 300) : box(160, 80, 480, 280), turn);
    const Quad one = turned(across ? box(200, 60, 440, 177) : box(160, 80, 317, 280), turn);
    const Quad other = turned(across ? box(200, 183, 440, 300) : box(323, 80, 480, 280), turn);
    const Quad fold = turned(across ? box(200, 177, 440, 183) : box(317, 80, 323, 280), turn);
    // A fold is darker than paper, and lighter than the plate.
    const ScoreSource source = sourceOf({{whole, paperColour}, {fold, cv::Scalar(140, 128, 128)}});
    const auto found = joinedCandidates(source, {one, other});
    QVERIFY(!found.empty());
    QVERIFY(holds(found, whole));
    QVERIFY(holds(joinedCandidates(source, {other, one}), whole));
}

void PageJoinTest::aShadowsEdgeCutsNoSheet()
{
    // Nothing lies between, and one half is much darker.
    const Quad whole = box(160, 80, 480, 280);
    const ScoreSource source = sourceOf({{whole, paperColour}, {box(160, 80, 300, 280), cv::Scalar(130, 128, 128)}});
    QVERIFY(holds(joinedCandidates(source, {box(160, 80, 300, 280), box(301, 80, 480, 280)}), whole));
}

void PageJoinTest::theFoldAloneDoesNotDecide()
{
    // Of another colour than the plate, though as dark.
    const Quad whole = box(160, 80, 480, 280);
    const std::vector<Quad> parts{box(160, 80, 317, 280), box(323, 80, 480, 280)};
    const Quad fold = box(317, 80, 323, 280);
    QVERIFY(holds(joinedCandidates(sourceOf({{whole, paperColour}, {fold, cv::Scalar(60, 150, 150)}}), parts), whole));
    // As dark as the plate and of no colour: that is the plate.
    QVERIFY(joinedCandidates(sourceOf({{whole, paperColour}, {fold, plateColour}}), parts).empty());
    // Darker still: a shadow between two things.
    QVERIFY(joinedCandidates(sourceOf({{whole, paperColour}, {fold, cv::Scalar(30, 128, 128)}}), parts).empty());
}

void PageJoinTest::aBroadFoldIsForOthersToTell()
{
    const Quad whole = box(160, 80, 480, 280);
    const std::vector<Quad> parts{box(160, 80, 312, 280), box(328, 80, 480, 280)};
    const ScoreSource source = sourceOf({{whole, paperColour}, {box(312, 80, 328, 280), cv::Scalar(140, 128, 128)}});
    QVERIFY(joinedCandidates(source, parts).empty());
    QVERIFY(holds(foldedCandidates(parts), whole));
    QVERIFY(foldedCandidates({box(160, 80, 300, 280), box(340, 80, 480, 280)}).empty());
}

void PageJoinTest::twoCardsAreTwo_data()
{
    QTest::addColumn<double>("gap");
    QTest::newRow("close") << 5.0;
    QTest::newRow("a finger's width") << 11.0;
    QTest::newRow("apart") << 40.0;
}

void PageJoinTest::twoCardsAreTwo()
{
    QFETCH(double, gap);
    const auto half = static_cast<float>(gap / 2);
    const Quad one = box(120, 120, 320 - half, 240);
    const Quad other = box(320 + half, 120, 520, 240);
    QVERIFY(joinedCandidates(sourceOf({{one, paperColour}, {other, paperColour}}), {one, other}).empty());
}

void PageJoinTest::whatIsBesideDoesNotFit_data()
{
    QTest::addColumn<int>("top");
    QTest::addColumn<int>("bottom");
    QTest::newRow("lower") << 150 << 350;
    QTest::newRow("half as high") << 80 << 180;
    QTest::newRow("longer") << 80 << 345;
}

// Paper touches paper, but the two are no rectangle.
void PageJoinTest::whatIsBesideDoesNotFit()
{
    QFETCH(int, top);
    QFETCH(int, bottom);
    const Quad one = box(160, 80, 320, 280);
    const Quad other = box(321, static_cast<float>(top), 480, static_cast<float>(bottom));
    const ScoreSource source = sourceOf({{one, paperColour}, {other, paperColour}});
    QVERIFY(joinedCandidates(source, {one, other}).empty());
}

void PageJoinTest::onePartIsNoPair()
{
    const Quad one = box(160, 80, 320, 280);
    const ScoreSource source = sourceOf({{one, paperColour}});
    QVERIFY(joinedCandidates(source, {}).empty());
    QVERIFY(joinedCandidates(source, {one}).empty());
    QVERIFY(joinedCandidates(source, {one, one}).empty());
}

void PageJoinTest::eachPairIsTried()
{
    // The two halves are the first and the last of what is proposed.
    const Quad whole = box(160, 80, 480, 280);
    const ScoreSource source = sourceOf({{whole, paperColour}});
    const std::vector<Quad> parts{box(160, 80, 319, 280), box(20, 20, 80, 60), box(560, 300, 620, 340),
                                  box(321, 80, 480, 280)};
    QVERIFY(holds(joinedCandidates(source, parts), whole));
}

QTEST_APPLESS_MAIN(PageJoinTest)
#include "tst_pagejoin.moc"
