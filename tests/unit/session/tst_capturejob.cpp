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

private:
    // The JPEG of a white sheet of A4 that lies on the plate.
    QSize taken(const CaptureJob::PlateSource &plate)
    {
        SystemClock clock;
        DeviceHub hub;
        auto made = std::make_unique<device::SimCamera>();
        device::SimCamera *camera = made.get();
        hub.setCamera(std::move(made));
        camera->show(imageOf(whiteShot(m_camera)));
        hub.start();
        QSize size;
        {
            CaptureJob job(hub, clock, plate);
            job.start(QStringLiteral("a4"));
            if (QTest::qWaitFor([&] { return !job.outline().isEmpty(); }, longMs)) {
                job.shoot();
                if (QTest::qWaitFor([&] { return job.state() == CaptureJob::State::Shot; }, longMs)) {
                    size = QImage::fromData(job.shot().jpeg.reveal()).size();
                }
            }
        }
        hub.stop();
        return size;
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

QTEST_GUILESS_MAIN(TestCaptureJob)
#include "tst_capturejob.moc"
