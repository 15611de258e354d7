// SPDX-License-Identifier: GPL-3.0-or-later
// A sheet of A3 under a camera that sees a little more than A4: two halves become one sheet of its true size, and what
// does not belong together is refused.
#include "tests/support/plateshots.h"

#include "app/recognition/pagefinder.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/platemeasure.h"
#include "app/recognition/sheethalves.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::test;

namespace {

constexpr double sheetPerMm = 6;
const cv::Size2f a3(297, 420);

PlateCamera nearCamera(bool bent)
{
    PlateCamera camera;
    camera.heightMm = 280;
    if (!bent) {
        camera.tilt = {};
        camera.k1 = camera.k2 = camera.p1 = camera.p2 = 0;
    }
    return camera;
}

PlateCalibration calibrationOf(const PlateCamera &camera)
{
    PlateCalibration calibration;
    calibration.size = camera.size;
    CameraLens lens;
    lens.matrix = camera.matrix();
    lens.distortion = {camera.k1, camera.k2, camera.p1, camera.p2, camera.k3};
    calibration.lens = lens;
    calibration.geometry = measureGeometry(*seeTarget(flatShot(camera)), calibration).value();
    return calibration;
}

struct Bench
{
    PlateCamera camera;
    PlateView view;
    bool measured;
    cv::Mat empty;

    [[nodiscard]] std::optional<HalfLie> lies(const cv::Mat &shot) const
    {
        FindOptions options;
        options.emptyReference = empty;
        options.plate = measured ? std::optional(view) : std::nullopt;
        const std::vector<FoundPage> found = findPages(shot, options);
        return found.empty() ? std::nullopt : lieOf(found.front().quad, view, measured, a3);
    }

    [[nodiscard]] SheetHalf half(const cv::Mat &sheet, cv::Point2d middle, double turn) const
    {
        const cv::Mat shot = sheetShot(camera, sheet, sheetPerMm, middle, turn);
        const std::optional<HalfLie> lie = lies(shot);
        return lie ? takeHalf(shot, *lie, view, measured, a3) : SheetHalf();
    }
};

const Bench &bench(bool measured)
{
    const auto make = [](bool yes) {
        const PlateCamera camera = nearCamera(yes);
        const PlateView view = yes ? *PlateView::of(calibrationOf(camera), camera.size) : *assumedView(camera.size);
        return Bench{camera, view, yes, emptyShot(camera)};
    };
    static const Bench calibrated = make(true);
    static const Bench assumed = make(false);
    return measured ? calibrated : assumed;
}

const cv::Mat &form()
{
    static const cv::Mat sheet = largeSheet(sheetPerMm);
    return sheet;
}

const cv::Mat &hollowForm()
{
    static const cv::Mat sheet = largeSheet(sheetPerMm, true);
    return sheet;
}

// A half as if cut out of the sheet: the upper `mm` of it, or with the lower end up.
SheetHalf cutOut(const cv::Mat &sheet, bool upper, double mm, double dpi = 120)
{
    const auto rows = static_cast<int>(mm * sheetPerMm);
    cv::Mat part = (upper ? sheet.rowRange(0, rows) : sheet.rowRange(sheet.rows - rows, sheet.rows)).clone();
    if (!upper) {
        cv::rotate(part, part, cv::ROTATE_180);
    }
    SheetHalf half;
    half.dpi = dpi;
    const double factor = dpi / 25.4 / sheetPerMm;
    cv::resize(part, half.bgr, {}, factor, factor, cv::INTER_AREA);
    half.whole = a3.height;
    return half;
}

// How far what the joined sheet shows is from where the form has it, mm: the worst of places all over it.
double worstPlace(const cv::Mat &joined, const cv::Mat &sheet)
{
    constexpr double perMm = 4;
    const cv::Size size(static_cast<int>(297 * perMm), static_cast<int>(420 * perMm));
    cv::Mat a;
    cv::Mat b;
    cv::resize(sheet, a, size, 0, 0, cv::INTER_AREA);
    cv::resize(joined, b, size, 0, 0, cv::INTER_AREA);
    cv::cvtColor(a, a, cv::COLOR_BGR2GRAY);
    cv::cvtColor(b, b, cv::COLOR_BGR2GRAY);
    const int reach = static_cast<int>(4 * perMm);
    double worst = 0;
    for (double y = 52; y < 390; y += 25) {
        for (double x = 24; x < 250; x += 50.5) {
            const cv::Rect at(static_cast<int>(x * perMm), static_cast<int>(y * perMm), static_cast<int>(46 * perMm),
                              static_cast<int>(10 * perMm));
            cv::Mat scores;
            cv::matchTemplate(b(at + cv::Size(2 * reach, 2 * reach) - cv::Point(reach, reach)), a(at), scores,
                              cv::TM_CCOEFF_NORMED);
            cv::Point best;
            cv::minMaxLoc(scores, nullptr, nullptr, nullptr, &best);
            worst = std::max(worst, std::hypot(best.x - reach, best.y - reach) / perMm);
        }
    }
    return worst;
}

}  // namespace

class SheetHalvesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneSheetOfItsTrueSize_data();
    void oneSheetOfItsTrueSize();
    void anUnknownLengthIsFound();
    void whatDoesNotBelongTogether_data();
    void whatDoesNotBelongTogether();
    void aBlankMiddle();
    void liesAsTheFirstLay_data();
    void liesAsTheFirstLay();
    void threeSidesAreAHalf_data();
    void threeSidesAreAHalf();
    void whatNeedsTwo();
    void badPicturesAreNoHalves();
};

void SheetHalvesTest::oneSheetOfItsTrueSize_data()
{
    QTest::addColumn<bool>("measured");
    QTest::addColumn<bool>("turnedRound");  // the second end laid down as the first was, instead of pushed on
    QTest::newRow("calibrated, pushed on") << true << false;
    QTest::newRow("calibrated, turned round") << true << true;
    QTest::newRow("never measured") << false << false;
}

void SheetHalvesTest::oneSheetOfItsTrueSize()
{
    QFETCH(bool, measured);
    QFETCH(bool, turnedRound);
    const Bench &plate = bench(measured);
    const SheetHalf first = plate.half(form(), {5, 90}, 0.03);
    const SheetHalf second =
        turnedRound ? plate.half(form(), {-4, 92}, CV_PI - 0.02) : plate.half(form(), {-7, -86}, -0.025);
    QVERIFY(!first.bgr.empty() && !second.bgr.empty());
    QCOMPARE(first.open, OpenSide::Bottom);
    QCOMPARE(second.open, turnedRound ? OpenSide::Bottom : OpenSide::Top);
    const JoinedSheet sheet = joinHalves(first, second);
    QCOMPARE(int(sheet.trouble), int(HalvesTrouble::None));
    QVERIFY(sheet.matched);
    QVERIFY2(sheet.restMm < 0.6, qPrintable(QString::number(sheet.restMm)));
    QCOMPARE(sheet.mm.height, 420.0F);
    QVERIFY(std::abs(sheet.mm.width - 297) < 0.3F);
    QVERIFY(std::abs(sheet.bgr.rows / sheet.dpi * 25.4 - 420) < 0.3);
    QVERIFY2(sheet.dpi > 100,
             qPrintable(QString::number(sheet.dpi)));  // what the camera sees: 4.46 pixels a millimetre
    const double worst = worstPlace(sheet.bgr, form());
    qInfo("rest %.2f mm, worst place %.2f mm, %.0f dpi", sheet.restMm, worst, sheet.dpi);
    QVERIFY2(worst < (measured ? 0.6 : 1), qPrintable(QString::number(worst)));
}

// An open booklet: nobody knows how long it is, what is printed tells.
void SheetHalvesTest::anUnknownLengthIsFound()
{
    SheetHalf first = cutOut(form(), true, 250);
    SheetHalf second = cutOut(form(), false, 240);
    first.whole.reset();
    second.whole.reset();
    const JoinedSheet sheet = joinHalves(first, second);
    QCOMPARE(int(sheet.trouble), int(HalvesTrouble::None));
    QVERIFY2(std::abs(sheet.mm.height - 420) < 0.5F, qPrintable(QString::number(double(sheet.mm.height))));
    second = cutOut(hollowForm(), false, 240);
    second.whole.reset();
    QCOMPARE(int(joinHalves(first, second).trouble), int(HalvesTrouble::Differs));
}

void SheetHalvesTest::whatDoesNotBelongTogether_data()
{
    QTest::addColumn<int>(
        "second");  // 0 the same, 1 another paper, 2 another size, 3 too little of it, 4 another copy of it
    QTest::addColumn<int>("trouble");
    QTest::newRow("the same half") << 0 << int(HalvesTrouble::Same);
    QTest::newRow("another paper") << 1 << int(HalvesTrouble::Differs);
    QTest::newRow("another copy of the form") << 4 << int(HalvesTrouble::Differs);
    QTest::newRow("a paper of another size") << 2 << int(HalvesTrouble::Differs);
    QTest::newRow("too little of it") << 3 << int(HalvesTrouble::Apart);
}

void SheetHalvesTest::whatDoesNotBelongTogether()
{
    QFETCH(int, second);
    QFETCH(int, trouble);
    const SheetHalf first = cutOut(form(), true, 230);
    SheetHalf other = cutOut(form(), false, 235);
    switch (second) {
    case 0:
        other = cutOut(form(), true, 226);
        break;
    case 1: {
        cv::Mat backwards;
        cv::flip(form(), backwards, 1);
        other = cutOut(backwards, false, 235);
        break;
    }
    case 2:
        other.whole = 297;
        break;
    case 4:
        other = cutOut(largeSheet(sheetPerMm, false, 7), false, 235);
        break;
    case 3:
        other = cutOut(form(), false, 197);
        break;
    default:
        break;
    }
    const JoinedSheet sheet = joinHalves(first, other);
    QCOMPARE(int(sheet.trouble), trouble);
    QVERIFY(sheet.bgr.empty());
    QVERIFY(!troubleName(sheet.trouble).empty());
}

// Nothing is printed where the halves meet: the size of A3 tells, unless only one of them is blank there.
void SheetHalvesTest::aBlankMiddle()
{
    const SheetHalf first = cutOut(hollowForm(), true, 230);
    const JoinedSheet sheet = joinHalves(first, cutOut(hollowForm(), false, 235));
    QCOMPARE(int(sheet.trouble), int(HalvesTrouble::None));
    QVERIFY(!sheet.matched);
    QCOMPARE(sheet.mm.height, 420.0F);
    QCOMPARE(int(joinHalves(first, cutOut(form(), false, 235)).trouble), int(HalvesTrouble::Differs));
}

void SheetHalvesTest::liesAsTheFirstLay_data()
{
    QTest::addColumn<OpenSide>("open");
    QTest::addColumn<int>("quarters");
    QTest::newRow("towards the visitor") << OpenSide::Bottom << 0;
    QTest::newRow("to the left") << OpenSide::Left << 1;
    QTest::newRow("away") << OpenSide::Top << 2;
    QTest::newRow("to the right") << OpenSide::Right << 3;
}

void SheetHalvesTest::liesAsTheFirstLay()
{
    QFETCH(OpenSide, open);
    QFETCH(int, quarters);
    SheetHalf first = cutOut(form(), true, 250);
    first.open = open;
    const JoinedSheet sheet = joinHalves(first, cutOut(form(), false, 240));
    QCOMPARE(int(sheet.trouble), int(HalvesTrouble::None));
    QCOMPARE(sheet.mm.width > sheet.mm.height, quarters % 2 == 1);
    QVERIFY(worstPlace(turned(sheet.bgr, 4 - quarters), form()) < 0.6);
}

void SheetHalvesTest::threeSidesAreAHalf_data()
{
    QTest::addColumn<QList<QPointF>>("corners");  // share of the picture, clockwise
    QTest::addColumn<bool>("half");
    // 366 × 274.5 mm are assumed: 297 are 0.811 of its width.
    QTest::newRow("out below") << QList<QPointF>({{0.1, 0.05}, {0.911, 0.05}, {0.911, 1}, {0.1, 1}}) << true;
    QTest::newRow("out above") << QList<QPointF>({{0.1, 0}, {0.911, 0}, {0.911, 0.9}, {0.1, 0.9}}) << true;
    QTest::newRow("all of it") << QList<QPointF>({{0.1, 0.05}, {0.911, 0.05}, {0.911, 0.95}, {0.1, 0.95}}) << false;
    QTest::newRow("out on two sides") << QList<QPointF>({{0.19, 0.05}, {1, 0.05}, {1, 1}, {0.19, 1}}) << false;
    QTest::newRow("out above and below") << QList<QPointF>({{0.1, 0}, {0.911, 0}, {0.911, 1}, {0.1, 1}}) << false;
    QTest::newRow("half as wide") << QList<QPointF>({{0.2, 0.05}, {0.6, 0.05}, {0.6, 1}, {0.2, 1}}) << false;
    QTest::newRow("a corner only") << QList<QPointF>({{0.1, 0.05}, {0.911, 0.05}, {0.911, 0.9}, {0.3, 1}}) << false;
}

void SheetHalvesTest::threeSidesAreAHalf()
{
    QFETCH(QList<QPointF>, corners);
    QFETCH(bool, half);
    const cv::Size size(1600, 1200);
    Quad quad;
    for (std::size_t i = 0; i < 4; ++i) {
        const QPointF &at = corners[int(i)];
        quad[i] = cv::Point2f(float(at.x() * (size.width - 1)), float(at.y() * (size.height - 1)));
    }
    const std::optional<HalfLie> lie = lieOf(quad, *assumedView(size), false, a3);
    QCOMPARE(lie.has_value(), half);
    if (lie) {
        QCOMPARE(lie->whole.value_or(0), 420.0F);
        QVERIFY2(std::abs(lie->seenMm() - 0.93F * 274.5F) < 12, qPrintable(QString::number(double(lie->seenMm()))));
    }
    QVERIFY(!lieOf(quad, *assumedView(size), false, std::nullopt));
}

void SheetHalvesTest::whatNeedsTwo()
{
    for (const cv::Size size : {cv::Size(3264, 2448), cv::Size(1920, 1080)}) {
        const PlateView view = *assumedView(size);
        QVERIFY(needsTwo(a3, view));
        QVERIFY(needsTwo({420, 297}, view));
        QVERIFY(!needsTwo({210, 297}, view));
        QVERIFY(!needsTwo({85.6F, 54}, view));
        QVERIFY(!needsTwo({594, 841}, view));  // A1 is not to be taken in two either
    }
    const PlateView &measured = bench(true).view;  // 365 mm × 274 mm
    QVERIFY(needsTwo(a3, measured));
    QVERIFY(!needsTwo({350, 260}, measured) && !needsTwo({260, 350}, measured));
}

void SheetHalvesTest::badPicturesAreNoHalves()
{
    const SheetHalf first = cutOut(form(), true, 230);
    QCOMPARE(int(joinHalves(first, {}).trouble), int(HalvesTrouble::Differs));
    QCOMPARE(int(joinHalves({}, first).trouble), int(HalvesTrouble::Differs));
    QVERIFY(!assumedView({10, 10}));
    const Bench &plate = bench(false);
    const cv::Mat shot = sheetShot(plate.camera, form(), sheetPerMm, {5, 90});
    const std::optional<HalfLie> lie = plate.lies(shot);
    QVERIFY(lie);
    QVERIFY(takeHalf(shot(cv::Rect(0, 0, 100, 100)), *lie, plate.view, false, a3).bgr.empty());
}

QTEST_APPLESS_MAIN(SheetHalvesTest)
#include "tst_sheethalves.moc"
