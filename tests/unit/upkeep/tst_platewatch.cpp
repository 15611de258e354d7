// SPDX-License-Identifier: GPL-3.0-or-later
// The calibrations on a machine, and the daily look at the plate by the simulated camera.
#include "tests/support/plateshots.h"

#include "app/upkeep/plateshelf.h"
#include "app/upkeep/platewatch.h"
#include "drivers/hub/devicehub.h"
#include "drivers/sim/simcamera.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgproc.hpp>

using namespace hall;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

constexpr int longMs = 20'000;

QImage imageOf(const cv::Mat &bgr)
{
    return QImage(bgr.data, bgr.cols, bgr.rows, static_cast<qsizetype>(bgr.step), QImage::Format_BGR888).copy();
}

// As if a calibration had found the truth.
AcceptedPlate calibrationOf(const PlateCamera &camera, const std::string &by)
{
    AcceptedPlate accepted;
    PlateCalibration &calibration = accepted.plate;
    calibration.camera = PlateWatch::cameraId;
    calibration.size = camera.size;
    CameraLens lens;
    lens.matrix = camera.matrix();
    lens.distortion = {camera.k1, camera.k2, camera.p1, camera.p2, camera.k3};
    lens.at = 1'790'000'000;
    calibration.lens = lens;
    calibration.geometry = measureGeometry(*seeTarget(flatShot(camera)), calibration).value();
    calibration.geometry->at = 1'790'000'000;
    calibration.empty = measureEmpty({emptyShot(camera)})->empty;
    calibration.empty->at = 1'790'000'000;
    accepted.figures = {{"lens-px", 0.2, 0.4}, {"geometry-mm", 0.1, 0.3}};
    accepted.by = by;
    accepted.at = 1'790'000'000;
    return accepted;
}

// One run of the program with a camera above an empty plate.
struct Run
{
    explicit Run(const QString &folder)
    {
        auto made = std::make_unique<device::SimCamera>();
        camera = made.get();
        hub.setCamera(std::move(made));
        camera->show(imageOf(emptyShot(PlateCamera())));
        watch =
            std::make_unique<PlateWatch>(PlateWatch::Parts{&clock, &hub, nullptr, folder, [this] { return quiet; }});
        hub.start();
        watch->start();
    }
    ~Run() { hub.stop(); }
    bool comesTo(PlateWatch::State state)
    {
        return QTest::qWaitFor([&] { return watch->state() == state && !watch->checking(); }, longMs);
    }
    bool looks()
    {
        watch->check();
        return QTest::qWaitFor([&] { return !watch->checking(); }, longMs);
    }
    [[nodiscard]] QString reason() const { return watch->json().value(u"reason").toString(); }

    SystemClock clock;
    bool quiet = true;
    DeviceHub hub;
    device::SimCamera *camera = nullptr;
    std::unique_ptr<PlateWatch> watch;
};

}  // namespace

class TestPlateWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_calibration = calibrationOf(m_camera, "technician 0102"); }
    void nothingIsKeptBeforeTheWhole();
    void theOneBeforeIsKept();
    void aDamagedFileIsStale();
    void itIsLookedAtWhenNobodyIsThere();
    void movedCoveredAndDark();
    void anotherCameraOrSize();
    void rolledBack();
    void theLensIsSetAndHeld();
    void theExposureIsSetAndHeld();
    void blurredIsNotSharp();

private:
    const PlateCamera m_camera{};
    AcceptedPlate m_calibration;
};

void TestPlateWatch::nothingIsKeptBeforeTheWhole()
{
    const QTemporaryDir dir;
    QVERIFY(!plateshelf::current(dir.path()) && !plateshelf::draft(dir.path()) && !plateshelf::hasBefore(dir.path()));
    QVERIFY(plateshelf::keepDraft(dir.path(), m_calibration));
    QVERIFY(plateshelf::draftTime(dir.path()).isValid());
    QVERIFY(plateshelf::draft(dir.path())->figures.size() == 2);
    QVERIFY(!plateshelf::current(dir.path()));
    QVERIFY(plateshelf::keep(dir.path(), m_calibration));
    QVERIFY(plateshelf::current(dir.path())->by == m_calibration.by);
    QVERIFY(plateshelf::current(dir.path())->at == m_calibration.at);
    QVERIFY2(!plateshelf::draft(dir.path()), "a draft that has become the whole is gone");
    QVERIFY(!plateshelf::keep(QStringLiteral("/proc/nowhere"), m_calibration));
}

void TestPlateWatch::theOneBeforeIsKept()
{
    const QTemporaryDir dir;
    QVERIFY(!plateshelf::rollBack(dir.path()));
    AcceptedPlate other = m_calibration;
    other.by = "technician ffff";
    QVERIFY(plateshelf::keep(dir.path(), m_calibration) && plateshelf::keep(dir.path(), other));
    QVERIFY(plateshelf::hasBefore(dir.path()) && plateshelf::current(dir.path())->by == other.by);
    QVERIFY(plateshelf::rollBack(dir.path()) && plateshelf::current(dir.path())->by == m_calibration.by);
    QVERIFY(plateshelf::rollBack(dir.path()) && plateshelf::current(dir.path())->by == other.by);
    // One that cannot be written leaves what there is.
    AcceptedPlate broken = other;
    broken.plate.geometry->toMm = cv::Matx33d::zeros();
    QVERIFY(!plateshelf::keep(dir.path(), broken) && plateshelf::current(dir.path())->by == other.by);
}

void TestPlateWatch::aDamagedFileIsStale()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(QLatin1String(plateshelf::currentName)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"v\":1") > 0);
    file.close();
    const Run run(dir.path());
    QVERIFY(run.watch->state() == PlateWatch::State::Stale && run.reason() == QLatin1String("unreadable"));
    QVERIFY(!run.watch->measures());
}

void TestPlateWatch::itIsLookedAtWhenNobodyIsThere()
{
    const QTemporaryDir dir;
    QVERIFY(plateshelf::keep(dir.path(), m_calibration));
    Run run(dir.path());
    run.quiet = false;
    QVERIFY(run.watch->state() == PlateWatch::State::Unchecked && !run.watch->measures());
    QTest::qWait(2500);
    QVERIFY(run.watch->state() == PlateWatch::State::Unchecked);
    run.quiet = true;
    QVERIFY(run.comesTo(PlateWatch::State::Good) && run.watch->measures());
    const QJsonObject told = run.watch->json();
    QCOMPARE(told.value(u"check").toObject().value(u"marks").toInt(), 4);
    QVERIFY(told.value(u"figures").toObject().contains(u"lens-px"));
    // Pushed, which nobody notices before the next day.
    run.camera->show(imageOf(emptyShot(m_camera, {2, 0})));
    QTest::qWait(2500);
    QVERIFY(run.watch->measures());
    run.clock.advance(25h);
    QVERIFY(run.comesTo(PlateWatch::State::Failed) && run.reason() == QLatin1String("moved"));
    // What is not good is looked at again, and heals by itself.
    run.camera->show(imageOf(emptyShot(m_camera)));
    run.clock.advance(11min);
    QVERIFY(run.comesTo(PlateWatch::State::Good));
}

void TestPlateWatch::movedCoveredAndDark()
{
    const QTemporaryDir dir;
    QVERIFY(plateshelf::keep(dir.path(), m_calibration));
    Run run(dir.path());
    QVERIFY(run.comesTo(PlateWatch::State::Good));
    run.quiet = false;
    cv::Mat hand = emptyShot(m_camera);
    addHand(hand);
    run.camera->show(imageOf(hand));
    QVERIFY(run.looks() && run.watch->state() == PlateWatch::State::Failed);
    QCOMPARE(run.reason(), QStringLiteral("covered"));
    run.camera->show(imageOf(emptyShot(m_camera) * 0.45));
    QVERIFY(run.looks() && run.watch->state() == PlateWatch::State::Failed);
    QCOMPARE(run.reason(), QStringLiteral("light"));
    run.camera->show(imageOf(emptyShot(m_camera, {0, 3})));
    QVERIFY(run.looks());
    QCOMPARE(run.reason(), QStringLiteral("moved"));
    run.camera->show(imageOf(emptyShot(m_camera)));
    QVERIFY(run.looks() && run.watch->measures());
}

void TestPlateWatch::anotherCameraOrSize()
{
    const QTemporaryDir dir;
    AcceptedPlate other = m_calibration;
    other.plate.camera = "another-camera";
    QVERIFY(plateshelf::keep(dir.path(), other));
    Run run(dir.path());
    QVERIFY(run.comesTo(PlateWatch::State::Stale) && run.reason() == QLatin1String("other-camera"));
    AcceptedPlate larger = m_calibration;
    larger.plate.size = {3264, 2448};
    QVERIFY(plateshelf::keep(dir.path(), larger));
    run.watch->takeInForce(larger);
    QVERIFY(run.comesTo(PlateWatch::State::Stale) && run.reason() == QLatin1String("other-size"));
}

void TestPlateWatch::rolledBack()
{
    const QTemporaryDir dir;
    AcceptedPlate pushed = m_calibration;
    pushed.plate.empty = measureEmpty({emptyShot(m_camera, {2, 0})})->empty;
    pushed.plate.empty->at = 1'790'000'000;
    QVERIFY(plateshelf::keep(dir.path(), m_calibration) && plateshelf::keep(dir.path(), pushed));
    Run run(dir.path());
    run.quiet = false;
    QVERIFY(run.looks() && run.watch->state() == PlateWatch::State::Failed);
    run.watch->rollBack();
    QVERIFY(run.comesTo(PlateWatch::State::Good));
}

// At the start, after another has turned it, and not when it takes nothing any more.
void TestPlateWatch::theLensIsSetAndHeld()
{
    const QTemporaryDir dir;
    AcceptedPlate set = m_calibration;
    set.plate.focus = CameraFocus{135, 0, 250, 5, 1'790'000'000};
    QVERIFY(plateshelf::keep(dir.path(), set));
    Run run(dir.path());
    const auto stands = [&run] {
        std::optional<int> now;
        bool answered = false;
        run.hub.askFocus(5s).then(&run.hub, [&](const Result<device::LensFocus> &focus) {
            now = focus ? focus->now : std::nullopt;
            answered = true;
        });
        return QTest::qWaitFor([&] { return answered; }, longMs) ? now : std::nullopt;
    };
    QVERIFY(run.comesTo(PlateWatch::State::Good));
    QVERIFY(stands() == 135);
    QCOMPARE(run.watch->json().value(u"focus").toObject().value(u"value").toInt(), 135);
    run.quiet = false;
    // Somebody turns it: the next look turns it back before it judges.
    (void)run.hub.setFocus(20, 5s);
    QVERIFY(run.looks() && run.watch->measures() && stands() == 135);
    // A camera that was away has forgotten.
    device::SimLens lens;
    lens.now = 0;
    run.camera->setLens(lens);
    QVERIFY(run.looks() && run.watch->measures() && stands() == 135);
    lens.lostAfter = 0;
    run.camera->setLens(lens);
    QVERIFY(run.looks() && run.watch->state() == PlateWatch::State::Failed);
    QCOMPARE(run.reason(), QStringLiteral("focus"));
    run.camera->setLens({});
    QVERIFY(run.looks());
    QCOMPARE(run.reason(), QStringLiteral("focus"));
    run.camera->setLens(device::SimLens());
    QVERIFY(run.looks() && run.watch->measures());
    // Rolled back to one that sets nothing: as the camera is configured.
    QVERIFY(plateshelf::keep(dir.path(), m_calibration));
    run.watch->takeInForce(m_calibration);
    QVERIFY(run.comesTo(PlateWatch::State::Good) && !stands());
}

// At the start, after another has changed it, and not when the camera does not keep it.
void TestPlateWatch::theExposureIsSetAndHeld()
{
    const QTemporaryDir dir;
    AcceptedPlate set = m_calibration;
    set.plate.light = HeldLight{12'000, 9, 4'800, 1'790'000'000};
    const device::CameraLight due{12'000, 9, 4'800};
    QVERIFY(plateshelf::keep(dir.path(), set));
    Run run(dir.path());
    const auto now = [&run] {
        std::optional<device::CameraLight> light;
        bool answered = false;
        run.hub.askLight(5s).then(&run.hub, [&](const Result<device::CameraLight> &asked) {
            light = asked ? std::optional(*asked) : std::nullopt;
            answered = true;
        });
        return QTest::qWaitFor([&] { return answered; }, longMs) ? light : std::nullopt;
    };
    QVERIFY(run.comesTo(PlateWatch::State::Good));
    QVERIFY(now() == due);
    const QJsonObject told = run.watch->json().value(u"light").toObject();
    QCOMPARE(told.value(u"exposure_us").toInt(), 12'000);
    QCOMPARE(told.value(u"white_balance_k").toInt(), 4'800);
    run.quiet = false;
    (void)run.hub.setLight(device::CameraLight{30'000, 2, 6'000}, 5s);
    QVERIFY(run.looks() && run.watch->measures() && now() == due);
    // A camera that was away has forgotten.
    run.camera->fitLight(device::SimLight());
    QVERIFY(run.looks() && run.watch->measures() && now() == due);
    device::SimLight lost;
    lost.lostAfter = 0;
    run.camera->fitLight(lost);
    QVERIFY(run.looks() && run.watch->state() == PlateWatch::State::Failed);
    QCOMPARE(run.reason(), QStringLiteral("exposure"));
    // It takes all, and keeps its own.
    device::SimLight stubborn;
    stubborn.forgets = true;
    run.camera->fitLight(stubborn);
    QVERIFY(run.looks() && run.watch->state() == PlateWatch::State::Failed);
    QCOMPARE(run.reason(), QStringLiteral("exposure"));
    run.camera->fitLight({});
    QVERIFY(run.looks());
    QCOMPARE(run.reason(), QStringLiteral("exposure"));
    run.camera->fitLight(device::SimLight());
    QVERIFY(run.looks() && run.watch->measures());
    // Rolled back to one that holds nothing: as the camera is configured.
    QVERIFY(plateshelf::keep(dir.path(), m_calibration));
    run.watch->takeInForce(m_calibration);
    QVERIFY(run.comesTo(PlateWatch::State::Good) && now() == device::CameraLight());
}

void TestPlateWatch::blurredIsNotSharp()
{
    const cv::Mat empty = emptyShot(m_camera);
    const PlateCheck same = checkPlate(empty, m_calibration.plate);
    QVERIFY2(same.sharp > 0.9 && same.sharp < 1.1, qPrintable(QString::number(same.sharp)));
    const PlateCheck dim = checkPlate(empty * 0.65, m_calibration.plate);
    QVERIFY2(dim.sharp > 0.8 && dim.sharp < 1.2, qPrintable(QString::number(dim.sharp)));
    QVERIFY2(checkPlate(emptyShot(m_camera, {0.6, 0.4}), m_calibration.plate).sharp > 0.8, "moved is not blurred");
    double before = 1;
    for (const double deviation : {1.0, 2.0, 2.8, 4.0}) {
        cv::Mat blurred;
        cv::GaussianBlur(empty, blurred, {0, 0}, deviation);
        const PlateCheck check = checkPlate(blurred, m_calibration.plate);
        qInfo("blur %.1f px: sharp %.2f, marks %d, strange %.3f", deviation, check.sharp, check.marks, check.strange);
        QVERIFY(check.sharp < before);
        QCOMPARE(plateTrouble(check), deviation < 1.5 ? QString() : QStringLiteral("blurred"));
        before = check.sharp;
    }
}

QTEST_GUILESS_MAIN(TestPlateWatch)
#include "tst_platewatch.moc"
