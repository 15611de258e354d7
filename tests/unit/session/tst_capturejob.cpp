// SPDX-License-Identifier: GPL-3.0-or-later
// A page that the calibrated camera took has its true size; without a calibration it is a photo.
#include "tests/support/plateshots.h"

#include "app/recognition/platemeasure.h"
#include "app/session/capturejob.h"
#include "drivers/sim/simcamera.h"

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

private:
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

QTEST_GUILESS_MAIN(TestCaptureJob)
#include "tst_capturejob.moc"
