// SPDX-License-Identifier: GPL-3.0-or-later
// The camera contract on the simulated camera: every still ends once, faults show and heal, previews stay small.
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/platesharpness.h"
#include "drivers/sim/simcamera.h"

#include <atomic>
#include <future>
#include <QtCore/QTemporaryDir>
#include <QtGui/QPainter>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

struct Rig
{
    SimCamera camera;
    std::mutex mutex;
    std::vector<Frame> frames;
    std::vector<Result<Frame>> stills;

    Rig()
    {
        camera.setPreviewSink([this](const Frame &frame) {
            const std::lock_guard lock(mutex);
            frames.push_back(frame);
        });
        camera.start();
    }
    ~Rig() { camera.stop(); }
    void take(std::chrono::milliseconds deadline)
    {
        camera.captureStill(deadline, [this](Result<Frame> still) {
            const std::lock_guard lock(mutex);
            stills.push_back(std::move(still));
        });
    }
    std::size_t frameCount()
    {
        const std::lock_guard lock(mutex);
        return frames.size();
    }
    std::size_t stillCount()
    {
        const std::lock_guard lock(mutex);
        return stills.size();
    }
    [[nodiscard]] Link link() { return camera.board().current()->link; }
    [[nodiscard]] std::optional<FaultCode> fault()
    {
        const auto snapshot = camera.board().current();
        return snapshot->fault ? std::optional(snapshot->fault->code) : std::nullopt;
    }
};

QImage whitePage()
{
    QImage page(1240, 1754, QImage::Format_RGB32);
    page.fill(QColor(240, 240, 238));
    return page;
}

cv::Mat view(const Frame &frame)
{
    return viewOf(frame.bgr->data(), frame.width, frame.height, frame.width * 3);
}

double meanOf(const Frame &frame)
{
    return std::accumulate(frame.bgr->begin(), frame.bgr->end(), 0.0) / static_cast<double>(frame.bgr->size());
}

}  // namespace

class SimCameraTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void becomesReady();
    void previewIsSmallAndNotTooFast();
    void previewStops();
    void stillIsFullSizeAndAnsweredOnce();
    void shownPageIsFound();
    void emptyPlateHasNoPage();
    void badPicturesLeaveThePlate();
    void stallEndsAtTheDeadline();
    void stallShowsAndHeals();
    void unplugShowsAndHeals();
    void noTwoPicturesAreAlike();
    void frozenPictureStays();
    void stopAnswersWhatIsOpen();
    void notStartedIsAnswered();
    void unknownFaultIsRefused();
    void filmPlaysAFolder();
    void whatIsLaidDownEndsTheFilm();
    void filmKeepsItsTime();
    void badFilmsLeaveThePlate();
    void filmFromElsewhere();
    void theLensIsSetAndBlurs();
    void aLensIsWhatItIs();
    void theLightIsHeld();
    void blurIsAsWideAsItSays();
};

void SimCameraTest::becomesReady()
{
    Rig rig;
    QTRY_COMPARE(rig.link(), Link::Ready);
    QVERIFY(!rig.fault());
}

void SimCameraTest::previewIsSmallAndNotTooFast()
{
    Rig rig;
    rig.camera.show(whitePage());
    rig.camera.startPreview();
    QTRY_VERIFY_WITH_TIMEOUT(rig.frameCount() >= 10, 10000);
    const std::lock_guard lock(rig.mutex);
    for (std::size_t i = 0; i < rig.frames.size(); ++i) {
        const Frame &frame = rig.frames[i];
        QVERIFY(frame.width <= 1280 && frame.height <= 720);
        QCOMPARE(frame.bgr->size(), static_cast<std::size_t>(frame.width) * frame.height * 3U);
        if (i > 0) {
            QCOMPARE(frame.number, rig.frames[i - 1].number + 1);
        }
    }
    // Nine periods of a fifteenth of a second at least, rounding to milliseconds allowed.
    QVERIFY(rig.frames[9].at - rig.frames[0].at >= 590ms);
}

void SimCameraTest::previewStops()
{
    Rig rig;
    rig.camera.startPreview();
    QTRY_VERIFY(rig.frameCount() >= 2);
    rig.camera.stopPreview();
    const std::size_t count = rig.frameCount();
    // A slow still takes longer than many preview frames.
    QVERIFY(rig.camera.setFault(QStringLiteral("slow")).has_value());
    rig.take(10000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 1U, 10000);
    QVERIFY(rig.frameCount() <= count + 1);  // one may have been on its way
}

void SimCameraTest::stillIsFullSizeAndAnsweredOnce()
{
    Rig rig;
    rig.camera.show(whitePage());
    rig.take(5000ms);
    rig.take(5000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 2U, 10000);
    const std::lock_guard lock(rig.mutex);
    for (const auto &still : rig.stills) {
        QVERIFY(still.has_value());
        QVERIFY(still->width > 3000);
        QVERIFY(still->width * still->height <= SimCamera::stillPixels);
    }
}

void SimCameraTest::shownPageIsFound()
{
    Rig rig;
    rig.camera.show(whitePage());
    rig.take(5000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 1U, 10000);
    const std::lock_guard lock(rig.mutex);
    QVERIFY(rig.stills[0].has_value());
    QCOMPARE(findPages(view(*rig.stills[0])).size(), 1U);
}

void SimCameraTest::emptyPlateHasNoPage()
{
    Rig rig;
    rig.camera.show(whitePage());
    rig.camera.clear();
    rig.take(5000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 1U, 10000);
    const std::lock_guard lock(rig.mutex);
    QVERIFY(rig.stills[0].has_value());
    QCOMPARE(findPages(view(*rig.stills[0])).size(), 0U);
}

void SimCameraTest::badPicturesLeaveThePlate()
{
    Rig rig;
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("x.jpg")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no picture at all");
    file.close();
    const Done missing = rig.camera.show(QStringLiteral("/no/such.jpg"));
    QCOMPARE(missing.error().code, FaultCode::FileUnreadable);
    const Done bad = rig.camera.show(file.fileName());
    QCOMPARE(bad.error().code, FaultCode::PageBadImage);
    const QString good = folder.filePath(QStringLiteral("good.png"));
    QVERIFY(whitePage().save(good));
    QVERIFY(rig.camera.show(good).has_value());
}

void SimCameraTest::stallEndsAtTheDeadline()
{
    Rig rig;
    QVERIFY(rig.camera.setFault(QStringLiteral("stall")).has_value());
    QElapsedTimer timer;
    timer.start();
    rig.take(300ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 1U, 5000);
    QVERIFY(timer.elapsed() >= 290);
    const std::lock_guard lock(rig.mutex);
    QVERIFY(!rig.stills[0].has_value());
    QCOMPARE(rig.stills[0].error().code, FaultCode::DeviceTimeout);
}

void SimCameraTest::stallShowsAndHeals()
{
    Rig rig;
    QVERIFY(rig.camera.setFault(QStringLiteral("stall"), 2).has_value());
    rig.camera.startPreview();
    QTRY_COMPARE_WITH_TIMEOUT(rig.fault(), std::optional(FaultCode::CameraStalled), 6000);
    QCOMPARE(rig.frameCount(), 2U);
    rig.camera.heal();
    QTRY_COMPARE(rig.link(), Link::Ready);
    QTRY_VERIFY(rig.frameCount() > 2);
}

void SimCameraTest::unplugShowsAndHeals()
{
    Rig rig;
    rig.camera.startPreview();
    QTRY_VERIFY(rig.frameCount() > 0);
    QVERIFY(rig.camera.setFault(QStringLiteral("unplug")).has_value());
    QTRY_COMPARE(rig.link(), Link::Absent);
    QCOMPARE(rig.fault(), std::optional(FaultCode::DeviceDisconnected));
    rig.take(5000ms);
    QTRY_COMPARE(rig.stillCount(), 1U);
    {
        const std::lock_guard lock(rig.mutex);
        QCOMPARE(rig.stills[0].error().code, FaultCode::DeviceDisconnected);
    }
    const std::size_t before = rig.frameCount();
    rig.camera.heal();
    QTRY_COMPARE(rig.link(), Link::Ready);
    QTRY_VERIFY(rig.frameCount() > before);
}

// A sensor's noise: no two pictures of the same scene are alike, and none differs by much.
void SimCameraTest::noTwoPicturesAreAlike()
{
    Rig rig;
    rig.camera.startPreview();
    QTRY_VERIFY(rig.frameCount() > 3);
    const std::lock_guard lock(rig.mutex);
    const Bytes &one = *rig.frames[1].bgr;
    const Bytes &two = *rig.frames[2].bgr;
    QVERIFY(one != two);
    int largest = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        largest = std::max(largest, std::abs(int(one[i]) - int(two[i])));
    }
    QCOMPARE(largest, 2);
}

void SimCameraTest::frozenPictureStays()
{
    Rig rig;
    rig.camera.startPreview();
    QTRY_VERIFY(rig.frameCount() > 0);
    QVERIFY(rig.camera.setFault(QStringLiteral("freeze")).has_value());
    rig.camera.show(whitePage());
    const std::size_t before = rig.frameCount();
    QTRY_VERIFY(rig.frameCount() > before + 3);
    const std::lock_guard lock(rig.mutex);
    QVERIFY(*rig.frames.back().bgr == *rig.frames[before + 1].bgr);
    QVERIFY2(std::abs(meanOf(rig.frames.back()) - meanOf(rig.frames.front())) < 2, "not the new page");
}

void SimCameraTest::stopAnswersWhatIsOpen()
{
    auto rig = std::make_unique<Rig>();
    QVERIFY(rig->camera.setFault(QStringLiteral("stall")).has_value());
    rig->take(60000ms);
    rig->take(60000ms);
    rig->camera.stop();
    QCOMPARE(rig->stillCount(), 2U);
    QCOMPARE(rig->link(), Link::Absent);
}

void SimCameraTest::notStartedIsAnswered()
{
    SimCamera camera;
    int answers = 0;
    camera.captureStill(100ms, [&](Result<Frame> still) {
        ++answers;
        QCOMPARE(still.error().code, FaultCode::DeviceNotReady);
    });
    QCOMPARE(answers, 1);
}

void SimCameraTest::unknownFaultIsRefused()
{
    SimCamera camera;
    QCOMPARE(camera.setFault(QStringLiteral("on fire")).error().code, FaultCode::BadArgument);
}

namespace {

// One colour all over, smaller than a plate, so that the mean of a frame says which picture it is.
QImage grey(int level)
{
    QImage picture(320, 240, QImage::Format_RGB32);
    picture.fill(qRgb(level, level, level));
    return picture;
}

// A page on a dark plate; a hand lies over its lower half or not.
QImage pageAndHand(int across, bool hand)
{
    QImage scene(640, 480, QImage::Format_RGB32);
    scene.fill(qRgb(44, 46, 48));
    QPainter painter(&scene);
    painter.fillRect(QRect(across, 60, 260, 360), Qt::white);
    if (hand) {
        painter.setBrush(QColor(120, 80, 60));
        painter.drawEllipse(QPoint(across + 130, 420), 220, 150);
    }
    return scene;
}

// Pictures in the order of their names.
void save(const QTemporaryDir &folder, const QVector<QImage> &pictures)
{
    for (qsizetype i = 0; i < pictures.size(); ++i) {
        QVERIFY(pictures[i].save(folder.filePath(QStringLiteral("%1.png").arg(i, 4, 10, QLatin1Char('0')))));
    }
}

bool film(Rig &rig, const char *word)
{
    const auto now = rig.camera.board().current();
    const auto fact = now->facts.find("film");
    return fact != now->facts.end() && fact->second == Fact(std::string(word));
}

}  // namespace

// A hand pushes a page under the camera and lets go: the page is found once it has gone.
void SimCameraTest::filmPlaysAFolder()
{
    const QTemporaryDir folder;
    QVector<QImage> pictures;
    for (int across = 640; across > 190; across -= 50) {
        pictures.append(pageAndHand(across, true));
    }
    pictures.append(pageAndHand(190, false));
    save(folder, pictures);
    Rig rig;
    QVERIFY(!film(rig, "playing") && !film(rig, "over"));
    QVERIFY(rig.camera.play(folder.path()));
    QVERIFY(film(rig, "playing"));
    rig.take(5000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 1U, 10000);
    QTRY_VERIFY_WITH_TIMEOUT(film(rig, "over"), 10000);
    rig.take(5000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 2U, 10000);
    const std::lock_guard lock(rig.mutex);
    QVERIFY(rig.stills[0] && rig.stills[1]);
    QCOMPARE(rig.stills[1]->width, 640);
    QCOMPARE(findPages(view(*rig.stills[0])).size(), 0U);
    QCOMPARE(findPages(view(*rig.stills[1])).size(), 1U);
}

void SimCameraTest::whatIsLaidDownEndsTheFilm()
{
    const QTemporaryDir folder;
    save(folder, QVector<QImage>(60, grey(20)));
    Rig rig;
    QVERIFY(rig.camera.play(folder.path()));
    rig.camera.show(grey(200));
    QVERIFY(film(rig, "over"));
    rig.camera.startPreview();
    QTRY_VERIFY_WITH_TIMEOUT(rig.frameCount() >= 8, 10000);
    const std::lock_guard lock(rig.mutex);
    for (const Frame &frame : rig.frames) {
        QVERIFY2(meanOf(frame) > 100, "a picture of the film");
    }
}

// Thirty pictures are two seconds, whatever it costs to read them.
void SimCameraTest::filmKeepsItsTime()
{
    const QTemporaryDir folder;
    QVector<QImage> pictures(29, grey(20));
    pictures.append(grey(220));
    save(folder, pictures);
    Rig rig;
    const auto from = Monotonic::now();
    QVERIFY(rig.camera.play(folder.path()));
    QTRY_VERIFY_WITH_TIMEOUT(film(rig, "over"), 20000);
    QVERIFY(Monotonic::now() - from >= 1900ms);
    rig.take(5000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 1U, 10000);
    const std::lock_guard lock(rig.mutex);
    QVERIFY2(std::abs(meanOf(*rig.stills[0]) - 220) < 4, "the last picture lies there");
}

void SimCameraTest::badFilmsLeaveThePlate()
{
    const QTemporaryDir folder;
    const QTemporaryDir empty;
    QFile text(folder.filePath(QStringLiteral("film.txt")));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no film") > 0);
    text.close();
    QFile broken(folder.filePath(QStringLiteral("broken.png")));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no picture") > 0);
    broken.close();
    Rig rig;
    rig.camera.show(grey(200));
    QCOMPARE(rig.camera.play(folder.filePath(QStringLiteral("none"))).error().code, FaultCode::FileUnreadable);
    QCOMPARE(rig.camera.play(text.fileName()).error().code, FaultCode::PageBadImage);
    QCOMPARE(rig.camera.play(empty.path()).error().code, FaultCode::PageBadImage);
    QCOMPARE(rig.camera.play(folder.path()).error().code, FaultCode::PageBadImage);
    QVERIFY(!film(rig, "playing"));
    rig.take(5000ms);
    QTRY_COMPARE_WITH_TIMEOUT(rig.stillCount(), 1U, 10000);
    const std::lock_guard lock(rig.mutex);
    QVERIFY(meanOf(*rig.stills[0]) > 100);
}

void SimCameraTest::filmFromElsewhere()
{
    SimCamera camera;
    const auto first = camera.beginFilm();
    QVERIFY(camera.showFilm(first, grey(50)));
    const auto second = camera.beginFilm();
    QVERIFY2(!camera.showFilm(first, grey(60)), "another film plays");
    QVERIFY(camera.showFilm(second, grey(70)));
    camera.endFilm(first);
    QVERIFY(camera.showFilm(second, grey(80)));
    camera.clear();
    QVERIFY(!camera.showFilm(second, grey(90)));
}

// As delivered it stands wrong; set to the right value it is sharp, and on the way in between.
void SimCameraTest::theLensIsSetAndBlurs()
{
    Rig rig;
    SimLens lens;
    lens.now = 0;
    rig.camera.setLens(lens);
    QImage stripes(1600, 1200, QImage::Format_RGB32);
    stripes.fill(QColor(60, 60, 60));
    QPainter painter(&stripes);
    for (int x = 0; x < stripes.width(); x += 80) {
        painter.fillRect(x, 100, 40, 1000, Qt::white);
    }
    painter.end();
    rig.camera.show(stripes);
    const auto edges = [&rig] {
        const std::size_t before = rig.stillCount();
        rig.take(5000ms);
        if (!QTest::qWaitFor([&] { return rig.stillCount() > before; }, 10000)) {
            return -1.0;
        }
        const std::lock_guard lock(rig.mutex);
        return edginess(view(*rig.stills.back()));
    };
    const auto set = [&rig](std::optional<int> value) {
        std::promise<Result<LensFocus>> promise;
        rig.camera.setFocus(value, 5000ms,
                            [&promise](Result<LensFocus> focus) { promise.set_value(std::move(focus)); });
        return promise.get_future().get();
    };
    const double wrong = edges();
    const auto taken = set(139);
    QVERIFY(taken && *taken == (LensFocus{0, 250, 5, 140}));
    QTest::qWait(400);
    const double right = edges();
    QVERIFY2(right > 3 * wrong && wrong > 0, qPrintable(QStringLiteral("%1 %2").arg(wrong).arg(right)));
    QVERIFY(set(9999)->now == 250);
    QTest::qWait(400);
    QVERIFY(edges() < right / 2);
    QVERIFY(set(std::nullopt)->now == 0);
    QTest::qWait(400);
    QVERIFY(edges() < right / 2);
}

void SimCameraTest::aLensIsWhatItIs()
{
    Rig rig;
    const auto ask = [&rig](std::optional<int> value) {
        std::promise<Result<LensFocus>> promise;
        const auto done = [&promise](Result<LensFocus> focus) { promise.set_value(std::move(focus)); };
        if (value) {
            rig.camera.setFocus(value, 5000ms, done);
        } else {
            rig.camera.askFocus(5000ms, done);
        }
        return promise.get_future().get();
    };
    QVERIFY2(ask({}) && !ask({})->now, "it focuses by itself");
    SimLens lens;
    lens.lostAfter = 2;
    rig.camera.setLens(lens);
    QVERIFY(ask(10) && ask(20));
    QCOMPARE(ask(30).error().code, FaultCode::DeviceProtocol);
    QVERIFY(ask({})->now == 20);
    lens = SimLens();
    lens.most = lens.least;
    rig.camera.setLens(lens);
    QCOMPARE(ask(10).error().code, FaultCode::DeviceNotFitted);
    rig.camera.setLens({});
    QCOMPARE(ask({}).error().code, FaultCode::DeviceNotFitted);
    QVERIFY(rig.camera.setFault(QStringLiteral("unplug")).has_value());
    QCOMPARE(ask({}).error().code, FaultCode::DeviceDisconnected);
    SimCamera resting;
    std::optional<FaultCode> code;
    resting.askFocus(100ms, [&code](const Result<LensFocus> &focus) { code = focus.error().code; });
    QVERIFY(code == FaultCode::DeviceNotReady);
}

void SimCameraTest::theLightIsHeld()
{
    Rig rig;
    const auto answer = [](const auto &ask) {
        std::promise<Result<CameraLight>> promise;
        ask([&promise](Result<CameraLight> light) { promise.set_value(std::move(light)); });
        return promise.get_future().get();
    };
    const auto asked = [&] { return answer([&](auto done) { rig.camera.askLight(5000ms, done); }); };
    const auto held = [&] { return answer([&](auto done) { rig.camera.holdLight(5000ms, done); }); };
    const auto set = [&](std::optional<CameraLight> light) {
        return answer([&](auto done) { rig.camera.setLight(light, 5000ms, done); });
    };
    QVERIFY2(asked() && *asked() == CameraLight(), "it chooses");
    QVERIFY(held() && *asked() == SimLight().chosen);
    QVERIFY(set(CameraLight{9'000, 3, {}}) && *asked() == (CameraLight{9'000, 3, {}}));
    QVERIFY(set(std::nullopt) && *asked() == CameraLight());
    SimLight light;
    light.chosen = {8'000, {}, {}};
    light.lostAfter = 1;
    rig.camera.fitLight(light);
    QVERIFY(held() && *asked() == (CameraLight{8'000, {}, {}}));
    QCOMPARE(set(CameraLight{1'000, {}, {}}).error().code, FaultCode::DeviceProtocol);
    rig.camera.fitLight({});
    QCOMPARE(held().error().code, FaultCode::DeviceNotFitted);
    QVERIFY(rig.camera.setFault(QStringLiteral("unplug")).has_value());
    QCOMPARE(asked().error().code, FaultCode::DeviceDisconnected);
}

// One white dot, spread: its second moment is what was asked for.
void SimCameraTest::blurIsAsWideAsItSays()
{
    for (const double deviation : {1.0, 2.3, 5.0}) {
        constexpr int side = 61;
        Bytes picture(side * side * 3, 0);
        for (int y = 26; y <= 34; ++y) {
            std::fill_n(picture.begin() + (y * side + 26) * 3, 9 * 3, 255);
        }
        blur(picture, side, side, deviation);
        double sum = 0;
        double moment = 0;
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                const double level = picture[static_cast<std::size_t>((y * side + x) * 3 + 1)];
                sum += level;
                moment += level * (x - 30) * (x - 30);
            }
        }
        constexpr double square = 80.0 / 12;  // the variance of nine pixels side by side
        const double found = std::sqrt(moment / sum - square);
        QVERIFY2(std::abs(found - deviation) < 0.08 * deviation, qPrintable(QString::number(found)));
        QVERIFY(std::abs(sum - 81 * 255) < 0.03 * 81 * 255);
    }
}

QTEST_GUILESS_MAIN(SimCameraTest)
#include "tst_simcamera.moc"
