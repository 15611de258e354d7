// SPDX-License-Identifier: GPL-3.0-or-later
// A lens with a motor is driven to where the target is sharpest; and what lenses, cameras and hands do otherwise.
#include "tests/support/plateshots.h"

#include "app/recognition/calibrationrun.h"

#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <QTest>

using namespace hall;
using namespace hall::test;
using State = FocusSweep::State;
using Step = CalibrationResult::State;

namespace {

// Of a camera above the target: how blurred it is at a setting, and what else happens.
struct Lens
{
    FocusSweep::Range range{0, 250, 5};
    std::function<double(double)> blur;   // standard deviation, pixels
    std::chrono::milliseconds late{300};  // after a setting the picture stays as it was for so long
    int lostAfter = 1000;                 // settings that are taken
    std::function<void(cv::Mat &picture, int number)> between;  // what comes into the picture

    int set = 0;
    int sets = 0;
};

// With the noise of a sensor, another one each time.
cv::Mat through(const cv::Mat &scene, double deviation, int number)
{
    static const cv::Mat noise = [] {
        cv::Mat levels(1400, 2000, CV_8UC3);
        cv::RNG(3).fill(levels, cv::RNG::UNIFORM, 0, 5);
        return levels;
    }();
    cv::Mat picture;
    if (deviation > 0.1) {
        cv::GaussianBlur(scene, picture, {0, 0}, deviation);
    } else {
        picture = scene;
    }
    const cv::Rect part(number * 37 % (noise.cols - scene.cols), number * 11 % (noise.rows - scene.rows), scene.cols,
                        scene.rows);
    return picture + noise(part);
}

// As the desk does it, with frames every 100 ms. Where the camera stands at the end is in `lens`.
CalibrationResult found(CalibrationRun &run, const cv::Mat &scene, Lens &lens, int mostStills = 80)
{
    std::chrono::milliseconds now{5000};
    int before = lens.set;
    int number = 0;
    cv::Mat small;
    cv::resize(scene, small, {480, 360}, 0, 0, cv::INTER_AREA);
    run.setLens(lens.range);
    run.beginFocus();
    CalibrationResult result;
    for (int still = 0; still < mostStills && result.state == Step::More; ++still) {
        before = lens.set;
        lens.set = run.focusWish();
        const auto movedAt = now;
        if (++lens.sets > lens.lostAfter) {
            return run.focusRefused();
        }
        run.focusMoved();
        std::optional<CalibrationResult> rests;
        while (!rests) {
            now += std::chrono::milliseconds(100);
            const int stands = now - movedAt < lens.late ? before : lens.set;
            cv::Mat preview = through(small, lens.blur(stands) * small.cols / scene.cols, ++number);
            if (lens.between) {
                lens.between(preview, number);
            }
            rests = run.focusRests(preview, now);
        }
        result = *rests;
        if (result.state == Step::More) {
            cv::Mat picture = through(scene, lens.blur(lens.set), ++number);
            if (lens.between) {
                lens.between(picture, number);
            }
            result = run.add(picture);
        }
    }
    return result;
}

std::function<double(double)> straight(double sharp, double aStep)
{
    return [sharp, aStep](double value) { return std::abs(value - sharp) * aStep; };
}

}  // namespace

class TestFocusSweep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_scene = flatShot(PlateCamera()); }
    void theSharpestIsFound_data();
    void theSharpestIsFound();
    void aLensThatDoesNotMove();
    void anEndThatIsNotSharp();
    void controlIsLost();
    void aHand_data();
    void aHand();
    void aPictureThatCameBeforeTheMove();
    void nothingToLookFor();

private:
    cv::Mat m_scene;
};

void TestFocusSweep::theSharpestIsFound_data()
{
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("step");
    QTest::addColumn<double>("sharp");
    QTest::addColumn<double>("aStep");
    QTest::addColumn<double>("power");
    QTest::addColumn<double>("within");
    QTest::newRow("as most have it") << 0 << 250 << 5 << 137.0 << 0.05 << 1.0 << 5.0;
    QTest::newRow("at its least") << 0 << 250 << 5 << 0.0 << 0.05 << 1.0 << 5.0;
    QTest::newRow("at its most, off the steps") << 1 << 248 << 7 << 248.0 << 0.05 << 1.0 << 7.0;
    QTest::newRow("below nothing") << -120 << 80 << 2 << -33.0 << 0.06 << 1.0 << 4.0;
    QTest::newRow("a wide range") << 0 << 65'535 << 1 << 17'000.0 << 0.0003 << 1.0 << 700.0;
    QTest::newRow("three settings") << 1 << 3 << 1 << 2.0 << 4.0 << 1.0 << 0.1;
    QTest::newRow("not straight") << 0 << 250 << 5 << 40.0 << 0.004 << 1.6 << 10.0;
    QTest::newRow("a step of none") << 0 << 100 << 0 << 50.0 << 0.12 << 1.0 << 2.0;
}

void TestFocusSweep::theSharpestIsFound()
{
    QFETCH(int, least);
    QFETCH(int, most);
    QFETCH(int, step);
    QFETCH(double, sharp);
    QFETCH(double, aStep);
    QFETCH(double, power);
    QFETCH(double, within);
    Lens lens;
    lens.range = {least, most, step};
    lens.blur = [=](double value) { return std::pow(std::abs(value - sharp), power) * aStep; };
    CalibrationRun run;
    const CalibrationResult result = found(run, m_scene, lens);
    QVERIFY2(result.state == Step::Passed, calibrationHintName(result.hint).data());
    const auto &focus = run.draft().plate.focus;
    QVERIFY(focus.has_value());
    qInfo("%d after %d settings", focus->value, lens.sets);
    QVERIFY2(std::abs(focus->value - sharp) <= within, qPrintable(QString::number(focus->value)));
    QCOMPARE(lens.set, focus->value);  // the lens stands there
    QVERIFY(focus->least == least && focus->most == most && focus->step == std::max(1, step));
    QVERIFY2(lens.sets <= 36, qPrintable(QString::number(lens.sets)));
    QVERIFY(run.passed(CalibrationStep::Focus) && result.figures.size() == 2);
}

// It takes what it is told and stays where it is.
void TestFocusSweep::aLensThatDoesNotMove()
{
    Lens lens;
    lens.blur = [](double) { return 3.0; };
    CalibrationRun run;
    CalibrationResult result = found(run, m_scene, lens);
    QVERIFY2(result.state == Step::Failed && result.hint == CalibrationHint::FocusStuck,
             calibrationHintName(result.hint).data());
    QVERIFY(!run.draft().plate.focus);
    lens.blur = [](double) { return 0.0; };  // and yet it is sharp: good, and nothing to be set
    result = found(run, m_scene, lens);
    QVERIFY2(result.state == Step::Passed, calibrationHintName(result.hint).data());
    QVERIFY(!run.draft().plate.focus);
}

// The camera hangs nearer than its lens can see.
void TestFocusSweep::anEndThatIsNotSharp()
{
    Lens lens;
    lens.blur = straight(300, 0.05);
    CalibrationRun run;
    const CalibrationResult result = found(run, m_scene, lens);
    QVERIFY2(result.state == Step::Failed && result.hint == CalibrationHint::FocusAtEnd,
             calibrationHintName(result.hint).data());
    QVERIFY(!run.passed(CalibrationStep::Focus) && !run.draft().plate.focus);
}

void TestFocusSweep::controlIsLost()
{
    Lens lens;
    lens.blur = straight(137, 0.05);
    lens.lostAfter = 6;
    CalibrationRun run;
    const CalibrationResult result = found(run, m_scene, lens);
    QVERIFY(result.state == Step::Failed && result.hint == CalibrationHint::FocusRefused);
    QVERIFY(!run.sweep() && !run.passed(CalibrationStep::Focus));
    lens.lostAfter = 1000;
    run.retry();
    QVERIFY(found(run, m_scene, lens).state == Step::Passed);
}

void TestFocusSweep::aHand_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<bool>("waves");
    QTest::newRow("that waves") << 30 << 100'000 << true;
    QTest::newRow("that comes and stays") << 60 << 100'000 << false;
    QTest::newRow("that was there all the time") << 0 << 100'000 << false;
}

// Never a setting that a hand has made.
void TestFocusSweep::aHand()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(bool, waves);
    Lens lens;
    lens.blur = straight(137, 0.05);
    lens.between = [=](cv::Mat &picture, int number) {
        if (number >= from && number < to) {
            cv::Mat moved = picture(cv::Rect(0, 0, picture.cols, picture.rows));
            if (waves && number % 2 == 0) {
                moved = picture(cv::Rect(picture.cols / 4, 0, picture.cols * 3 / 4, picture.rows));
            }
            addHand(moved);
        }
    };
    CalibrationRun run;
    const CalibrationResult result = found(run, m_scene, lens);
    QVERIFY(result.state == Step::Failed);
    QVERIFY2(result.hint == CalibrationHint::FocusUnclear || result.hint == CalibrationHint::Covered ||
                 result.hint == CalibrationHint::NoTarget,
             calibrationHintName(result.hint).data());
    QVERIFY(!run.draft().plate.focus);
}

// A lens that is slow, and frames that were on their way: without the wait each setting would be judged by the picture
// of the one before.
void TestFocusSweep::aPictureThatCameBeforeTheMove()
{
    Lens lens;
    lens.range = {0, 250, 10};
    lens.blur = straight(180, 0.05);
    lens.late = std::chrono::milliseconds(600);
    CalibrationRun run;
    QVERIFY(found(run, m_scene, lens).state == Step::Passed);
    QVERIFY2(std::abs(run.draft().plate.focus->value - 180) <= 10,
             qPrintable(QString::number(run.draft().plate.focus->value)));
    for (const FocusSweep::Point &point : run.sweep()->points()) {
        if (point.widths && std::abs(point.value - 180) <= 20) {
            // As wide as a blur of that setting makes an edge, and not as that of its neighbour.
            const double blurred = 2.563 * lens.blur(point.value);
            QVERIFY2(std::abs(point.widths->median - std::hypot(run.sweep()->atBest()->median, blurred)) < 0.6,
                     qPrintable(QStringLiteral("%1: %2").arg(point.value).arg(point.widths->median)));
        }
    }
}

void TestFocusSweep::nothingToLookFor()
{
    QVERIFY(!FocusSweep::hasRoom({7, 7, 1}) && !FocusSweep::hasRoom({9, 2, 1}) && FocusSweep::hasRoom({0, 1, 9}));
    FocusSweep widest({-2'147'483'647, 2'147'483'647, 2'147'483'647});
    QVERIFY(widest.wish() >= -1'000'000'000);
}

QTEST_APPLESS_MAIN(TestFocusSweep)
#include "tst_focussweep.moc"
