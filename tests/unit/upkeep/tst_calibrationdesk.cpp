// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's first step with the simulated camera: a lens with a motor is driven, one without is watched, and what goes
// wrong on the way ends in words.
#include "tests/support/plateshots.h"

#include "app/upkeep/calibrationdesk.h"
#include "app/upkeep/plateshelf.h"
#include "app/upkeep/platewatch.h"
#include "drivers/hub/devicehub.h"
#include "drivers/sim/simcamera.h"

#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgproc.hpp>

using namespace hall;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

constexpr int longMs = 60'000;

QImage imageOf(const cv::Mat &bgr)
{
    return QImage(bgr.data, bgr.cols, bgr.rows, static_cast<qsizetype>(bgr.step), QImage::Format_BGR888).copy();
}

struct Desk
{
    explicit Desk(const QImage &shown, const std::optional<device::SimLens> &lens)
    {
        auto made = std::make_unique<device::SimCamera>();
        camera = made.get();
        camera->show(shown);
        camera->setLens(lens);
        hub.setCamera(std::move(made));
        watch =
            std::make_unique<PlateWatch>(PlateWatch::Parts{&clock, &hub, nullptr, dir.path(), [] { return false; }});
        desk = std::make_unique<CalibrationDesk>(CalibrationDesk::Parts{&clock, &hub, watch.get()});
        hub.start();
        watch->start();
        desk->begin();
    }
    ~Desk() { hub.stop(); }
    bool comesTo(const char *phase)
    {
        return QTest::qWaitFor([&] { return desk->phase() == QLatin1String(phase); }, longMs);
    }
    bool measures()
    {
        if (!QTest::qWaitFor([&] { return desk->ready() && !desk->lens().isEmpty(); }, longMs)) {
            return false;
        }
        desk->measure();
        return desk->phase() == QLatin1String("measuring");
    }
    std::optional<int> stands()
    {
        std::optional<int> now;
        bool answered = false;
        hub.askFocus(5s).then(&hub, [&](const Result<device::LensFocus> &focus) {
            now = focus ? focus->now : std::nullopt;
            answered = true;
        });
        (void)QTest::qWaitFor([&] { return answered; }, longMs);
        return now;
    }

    std::optional<device::CameraLight> light()
    {
        std::optional<device::CameraLight> now;
        bool answered = false;
        hub.askLight(5s).then(&hub, [&](const Result<device::CameraLight> &asked) {
            now = asked ? std::optional(*asked) : std::nullopt;
            answered = true;
        });
        (void)QTest::qWaitFor([&] { return answered; }, longMs);
        return now;
    }

    QTemporaryDir dir;
    SystemClock clock;
    DeviceHub hub;
    device::SimCamera *camera = nullptr;
    std::unique_ptr<PlateWatch> watch;
    std::unique_ptr<CalibrationDesk> desk;
};

}  // namespace

class TestCalibrationDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_target = imageOf(flatShot(PlateCamera())); }
    void aWrongFocusIsFoundAndKept();
    void theMotorIsLostOnTheWay();
    void theCameraIsPulledOutOnTheWay();
    void aFixedLensIsWatched();
    void theLightIsHeldForTheSheet();
    void aCameraThatCannotBeToldChoosesOn();

private:
    QImage m_target;
};

void TestCalibrationDesk::aWrongFocusIsFoundAndKept()
{
    device::SimLens lens;
    lens.now = 10;
    lens.sharp = 95;
    lens.step = 10;  // few settings: the way itself is tst_focussweep's
    Desk rig(m_target, lens);
    QVERIFY(rig.desk->enterBar(150));
    QVERIFY(rig.measures());
    QCOMPARE(rig.desk->lens(), QStringLiteral("motor"));
    QTRY_VERIFY_WITH_TIMEOUT(rig.desk->sweep().size() >= 3, longMs);
    QVERIFY(rig.desk->sweepShare() > 0 && rig.desk->sweepShare() < 1);
    QVERIFY(rig.comesTo("passed"));
    QVERIFY2(std::abs(rig.desk->focus() - 95) <= 10, qPrintable(QString::number(rig.desk->focus())));
    QVERIFY(rig.stands() == rig.desk->focus());
    const auto draft = plateshelf::draft(rig.dir.path());
    QVERIFY(draft && draft->plate.focus && draft->plate.focus->value == rig.desk->focus());
    QCOMPARE(rig.desk->figures().size(), 2);
    // Gone on with later: the lens stands as the draft has it.
    const int found = rig.desk->focus();
    rig.desk->end();
    QVERIFY2(rig.stands() == 10, "what is not in force is not kept");
    rig.desk->begin();
    QVERIFY(rig.desk->enterBar(150));
    QVERIFY(rig.desk->resumed());
    QVERIFY(rig.stands() == found);
}

void TestCalibrationDesk::theMotorIsLostOnTheWay()
{
    device::SimLens lens;
    lens.now = 10;
    lens.lostAfter = 3;
    Desk rig(m_target, lens);
    QVERIFY(rig.desk->enterBar(150));
    QVERIFY(rig.measures());
    QVERIFY(rig.comesTo("failed"));
    QCOMPARE(rig.desk->hint(), QStringLiteral("focus-refused"));
    rig.desk->retry();
    QVERIFY(rig.comesTo("live"));
}

void TestCalibrationDesk::theCameraIsPulledOutOnTheWay()
{
    device::SimLens lens;
    lens.now = 10;
    Desk rig(m_target, lens);
    QVERIFY(rig.desk->enterBar(150));
    QVERIFY(rig.measures());
    QTRY_VERIFY_WITH_TIMEOUT(!rig.desk->sweep().isEmpty(), longMs);
    QVERIFY(rig.camera->setFault(QStringLiteral("unplug")).has_value());
    QVERIFY(rig.comesTo("fault"));
    QCOMPARE(rig.desk->hint(), QStringLiteral("device.disconnected"));
    rig.camera->heal();
    rig.desk->retry();
    QVERIFY(rig.measures());
}

void TestCalibrationDesk::aFixedLensIsWatched()
{
    Desk rig(m_target, std::nullopt);
    QVERIFY(rig.desk->enterBar(150));
    QTRY_COMPARE_WITH_TIMEOUT(rig.desk->lens(), QStringLiteral("fixed"), longMs);
    QTRY_VERIFY_WITH_TIMEOUT(rig.desk->edge() > 0 && rig.desk->edge() < rig.desk->mostEdge(), longMs);
    // Turned too far: not "covered", though most of its corners are not seen any more.
    cv::Mat blurred;
    cv::GaussianBlur(flatShot(PlateCamera()), blurred, {0, 0}, 3.2);
    rig.camera->show(imageOf(blurred));
    QTRY_COMPARE_WITH_TIMEOUT(rig.desk->hint(), QStringLiteral("blurred"), longMs);
    QVERIFY(rig.desk->edge() > rig.desk->mostEdge());
    rig.camera->show(m_target);
    QVERIFY(rig.measures());
    QVERIFY(rig.comesTo("passed"));
    QVERIFY(rig.desk->sweep().isEmpty());
    QVERIFY(!plateshelf::draft(rig.dir.path())->plate.focus);
}

// A desk at the step of the light, with what comes before it in its draft, as if it had found the truth.
static void layDraft(const QString &folder)
{
    const PlateCamera camera;
    AcceptedPlate draft;
    draft.plate.camera = PlateWatch::cameraId;
    draft.plate.size = camera.size;
    CameraLens lens;
    lens.matrix = camera.matrix();
    lens.distortion = {camera.k1, camera.k2, camera.p1, camera.p2, camera.k3};
    draft.plate.lens = lens;
    draft.plate.geometry = measureGeometry(*seeTarget(flatShot(camera)), draft.plate).value();
    draft.figures = {{"edge-px", 2, 4}, {"edge-corner-px", 3, 6}, {"lens-px", 0.2, 0.4}, {"geometry-mm", 0.1, 0.3}};
    QVERIFY(plateshelf::keepDraft(folder, draft));
}

void TestCalibrationDesk::theLightIsHeldForTheSheet()
{
    Desk rig(imageOf(whiteShot(PlateCamera())), std::nullopt);
    layDraft(rig.dir.path());
    QVERIFY(rig.desk->enterBar(150));
    QVERIFY(rig.desk->resumed());
    QCOMPARE(rig.desk->step(), QStringLiteral("light"));
    QVERIFY2(rig.light() == device::CameraLight(), "until it is measured the camera chooses");
    QVERIFY(rig.measures());
    QVERIFY(rig.comesTo("passed"));
    const device::CameraLight chosen = device::SimLight().chosen;
    QVERIFY(rig.light() == chosen);
    const auto draft = plateshelf::draft(rig.dir.path());
    QVERIFY(draft && draft->plate.light && draft->plate.flat);
    QVERIFY(draft->plate.light->exposureUs == chosen.exposureUs && draft->plate.light->gain == chosen.gain &&
            draft->plate.light->whiteBalanceK == chosen.whiteBalanceK);
    // Once more: it chooses anew.
    rig.desk->retry();
    QVERIFY(rig.light() == device::CameraLight());
    // Gone on with later: held as the draft has it; left, as before.
    rig.desk->end();
    rig.desk->begin();
    QVERIFY(rig.desk->enterBar(150));
    QCOMPARE(rig.desk->step(), QStringLiteral("empty"));
    QVERIFY(rig.light() == chosen);
    rig.desk->end();
    QVERIFY(rig.light() == device::CameraLight());
}

void TestCalibrationDesk::aCameraThatCannotBeToldChoosesOn()
{
    Desk rig(imageOf(whiteShot(PlateCamera())), std::nullopt);
    rig.camera->fitLight({});
    layDraft(rig.dir.path());
    QVERIFY(rig.desk->enterBar(150));
    QVERIFY(rig.measures());
    QVERIFY(rig.comesTo("passed"));
    QVERIFY(!plateshelf::draft(rig.dir.path())->plate.light);
}

QTEST_GUILESS_MAIN(TestCalibrationDesk)
#include "tst_calibrationdesk.moc"
