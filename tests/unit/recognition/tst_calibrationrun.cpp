// SPDX-License-Identifier: GPL-3.0-or-later
// A whole calibration against a simulated camera with a bent lens, and what must not pass.
#include "tests/support/plateshots.h"

#include "app/recognition/calibrationrun.h"

#include <opencv2/imgproc.hpp>
#include <QTest>

using namespace hall;
using namespace hall::test;

namespace {

cv::Mat previewOf(const cv::Mat &shot)
{
    cv::Mat preview;
    cv::resize(shot, preview, {960, 720}, 0, 0, cv::INTER_AREA);
    return preview;
}

cv::Mat noisy(const cv::Mat &shot, std::uint64_t seed)
{
    cv::Mat noise(shot.size(), CV_16SC3);
    cv::RNG(seed).fill(noise, cv::RNG::NORMAL, 0, 2);
    cv::Mat result;
    cv::add(shot, noise, result, cv::noArray(), CV_8UC3);
    return result;
}

// The step as a technician with steady hands does it: two frames, then the still, until it has ended.
CalibrationResult done(CalibrationRun &run, const std::vector<cv::Mat> &shots, int most = 40)
{
    CalibrationResult result;
    for (int i = 0; i < most && result.state == CalibrationResult::State::More; ++i) {
        const cv::Mat &shot = shots[static_cast<std::size_t>(i) % shots.size()];
        (void)run.look(previewOf(shot));
        if (run.look(previewOf(shot)).ready) {
            result = run.add(noisy(shot, static_cast<std::uint64_t>(i) + 1));
        }
    }
    return result;
}

double figure(const CalibrationResult &result, const std::string &name)
{
    for (const CalibrationFigure &one : result.figures) {
        if (one.name == name) {
            return one.value;
        }
    }
    return -1;
}

using State = CalibrationResult::State;

}  // namespace

class TestCalibrationRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromNothingToAWhole();
    void theTargetIsBlurred();
    void theTargetIsPrintedTooLarge();
    void aHandIsInThePicture();
    void anotherSizeOfPicture();
    void theLensAsksForWhatIsMissing();
    void thePlateIsNotEmpty();
    void somethingMovesOverTheEmptyPlate();
    void aStepAgainDropsWhatHangsOnIt();
    void anEarlierRunIsGoneOnWith();
    void tiltsAreTold();

private:
    const PlateCamera m_camera{};
    std::vector<cv::Mat> m_lens;
    cv::Mat m_flat;
    cv::Mat m_white;
    cv::Mat m_empty;
    AcceptedPlate m_whole;
};

void TestCalibrationRun::initTestCase()
{
    m_lens = lensShots(m_camera, 15);
    m_flat = flatShot(m_camera);
    m_white = whiteShot(m_camera);
    m_empty = emptyShot(m_camera);
}

void TestCalibrationRun::fromNothingToAWhole()
{
    CalibrationRun run;
    QVERIFY(run.step() == CalibrationStep::Focus);
    const CalibrationResult focus = done(run, {m_flat});
    QVERIFY2(focus.state == State::Passed, qPrintable(QString::number(figure(focus, "edge-px"))));
    run.next();
    QVERIFY(run.step() == CalibrationStep::Lens);
    const CalibrationResult lens = done(run, m_lens);
    QVERIFY2(lens.state == State::Passed, calibrationHintName(lens.hint).data());
    QVERIFY2(figure(lens, "lens-px") < 0.3, qPrintable(QString::number(figure(lens, "lens-px"))));
    run.next();
    const CalibrationResult geometry = done(run, {m_flat});
    QVERIFY(geometry.state == State::Passed);
    QVERIFY2(figure(geometry, "geometry-mm") < 0.2, qPrintable(QString::number(figure(geometry, "geometry-mm"))));
    run.next();
    const CalibrationResult light = done(run, {m_white});
    QVERIFY2(light.state == State::Passed,
             qPrintable(QStringLiteral("%1: sheet %2, spread %3, deltaE %4")
                            .arg(QString::fromLatin1(calibrationHintName(light.hint).data()))
                            .arg(figure(light, "sheet-share"))
                            .arg(figure(light, "flat-spread"))
                            .arg(figure(light, "flat-delta-e"))));
    QVERIFY(run.lightBefore()->spread > 2 * figure(light, "flat-spread"));
    run.next();
    QVERIFY(!run.whole());
    const CalibrationResult empty = done(run, {m_empty});
    QVERIFY2(empty.state == State::Passed, calibrationHintName(empty.hint).data());
    QVERIFY(run.whole());
    m_whole = run.draft();
    QVERIFY(m_whole.plate.size == m_camera.size && m_whole.figures.size() == 8);
    const PlateCheck check = checkPlate(m_empty, m_whole.plate);
    QVERIFY(check.marks == 4 && check.shiftMm < 0.1 && check.strange < 0.002);
    QVERIFY(checkPlate(emptyShot(m_camera, {2, 0}), m_whole.plate).shiftMm > 1.5);
    qInfo("edge %.2f px, lens %.3f px, plate %.3f mm, sheet %.4f, spread %.4f (before %.3f), dE %.2f (before %.2f), "
          "unrest %.2f",
          figure(focus, "edge-px"), figure(lens, "lens-px"), figure(geometry, "geometry-mm"),
          figure(light, "sheet-share"), figure(light, "flat-spread"), run.lightBefore()->spread,
          figure(light, "flat-delta-e"), run.lightBefore()->deltaE, figure(empty, "empty-unrest"));
}

void TestCalibrationRun::theTargetIsBlurred()
{
    CalibrationRun run;
    cv::Mat blurred;
    cv::GaussianBlur(m_flat, blurred, {0, 0}, 2.6);
    const CalibrationResult result = run.add(blurred);
    QVERIFY(result.state == State::Failed);
    QVERIFY(result.hint == CalibrationHint::Blurred || result.hint == CalibrationHint::NoTarget);
    QVERIFY(!run.passed(CalibrationStep::Focus));
    run.retry();
    QVERIFY(run.add(m_flat).state == State::Passed);
}

// The bar was not measured: a sheet of A4, which is what it is everywhere, tells.
void TestCalibrationRun::theTargetIsPrintedTooLarge()
{
    QVERIFY(CalibrationRun::scaleFits(0.985) && !CalibrationRun::scaleFits(0.94) && !CalibrationRun::scaleFits(1.05));
    CalibrationRun run;
    const cv::Mat flat = flatShot(m_camera, 0.96);
    QVERIFY(done(run, {flat}).state == State::Passed);
    run.next();
    QVERIFY(done(run, lensShots(m_camera, 15, 0.96)).state == State::Passed);
    run.next();
    QVERIFY(done(run, {flat}).state == State::Passed);
    run.next();
    const CalibrationResult light = done(run, {m_white});
    QVERIFY(light.state == State::Failed && light.hint == CalibrationHint::NotA4);
    // Told how long the bar is, all is well.
    CalibrationRun told(0.96, [] {
        CalibrationLimits limits;
        limits.printedShare = 0.05;
        return limits;
    }());
    AcceptedPlate draft = run.draft();
    std::erase_if(draft.figures, [](const CalibrationFigure &one) { return one.name == "geometry-mm"; });
    told.resume(draft);
    QVERIFY(told.step() == CalibrationStep::Geometry);
    QVERIFY(done(told, {flat}).state == State::Passed);
    told.next();
    QVERIFY(done(told, {m_white}).state == State::Passed);
}

void TestCalibrationRun::aHandIsInThePicture()
{
    CalibrationRun run;
    run.resume(m_whole);
    run.again(CalibrationStep::Geometry);
    cv::Mat hand = m_flat.clone();
    addHand(hand);
    (void)run.look(previewOf(hand));
    const CalibrationLook look = run.look(previewOf(hand));
    QVERIFY(!look.ready);
    QVERIFY(look.hint == CalibrationHint::Covered || look.hint == CalibrationHint::NoTarget);
    const CalibrationResult result = run.add(hand);
    QVERIFY(result.state == State::Failed);
}

void TestCalibrationRun::anotherSizeOfPicture()
{
    CalibrationRun run;
    run.resume(m_whole);
    run.again(CalibrationStep::Geometry);
    cv::Mat smaller;
    cv::resize(m_flat, smaller, {1280, 960});
    const CalibrationResult result = run.add(smaller);
    QVERIFY(result.state == State::Failed && result.hint == CalibrationHint::OtherSize);
    QVERIFY(run.add(cv::Mat()).hint == CalibrationHint::OtherSize);
}

void TestCalibrationRun::theLensAsksForWhatIsMissing()
{
    CalibrationRun run;
    run.resume(m_whole);
    run.again(CalibrationStep::Lens);
    (void)run.look(previewOf(m_flat));
    const CalibrationLook flat = run.look(previewOf(m_flat));
    // Lying flat in the middle it fills many parts of the picture that were not seen yet.
    QVERIFY(flat.ready && flat.wish && !flat.points.empty());
    QVERIFY(run.add(m_flat).state == State::More);
    QCOMPARE(run.taken(), 1);
    (void)run.look(previewOf(m_flat));
    const CalibrationLook same = run.look(previewOf(m_flat));
    QVERIFY(!same.ready && same.hint == CalibrationHint::LiftLeft);
    cv::Mat blurred;
    cv::GaussianBlur(m_lens[1], blurred, {0, 0}, 5);
    QVERIFY(run.add(blurred).hint != CalibrationHint::None);
    QCOMPARE(run.taken(), 1);
}

void TestCalibrationRun::thePlateIsNotEmpty()
{
    CalibrationRun run;
    run.resume(m_whole);
    run.again(CalibrationStep::Empty);
    (void)run.look(previewOf(m_white));
    QVERIFY(run.look(previewOf(m_white)).hint == CalibrationHint::NotEmpty);
    CalibrationResult result;
    for (int i = 0; i < 16; ++i) {
        result = run.add(m_white);
    }
    QVERIFY(result.state == State::Failed && result.hint == CalibrationHint::NotEmpty);
    QVERIFY(!run.whole());
}

void TestCalibrationRun::somethingMovesOverTheEmptyPlate()
{
    CalibrationRun run;
    run.resume(m_whole);
    run.again(CalibrationStep::Empty);
    CalibrationResult result;
    for (int i = 0; i < 16; ++i) {
        cv::Mat shot = noisy(m_empty, static_cast<std::uint64_t>(i) + 1);
        if (i == 9) {
            addHand(shot);
        }
        result = run.add(shot);
    }
    QVERIFY(result.state == State::Failed && result.hint != CalibrationHint::None);
}

void TestCalibrationRun::aStepAgainDropsWhatHangsOnIt()
{
    CalibrationRun run;
    run.resume(m_whole);
    QVERIFY(run.whole());
    run.setLight(HeldLight{20'000, 16, 5'200, 0});
    run.again(CalibrationStep::Empty);
    QVERIFY(run.passed(CalibrationStep::Light) && !run.passed(CalibrationStep::Empty) && run.draft().plate.light);
    // The empty plate is as bright as the light that is held for the sheet.
    run.resume(m_whole);
    run.setLight(HeldLight{20'000, 16, 5'200, 0});
    run.again(CalibrationStep::Light);
    QVERIFY(run.passed(CalibrationStep::Geometry) && !run.passed(CalibrationStep::Light));
    QVERIFY(!run.passed(CalibrationStep::Empty) && !run.draft().plate.light);
    run.again(CalibrationStep::Lens);
    QVERIFY(run.passed(CalibrationStep::Focus) && !run.passed(CalibrationStep::Geometry));
    QVERIFY(!run.passed(CalibrationStep::Empty));
}

void TestCalibrationRun::anEarlierRunIsGoneOnWith()
{
    AcceptedPlate draft = m_whole;
    std::erase_if(draft.figures, [](const CalibrationFigure &one) { return one.name == "empty-unrest"; });
    CalibrationRun run;
    run.resume(draft);
    QVERIFY(run.step() == CalibrationStep::Empty && !run.whole());
    QVERIFY(done(run, {m_empty}).state == State::Passed && run.whole());
}

void TestCalibrationRun::tiltsAreTold()
{
    for (const double lift : {-0.3, 0.3}) {
        // About the picture's vertical axis: one side comes nearer.
        const auto seen = seeTarget(m_camera.photo(drawTarget(200), 200 / 25.4, {}, 1.5708, {0, lift, 0}));
        QVERIFY(seen.has_value());
        const TargetTilt tilt = tiltOf(*seen);
        QVERIFY2(std::abs(tilt.across) > 0.15 && std::abs(tilt.down) < 0.1,
                 qPrintable(QStringLiteral("%1 %2").arg(tilt.across).arg(tilt.down)));
        QVERIFY((tilt.across > 0) == (lift > 0));
    }
}

QTEST_APPLESS_MAIN(TestCalibrationRun)
#include "tst_calibrationrun.moc"
