// SPDX-License-Identifier: GPL-3.0-or-later
// A document camera that looks at picture files lying on a drawn plate. Same contract as the real one; faults on
// demand.
#pragma once

#include "drivers/core/camerasignal.h"
#include "drivers/core/device.h"
#include "drivers/core/worker.h"

#include <condition_variable>
#include <mutex>
#include <QtCore/QString>
#include <QtGui/QImage>
#include <random>
#include <thread>

namespace hall::device {

// show(), clear(), setFault(), heal() come from any thread and take effect with the next frame. Preview frames come
// from the camera's own thread, stills are answered from its command thread.
// Fact: "stream": "off" | "on" | "stalled" (frames that do not come, are dark, blank or always the same).
class SimCamera final : public DocumentCamera
{
public:
    static constexpr int previewWidth = 1280;  // limits of a preview frame, pixels
    static constexpr int previewHeight = 720;
    static constexpr int previewRate = 15;  // frames a second
    static constexpr int stillPixels = 8'000'000;

    explicit SimCamera(std::string id = "document-camera");
    ~SimCamera() override;

    // Lays a picture under the camera: as a photograph when it shows its surroundings, otherwise (a bare page that
    // fills its file) on the plate with a margin. FileUnreadable or PageBadImage leave the plate as it was.
    Done show(const QString &path);
    void show(const QImage &picture);
    void clear();
    // "unplug" (gone), "stall" (no frames, no still), "slow" (two frames a second, stills take 1.5 s), "freeze" (keeps
    // sending the picture it saw last), "dark" (lamp off or lens covered), "blank" (a filler picture of one colour).
    // `after` preview frames go well first. BadArgument for any other name.
    Done setFault(const QString &fault, int after = 0);
    void heal();

    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override { return m_board; }
    void setPreviewSink(FrameSink sink) override { m_sink = std::move(sink); }
    void startPreview() override;
    void stopPreview() override;
    void captureStill(std::chrono::milliseconds deadline, StillDone done) override;

private:
    enum class Trouble
    {
        None,
        Unplug,
        Stall,
        Slow,
        Freeze,
        Dark,
        Blank
    };

    void run();
    void sendFrame(std::unique_lock<std::mutex> &lock);
    void report(std::unique_lock<std::mutex> &lock);
    void lay(const QImage &scene);
    [[nodiscard]] Trouble trouble() const { return m_framesToTrouble > 0 ? Trouble::None : m_trouble; }
    [[nodiscard]] Frame seen(Frame frame);
    void addNoise(Bytes &bytes);
    Done takeStill(CommandContext &context, Frame &still);

    StateBoard m_board;
    FrameSink m_sink;
    mutable std::mutex m_mutex;  // guards all below
    std::condition_variable m_wake;
    QImage m_scene;   // what lies under the camera, full resolution
    Frame m_preview;  // the same, reduced
    Bytes m_noise;    // a table to take stretches from
    std::minstd_rand m_dice{20040101};
    Frame m_frozen;  // what a frozen camera keeps sending
    Trouble m_trouble = Trouble::None;
    int m_framesToTrouble = 0;
    bool m_running = false;
    bool m_previewing = false;
    std::int64_t m_number = 0;
    Monotonic::time_point m_lastFrame;
    SignalWatch m_signal;
    std::thread m_thread;
    std::unique_ptr<DeviceWorker> m_worker;
};

}  // namespace hall::device
