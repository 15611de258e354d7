// SPDX-License-Identifier: GPL-3.0-or-later
// Every device of the kiosk as the contract sees it: the real driver over its simulator or over a recording, with the
// product's own times, what breaks it and mends it, and something for it to do.
#pragma once

#include "drivers/core/device.h"
#include "drivers/core/worker.h"

#include <atomic>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hall::test {

// How the last task ended, said by the device's own thread.
class LastWord
{
public:
    void say(std::string word)
    {
        const std::lock_guard lock(m_mutex);
        m_word = std::move(word);
    }
    [[nodiscard]] std::string word() const
    {
        const std::lock_guard lock(m_mutex);
        return m_word;
    }

private:
    mutable std::mutex m_mutex;
    std::string m_word;
};

struct Fitted
{
    std::string name;                                  // the device's id
    std::shared_ptr<void> world;                       // the simulator; outlives the device
    std::unique_ptr<device::Device> device;            // not started
    std::function<Done(const std::string &)> breakIt;  // a fault of `faults`
    std::function<void()> mend;
    std::vector<std::string> faults;  // that this simulator knows
    // Gives the device work (a card, a paper, a picture) and returns at once; `answered` is counted up once for each
    // completion that the contract promises for it.
    std::function<void()> use;
    std::function<void()> endUse;                                      // takes the card away, lets the preview go
    std::shared_ptr<LastWord> outcome = std::make_shared<LastWord>();  // "read", "printed", a fault …
    std::shared_ptr<std::atomic<int>> asked = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<int>> answered = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<int>> called = std::make_shared<std::atomic<int>>(0);  // any callback
};

// A card or a code is a task for a device only once it has seen it: behind one that is gone it is none.
[[nodiscard]] inline bool isShownThings(std::string_view name)
{
    return name.ends_with("card-reader") || name == "code-scanner";
}

std::vector<std::string> fittedNames();
std::vector<std::string> replayedNames();  // "replayed id-card-reader" …: the same drivers over tests/data/recordings
Fitted fitted(const std::string &name);    // of either, or one of spoiltDevices

// What a replayed printer is and prints: a recording answers these bytes and no others.
device::PrinterProfile replayedPrinter();
device::PrintJob replayedPaper();

}  // namespace hall::test
