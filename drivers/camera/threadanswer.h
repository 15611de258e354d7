// SPDX-License-Identifier: GPL-3.0-or-later
// What comes of a question to another thread, which may take longer than the one who asks can wait.
#pragma once

#include "drivers/core/worker.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace hall::device {

template <typename Value> class ThreadAnswer
{
public:
    void give(Result<Value> answer)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_answer = std::move(answer);
        }
        m_came.notify_all();
    }

    // Nothing: it has not come before the command was over.
    [[nodiscard]] std::optional<Result<Value>> await(CommandContext &context)
    {
        std::unique_lock lock(m_mutex);
        while (!m_answer && !context.over()) {
            m_came.wait_for(lock, std::chrono::milliseconds(20));
        }
        return m_answer;
    }

    [[nodiscard]] std::optional<Result<Value>> now()
    {
        const std::lock_guard lock(m_mutex);
        return m_answer;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_came;
    std::optional<Result<Value>> m_answer;
};

}  // namespace hall::device
