// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets that were folded: straight lines along their sides miss their corners.
#include "app/recognition/curledpage.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

// Folded across its lower half: it stands out at the right there, and its left lower corner does below.
const std::vector<cv::Point> folded{{50, 97},   {415, 92}, {416, 300}, {440, 440},
                                    {415, 566}, {31, 579}, {76, 470},  {66, 300}};
const Quad along{cv::Point2f(51, 95), {421, 91}, {436, 559}, {75, 573}};

cv::Mat picture()
{
    cv::Mat bgr(640, 480, CV_8UC3, cv::Scalar(70, 75, 80));
    cv::fillPoly(bgr, std::vector<std::vector<cv::Point>>{folded}, cv::Scalar(225, 228, 230));
    cv::GaussianBlur(bgr, bgr, {3, 3}, 0);
    return bgr;
}

bool hasCorner(const Quad &quad, cv::Point2f at)
{
    return std::any_of(quad.begin(), quad.end(), [&](cv::Point2f corner) { return length(corner - at) < 3; });
}

}  // namespace

class CurledPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFoldedSheetHasItsOwnCorners();
    void whereSomethingLiesOnItTheSidesTell();
};

void CurledPageTest::aFoldedSheetHasItsOwnCorners()
{
    const Quad own = cornersOfCurled(picture(), along, true);
    for (const cv::Point2f corner : {cv::Point2f(50, 97), {415, 92}, {415, 566}, {31, 579}}) {
        QVERIFY(hasCorner(own, corner));
    }
}

void CurledPageTest::whereSomethingLiesOnItTheSidesTell()
{
    QCOMPARE(cornersOfCurled(picture(), along, false), along);
}

QTEST_APPLESS_MAIN(CurledPageTest)
#include "tst_curledpage.moc"
