// SPDX-License-Identifier: GPL-3.0-or-later
// What has clear sides and yet is no page.
#include "app/recognition/pagedoubt.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size size{640, 360};

Quad box(float left, float top, float width, float height)
{
    return {cv::Point2f(left, top), {left + width, top}, {left + width, top + height}, {left, top + height}};
}

const Quad card = box(250, 120, 128, 81);

cv::Mat colours(double level)
{
    return {size, CV_32FC3, cv::Scalar(level, 128, 128)};
}

void fill(cv::Mat &picture, const Quad &quad, double level)
{
    cv::rectangle(picture, cv::Point(quad[0]), cv::Point(quad[2]), cv::Scalar(level, 128, 128), cv::FILLED);
}

ScoreSource sourceOf(cv::Mat picture)
{
    ScoreSource source;
    cv::blur(picture, source.colours, {3, 3});
    return source;
}

bool drawn(const ScoreSource &source, const Quad &quad)
{
    return isDrawnOnThePlate(source, quad, scoreQuad(source, quad, 48, true));
}

cv::Mat lightness(double level, double noise = 1)
{
    cv::RNG random(3);
    cv::Mat picture(size, CV_8U);
    random.fill(picture, cv::RNG::NORMAL, level, noise);
    return picture;
}

// One side of it outside of the picture.
QuadScore cutOff()
{
    QuadScore steps;
    steps.sides[3].unseen = 1;
    return steps;
}

PaperEvidence said(double inside, double outside, double thing)
{
    PaperEvidence evidence;
    evidence.inside = inside;
    evidence.outside = outside;
    evidence.thing = thing;
    return evidence;
}

}  // namespace

class PageDoubtTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCardIsLargeEnough();
    void aCalibratedPlateSaysHowLarge();
    void linesOnThePlateAreNoPage();
    void aCardIsNotDrawn();
    void printIsMeasured();
    void blackWithNothingOnItIsATelephone();
    void theNetIsHeardInDoubtOnly();
    void whatIsCutOffNeedsMore();
};

void PageDoubtTest::aCardIsLargeEnough()
{
    const LeastPage least = leastPage(size, std::nullopt);
    // 85.6 mm × 54 mm where the picture shows the 420 mm of A3.
    QVERIFY(!isTooSmall(box(100, 100, 130, 82), least));
    QVERIFY(isTooSmall(box(100, 100, 213, 51), least));  // a ruler of 34 mm
    QVERIFY(isTooSmall(box(100, 100, 85, 60), least));
}

void PageDoubtTest::aCalibratedPlateSaysHowLarge()
{
    const LeastPage least = leastPage(size, 0.85);
    QVERIFY(!isTooSmall(box(100, 100, 73, 46), least));
    QVERIFY(isTooSmall(box(100, 100, 73, 32), least));
    QVERIFY(isTooSmall(box(100, 100, 40, 40), least));
}

void PageDoubtTest::linesOnThePlateAreNoPage()
{
    cv::Mat picture = colours(60);
    cv::rectangle(picture, cv::Point(card[0]), cv::Point(card[2]), cv::Scalar(160, 128, 128), 3);
    // From outside and from inside a line is a step.
    const Quad larger = box(247, 117, 134, 87);
    const Quad smaller = box(253, 123, 122, 75);
    for (const Quad &quad : {larger, smaller}) {
        QVERIFY(scoreQuad(sourceOf(picture), quad, 48, true).total > 0.6);
        QVERIFY(drawn(sourceOf(picture), quad));
    }
}

void PageDoubtTest::aCardIsNotDrawn()
{
    cv::Mat picture = colours(60);
    fill(picture, card, 200);
    QVERIFY(!drawn(sourceOf(picture), card));
    // Hardly lighter than its table.
    cv::Mat white = colours(200);
    fill(white, card, 214);
    QVERIFY(!drawn(sourceOf(white), card));
    // With a frame printed on it that looks like the plate.
    cv::Mat framed = colours(60);
    fill(framed, card, 200);
    cv::rectangle(framed, cv::Point(258, 128), cv::Point(370, 193), cv::Scalar(60, 128, 128), 3);
    QVERIFY(!drawn(sourceOf(framed), card));
}

void PageDoubtTest::printIsMeasured()
{
    cv::Mat picture = lightness(200);
    const double bare = contentsOf(picture, card).print;
    QVERIFY(std::abs(contentsOf(picture, card).lightness - 200) < 1);
    for (int y = 130; y < 195; y += 9) {
        cv::line(picture, {262, y}, {365, y}, cv::Scalar(60), 2);
    }
    QVERIFY2(bare < 0.1, qPrintable(QString::number(bare)));
    QVERIFY2(contentsOf(picture, card).print > 0.4, qPrintable(QString::number(contentsOf(picture, card).print)));
    // Beyond the picture there is nothing to see.
    QCOMPARE(contentsOf(picture, box(700, 400, 50, 50)).print, 0.0);
}

void PageDoubtTest::blackWithNothingOnItIsATelephone()
{
    const auto certain = [](const cv::Mat &picture) {
        return ThingDoubt(card, {}, contentsOf(picture, card), size).isCertain();
    };
    QVERIFY(certain(lightness(18)));
    QVERIFY(!certain(lightness(60)));
    cv::Mat booklet = lightness(18);
    cv::circle(booklet, {314, 150}, 16, cv::Scalar(80), 3);
    cv::rectangle(booklet, {280, 178}, {350, 186}, cv::Scalar(80), 2);
    QVERIFY(!certain(booklet));
}

void PageDoubtTest::theNetIsHeardInDoubtOnly()
{
    const ThingDoubt printed(card, {}, {150, 0.9}, size);
    QVERIFY(!printed.any());
    QVERIFY(!printed.confirmedBy(said(0, 1, 1), true));
    const ThingDoubt leather(card, {}, {60, 0.3}, size);
    QVERIFY(leather.any() && !leather.isCertain());
    QVERIFY(leather.confirmedBy(said(0.9, 0.1, 0.2), true));
    QVERIFY(!leather.confirmedBy(said(0.9, 0.1, 0.02), true));
    const ThingDoubt skin(card, {}, {150, 0.1}, size);
    QVERIFY(skin.confirmedBy(said(0.8, 0.8, 0.1), true));
    QVERIFY(!skin.confirmedBy(said(0.97, 0.1, 0.1), true));
    // Of a picture whose plate it does not know it says that less surely.
    QVERIFY(!skin.confirmedBy(said(0.8, 0.8, 0.1), false));
    QVERIFY(!skin.confirmedBy(said(0.1, 0.1, 0), false));
}

void PageDoubtTest::whatIsCutOffNeedsMore()
{
    const Contents printed{200, 0.8};
    const ThingDoubt small(card, cutOff(), printed, size);
    QVERIFY(small.any() && !small.isCertain());
    QVERIFY(small.confirmedBy(said(0.95, 0.5, 0.01), true));
    QVERIFY(!small.confirmedBy(said(0.99, 0.1, 0.01), true));
    QVERIFY(ThingDoubt(card, cutOff(), {200, 0.2}, size).isCertain());
    // A whole sheet is no ruler.
    QVERIFY(!ThingDoubt(box(0, 20, 400, 300), cutOff(), printed, size).any());
}

QTEST_APPLESS_MAIN(PageDoubtTest)
#include "tst_pagedoubt.moc"
