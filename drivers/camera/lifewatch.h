// SPDX-License-Identifier: GPL-3.0-or-later
// Looks from a thread of its own whether another one still answers, as what that one calls into may not come back.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace hall::device {

class LifeWatch
{
public:
    // `look` is called every `period` until this ends, on its thread.
    LifeWatch(std::function<void()> look, std::chrono::milliseconds period);
    ~LifeWatch();  // waits for a look
    LifeWatch(const LifeWatch &) = delete;
    LifeWatch &operator=(const LifeWatch &) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_ends;
    bool m_over = false;
    std::thread m_thread;
};

}  // namespace hall::device
