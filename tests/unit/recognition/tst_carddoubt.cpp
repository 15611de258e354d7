// SPDX-License-Identifier: GPL-3.0-or-later
// A card's shape tells it from what it is carried in; an arm from paper, that it goes on.
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

QuadScore clear()
{
    QuadScore steps;
    steps.total = 1;
    return steps;
}

// All of its sides can be seen all along.
QuadScore allRound()
{
    QuadScore steps = clear();
    for (SideScore &side : steps.sides) {
        side.share = 1;
    }
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

class CardDoubtTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHolderIsLargerThanItsCard();
    void anArmGoesOnBeyondItsQuad();
    void linesOfAMovedPlateAreNoPage();
    void whatIsDarkAmongPaperIsPrinted();
};

void CardDoubtTest::aHolderIsLargerThanItsCard()
{
    const Quad bankCard = box(400, 220, 127, 80);
    const Quad holder = box(400, 220, 118, 84);
    QuadScore open = allRound();
    open.sides[2].share = 0.9;
    QVERIFY(isCard(bankCard, allRound()));
    QVERIFY(!isCard(bankCard, open));
    QVERIFY(!isCard(holder, allRound()));
    QVERIFY(!isCard({cv::Point2f(400, 220), {527, 220}, {517, 300}, {390, 300}}, allRound()));
    const Contents green{113, 0.37, 1.13, 0.72};
    const PaperEvidence saidGreen = said(0.88, 0.02, 0.17);
    QVERIFY(!ThingDoubt(bankCard, allRound(), green, size).confirmedBy(saidGreen, true));
    QVERIFY(ThingDoubt(bankCard, open, green, size).confirmedBy(saidGreen, true));
    QVERIFY(ThingDoubt(holder, allRound(), green, size).confirmedBy(saidGreen, true));
    // White ones out of focus on a white desk, which the net does not see; on a dark plate its place may be printed.
    const PaperEvidence nothing = said(0.02, 0.02, 0.011);
    QuadScore weak = allRound();
    weak.total = 0.79;
    QVERIFY(!ThingDoubt(bankCard, weak, {200, 0.16, 0.04, 0.62}, size).confirmedBy(nothing, false));
    QVERIFY(ThingDoubt(holder, weak, {200, 0.16, 0.04, 0.62}, size).confirmedBy(nothing, false));
    QVERIFY(ThingDoubt(bankCard, weak, {74, 0.16, 0.04, 0.62}, size).confirmedBy(nothing, false));
    // A holder of light leather; the smaller a dark thing is, the less of the net's word is enough, but for a card.
    const Contents leather{114, 0.34, 0.31, 0.34};
    QVERIFY(ThingDoubt(holder, allRound(), leather, size).confirmedBy(said(0.88, 0.2, 0.18), true));
    QVERIFY(!ThingDoubt(holder, allRound(), leather, size).confirmedBy(said(0.88, 0.2, 0.1), true));
    QVERIFY(!ThingDoubt(bankCard, allRound(), leather, size).confirmedBy(said(0.88, 0.2, 0.18), true));
    const Contents dark{50, 0.71, 0.46, 0.6};
    QVERIFY(ThingDoubt(holder, allRound(), dark, size).confirmedBy(said(0.8, 0.2, 0.07), false));
    QVERIFY(!ThingDoubt(bankCard, allRound(), dark, size).confirmedBy(said(0.8, 0.2, 0.07), false));
    // One that moves looks longer.
    const Contents moving{109, 0.45, 0.86, 0.36};
    QVERIFY(!ThingDoubt(box(400, 220, 133, 80), clear(), moving, size).confirmedBy(said(0.99, 0.2, 0.056), true));
    QVERIFY(ThingDoubt(box(400, 220, 137, 80), clear(), moving, size).confirmedBy(said(0.99, 0.2, 0.056), true));
}

void CardDoubtTest::anArmGoesOnBeyondItsQuad()
{
    cv::Mat skin(size, CV_8U, cv::Scalar(0));
    cv::rectangle(skin, cv::Rect(250, 0, 129, 360), cv::Scalar(255), cv::FILLED);
    QVERIFY(isOfArm(skin, card));
    QVERIFY(skinOf(skin, card).within > 0.95);
    // What is of skin's colour and ends where its sides are is paper.
    skin.setTo(0);
    cv::rectangle(skin, cv::Point(card[0]), cv::Point(card[2]), cv::Scalar(255), cv::FILLED);
    QVERIFY(!isOfArm(skin, card));
    QVERIFY(skinOf(skin, card).beyond < 0.05);
    // Coloured, and nothing is printed on it.
    const auto plain = [](const Contents &contents, double thing) {
        return ThingDoubt(card, clear(), contents, size).isPlain(said(0.9, 0.3, thing));
    };
    QVERIFY(plain({167, 0.03, 0.38}, 0.008));
    QVERIFY(!plain({167, 0.03, 0.05}, 0.008));
    QVERIFY(!plain({128, 0.3, 0.19}, 0.008));
    QVERIFY(plain({128, 0.3, 0.19}, 0.27));
    QVERIFY(!plain({128, 0.5, 0.19}, 0.27));
}

void CardDoubtTest::linesOfAMovedPlateAreNoPage()
{
    QuadScore weak = clear();
    weak.total = 0.65;
    const Contents ruler{83, 0.62, 0.1};
    QVERIFY(ThingDoubt(card, weak, ruler, size).confirmedBy(said(0.21, 0.16, 0.02), true));
    QVERIFY(!ThingDoubt(card, weak, ruler, size).confirmedBy(said(0.4, 0.16, 0.02), true));
    QVERIFY(!ThingDoubt(card, weak, ruler, size).confirmedBy(said(0.21, 0.16, 0.02), false));
    QVERIFY(!ThingDoubt(card, clear(), ruler, size).confirmedBy(said(0.21, 0.16, 0.02), true));
}

void CardDoubtTest::whatIsDarkAmongPaperIsPrinted()
{
    cv::Mat lab(size, CV_8UC3, cv::Scalar(230, 128, 128));
    cv::rectangle(lab, cv::Point(card[0]), cv::Point(card[2]), cv::Scalar(90, 128, 128), cv::FILLED);
    QCOMPARE(lightBeyond(lab, card), 230.0);
    QCOMPARE(contentsOf(lab, card).beyond, 230.0);
    QCOMPARE(lightBeyond(lab, box(-20, -20, 200, 100)), 0.0);
    Contents dark{90, 0.7, 0.3};
    dark.beyond = 230;
    const ThingDoubt doubt(card, allRound(), dark, size);
    QVERIFY(doubt.any() && doubt.isOnLight());
    QVERIFY(doubt.confirmedBy(said(0.95, 0.7, 0.05), false));
    QVERIFY(!doubt.confirmedBy(said(0.95, 0.5, 0.05), false));
    QVERIFY(doubt.confirmedBy(said(0.95, 0.5, 0.05), true));
    QVERIFY(!doubt.confirmedBy(said(0.95, 0.3, 0.05), true));
    dark.beyond = 120;
    QVERIFY(!ThingDoubt(card, allRound(), dark, size).any());
}

QTEST_APPLESS_MAIN(CardDoubtTest)
#include "tst_carddoubt.moc"
