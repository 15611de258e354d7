// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of a sheet that the picture's border cuts, or that lies under a hand, takes the place of what was found
// on it; whole pages, sleeves and small things do not become sheets.
#include "app/recognition/brokensheet.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size picture{640, 384};
const cv::Scalar plateColour(45, 40, 38);
const cv::Scalar paperColour(235, 238, 240);
const cv::Scalar skinColour(120, 150, 200);

// A drawn plate and what a net would make of it that sees everything.
struct Plate
{
    cv::Mat empty = cv::Mat(picture, CV_8UC3, plateColour);
    cv::Mat bgr = empty.clone();
    PaperMaps maps{cv::Mat(96, 160, CV_32F, cv::Scalar(0)), cv::Mat(96, 160, CV_32F, cv::Scalar(0)),
                   cv::Mat(96, 160, CV_32F, cv::Scalar(0))};

    void lay(cv::Rect place, const cv::Scalar &colour = paperColour)
    {
        cv::rectangle(bgr, place, colour, cv::FILLED);
        cv::rectangle(maps.paper, cv::Rect(place.x / 4, place.y / 4, place.width / 4, place.height / 4), cv::Scalar(1),
                      cv::FILLED);
    }
    [[nodiscard]] std::vector<BrokenSheet> broken(const std::vector<Quad> &pages = {}) const
    {
        ScoreSource source;
        cv::cvtColor(bgr, source.colours, cv::COLOR_BGR2Lab);
        source.colours.convertTo(source.colours, CV_32F);
        return brokenSheets(bgr, empty, maps, {4, 4}, source, 0.012 * picture.area(), pages);
    }
};

Quad quadOf(cv::Rect place)
{
    const cv::Point2f from(place.tl());
    const cv::Point2f to(place.br() - cv::Point(1, 1));
    return {from, {to.x, from.y}, to, {from.x, to.y}};
}

}  // namespace

class TestBrokenSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCutSheetTakesThePlaceOfItsPrint()
    {
        Plate plate;
        plate.lay({160, 120, 280, 264});
        const auto sheets = plate.broken({quadOf({220, 180, 90, 60})});
        QCOMPARE(sheets.size(), 1U);
        QVERIFY(sheets[0].score > 0.9);
        QVERIFY(overlap(sheets[0].quad, quadOf({160, 120, 280, 264})) > 0.95);
        QVERIFY2(sheets[0].quad[2].y > 383 && sheets[0].quad[3].y > 383, "its lower side is beyond the picture");
    }
    void whatAPageAccountsForIsLeft()
    {
        Plate plate;
        plate.lay({160, 120, 280, 264});
        QVERIFY(plate.broken({quadOf({160, 120, 280, 264})}).empty());
    }
    void aWholeSheetIsNotBroken()
    {
        Plate plate;
        plate.lay({160, 80, 280, 200});
        QVERIFY(plate.broken().empty());
    }
    void asSmallAsARulersEndIsNone()
    {
        Plate plate;
        plate.lay({300, 344, 60, 40});
        QVERIFY(plate.broken().empty());
    }
    void aSheetUnderAHandIsThere()
    {
        Plate plate;
        plate.lay({160, 80, 200, 160});
        cv::rectangle(plate.bgr, cv::Rect(320, 120, 320, 90), skinColour, cv::FILLED);
        const auto sheets = plate.broken();
        QCOMPARE(sheets.size(), 1U);
        QVERIFY(overlap(sheets[0].quad, quadOf({160, 80, 200, 160})) > 0.7);
    }
    void aSleeveIsNoSheet()
    {
        Plate plate;
        plate.lay({500, 100, 140, 120});
        cv::rectangle(plate.bgr, cv::Rect(340, 110, 160, 100), skinColour, cv::FILLED);
        QVERIFY(plate.broken().empty());
    }
    void withoutMapsNothingIsSaid()
    {
        Plate plate;
        plate.lay({160, 120, 280, 264});
        plate.maps = {};
        QVERIFY(plate.broken().empty());
    }
};

QTEST_APPLESS_MAIN(TestBrokenSheet)
#include "tst_brokensheet.moc"
