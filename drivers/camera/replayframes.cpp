// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/replayframes.h"

#include <QtCore/QTimer>

#include <algorithm>
#include <mutex>
#include <random>
#include <vector>

namespace hall::device {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds lookPeriod(10);
constexpr unsigned noiseLevels = 3;  // 0 to 2 grey levels
constexpr std::size_t noiseMore = 4096;

bool flat(const Bytes &grey)
{
    return std::adjacent_find(grey.begin(), grey.end(), std::not_equal_to<>()) == grey.end();
}

}  // namespace

// One colour all over is a driver's filler, which has no noise.
QImage drawn(const RecordedPicture &picture)
{
    const QImage small(picture.grey.data(), RecordedPicture::columns, RecordedPicture::rows, RecordedPicture::columns,
                       QImage::Format_Grayscale8);
    QImage large = small.scaled(picture.width, picture.height, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                       .convertToFormat(QImage::Format_RGB888);
    if (flat(picture.grey)) {
        return large;
    }
    std::minstd_rand dice(static_cast<unsigned>(picture.print % std::minstd_rand::modulus));
    std::vector<unsigned char> noise(static_cast<std::size_t>(large.width()) * 3 + noiseMore);
    std::generate(noise.begin(), noise.end(),
                  [&dice] { return static_cast<unsigned char>((dice() >> 8U) % noiseLevels); });
    for (int y = 0; y < large.height(); ++y) {
        uchar *row = large.scanLine(y);
        const unsigned char *from = noise.data() + dice() % noiseMore;  // another stretch for each row
        for (int x = 0; x < large.width() * 3; ++x) {
            row[x] = static_cast<uchar>(std::min(255, row[x] + from[x]));
        }
    }
    return large;
}

// What the test and the stream know together.
class ReplayCamera::World
{
public:
    explicit World(Recording recording) : m_answers(std::move(recording)) {}

    bool enter(std::string_view scene)
    {
        const std::lock_guard lock(m_mutex);
        m_next = 0;
        return m_answers.enter(scene);
    }
    void setTrouble(bool unplugged, bool stalls)
    {
        const std::lock_guard lock(m_mutex);
        const bool changed = unplugged != m_unplugged;
        m_unplugged = unplugged;
        m_stalls = stalls;
        if (changed && m_listener) {
            QMetaObject::invokeMethod(m_listener, m_listChanged, Qt::QueuedConnection);
        }
    }
    void listen(QObject *listener, std::function<void()> listChanged)
    {
        const std::lock_guard lock(m_mutex);
        m_listener = listener;
        m_listChanged = std::move(listChanged);
    }
    [[nodiscard]] bool isThere() const
    {
        const std::lock_guard lock(m_mutex);
        return !m_unplugged;
    }
    // The next picture of the scene if it is due.
    std::optional<RecordedPicture> due(Clock::time_point &last)
    {
        const std::lock_guard lock(m_mutex);
        const auto &pictures = m_answers.scene().pictures;
        if (m_unplugged || m_stalls || pictures.empty()) {
            return std::nullopt;
        }
        const RecordedPicture &next = pictures[m_next % pictures.size()];
        if (Clock::now() - last < next.after) {
            return std::nullopt;
        }
        last = Clock::now();
        ++m_next;
        return next;
    }

private:
    mutable std::mutex m_mutex;
    RecordedAnswers m_answers;
    std::size_t m_next = 0;
    bool m_unplugged = false;
    bool m_stalls = false;
    QObject *m_listener = nullptr;
    std::function<void()> m_listChanged;
};

namespace {

class ReplayFrames final : public FrameStream
{
public:
    explicit ReplayFrames(std::shared_ptr<ReplayCamera::World> world) : m_world(std::move(world)) {}

    void begin(Events events) override
    {
        m_events = std::move(events);
        m_timer = std::make_unique<QTimer>();
        QObject::connect(m_timer.get(), &QTimer::timeout, m_timer.get(), [this] { look(); });
        m_timer->start(lookPeriod);
        m_world->listen(m_timer.get(), [this] { m_events.listChanged(); });
    }
    void end() override
    {
        close();
        m_world->listen(nullptr, {});
        m_timer.reset();
    }
    bool open(const QString &, const QSize &) override
    {
        m_open = m_world->isThere();
        return m_open;
    }
    void close() override { m_open = m_active = false; }
    [[nodiscard]] bool isOpen() const override { return m_open; }
    [[nodiscard]] bool isListed() const override { return m_open && m_world->isThere(); }
    [[nodiscard]] QString name() const override { return m_open ? QStringLiteral("recording") : QString(); }
    void setActive(bool on) override
    {
        m_active = m_open && on;
        m_last = Clock::now();
    }
    [[nodiscard]] bool isActive() const override { return m_active; }

private:
    void look()
    {
        if (!m_active) {
            return;
        }
        if (const auto picture = m_world->due(m_last)) {
            m_events.frame([&picture] { return drawn(*picture); });
        }
    }

    const std::shared_ptr<ReplayCamera::World> m_world;
    Events m_events;
    std::unique_ptr<QTimer> m_timer;
    Clock::time_point m_last;
    bool m_open = false;
    bool m_active = false;
};

}  // namespace

ReplayCamera::ReplayCamera(Recording recording) : m_world(std::make_shared<World>(std::move(recording)))
{
}

ReplayCamera::~ReplayCamera() = default;

bool ReplayCamera::enter(std::string_view scene)
{
    return m_world->enter(scene);
}

Done ReplayCamera::setFault(const std::string &fault)
{
    if (fault != "unplug" && fault != "stall") {
        return fail(FaultCode::BadArgument, "fault " + fault);
    }
    m_world->setTrouble(fault == "unplug", fault == "stall");
    return {};
}

void ReplayCamera::heal()
{
    m_world->setTrouble(false, false);
}

std::unique_ptr<FrameStream> replayFrames(const ReplayCamera &camera)
{
    return std::make_unique<ReplayFrames>(camera.m_world);
}

}  // namespace hall::device
