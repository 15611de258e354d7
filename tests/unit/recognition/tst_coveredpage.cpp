// SPDX-License-Identifier: GPL-3.0-or-later
// Pages under a hand or a finger: found whole by what can be seen of their sides; purses and fingers are no pages.
#include "app/recognition/brokensheet.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/siderefit.h"
#include "app/recognition/sidescore.h"
#include "tests/support/scenes/scene.h"

#include <opencv2/imgproc.hpp>
#include <QGuiApplication>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size size{640, 360};

Quad box(float left, float top, float width, float height)
{
    return {cv::Point2f(left, top), {left + width, top}, {left + width, top + height}, {left, top + height}};
}

const Quad sheet = box(200, 90, 240, 170);
const cv::Rect hand(390, 60, 90, 130);  // over the sheet's upper right corner

cv::Mat pictureOf(bool covered)
{
    cv::Mat bgr(size, CV_8UC3, cv::Scalar(60, 60, 60));
    cv::rectangle(bgr, cv::Point(sheet[0]), cv::Point(sheet[2]), cv::Scalar(225, 228, 230), cv::FILLED);
    if (covered) {
        cv::rectangle(bgr, hand, cv::Scalar(120, 150, 200), cv::FILLED);
    }
    return bgr;
}

cv::Mat underHand()
{
    cv::Mat hidden(size, CV_8U, cv::Scalar(0));
    cv::rectangle(hidden, hand, cv::Scalar(255), cv::FILLED);
    cv::dilate(hidden, hidden, cv::Mat::ones(13, 13, CV_8U));
    return hidden;
}

ScoreSource sourceOf(const cv::Mat &bgr)
{
    ScoreSource source;
    cv::cvtColor(bgr, source.colours, cv::COLOR_BGR2Lab);
    cv::blur(source.colours, source.colours, {3, 3});
    source.colours.convertTo(source.colours, CV_32F);
    return source;
}

double farthest(const Quad &a, const Quad &b)
{
    double most = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        most = std::max<double>(most, length(a[i] - b[i]));
    }
    return most;
}

}  // namespace

class CoveredPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsHiddenCountsHalf();
    void sidesAreFittedByWhatIsSeen();
    void aSideWithLittleToSeeRunsLikeTheOther();
    void handsAreSkinThatTheNetKnows();
    void pagesUnderHandsAreFound_data();
    void pagesUnderHandsAreFound();
};

void CoveredPageTest::whatIsHiddenCountsHalf()
{
    ScoreSource source = sourceOf(pictureOf(true));
    const QuadScore plain = scoreQuad(source, sheet, 48, true);
    source.hidden = underHand();
    const QuadScore seen = scoreQuad(source, sheet, 48, true);
    QVERIFY2(seen.total > plain.total + 0.05, qPrintable(QString::number(seen.total - plain.total)));
    QVERIFY(seen.sides[1].share > 0.97 && seen.sides[1].hidden > 0.4 && seen.sides[1].unseen < 0.01);
    QCOMPARE(seen.sides[3].hidden, 0.0);
    QVERIFY(seen.total < scoreQuad(sourceOf(pictureOf(false)), sheet, 48, true).total);
    // Two sides that nobody sees make no sheet.
    source.hidden.setTo(255);
    QCOMPARE(scoreQuad(source, sheet, 48, true).total, 0.0);
}

void CoveredPageTest::sidesAreFittedByWhatIsSeen()
{
    const Quad off{cv::Point2f(203, 86), {437, 94}, {443, 257}, {197, 263}};
    QVERIFY(farthest(refitSides(pictureOf(true), off, 8, false, underHand()).quad, sheet) < 1.2);
    // The hidden places may be told in a smaller picture.
    cv::Mat small;
    cv::resize(underHand(), small, {320, 180}, 0, 0, cv::INTER_NEAREST);
    QVERIFY(farthest(refitSides(pictureOf(true), off, 8, false, small).quad, sheet) < 1.2);
}

void CoveredPageTest::aSideWithLittleToSeeRunsLikeTheOther()
{
    cv::Mat bgr = pictureOf(false);
    const cv::Rect broad(390, 60, 90, 150);
    cv::rectangle(bgr, broad, cv::Scalar(120, 150, 200), cv::FILLED);
    cv::Mat hidden(size, CV_8U, cv::Scalar(0));
    cv::rectangle(hidden, broad, cv::Scalar(255), cv::FILLED);
    const Quad off{cv::Point2f(200, 90), {452, 90}, {437, 260}, {200, 260}};
    QVERIFY(farthest(refitSides(bgr, off, 12, false, hidden).quad, sheet) < 1.5);
}

void CoveredPageTest::handsAreSkinThatTheNetKnows()
{
    const cv::Mat empty(size, CV_8UC3, cv::Scalar(60, 60, 60));
    cv::Mat bgr = pictureOf(false);
    const cv::Rect arm(390, 0, 90, 190);
    cv::rectangle(bgr, arm, cv::Scalar(120, 150, 200), cv::FILLED);
    PaperMaps maps{cv::Mat(96, 160, CV_32F, cv::Scalar(0)), cv::Mat(96, 160, CV_32F, cv::Scalar(0)),
                   cv::Mat(96, 160, CV_32F, cv::Scalar(0))};
    cv::rectangle(maps.paper, cv::Rect(50, 24, 60, 45), cv::Scalar(1), cv::FILLED);
    QVERIFY(handsIn(bgr, empty, maps).empty() || cv::countNonZero(handsIn(bgr, empty, maps)) == 0);
    maps.things.setTo(0.05);
    const cv::Mat hands = handsIn(bgr, empty, maps);
    QCOMPARE(hands.size(), size);
    QVERIFY(cv::countNonZero(hands(arm)) > 0.9 * arm.area());
    QVERIFY(cv::countNonZero(hands) < 1.1 * arm.area());
    QVERIFY(handsIn(bgr, empty, {}).empty());
    // A plate of that colour is none.
    QVERIFY(handsIn(cv::Mat(size, CV_8UC3, cv::Scalar(120, 150, 200)), {}, maps).empty());
}

void CoveredPageTest::pagesUnderHandsAreFound_data()
{
    QTest::addColumn<int>("background");
    QTest::addColumn<int>("effect");
    QTest::addColumn<bool>("known");
    QTest::addColumn<int>("least");  // of the three
    using scenes::Background;
    using scenes::Effect;
    QTest::newRow("hand, dark plate") << int(Background::Marked) << int(Effect::Hand) << true << 3;
    QTest::newRow("hand, grey table") << int(Background::Grey) << int(Effect::Hand) << true << 2;
    QTest::newRow("hand, grey table, not known") << int(Background::Grey) << int(Effect::Hand) << false << 2;
    QTest::newRow("finger, white table") << int(Background::White) << int(Effect::Finger) << true << 3;
}

void CoveredPageTest::pagesUnderHandsAreFound()
{
    QFETCH(int, background);
    QFETCH(int, effect);
    QFETCH(bool, known);
    QFETCH(int, least);
    scenes::SceneOptions options;
    options.size = {1280, 720};
    options.background = static_cast<scenes::Background>(background);
    options.effect = static_cast<scenes::Effect>(effect);
    options.strength = 0.6;
    int good = 0;
    for (int i = 0; i < 3; ++i) {
        options.seed = static_cast<std::uint64_t>(60 + i);
        options.kinds = {i == 0 ? scenes::Kind::BusinessLicence : scenes::Kind::IdFront};
        const scenes::Scene scene = makeScene(options);
        FindOptions find;
        if (known) {
            find.emptyReference = scene.emptyReference;
        }
        Quad truth;
        for (std::size_t k = 0; k < 4; ++k) {
            truth[k] = cv::Point2f(scene.documents[0].quad[k]);
        }
        const std::vector<FoundPage> pages = findPages(scene.frame, find);
        const double index = pages.empty() ? 0 : overlap(pages[0].quad, truth);
        good += index > 0.96 ? 1 : 0;
    }
    QVERIFY2(good >= least, qPrintable(QString::number(good)));
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    CoveredPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_coveredpage.moc"
