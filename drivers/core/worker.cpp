// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/worker.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hall::device {

std::chrono::milliseconds CommandContext::left() const
{
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - time->now());
    return std::max(rest, std::chrono::milliseconds(0));
}

namespace {

constexpr std::chrono::milliseconds callLook{200};  // between two looks at the running call

struct Command
{
    std::uint64_t id = 0;
    std::string name;
    Monotonic::time_point deadline;
    DeviceWorker::Body body;
    DeviceWorker::Ended ended;
    CommandTraits traits;
    std::stop_source stop;
    bool answered = false;
};

Done runOnce(Command &command, CommandContext &context)
{
    try {
        return command.body(context);
    } catch (const std::exception &error) {
        return fail(FaultCode::DeviceInternal, error.what());
    } catch (...) {
        return fail(FaultCode::DeviceInternal, "unknown exception in a driver");
    }
}

Done run(Command &command, CommandContext &context)
{
    Done result = runOnce(command, context);
    const bool passing = !result && (result.error().code == FaultCode::DeviceTimeout ||
                                     result.error().code == FaultCode::DeviceProtocol);
    if (passing && command.traits.effect == Effect::ReadOnly && !context.over()) {
        result = runOnce(command, context);
    }
    return result;
}

}  // namespace

struct DeviceWorker::Shared
{
    Options options;
    std::mutex mutex;
    std::condition_variable wakeWorker;
    std::condition_variable wakeWatchdog;
    std::condition_variable workerEnded;
    std::deque<std::shared_ptr<Command>> queue;
    std::shared_ptr<Command> running;
    std::uint64_t lastId = 0;
    bool stopping = false;
    bool hung = false;
    bool workerGone = false;
    std::thread worker;
    std::thread watchdog;

    // Takes the answer of a command once; later takers get nothing. Call with the lock held.
    static Ended takeAnswer(Command &command)
    {
        if (command.answered) {
            return {};
        }
        command.answered = true;
        return std::move(command.ended);
    }

    void work();
    void watch();
};

void DeviceWorker::Shared::work()
{
    std::unique_lock lock(mutex);
    while (true) {
        wakeWorker.wait(lock, [this] { return stopping || !queue.empty(); });
        if (stopping) {
            break;
        }
        running = queue.front();
        queue.pop_front();
        const std::shared_ptr<Command> command = running;
        wakeWatchdog.notify_all();
        lock.unlock();

        if (options.activity) {
            options.activity(true, command->name);
        }
        CommandContext context{command->stop.get_token(), command->deadline, options.time.get()};
        Done result = run(*command, context);
        if (options.activity) {
            options.activity(false, {});
        }

        lock.lock();
        Ended answer = takeAnswer(*command);
        running.reset();
        const bool late = hung;
        lock.unlock();
        if (answer) {
            answer(std::move(result));
        }
        lock.lock();
        if (late) {
            break;
        }
    }
    workerGone = true;
    workerEnded.notify_all();
}

void DeviceWorker::Shared::watch()
{
    std::unique_lock lock(mutex);
    while (!stopping && !hung) {
        const auto now = options.time->now();
        std::vector<Ended> expired;
        for (auto it = queue.begin(); it != queue.end();) {
            if ((*it)->deadline <= now) {
                expired.push_back(takeAnswer(**it));
                it = queue.erase(it);
            } else {
                ++it;
            }
        }
        bool nowHung = false;
        const bool overdue = running && options.calls && options.calls->overdue(options.callGrace);
        if (running && (overdue || running->deadline <= now)) {
            running->stop.request_stop();
            expired.push_back(takeAnswer(*running));
            if (overdue || running->deadline + options.grace <= now) {
                nowHung = hung = true;
                for (const auto &command : queue) {
                    expired.push_back(takeAnswer(*command));
                }
                queue.clear();
            }
        }
        lock.unlock();
        for (Ended &answer : expired) {
            if (answer) {
                answer(fail(nowHung ? FaultCode::DeviceHung : FaultCode::DeviceTimeout));
            }
        }
        if (nowHung && options.hung) {
            options.hung();
        }
        lock.lock();
        if (stopping || hung) {
            break;
        }
        auto next = options.time->now() + std::chrono::hours(1);
        for (const auto &command : queue) {
            next = std::min(next, command->deadline);
        }
        if (running) {
            next = std::min(next, running->answered ? running->deadline + options.grace : running->deadline);
            if (options.calls) {
                next = std::min(next, options.time->now() + callLook);
            }
        }
        options.time->wait(lock, wakeWatchdog, next);
    }
}

DeviceWorker::DeviceWorker(Options options) : m_shared(std::make_shared<Shared>())
{
    m_shared->options = std::move(options);
    // Both threads hold the shared part, so that a hung one may outlive this object.
    m_shared->worker = std::thread([shared = m_shared] { shared->work(); });
    m_shared->watchdog = std::thread([shared = m_shared] { shared->watch(); });
}

DeviceWorker::~DeviceWorker()
{
    stop();
}

bool DeviceWorker::stop()
{
    if (m_cameBack) {
        return *m_cameBack;
    }
    std::vector<Ended> open;
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->stopping = true;
        for (const auto &command : m_shared->queue) {
            open.push_back(Shared::takeAnswer(*command));
        }
        m_shared->queue.clear();
        if (m_shared->running) {
            m_shared->running->stop.request_stop();
        }
        m_shared->wakeWorker.notify_all();
        m_shared->wakeWatchdog.notify_all();
    }
    for (Ended &answer : open) {
        if (answer) {
            answer(fail(FaultCode::DeviceCancelled));
        }
    }
    m_shared->watchdog.join();

    std::unique_lock lock(m_shared->mutex);
    const bool gone =
        m_shared->workerEnded.wait_for(lock, m_shared->options.grace, [this] { return m_shared->workerGone; });
    m_cameBack = gone;
    if (gone) {
        lock.unlock();
        m_shared->worker.join();
        return true;
    }
    Ended answer = m_shared->running ? Shared::takeAnswer(*m_shared->running) : Ended{};
    lock.unlock();
    if (answer) {
        answer(fail(FaultCode::DeviceHung));
    }
    m_shared->worker.detach();
    return false;
}

DeviceWorker::Handle DeviceWorker::submit(std::string name, std::chrono::milliseconds deadline, Body body, Ended ended,
                                          CommandTraits traits)
{
    auto command = std::make_shared<Command>();
    command->name = std::move(name);
    command->deadline = m_shared->options.time->now() + deadline;
    command->body = std::move(body);
    command->ended = std::move(ended);
    command->traits = traits;
    std::optional<FaultCode> refused;
    {
        const std::lock_guard lock(m_shared->mutex);
        command->id = ++m_shared->lastId;
        if (m_shared->hung) {
            refused = FaultCode::DeviceHung;
        } else if (m_shared->stopping) {
            refused = FaultCode::DeviceCancelled;
        } else if (m_shared->queue.size() >= static_cast<std::size_t>(queueLimit)) {
            refused = FaultCode::DeviceQueueFull;
        } else {
            const auto later = std::find_if(
                m_shared->queue.begin(), m_shared->queue.end(),
                [traits](const std::shared_ptr<Command> &other) { return other->traits.priority > traits.priority; });
            m_shared->queue.insert(later, command);
            m_shared->wakeWorker.notify_all();
            m_shared->wakeWatchdog.notify_all();
        }
    }
    if (refused) {
        command->ended(fail(*refused));
    }
    return Handle{command->id};
}

void DeviceWorker::cancel(Handle handle)
{
    Ended answer;
    {
        const std::lock_guard lock(m_shared->mutex);
        if (m_shared->running && m_shared->running->id == handle.id) {
            m_shared->running->stop.request_stop();
            return;
        }
        for (auto it = m_shared->queue.begin(); it != m_shared->queue.end(); ++it) {
            if ((*it)->id == handle.id) {
                answer = Shared::takeAnswer(**it);
                m_shared->queue.erase(it);
                break;
            }
        }
    }
    if (answer) {
        answer(fail(FaultCode::DeviceCancelled));
    }
}

bool DeviceWorker::hung() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->hung;
}

}  // namespace hall::device
