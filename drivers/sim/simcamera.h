// SPDX-License-Identifier: GPL-3.0-or-later
// A document camera that looks at picture files lying on a drawn plate. Same contract as the real one; faults on
// demand.
#pragma once

#include "drivers/core/camerasignal.h"
#include "drivers/core/device.h"
#include "drivers/core/worker.h"
#include "drivers/sim/filmstrip.h"
#include "drivers/sim/simlens.h"
#include "drivers/sim/simlight.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <QtCore/QString>
#include <QtGui/QImage>
#include <random>
#include <thread>

namespace hall::device {

// show(), clear(), setFault(), heal() come from any thread and take effect with the next frame. Preview frames come
// from the camera's own thread, stills are answered from its command thread.
// Facts: "stream": "off" | "on" | "stalled" (frames that do not come, are dark, blank or always the same); "film":
// "playing" while one plays, then "over".
class SimCamera final : public DocumentCamera
{
public:
    static constexpr int previewWidth = 1280;  // limits of a preview frame, pixels
    static constexpr int previewHeight = 720;
    static constexpr int previewRate = 15;  // frames a second
    static constexpr int stillPixels = 8'000'000;
    static constexpr int filmRate = 15;         // pictures a second of a folder
    static constexpr int longestFilm = 15'000;  // pictures

    explicit SimCamera(std::string id = "document-camera");
    ~SimCamera() override;

    // Lays a picture under the camera: as a photograph when it shows its surroundings, otherwise (a bare page that
    // fills its file) on the plate with a margin. FileUnreadable or PageBadImage leave the plate as it was.
    Done show(const QString &path);
    void show(const QImage &picture);
    void clear();
    // Plays a film of what the camera sees, hands and all: a folder of pictures in the order of their names, filmRate a
    // second (one that takes longer to read makes others be left out), or an animated picture file with its own times.
    // The last picture lies there afterwards. Errors as of show(); then nothing has changed.
    Done play(const QString &path);
    // The same with pictures from elsewhere: whoever lays something else down ends it, and its pictures are refused
    // then.
    [[nodiscard]] std::uint64_t beginFilm();
    bool showFilm(std::uint64_t film, const QImage &picture);
    void endFilm(std::uint64_t film);
    // "unplug" (gone), "stall" (no frames, no still), "slow" (two frames a second, stills take 1.5 s), "freeze" (keeps
    // sending the picture it saw last), "dark" (lamp off or lens covered), "bright" (washed out), "blank" (a filler
    // picture of one colour). `after` preview frames go well first. BadArgument for any other name.
    Done setFault(const QString &fault, int after = 0);
    void heal();
    // As delivered it has a motor, and focuses by itself. None: its focus is fixed, and right.
    void setLens(const std::optional<SimLens> &lens);
    // As delivered it chooses its exposure and can be told. None: nothing of it can be set.
    void fitLight(const std::optional<SimLight> &light);

    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override { return m_board; }
    void setPreviewSink(FrameSink sink) override { m_sink = std::move(sink); }
    void startPreview() override;
    void stopPreview() override;
    void captureStill(std::chrono::milliseconds deadline, StillDone done) override;
    void askFocus(std::chrono::milliseconds deadline, FocusDone done) override;
    void setFocus(std::optional<int> value, std::chrono::milliseconds deadline, FocusDone done) override;
    void askLight(std::chrono::milliseconds deadline, LightDone done) override;
    void holdLight(std::chrono::milliseconds deadline, LightDone done) override;
    void setLight(std::optional<CameraLight> light, std::chrono::milliseconds deadline, LightDone done) override;

private:
    enum class Trouble
    {
        None,
        Unplug,
        Stall,
        Slow,
        Freeze,
        Dark,
        Bright,
        Blank
    };

    void run();
    void sendFrame(std::unique_lock<std::mutex> &lock);
    void report(std::unique_lock<std::mutex> &lock);
    void lay(const QImage &scene);
    bool layOf(std::optional<std::uint64_t> film, const QImage &scene);
    void playOn(std::unique_lock<std::mutex> &lock);
    void tellFilm(const char *word);
    void tellBoard(const std::function<void(Snapshot &)> &edit);
    [[nodiscard]] Trouble trouble() const { return m_framesToTrouble > 0 ? Trouble::None : m_trouble; }
    [[nodiscard]] Frame seen(Frame frame);
    void addNoise(Bytes &bytes);
    [[nodiscard]] Frame throughLens(Frame frame);
    template <typename Value, typename Part>
    void submit(const char *name, std::optional<Part> SimCamera::*part, std::function<Result<Value>(Part &)> what,
                std::chrono::milliseconds deadline, std::function<void(Result<Value>)> done);
    Done takeStill(CommandContext &context, Frame &still);

    StateBoard m_board;
    std::mutex m_telling;  // never taken while m_mutex is held
    FrameSink m_sink;
    mutable std::mutex m_mutex;  // guards all below
    std::condition_variable m_wake;
    QImage m_scene;   // what lies under the camera, full resolution
    Frame m_preview;  // the same, reduced
    Bytes m_noise;    // a table to take stretches from
    std::minstd_rand m_dice{20040101};
    std::optional<LensMotor> m_lens = LensMotor(SimLens());
    std::optional<LightControls> m_light = LightControls(SimLight());
    Frame m_blurred;                     // the last preview that went through a lens that is not sharp
    Frame m_blurredOf;                   // what it was made of
    double m_blurredBy = 0;              // deviation
    std::uint64_t m_laid = 0;            // counts what was laid down; a film is one thing
    bool m_playing = false;              // it is one, and not over
    std::shared_ptr<FilmStrip> m_strip;  // what play() plays; read by m_thread alone
    Monotonic::time_point m_nextPicture;
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
