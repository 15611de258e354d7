// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/qtframestream.h"

#include "drivers/camera/cameralist.h"
#include "drivers/camera/videoimage.h"

#include <QtMultimedia/QCamera>
#include <QtMultimedia/QMediaCaptureSession>
#include <QtMultimedia/QVideoSink>

namespace hall::device {

namespace {

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

    bool open(const QString &description) override
    {
        for (const ::QCameraDevice &camera : cameras()) {
            if (description.isEmpty() || camera.description() == description) {
                openThis(camera);
                return true;
            }
        }
        return false;
    }

    void close() override
    {
        if (m_camera) {
            m_camera->stop();
        }
        m_session.reset();
        m_sink.reset();
        m_camera.reset();
    }

    [[nodiscard]] bool isOpen() const override { return m_camera != nullptr; }
    void setActive(bool on) override
    {
        if (m_camera) {
            m_camera->setActive(on);
        }
    }
    [[nodiscard]] bool isActive() const override { return m_camera && m_camera->isActive(); }

private:
    void openThis(const ::QCameraDevice &which)
    {
        m_camera = std::make_unique<QCamera>(which);
        if (const QCameraFormat format = bestFormat(which); !format.isNull()) {
            m_camera->setCameraFormat(format);
        }
        m_session = std::make_unique<QMediaCaptureSession>();
        m_sink = std::make_unique<QVideoSink>();
        m_session->setCamera(m_camera.get());
        m_session->setVideoSink(m_sink.get());
        // Signalled on the thread the sink lives in, which is ours, while the media thread waits for the slot to
        // return.
        QObject::connect(m_sink.get(), &QVideoSink::videoFrameChanged, m_sink.get(),
                         [this](const QVideoFrame &frame) { m_events.frame([&frame] { return imageOf(frame); }); });
        QObject::connect(m_camera.get(), &QCamera::errorOccurred, m_camera.get(),
                         [this](QCamera::Error error, const QString &) {
                             if (error != QCamera::NoError) {
                                 m_events.broken();
                             }
                         });
    }

    Events m_events;
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
