// SPDX-License-Identifier: GPL-3.0-or-later
// A hard shadow's edge is found and taken out of the picture; the side of a sheet is none.
#include "app/recognition/shadowedge.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size size{640, 360};

cv::Mat plate(double level = 70)
{
    cv::RNG random(4);
    cv::Mat bgr(size, CV_8UC3);
    random.fill(bgr, cv::RNG::NORMAL, cv::Scalar::all(level), cv::Scalar::all(2));
    return bgr;
}

// With lines of print.
cv::Mat withSheet(cv::Mat bgr, const cv::Rect &sheet, const cv::Scalar &colour = cv::Scalar::all(220))
{
    bgr(sheet).setTo(colour);
    for (int y = sheet.y + 20; y < sheet.br().y - 20; y += 16) {
        cv::line(bgr, {sheet.x + 30, y}, {sheet.br().x - 30, y}, cv::Scalar::all(170), 2);
    }
    return bgr;
}

// Darker by `depth` beyond an edge, whose middle is at `at` and that is `soft` pixels wide.
void shade(cv::Mat &bgr, cv::Point2f at, cv::Point2f towardsLight, double depth, double soft = 4)
{
    for (int y = 0; y < bgr.rows; ++y) {
        for (int x = 0; x < bgr.cols; ++x) {
            const float far = (cv::Point2f(static_cast<float>(x), static_cast<float>(y)) - at).dot(towardsLight);
            const double lit = std::clamp(far / soft + 0.5, 0.0, 1.0);
            bgr.at<cv::Vec3b>(y, x) *= std::exp(-depth * (1 - lit));
        }
    }
}

double levelAt(const cv::Mat &bgr, const cv::Rect &where)
{
    const cv::Scalar mean = cv::mean(bgr(where));
    return (mean[0] + mean[1] + mean[2]) / 3;
}

const cv::Rect sheet{140, 60, 340, 240};

}  // namespace

class ShadowEdgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheEdge_data();
    void findsTheEdge();
    void aBarHasTwo();
    void theShadowIsTakenOut();
    void whiteStaysApartUnderABar();
    void aSheetsSideIsNone();
    void aColouredThingIsNone();
    void anEvenPictureHasNone();
};

void ShadowEdgeTest::findsTheEdge_data()
{
    QTest::addColumn<float>("x");
    QTest::addColumn<float>("angle");  // degrees that the light lies clockwise of the right
    QTest::addColumn<bool>("known");
    QTest::newRow("on the left, the plate known") << 300.0F << 8.0F << true;
    QTest::newRow("on the left") << 300.0F << 8.0F << false;
    QTest::newRow("on the right") << 350.0F << 170.0F << false;
    QTest::newRow("slanted") << 320.0F << -25.0F << true;
    QTest::newRow("below") << 320.0F << -84.0F << true;
}

void ShadowEdgeTest::findsTheEdge()
{
    QFETCH(float, x);
    QFETCH(float, angle);
    QFETCH(bool, known);
    const double turn = angle * CV_PI / 180;
    const cv::Point2f light(static_cast<float>(std::cos(turn)), static_cast<float>(std::sin(turn)));
    cv::Mat now = withSheet(plate(), sheet);
    shade(now, {x, 180}, light, 0.5);
    const auto edges = shadowEdges(now, known ? plate() : cv::Mat());
    QCOMPARE(edges.size(), 1U);
    QVERIFY(edges[0].towardsLight.dot(light) > std::cos(2 * CV_PI / 180));
    const float off = (cv::Point2f(x, 180) - edges[0].point).dot(edges[0].towardsLight);
    QVERIFY2(std::abs(off) < 3, qPrintable(QString::number(off)));
    QVERIFY2(std::abs(edges[0].depth - 0.5) < 0.08, qPrintable(QString::number(edges[0].depth)));
    QVERIFY(edges[0].lostAt(edges[0].point + 60 * light) < 0.02F);
    QVERIFY(edges[0].lostAt(edges[0].point - 60 * light) > 0.4F);
}

void ShadowEdgeTest::aBarHasTwo()
{
    cv::Mat now = withSheet(plate(), sheet);
    const cv::Mat lit = now.clone();
    shade(now, {320, 150}, {0, -1}, 0.6);
    const cv::Rect below(0, 230, size.width, size.height - 230);
    lit(below).copyTo(now(below));
    const auto edges = shadowEdges(now, plate());
    QCOMPARE(edges.size(), 2U);
    QVERIFY(edges[0].towardsLight.dot(edges[1].towardsLight) < -0.99F);
}

void ShadowEdgeTest::theShadowIsTakenOut()
{
    cv::Mat now = withSheet(plate(), sheet);
    const cv::Mat lit = now.clone();
    shade(now, {300, 180}, {-1, 0}, 0.7);
    const cv::Rect margin(400, 62, 70, 14);  // of the sheet, no print, in the shadow
    const cv::Rect beside(520, 100, 80, 80);
    QVERIFY(levelAt(now, margin) < 0.6 * levelAt(lit, margin));
    lighten(now, shadowEdges(now, plate()));
    QVERIFY(std::abs(levelAt(now, margin) / levelAt(lit, margin) - 1) < 0.08);
    QVERIFY(std::abs(levelAt(now, beside) / levelAt(lit, beside) - 1) < 0.12);
    // Nor is anything done to what lies in the light.
    QVERIFY(std::abs(levelAt(now, {160, 62, 70, 14}) - 220) < 2);
    // The edge leaves no step behind that a sheet's side could be taken for.
    const double steps = std::abs(levelAt(now, {285, 62, 6, 14}) - levelAt(now, {309, 62, 6, 14}));
    QVERIFY2(steps < 20, qPrintable(QString::number(steps)));
}

// Beside a bar nothing is in the shadow, so nothing there gets any lighter.
void ShadowEdgeTest::whiteStaysApartUnderABar()
{
    cv::Mat now = withSheet(plate(200), sheet, cv::Scalar::all(240));
    const cv::Mat lit = now.clone();
    shade(now, {320, 150}, {0, -1}, 0.6);
    const cv::Rect below(0, 230, size.width, size.height - 230);
    lit(below).copyTo(now(below));
    const auto edges = shadowEdges(now, plate(200));
    QCOMPARE(edges.size(), 2U);
    lighten(now, edges);
    for (const int y : {62, 180, 286}) {
        const cv::Rect paper(400, y, 70, 12);
        const cv::Rect table(520, y, 70, 12);
        QVERIFY2(levelAt(now, paper) - levelAt(now, table) > 25, qPrintable(QString::number(y)));
        QVERIFY2(std::abs(levelAt(now, paper) / levelAt(lit, paper) - 1) < 0.1, qPrintable(QString::number(y)));
    }
}

void ShadowEdgeTest::aSheetsSideIsNone()
{
    QVERIFY(shadowEdges(withSheet(plate(), sheet), plate()).empty());
    // Nearly as high as the picture.
    QVERIFY(shadowEdges(withSheet(plate(), {140, 14, 340, 332}), plate()).empty());
}

void ShadowEdgeTest::aColouredThingIsNone()
{
    cv::Mat now = plate();
    now(cv::Rect(0, 0, 300, size.height)).setTo(cv::Scalar(30, 80, 160));
    QVERIFY(shadowEdges(now, plate()).empty());
}

void ShadowEdgeTest::anEvenPictureHasNone()
{
    QVERIFY(shadowEdges(plate(), plate()).empty());
    QVERIFY(shadowEdges(plate(), {}).empty());
    QVERIFY(shadowEdges(cv::Mat(64, 64, CV_8UC3, cv::Scalar::all(0)), {}).empty());
    cv::Mat same = plate();
    lighten(same, {});
    QCOMPARE(cv::norm(same, plate(), cv::NORM_INF), 0.0);
}

QTEST_APPLESS_MAIN(ShadowEdgeTest)
#include "tst_shadowedge.moc"
