// SPDX-License-Identifier: GPL-3.0-or-later
// Each defect is named, a good page is not blamed, and the straightened page has its true size.
#include "app/recognition/pagecleaner.h"
#include "app/recognition/pagecover.h"
#include "app/recognition/pagejudge.h"
#include "app/recognition/pagelight.h"
#include "app/recognition/pagestraightener.h"
#include "tests/support/pagescenes.h"

#include <opencv2/imgproc.hpp>
#include <QRect>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::test;

class PageQualityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheDefect_data();
    void namesTheDefect();
    void smallPageIsSmall();
    void cutIsWherePaperRunsOverTheBorder_data();
    void cutIsWherePaperRunsOverTheBorder();
    void aShadowsEdgeIsNotBlur();
    void aFoldedSheetsSideIsNotCovered();
    void aHandBeneathABentSheetIsNotOnIt();
    void woodBesideAReflectionIsNoHand();
    void aSideAlongThePicturesBorderHasAHandOverIt();
    void aDarkCoverIsNoDarkPicture();
    void brightPaperThatCanBeReadIsNoReflection();
    void straightensToMillimetres_data();
    void straightensToMillimetres();
    void sheetLyingAcrossStaysAcross();
    void proportionsWithoutKind();
    void straightenedPageShowsThePage();
    void kindByProportions();
    void turnsByQuarters();
    void cleaningRemovesShadowAndKeepsInk();
};

void PageQualityTest::namesTheDefect_data()
{
    QTest::addColumn<int>("effect");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("main");
    const std::tuple<Effect, const char *> rows[]{
        {Effect::None, ""},          {Effect::Shadow, ""},          {Effect::Clutter, ""},
        {Effect::Blur, "page.blur"}, {Effect::Glare, "page.glare"}, {Effect::Finger, "page.covered"},
        {Effect::Dim, "page.dark"}};
    for (const auto &[effect, main] : rows) {
        for (int kind = 0; kind < 3; ++kind) {
            QTest::addRow("effect %d kind %d", static_cast<int>(effect), kind)
                << static_cast<int>(effect) << kind << QString::fromLatin1(main);
        }
    }
}

void PageQualityTest::namesTheDefect()
{
    QFETCH(int, effect);
    QFETCH(int, kind);
    QFETCH(QString, main);
    SceneOptions options;
    options.documents = {static_cast<PageKind>(kind)};
    options.effect = static_cast<Effect>(effect);
    options.seed = 77;
    const Scene scene = makeScene(options);
    const PageQuality quality = judgePage(scene.bgr, scene.documents[0].quad);
    const std::string_view first = quality.reasons.empty() ? std::string_view() : faultName(quality.reasons[0]);
    QCOMPARE(QString::fromUtf8(first.data(), static_cast<qsizetype>(first.size())), main);
    QVERIFY(quality.reasons.size() <= 1);
}

void PageQualityTest::smallPageIsSmall()
{
    SceneOptions options;
    options.documents = {PageKind::IdCard};
    options.size = {960, 540};
    const Scene scene = makeScene(options);
    const PageQuality quality = judgePage(scene.bgr, scene.documents[0].quad);
    QVERIFY(!quality.reasons.empty());
    QCOMPARE(quality.reasons[0], FaultCode::PageSmall);
}

void PageQualityTest::cutIsWherePaperRunsOverTheBorder_data()
{
    QTest::addColumn<QRect>("paper");
    QTest::addColumn<QRect>("found");
    QTest::addColumn<int>("plate");
    QTest::addColumn<bool>("cut");
    const QRect inside(QPoint(500, 300), QPoint(1399, 899));
    QTest::newRow("inside") << inside << inside << 60 << false;
    QTest::newRow("ends before the border, found beyond it")
        << QRect(QPoint(6, 300), QPoint(900, 900)) << QRect(QPoint(-4, 300), QPoint(900, 900)) << 60 << false;
    QTest::newRow("the same, white on white")
        << QRect(QPoint(6, 300), QPoint(900, 900)) << QRect(QPoint(-4, 300), QPoint(900, 900)) << 222 << false;
    QTest::newRow("runs over the border, found before it")
        << QRect(QPoint(-20, 300), QPoint(900, 900)) << QRect(QPoint(4, 300), QPoint(900, 900)) << 60 << true;
    QTest::newRow("a line on the page found as its side")
        << QRect(QPoint(500, 300), QPoint(1399, 1200)) << QRect(QPoint(500, 300), QPoint(1399, 700)) << 60 << true;
    QTest::newRow("such a line on a page that ends")
        << inside << QRect(QPoint(500, 300), QPoint(1399, 700)) << 60 << false;
    QTest::newRow("far outside") << QRect(QPoint(-200, 300), QPoint(900, 900))
                                 << QRect(QPoint(-200, 300), QPoint(900, 900)) << 60 << true;
}

void PageQualityTest::cutIsWherePaperRunsOverTheBorder()
{
    QFETCH(QRect, paper);
    QFETCH(QRect, found);
    QFETCH(int, plate);
    QFETCH(bool, cut);
    cv::Mat picture(1080, 1920, CV_8UC3, cv::Scalar::all(plate));
    cv::rectangle(picture, {paper.left(), paper.top()}, {paper.right(), paper.bottom()}, {236, 238, 240}, cv::FILLED);
    cv::line(picture, {found.left(), 700}, {found.right(), 700}, {60, 60, 60}, 2);
    cv::GaussianBlur(picture, picture, {0, 0}, 0.6);
    const auto corner = [](QPoint p) { return cv::Point2f(static_cast<float>(p.x()), static_cast<float>(p.y())); };
    const PageQuality quality = judgePage(picture, {corner(found.topLeft()), corner(found.topRight()),
                                                    corner(found.bottomRight()), corner(found.bottomLeft())});
    QCOMPARE(quality.cut, cut);
}

// Nearly all that can be seen on a page with little on it.
void PageQualityTest::aShadowsEdgeIsNotBlur()
{
    cv::Mat picture(1080, 1920, CV_8UC3, cv::Scalar::all(60));
    cv::rectangle(picture, {300, 200}, {1500, 1000}, {236, 238, 240}, cv::FILLED);
    for (int i = 0; i < 8; ++i) {
        cv::rectangle(picture, {1100 + 11 * i, 700}, {1106 + 11 * i, 712}, {90, 90, 90}, 1);
    }
    cv::Mat light(picture.size(), CV_32F, cv::Scalar(1));
    cv::fillConvexPoly(light, std::vector<cv::Point>{{0, 0}, {800, 0}, {1000, 1079}, {0, 1079}}, cv::Scalar(0.4));
    cv::GaussianBlur(light, light, {0, 0}, 4);
    cv::Mat wide;
    cv::merge(std::vector<cv::Mat>(3, light), wide);
    cv::multiply(picture, wide, picture, 1, CV_8UC3);
    cv::GaussianBlur(picture, picture, {0, 0}, 0.6);
    const PageQuality quality = judgePage(picture, {cv::Point2f(300, 200), {1500, 200}, {1500, 1000}, {300, 1000}});
    QCOMPARE(quality.reasons, std::vector<FaultCode>());
}

// A sheet that was folded in four: its side comes and goes by 4 % of its length.
void PageQualityTest::aFoldedSheetsSideIsNotCovered()
{
    cv::Mat bgr(720, 1280, CV_8UC3, cv::Scalar(40, 42, 45));
    const Quad corners{cv::Point2f(400, 60), {860, 60}, {860, 660}, {400, 660}};
    const std::vector<cv::Point> outline{{400, 60},  {860, 60},  {836, 210}, {860, 360},
                                         {836, 510}, {860, 660}, {400, 660}};
    cv::fillPoly(bgr, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(225, 228, 230), cv::LINE_AA);
    for (int y = 120; y < 620; y += 24) {
        cv::rectangle(bgr, cv::Rect(450, y, 330, 7), cv::Scalar(60, 60, 60), cv::FILLED);
    }
    const auto covered = [&] {
        const std::vector<FaultCode> reasons = judgePage(bgr, corners).reasons;
        return std::count(reasons.begin(), reasons.end(), FaultCode::PageCovered) != 0;
    };
    QVERIFY(!covered());
    // A dark sleeve over the other side is no fold.
    cv::rectangle(bgr, cv::Rect(240, 250, 300, 180), cv::Scalar(48, 44, 40), cv::FILLED);
    QVERIFY(covered());
}

// A sheet that is held: what of its outline the bent paper does not fill shows the hand, as deep as beside it the
// plate.
void PageQualityTest::aHandBeneathABentSheetIsNotOnIt()
{
    cv::Mat bgr(720, 1280, CV_8UC3, cv::Scalar(40, 42, 45));
    const Quad corners{cv::Point2f(400, 60), {860, 60}, {860, 600}, {400, 600}};
    cv::rectangle(bgr, cv::Rect(480, 520, 130, 200), cv::Scalar(120, 150, 205), cv::FILLED);
    std::vector<cv::Point> outline{{400, 60}, {860, 60}};
    for (int x = 860; x >= 400; x -= 10) {
        outline.emplace_back(x, 600 - cvRound(26 * std::sin(CV_PI * (x - 400) / 460)));
    }
    cv::fillPoly(bgr, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(225, 228, 230), cv::LINE_AA);
    for (int y = 120; y < 540; y += 24) {
        cv::rectangle(bgr, cv::Rect(450, y, 330, 7), cv::Scalar(60, 60, 60), cv::FILLED);
    }
    const cv::Size2f mm(153, 180);
    QCOMPARE(coverOf(bgr, corners, mm).side, 0.0);
    cv::rectangle(bgr, cv::Rect(480, 540, 130, 180), cv::Scalar(120, 150, 205), cv::FILLED);
    QVERIFY(coverOf(bgr, corners, mm).side > 0.2);
}

// Light on top of wood makes the colour of skin; on the paper beside it it makes more than white.
void PageQualityTest::woodBesideAReflectionIsNoHand()
{
    const cv::Mat empty(1080, 1920, CV_8UC3, cv::Scalar(50, 70, 120));
    const Quad quad{cv::Point2f(700, 300), {1300, 300}, {1300, 700}, {700, 700}};
    cv::Mat page = empty.clone();
    cv::rectangle(page, {700, 300}, {1300, 700}, cv::Scalar(196, 198, 200), cv::FILLED);
    cv::Mat spot(page.size(), CV_8UC3, cv::Scalar::all(0));
    cv::circle(spot, {1000, 300}, 34, cv::Scalar::all(255), cv::FILLED);
    cv::GaussianBlur(spot, spot, {0, 0}, 18);
    cv::Mat lit;
    cv::add(page, spot, lit);
    const cv::Size2f mm(133, 89);
    QCOMPARE(coverOf(lit, quad, mm, empty).side, 0.0);
    // A finger that ends at the side.
    cv::rectangle(page, {960, 0}, {1040, 299}, cv::Scalar(120, 150, 205), cv::FILLED);
    QVERIFY(coverOf(page, quad, mm, empty).side > 0.1);
}

// A finder that follows a hand's sides for the sheet's own: the page found ends where the picture does, and there is no
// paper. Whatever colour the hand has, in a glove too.
void PageQualityTest::aSideAlongThePicturesBorderHasAHandOverIt()
{
    cv::Mat bgr(720, 1280, CV_8UC3, cv::Scalar(40, 42, 44));
    cv::rectangle(bgr, cv::Rect(400, 100, 480, 560), cv::Scalar(225, 228, 230), cv::FILLED);
    for (int y = 150; y < 500; y += 40) {
        cv::putText(bgr, "A sheet of paper 0123456789", {430, y}, cv::FONT_HERSHEY_SIMPLEX, 0.8, {40, 40, 40}, 2);
    }
    const Quad found{cv::Point2f(400, 100), {880, 100}, {880, 721}, {400, 721}};
    cv::rectangle(bgr, cv::Rect(404, 520, 472, 200), cv::Scalar(150, 90, 60), cv::FILLED);
    QCOMPARE(judgePage(bgr, found).reasons, std::vector{FaultCode::PageCovered});
    cv::rectangle(bgr, cv::Rect(404, 520, 472, 200), cv::Scalar(40, 42, 44), cv::FILLED);
    cv::rectangle(bgr, cv::Rect(400, 100, 480, 620), cv::Scalar(225, 228, 230), cv::FILLED);
    QCOMPARE(judgePage(bgr, found).reasons, std::vector{FaultCode::PageCut});
}

// The plate beside it tells the light.
void PageQualityTest::aDarkCoverIsNoDarkPicture()
{
    const cv::Mat empty(720, 1280, CV_8UC3, cv::Scalar(118, 120, 122));
    cv::Mat bgr = empty.clone();
    const Quad cover{cv::Point2f(400, 150), {760, 150}, {760, 650}, {400, 650}};
    cv::rectangle(bgr, cv::Rect(400, 150, 360, 500), {48, 40, 62}, cv::FILLED);
    JudgeOptions options;
    const auto dark = [&](const cv::Mat &picture) {
        const std::vector<FaultCode> reasons = judgePage(picture, cover, options).reasons;
        return std::find(reasons.begin(), reasons.end(), FaultCode::PageDark) != reasons.end();
    };
    QVERIFY(!dark(bgr));
    QVERIFY(dark(bgr * 0.5));
    options.emptyReference = empty;
    QVERIFY(!dark(bgr));
    QVERIFY(!dark(bgr * 0.5));
    QVERIFY(dark(bgr * 0.3));
}

// A lamp's light may wash out paper; a reflection washes out what is printed on it, too.
void PageQualityTest::brightPaperThatCanBeReadIsNoReflection()
{
    constexpr double perMm = 4.5;
    cv::Mat page(900, 640, CV_8UC3, cv::Scalar(232, 234, 236));
    for (int y = 60; y < 860; y += 34) {
        cv::putText(page, "Certificate of work 1234567 of 2026", {30, y}, cv::FONT_HERSHEY_SIMPLEX, 0.9, {40, 40, 40},
                    2);
    }
    const auto glareUnder = [&page](double light) {
        cv::Mat spot(page.size(), CV_8UC3, cv::Scalar::all(0));
        cv::circle(spot, {320, 400}, 90, cv::Scalar::all(light), cv::FILLED);
        cv::GaussianBlur(spot, spot, {0, 0}, 14);
        cv::Mat lit;
        cv::add(page, spot, lit);
        return lightOn(lit, perMm).glare;
    };
    QVERIFY(glareUnder(40) < 0.001);
    QVERIFY(glareUnder(250) > 0.01);
}

void PageQualityTest::straightensToMillimetres_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("drawn");
    QTest::addColumn<double>("dpi");
    QTest::newRow("A4 at 200 dpi") << "a4" << 0 << 200.0;
    QTest::newRow("card at 300 dpi") << "id-card" << 1 << 300.0;
}

void PageQualityTest::straightensToMillimetres()
{
    QFETCH(QString, kind);
    QFETCH(int, drawn);
    QFETCH(double, dpi);
    SceneOptions options;
    options.documents = {static_cast<PageKind>(drawn)};
    const Scene scene = makeScene(options);
    const auto mm = kindSize(kind.toStdString());
    QVERIFY(mm.has_value());
    const StraightPage page = straighten(scene.bgr, scene.documents[0].quad, mm, dpi);
    const double longMm = std::max(mm->width, mm->height);
    const double shortMm = std::min(mm->width, mm->height);
    QVERIFY(std::abs(std::max(page.bgr.cols, page.bgr.rows) - longMm / 25.4 * dpi) <= 1);
    QVERIFY(std::abs(std::min(page.bgr.cols, page.bgr.rows) - shortMm / 25.4 * dpi) <= 1);
    QCOMPARE(page.dpi, dpi);
}

void PageQualityTest::sheetLyingAcrossStaysAcross()
{
    const Scene scene = makeScene({});  // A4 lies across the wide plate
    const StraightPage page = straighten(scene.bgr, scene.documents[0].quad, kindSize("a4"), 100);
    QVERIFY(page.bgr.cols > page.bgr.rows);
    QCOMPARE(page.mm.width, 297.0F);
}

void PageQualityTest::proportionsWithoutKind()
{
    const Scene scene = makeScene({});
    const StraightPage page = straighten(scene.bgr, scene.documents[0].quad);
    const double ratio = static_cast<double>(page.bgr.cols) / page.bgr.rows;
    QVERIFY(std::abs(ratio - 297.0 / 210.0) < 0.03);
    QCOMPARE(page.dpi, 0.0);
}

void PageQualityTest::straightenedPageShowsThePage()
{
    SceneOptions options;
    options.seed = 21;
    const Scene scene = makeScene(options);
    const StraightPage page = straighten(scene.bgr, scene.documents[0].quad, kindSize("a4"), 100);
    // The margin of the drawn sheet is bare paper up to its corners; the plate is dark.
    const int inset = 6;
    for (const cv::Point corner :
         {cv::Point(inset, inset), cv::Point(page.bgr.cols - inset, inset), cv::Point(inset, page.bgr.rows - inset),
          cv::Point(page.bgr.cols - inset, page.bgr.rows - inset)}) {
        QVERIFY(page.bgr.at<cv::Vec3b>(corner)[1] > 180);
    }
}

void PageQualityTest::kindByProportions()
{
    const auto rectangle = [](float w, float h) { return Quad{cv::Point2f(0, 0), {w, 0}, {w, h}, {0, h}}; };
    QCOMPARE(kindByShape(rectangle(2100, 2970)), std::string_view("a4"));
    QCOMPARE(kindByShape(rectangle(856, 540)), std::string_view("id-card"));
    QCOMPARE(kindByShape(rectangle(100, 300)), std::string_view());
    QVERIFY(!kindSize("napkin").has_value());
}

void PageQualityTest::turnsByQuarters()
{
    cv::Mat picture(10, 20, CV_8UC3, cv::Scalar::all(0));
    picture.at<cv::Vec3b>(0, 0) = {9, 9, 9};
    const cv::Mat once = turned(picture, 1);
    QCOMPARE(once.cols, 10);
    QCOMPARE(int(once.at<cv::Vec3b>(0, 9)[0]), 9);
    QCOMPARE(cv::norm(turned(picture, 4), picture), 0.0);
    QCOMPARE(cv::norm(turned(once, -1), picture), 0.0);
}

void PageQualityTest::cleaningRemovesShadowAndKeepsInk()
{
    SceneOptions options;
    options.effect = Effect::Shadow;
    options.seed = 30;
    const Scene scene = makeScene(options);
    const StraightPage page = straighten(scene.bgr, scene.documents[0].quad, kindSize("a4"), 100);
    const cv::Mat clean = cleanPage(page.bgr);
    QCOMPARE(clean.size(), page.bgr.size());
    // Bare paper left and right of the shadow's edge, in the margin below the text.
    const auto paper = [](const cv::Mat &bgr, int percent) {
        return cv::mean(bgr(cv::Rect(bgr.cols * percent / 100, bgr.rows * 93 / 100, 30, 20)))[1];
    };
    QVERIFY(paper(page.bgr, 10) - paper(page.bgr, 85) > 50);
    QVERIFY(std::abs(paper(clean, 10) - paper(clean, 85)) < 12);
    QVERIFY(paper(clean, 10) > 235);
    double darkest = 0;
    cv::Mat grey;
    cv::cvtColor(clean, grey, cv::COLOR_BGR2GRAY);
    cv::minMaxLoc(grey, &darkest);
    QVERIFY(darkest < 110);
}

QTEST_APPLESS_MAIN(PageQualityTest)
#include "tst_pagequality.moc"
