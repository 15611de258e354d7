// SPDX-License-Identifier: GPL-3.0-or-later
// A sheet whose sides no single place tells is found by all places along them together; noise alone is no sheet.
#include "app/recognition/faintbox.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size picture{640, 384};
constexpr double smallest = 0.012 * 640 * 384;

Quad turned(cv::Point2f middle, cv::Size2f size, float degrees)
{
    std::array<cv::Point2f, 4> corners;
    cv::RotatedRect(middle, size, degrees).points(corners.data());
    return inReadingOrder(corners);
}

std::vector<cv::Point> pointsOf(const Quad &quad)
{
    std::vector<cv::Point> points;
    for (const cv::Point2f &corner : quad) {
        points.emplace_back(cvRound(corner.x), cvRound(corner.y));
    }
    return points;
}

// As the net holds it: a blob without corners.
PaperMaps blobAt(cv::Point2f middle, cv::Size2f size, float degrees)
{
    PaperMaps maps{cv::Mat(96, 160, CV_32F, cv::Scalar(0)), cv::Mat(96, 160, CV_32F, cv::Scalar(0)),
                   cv::Mat(96, 160, CV_32F, cv::Scalar(0))};
    cv::ellipse(maps.paper, cv::RotatedRect(middle / 4, cv::Size2f(size.width / 3.6F, size.height / 3.6F), degrees),
                cv::Scalar(1), cv::FILLED);
    return maps;
}

struct Desk
{
    explicit Desk(double step)
    {
        bgr = cv::Mat(picture, CV_8UC3, cv::Scalar::all(190));
        cv::fillConvexPoly(bgr, pointsOf(sheet), cv::Scalar::all(190 + step), cv::LINE_AA);
        for (int row = -2; row <= 2; ++row) {
            const float angle = degrees * static_cast<float>(CV_PI) / 180;
            const cv::Point2f along(std::cos(angle), std::sin(angle));
            const cv::Point2f at = middle + static_cast<float>(12 * row) * cv::Point2f(-along.y, along.x);
            cv::line(bgr, cv::Point(at - 40 * along), cv::Point(at + 40 * along), cv::Scalar::all(60), 2);
        }
        cv::Mat noise(picture, CV_16SC3);
        cv::RNG random(5);
        random.fill(noise, cv::RNG::NORMAL, cv::Scalar::all(0), cv::Scalar::all(5));
        cv::add(bgr, noise, bgr, {}, CV_8U);
    }

    cv::Point2f middle{330, 190};
    cv::Size2f size{150, 95};
    float degrees = 17;
    Quad sheet = turned(middle, size, degrees);
    cv::Mat bgr;
};

}  // namespace

class FaintBoxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allPlacesTogetherTell_data();
    void allPlacesTogetherTell();
    void noiseIsNoSheet();
    void whereTheNetHoldsNothingForPaperThereIsNone();
};

void FaintBoxTest::allPlacesTogetherTell_data()
{
    QTest::addColumn<double>("step");
    QTest::addRow("lighter than the desk") << 5.0;
    QTest::addRow("darker") << -5.0;
}

void FaintBoxTest::allPlacesTogetherTell()
{
    QFETCH(double, step);
    const Desk desk(step);
    const std::vector<FaintBox> boxes =
        faintBoxes(desk.bgr, blobAt(desk.middle + cv::Point2f(4, -3), desk.size, 5), smallest);
    QCOMPARE(boxes.size(), 1U);
    QVERIFY2(overlap(boxes[0].quad, desk.sheet) > 0.95,
             qPrintable(QString::number(overlap(boxes[0].quad, desk.sheet))));
    QVERIFY(boxes[0].rise > 6);
}

void FaintBoxTest::noiseIsNoSheet()
{
    const Desk desk(0);
    QVERIFY(faintBoxes(desk.bgr, blobAt(desk.middle, desk.size, 5), smallest).empty());
}

void FaintBoxTest::whereTheNetHoldsNothingForPaperThereIsNone()
{
    const Desk desk(5);
    QVERIFY(faintBoxes(desk.bgr, {}, smallest).empty());
    QVERIFY(faintBoxes(desk.bgr, blobAt({100, 60}, {20, 20}, 0), smallest).empty());
}

QTEST_APPLESS_MAIN(FaintBoxTest)
#include "tst_faintbox.moc"
