// SPDX-License-Identifier: GPL-3.0-or-later
// One thread and one queue per device. A submitted command ends exactly once: done, cancelled, or at its deadline at
// the latest, whether it was running or still waiting. A command that ignores its stop token past the deadline by the
// grace period makes the worker hung: callers are answered, later commands refused. So does a single call of it that
// outlives its own time (Options::calls), long before the command's deadline. Waiting commands run in the order of
// their priority, then of their submission.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/callwatch.h"
#include "drivers/core/timeline.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace hall::device {

enum class Priority
{
    Recovery,  // what a device needs before anything else can go on
    Foreground,
    Diagnostics,
    Statistics  // nobody waits for it
};

// What may be done with a command that failed although its time is not over.
enum class Effect
{
    ReadOnly,    // changes nothing: run once more after a time-out or a garbled answer
    Repeatable,  // may be run again by whoever submitted it
    OnceOnly  // paper, a written card: never again by the program; its driver journals the intent before the first byte
};

struct CommandTraits
{
    Priority priority = Priority::Foreground;
    Effect effect = Effect::Repeatable;
};

// What a running command may look at. It must return soon after `stop` is requested or `deadline` has passed.
struct CommandContext
{
    std::stop_token stop;
    Monotonic::time_point deadline;
    const Timeline *time = Timeline::machine().get();  // the worker's, which outlives the command

    [[nodiscard]] std::chrono::milliseconds left() const;  // never negative
    [[nodiscard]] bool over() const { return stop.stop_requested() || time->now() >= deadline; }
};

class DeviceWorker
{
public:
    static constexpr int queueLimit = 64;

    struct Options
    {
        std::chrono::milliseconds grace{1000};
        std::function<void(bool busy, const std::string &command)> activity;  // on the worker's thread
        std::function<void()> hung;                                           // on the watchdog's thread
        std::shared_ptr<const CallWatch> calls{};                             // of the running command; may be null
        std::chrono::milliseconds callGrace{1000};
        std::shared_ptr<Timeline> time = Timeline::machine();  // deadlines and grace go by it; calls by the machine's
    };

    explicit DeviceWorker(Options options);
    ~DeviceWorker();  // stop()
    DeviceWorker(const DeviceWorker &) = delete;
    DeviceWorker &operator=(const DeviceWorker &) = delete;

    // Cancels everything and answers everything. False when the thread does not come back within the grace time: it is
    // left behind rather than waited for, and whatever it still calls must outlive it or be closed to it. Again: as
    // before.
    bool stop();

    using Body = std::function<Done(CommandContext &)>;
    using Ended = std::function<void(Done)>;

    struct Handle
    {
        std::uint64_t id = 0;
    };

    // `body` runs on the worker's thread; `ended` is called exactly once: on the worker's thread, or on the watchdog's
    // when the deadline passes first. A full queue or a hung worker is answered at once with a fault.
    Handle submit(std::string name, std::chrono::milliseconds deadline, Body body, Ended ended,
                  CommandTraits traits = {});
    void cancel(Handle handle);  // a request: the command may still succeed
    [[nodiscard]] bool hung() const;

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
    std::optional<bool> m_cameBack;  // since stop()
};

}  // namespace hall::device
