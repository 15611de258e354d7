// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets on a desk as light as themselves: the shadow that a sheet throws is no part of it, a printed frame is.
#include "app/recognition/pagefinder.h"
#include "app/recognition/siderefit.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size size{1600, 1000};
const cv::Rect2f sheet(500, 300, 560, 350);
constexpr int shadowPixels = 7;
constexpr double depth = 0.25;

Quad grown(float by)
{
    return {cv::Point2f(sheet.x - by, sheet.y - by),
            {sheet.x + sheet.width + by, sheet.y - by},
            {sheet.x + sheet.width + by, sheet.y + sheet.height + by},
            {sheet.x - by, sheet.y + sheet.height + by}};
}

void fill(cv::Mat &bgr, float inside, const cv::Scalar &colour)
{
    cv::rectangle(bgr, cv::Point2f(sheet.x + inside, sheet.y + inside),
                  cv::Point2f(sheet.x + sheet.width - inside - 1, sheet.y + sheet.height - inside - 1), colour,
                  cv::FILLED);
}

cv::Mat noisy(const cv::Mat &bgr)
{
    cv::Mat noise(bgr.size(), CV_8UC3);
    cv::RNG(7).fill(noise, cv::RNG::UNIFORM, 0, 7);
    cv::Mat blurred;
    cv::GaussianBlur(bgr, blurred, {3, 3}, 0.7);
    return blurred + noise - cv::Scalar::all(3);
}

// Round a sheet the light grows from its side outwards.
cv::Mat desk(const cv::Scalar &colour)
{
    cv::Mat bgr(size, CV_8UC3, colour);
    for (int i = shadowPixels; i > 0; --i) {
        const double light = 1 - depth * (1 - static_cast<double>(i) / (shadowPixels + 1));
        fill(bgr, static_cast<float>(-i), colour * light);
    }
    return bgr;
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

class SheetShadowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShadowIsNoPartOfItsSheet_data();
    void aShadowIsNoPartOfItsSheet();
    void thePlateToldTheSameIsFound();
    void theFinderGivesTheSheetAlone();
    void whatIsPrintedNearTheSideIsPartOfIt_data();
    void whatIsPrintedNearTheSideIsPartOfIt();
};

void SheetShadowTest::aShadowIsNoPartOfItsSheet_data()
{
    QTest::addColumn<int>("desk");
    QTest::addColumn<int>("paper");
    QTest::newRow("a little darker than the desk") << 190 << 182;
    QTest::newRow("as light as the desk") << 190 << 190;
    QTest::newRow("darker, in the dusk") << 70 << 66;
}

void SheetShadowTest::aShadowIsNoPartOfItsSheet()
{
    QFETCH(const int, desk);
    QFETCH(const int, paper);
    cv::Mat bgr = ::desk(cv::Scalar::all(desk));
    fill(bgr, 0, cv::Scalar::all(paper));
    const Quad off = grown(shadowPixels - 2);
    const Quad moved = sidesOutOfShadow(noisy(bgr), off);
    QVERIFY2(farthest(moved, grown(0)) < 1.5, qPrintable(QString::number(farthest(moved, grown(0)))));
}

void SheetShadowTest::thePlateToldTheSameIsFound()
{
    PlateCalibration calibration;
    calibration.camera = "drawn";
    calibration.size = size;
    PlateGeometry geometry;
    geometry.toMm = cv::Matx33d::diag({0.2, 0.2, 1});  // 5 pixels a millimetre
    calibration.geometry = geometry;
    const std::optional<PlateView> plate = PlateView::of(calibration, size);
    QVERIFY(plate);
    cv::Mat bgr = desk(cv::Scalar::all(190));
    fill(bgr, 0, cv::Scalar::all(180));
    const Refit refit = refitOnPlate(noisy(bgr), grown(shadowPixels), 6, false, *plate);
    QVERIFY2(farthest(refit.quad, grown(0)) < 1.5, qPrintable(QString::number(farthest(refit.quad, grown(0)))));
    QCOMPARE(refit.sides, 4);
}

void SheetShadowTest::theFinderGivesTheSheetAlone()
{
    cv::Mat bgr = desk(cv::Scalar::all(190));
    fill(bgr, 0, cv::Scalar::all(178));
    for (int y = 360; y < 600; y += 30) {
        cv::rectangle(bgr, cv::Rect(560, y, 430, 8), cv::Scalar::all(70), cv::FILLED);
    }
    const std::vector<FoundPage> pages = findPages(noisy(bgr));
    QCOMPARE(pages.size(), 1U);
    double most = 0;
    for (const cv::Point2f &corner : grown(0)) {
        double nearest = 1e9;
        for (const cv::Point2f &found : pages.front().quad) {
            nearest = std::min<double>(nearest, length(found - corner));
        }
        most = std::max(most, nearest);
    }
    QVERIFY2(most < 2, qPrintable(QString::number(most)));
}

void SheetShadowTest::whatIsPrintedNearTheSideIsPartOfIt_data()
{
    QTest::addColumn<int>("margin");
    QTest::addColumn<QList<int>>("ink");
    QTest::newRow("a frame within a margin") << 4 << QList<int>{60, 60, 60};
    QTest::newRow("a red frame up to the side") << 0 << QList<int>{50, 40, 170};
    QTest::newRow("a black frame up to the side") << 0 << QList<int>{60, 60, 60};
}

void SheetShadowTest::whatIsPrintedNearTheSideIsPartOfIt()
{
    QFETCH(const int, margin);
    QFETCH(const QList<int>, ink);
    cv::Mat bgr = desk(cv::Scalar::all(190));
    fill(bgr, 0, cv::Scalar::all(186));
    fill(bgr, static_cast<float>(margin), cv::Scalar(ink[0], ink[1], ink[2]));
    fill(bgr, static_cast<float>(margin + 4), cv::Scalar::all(186));
    const Quad stays = sidesOutOfShadow(noisy(bgr), grown(0));
    QVERIFY2(farthest(stays, grown(0)) < 1, qPrintable(QString::number(farthest(stays, grown(0)))));
}

QTEST_GUILESS_MAIN(SheetShadowTest)
#include "tst_sheetshadow.moc"
