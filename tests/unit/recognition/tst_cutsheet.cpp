// SPDX-License-Identifier: GPL-3.0-or-later
// Quads of what goes on beyond the picture: the sides that can be seen stay, the others lie outside of it.
#include "app/recognition/cutsheet.h"
#include "app/recognition/pagelook.h"

#include <QtTest/QtTest>

using namespace hall;

namespace {

constexpr float beyond = 7;
const cv::Size picture(640, 360);

bool isOutside(cv::Point2f p)
{
    return p.x < 0 || p.y < 0 || p.x > static_cast<float>(picture.width - 1) ||
           p.y > static_cast<float>(picture.height - 1);
}

std::size_t outsideOf(const Quad &quad)
{
    return static_cast<std::size_t>(std::count_if(quad.begin(), quad.end(), isOutside));
}

bool hasCorner(const Quad &quad, cv::Point2f at)
{
    return std::any_of(quad.begin(), quad.end(), [&](cv::Point2f corner) { return length(corner - at) < 1.5F; });
}

}  // namespace

class CutSheetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoSidesThatMeetKeepTheirCorner();
    void opposingSidesRunOn();
    void aCornerCutOffComesBack();
    void nothingIsMadeOfWhatIsAllThere();
    void nothingIsMadeOfOneSide();
    void nothingIsMadeOfWhatEndsInThePicture();
    void nothingIsMadeOfAnotherShape();
    void aGuessedAreaDoesNotOutdoAWholePage();
};

void CutSheetTest::twoSidesThatMeetKeepTheirCorner()
{
    const auto quad = quadBeyond({{200, 100}, {639, 100}, {639, 359}, {200, 359}}, picture, beyond);
    QVERIFY(quad);
    QVERIFY(hasCorner(*quad, {200, 100}));
    QVERIFY(hasCorner(*quad, {646, 366}));
    QCOMPARE(outsideOf(*quad), std::size_t(3));
}

void CutSheetTest::opposingSidesRunOn()
{
    const auto quad = quadBeyond({{140, 0}, {440, 0}, {400, 359}, {100, 359}}, picture, beyond);
    QVERIFY(quad);
    QCOMPARE(outsideOf(*quad), std::size_t(4));
    QVERIFY(quadArea(*quad) > 300 * 359);
}

void CutSheetTest::aCornerCutOffComesBack()
{
    // Its right upper corner is beyond the picture, all four of its sides are in it.
    const auto quad = quadBeyond({{180, 52}, {250, 0}, {402, 0}, {450, 81}, {260, 192}}, picture, beyond);
    QVERIFY(quad);
    QVERIFY(hasCorner(*quad, {180, 52}));
    QVERIFY(hasCorner(*quad, {450, 81}));
    QVERIFY(hasCorner(*quad, {260, 192}));
    QCOMPARE(outsideOf(*quad), std::size_t(1));
}

void CutSheetTest::nothingIsMadeOfWhatIsAllThere()
{
    QVERIFY(!quadBeyond({{100, 100}, {300, 100}, {300, 250}, {100, 250}}, picture, beyond));
}

void CutSheetTest::nothingIsMadeOfOneSide()
{
    QVERIFY(!quadBeyond({{300, 0}, {639, 0}, {639, 359}, {340, 359}}, picture, beyond));
    QVERIFY(!quadBeyond({}, picture, beyond));
}

void CutSheetTest::nothingIsMadeOfWhatEndsInThePicture()
{
    // Two sides, and a tip where the third should be.
    QVERIFY(!quadBeyond({{0, 100}, {200, 100}, {215, 120}, {200, 140}, {0, 140}}, picture, beyond));
}

void CutSheetTest::nothingIsMadeOfAnotherShape()
{
    QVERIFY(!quadBeyond({{100, 0}, {300, 0}, {400, 200}, {200, 300}, {60, 120}}, picture, beyond));
}

// Stripes of a table that are taken for shadows must not cost the page that lies on it.
void CutSheetTest::aGuessedAreaDoesNotOutdoAWholePage()
{
    Look plain;
    plain.best = {Ranked{Quad{cv::Point2f(100, 50), {500, 50}, {500, 330}, {100, 330}}, 0.98}};
    Look lightened;
    lightened.best = {Ranked{Quad{cv::Point2f(-5, -30), {600, -30}, {600, 360}, {-5, 360}}, 0.67}};
    lightened.best.front().broken = true;
    QVERIFY(!lightened.serves(plain));
    QVERIFY(lightened.serves(Look()));
}

QTEST_APPLESS_MAIN(CutSheetTest)
#include "tst_cutsheet.moc"
