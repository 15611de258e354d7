// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/qcameradevice.h"

#include "drivers/camera/camerasetup.h"
#include "drivers/camera/framepicture.h"
#include "drivers/camera/qtframestream.h"
#include "drivers/camera/threadanswer.h"
#include "drivers/core/callwatch.h"
#include "drivers/core/camerasignal.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QTimer>

#include <atomic>
#include <mutex>

namespace hall::device {

namespace {

constexpr std::chrono::milliseconds watchPeriod(250);
constexpr std::chrono::milliseconds stalledAfter(2000);
constexpr std::chrono::milliseconds listSettles(200);  // the list is made on another thread, entry by entry
constexpr std::chrono::milliseconds lookPeriod(500);   // at pictures that nobody wants, of a camera that gave bad ones
// A stalled or vanished camera is opened anew, more and more seldom.
constexpr std::chrono::milliseconds reopenFirst(5000);
constexpr std::chrono::milliseconds reopenAtLast(60'000);
// From the first frame on. Exposure settles; and pipewiresrc, told by the pipeline to reconfigure just then, reconnects
// and unmaps the buffers of frames it has already handed on: to read one of those crashes.
constexpr std::chrono::milliseconds settleTime(500);

std::chrono::milliseconds sinceStart()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now().time_since_epoch());
}

}  // namespace

struct QCameraDevice::Inside
{
    Inside(Options wished, std::unique_ptr<FrameStream> from)
        : options(std::move(wished)), board(options.id), stream(std::move(from))
    {
    }

    const Options options;
    StateBoard board;
    const std::unique_ptr<FrameStream> stream;  // used on the eye's thread alone
    FrameWishes wishes;
    std::mutex sinkMutex;  // held while the sink is called
    FrameSink sink;
    CallWatch answers;  // begun anew with each look of the eye's watch
    std::atomic<bool> toldHung{false};

    void lookAtEye()  // on the thread of the life watch
    {
        if (answers.overdue({})) {
            board.change([](Snapshot &s) {
                s.link = Link::Blocked;
                s.facts["stream"] = std::string("stalled");
                s.fault = Fault(FaultCode::CameraStalled, "the camera's library does not answer");
            });
            toldHung = true;
        }
    }
};

// Every member function runs on the device's thread.
class QCameraDevice::Eye final : public QObject
{
public:
    explicit Eye(std::shared_ptr<Inside> inside) : m_inside(std::move(inside)), m_stream(*m_inside->stream) {}

    void begin()
    {
        m_inside->answers.begin(m_inside->options.answersWithin);
        m_stream.begin({.listChanged =
                            [this] {
                                if (!m_stream.isListed()) {
                                    m_opened = Monotonic::now();
                                    m_listChanged = true;
                                    m_reopenAfter = reopenFirst;
                                }
                            },
                        .frame = [this](const FrameStream::Picture &picture) { take(picture); },
                        .broken = [this] { tell(Link::Failed, Fault(FaultCode::CameraNoSignal, "camera error")); }});
        m_watch = std::make_unique<QTimer>();
        connect(m_watch.get(), &QTimer::timeout, this, [this] { watch(); });
        m_watch->start(watchPeriod);
        reopen();
    }

    void end()
    {
        m_stream.end();
        m_watch.reset();
    }

    void follow()  // the wish to see may have changed
    {
        if (!m_stream.isOpen()) {
            return;
        }
        const bool wanted = wantsFrames();
        if (wanted != m_stream.isActive()) {
            m_lastFrame = Monotonic::now();
            m_signal.restart(m_lastFrame);
            m_firstFrame.reset();
            m_stream.setActive(wanted);
            if (!wanted) {
                tell(Link::Ready, std::nullopt);
            }
        }
    }

    [[nodiscard]] Result<LensFocus> focus() const { return m_setup.focus(); }
    [[nodiscard]] Result<LensFocus> setFocus(std::optional<int> wish)
    {
        m_focus = wish;
        return m_setup.setFocus(wished().focus);
    }

    [[nodiscard]] Result<CameraLight> light() const { return m_setup.light(); }
    [[nodiscard]] Result<CameraLight> holdLight()
    {
        Result<CameraLight> held = m_setup.holdLight();
        if (held) {
            m_light = *held;
        }
        return held;
    }
    [[nodiscard]] Result<CameraLight> setLight(const std::optional<CameraLight> &wish)
    {
        m_light = wish;
        const CameraSettings settings = wished();
        return m_setup.setLight({settings.exposureUs, settings.gain, settings.whiteBalanceK});
    }

private:
    [[nodiscard]] CameraSettings wished() const
    {
        CameraSettings settings = m_inside->options.settings;
        settings.focus = m_focus ? m_focus : settings.focus;
        if (m_light) {
            settings.exposureUs = m_light->exposureUs;
            settings.gain = m_light->gain;
            settings.whiteBalanceK = m_light->whiteBalanceK;
        }
        return settings;
    }

    void reopen()
    {
        m_setup.closed();
        m_stream.close();
        m_listChanged = false;
        m_opened = Monotonic::now();
        m_reopenAfter = std::min(m_reopenAfter * 2, reopenAtLast);
        const Options &options = m_inside->options;
        m_setup.tell(m_inside->board);
        if (!m_stream.open(options.description, options.size)) {
            tell(Link::Absent, Fault(FaultCode::DeviceDisconnected, "no camera of that name"));
            return;
        }
        if (!m_setup.opened(m_stream.name().toStdString(), options.serial)) {
            m_stream.close();
            tell(Link::Absent, Fault(FaultCode::DeviceOther, "no camera with the serial number " + options.serial));
            return;
        }
        m_setup.tell(m_inside->board);
        if (!m_stalled) {
            tell(Link::Ready, std::nullopt);
        }
        m_lastFrame = m_opened;
        m_signal.restart(m_opened);
        follow();
    }

    // One whose pictures were bad is looked at until they are good again, or nobody would ever learn of it.
    [[nodiscard]] bool wantsFrames() const
    {
        const FrameWishes::Wanted wanted = m_inside->wishes.wanted();
        return wanted.preview || wanted.still || m_blocked;
    }

    // One that cannot be read is none: a camera that sends nothing else stands still.
    void came(Monotonic::time_point now)
    {
        m_lastFrame = now;
        m_stalled = false;
        m_reopenAfter = reopenFirst;
    }

    void take(const FrameStream::Picture &read)
    {
        const auto now = Monotonic::now();
        if (!m_unreadable) {
            came(now);
        }
        if (!m_firstFrame) {
            m_firstFrame = now;
            m_setup.apply(wished());
            m_setup.tell(m_inside->board);
        }
        if (now - *m_firstFrame < settleTime) {
            return;
        }
        const FrameWishes::Wanted wanted = m_inside->wishes.wanted();
        const bool preview = (wanted.preview || m_blocked) && now >= m_nextPreview;
        const QImage picture = preview || wanted.still ? read() : QImage();
        if (picture.isNull()) {
            m_unreadable = preview || wanted.still || m_unreadable;
            return;
        }
        m_unreadable = false;
        came(now);
        m_setup.sees(picture.width(), picture.height());
        m_setup.tell(m_inside->board);
        if (wanted.still) {
            Frame still = frameOf(picture);
            still.at = sinceStart();
            m_signal.see(still, now);
            if (!isTorn(still)) {  // the next one may be whole
                m_inside->wishes.handStill(std::move(still));
            }
        }
        if (preview) {
            m_nextPreview = now + (wanted.preview ? previewPeriod : lookPeriod);
            sendPreview(picture, wanted.preview);
        }
    }

    void sendPreview(const QImage &picture, bool wanted)
    {
        Frame frame = frameOf(reducedTo(picture, previewWidth, previewHeight));
        frame.number = ++m_number;
        frame.at = sinceStart();
        m_signal.see(frame, Monotonic::now());
        const std::lock_guard lock(m_inside->sinkMutex);
        if (wanted && m_inside->sink) {
            m_inside->sink(frame);
        }
    }

    void watch()
    {
        m_inside->answers.begin(m_inside->options.answersWithin);
        if (m_inside->toldHung.exchange(false)) {
            tell(m_toldLink, m_toldFault);
        }
        follow();
        const auto now = Monotonic::now();
        if (m_listChanged && now - m_opened > listSettles) {
            reopen();
            return;
        }
        const bool active = m_stream.isActive();
        const std::optional<Fault> bad = m_signal.fault(now);
        const bool frozen = bad && bad->code == FaultCode::CameraStalled;
        const bool silent = !active || frozen || now - m_lastFrame > m_reopenAfter;
        if ((!m_stream.isOpen() || wantsFrames()) && silent && now - m_opened > m_reopenAfter) {
            reopen();
        } else if (active && now - m_lastFrame > stalledAfter) {
            m_stalled = true;
            tell(Link::Blocked, Fault(FaultCode::CameraStalled, "no frames"));
        } else if (active && bad) {
            tell(Link::Blocked, bad);
        } else if (active && !m_stalled) {
            tell(Link::Ready, std::nullopt);
        }
    }

    void tell(Link link, const std::optional<Fault> &fault)
    {
        const bool off = !m_stream.isActive();
        m_blocked = link == Link::Blocked;
        m_toldLink = link;
        m_toldFault = fault;
        m_inside->board.change([&](Snapshot &s) {
            s.link = link;
            s.facts["stream"] = std::string(off ? "off" : fault ? "stalled" : "on");
            s.fault = fault;
        });
    }

    const std::shared_ptr<Inside> m_inside;
    FrameStream &m_stream;
    std::unique_ptr<QTimer> m_watch;
    Monotonic::time_point m_opened, m_lastFrame, m_nextPreview;
    std::optional<Monotonic::time_point> m_firstFrame;  // since the camera was last switched on
    CameraSetup m_setup;                                // of the open camera
    SignalWatch m_signal;
    std::optional<int> m_focus;          // instead of the one of the options
    std::optional<CameraLight> m_light;  // the same
    std::chrono::milliseconds m_reopenAfter = reopenFirst;
    bool m_listChanged = false;
    bool m_stalled = false;     // since the last frame
    bool m_unreadable = false;  // the last frame that was wanted
    bool m_blocked = false;     // the last word was that the pictures are bad
    Link m_toldLink = Link::Starting;
    std::optional<Fault> m_toldFault;
    std::int64_t m_number = 0;
};

QCameraDevice::QCameraDevice(Options options) : QCameraDevice(std::move(options), qtFrameStream())
{
}

QCameraDevice::QCameraDevice(Options options, std::unique_ptr<FrameStream> stream)
    : m_inside(std::make_shared<Inside>(std::move(options), std::move(stream)))
{
}

QCameraDevice::~QCameraDevice()
{
    stop();
}

StateBoard &QCameraDevice::board()
{
    return m_inside->board;
}

void QCameraDevice::setPreviewSink(FrameSink sink)
{
    m_inside->sink = std::move(sink);
}

void QCameraDevice::start()
{
    if (m_eye || m_left) {
        return;
    }
    DeviceWorker::Options options;
    options.activity = [inside = m_inside](bool busy, const std::string &command) {
        inside->board.change([&](Snapshot &s) { s.activity = {busy, command}; });
    };
    m_worker = std::make_unique<DeviceWorker>(std::move(options));
    m_inside->board.change([](Snapshot &s) { s.link = Link::Starting; });
    m_thread = new QThread;
    m_eye = new Eye(m_inside);
    m_eye->moveToThread(m_thread);
    m_thread->start();
    m_inside->answers.begin(m_inside->options.answersWithin);
    m_life = std::make_unique<LifeWatch>([inside = m_inside] { inside->lookAtEye(); }, watchPeriod);
    QMetaObject::invokeMethod(m_eye, [eye = m_eye] { eye->begin(); });
}

void QCameraDevice::stop()
{
    if (!m_eye) {
        return;
    }
    m_worker.reset();
    m_life.reset();
    QMetaObject::invokeMethod(m_eye, [eye = m_eye, thread = m_thread] {
        eye->end();
        eye->deleteLater();  // with the end of its thread, whoever sees that
        thread->quit();
    });
    m_eye = nullptr;
    if (m_thread->wait(QDeadlineTimer(m_inside->options.stopWithin))) {
        delete m_thread;
        m_inside->board.change([](Snapshot &s) {
            s.link = Link::Absent;
            s.activity = {};
            s.facts["stream"] = Unknown{};
            s.fault.reset();
        });
    } else {
        // A thread that runs cannot be deleted; it goes with the program.
        m_left = true;
        m_inside->board.change([](Snapshot &s) {
            s.link = Link::Hung;
            s.activity = {};
            s.facts["stream"] = Unknown{};
            s.fault = Fault(FaultCode::DeviceHung, "the camera does not let go");
        });
        m_inside->board.close();
        const std::lock_guard lock(m_inside->sinkMutex);
        m_inside->sink = {};
    }
    m_thread = nullptr;
}

void QCameraDevice::wakeEye()
{
    if (m_eye) {
        QMetaObject::invokeMethod(m_eye, [eye = m_eye] { eye->follow(); });
    }
}

void QCameraDevice::setPreview(bool on)
{
    m_inside->wishes.setPreview(on);
    wakeEye();
}

void QCameraDevice::captureStill(std::chrono::milliseconds deadline, StillDone done)
{
    if (!m_worker) {
        done(fail(FaultCode::DeviceNotReady, "not started"));
        return;
    }
    auto still = std::make_shared<Frame>();
    m_worker->submit(
        "capture", deadline,
        [this, still](CommandContext &context) -> Done {
            Result<Frame> taken = m_inside->wishes.awaitStill(context, [this] { wakeEye(); });
            if (!taken) {
                return fail(taken.error());
            }
            *still = std::move(*taken);
            return {};
        },
        [still, done = std::move(done)](Done result) {
            if (result) {
                done(std::move(*still));
            } else {
                done(fail(result.error()));
            }
        });
}

template <typename Value>
void QCameraDevice::askEye(const char *name, std::function<Result<Value>(Eye &)> what,
                           std::chrono::milliseconds deadline, std::function<void(Result<Value>)> done)
{
    if (!m_worker) {
        done(fail(FaultCode::DeviceNotReady, "not started"));
        return;
    }
    auto shared = std::make_shared<ThreadAnswer<Value>>();
    m_worker->submit(
        name, deadline,
        [eye = m_eye, what = std::move(what), shared](CommandContext &context) -> Done {
            QMetaObject::invokeMethod(eye, [eye, what, shared] { shared->give(what(*eye)); });
            const auto answer = shared->await(context);
            if (!answer) {
                return fail(FaultCode::DeviceTimeout, "the camera does not answer");
            }
            return *answer ? Done() : Done(fail(answer->error()));
        },
        [shared, done = std::move(done)](Done ended) {
            done(ended ? *shared->now() : Result<Value>(fail(ended.error())));
        });
}

void QCameraDevice::askFocus(std::chrono::milliseconds deadline, FocusDone done)
{
    askEye<LensFocus>(
        "focus", [](Eye &eye) { return eye.focus(); }, deadline, std::move(done));
}

void QCameraDevice::setFocus(std::optional<int> value, std::chrono::milliseconds deadline, FocusDone done)
{
    askEye<LensFocus>(
        "focus", [value](Eye &eye) { return eye.setFocus(value); }, deadline, std::move(done));
}

void QCameraDevice::askLight(std::chrono::milliseconds deadline, LightDone done)
{
    askEye<CameraLight>(
        "light", [](Eye &eye) { return eye.light(); }, deadline, std::move(done));
}

void QCameraDevice::holdLight(std::chrono::milliseconds deadline, LightDone done)
{
    askEye<CameraLight>(
        "light", [](Eye &eye) { return eye.holdLight(); }, deadline, std::move(done));
}

void QCameraDevice::setLight(std::optional<CameraLight> light, std::chrono::milliseconds deadline, LightDone done)
{
    askEye<CameraLight>(
        "light", [light](Eye &eye) { return eye.setLight(light); }, deadline, std::move(done));
}

}  // namespace hall::device
