// SPDX-License-Identifier: GPL-3.0-or-later
// A page that the calibrated camera took has its true size; without a calibration it is a photo.
#include "tests/support/plateshots.h"
#include "tests/support/scenes/document.h"

#include "app/recognition/platemeasure.h"
#include "app/session/capturejob.h"
#include "drivers/sim/simcamera.h"

#include <opencv2/imgproc.hpp>
#include <QImage>
#include <QTest>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int longMs = 30'000;

QImage imageOf(const cv::Mat &bgr)
{
    return QImage(bgr.data, bgr.cols, bgr.rows, static_cast<qsizetype>(bgr.step), QImage::Format_BGR888).copy();
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
    calibration.empty = measureEmpty({emptyShot(camera)})->empty;
    return calibration;
}

}  // namespace

class TestCaptureJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSizeIsTrueWhereItIsMeasured();
    void aPaperOfAnotherSizeIsTold();
    void thePageIsLitEvenly();
    void aPaperMayNeedManyDots();
    void aLargeSheetIsTakenInTwo();
    void aSheetInTwoStandsUpright();
    void halvesThatDoNotFitMakeNoSheet();
    void aLargeSheetIsNoticed();

private:
    // A camera that sees a little more than A4, and a sheet of A3 of which one end or the other lies below it.
    struct Halves
    {
        Halves()
        {
            camera.heightMm = 280;
            calibration = std::make_shared<const PlateCalibration>(calibrationOf(camera));
            const cv::Mat sheet = largeSheet(4);
            upper = imageOf(sheetShot(camera, sheet, 4, {5, 90}, 0.02));
            lower = imageOf(sheetShot(camera, sheet, 4, {-6, -86}, -0.02));
            other = imageOf(sheetShot(camera, largeSheet(4, true), 4, {-6, -86}));
            auto made = std::make_unique<device::SimCamera>();
            sim = made.get();
            hub.setCamera(std::move(made));
            sim->show(upper);
            hub.start();
        }
        ~Halves() { hub.stop(); }
        Halves(const Halves &) = delete;
        Halves &operator=(const Halves &) = delete;

        PlateCamera camera;
        std::shared_ptr<const PlateCalibration> calibration;
        QImage upper;
        QImage lower;
        QImage other;
        SystemClock clock;
        DeviceHub hub;
        device::SimCamera *sim = nullptr;
    };

    // The JPEG of a white sheet of A4 that lies on the plate.
    QSize taken(const CaptureJob::PlateSource &plate) { return takenPicture(plate).size(); }

    QImage takenPicture(const CaptureJob::PlateSource &plate)
    {
        SystemClock clock;
        DeviceHub hub;
        auto made = std::make_unique<device::SimCamera>();
        device::SimCamera *camera = made.get();
        hub.setCamera(std::move(made));
        camera->show(imageOf(whiteShot(m_camera)));
        hub.start();
        QImage picture;
        {
            CaptureJob job(hub, clock, plate);
            job.start(QStringLiteral("a4"));
            if (QTest::qWaitFor([&] { return !job.outline().isEmpty(); }, longMs)) {
                job.shoot();
                if (QTest::qWaitFor([&] { return job.state() == CaptureJob::State::Shot; }, longMs)) {
                    picture = QImage::fromData(job.shot().jpeg.reveal());
                }
            }
        }
        hub.stop();
        return picture;
    }

    const PlateCamera m_camera{};
};

void TestCaptureJob::theSizeIsTrueWhereItIsMeasured()
{
    const auto calibration = std::make_shared<const PlateCalibration>(calibrationOf(m_camera));
    const double dpi = PlateView::of(*calibration, m_camera.size)->dpi({0, 0});
    const QSize measured = taken([&] { return calibration; });
    QVERIFY2(!measured.isEmpty(), "it was taken");
    // Lying across; no pixel is invented.
    const double seen = measured.width() / 297.0 * 25.4;
    QVERIFY2(std::abs(seen / dpi - 1) < 0.06, qPrintable(QStringLiteral("%1 for %2 dpi").arg(seen).arg(dpi)));
    QVERIFY(std::abs(measured.height() / 210.0 * 25.4 / seen - 1) < 0.01);
    const QSize photo = taken({});
    QCOMPARE(photo.width(), int(std::lround(297 / 25.4 * 200)));
    QCOMPARE(taken([] { return std::shared_ptr<const PlateCalibration>(); }), photo);
}

// A sheet where a card is asked for: live, and of a picture that was taken all the same.
void TestCaptureJob::aPaperOfAnotherSizeIsTold()
{
    const auto calibration = std::make_shared<const PlateCalibration>(calibrationOf(m_camera));
    SystemClock clock;
    DeviceHub hub;
    auto made = std::make_unique<device::SimCamera>();
    made->show(imageOf(whiteShot(m_camera)));
    hub.setCamera(std::move(made));
    hub.start();
    {
        CaptureJob job(hub, clock, [&] { return calibration; });
        job.start(QStringLiteral("id-card"));
        QTRY_COMPARE_WITH_TIMEOUT(job.hintName(), QStringLiteral("page.wrong-kind"), longMs);
        QCOMPARE(job.state(), CaptureJob::State::Steady);
        job.shoot();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
        QCOMPARE(job.hintName(), QStringLiteral("page.wrong-kind"));
    }
    hub.stop();
}

// The flat field is the page's light: without it the same sheet is darker.
void TestCaptureJob::thePageIsLitEvenly()
{
    PlateCalibration calibration = calibrationOf(m_camera);
    const auto brightness = [this](const PlateCalibration &given) {
        const auto plate = std::make_shared<const PlateCalibration>(given);
        return qGray(takenPicture([&] { return plate; })
                         .scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                         .pixel(0, 0));
    };
    const int plain = brightness(calibration);
    FlatField flat;
    flat.gain = cv::Mat(54, 96, CV_32FC3, cv::Scalar::all(0.5));
    calibration.flat = flat;
    const int halved = brightness(calibration);
    QVERIFY2(std::abs(halved * 2 - plain) < 6, qPrintable(QStringLiteral("%1 of %2").arg(halved).arg(plain)));
}

// Too few for the paper that is asked for: it is told, and may be used all the same. Grey is what is asked for in grey.
void TestCaptureJob::aPaperMayNeedManyDots()
{
    const auto calibration = std::make_shared<const PlateCalibration>(calibrationOf(m_camera));
    const double dpi = PlateView::of(*calibration, m_camera.size)->dpi({0, 0});
    const cv::Mat shot = whiteShot(m_camera);
    device::Frame still;
    still.width = shot.cols;
    still.height = shot.rows;
    still.bgr = std::make_shared<const std::vector<unsigned char>>(shot.datastart, shot.dataend);
    const auto small = [](const Result<CapturedPage> &page) {
        return page && std::count(page->reasons.begin(), page->reasons.end(), FaultCode::PageSmall) == 1;
    };
    const QString a4 = QStringLiteral("a4");
    QVERIFY(!small(makePage(still, a4, 200, calibration)));
    QVERIFY(!small(makePage(still, a4, 200, calibration, {dpi * 0.95, false})));
    QVERIFY(small(makePage(still, a4, 200, calibration, {dpi * 1.1, false})));
    // By the size that the paper has; more pixels than were seen do not help.
    QVERIFY(!small(makePage(still, a4, 200, {}, {dpi * 0.9, false})));
    QVERIFY(small(makePage(still, a4, 200, {}, {dpi * 1.2, false})));
    const auto colours = [&](bool grey) {
        const QImage page = QImage::fromData(makePage(still, a4, 200, calibration, {0, grey})->jpeg.reveal());
        const QColor one = page.pixelColor(page.rect().center());
        return std::max({one.red(), one.green(), one.blue()}) - std::min({one.red(), one.green(), one.blue()});
    };
    QVERIFY(colours(false) > 6);  // the lamp is warm
    QCOMPARE(colours(true), 0);
}

// By itself, from the first half to a sheet of its true size; then each half anew.
void TestCaptureJob::aLargeSheetIsTakenInTwo()
{
    Halves bench;
    CaptureJob job(bench.hub, bench.clock, [&] { return bench.calibration; });
    job.start(QStringLiteral("a3"));
    QCOMPARE(job.half(), 1);
    QCOMPARE(job.openSide(), OpenSide::Bottom);
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    QCOMPARE(job.hintName(), QString());
    QVERIFY(job.shot().jpeg.reveal().isEmpty());
    QVERIFY(!job.shot().shown.isNull());
    job.keepHalf();
    QCOMPARE(job.half(), 2);
    bench.sim->show(bench.lower);
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    QVERIFY(job.shot().found);
    const QImage sheet = QImage::fromData(job.shot().jpeg.reveal());
    const double dpi = PlateView::of(*bench.calibration, bench.camera.size)->dpi({0, 0});
    QVERIFY(job.shot().jpeg.reveal().size() <= 600 * 1024);
    QVERIFY2(std::abs(sheet.height() / 420.0 * 25.4 / dpi - 1) < 0.06, qPrintable(QString::number(sheet.height())));
    QVERIFY(std::abs(sheet.height() / 420.0 / (sheet.width() / 297.0) - 1) < 0.004);
    job.retake();
    QCOMPARE(job.half(), 2);
    job.shoot();
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    QVERIFY(!job.shot().jpeg.reveal().isEmpty());
    job.firstHalfAgain();
    QCOMPARE(job.half(), 1);
    QVERIFY(job.state() != CaptureJob::State::Shot);
    bench.sim->show(bench.upper);
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    job.keepHalf();
    job.retake();
    QCOMPARE(job.half(), 2);
    // The next page begins with its first half.
    bench.sim->show(bench.lower);
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    QVERIFY(!job.takeShot().jpeg.reveal().isEmpty());
    QCOMPARE(job.half(), 1);
}

// It lay on its head.
void TestCaptureJob::aSheetInTwoStandsUpright()
{
    const scenes::Document paper = scenes::drawDocument(scenes::Kind::ContractTerms, 5);
    cv::Mat page;
    cv::resize(paper.bgr, page, {297 * 4, 420 * 4}, 0, 0, cv::INTER_AREA);
    cv::Mat onItsHead;
    cv::rotate(page, onItsHead, cv::ROTATE_180);
    Halves bench;
    CaptureJob job(bench.hub, bench.clock, [&] { return bench.calibration; });
    bench.sim->show(imageOf(sheetShot(bench.camera, onItsHead, 4, {5, 90}, 0.02)));
    job.start(QStringLiteral("a3"));
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    job.keepHalf();
    bench.sim->show(imageOf(sheetShot(bench.camera, onItsHead, 4, {-6, -86}, -0.02)));
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    const QImage sheet = QImage::fromData(job.shot().jpeg.reveal());
    const cv::Size size(100, 140);
    const auto small = [size](const cv::Mat &picture) {
        cv::Mat grey;
        cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
        cv::resize(grey, grey, size, 0, 0, cv::INTER_AREA);
        return grey;
    };
    const QImage bgr = sheet.convertToFormat(QImage::Format_BGR888);
    const cv::Mat taken(bgr.height(), bgr.width(), CV_8UC3, const_cast<uchar *>(bgr.constBits()),
                        static_cast<std::size_t>(bgr.bytesPerLine()));
    const auto likeness = [&](const cv::Mat &one) {
        cv::Mat score;
        cv::matchTemplate(small(taken), small(one), score, cv::TM_CCOEFF_NORMED);
        return score.at<float>(0);
    };
    QVERIFY(likeness(page) > likeness(onItsHead) + 0.2F);
}

void TestCaptureJob::halvesThatDoNotFitMakeNoSheet()
{
    Halves bench;
    CaptureJob job(bench.hub, bench.clock, {});  // nobody has measured this camera
    job.start(QStringLiteral("a3"));
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    job.keepHalf();
    bench.sim->show(bench.other);
    QTRY_COMPARE_WITH_TIMEOUT(job.hintName(), QStringLiteral("page.half-differs"), longMs);
    QCOMPARE(job.half(), 2);
    QVERIFY(job.state() != CaptureJob::State::Shot);
    bench.sim->show(bench.upper);
    QTRY_COMPARE_WITH_TIMEOUT(job.hintName(), QStringLiteral("page.half-same"), longMs);
    bench.sim->show(imageOf(whiteShot(bench.camera)));  // a whole page
    job.shoot();
    QTRY_COMPARE_WITH_TIMEOUT(job.hintName(), QStringLiteral("page.half-lies"), longMs);
    QVERIFY(job.state() != CaptureJob::State::Shot);
}

// Where a smaller sheet is asked for, the visitor is asked whether it is a larger one.
void TestCaptureJob::aLargeSheetIsNoticed()
{
    Halves bench;
    CaptureJob job(bench.hub, bench.clock, [&] { return bench.calibration; });
    job.start(QStringLiteral("a4"));
    QCOMPARE(job.half(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(job.larger(), longMs);
    QVERIFY(job.state() != CaptureJob::State::Shot);
    bench.sim->clear();
    QTRY_VERIFY_WITH_TIMEOUT(!job.larger(), longMs);
    // A camera that sees all of it takes one picture.
    const PlateCamera high{{1632, 1224}, 1250, {820, 605}, 0, 0, 0, 0, 0, 420, {}};
    const auto all = std::make_shared<const PlateCalibration>(calibrationOf(high));
    CaptureJob whole(bench.hub, bench.clock, [&] { return all; });
    whole.start(QStringLiteral("a3"));
    QCOMPARE(whole.half(), 0);
}

QTEST_MAIN(TestCaptureJob)
#include "tst_capturejob.moc"
