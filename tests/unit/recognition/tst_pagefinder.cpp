// SPDX-License-Identifier: GPL-3.0-or-later
// Documents are found where they lie, and nothing is found where none lies.
#include "app/recognition/pagefinder.h"
#include "tests/support/pagescenes.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::test;

class PageFinderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsOneDocument_data();
    void findsOneDocument();
    void findsBothOfTwo();
    void emptyPlateHasNone_data();
    void emptyPlateHasNone();
    void referenceMayBeDimmer();
    void cornersAreClockwiseFromTheTopLeft();
    void aCurledSheetKeepsItsCorners_data();
    void aCurledSheetKeepsItsCorners();
    void cutSheetIsMarked();
    void refusesWhatIsNoPicture_data();
    void refusesWhatIsNoPicture();
};

void PageFinderTest::findsOneDocument_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("plate");
    QTest::addColumn<int>("effect");
    const char *kinds[]{"A4", "card", "booklet"};
    const char *plates[]{"dark", "wood"};
    const std::pair<const char *, Effect> effects[]{
        {"clean", Effect::None},    {"shadow", Effect::Shadow}, {"glare", Effect::Glare},    {"blur", Effect::Blur},
        {"finger", Effect::Finger}, {"dim", Effect::Dim},       {"clutter", Effect::Clutter}};
    for (int kind = 0; kind < 3; ++kind) {
        for (int plate = 0; plate < 2; ++plate) {
            for (const auto &[name, effect] : effects) {
                QTest::addRow("%s, %s plate, %s", kinds[kind], plates[plate], name)
                    << kind << plate << static_cast<int>(effect);
            }
        }
    }
}

void PageFinderTest::findsOneDocument()
{
    QFETCH(int, kind);
    QFETCH(int, plate);
    QFETCH(int, effect);
    SceneOptions options;
    options.documents = {static_cast<PageKind>(kind)};
    options.plate = static_cast<Plate>(plate);
    options.effect = static_cast<Effect>(effect);
    options.size = {1280, 720};
    options.turn = 10;
    options.seed = 41;
    const Scene scene = makeScene(options);
    const auto pages = findPages(scene.bgr);
    QVERIFY(!pages.empty());
    QVERIFY2(overlap(pages[0].quad, scene.documents[0].quad) > 0.97,
             qPrintable(QString::number(overlap(pages[0].quad, scene.documents[0].quad))));
}

void PageFinderTest::findsBothOfTwo()
{
    SceneOptions options;
    options.documents = {PageKind::IdCard, PageKind::IdCard};
    options.seed = 7;
    const Scene scene = makeScene(options);
    const auto pages = findPages(scene.bgr);
    QCOMPARE(pages.size(), 2U);
    for (const SceneDocument &document : scene.documents) {
        QVERIFY(std::any_of(pages.begin(), pages.end(),
                            [&](const FoundPage &page) { return overlap(page.quad, document.quad) > 0.97; }));
    }
}

void PageFinderTest::emptyPlateHasNone_data()
{
    QTest::addColumn<int>("plate");
    QTest::addColumn<int>("effect");
    QTest::addColumn<bool>("reference");
    for (int plate = 0; plate < 3; ++plate) {
        for (const Effect effect : {Effect::None, Effect::Shadow, Effect::Clutter, Effect::Dim}) {
            for (const bool reference : {false, true}) {
                QTest::addRow("plate %d effect %d %s", plate, static_cast<int>(effect),
                              reference ? "with reference" : "alone")
                    << plate << static_cast<int>(effect) << reference;
            }
        }
    }
}

void PageFinderTest::emptyPlateHasNone()
{
    QFETCH(int, plate);
    QFETCH(int, effect);
    QFETCH(bool, reference);
    SceneOptions options;
    options.documents = {};
    options.plate = static_cast<Plate>(plate);
    options.effect = static_cast<Effect>(effect);
    options.size = {1280, 720};
    options.withEmpty = reference;
    options.seed = 5;
    const Scene scene = makeScene(options);
    FindOptions find;
    if (reference) {
        find.emptyReference = scene.empty;
    }
    QCOMPARE(findPages(scene.bgr, find).size(), 0U);
}

void PageFinderTest::referenceMayBeDimmer()
{
    SceneOptions options;
    options.documents = {PageKind::IdCard};
    options.withEmpty = true;
    options.seed = 12;
    const Scene scene = makeScene(options);
    FindOptions find;
    find.emptyReference = cv::Mat(scene.empty * 0.8);
    const auto pages = findPages(scene.bgr, find);
    QCOMPARE(pages.size(), 1U);
    QVERIFY(overlap(pages[0].quad, scene.documents[0].quad) > 0.97);
}

void PageFinderTest::cornersAreClockwiseFromTheTopLeft()
{
    SceneOptions options;
    options.seed = 3;
    const auto pages = findPages(makeScene(options).bgr);
    QVERIFY(!pages.empty());
    const Quad &quad = pages[0].quad;
    QVERIFY(quad[0].x < quad[1].x && quad[0].y < quad[3].y);
    QVERIFY(quad[2].x > quad[3].x && quad[2].y > quad[1].y);
}

void PageFinderTest::aCurledSheetKeepsItsCorners_data()
{
    QTest::addColumn<double>("bow");  // of the upper and lower side, inwards, share of the height
    QTest::newRow("flat") << 0.0;
    QTest::newRow("a little") << 0.03;
    QTest::newRow("held up") << 0.06;
}

void PageFinderTest::aCurledSheetKeepsItsCorners()
{
    QFETCH(double, bow);
    const Quad corners{cv::Point2f(330, 90), {760, 110}, {745, 640}, {345, 655}};
    std::vector<cv::Point> outline;
    const auto side = [&](std::size_t from, std::size_t to, double inwards) {
        for (int i = 0; i < 40; ++i) {
            const float t = static_cast<float>(i) / 40;
            const cv::Point2f on = corners[from] + t * (corners[to] - corners[from]);
            outline.emplace_back(on + cv::Point2f(0, static_cast<float>(std::sin(CV_PI * t) * inwards * 550)));
        }
    };
    side(0, 1, bow);
    side(1, 2, 0);
    side(2, 3, -bow);
    side(3, 0, 0);
    cv::Mat picture(760, 1080, CV_8UC3, cv::Scalar(40, 52, 70));
    cv::fillPoly(picture, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(228, 232, 235), cv::LINE_AA);
    for (int y = 200; y < 580; y += 24) {
        cv::line(picture, {400, y}, {690, y + 2}, cv::Scalar(60, 60, 60), 3, cv::LINE_AA);
    }
    cv::GaussianBlur(picture, picture, {0, 0}, 1.2);
    const auto pages = findPages(picture);
    QCOMPARE(pages.size(), std::size_t(1));
    for (std::size_t i = 0; i < 4; ++i) {
        QVERIFY2(
            length(pages[0].quad[i] - corners[i]) < 8,
            qPrintable(QStringLiteral("corner %1: %2, %3").arg(i).arg(pages[0].quad[i].x).arg(pages[0].quad[i].y)));
    }
}

void PageFinderTest::cutSheetIsMarked()
{
    SceneOptions options;
    options.effect = Effect::Cut;
    options.seed = 8;
    FindOptions find;
    find.judge = true;
    const auto pages = findPages(makeScene(options).bgr, find);
    QVERIFY(!pages.empty());
    QVERIFY(!pages[0].reasons.empty());
    QCOMPARE(pages[0].reasons[0], FaultCode::PageCut);
}

void PageFinderTest::refusesWhatIsNoPicture_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("type");
    QTest::newRow("nothing") << 0 << 0 << CV_8UC3;
    QTest::newRow("one pixel") << 1 << 1 << CV_8UC3;
    QTest::newRow("a strip") << 2000 << 3 << CV_8UC3;
    QTest::newRow("grey") << 640 << 480 << CV_8UC1;
    QTest::newRow("floats") << 640 << 480 << CV_32FC3;
}

void PageFinderTest::refusesWhatIsNoPicture()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, type);
    QCOMPARE(findPages(cv::Mat(height, width, type, cv::Scalar::all(0))).size(), 0U);
}

QTEST_APPLESS_MAIN(PageFinderTest)
#include "tst_pagefinder.moc"
