// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/storethread.h"

#include "app/store/sql.h"

#include <QThread>
#include <QUuid>

#include <future>

namespace hall {

namespace {

// Writes of the drain a commit, each of them the centre's words on some cases. A visitor who comes in between waits for
// what was written by then to become durable, about as long as for one case more.
constexpr std::size_t mostTogether = 8;

// The drain's next job waits so long after a visitor's write has begun, and never longer than that in all.
constexpr std::chrono::milliseconds standAside{30};
constexpr std::chrono::milliseconds longestAside{500};

// What every write needs, kept compiled.
Done step(QSqlDatabase &db, const QString &statement)
{
    const Result<sql::Statement> ran = sql::run(db, statement);
    return ran ? Done() : Done(fail(ran.error()));
}

bool isFull(const Done &done)
{
    return !done && done.error().code == FaultCode::StoreFull;
}

}  // namespace

StoreThread::StoreThread() = default;

StoreThread::~StoreThread()
{
    stop();
}

void StoreThread::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread) {
        m_thread->wait();
    }
}

Done StoreThread::start(StoreThreadHooks hooks)
{
    m_hooks = std::move(hooks);
    std::promise<Done> opened;
    std::future<Done> answer = opened.get_future();
    m_thread.reset(QThread::create([this, &opened] {
        const QString name = u"hall-store-"_qs + QUuid::createUuid().toString(QUuid::WithoutBraces);
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            m_db = &db;
            const Done done = m_hooks.open(db);
            {
                const std::lock_guard lock(m_mutex);
                m_running = done.has_value();
            }
            opened.set_value(done);
            if (done) {
                sql::keepStatements(db);
                loop();
                sql::forgetStatements();
            }
            db.close();
        }
        QSqlDatabase::removeDatabase(name);
    }));
    m_thread->setObjectName(QStringLiteral("store"));
    m_thread->start();
    return answer.get();
}

void StoreThread::enqueue(Job job)
{
    {
        std::unique_lock lock(m_mutex);
        if (m_running && !m_stopping) {
            (job.lane == Lane::Drain ? m_drain : m_first).push_back(std::move(job));
            lock.unlock();  // who is woken needs it at once
            m_wake.notify_one();
            return;
        }
    }
    job.finish(fail(FaultCode::StoreIo, "the store is closed"));
}

void StoreThread::loop()
{
    std::vector<Job> jobs;
    while (waitForJobs(jobs)) {
        if (jobs.empty()) {
            m_hooks.idle(*m_db);
            continue;
        }
        if (jobs.front().lane != Lane::Drain && jobs.front().transactional) {
            m_drainDue = m_hooks.now() + standAside;
        }
        runJobs(jobs);
        jobs.clear();
        if (!visitorWaits()) {
            m_hooks.betweenJobs(*m_db);
        }
    }
}

// False when idle work is due instead.
bool StoreThread::waitUntilDue(std::unique_lock<std::mutex> &lock)
{
    const auto ready = [this] { return m_stopping || !m_first.empty() || !m_drain.empty(); };
    if (!m_busySinceIdle) {
        m_wake.wait(lock, ready);
    } else if (!m_wake.wait_for(lock, m_hooks.idleAfter, ready)) {
        return false;
    }
    if (!m_first.empty() || m_stopping) {
        return true;
    }
    if (!m_drainAsideSince) {
        m_drainAsideSince = m_hooks.now();
    }
    m_wake.wait_until(lock, std::min(m_drainDue, *m_drainAsideSince + longestAside),
                      [this] { return m_stopping || !m_first.empty(); });
    return true;
}

// False: stop. No job: idle work is due.
bool StoreThread::waitForJobs(std::vector<Job> &jobs)
{
    std::unique_lock lock(m_mutex);
    if (!waitUntilDue(lock)) {
        m_busySinceIdle = false;
        return true;
    }
    if (m_first.empty() && m_drain.empty()) {
        return false;
    }
    m_busySinceIdle = true;
    std::deque<Job> &queue = m_first.empty() ? m_drain : m_first;
    if (&queue == &m_drain) {
        m_drainAsideSince.reset();
    }
    do {
        jobs.push_back(std::move(queue.front()));
        queue.pop_front();
    } while (&queue == &m_drain && jobs.back().transactional && !queue.empty() && queue.front().transactional &&
             jobs.size() < m_together);
    return true;
}

bool StoreThread::visitorWaits()
{
    const std::lock_guard lock(m_mutex);
    return m_stopping || !m_first.empty();
}

void StoreThread::runRead(Job &job)
{
    WriteScope scope{*m_db, {}};
    const Done done = job.work(scope);
    job.finish(done);
}

void StoreThread::runJobs(std::vector<Job> &jobs)
{
    if (!jobs.front().transactional) {
        runRead(jobs.front());
        return;
    }
    WriteScope scope{*m_db, {}};
    std::vector<Done> results;
    std::size_t count = 0;
    Done committed = runTogether(jobs, count, results, scope);
    if (isFull(committed) && jobs.front().lane != Lane::Submit) {
        // Alone, it needs the least room; then twice as many at a time while it goes well.
        m_together = 1;
        putBack(jobs, 1);
        m_hooks.makeRoom(*m_db);
        committed = runTogether(jobs, count, results, scope);
    } else if (committed) {
        m_together = std::min(2 * m_together, mostTogether);
    }
    if (committed) {
        for (const std::function<void()> &effect : scope.afterCommit) {
            effect();
        }
    }
    putBack(jobs, count);
    for (std::size_t i = 0; i < count; ++i) {
        jobs[i].finish(committed ? results[i] : committed);
    }
}

// One transaction over jobs[0..count). Ends early when a visitor waits; the rest was not begun.
Done StoreThread::runTogether(const std::vector<Job> &jobs, std::size_t &count, std::vector<Done> &results,
                              WriteScope &scope)
{
    count = 0;
    results.clear();
    scope.afterCommit.clear();
    const auto undo = [this](const Fault &fault) {
        // SQLite may have rolled back by itself already (full disk, I/O error); then this fails, and that is right.
        (void)step(*m_db, QStringLiteral("ROLLBACK"));
        return fail(fault);
    };
    if (const Done begun = step(*m_db, QStringLiteral("BEGIN IMMEDIATE")); !begun) {
        count = jobs.size();
        return begun;
    }
    // Alone, a job's own undoing is that of the transaction.
    const bool alone = jobs.size() == 1;
    for (const Job &job : jobs) {
        if (const Done marked = alone ? Done() : step(*m_db, QStringLiteral("SAVEPOINT job")); !marked) {
            count = jobs.size();
            return undo(marked.error());
        }
        const std::size_t effects = scope.afterCommit.size();
        const Done done = job.work(scope);
        ++count;
        if (isFull(done)) {
            count = jobs.size();
            return undo(done.error());
        }
        results.push_back(done);
        if (!done) {
            scope.afterCommit.resize(effects);
            (void)step(*m_db, alone ? QStringLiteral("ROLLBACK") : QStringLiteral("ROLLBACK TO job"));
        }
        if (alone) {
            break;
        }
        if (const Done released = step(*m_db, QStringLiteral("RELEASE job")); !released) {
            count = jobs.size();
            return undo(released.error());
        }
        if (job.lane == Lane::Drain && visitorWaits()) {
            break;
        }
    }
    if (alone && !results.front()) {
        return {};  // it ended with its own fault, and nothing is to be kept
    }
    if (const Done committed = step(*m_db, QStringLiteral("COMMIT")); !committed) {
        return undo(committed.error());
    }
    return {};
}

void StoreThread::putBack(std::vector<Job> &jobs, std::size_t from)
{
    const std::lock_guard lock(m_mutex);
    while (jobs.size() > from) {
        m_drain.push_front(std::move(jobs.back()));
        jobs.pop_back();
    }
}

}  // namespace hall
