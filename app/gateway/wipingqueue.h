// SPDX-License-Identifier: GPL-3.0-or-later
// The threads that serve connections, each of which clears its stack when a connection is over: the HTTP library reads
// what kiosks ask about people into buffers there. So many connections may wait for a thread; those that come on top
// are told so by a thread of its own, and once as many wait for that one, no more is accepted: they wait in the system,
// whose queue is bounded too.
#pragma once

#include "app/domain/base/wipestack.h"

#include <httplib.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>

namespace hall::gateway {

class WipingQueue : public httplib::TaskQueue
{
public:
    // waiting: at least 1
    WipingQueue(std::size_t threads, std::size_t waiting) : m_most(waiting), m_pool(threads), m_turningAway(1) {}

    // Whether what this thread serves came when too many waited, and is only to be told that.
    [[nodiscard]] static bool turnsAway() { return t_turnsAway; }

    void enqueue(std::function<void()> serve) override
    {
        if (wait(m_waiting, false)) {
            m_pool.enqueue([this, serve = std::move(serve)] {
                begun(m_waiting);
                serve();
                wipeStackBelow();
            });
            return;
        }
        (void)wait(m_waitingToBeTurnedAway, true);
        m_turningAway.enqueue([this, serve = std::move(serve)] {
            begun(m_waitingToBeTurnedAway);
            t_turnsAway = true;
            serve();
            wipeStackBelow();
        });
    }
    void shutdown() override
    {
        m_pool.shutdown();
        m_turningAway.shutdown();
    }

private:
    // Takes a place; without one, waits for it or gives up.
    bool wait(std::size_t &waiting, bool forPlace)
    {
        std::unique_lock lock(m_mutex);
        m_begun.wait(lock, [&] { return !forPlace || waiting < m_most; });
        const bool place = waiting < m_most;
        waiting += place ? 1 : 0;
        return place;
    }
    void begun(std::size_t &waiting)
    {
        const std::lock_guard lock(m_mutex);
        --waiting;
        m_begun.notify_one();
    }

    inline static thread_local bool t_turnsAway = false;

    const std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_begun;
    std::size_t m_waiting = 0;
    std::size_t m_waitingToBeTurnedAway = 0;
    httplib::ThreadPool m_pool;
    httplib::ThreadPool m_turningAway;
};

}  // namespace hall::gateway
