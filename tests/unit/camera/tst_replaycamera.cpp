// SPDX-License-Identifier: GPL-3.0-or-later
// The driver of real cameras over a recording: what it makes of pictures that come, stand still, are dark or stay away,
// and that it finds out by itself when they are good again.
#include "drivers/camera/qcameradevice.h"
#include "drivers/camera/replayframes.h"
#include "drivers/core/camerasignal.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;
using Camera = hall::device::QCameraDevice;

namespace {

constexpr int soonMs = 12'000;

RecordedPicture picture(unsigned char grey, std::uint64_t print, int width = 320, int height = 240)
{
    RecordedPicture made{width, height, 30ms, print, Bytes(16 * 12, grey)};
    made.grey[20] = static_cast<unsigned char>(grey + 40);
    return made;
}

RecordedScene scene(const char *name, std::vector<RecordedPicture> pictures)
{
    RecordedScene made{name, {}, {}, {}};
    made.pictures = std::move(pictures);
    return made;
}

Recording recording()
{
    RecordedPicture filler = picture(128, 7);
    filler.grey.assign(filler.grey.size(), 128);
    return {"document-camera",
            {scene("good", {picture(90, 1), picture(90, 2), picture(91, 3)}), scene("frozen", {picture(90, 4)}),
             scene("dark", {picture(0, 5), picture(0, 6)}), scene("filler", {filler, filler}),
             scene("another size", {picture(90, 8, 640, 360), picture(90, 9, 640, 360)}),
             scene("8 MP", {picture(90, 10, 3264, 2448), picture(90, 11, 3264, 2448)}),
             scene("13 MP", {picture(90, 12, 4160, 3120), picture(90, 13, 4160, 3120)})}};
}

// A library that does not come back from closing its camera.
class StuckFrames final : public FrameStream
{
public:
    struct Gate
    {
        std::mutex mutex;
        std::condition_variable opens;
        bool open = false;
        bool ended = false;
    };
    explicit StuckFrames(std::shared_ptr<Gate> gate, bool atStart = false) : m_gate(std::move(gate)), m_atStart(atStart)
    {
    }

    void begin(Events) override
    {
        if (m_atStart) {
            std::unique_lock lock(m_gate->mutex);
            m_gate->opens.wait(lock, [this] { return m_gate->open; });
        }
    }
    void end() override
    {
        std::unique_lock lock(m_gate->mutex);
        m_gate->opens.wait(lock, [this] { return m_gate->open; });
        m_gate->ended = true;
    }
    bool open(const QString &, const QSize &) override { return true; }
    void close() override {}
    [[nodiscard]] bool isOpen() const override { return true; }
    [[nodiscard]] bool isListed() const override { return true; }
    [[nodiscard]] QString name() const override { return QStringLiteral("stuck"); }
    void setActive(bool) override {}
    [[nodiscard]] bool isActive() const override { return false; }

private:
    const std::shared_ptr<Gate> m_gate;
    const bool m_atStart;
};

struct Rig
{
    Rig() : recorded(recording()), camera(Camera::Options{}, replayFrames(recorded))
    {
        camera.setPreviewSink([this](const Frame &frame) {
            width = frame.width;
            height = frame.height;
            onMain = onMain || QThread::currentThread() == main;
            ++frames;
        });
        camera.start();
    }
    ~Rig() { camera.stop(); }
    [[nodiscard]] bool shows(Link link, std::optional<FaultCode> fault = {})
    {
        const auto now = camera.board().current();
        return now->link == link && (now->fault ? std::optional(now->fault->code) : std::nullopt) == fault;
    }

    std::atomic<int> frames{0};
    std::atomic<int> width{0};
    std::atomic<int> height{0};
    std::atomic<bool> onMain{false};
    QThread *const main = QThread::currentThread();
    ReplayCamera recorded;
    Camera camera;
};

}  // namespace

class TestReplayCamera : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesAreDrawnFromWhatWasKept()
    {
        const QImage one = drawn(picture(90, 1));
        QCOMPARE(one.size(), QSize(320, 240));
        QVERIFY(one == drawn(picture(90, 1)));
        QVERIFY(one != drawn(picture(90, 2)));
        const int there = qGray(one.pixel(2, 2));
        QVERIFY2(there >= 88 && there <= 94, qPrintable(QString::number(there)));
        RecordedPicture filler = picture(128, 1);
        filler.grey.assign(filler.grey.size(), 128);
        QCOMPARE(drawn(filler).pixel(5, 5), drawn(filler).pixel(200, 100));
    }

    void previewAndFormatAreTheRecordings()
    {
        Rig rig;
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        QCOMPARE(rig.frames.load(), 0);
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames > 3, soonMs);
        QCOMPARE(rig.width.load(), 320);
        QVERIFY(rig.recorded.enter("another size"));
        QTRY_VERIFY_WITH_TIMEOUT(rig.width == 640, soonMs);
        QVERIFY(!rig.recorded.enter("no scene"));
        rig.camera.stopPreview();
    }

    void stillsAreWholeAndPreviewsSmall_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("8 MP") << 3264 << 2448;
        QTest::newRow("13 MP") << 4160 << 3120;
    }
    // However many pixels the camera has; and not one of them is touched on the main thread.
    void stillsAreWholeAndPreviewsSmall()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        Rig rig;
        QVERIFY(rig.recorded.enter(QTest::currentDataTag()));
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames > 1, soonMs);
        QVERIFY2(rig.width <= Camera::previewWidth && rig.height <= Camera::previewHeight && rig.height > 600,
                 qPrintable(QStringLiteral("%1 x %2").arg(rig.width).arg(rig.height)));
        std::promise<Result<Frame>> promise;
        rig.camera.captureStill(30s, [&promise](Result<Frame> still) { promise.set_value(std::move(still)); });
        const Result<Frame> still = promise.get_future().get();
        QVERIFY(still.has_value());
        QCOMPARE(QSize(still->width, still->height), QSize(width, height));
        QCOMPARE(still->bgr->size(), static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3U);
        QVERIFY(!rig.onMain);
    }

    void badPicturesAreSeenAndGoodOnesToo_data()
    {
        QTest::addColumn<QString>("scene");
        QTest::addColumn<int>("fault");
        QTest::newRow("frozen") << QStringLiteral("frozen") << int(FaultCode::CameraStalled);
        QTest::newRow("dark") << QStringLiteral("dark") << int(FaultCode::CameraDark);
        QTest::newRow("filler") << QStringLiteral("filler") << int(FaultCode::CameraNoSignal);
        QTest::newRow("none") << QString() << int(FaultCode::CameraStalled);
    }
    // Nobody wants pictures any more: the camera is looked at all the same until it is well.
    void badPicturesAreSeenAndGoodOnesToo()
    {
        QFETCH(QString, scene);
        QFETCH(int, fault);
        Rig rig;
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames > 3, soonMs);
        if (scene.isEmpty()) {
            QVERIFY(rig.recorded.setFault("stall"));
        } else {
            QVERIFY(rig.recorded.enter(scene.toStdString()));
        }
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Blocked, FaultCode(fault)), soonMs);
        rig.camera.stopPreview();
        const int before = rig.frames;
        rig.recorded.heal();
        QVERIFY(rig.recorded.enter("good"));
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        QVERIFY2(rig.frames <= before + 1, "pictures that nobody wants");
        QTRY_VERIFY_WITH_TIMEOUT(rig.camera.board().current()->facts.at("stream") == Fact(std::string("off")), soonMs);
    }

    void goneAndBack()
    {
        Rig rig;
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames > 3, soonMs);
        QVERIFY(rig.recorded.setFault("unplug"));
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Absent, FaultCode::DeviceDisconnected), soonMs);
        rig.recorded.heal();
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        const int before = rig.frames;
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames > before, soonMs);
        QCOMPARE(rig.recorded.setFault("flood").error().code, FaultCode::BadArgument);
    }

    // It is left behind: whoever stops it goes on, everybody is answered, and its thread finds all it needs when it
    // comes back, though the device is gone.
    void oneThatHangsIsLeftBehind()
    {
        const auto gate = std::make_shared<StuckFrames::Gate>();
        {
            Camera::Options options;
            options.stopWithin = 100ms;
            Camera camera(options, std::make_unique<StuckFrames>(gate));
            camera.start();
            QTRY_VERIFY_WITH_TIMEOUT(camera.board().current()->link == Link::Ready, soonMs);
            std::atomic<int> answers{0};
            camera.captureStill(60s, [&answers](const Result<Frame> &still) { answers += still ? 100 : 1; });
            QElapsedTimer clock;
            clock.start();
            camera.stop();
            QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
            QCOMPARE(answers.load(), 1);
            QVERIFY(camera.board().current()->link == Link::Hung);
            QVERIFY(camera.board().current()->fault->code == FaultCode::DeviceHung);
            camera.start();
            camera.captureStill(1s, [&answers](const Result<Frame> &still) { answers += still ? 100 : 1; });
            QCOMPARE(answers.load(), 2);
            camera.stop();
            QVERIFY(!gate->ended);
        }
        {
            const std::lock_guard lock(gate->mutex);
            gate->open = true;
        }
        gate->opens.notify_all();
        const auto ended = [&gate] {
            const std::lock_guard lock(gate->mutex);
            return gate->ended;
        };
        QTRY_VERIFY_WITH_TIMEOUT(ended(), soonMs);
    }

    // GStreamer may wait for half a minute: it is said long before, and taken back when it goes on.
    void oneThatHangsAtTheStartIsStalled()
    {
        const auto gate = std::make_shared<StuckFrames::Gate>();
        Camera::Options options;
        options.answersWithin = 400ms;
        Camera camera(options, std::make_unique<StuckFrames>(gate, true));
        QElapsedTimer clock;
        clock.start();
        camera.start();
        QVERIFY(camera.board().current()->link == Link::Starting);
        QTRY_VERIFY_WITH_TIMEOUT(camera.board().current()->link == Link::Blocked, soonMs);
        QVERIFY2(clock.elapsed() >= 400, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(camera.board().current()->fault->code == FaultCode::CameraStalled);
        QVERIFY(camera.board().current()->facts.at("stream") == Fact(std::string("stalled")));
        {
            const std::lock_guard lock(gate->mutex);
            gate->open = true;
        }
        gate->opens.notify_all();
        QTRY_VERIFY_WITH_TIMEOUT(camera.board().current()->link == Link::Ready, soonMs);
        QVERIFY(!camera.board().current()->fault);
        // One that answers is not said to hang.
        QTest::qWait(1000);
        QVERIFY(camera.board().current()->link == Link::Ready);
        camera.stop();
        QVERIFY(camera.board().current()->link == Link::Absent);
    }

    void aLensThatCannotBeSet()
    {
        Rig rig;
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        std::atomic<int> answers{0};
        const auto count = [&answers](const Result<LensFocus> &focus) {
            answers += !focus && focus.error().code == FaultCode::DeviceNotFitted ? 1 : 100;
        };
        rig.camera.askFocus(5s, count);
        rig.camera.setFocus(40, 5s, count);
        QTRY_COMPARE_WITH_TIMEOUT(answers.load(), 2, soonMs);
        const auto light = [&answers](const Result<CameraLight> &held) {
            answers += !held && held.error().code == FaultCode::DeviceNotFitted ? 1 : 100;
        };
        rig.camera.askLight(5s, light);
        rig.camera.holdLight(5s, light);
        rig.camera.setLight(CameraLight{10'000, {}, {}}, 5s, light);
        QTRY_COMPARE_WITH_TIMEOUT(answers.load(), 5, soonMs);
    }
};

QTEST_GUILESS_MAIN(TestReplayCamera)
#include "tst_replaycamera.moc"
