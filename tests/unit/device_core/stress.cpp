// SPDX-License-Identifier: GPL-3.0-or-later
// Many threads submit, cancel and let expire; every command must end exactly once. Qt-free: runs under ThreadSanitizer.
#include "drivers/core/device.h"
#include "drivers/core/worker.h"

#include <atomic>
#include <cstdio>
#include <random>
#include <thread>
#include <vector>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

constexpr int threads = 4;
constexpr int commandsPerThread = 500;

std::atomic<int> completions[threads * commandsPerThread];

void submitMany(DeviceWorker &worker, StateBoard &board, int thread)
{
    std::mt19937 random(static_cast<unsigned>(thread) + 1U);
    for (int i = 0; i < commandsPerThread; ++i) {
        const int slot = thread * commandsPerThread + i;
        const auto deadline = std::chrono::milliseconds(1 + random() % 30);
        const bool lazy = random() % 4 == 0;
        const auto handle = worker.submit(
            "work", deadline,
            [lazy, &board, slot](CommandContext &context) -> Done {
                board.change([slot](Snapshot &snapshot) { snapshot.facts["last"] = std::int64_t{slot}; });
                while (lazy && !context.over()) {
                    std::this_thread::yield();
                }
                return {};
            },
            [slot](const Done &) { ++completions[slot]; },
            {static_cast<Priority>(random() % 4), static_cast<Effect>(random() % 3)});
        if (random() % 3 == 0) {
            worker.cancel(handle);
        }
        if (random() % 8 == 0) {
            std::this_thread::sleep_for(1ms);
        }
    }
}

}  // namespace

int main()
{
    StateBoard board("stress");
    std::atomic<int> published{0};
    board.listen([&published](const std::shared_ptr<const Snapshot> &) { ++published; });
    {
        DeviceWorker worker({.grace = 2000ms, .activity = {}, .hung = {}});
        std::vector<std::thread> submitters;
        for (int thread = 0; thread < threads; ++thread) {
            submitters.emplace_back([&worker, &board, thread] { submitMany(worker, board, thread); });
        }
        for (std::thread &submitter : submitters) {
            submitter.join();
        }
    }
    int wrong = 0;
    for (const auto &count : completions) {
        wrong += count.load() == 1 ? 0 : 1;
    }
    std::printf("%d commands, %d not ended exactly once, %d snapshots\n", threads * commandsPerThread, wrong,
                published.load());
    return wrong == 0 && published.load() > 0 ? 0 : 1;
}
