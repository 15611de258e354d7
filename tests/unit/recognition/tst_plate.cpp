// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration of a document camera against a simulated one with a bent lens.
#include "tests/support/platecamera.h"

#include "app/recognition/pagefinder.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/platemeasure.h"
#include "app/recognition/targetpdf.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using hall::test::PlateCamera;

namespace {

constexpr double targetDpi = 200;
constexpr double targetPerMm = targetDpi / 25.4;

std::vector<SeenTarget> lensViews(const PlateCamera &camera)
{
    const cv::Mat target = drawTarget(targetDpi);
    std::vector<SeenTarget> views;
    for (int i = 0; i < 15; ++i) {
        const cv::Vec3d lift((i % 2 - 0.5) * 0.6, (i / 2 % 2 - 0.5) * 0.6, 0);
        const int row = i / 5;
        const cv::Point2d middle((i % 5 - 2) * 75, (row - 1) * 100);
        auto seen = seeTarget(camera.photo(target, targetPerMm, middle, 1.57 + (i % 5 - 2) * 0.15, lift));
        if (seen) {
            views.push_back(std::move(*seen));
        }
    }
    return views;
}

PlateCalibration calibrated(const PlateCamera &camera)
{
    PlateCalibration calibration;
    calibration.camera = "SIM-1";
    calibration.size = camera.size;
    calibration.lens = measureLens(lensViews(camera)).value();
    const auto flat = seeTarget(camera.photo(drawTarget(targetDpi), targetPerMm, {}, 1.5708));
    calibration.geometry = measureGeometry(*flat, calibration).value();
    return calibration;
}

}  // namespace

class TestPlate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTargetIsDrawnToScale();
    void thePdfHoldsItAtItsTrueSize();
    void cornersAreSeenWhereTheyAre();
    void lensAndPlateAreMeasured();
    void aPrinterThatScalesIsMadeUpFor();
    void withoutTiltThereIsNoLens();
    void otherPicturesAreNoTarget();
    void otherSizesOfThePicture();
    void pagesComeOutInTheirTrueSize();
    void longSidesAreStraightOnThePlate_data();
    void longSidesAreStraightOnThePlate();
    void lightIsEvenedOut();
    void badSheets();
    void theEmptyPlate();
    void theDailyLook();
    void kept();
    void wrongFiles_data();
    void wrongFiles();

private:
    const PlateCamera m_camera{};
    PlateCalibration m_calibration = calibrated(m_camera);
    // Rotated by a quarter turn: the target lies across.
    [[nodiscard]] cv::Point2d truth(const cv::Point2d &pixel) const
    {
        const cv::Point2d on = m_camera.place(pixel);
        return {on.y, -on.x};
    }
};

void TestPlate::theTargetIsDrawnToScale()
{
    const cv::Mat sheet = drawTarget(254);  // 10 pixels a mm
    QCOMPARE(sheet.cols, 2100);
    QCOMPARE(sheet.rows, 2970);
    const auto seen = seeTarget(sheet);
    QVERIFY(seen.has_value());
    QCOMPARE(seen->ids.size(), std::size_t(7 * 10));
    for (std::size_t i = 0; i < seen->ids.size(); ++i) {
        const cv::Point2f place = seen->pixels[i] + cv::Point2f(0.5F, 0.5F);
        const cv::Point2f due = targetMm(seen->ids[i]) * 10 + cv::Point2f(1050, (8 + 132) * 10);
        QVERIFY2(cv::norm(place - due) < 0.3, qPrintable(QString::number(cv::norm(place - due))));
    }
    // The bar, by its ink.
    const cv::Mat bar = sheet.row(2825) == 0;
    QCOMPARE(cv::countNonZero(bar), int(kTargetBarMm * 10));
}

// As Poppler draws it: one page of A4 with the same corners at the same places.
void TestPlate::thePdfHoldsItAtItsTrueSize()
{
    const QTemporaryDir folder;
    QFile pdf(folder.filePath(QStringLiteral("target.pdf")));
    QVERIFY(pdf.open(QIODevice::WriteOnly));
    const QByteArray bytes = targetPdf();
    QCOMPARE(bytes, targetPdf());
    pdf.write(bytes);
    pdf.close();
    QProcess poppler;
    poppler.start(QStringLiteral("pdftoppm"), {QStringLiteral("-r"), QStringLiteral("254"), QStringLiteral("-gray"),
                                               pdf.fileName(), folder.filePath(QStringLiteral("page"))});
    if (!poppler.waitForStarted()) {
        QSKIP("pdftoppm (poppler-utils) is not installed");
    }
    QVERIFY(poppler.waitForFinished());
    const QStringList pages = QDir(folder.path()).entryList({QStringLiteral("page*.pgm")});
    QCOMPARE(pages.size(), 1);
    const cv::Mat sheet = cv::imread(folder.filePath(pages[0]).toStdString(), cv::IMREAD_GRAYSCALE);
    QVERIFY(std::abs(sheet.cols - 2100) <= 1 && std::abs(sheet.rows - 2970) <= 1);
    const auto seen = seeTarget(sheet);
    QVERIFY(seen.has_value());
    QCOMPARE(seen->ids.size(), std::size_t(7 * 10));
    for (std::size_t i = 0; i < seen->ids.size(); ++i) {
        const cv::Point2f place = seen->pixels[i] + cv::Point2f(0.5F, 0.5F);
        const cv::Point2f due = targetMm(seen->ids[i]) * 10 + cv::Point2f(1050, (8 + 132) * 10);
        // A tenth of a millimetre is a pixel, and Poppler draws a picture over whole pixels.
        QVERIFY2(cv::norm(place - due) < 2, qPrintable(QString::number(cv::norm(place - due))));
    }
    const int bar = cv::countNonZero(sheet.row(2825) < 128);
    QVERIFY2(std::abs(bar - kTargetBarMm * 10) <= 2, qPrintable(QString::number(bar)));
}

void TestPlate::cornersAreSeenWhereTheyAre()
{
    const auto seen = seeTarget(m_camera.photo(drawTarget(targetDpi), targetPerMm, {20, -10}, 1.4));
    QVERIFY(seen.has_value());
    QVERIFY(seen->ids.size() > 60);
    double worst = 0;
    for (std::size_t i = 0; i < seen->ids.size(); ++i) {
        const cv::Point2f mm = targetMm(seen->ids[i]);
        // The board's middle lies above the sheet's.
        const cv::Point2d onSheet(mm.x, mm.y + 8 + 132 - 148.5);
        const cv::Point2d on(onSheet.x * std::cos(1.4) - onSheet.y * std::sin(1.4) + 20,
                             onSheet.x * std::sin(1.4) + onSheet.y * std::cos(1.4) - 10);
        worst = std::max(worst, cv::norm(m_camera.pixel({on.x, on.y, 0}) - cv::Point2d(seen->pixels[i])));
    }
    QVERIFY2(worst < 0.3, qPrintable(QString::number(worst)));
}

void TestPlate::lensAndPlateAreMeasured()
{
    QVERIFY2(m_calibration.lens->rmsPixels < 0.25, qPrintable(QString::number(m_calibration.lens->rmsPixels)));
    QVERIFY(std::abs(m_calibration.lens->matrix(0, 0) / m_camera.focal - 1) < 0.005);
    QVERIFY2(m_calibration.geometry->p95Mm < 0.1, qPrintable(QString::number(m_calibration.geometry->p95Mm)));
    const auto view = PlateView::of(m_calibration, m_camera.size);
    QVERIFY(view.has_value());
    // Over the whole picture, not only where the target lay: distances, since the origin lies where the target did.
    const cv::Point2f zero = view->toMm(cv::Point2f(800, 600));
    const cv::Point2d due = truth({800, 600});
    double worst = 0;
    for (int y = 20; y < m_camera.size.height; y += 60) {
        for (int x = 20; x < m_camera.size.width; x += 60) {
            const cv::Point2d pixel(x, y);
            const cv::Point2d there = truth(pixel) - due;
            const cv::Point2f got = view->toMm(cv::Point2f(pixel)) - zero;
            worst = std::max(worst, std::abs(cv::norm(got) - cv::norm(there)));
            const cv::Point2f again = view->toPixels(view->toMm(cv::Point2f(pixel)));
            QVERIFY2(cv::norm(again - cv::Point2f(pixel)) < 0.05, "to mm and back");
        }
    }
    QVERIFY2(worst < 0.3, qPrintable(QString::number(worst)));
}

void TestPlate::aPrinterThatScalesIsMadeUpFor()
{
    const cv::Mat photo = m_camera.photo(drawTarget(targetDpi), targetPerMm / 0.97, {}, 1.5708);
    const auto seen = seeTarget(photo);
    QVERIFY(seen.has_value());
    PlateCalibration scaled = m_calibration;
    scaled.geometry = measureGeometry(*seen, scaled, 0.97).value();
    const auto right = PlateView::of(m_calibration, m_camera.size);
    const auto same = PlateView::of(scaled, m_camera.size);
    const double wide = cv::norm(right->toMm(cv::Point2f(1400, 900)) - right->toMm(cv::Point2f(200, 300)));
    QVERIFY(std::abs(cv::norm(same->toMm(cv::Point2f(1400, 900)) - same->toMm(cv::Point2f(200, 300))) - wide) < 0.4);
}

void TestPlate::withoutTiltThereIsNoLens()
{
    const cv::Mat target = drawTarget(targetDpi);
    std::vector<SeenTarget> views;
    PlateCamera straight = m_camera;
    straight.tilt = {};
    for (int i = 0; i < 10; ++i) {
        const int row = i / 5;
        views.push_back(
            *seeTarget(straight.photo(target, targetPerMm, cv::Point2d((i % 5 - 2) * 65, (row - 0.5) * 150), 1.57)));
    }
    QVERIFY(unseenParts(views).empty());
    const auto lens = measureLens(views);
    QVERIFY(!lens);
    QCOMPARE(lens.error().code, FaultCode::PageNotFound);
    views.resize(7);
    QVERIFY(!measureLens(views));
    auto upper = lensViews(m_camera);
    std::erase_if(upper, [](const SeenTarget &one) {
        return std::any_of(one.pixels.begin(), one.pixels.end(), [](cv::Point2f at) { return at.y > 900; });
    });
    QVERIFY(!unseenParts(upper).empty() && !measureLens(upper));
    auto mixed = lensViews(m_camera);
    mixed.front().size.width += 1;
    QVERIFY(!measureLens(mixed));
}

void TestPlate::otherPicturesAreNoTarget()
{
    QVERIFY(!seeTarget({}));
    QVERIFY(!seeTarget(cv::Mat(500, 700, CV_8UC3, cv::Scalar::all(200))));
    QVERIFY(!seeTarget(cv::Mat(500, 700, CV_16UC3, cv::Scalar::all(200))));
    QVERIFY(!seeTarget(cv::Mat(1, 1, CV_8UC1, cv::Scalar::all(0))));
    cv::Mat noise(600, 800, CV_8UC3);
    cv::RNG(7).fill(noise, cv::RNG::UNIFORM, 0, 255);
    QVERIFY(!seeTarget(noise));
    cv::Mat board(800, 800, CV_8UC1, cv::Scalar(255));
    for (int i = 0; i < 64; i += 1) {
        board(cv::Rect(i % 8 * 100, i / 8 * 100, 100, 100)).setTo((i / 8 + i) % 2 == 0 ? 0 : 255);
    }
    QVERIFY(!seeTarget(board));
    // Not on the size that was calibrated.
    const auto seen = seeTarget(drawTarget(200));
    QVERIFY(!measureGeometry(*seen, m_calibration));
}

void TestPlate::otherSizesOfThePicture()
{
    const auto whole = PlateView::of(m_calibration, m_camera.size);
    const auto half = PlateView::of(m_calibration, m_camera.size / 2);
    QVERIFY(half.has_value());
    // The middle of four pixels is the middle of the one that they become.
    const cv::Point2f there = half->toMm(cv::Point2f(100, 50));
    QVERIFY(cv::norm(there - whole->toMm(cv::Point2f(200.5F, 100.5F))) < 0.02);
    QVERIFY(std::abs(half->dpi({0, 0}) * 2 - whole->dpi({0, 0})) < 0.5);
    QVERIFY(!PlateView::of(m_calibration, {1632, 1632}));
    QVERIFY(!PlateView::of(m_calibration, {}));
    QVERIFY(!PlateView::of({}, m_camera.size));
}

void TestPlate::pagesComeOutInTheirTrueSize()
{
    // A card with a cross 10 mm from its top left corner.
    constexpr double perMm = 12;
    cv::Mat card(int(54 * perMm), int(85.6 * perMm), CV_8UC3, cv::Scalar::all(230));
    cv::circle(card, cv::Point(120, 120), 24, cv::Scalar::all(20), cv::FILLED, cv::LINE_AA);
    constexpr double turn = 0.6;
    const cv::Mat photo = m_camera.photo(card, perMm, {60, 30}, turn);
    const auto view = PlateView::of(m_calibration, m_camera.size);
    // Its corners in the picture, from the camera's own model.
    const auto corner = [&](double x, double y) {
        const cv::Point2d on(x * std::cos(turn) - y * std::sin(turn) + 60,
                             x * std::sin(turn) + y * std::cos(turn) + 30);
        return view->toMm(cv::Point2f(m_camera.pixel({on.x, on.y, 0})));
    };
    const cv::Point2f topLeft = corner(-42.8, -27);
    const cv::Point2f along = corner(42.8, -27) - topLeft;
    const cv::Point2f down = corner(-42.8, 27) - topLeft;
    QVERIFY2(std::abs(cv::norm(along) - 85.6) < 0.2, qPrintable(QString::number(cv::norm(along))));
    QVERIFY2(std::abs(cv::norm(down) - 54) < 0.2, qPrintable(QString::number(cv::norm(down))));
    const cv::Mat straight = pictureOf(photo, *view, topLeft, along, down, 254);
    QVERIFY(std::abs(straight.cols - 856) <= 2 && std::abs(straight.rows - 540) <= 2);
    cv::Mat grey;
    cv::cvtColor(straight, grey, cv::COLOR_BGR2GRAY);
    const cv::Moments blob = cv::moments(255 - grey(cv::Rect(50, 50, 100, 100)), false);
    // The ground adds to the moments what is even about the middle.
    QVERIFY(std::abs(blob.m10 / blob.m00 + 50 - 100) < 3 && std::abs(blob.m01 / blob.m00 + 50 - 100) < 3);
    FindOptions options;
    options.plate = view;
    const auto seen = findPages(photo, options);
    QCOMPARE(seen.size(), std::size_t(1));
    QVERIFY2(std::abs(seen[0].mm->width - 85.6F) < 0.6F && std::abs(seen[0].mm->height - 54) < 0.6F,
             qPrintable(QStringLiteral("%1 x %2").arg(seen[0].mm->width).arg(seen[0].mm->height)));
    const StraightPage page = straightenOnPlate(photo, seen[0].quad, *view);
    QVERIFY(page.mm == cv::Size2f(85.6F, 54));
    // What the camera sees: no pixel is invented.
    QVERIFY(page.dpi < 90 && std::abs(page.bgr.cols - 85.6 / 25.4 * page.dpi) < 1.5);
    QVERIFY(straightenOnPlate(photo(cv::Rect(0, 0, 800, 600)), seen[0].quad, *view).bgr.empty());
    QVERIFY(pictureOf(photo, *view, topLeft, along * 100, down, 254).empty());
    QVERIFY(pictureOf(photo, *view, topLeft, {}, down, 254).empty());
    QVERIFY(pictureOf(photo(cv::Rect(0, 0, 800, 600)), *view, topLeft, along, down, 254).empty());
}

void TestPlate::longSidesAreStraightOnThePlate_data()
{
    QTest::addColumn<double>("turn");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::newRow("in the middle") << 1.6 << 0.0 << 0.0;
    QTest::newRow("aslant") << 1.45 << 8.0 << -6.0;
    QTest::newRow("towards a border") << 1.58 << -35.0 << 20.0;
}

// The lens bends the sides of a whole sheet by several pixels: its corners are where the sides meet on the plate.
void TestPlate::longSidesAreStraightOnThePlate()
{
    QFETCH(double, turn);
    QFETCH(double, x);
    QFETCH(double, y);
    constexpr double perMm = 6;
    const cv::Mat sheet(int(297 * perMm), int(210 * perMm), CV_8UC3, cv::Scalar::all(225));
    const cv::Mat photo = m_camera.photo(sheet, perMm, {x, y}, turn);
    std::vector<cv::Point2f> corners;
    for (const cv::Point2d corner : {cv::Point2d(-105, -148.5), {105, -148.5}, {105, 148.5}, {-105, 148.5}}) {
        const cv::Point2d on(corner.x * std::cos(turn) - corner.y * std::sin(turn) + x,
                             corner.x * std::sin(turn) + corner.y * std::cos(turn) + y);
        corners.emplace_back(m_camera.pixel({on.x, on.y, 0}));
    }
    const auto view = PlateView::of(m_calibration, m_camera.size);
    const auto worst = [&](const FindOptions &options) {
        const auto pages = findPages(photo, options);
        if (pages.size() != 1) {
            return 1e9;
        }
        double most = 0;
        for (const cv::Point2f &corner : corners) {
            double least = 1e9;
            for (const cv::Point2f &found : pages.front().quad) {
                least = std::min(least, cv::norm(view->toMm(found) - view->toMm(corner)));
            }
            most = std::max(most, least);
        }
        return most;
    };
    FindOptions known;
    known.plate = view;
    const double mm = worst(known);
    QVERIFY2(mm < 0.2, qPrintable(QString::number(mm)));
    const double guessed = worst({});
    QVERIFY2(guessed > 2 * mm, qPrintable(QString::number(guessed)));
}

void TestPlate::lightIsEvenedOut()
{
    // Brighter on the left, darker in the corners, and the lamp is yellow.
    const cv::Size size(1200, 900);
    cv::Mat light(size, CV_32FC3);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const double u = 2.0 * x / size.width - 1;
            const double v = 2.0 * y / size.height - 1;
            const double level = 0.72 * (1 - 0.14 * u) * (1 - 0.18 * (u * u + v * v));
            light.at<cv::Vec3f>(y, x) = cv::Vec3f(0.80F, 0.95F, 1.0F) * static_cast<float>(level);
        }
    }
    const auto lit = [&light](const cv::Mat &bgr) {
        cv::Mat floats;
        bgr.convertTo(floats, CV_32FC3);
        cv::Mat noise(bgr.size(), CV_32FC3);
        cv::RNG(3).fill(noise, cv::RNG::NORMAL, 0, 2);
        cv::Mat result;
        cv::Mat(floats.mul(light) + noise).convertTo(result, CV_8UC3);
        return result;
    };
    cv::Mat scene(size, CV_8UC3, cv::Scalar::all(70));
    const std::vector<cv::Point2f> sheet{{150, 120}, {1050, 110}, {1060, 780}, {140, 790}};
    std::vector<cv::Point> outline(sheet.begin(), sheet.end());
    cv::fillConvexPoly(scene, outline, cv::Scalar::all(245));
    // Something stands on the sheet.
    cv::rectangle(scene, cv::Rect(300, 200, 120, 20), cv::Scalar::all(60), cv::FILLED);
    const auto flat = measureFlat(lit(scene), sheet);
    QVERIFY2(flat.has_value(), flat ? "" : flat.error().detail.c_str());
    QVERIFY2(flat->deltaE < 3, qPrintable(QString::number(flat->deltaE)));

    // A sheet without anything, over the whole picture.
    cv::Mat white = lit(cv::Mat(size, CV_8UC3, cv::Scalar::all(245)));
    double darkest = 0;
    double brightest = 0;
    cv::Mat before;
    cv::resize(white, before, {60, 45}, 0, 0, cv::INTER_AREA);
    cv::minMaxLoc(before.reshape(1), &darkest, &brightest);
    QVERIFY(brightest - darkest > 60);
    flatten(white, flat->flat);
    cv::Mat after;
    cv::resize(white, after, {60, 45}, 0, 0, cv::INTER_AREA);
    cv::minMaxLoc(after(cv::Rect(6, 5, 48, 35)).clone().reshape(1), &darkest, &brightest);
    QVERIFY2((brightest - darkest) / 240 < 0.04, qPrintable(QStringLiteral("%1 to %2").arg(darkest).arg(brightest)));
    QVERIFY(std::abs(cv::mean(after)[0] - cv::mean(after)[2]) < 3);
}

void TestPlate::badSheets()
{
    const std::vector<cv::Point2f> sheet{{100, 100}, {700, 100}, {700, 500}, {100, 500}};
    QVERIFY(!measureFlat({}, sheet));
    QVERIFY(!measureFlat(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(40)), sheet));
    QVERIFY(!measureFlat(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(255)), sheet));
    QVERIFY(!measureFlat(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(200)), {{0, 0}, {9, 0}, {9, 9}}));
    QVERIFY(!measureFlat(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(200)), {{0, 0}, {30, 0}, {30, 30}, {0, 30}}));
    QVERIFY(measureFlat(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(200)), sheet));
}

void TestPlate::theEmptyPlate()
{
    cv::Mat plate(900, 1200, CV_8UC3, cv::Scalar(50, 52, 54));
    cv::rectangle(plate, cv::Rect(100, 100, 1000, 700), cv::Scalar::all(150), 3);
    std::vector<cv::Mat> pictures;
    for (int i = 0; i < 16; ++i) {
        cv::Mat noise(plate.size(), CV_16SC3);
        cv::RNG(std::uint64_t(i) + 1).fill(noise, cv::RNG::NORMAL, 0, 8);
        cv::Mat one;
        cv::add(plate, noise, one, cv::noArray(), CV_8UC3);
        pictures.push_back(one);
    }
    const auto still = measureEmpty(pictures);
    QVERIFY(still.has_value());
    QVERIFY(cv::norm(still->empty.bgr, plate, cv::NORM_L1) / double(plate.total() * 3) < 2.5);
    QVERIFY2(still->unrest < 2, qPrintable(QString::number(still->unrest)));
    cv::circle(pictures[7], {200, 300}, 60, cv::Scalar(120, 160, 220), cv::FILLED);  // a hand at the edge
    const auto moved = measureEmpty(pictures);
    QVERIFY2(moved->unrest > 5 * still->unrest, qPrintable(QString::number(moved->unrest)));
    QVERIFY(!measureEmpty({}));
    pictures[3] = pictures[3](cv::Rect(0, 0, 800, 600));
    QVERIFY(!measureEmpty(pictures));
}

void TestPlate::theDailyLook()
{
    // Guide marks on the plate, seen by the camera.
    constexpr double perMm = 4;
    cv::Mat plate(int(330 * perMm), int(440 * perMm), CV_8UC3, cv::Scalar(56, 54, 52));
    for (const cv::Point2d at : {cv::Point2d(-150, -100), {150, -100}, {150, 100}, {-150, 100}}) {
        const cv::Point middle(int((at.x + 220) * perMm), int((at.y + 165) * perMm));
        cv::rectangle(plate, middle - cv::Point(32, 4), middle + cv::Point(32, 4), cv::Scalar::all(190), cv::FILLED);
        cv::rectangle(plate, middle - cv::Point(4, 32), middle + cv::Point(4, 32), cv::Scalar::all(190), cv::FILLED);
    }
    m_calibration.empty = measureEmpty({m_camera.photo(plate, perMm)})->empty;
    const PlateCheck same = checkPlate(m_camera.photo(plate, perMm), m_calibration);
    QCOMPARE(same.marks, 4);
    QVERIFY(same.shiftMm < 0.05 && std::abs(same.light - 1) < 0.01 && same.colour < 0.5 && same.strange < 0.001);
    for (const double shift : {0.5, 1.5, 4.0}) {
        const PlateCheck moved = checkPlate(m_camera.photo(plate, perMm, {shift, 0}), m_calibration);
        QCOMPARE(moved.marks, 4);
        QVERIFY2(std::abs(moved.shiftMm - shift) < 0.12,
                 qPrintable(QStringLiteral("%1 for %2").arg(moved.shiftMm).arg(shift)));
    }
    // Turned about its middle by 0.6°: the marks move, though the middle does not.
    const PlateCheck turned = checkPlate(m_camera.photo(plate, perMm, {}, 0.0105), m_calibration);
    QVERIFY(turned.shiftMm > 1.4 && turned.shiftMm < 2.6);
    cv::Mat dim = m_camera.photo(plate, perMm) * 0.8;
    const PlateCheck dimmed = checkPlate(dim, m_calibration);
    QVERIFY(dimmed.marks == 4 && dimmed.shiftMm < 0.1 && std::abs(dimmed.light - 0.8) < 0.02);
    QVERIFY(dimmed.colour < 1 && dimmed.strange < 0.01);
    cv::Mat yellow = m_camera.photo(plate, perMm);
    cv::multiply(yellow, cv::Scalar(0.7, 1, 1.1), yellow);
    QVERIFY(checkPlate(yellow, m_calibration).colour > 3);
    cv::Mat littered = m_camera.photo(plate, perMm);
    cv::rectangle(littered, cv::Rect(500, 400, 300, 220), cv::Scalar::all(230), cv::FILLED);
    QVERIFY(checkPlate(littered, m_calibration).strange > 0.02);
    QCOMPARE(checkPlate(cv::Mat(1224, 1632, CV_8UC3, cv::Scalar::all(50)), m_calibration).marks, 0);
    QCOMPARE(checkPlate({}, m_calibration).marks, 0);
}

void TestPlate::kept()
{
    m_calibration.flat = measureFlat(cv::Mat(600, 800, CV_8UC3, cv::Scalar(150, 180, 200)),
                                     {{100, 100}, {700, 100}, {700, 500}, {100, 500}})
                             ->flat;
    m_calibration.flat->at = 1'790'000'000;
    m_calibration.lens->at = 1'790'000'001;
    m_calibration.focus = CameraFocus{120, 0, 250, 5, 1'790'000'002};
    m_calibration.light = HeldLight{20'000, std::nullopt, 5'200, 1'790'000'003};
    const auto bytes = encodeCalibration(m_calibration);
    QVERIFY(bytes.has_value());
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("plate.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char *>(bytes->data()), qint64(bytes->size()));
    file.close();
    const auto again = readCalibration(file.fileName().toStdString());
    QVERIFY(again.has_value());
    QCOMPARE(again->camera, m_calibration.camera);
    QVERIFY(again->size == m_calibration.size && again->focus == m_calibration.focus);
    QVERIFY(again->light == m_calibration.light);
    QVERIFY(again->lens->matrix == m_calibration.lens->matrix && again->lens->at == 1'790'000'001);
    QVERIFY(again->lens->distortion == m_calibration.lens->distortion);
    QVERIFY(again->geometry->toMm == m_calibration.geometry->toMm);
    QCOMPARE(cv::norm(again->empty->bgr, m_calibration.empty->bgr, cv::NORM_INF), 0.0);
    QVERIFY(cv::norm(again->flat->gain, m_calibration.flat->gain, cv::NORM_INF) < 1e-3);
    QCOMPARE(readCalibration("/nowhere/plate.json").error().code, FaultCode::FileUnreadable);
}

void TestPlate::wrongFiles_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("version") << QStringLiteral("v") << QJsonValue(2);
    QTest::newRow("no size") << QStringLiteral("size_px") << QJsonValue();
    QTest::newRow("a size of nothing") << QStringLiteral("size_px") << QJsonValue(QJsonArray{0, 5});
    QTest::newRow("a huge size") << QStringLiteral("size_px") << QJsonValue(QJsonArray{2'000'000'000, 5});
    QTest::newRow("lens of nothing") << QStringLiteral("lens") << QJsonValue(QJsonObject());
    QTest::newRow("geometry of nothing") << QStringLiteral("geometry") << QJsonValue(QJsonObject());
    QTest::newRow("geometry without an inverse")
        << QStringLiteral("geometry")
        << QJsonValue(QJsonObject{{QStringLiteral("to_mm"), QJsonArray{1, 2, 3, 2, 4, 6, 0, 0, 1}},
                                  {QStringLiteral("p95_mm"), 0.1},
                                  {QStringLiteral("at"), QStringLiteral("2026-01-01T00:00:00Z")}});
    QTest::newRow("no picture") << QStringLiteral("empty")
                                << QJsonValue(QJsonObject{{QStringLiteral("png"), QStringLiteral("AAAA")}});
    QTest::newRow("focus in words") << QStringLiteral("focus") << QJsonValue(QStringLiteral("near"));
    const auto focus = [](double value, double least, double most, double step) {
        return QJsonValue(QJsonObject{{QStringLiteral("value"), value},
                                      {QStringLiteral("least"), least},
                                      {QStringLiteral("most"), most},
                                      {QStringLiteral("step"), step},
                                      {QStringLiteral("at"), QStringLiteral("2026-01-01T00:00:00Z")}});
    };
    QTest::newRow("focus out of its range") << QStringLiteral("focus") << focus(260, 0, 250, 5);
    QTest::newRow("focus without a range") << QStringLiteral("focus") << focus(7, 7, 7, 1);
    QTest::newRow("focus without steps") << QStringLiteral("focus") << focus(7, 0, 250, 0);
    QTest::newRow("focus beyond numbers") << QStringLiteral("focus") << focus(1e12, 0, 1e13, 1);
    const auto light = [](const QString &name, const QJsonValue &value) {
        return QJsonValue(QJsonObject{{name, value}, {QStringLiteral("at"), QStringLiteral("2026-01-01T00:00:00Z")}});
    };
    QTest::newRow("light of nothing") << QStringLiteral("light") << light(QStringLiteral("lamp"), 1);
    QTest::newRow("light without time") << QStringLiteral("light")
                                        << QJsonValue(QJsonObject{{QStringLiteral("gain"), 1}});
    QTest::newRow("light in words") << QStringLiteral("light") << light(QStringLiteral("gain"), QStringLiteral("much"));
    QTest::newRow("no exposure") << QStringLiteral("light") << light(QStringLiteral("exposure_us"), 0);
    QTest::newRow("light beyond numbers") << QStringLiteral("light") << light(QStringLiteral("white_balance_k"), 1e12);
}

void TestPlate::wrongFiles()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    PlateCalibration plain;
    plain.size = {1632, 1224};
    const auto bytes = encodeCalibration(plain);
    QJsonObject object =
        QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())))
            .object();
    object.insert(member, value);
    const QByteArray json = QJsonDocument(object).toJson();
    const auto read = parseCalibration({json.begin(), json.end()});
    QVERIFY(!read);
    QCOMPARE(read.error().code, FaultCode::FileInvalid);
    QVERIFY(!parseCalibration({}));
}

QTEST_GUILESS_MAIN(TestPlate)
#include "tst_plate.moc"
