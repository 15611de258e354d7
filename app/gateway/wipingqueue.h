// SPDX-License-Identifier: GPL-3.0-or-later
// The threads that serve connections, each of which clears its stack when a connection is over: the HTTP library reads
// what kiosks ask about people into buffers there.
#pragma once

#include "app/domain/base/wipestack.h"

#include <httplib.h>

#include <functional>
#include <utility>

namespace hall::gateway {

class WipingQueue : public httplib::TaskQueue
{
public:
    explicit WipingQueue(std::size_t threads) : m_pool(threads) {}

    void enqueue(std::function<void()> serve) override
    {
        m_pool.enqueue([serve = std::move(serve)] {
            serve();
            wipeStackBelow();
        });
    }
    void shutdown() override { m_pool.shutdown(); }

private:
    httplib::ThreadPool m_pool;
};

}  // namespace hall::gateway
