// SPDX-License-Identifier: GPL-3.0-or-later
// Collects what a card reader tells, in order, and lets a test wait for it.
#pragma once

#include "drivers/core/device.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace hall::device {

class CardEvents
{
public:
    // To be called before start(). The object must outlive the reader. `authorises`: cards may ask for leave.
    void attach(CardReader &reader, bool authorises = false)
    {
        CardReader::Events events;
        if (authorises) {
            events.needsAuthorisation = [this](AuthorisationNeed need) {
                std::string word = "needs:" + std::string(stepName(need.step));
                word += need.fault ? ":" + std::string(need.fault->name()) : "";
                {
                    const std::lock_guard lock(m_mutex);
                    m_need.emplace(std::move(need));
                }
                add(std::move(word));
            };
        }
        events.foundAtStart = [this] { ++m_foundAtStart; };
        events.arrived = [this] { add("arrived"); };
        events.read = [this](CardContents contents) {
            {
                const std::lock_guard lock(m_mutex);
                m_contents.emplace(std::move(contents));
            }
            add("read");
        };
        events.failed = [this](const Fault &fault) {
            {
                const std::lock_guard lock(m_mutex);
                m_fault = fault;
            }
            add("failed:" + std::string(fault.name()));
        };
        events.removed = [this] { add("removed"); };
        reader.setEvents(std::move(events));
        reader.board().listen([this](const std::shared_ptr<const Snapshot> &) {
            const std::lock_guard lock(m_mutex);
            m_changed.notify_all();
        });
        m_board = &reader.board();
    }

    // Whether so many events came in time.
    bool waitFor(std::size_t count, std::chrono::milliseconds atMost = std::chrono::seconds(20))
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, atMost, [&] { return m_order.size() >= count; });
    }

    template <typename Wanted>
    bool waitForState(Wanted wanted, std::chrono::milliseconds atMost = std::chrono::seconds(20))
    {
        const auto until = std::chrono::steady_clock::now() + atMost;
        std::unique_lock lock(m_mutex);
        while (true) {
            lock.unlock();
            const bool there = wanted(*m_board->current());
            lock.lock();
            if (there || std::chrono::steady_clock::now() >= until) {
                return there;
            }
            m_changed.wait_for(lock, std::chrono::milliseconds(50));
        }
    }

    void clear()
    {
        const std::lock_guard lock(m_mutex);
        m_order.clear();
    }

    [[nodiscard]] std::vector<std::string> order() const
    {
        const std::lock_guard lock(m_mutex);
        return m_order;
    }
    [[nodiscard]] std::string text() const
    {
        std::string out;
        for (const std::string &event : order()) {
            out += (out.empty() ? "" : " ") + event;
        }
        return out;
    }
    // Cards that were told, before they arrived, to have lain there at the start.
    [[nodiscard]] int foundAtStart() const { return m_foundAtStart; }
    [[nodiscard]] std::optional<CardContents> contents() const
    {
        const std::lock_guard lock(m_mutex);
        return m_contents;
    }
    [[nodiscard]] AuthorisationNeed need() const
    {
        const std::lock_guard lock(m_mutex);
        return m_need.value();
    }
    [[nodiscard]] Fault fault() const
    {
        const std::lock_guard lock(m_mutex);
        return m_fault;
    }

private:
    void add(std::string event)
    {
        const std::lock_guard lock(m_mutex);
        m_order.push_back(std::move(event));
        m_changed.notify_all();
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::string> m_order;
    std::optional<CardContents> m_contents;
    std::optional<AuthorisationNeed> m_need;
    Fault m_fault;
    StateBoard *m_board = nullptr;
    std::atomic<int> m_foundAtStart = 0;
};

}  // namespace hall::device
