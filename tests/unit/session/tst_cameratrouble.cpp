// SPDX-License-Identifier: GPL-3.0-or-later
// The camera vanishes, stands still, sends halves of pictures or pictures of another size while a page is taken: the
// visitor is told what it is, and once it is well the page is taken. The driver is that of real cameras. With
// HALL_TEST_SCALE of 2 and more all troubles, else two.
#include "app/session/capturejob.h"
#include "drivers/camera/qcameradevice.h"
#include "tests/support/pagescenes.h"

#include <QTest>
#include <QTimer>

#include <atomic>
#include <mutex>
#include <random>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int longMs = 40'000;

enum class Trouble
{
    None,
    Gone,
    Silent,
    Frozen,
    Unreadable,  // too few bytes
    Torn         // the lower half is a filler
};

// What lies under the camera and how it is with it. Any thread.
class World
{
public:
    explicit World(QImage picture) : m_picture(std::move(picture)) {}
    void set(Trouble trouble)
    {
        m_trouble = trouble;
        m_changed = true;
    }
    void show(QImage picture)
    {
        const std::lock_guard lock(m_mutex);
        m_picture = std::move(picture);
    }
    [[nodiscard]] Trouble trouble() const { return m_trouble; }
    [[nodiscard]] bool takeChanged() { return m_changed.exchange(false); }
    // With a sensor's noise, but where the driver fills up.
    [[nodiscard]] QImage picture()
    {
        const std::lock_guard lock(m_mutex);
        if (m_trouble == Trouble::Unreadable) {
            return {};
        }
        if (m_trouble == Trouble::Frozen && !m_last.isNull()) {
            return m_last;
        }
        m_last = m_picture.copy();
        for (int y = 0; y < m_last.height(); ++y) {
            uchar *row = m_last.scanLine(y);
            for (int x = 0; x < m_last.width() * 3; ++x) {
                const int noisy = row[x] + static_cast<int>(m_dice() >> 9U & 3U) - 1;
                row[x] = static_cast<uchar>(std::clamp(noisy, 0, 255));
            }
            if (m_trouble == Trouble::Torn && y > m_last.height() / 2) {
                std::fill(row, row + m_last.width() * 3, uchar(128));
            }
        }
        return m_last;
    }

private:
    std::mutex m_mutex;
    QImage m_picture;
    QImage m_last;
    std::minstd_rand m_dice{7};
    std::atomic<Trouble> m_trouble = Trouble::None;
    std::atomic<bool> m_changed = false;
};

class Frames final : public device::FrameStream
{
public:
    explicit Frames(std::shared_ptr<World> world) : m_world(std::move(world)) {}

    void begin(Events events) override
    {
        m_events = std::move(events);
        m_timer = std::make_unique<QTimer>();
        QObject::connect(m_timer.get(), &QTimer::timeout, m_timer.get(), [this] {
            if (m_world->takeChanged()) {
                m_events.listChanged();
            }
            if (m_active && isListed() && m_world->trouble() != Trouble::Silent) {
                m_events.frame([this] { return m_world->picture(); });
            }
        });
        m_timer->start(40);
    }
    void end() override
    {
        close();
        m_timer.reset();
    }
    bool open(const QString &, const QSize &) override { return m_open = m_world->trouble() != Trouble::Gone; }
    void close() override { m_open = m_active = false; }
    [[nodiscard]] bool isOpen() const override { return m_open; }
    [[nodiscard]] bool isListed() const override { return m_open && m_world->trouble() != Trouble::Gone; }
    [[nodiscard]] QString name() const override { return m_open ? QStringLiteral("camera") : QString(); }
    void setActive(bool on) override { m_active = on && m_open; }
    [[nodiscard]] bool isActive() const override { return m_active; }

private:
    const std::shared_ptr<World> m_world;
    Events m_events;
    std::unique_ptr<QTimer> m_timer;
    bool m_open = false;
    bool m_active = false;
};

QImage imageOf(const cv::Mat &bgr)
{
    return QImage(bgr.data, bgr.cols, bgr.rows, static_cast<qsizetype>(bgr.step), QImage::Format_BGR888).copy();
}

Scene pageAt(cv::Size size)
{
    SceneOptions options;
    options.size = size;
    return makeScene(options);
}

}  // namespace

class TestCameraTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isToldAndThenGoesOn_data();
    void isToldAndThenGoesOn();
    void anotherSizeGoesOn();
};

void TestCameraTrouble::isToldAndThenGoesOn_data()
{
    QTest::addColumn<int>("trouble");
    QTest::addColumn<QString>("told");
    QTest::newRow("gone") << int(Trouble::Gone) << QStringLiteral("device.disconnected");
    QTest::newRow("torn") << int(Trouble::Torn) << QStringLiteral("camera.no-signal");
    if (qEnvironmentVariableIntValue("HALL_TEST_SCALE") < 2) {
        return;  // each takes as long as a visitor waits for it
    }
    QTest::newRow("silent") << int(Trouble::Silent) << QStringLiteral("camera.stalled");
    QTest::newRow("frozen") << int(Trouble::Frozen) << QStringLiteral("camera.stalled");
    QTest::newRow("unreadable") << int(Trouble::Unreadable) << QStringLiteral("camera.stalled");
}

// The trouble comes while the picture is being taken. None that was taken in it is a half one.
void TestCameraTrouble::isToldAndThenGoesOn()
{
    QFETCH(int, trouble);
    QFETCH(QString, told);
    const Scene scene = pageAt({1280, 720});
    const auto world = std::make_shared<World>(imageOf(scene.empty));
    SystemClock clock;
    DeviceHub hub;
    hub.setCamera(
        std::make_unique<device::QCameraDevice>(device::QCameraDevice::Options{}, std::make_unique<Frames>(world)));
    hub.start();
    CaptureJob job(hub, clock);
    job.start(QStringLiteral("a4"));
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Looking, longMs);
    world->show(imageOf(scene.bgr));
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Found, longMs);
    world->set(Trouble(trouble));
    job.shoot();
    QCOMPARE(job.state(), CaptureJob::State::Shooting);
    QTRY_VERIFY_WITH_TIMEOUT(job.state() != CaptureJob::State::Shooting, longMs);
    if (job.state() == CaptureJob::State::Shot) {  // of the picture that stands still
        QCOMPARE(Trouble(trouble), Trouble::Frozen);
        job.retake();
    }
    QTRY_COMPARE_WITH_TIMEOUT(job.hintName(), told, longMs);
    QCOMPARE(job.state(), CaptureJob::State::Fault);
    world->set(Trouble::None);
    QTRY_VERIFY_WITH_TIMEOUT(job.state() == CaptureJob::State::Looking || job.state() == CaptureJob::State::Found,
                             longMs);
    // The page still lies there; whoever wants it taken may say so.
    job.another();
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    QVERIFY(job.shot().found);
    QVERIFY2(job.shot().reasons.empty(), qPrintable(job.hintName()));
    job.stop();
    hub.stop();
}

void TestCameraTrouble::anotherSizeGoesOn()
{
    const Scene large = pageAt({1280, 720});
    const Scene small = pageAt({1024, 768});
    const auto world = std::make_shared<World>(imageOf(large.bgr));
    SystemClock clock;
    DeviceHub hub;
    hub.setCamera(
        std::make_unique<device::QCameraDevice>(device::QCameraDevice::Options{}, std::make_unique<Frames>(world)));
    hub.start();
    CaptureJob job(hub, clock);
    job.start(QStringLiteral("a4"));
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Found, longMs);
    world->show(imageOf(small.bgr));
    QTRY_COMPARE_WITH_TIMEOUT(job.state(), CaptureJob::State::Shot, longMs);
    QVERIFY(job.shot().found);
    QVERIFY(!job.shot().jpeg.reveal().isEmpty());
    job.stop();
    hub.stop();
}

QTEST_GUILESS_MAIN(TestCameraTrouble)
#include "tst_cameratrouble.moc"
