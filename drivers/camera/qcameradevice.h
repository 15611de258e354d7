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
    };

    explicit QCameraDevice(Options options);
    QCameraDevice(Options options, std::unique_ptr<FrameStream> stream);  // not Qt Multimedia's
    ~QCameraDevice() override;

    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override { return m_board; }
    void setPreviewSink(FrameSink sink) override { m_sink = std::move(sink); }
    void startPreview() override { setPreview(true); }
    void stopPreview() override { setPreview(false); }
    // Stills are answered from the command thread. The camera is switched on for it when no preview runs.
    void captureStill(std::chrono::milliseconds deadline, StillDone done) override;
    void askFocus(std::chrono::milliseconds deadline, FocusDone done) override;
    void setFocus(std::optional<int> value, std::chrono::milliseconds deadline, FocusDone done) override;

private:
    class Eye;  // lives on m_thread
    friend class Eye;

    void setPreview(bool on);
    void submitFocus(std::optional<std::optional<int>> wish, std::chrono::milliseconds deadline, FocusDone done);
    void wakeEye();

    Options m_options;
    StateBoard m_board;
    const std::unique_ptr<FrameStream> m_stream;  // used on m_thread alone
    FrameWishes m_wishes;
    FrameSink m_sink;
    QThread m_thread;
    Eye *m_eye = nullptr;
    std::unique_ptr<DeviceWorker> m_worker;
};

}  // namespace hall::device
