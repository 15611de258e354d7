// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/qtframestream.h"

#include "drivers/camera/cameralist.h"
#include "drivers/camera/videoimage.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QHash>
#include <QtMultimedia/QCamera>
#include <QtMultimedia/QMediaCaptureSession>
#include <QtMultimedia/QVideoSink>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>

namespace hall::device {

namespace {

// Each camera that Qt 6.4 and GStreamer have opened and closed leaves its node open once, so that one that is opened
// anew every now and then, as one that gives no pictures is, would keep the kernel's node and its number for good. What
// is still open when the camera after it is closed as well was left; it is made to mean nothing, and stays a number,
// since whoever holds it may close it one day.
class LeftNodes
{
public:
    void sweep()  // no camera is open
    {
        QHash<int, QByteArray> open = videoNodes();
        for (auto it = m_seen.constBegin(); it != m_seen.constEnd(); ++it) {
            if (open.value(it.key()).startsWith(it.value())) {  // " (deleted)" follows when it was pulled out
                makeNothing(it.key());
                open.remove(it.key());
            }
        }
        m_seen = open;
    }

private:
    static void makeNothing(int node)
    {
        const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        if (nothing >= 0) {
            ::dup3(nothing, node, O_CLOEXEC);
            ::close(nothing);
        }
    }

    static QHash<int, QByteArray> videoNodes()
    {
        QHash<int, QByteArray> nodes;
        const QDir folder(QStringLiteral("/proc/self/fd"));
        for (const QString &entry : folder.entryList(QDir::Files | QDir::System)) {
            std::array<char, PATH_MAX> target{};
            const auto size =
                ::readlink(QFile::encodeName(folder.filePath(entry)).constData(), target.data(), target.size());
            const QByteArray path(target.data(), std::max<qsizetype>(size, 0));
            if (path.startsWith("/dev/video")) {
                nodes.insert(entry.toInt(), path);
            }
        }
        return nodes;
    }

    QHash<int, QByteArray> m_seen;  // by file descriptor, when the camera before was closed
};

class QtFrameStream final : public FrameStream
{
public:
    void begin(Events events) override
    {
        m_events = std::move(events);
        m_devices = std::make_unique<QMediaDevices>();
        QObject::connect(m_devices.get(), &QMediaDevices::videoInputsChanged, m_devices.get(),
                         [this] { m_events.listChanged(); });
    }

    void end() override
    {
        close();
        m_devices.reset();
    }

    bool open(const QString &description, const QSize &size) override
    {
        const QList<::QCameraDevice> same = camerasOf(description);
        if (same.isEmpty()) {
            return false;
        }
        m_turn = m_gaveFrames ? 0 : m_turn + 1;
        m_gaveFrames = false;
        openThis(same.at(m_turn % same.size()), size);
        return true;
    }

    void close() override
    {
        if (!m_camera) {
            return;
        }
        m_camera->stop();
        m_session.reset();
        m_sink.reset();
        m_camera.reset();
        m_left.sweep();
    }

    [[nodiscard]] bool isOpen() const override { return m_camera != nullptr; }
    [[nodiscard]] bool isListed() const override
    {
        return m_camera && QMediaDevices::videoInputs().contains(m_camera->cameraDevice());
    }
    [[nodiscard]] QString name() const override
    {
        return m_camera ? m_camera->cameraDevice().description() : QString();
    }
    void setActive(bool on) override
    {
        if (m_camera) {
            m_camera->setActive(on);
        }
    }
    [[nodiscard]] bool isActive() const override { return m_camera && m_camera->isActive(); }

private:
    void openThis(const ::QCameraDevice &which, const QSize &size)
    {
        m_camera = std::make_unique<QCamera>(which);
        if (const QCameraFormat format = bestFormat(which, size); !format.isNull()) {
            m_camera->setCameraFormat(format);
        }
        m_session = std::make_unique<QMediaCaptureSession>();
        m_sink = std::make_unique<QVideoSink>();
        m_session->setCamera(m_camera.get());
        m_session->setVideoSink(m_sink.get());
        // Signalled on the thread the sink lives in, which is ours, while the media thread waits for the slot to
        // return.
        QObject::connect(m_sink.get(), &QVideoSink::videoFrameChanged, m_sink.get(), [this](const QVideoFrame &frame) {
            m_gaveFrames = true;
            m_events.frame([&frame] { return imageOf(frame); });
        });
        QObject::connect(m_camera.get(), &QCamera::errorOccurred, m_camera.get(),
                         [this](QCamera::Error error, const QString &) {
                             if (error != QCamera::NoError) {
                                 m_events.broken();
                             }
                         });
    }

    Events m_events;
    LeftNodes m_left;
    qsizetype m_turn = 0;      // of the devices that are one camera
    bool m_gaveFrames = true;  // the last one did
    std::unique_ptr<QMediaDevices> m_devices;
    std::unique_ptr<QCamera> m_camera;
    std::unique_ptr<QVideoSink> m_sink;
    std::unique_ptr<QMediaCaptureSession> m_session;
};

}  // namespace

std::unique_ptr<FrameStream> qtFrameStream()
{
    return std::make_unique<QtFrameStream>();
}

}  // namespace hall::device
