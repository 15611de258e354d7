// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/device.h"

#include <condition_variable>
#include <utility>

namespace hall::device {

std::string_view linkName(Link link)
{
    switch (link) {
    case Link::NotFitted:
        return "not-fitted";
    case Link::Absent:
        return "absent";
    case Link::Starting:
        return "starting";
    case Link::Ready:
        return "ready";
    case Link::Blocked:
        return "blocked";
    case Link::Suspended:
        return "suspended";
    case Link::Held:
        return "held";
    case Link::Failed:
        return "failed";
    case Link::Hung:
        return "hung";
    }
    return {};
}

std::string lightsText(const Cabinet::Lights &lights)
{
    std::string text;
    const auto add = [&text](bool on, std::string_view name) {
        if (on) {
            text += (text.empty() ? "" : " ") + std::string(name);
        }
    };
    add(lights.cardSlot, "card-slot");
    add(lights.idPlate, "id-plate");
    add(lights.camera, "camera");
    add(lights.printerMouth, "printer-mouth");
    add(lights.scanner, "scanner");
    if (text.empty()) {
        return "none";
    }
    add(lights.flashing, "flashing");
    return text;
}

namespace {

constexpr std::pair<Cabinet::Key, std::string_view> keyNames[] = {
    {Cabinet::Key::Up, "up"},       {Cabinet::Key::Down, "down"},     {Cabinet::Key::Left, "left"},
    {Cabinet::Key::Right, "right"}, {Cabinet::Key::Select, "select"}, {Cabinet::Key::Back, "back"},
    {Cabinet::Key::Help, "help"},   {Cabinet::Key::Next, "next"},     {Cabinet::Key::Previous, "previous"},
};

}  // namespace

std::string_view keyName(Cabinet::Key key)
{
    return keyNames[static_cast<std::size_t>(key)].second;
}

std::optional<Cabinet::Key> keyFrom(std::string_view name)
{
    for (const auto &[key, known] : keyNames) {
        if (known == name) {
            return key;
        }
    }
    return std::nullopt;
}

// The listener and who is in it just now.
struct StateBoard::Telling
{
    std::mutex mutex;
    std::condition_variable left;
    Listener listener;
    Executor executor;
    std::shared_ptr<const Snapshot> newest;
    bool posted = false;
    std::map<std::uint64_t, std::shared_ptr<const Snapshot>> untold;  // without an executor; by version
    std::uint64_t told = 0;
    bool teller = false;  // a thread is telling what is untold
    int inside = 0;       // threads in the listener

    void tell(const std::shared_ptr<const Snapshot> &snapshot);
    void tellInOrder(const std::shared_ptr<const Snapshot> &snapshot);
    void silence();
};

void StateBoard::Telling::tell(const std::shared_ptr<const Snapshot> &snapshot)
{
    Listener to;
    {
        const std::lock_guard lock(mutex);
        if (!listener) {
            return;
        }
        to = listener;
        ++inside;
    }
    to(snapshot);
    const std::lock_guard lock(mutex);
    --inside;
    left.notify_all();
}

// Threads come here in any order. Whoever finds nobody at it tells what is due; the others leave theirs to that thread.
void StateBoard::Telling::tellInOrder(const std::shared_ptr<const Snapshot> &snapshot)
{
    std::unique_lock lock(mutex);
    if (snapshot->version <= told) {
        return;  // of the time before this listener
    }
    untold.emplace(snapshot->version, snapshot);
    if (std::exchange(teller, true)) {
        return;
    }
    while (!untold.empty() && untold.begin()->first == told + 1) {
        const std::shared_ptr<const Snapshot> next = untold.begin()->second;
        untold.erase(untold.begin());
        told = next->version;
        lock.unlock();
        tell(next);
        lock.lock();
    }
    teller = false;
}

void StateBoard::Telling::silence()
{
    std::unique_lock lock(mutex);
    listener = nullptr;
    left.wait(lock, [this] { return inside == 0; });
}

StateBoard::StateBoard(std::string id) : m_telling(std::make_shared<Telling>())
{
    m_own.id = std::move(id);
    m_current = std::make_shared<const Snapshot>(m_own);
}

StateBoard::~StateBoard()
{
    m_telling->silence();
}

std::shared_ptr<const Snapshot> StateBoard::current() const
{
    const std::lock_guard lock(m_mutex);
    return m_current;
}

void StateBoard::listen(Listener listener, Executor executor)
{
    const std::scoped_lock lock(m_mutex, m_telling->mutex);
    m_telling->listener = std::move(listener);
    m_telling->executor = std::move(executor);
    m_telling->told = m_current->version;
}

void StateBoard::change(const std::function<void(Snapshot &)> &edit)
{
    std::unique_lock lock(m_mutex);
    edit(m_own);
    publish(std::move(lock));
}

void StateBoard::hold(bool on)
{
    std::unique_lock lock(m_mutex);
    m_held = on;
    publish(std::move(lock));
}

void StateBoard::refuse(std::optional<Fault> why)
{
    std::unique_lock lock(m_mutex);
    m_refused = std::move(why);
    publish(std::move(lock));
}

void StateBoard::publish(std::unique_lock<std::mutex> lock)
{
    if (m_closed) {
        return;
    }
    auto next = std::make_shared<Snapshot>(m_own);
    if (m_held) {
        next->link = Link::Held;
        next->fault = Fault(FaultCode::DeviceHeld);
    } else if (m_refused) {
        next->link = Link::Failed;
        next->fault = m_refused;
    }
    const bool same = next->link == m_current->link && next->activity == m_current->activity &&
                      next->facts == m_current->facts && next->fault == m_current->fault;
    if (same) {
        return;
    }
    next->version = m_current->version + 1;
    m_current = next;
    lock.unlock();

    std::unique_lock telling(m_telling->mutex);
    if (!m_telling->executor) {
        telling.unlock();
        m_telling->tellInOrder(next);
        return;
    }
    // Two threads may come here in the other order than they published in.
    if (!m_telling->newest || m_telling->newest->version < next->version) {
        m_telling->newest = next;
    }
    if (std::exchange(m_telling->posted, true)) {
        return;
    }
    const Executor executor = m_telling->executor;
    telling.unlock();
    executor([shared = m_telling] {
        std::shared_ptr<const Snapshot> newest;
        {
            const std::lock_guard inner(shared->mutex);
            shared->posted = false;
            newest = shared->newest;
        }
        shared->tell(newest);
    });
}

void StateBoard::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_telling->silence();
}

}  // namespace hall::device
