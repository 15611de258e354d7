// SPDX-License-Identifier: GPL-3.0-or-later
// The real Qt Multimedia path against a camera served by PipeWire (with-virtual-camera starts both). Skips when no
// camera or no frame comes, which tells nothing about the device; the starter tries once more then.
#include "drivers/camera/cameralist.h"
#include "drivers/camera/qcameradevice.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

class QCameraTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void previewAndStill();
    void stopDoesNotWaitForPipeWire();
};

void QCameraTest::previewAndStill()
{
    const QString name = qEnvironmentVariable("HALL_VIRTUAL_CAMERA");
    if (name.isEmpty()) {
        QSKIP("no virtual camera: HALL_VIRTUAL_CAMERA is not set");
    }
    if (!QTest::qWaitFor([&] { return cameraNames().contains(name); }, 8000)) {
        QSKIP("the virtual camera was not listed by Qt Multimedia");
    }
    QCOMPARE(cameraNames().count(name), 1);
    hall::device::QCameraDevice::Options options;
    options.description = name;
    hall::device::QCameraDevice camera(options);
    std::mutex mutex;
    std::vector<Frame> frames;
    std::vector<Result<Frame>> stills;
    camera.setPreviewSink([&](const Frame &frame) {
        const std::lock_guard lock(mutex);
        frames.push_back(frame);
    });
    const auto count = [&](const auto &list) {
        const std::lock_guard lock(mutex);
        return list.size();
    };
    camera.start();
    camera.startPreview();
    if (!QTest::qWaitFor([&] { return count(frames) >= 10; }, 10000)) {
        camera.stop();
        QSKIP("the virtual camera gave no frames");
    }
    QCOMPARE(camera.board().current()->link, Link::Ready);
    const std::size_t before = count(frames);
    camera.captureStill(5000ms, [&](Result<Frame> still) {
        const std::lock_guard lock(mutex);
        stills.push_back(std::move(still));
    });
    QTRY_COMPARE_WITH_TIMEOUT(count(stills), 1U, 8000);
    camera.stop();
    const std::lock_guard lock(mutex);
    // The one that came while the still was asked for may have been on its way.
    if (!stills[0].has_value() && frames.size() <= before + 1) {
        QSKIP("the virtual camera fell silent");
    }
    QVERIFY(frames[0].width <= 1280 && frames[0].height <= 720);
    QVERIFY(frames[9].at - frames[0].at >= 9 * hall::device::QCameraDevice::previewPeriod - 40ms);
    QVERIFY(stills[0].has_value());
    QCOMPARE(stills[0]->width, 1920);
    QCOMPARE(stills[0]->height, 1080);
    QCOMPARE(camera.board().current()->link, Link::Absent);
}

// Its daemon stands still when the camera is looked for: GStreamer waits half a minute for it, and whoever waits for
// GStreamer would wait with it.
void QCameraTest::stopDoesNotWaitForPipeWire()
{
    const QString name = qEnvironmentVariable("HALL_VIRTUAL_CAMERA");
    const int daemon = qEnvironmentVariableIntValue("HALL_PIPEWIRE_PID");
    if (name.isEmpty() || daemon <= 1) {
        QSKIP("no virtual camera, or no PipeWire of its own");
    }
    hall::device::QCameraDevice::Options options;
    options.description = name;
    hall::device::QCameraDevice camera(options);
    std::atomic<int> frames{0};
    std::atomic<int> answers{0};
    camera.setPreviewSink([&frames](const Frame &) { ++frames; });
    QCOMPARE(::kill(daemon, SIGSTOP), 0);
    const auto goOn = qScopeGuard([daemon] { ::kill(daemon, SIGCONT); });
    camera.start();
    camera.startPreview();
    camera.captureStill(60s, [&answers](const Result<Frame> &still) { answers += still ? 100 : 1; });
    QTest::qWait(1000);
    QElapsedTimer clock;
    clock.start();
    camera.stop();
    const qint64 took = clock.elapsed();
    qInfo("stopped after %lld ms, link %s", took, std::string(linkName(camera.board().current()->link)).c_str());
    QVERIFY2(took < 8000, qPrintable(QString::number(took)));
    QCOMPARE(answers.load(), 1);
    // It goes on, and is not heard.
    ::kill(daemon, SIGCONT);
    QTest::qWait(1500);
    QCOMPARE(frames.load(), 0);
}

QTEST_GUILESS_MAIN(QCameraTest)
#include "tst_qcamera.moc"
