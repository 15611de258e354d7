// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that owns the one SQLite connection. Work is handed over as functions; callers get futures and may
// live on any thread (homepromise.h). A visitor's work overtakes the sync engine's, which stands aside for a moment
// after each of a visitor's writes: more of them follow a case at once. The sync engine's writes share a commit when
// several wait, and no visitor waits for more than one of them.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/homepromise.h"

#include <QFuture>
#include <QSqlDatabase>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

class QThread;

namespace hall {

enum class Lane
{
    Submit,   // a new case: first in line, one commit each, never touches the disk reserve
    Visitor,  // anything else somebody waits for: first in line, may use the reserve
    Drain     // the sync engine's reads and acknowledgements: after the others, may share a commit and use the reserve
};

// What a write works in. Files are touched only after the commit: afterCommit is called once it is durable.
struct WriteScope
{
    QSqlDatabase &db;
    std::vector<std::function<void()>> afterCommit;
};

struct StoreThreadHooks
{
    std::function<Done(QSqlDatabase &)> open;         // blocks start(); the connection is registered but not yet open
    std::function<void(QSqlDatabase &)> makeRoom;     // the disk was full; the write is tried once more behind this
    std::function<void(QSqlDatabase &)> betweenJobs;  // after every commit, no visitor waiting
    std::function<void(QSqlDatabase &)> idle;         // nothing to do for idleAfter, once after each busy time
    std::chrono::milliseconds idleAfter{1000};
    // When the drain stands aside, and until when; tests put another one in.
    std::function<std::chrono::steady_clock::time_point()> now = [] { return std::chrono::steady_clock::now(); };
};

class StoreThread
{
public:
    using Work = std::function<Done(WriteScope &)>;
    using Finish = std::function<void(const Done &)>;

    StoreThread();
    ~StoreThread();  // finishes what was handed over, then closes the connection
    StoreThread(const StoreThread &) = delete;
    StoreThread &operator=(const StoreThread &) = delete;

    [[nodiscard]] Done start(StoreThreadHooks hooks);

    // Runs in a transaction of its own (Submit, Visitor) or in a shared one behind a savepoint (Drain). A failure
    // undoes this work alone. May run twice when the disk was full in between: no effects outside the scope.
    template <typename T> QFuture<Result<T>> write(Lane lane, std::function<Result<T>(WriteScope &)> work)
    {
        return handOver<T>(lane, true, std::move(work));
    }
    // Runs outside any transaction.
    template <typename T> QFuture<Result<T>> read(Lane lane, std::function<Result<T>(QSqlDatabase &)> work)
    {
        return handOver<T>(lane, false, [work = std::move(work)](WriteScope &scope) { return work(scope.db); });
    }

    // After the jobs that are under way. The hooks are not called any more when it returns; called again it does
    // nothing.
    void stop();

    // Whether somebody waits whom long housekeeping would hold up, if only for the store to be closed. Any thread.
    [[nodiscard]] bool visitorWaits();

private:
    struct Job
    {
        Lane lane;
        bool transactional;
        Work work;
        Finish finish;
    };

    template <typename T>
    QFuture<Result<T>> handOver(Lane lane, bool transactional, std::function<Result<T>(WriteScope &)> work)
    {
        struct Pending
        {
            HomePromise<Result<T>> promise;
            std::optional<Result<T>> result;
        };
        auto pending = std::make_shared<Pending>();
        QFuture<Result<T>> future = pending->promise.future();
        enqueue({lane, transactional,
                 [pending, work = std::move(work)](WriteScope &scope) -> Done {
                     pending->result = work(scope);
                     return *pending->result ? Done() : Done(fail(pending->result->error()));
                 },
                 [pending](const Done &done) {
                     pending->promise.answer(done ? *pending->result : Result<T>(fail(done.error())));
                 }});
        return future;
    }

    void enqueue(Job job);
    void loop();
    [[nodiscard]] bool waitForJobs(std::vector<Job> &jobs);
    [[nodiscard]] bool waitUntilDue(std::unique_lock<std::mutex> &lock);
    void runJobs(std::vector<Job> &jobs);
    void runRead(Job &job);
    [[nodiscard]] Done runTogether(const std::vector<Job> &jobs, std::size_t &done, std::vector<Done> &results,
                                   WriteScope &scope);
    void putBack(std::vector<Job> &jobs, std::size_t from);

    StoreThreadHooks m_hooks;
    std::unique_ptr<QThread> m_thread;
    QSqlDatabase *m_db = nullptr;  // lives on the thread's stack
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_first;
    std::deque<Job> m_drain;
    using Moment = std::chrono::steady_clock::time_point;
    Moment m_drainDue;                        // the drain's next job stands aside until then
    std::optional<Moment> m_drainAsideSince;  // a job of it does
    std::size_t m_together = 1;               // writes of the drain lane that may share a commit now
    bool m_stopping = false;
    bool m_running = false;
    bool m_busySinceIdle = true;
};

}  // namespace hall
