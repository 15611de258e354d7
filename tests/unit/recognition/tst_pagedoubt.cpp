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

cv::Mat lab(double level, double noise = 1)
{
    cv::RNG random(3);
    cv::Mat picture(size, CV_8UC3);
    random.fill(picture, cv::RNG::NORMAL, cv::Scalar(level, 128, 128), cv::Scalar(noise, 0, 0));
    return picture;
}

cv::Scalar grey(double level)
{
    return {level, 128, 128};
}

QuadScore clear()
{
    QuadScore steps;
    steps.total = 1;
    return steps;
}

// One side of it outside of the picture.
QuadScore cutOff()
{
    QuadScore steps = clear();
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
    void aBlackRimIsATelephones();
    void darkLeatherIsAPurse();
    void aSmallPurseNeedsLittleOfTheNet();
    void aSoftPictureIsMeasured();
    void linesOnThePlateHaveNoPaperInThem();
    void fingersAreNoPage();
    void theNetIsHeardInDoubtOnly();
    void anArmIsNoPaper();
    void inTheDarkNothingIsClear();
    void aPaleThingIsNoneWhereItIsSmall();
    void whatTheNetDoesNotKnowIsNone();
    void onADarkPlateTheNetIsHeard();
    void aSmallDarkThingIsNone();
    void whatIsCutOffNeedsMore();
};

void PageDoubtTest::aCardIsLargeEnough()
{
    const LeastPage least = leastPage(size, std::nullopt);
    // 85.6 mm × 54 mm where the picture shows the 420 mm of A3.
    QVERIFY(!isTooSmall(box(100, 100, 130, 82), least));
    QVERIFY(isTooSmall(box(100, 100, 213, 51), least));  // a ruler of 34 mm
    QVERIFY(isTooSmall(box(100, 100, 85, 60), least));
    // A ruler's shadow makes it broader; a receipt is long, too, but not so narrow.
    QVERIFY(isTooSmall(box(100, 100, 255, 60), least));
    QVERIFY(!isTooSmall(box(100, 100, 242, 80), least));
    QVERIFY(!isTooSmall(box(100, 100, 400, 90), least));
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
    cv::Mat picture = lab(200);
    const double bare = contentsOf(picture, card).print;
    QVERIFY(std::abs(contentsOf(picture, card).lightness - 200) < 1);
    for (int y = 130; y < 195; y += 9) {
        cv::line(picture, {262, y}, {365, y}, grey(60), 2);
    }
    QVERIFY2(bare < 0.1, qPrintable(QString::number(bare)));
    QVERIFY2(contentsOf(picture, card).print > 0.4, qPrintable(QString::number(contentsOf(picture, card).print)));
    // Beyond the picture there is nothing to see.
    QCOMPARE(contentsOf(picture, box(700, 400, 50, 50)).print, 0.0);
}

void PageDoubtTest::blackWithNothingOnItIsATelephone()
{
    const auto certain = [](const cv::Mat &picture) {
        return ThingDoubt(card, clear(), contentsOf(picture, card), size).isCertain();
    };
    QVERIFY(certain(lab(18)));
    QVERIFY(!certain(lab(60)));
    cv::Mat booklet = lab(18);
    cv::circle(booklet, {314, 150}, 16, grey(80), 3);
    cv::rectangle(booklet, {280, 178}, {350, 186}, grey(80), 2);
    QVERIFY(!certain(booklet));
}

void PageDoubtTest::aBlackRimIsATelephones()
{
    const auto rimmed = [](const cv::Mat &picture) {
        return ThingDoubt(card, clear(), contentsOf(picture, card), size).isRimmed();
    };
    cv::Mat picture = lab(120);
    cv::rectangle(picture, cv::Point(card[0]), cv::Point(card[2]), grey(16), cv::FILLED);
    cv::rectangle(picture, cv::Point(254, 124), cv::Point(374, 197), grey(150), cv::FILLED);
    for (int x = 262; x < 360; x += 22) {
        cv::rectangle(picture, {x, 135}, {x + 12, 147}, grey(60), cv::FILLED);
        cv::rectangle(picture, {x, 165}, {x + 12, 177}, grey(220), cv::FILLED);
    }
    QCOMPARE(contentsOf(picture, card).rims, 4);
    QVERIFY(rimmed(picture));
    // The screen's own edge steps, too: the rim lies outside of that quad.
    const Quad screen = box(255, 125, 118, 71);
    QCOMPARE(contentsOf(picture, screen).rims, 4);
    QVERIFY(ThingDoubt(screen, clear(), contentsOf(picture, screen), size).isRimmed());
    // On a black plate the bright frame around the rim is before it, and its shadow is darker than the rim.
    cv::Mat black = lab(27);
    cv::rectangle(black, cv::Point(247, 117), cv::Point(381, 204), grey(14), 2);
    cv::rectangle(black, cv::Point(card[0]), cv::Point(card[2]), grey(90), cv::FILLED);
    cv::rectangle(black, cv::Point(252, 122), cv::Point(376, 199), grey(23), cv::FILLED);
    cv::rectangle(black, cv::Point(254, 124), cv::Point(374, 197), grey(150), cv::FILLED);
    QCOMPARE(contentsOf(black, card).rims, 4);
    // A card within the lines that a dark plate has for it looks so as well: the net knows.
    cv::Mat guided = lab(16);
    cv::rectangle(guided, cv::Point(246, 116), cv::Point(382, 205), grey(60), 2);
    cv::rectangle(guided, cv::Point(card[0]), cv::Point(card[2]), grey(150), cv::FILLED);
    cv::rectangle(guided, {270, 140}, {340, 144}, grey(40), cv::FILLED);
    const ThingDoubt within(card, clear(), contentsOf(guided, card), size);
    QVERIFY(within.isRimmed() && within.any() && !within.isCertain());
    QVERIFY(!within.confirmedBy(said(1, 0, 0.001), false));
    QVERIFY(within.confirmedBy(said(0.9, 0.2, 0.03), false));
    // Only two of its sides are in the picture.
    const cv::Rect corner(300, 150, 340, 210);
    const Quad rest = box(-50, -30, 128, 81);
    const Contents partly = contentsOf(picture(corner), rest);
    QCOMPARE(partly.sides, 2);
    QCOMPARE(partly.rims, 2);
    QVERIFY(ThingDoubt(rest, clear(), partly, corner.size()).isRimmed());
    // Copied with the lid open: black at two sides.
    cv::Mat copy = lab(120);
    cv::rectangle(copy, cv::Point(card[0]), cv::Point(card[2]), grey(16), cv::FILLED);
    cv::rectangle(copy, cv::Point(card[0]), cv::Point(374, 197), grey(220), cv::FILLED);
    cv::rectangle(copy, {270, 140}, {340, 144}, grey(40), cv::FILLED);
    QCOMPARE(contentsOf(copy, card).rims, 2);
    QVERIFY(!rimmed(copy));
    // On a black plate, and with a frame printed on it.
    cv::Mat framed = lab(16);
    cv::rectangle(framed, cv::Point(card[0]), cv::Point(card[2]), grey(220), cv::FILLED);
    cv::rectangle(framed, cv::Point(257, 127), cv::Point(371, 194), grey(16), 2);
    QCOMPARE(contentsOf(framed, card).rims, 0);
    // Nor is it one where a curled sheet's corners leave some of the black plate inside.
    cv::Mat curled = lab(16);
    cv::rectangle(curled, cv::Point(256, 126), cv::Point(372, 195), grey(220), cv::FILLED);
    QCOMPARE(contentsOf(curled, card).rims, 0);
}

void PageDoubtTest::darkLeatherIsAPurse()
{
    const PaperEvidence little = said(0.97, 0.1, 0.03);
    const auto isLeather = [&](const Contents &contents) {
        const ThingDoubt doubt(card, clear(), contents, size);
        return doubt.any() && doubt.isLeather(little) && doubt.confirmedBy(little, false);
    };
    QVERIFY(isLeather({80, 0.3, 0.5, 0.7}));
    QVERIFY(!isLeather({80, 0.6, 0.5, 0.7}));   // a booklet, printed on
    QVERIFY(!isLeather({60, 0.3, 0.06, 0.7}));  // paper in a dim light
    QVERIFY(!isLeather({200, 0.3, 0.5, 0.7}));
    // In a warm one it has as much colour, but the net sees paper alone.
    QVERIFY(!ThingDoubt(card, clear(), {50, 0.3, 0.47, 0.7}, size).confirmedBy(said(1, 0, 0), true));
    // Out of focus nobody sees what is printed on a booklet, and the net neither.
    const ThingDoubt soft(card, clear(), {77, 0.25, 1.3, 0.3}, size);
    QVERIFY(!soft.isCertain());
    QVERIFY(!soft.confirmedBy(said(0.9, 0.1, 0.3), true));
    QVERIFY(isLeather({77, 0.25, 1.3, 0.7}));
    // The lighter the more colour it has; a bank card has more on it.
    QVERIFY(isLeather({132, 0.29, 0.96, 0.75}));
    QVERIFY(!isLeather({208, 0.25, 0.96, 0.71}));
    QVERIFY(!isLeather({132, 0.29, 0.4, 0.75}));
    QVERIFY(isLeather({56, 0.45, 1.09, 0.68}));
    QVERIFY(!isLeather({76, 0.51, 0.62, 0.72}));
    // A green bank card out of focus: of its shape there are few purses.
    const Quad bankCard = box(400, 220, 119, 75);
    QVERIFY(!ThingDoubt(bankCard, clear(), {94, 0.11, 0.48, 0.26}, size).confirmedBy(said(0.44, 0.01, 0.048), false));
    QVERIFY(ThingDoubt(bankCard, clear(), {94, 0.11, 0.48, 0.7}, size).confirmedBy(said(0.44, 0.01, 0.048), false));
}

void PageDoubtTest::aSmallPurseNeedsLittleOfTheNet()
{
    const PaperEvidence paper = said(0.99, 0.1, 0.005);
    const Contents leather{92, 0.2, 0.29, 0.62};
    const auto isLeather = [&](const Quad &quad, const Contents &contents) {
        return ThingDoubt(quad, clear(), contents, size).isLeather(paper);
    };
    QVERIFY(isLeather(card, leather));
    // A sheet in a dim warm light looks so, and a card out of focus.
    QVERIFY(!isLeather(box(60, 20, 463, 320), leather));
    QVERIFY(!isLeather(card, {92, 0.2, 0.29, 0.35}));
    QVERIFY(!isLeather(card, {132, 0.14, 0.84, 0.46}));
    QVERIFY(!isLeather(card, {92, 0.14, 0.84, 0.46}));
    QVERIFY(!isLeather(card, {76, 0.49, 0.62, 0.72}));
    QVERIFY(!ThingDoubt(card, clear(), leather, size).isLeather(said(1, 0, 0.002)));
}

void PageDoubtTest::aSoftPictureIsMeasured()
{
    cv::Mat picture = lab(200);
    cv::rectangle(picture, cv::Point(card[0]), cv::Point(card[2]), cv::Scalar(80, 170, 150), cv::FILLED);
    const Contents sharp = contentsOf(picture, card);
    QVERIFY2(sharp.sharp > 0.8, qPrintable(QString::number(sharp.sharp)));
    QVERIFY2(std::abs(sharp.colour - 1.51) < 0.05, qPrintable(QString::number(sharp.colour)));
    cv::Mat moved;
    cv::blur(picture, moved, {7, 1});
    QVERIFY(contentsOf(moved, card).sharp < 0.3);
    QCOMPARE(contentsOf(lab(200), card).sharp, 0.0);
}

void PageDoubtTest::linesOnThePlateHaveNoPaperInThem()
{
    QuadScore steps = clear();
    steps.total = 0.7;
    const ThingDoubt weak(card, steps, {150, 0.9}, size);
    QVERIFY(weak.any() && !weak.isCertain());
    QVERIFY(weak.confirmedBy(said(0, 0, 0), false));
    QVERIFY(!weak.confirmedBy(said(0.4, 0, 0), false));
}

void PageDoubtTest::fingersAreNoPage()
{
    cv::Mat skin(size, CV_8U, cv::Scalar(0));
    const PaperEvidence hand = said(0.8, 0.8, 0.1);
    QVERIFY(!isOfHand(skin, card, hand));
    // Cream paper has skin's colour, and ends where it ends.
    cv::rectangle(skin, cv::Point(card[0]), cv::Point(card[2]), cv::Scalar(255), cv::FILLED);
    QVERIFY(!isOfHand(skin, card, hand));
    cv::rectangle(skin, cv::Point(250, 120), cv::Point(420, 260), cv::Scalar(255), cv::FILLED);
    QVERIFY(isOfHand(skin, card, hand));
    QVERIFY(!isOfHand(skin, card, said(1, 0.8, 0)));
    // The less skin, the more the net must say.
    const PaperEvidence little = said(0.9, 0.9, 0.02);
    QVERIFY(isOfHand(skin, card, little));
    cv::rectangle(skin, cv::Point(card[0]), cv::Point(cv::Point2f(card[2].x, card[1].y + 30)), cv::Scalar(0),
                  cv::FILLED);
    QVERIFY(isOfHand(skin, card, hand));
    QVERIFY(!isOfHand(skin, card, little));
    // All of a hand, with what lies between its fingers.
    skin.setTo(0);
    cv::rectangle(skin, cv::Point(card[0]), cv::Point(cv::Point2f(card[2].x, card[1].y + 56)), cv::Scalar(255),
                  cv::FILLED);
    QVERIFY(isOfHand(skin, card, said(0.68, 0.3, 0.08)));
    QVERIFY(!isOfHand(skin, card, said(0.9, 0.3, 0.08)));
}

void PageDoubtTest::theNetIsHeardInDoubtOnly()
{
    const ThingDoubt printed(card, clear(), {150, 0.9}, size);
    QVERIFY(!printed.any());
    QVERIFY(!printed.confirmedBy(said(0, 1, 1), true));
    const ThingDoubt leather(card, clear(), {60, 0.3}, size);
    QVERIFY(leather.any() && !leather.isCertain());
    QVERIFY(leather.confirmedBy(said(0.9, 0.1, 0.2), true));
    QVERIFY(!leather.confirmedBy(said(0.9, 0.1, 0.02), true));
    const ThingDoubt skin(card, clear(), {150, 0.1}, size);
    QVERIFY(skin.confirmedBy(said(0.8, 0.8, 0.1), true));
    QVERIFY(!skin.confirmedBy(said(0.97, 0.1, 0.1), true));
    // Of a picture whose plate it does not know it says that less surely.
    QVERIFY(!skin.confirmedBy(said(0.8, 0.8, 0.1), false));
    QVERIFY(!skin.confirmedBy(said(0.1, 0.1, 0), false));
    QVERIFY(skin.confirmedBy(said(0.05, 0.1, 0), false));
}

void PageDoubtTest::anArmIsNoPaper()
{
    QuadScore steps = clear();
    steps.total = 0.72;
    const Contents skin{137, 0.05, 0.34, 0.21};
    const PaperEvidence arm = said(0.5, 0.4, 0.09);
    QVERIFY(ThingDoubt(card, steps, skin, size).confirmedBy(arm, false));
    // White paper out of focus; paper that the net is sure of; and what steps clearly.
    QVERIFY(!ThingDoubt(card, steps, {169, 0.14, 0.09, 0.3}, size).confirmedBy(arm, false));
    QVERIFY(!ThingDoubt(card, steps, skin, size).confirmedBy(said(0.97, 0.4, 0.09), false));
    QVERIFY(!ThingDoubt(card, clear(), skin, size).confirmedBy(arm, false));
    // The warmer it is the less the net must say.
    const PaperEvidence back = said(0.91, 0.5, 0.025);
    QVERIFY(ThingDoubt(card, steps, {154, 0.13, 0.38, 0.41}, size).confirmedBy(back, true));
    QVERIFY(!ThingDoubt(card, steps, {154, 0.13, 0.2, 0.41}, size).confirmedBy(back, true));
}

void PageDoubtTest::inTheDarkNothingIsClear()
{
    const Contents dark{7, 1.2, 0, 1.3};
    QVERIFY(ThingDoubt(card, clear(), dark, size).any());
    QVERIFY(ThingDoubt(card, clear(), dark, size).confirmedBy(said(0, 0, 0), true));
    QVERIFY(!ThingDoubt(card, clear(), dark, size).confirmedBy(said(0.4, 0, 0), true));
}

void PageDoubtTest::aPaleThingIsNoneWhereItIsSmall()
{
    const PaperEvidence little = said(0.98, 0.5, 0.025);
    const Contents leather{105, 0.22, 0.45, 0.55};
    QVERIFY(ThingDoubt(card, clear(), leather, size).confirmedBy(little, false));
    QVERIFY(!ThingDoubt(box(60, 20, 463, 320), clear(), leather, size).confirmedBy(little, false));
    QVERIFY(!ThingDoubt(card, clear(), {105, 0.22, 0.45, 0.3}, size).confirmedBy(little, false));
    QVERIFY(!ThingDoubt(card, clear(), {105, 0.45, 0.45, 0.55}, size).confirmedBy(little, false));
}

void PageDoubtTest::whatTheNetDoesNotKnowIsNone()
{
    const Contents leather{111, 0.23, 0.31, 0.75};
    QVERIFY(ThingDoubt(card, clear(), leather, size).confirmedBy(said(0.62, 0.5, 0.01), false));
    // A bank card under a finger.
    QVERIFY(!ThingDoubt(card, clear(), {154, 0.4, 0.65, 0.47}, size).confirmedBy(said(0.92, 0.57, 0.2), true));
    QVERIFY(!ThingDoubt(card, clear(), {111, 0.23, 0.31, 0.3}, size).confirmedBy(said(0.62, 0.5, 0.01), false));
    QVERIFY(!ThingDoubt(card, clear(), {200, 0.23, 0.1, 0.75}, size).confirmedBy(said(0.62, 0.5, 0.01), false));
}

void PageDoubtTest::onADarkPlateTheNetIsHeard()
{
    // Lines, and a purse with a pen on it; neither is bare.
    const ThingDoubt lines(card, clear(), {31, 2.2, 0.17, 1.2}, size);
    QVERIFY(lines.any());
    QVERIFY(lines.confirmedBy(said(0, 0, 0), false));
    QVERIFY(!lines.confirmedBy(said(0.3, 0, 0), false));
    const PaperEvidence thing = said(0.95, 0.2, 0.094);
    QVERIFY(ThingDoubt(card, clear(), {36, 0.6, 0.16, 0.8}, size).confirmedBy(thing, true));
    QVERIFY(!ThingDoubt(card, clear(), {36, 0.6, 0.16, 0.3}, size).confirmedBy(thing, true));
    // A bank card on wood, of which the net sees nothing.
    QVERIFY(!ThingDoubt(card, clear(), {55, 1.35, 1.22, 0.76}, size).confirmedBy(said(0, 0, 0), false));
}

void PageDoubtTest::aSmallDarkThingIsNone()
{
    const Contents dark{81, 0.28, 0.16, 0.67};
    const PaperEvidence thing = said(0.92, 0.44, 0.05);
    QVERIFY(ThingDoubt(card, clear(), dark, size).confirmedBy(thing, false));
    // A sheet in a dim light, and a card out of focus.
    QVERIFY(!ThingDoubt(box(60, 20, 463, 320), clear(), dark, size).confirmedBy(thing, false));
    QVERIFY(!ThingDoubt(card, clear(), {81, 0.28, 0.16, 0.3}, size).confirmedBy(thing, false));
}

void PageDoubtTest::whatIsCutOffNeedsMore()
{
    const Contents printed{200, 0.8};
    const ThingDoubt small(card, cutOff(), printed, size);
    QVERIFY(small.any() && !small.isCertain());
    QVERIFY(small.confirmedBy(said(0.95, 0.5, 0.01), true));
    QVERIFY(!small.confirmedBy(said(0.99, 0.1, 0.01), true));
    QVERIFY(ThingDoubt(card, cutOff(), {200, 0.2}, size).isCertain());
    // Light cards may have little print on them.
    QVERIFY(!ThingDoubt(card, cutOff(), {189, 0.29, 0.86, 0.83}, size).isCertain());
    QVERIFY(ThingDoubt(card, cutOff(), {100, 0.29, 0.86, 0.83}, size).isCertain());
    // Of a light card's end the net sees little, and of a coloured cover it is not sure.
    QVERIFY(!small.confirmedBy(said(0.04, 0, 0.025), true));
    QVERIFY(small.confirmedBy(said(0.04, 0, 0.08), true));
    QVERIFY(!ThingDoubt(card, cutOff(), {54, 1.83, 0.9, 0.67}, size).confirmedBy(said(0.71, 0.04, 0.19), true));
    QVERIFY(ThingDoubt(card, cutOff(), {104, 0.55, 0.5, 0.75}, size).confirmedBy(said(0.77, 0.06, 0.13), true));
    QVERIFY(!ThingDoubt(card, cutOff(), {112, 0.83, 0.5, 0.66}, size).confirmedBy(said(0.82, 0.14, 0.25), true));
    QuadScore half = clear();
    half.sides[0].unseen = 0.55;
    QVERIFY(ThingDoubt(card, half, printed, size).any());
    // A telephone's border cuts one of its three rims off.
    Contents rimmed{108, 0.47, 0.36, 1};
    rimmed.rims = 2;
    rimmed.sides = 3;
    QVERIFY(ThingDoubt(card, cutOff(), rimmed, size).confirmedBy(said(0.93, 0, 0.056), true));
    QVERIFY(!ThingDoubt(card, cutOff(), rimmed, size).confirmedBy(said(0.99, 0, 0.01), true));
    rimmed.rims = 1;
    QVERIFY(ThingDoubt(card, cutOff(), rimmed, size).confirmedBy(said(0.93, 0, 0.056), true));
    QVERIFY(!ThingDoubt(card, cutOff(), rimmed, size).confirmedBy(said(0.93, 0, 0.03), true));
    // A large white sheet is one on a table that the net does not know.
    const Quad sheet = box(0, 20, 400, 300);
    QVERIFY(!ThingDoubt(sheet, clear(), {193, 0.35, 0.08, 0.66}, size).confirmedBy(said(0.08, 0.12, 0.024), false));
    QVERIFY(ThingDoubt(sheet, clear(), {193, 0.1, 0.08, 0.66}, size).confirmedBy(said(0.08, 0.12, 0.024), false));
    QVERIFY(ThingDoubt(card, clear(), {193, 0.35, 0.08, 0.66}, size).confirmedBy(said(0.08, 0.12, 0.024), false));
    // A whole sheet is no ruler.
    QVERIFY(!ThingDoubt(box(0, 20, 400, 300), cutOff(), printed, size).any());
}

QTEST_APPLESS_MAIN(PageDoubtTest)
#include "tst_pagedoubt.moc"
