// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simcamera.h"

#include "drivers/sim/simplate.h"

#include <algorithm>
#include <utility>

namespace hall::device {

namespace {

constexpr std::chrono::milliseconds framePeriod(1000 / SimCamera::previewRate + 1);
constexpr std::chrono::milliseconds slowPeriod(500);
constexpr std::chrono::milliseconds slowStill(1500);
constexpr std::chrono::milliseconds stalledAfter(1500);  // without a frame while the preview runs
constexpr std::size_t noiseStretch = 4096;
constexpr unsigned noiseLevels = 3;  // 0 to 2 grey levels

std::chrono::milliseconds sinceStart()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now().time_since_epoch());
}

}  // namespace

SimCamera::SimCamera(std::string id) : m_board(std::move(id)), m_noise(8 * noiseStretch)
{
    std::generate(m_noise.begin(), m_noise.end(), [this] { return static_cast<std::uint8_t>(m_dice() % noiseLevels); });
    lay(emptyPlate());
}

SimCamera::~SimCamera()
{
    stop();
}

void SimCamera::lay(const QImage &scene)
{
    layOf(std::nullopt, scene);
}

bool SimCamera::layOf(std::optional<std::uint64_t> film, const QImage &scene)
{
    const QSize size =
        scene.size().scaled(QSize(previewWidth, previewHeight).boundedTo(scene.size()), Qt::KeepAspectRatio);
    Frame preview = plateFrame(scene.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    bool cut = false;
    {
        const std::lock_guard lock(m_mutex);
        if (film && *film != m_laid) {
            return false;
        }
        if (!film) {
            ++m_laid;
            m_strip.reset();
            cut = std::exchange(m_playing, false);
        }
        m_scene = scene;
        m_preview = std::move(preview);
    }
    if (cut) {
        tellFilm("over");
    }
    return true;
}

Done SimCamera::show(const QString &path)
{
    const Result<QImage> picture = pictureFile(path);
    if (!picture) {
        return fail(picture.error());
    }
    show(*picture);
    return {};
}

void SimCamera::show(const QImage &picture)
{
    lay(sceneWith(picture));
}

void SimCamera::clear()
{
    lay(emptyPlate());
}

Done SimCamera::play(const QString &path)
{
    auto strip = FilmStrip::open(path, filmRate, longestFilm);
    if (!strip) {
        return fail(strip.error());
    }
    const auto first = (*strip)->next();
    if (!first) {
        return fail(FaultCode::PageBadImage, "no picture of the film can be read");
    }
    const std::uint64_t film = beginFilm();
    if (showFilm(film, first->image)) {
        const std::lock_guard lock(m_mutex);
        if (film == m_laid) {
            m_strip = std::move(*strip);
            m_nextPicture = Monotonic::now() + first->lasts;
        }
    }
    m_wake.notify_all();
    return {};
}

std::uint64_t SimCamera::beginFilm()
{
    std::uint64_t film = 0;
    {
        const std::lock_guard lock(m_mutex);
        m_strip.reset();
        m_playing = true;
        film = ++m_laid;
    }
    tellFilm("playing");
    return film;
}

// Several threads tell something, and whoever listens hears it in order.
void SimCamera::tellBoard(const std::function<void(Snapshot &)> &edit)
{
    const std::lock_guard lock(m_telling);
    m_board.change(edit);
}

void SimCamera::tellFilm(const char *word)
{
    tellBoard([word](Snapshot &s) { s.facts["film"] = std::string(word); });
}

bool SimCamera::showFilm(std::uint64_t film, const QImage &picture)
{
    return layOf(film, sceneOf(picture));
}

void SimCamera::endFilm(std::uint64_t film)
{
    {
        const std::lock_guard lock(m_mutex);
        if (film != m_laid) {
            return;
        }
        m_strip.reset();
        m_playing = false;
    }
    tellFilm("over");
}

// The next picture of the film when it is due.
void SimCamera::playOn(std::unique_lock<std::mutex> &lock)
{
    const auto now = Monotonic::now();
    if (!m_strip || now < m_nextPicture) {
        return;
    }
    const std::shared_ptr<FilmStrip> strip = m_strip;
    const std::uint64_t film = m_laid;
    const auto late = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_nextPicture);
    lock.unlock();
    const auto picture = strip->next(late);
    if (picture) {
        showFilm(film, picture->image);
    } else {
        endFilm(film);
    }
    lock.lock();
    if (picture && film == m_laid) {
        m_nextPicture = now + picture->lasts;
    }
}

Done SimCamera::setFault(const QString &fault, int after)
{
    static const std::map<QString, Trouble> names{
        {QStringLiteral("unplug"), Trouble::Unplug}, {QStringLiteral("stall"), Trouble::Stall},
        {QStringLiteral("slow"), Trouble::Slow},     {QStringLiteral("freeze"), Trouble::Freeze},
        {QStringLiteral("dark"), Trouble::Dark},     {QStringLiteral("bright"), Trouble::Bright},
        {QStringLiteral("blank"), Trouble::Blank}};
    const auto found = names.find(fault);
    if (found == names.end()) {
        return fail(FaultCode::BadArgument, "a camera has no such fault");
    }
    {
        const std::lock_guard lock(m_mutex);
        m_trouble = found->second;
        m_framesToTrouble = after;
        m_frozen = m_preview;
    }
    m_wake.notify_all();
    return {};
}

void SimCamera::heal()
{
    {
        const std::lock_guard lock(m_mutex);
        m_trouble = Trouble::None;
        m_framesToTrouble = 0;
        m_lastFrame = Monotonic::now();
    }
    m_wake.notify_all();
}

void SimCamera::start()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_running) {
            return;
        }
        m_running = true;
        m_lastFrame = Monotonic::now();
    }
    DeviceWorker::Options options;
    options.activity = [this](bool busy, const std::string &command) {
        tellBoard([&](Snapshot &s) { s.activity = {busy, command}; });
    };
    m_worker = std::make_unique<DeviceWorker>(std::move(options));
    m_thread = std::thread([this] { run(); });
}

void SimCamera::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_running = false;
        m_previewing = false;
    }
    m_wake.notify_all();
    m_worker.reset();
    if (m_thread.joinable()) {
        m_thread.join();
    }
    m_board.change([](Snapshot &s) {
        s.link = Link::Absent;
        s.activity = {};
        s.facts["stream"] = Unknown{};
        s.fault.reset();
    });
}

void SimCamera::startPreview()
{
    {
        const std::lock_guard lock(m_mutex);
        m_previewing = m_running;
        m_lastFrame = Monotonic::now();
        m_signal.restart(m_lastFrame);
    }
    m_wake.notify_all();
}

void SimCamera::stopPreview()
{
    const std::lock_guard lock(m_mutex);
    m_previewing = false;
}

void SimCamera::run()
{
    std::unique_lock lock(m_mutex);
    auto next = Monotonic::now();
    while (m_running) {
        report(lock);
        playOn(lock);
        const bool sends = m_previewing && trouble() != Trouble::Unplug && trouble() != Trouble::Stall;
        if (sends && Monotonic::now() >= next) {
            next = Monotonic::now() + (trouble() == Trouble::Slow ? slowPeriod : framePeriod);
            sendFrame(lock);
        }
        auto until = sends ? next : Monotonic::now() + std::chrono::milliseconds(100);
        if (m_strip) {
            until = std::min(until, m_nextPicture);
        }
        m_wake.wait_until(lock, until);
    }
}

// Blurred where the lens stands wrong. A picture that lies still is not blurred anew for each frame.
Frame SimCamera::throughLens(Frame frame)
{
    const double deviation = m_lens ? m_lens->blur(Monotonic::now(), frame.width) : 0;
    if (deviation <= 0) {
        return frame;
    }
    if (m_blurredOf.bgr != frame.bgr || m_blurredBy != deviation) {
        auto bytes = std::make_shared<Bytes>(*frame.bgr);
        blur(*bytes, frame.width, frame.height, deviation);
        m_blurredOf = frame;
        m_blurredBy = deviation;
        m_blurred = frame;
        m_blurred.bgr = std::move(bytes);
    }
    return m_blurred;
}

// What the sensor makes of it: all there is, black, white, or a driver's filler colour; with the noise of a sensor but
// for the filler and a picture that is stuck.
Frame SimCamera::seen(Frame frame)
{
    constexpr unsigned char fillerGrey = 128;
    auto bytes = std::make_shared<Bytes>();
    switch (trouble()) {
    case Trouble::Freeze:
        return frame;
    case Trouble::Blank:
        bytes->assign(frame.bgr->size(), fillerGrey);
        break;
    case Trouble::Dark:
        bytes->assign(frame.bgr->size(), 0);
        addNoise(*bytes);
        break;
    case Trouble::Bright:
        bytes->assign(frame.bgr->size(), 255);
        break;
    case Trouble::None:
    case Trouble::Unplug:
    case Trouble::Stall:
    case Trouble::Slow:
        *bytes = *frame.bgr;
        addNoise(*bytes);
        break;
    }
    frame.bgr = std::move(bytes);
    return frame;
}

// Read noise of a grey level or two, another one each time. Stretches of one table, so that it costs next to nothing.
void SimCamera::addNoise(Bytes &bytes)
{
    for (std::size_t at = 0; at < bytes.size(); at += noiseStretch) {
        const std::uint8_t *noise = m_noise.data() + m_dice() % (m_noise.size() - noiseStretch);
        const std::size_t count = std::min(noiseStretch, bytes.size() - at);
        std::uint8_t *to = bytes.data() + at;
        for (std::size_t i = 0; i < count; ++i) {
            to[i] = static_cast<std::uint8_t>(std::min(255, to[i] + noise[i]));
        }
    }
}

void SimCamera::sendFrame(std::unique_lock<std::mutex> &lock)
{
    Frame frame = seen(trouble() == Trouble::Freeze ? m_frozen : throughLens(m_preview));
    frame.number = ++m_number;
    frame.at = sinceStart();
    m_lastFrame = Monotonic::now();
    m_signal.see(frame, m_lastFrame);
    m_framesToTrouble = std::max(0, m_framesToTrouble - 1);
    lock.unlock();
    if (m_sink) {
        m_sink(frame);
    }
    lock.lock();
}

// What the machine would know: gone, or promised frames that do not come.
void SimCamera::report(std::unique_lock<std::mutex> &lock)
{
    Link link = Link::Ready;
    std::optional<Fault> fault;
    if (trouble() == Trouble::Unplug) {
        link = Link::Absent;
        fault = Fault(FaultCode::DeviceDisconnected);
    } else if (m_previewing && Monotonic::now() - m_lastFrame > stalledAfter) {
        link = Link::Blocked;
        fault = Fault(FaultCode::CameraStalled);
    } else if (m_previewing) {
        fault = m_signal.fault(Monotonic::now());
        link = fault ? Link::Blocked : Link::Ready;
    }
    const char *stream = !m_previewing ? "off" : fault ? "stalled" : "on";
    lock.unlock();
    tellBoard([&](Snapshot &s) {
        s.link = link;
        s.facts["stream"] = std::string(stream);
        s.fault = fault;
    });
    lock.lock();
}

Done SimCamera::takeStill(CommandContext &context, Frame &still)
{
    std::unique_lock lock(m_mutex);
    const auto ready = Monotonic::now() + (trouble() == Trouble::Slow ? slowStill : std::chrono::milliseconds(0));
    while (trouble() == Trouble::Stall || Monotonic::now() < ready) {
        if (context.over()) {
            return fail(FaultCode::DeviceTimeout, "no still came");
        }
        m_wake.wait_for(lock, std::chrono::milliseconds(20));
    }
    if (trouble() == Trouble::Unplug) {
        return fail(FaultCode::DeviceDisconnected, "unplugged");
    }
    const std::int64_t number = ++m_number;
    still = plateFrame(m_scene);
    const double deviation = m_lens ? m_lens->blur(Monotonic::now(), still.width) : 0;
    if (deviation > 0) {
        auto bytes = std::make_shared<Bytes>(*still.bgr);
        blur(*bytes, still.width, still.height, deviation);
        still.bgr = std::move(bytes);
    }
    still = seen(std::move(still));
    still.number = number;
    still.at = sinceStart();
    return {};
}

void SimCamera::captureStill(std::chrono::milliseconds deadline, StillDone done)
{
    if (!m_worker) {
        done(fail(FaultCode::DeviceNotReady, "not started"));
        return;
    }
    auto still = std::make_shared<Frame>();
    m_worker->submit(
        "capture", deadline, [this, still](CommandContext &context) { return takeStill(context, *still); },
        [still, done = std::move(done)](Done result) {
            if (result) {
                done(*still);
            } else {
                done(fail(result.error()));
            }
        });
}

}  // namespace hall::device
