// SPDX-License-Identifier: GPL-3.0-or-later
// The document camera on Qt Multimedia. Everything of Qt lives on this device's own thread; the GUI thread never
// converts a frame. The camera runs in its largest format, so a still is the next whole frame of the stream.
// Facts: "stream": "off" | "on" | "stalled" (frames that do not come or cannot be read, are dark, washed out, blank,
// filled up from some row on or always the same);
// "identity", name and serial number; "camera", its name; "serial", not-supported when it has none; "size" of its
// frames, "3264x2448"; "settings": "as wished", or "without " and what it has not, or not-supported. A stream that
// stands still is closed and opened again.
#pragma once

#include "drivers/camera/cameracontrols.h"
#include "drivers/camera/framestream.h"
#include "drivers/camera/framewishes.h"
#include "drivers/camera/lifewatch.h"
#include "drivers/core/device.h"
#include "drivers/core/worker.h"

#include <QtCore/QString>
#include <QtCore/QThread>

#include <memory>

namespace hall::device {

class QCameraDevice final : public DocumentCamera
{
public:
    static constexpr int previewWidth = 1280;  // limits of a preview frame, pixels
    static constexpr int previewHeight = 720;
    static constexpr std::chrono::milliseconds previewPeriod{66};

    struct Options
    {
        std::string id = "document-camera";
        QString description;      // the beginning of one of cameraNames(); empty: the first camera
        std::string serial;       // no other is taken, so that none is measured with another's calibration; empty: any
        QSize size;               // of its frames, pixels; empty: the largest
        CameraSettings settings;  // made anew whenever it begins to stream: some forget them
        // How long stop() waits. GStreamer waits 30 s for a PipeWire that does not answer, when it opens a camera and
        // again when it closes one.
        std::chrono::milliseconds stopWithin{2000};
        // After that long the camera is said to be stalled (Link::Blocked) until the library comes back.
        std::chrono::milliseconds answersWithin{5000};
    };

    explicit QCameraDevice(Options options);
    QCameraDevice(Options options, std::unique_ptr<FrameStream> stream);  // not Qt Multimedia's
    ~QCameraDevice() override;

    void start() override;
    // A camera that hangs is left behind with its thread: nothing of it is heard any more, and it cannot be started
    // again (Link::Hung) but by another program.
    void stop() override;
    [[nodiscard]] StateBoard &board() override;
    void setPreviewSink(FrameSink sink) override;
    void startPreview() override { setPreview(true); }
    void stopPreview() override { setPreview(false); }
    // Stills are answered from the command thread. The camera is switched on for it when no preview runs.
    void captureStill(std::chrono::milliseconds deadline, StillDone done) override;
    void askFocus(std::chrono::milliseconds deadline, FocusDone done) override;
    void setFocus(std::optional<int> value, std::chrono::milliseconds deadline, FocusDone done) override;
    void askLight(std::chrono::milliseconds deadline, LightDone done) override;
    void holdLight(std::chrono::milliseconds deadline, LightDone done) override;
    void setLight(std::optional<CameraLight> light, std::chrono::milliseconds deadline, LightDone done) override;

private:
    class Eye;      // lives on its thread
    struct Inside;  // what that thread uses, which outlives this object where it hangs

    void setPreview(bool on);
    template <typename Value>
    void askEye(const char *name, std::function<Result<Value>(Eye &)> what, std::chrono::milliseconds deadline,
                std::function<void(Result<Value>)> done);
    void wakeEye();

    const std::shared_ptr<Inside> m_inside;
    QThread *m_thread = nullptr;  // ours while it is not left behind
    Eye *m_eye = nullptr;
    std::unique_ptr<DeviceWorker> m_worker;
    std::unique_ptr<LifeWatch> m_life;
    bool m_left = false;  // the thread was left behind
};

}  // namespace hall::device
