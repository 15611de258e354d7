// SPDX-License-Identifier: GPL-3.0-or-later
// Collects what a code scanner tells, in order, and lets a test wait for it.
#pragma once

#include "drivers/core/device.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace hall::test {

class ScanEvents
{
public:
    // To be called before start(). The object must outlive the scanner.
    void attach(device::CodeScanner &scanner)
    {
        device::CodeScanner::Events events;
        events.scanned = [this](const device::ScannedCode &code) { add(code.text.reveal()); };
        events.unreadable = [this](const Fault &fault) { add('!' + std::string(fault.name())); };
        scanner.setEvents(std::move(events));
        m_board = &scanner.board();
    }

    // Whether so many came in time.
    bool waitFor(std::size_t count, std::chrono::milliseconds atMost = std::chrono::seconds(20))
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, atMost, [&] { return m_told.size() >= count; });
    }
    bool waitForLink(device::Link wanted, std::chrono::milliseconds atMost = std::chrono::seconds(20))
    {
        const auto until = std::chrono::steady_clock::now() + atMost;
        std::unique_lock lock(m_mutex);
        while (m_board->current()->link != wanted) {
            if (std::chrono::steady_clock::now() >= until) {
                return false;
            }
            m_changed.wait_for(lock, std::chrono::milliseconds(2));
        }
        return true;
    }
    // All that has come, each in brackets: codes as they are, faults with "!".
    std::string told()
    {
        const std::lock_guard lock(m_mutex);
        std::string all;
        for (const std::string &one : m_told) {
            all += '[' + one + ']';
        }
        return all;
    }

private:
    void add(std::string what)
    {
        const std::lock_guard lock(m_mutex);
        m_told.push_back(std::move(what));
        m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::string> m_told;
    device::StateBoard *m_board = nullptr;
};

}  // namespace hall::test
