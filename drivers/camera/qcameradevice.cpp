// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/qcameradevice.h"

#include "drivers/camera/cameralist.h"
#include "drivers/camera/framesignal.h"
#include "drivers/camera/videoimage.h"

#include <QtCore/QTimer>
#include <QtMultimedia/QCamera>
#include <QtMultimedia/QMediaCaptureSession>
#include <QtMultimedia/QVideoSink>

namespace hall::device {

namespace {

constexpr std::chrono::milliseconds watchPeriod(250);
constexpr std::chrono::milliseconds stalledAfter(2000);
constexpr std::chrono::milliseconds reopenAfter(5000); // a stalled or vanished camera is opened anew
constexpr std::chrono::milliseconds settleTime(500);   // exposure settles, and media buffers are still being exchanged
constexpr std::chrono::milliseconds badSignalAfter(1500); // exposure needs a moment after the start

std::chrono::milliseconds sinceStart()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now().time_since_epoch());
}

} // namespace

// Owns the Qt Multimedia objects; every member function runs on the device's thread.
class QCameraDevice::Eye final : public QObject
{
public:
    explicit Eye(QCameraDevice &device) : m_device(device) {}

    void begin()
    {
        m_devices = std::make_unique<QMediaDevices>();
        connect(m_devices.get(), &QMediaDevices::videoInputsChanged, this, [this] { reopen(); });
        m_watch = std::make_unique<QTimer>();
        connect(m_watch.get(), &QTimer::timeout, this, [this] { watch(); });
        m_watch->start(watchPeriod);
        reopen();
    }

    void end()
    {
        close();
        m_watch.reset();
        m_devices.reset();
    }

    void follow() // the wish to see may have changed
    {
        if (!m_camera) {
            return;
        }
        const bool wanted = wantsFrames();
        if (wanted != m_camera->isActive()) {
            m_lastFrame = m_goodSignal = m_activated = Monotonic::now();
            m_camera->setActive(wanted);
        }
    }

private:
    void reopen()
    {
        close();
        m_opened = Monotonic::now();
        for (const ::QCameraDevice &camera : cameras()) {
            if (m_device.m_options.description.isEmpty() || camera.description() == m_device.m_options.description) {
                open(camera);
                return;
            }
        }
        tell(Link::Absent, Fault(FaultCode::DeviceDisconnected, "no camera of that name"));
    }

    void open(const ::QCameraDevice &which)
    {
        m_camera = std::make_unique<QCamera>(which);
        if (const QCameraFormat format = bestFormat(which); !format.isNull()) {
            m_camera->setCameraFormat(format);
        }
        m_session = std::make_unique<QMediaCaptureSession>();
        m_sink = std::make_unique<QVideoSink>();
        m_session->setCamera(m_camera.get());
        m_session->setVideoSink(m_sink.get());
        // Frames are signalled from the media thread; the context object brings them to ours.
        connect(m_sink.get(), &QVideoSink::videoFrameChanged, this, [this](const QVideoFrame &f) { take(f); });
        connect(m_camera.get(), &QCamera::errorOccurred, this, [this](QCamera::Error error, const QString &) {
            if (error != QCamera::NoError) {
                tell(Link::Failed, Fault(FaultCode::CameraNoSignal, "camera error"));
            }
        });
        if (!m_stalled) {
            tell(Link::Ready, std::nullopt);
        }
        m_lastFrame = m_goodSignal = m_opened;
        follow();
    }

    void close()
    {
        if (m_camera) {
            m_camera->stop();
        }
        m_session.reset();
        m_sink.reset();
        m_camera.reset();
    }

    [[nodiscard]] bool wantsFrames()
    {
        const std::lock_guard lock(m_device.m_mutex);
        return m_device.m_previewing || m_device.m_stillsWanted > 0;
    }

    void take(const QVideoFrame &videoFrame)
    {
        const auto now = Monotonic::now();
        m_lastFrame = now;
        m_stalled = false;
        if (now - m_activated < settleTime) {
            return;
        }
        bool preview = false;
        bool still = false;
        {
            const std::lock_guard lock(m_device.m_mutex);
            preview = m_device.m_previewing && now >= m_nextPreview;
            still = m_device.m_stillsWanted > 0;
        }
        const QImage picture = preview || still ? imageOf(videoFrame) : QImage();
        if (picture.isNull()) {
            return;
        }
        m_signal = judgeSignal(picture);
        m_goodSignal = m_signal == CameraSignal::Good ? now : m_goodSignal;
        if (still) {
            handStill(picture);
        }
        if (preview) {
            m_nextPreview = now + previewPeriod;
            sendPreview(picture);
        }
    }

    void sendPreview(const QImage &picture)
    {
        Frame frame = frameOf(reducedTo(picture, previewWidth, previewHeight));
        frame.number = ++m_number;
        frame.at = sinceStart();
        if (m_device.m_sink) {
            m_device.m_sink(frame);
        }
    }

    void handStill(const QImage &picture)
    {
        Frame frame = frameOf(picture);
        frame.at = sinceStart();
        {
            const std::lock_guard lock(m_device.m_mutex);
            frame.number = ++m_device.m_stillNumber;
            m_device.m_still = std::move(frame);
        }
        m_device.m_stillCame.notify_all();
    }

    void watch()
    {
        follow();
        const auto now = Monotonic::now();
        const bool active = m_camera && m_camera->isActive();
        const bool silent = !active || now - m_lastFrame > reopenAfter;
        if ((!m_camera || wantsFrames()) && silent && now - m_opened > reopenAfter) {
            reopen();
        } else if (active && now - m_lastFrame > stalledAfter) {
            m_stalled = true;
            tell(Link::Blocked, Fault(FaultCode::CameraStalled, "no frames"));
        } else if (active && m_signal != CameraSignal::Good && now - m_goodSignal > badSignalAfter) {
            const bool dark = m_signal == CameraSignal::Dark;
            tell(Link::Blocked, Fault(dark ? FaultCode::CameraDark : FaultCode::CameraNoSignal));
        } else if (active && !m_stalled) {
            tell(Link::Ready, std::nullopt);
        }
    }

    void tell(Link link, const std::optional<Fault> &fault)
    {
        m_device.m_board.change([&](Snapshot &s) {
            s.link = link;
            s.fault = fault;
        });
    }

    QCameraDevice &m_device;
    std::unique_ptr<QMediaDevices> m_devices;
    std::unique_ptr<QTimer> m_watch;
    std::unique_ptr<QCamera> m_camera;
    std::unique_ptr<QVideoSink> m_sink;
    std::unique_ptr<QMediaCaptureSession> m_session;
    Monotonic::time_point m_opened, m_activated, m_lastFrame, m_goodSignal, m_nextPreview;
    CameraSignal m_signal = CameraSignal::Good;
    bool m_stalled = false; // since the last frame
    std::int64_t m_number = 0;
};

QCameraDevice::QCameraDevice(Options options) : m_options(std::move(options)), m_board(m_options.id)
{
}

QCameraDevice::~QCameraDevice()
{
    stop();
}

QStringList QCameraDevice::descriptions()
{
    QStringList names;
    for (const ::QCameraDevice &camera : cameras()) {
        names.append(camera.description());
    }
    return names;
}

void QCameraDevice::start()
{
    if (m_eye) {
        return;
    }
    DeviceWorker::Options options;
    options.activity = [this](bool busy, const std::string &command) {
        m_board.change([&](Snapshot &s) { s.activity = {busy, command}; });
    };
    m_worker = std::make_unique<DeviceWorker>(std::move(options));
    m_board.change([](Snapshot &s) { s.link = Link::Starting; });
    m_eye = new Eye(*this);
    m_eye->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(m_eye, [eye = m_eye] { eye->begin(); });
}

void QCameraDevice::stop()
{
    if (!m_eye) {
        return;
    }
    m_worker.reset();
    QMetaObject::invokeMethod(
        m_eye, [eye = m_eye] { eye->end(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    delete m_eye; // its thread has ended; nothing of Qt is left in it
    m_eye = nullptr;
    m_board.change([](Snapshot &s) {
        s.link = Link::Absent;
        s.activity = {};
        s.fault.reset();
    });
}

void QCameraDevice::wakeEye()
{
    if (m_eye) {
        QMetaObject::invokeMethod(m_eye, [eye = m_eye] { eye->follow(); });
    }
}

void QCameraDevice::setPreview(bool on)
{
    {
        const std::lock_guard lock(m_mutex);
        m_previewing = on;
    }
    wakeEye();
}

Done QCameraDevice::waitForStill(CommandContext &context, Frame &still)
{
    std::unique_lock lock(m_mutex);
    const std::int64_t before = m_stillNumber;
    ++m_stillsWanted;
    lock.unlock();
    wakeEye();
    lock.lock();
    while (m_stillNumber == before && !context.over()) {
        m_stillCame.wait_for(lock, std::chrono::milliseconds(20));
    }
    --m_stillsWanted;
    const bool came = m_stillNumber != before;
    if (came) {
        still = std::move(m_still);
    }
    lock.unlock();
    wakeEye();
    return came ? Done() : fail(FaultCode::DeviceTimeout, "no frame came");
}

void QCameraDevice::captureStill(std::chrono::milliseconds deadline, StillDone done)
{
    if (!m_worker) {
        done(fail(FaultCode::DeviceNotReady, "not started"));
        return;
    }
    auto still = std::make_shared<Frame>();
    m_worker->submit(
        "capture", deadline, [this, still](CommandContext &context) { return waitForStill(context, *still); },
        [still, done = std::move(done)](Done result) {
            if (result) {
                done(std::move(*still));
            } else {
                done(fail(result.error()));
            }
        });
}

} // namespace hall::device
