// SPDX-License-Identifier: GPL-3.0-or-later
// The thread of a started device that talks over a line: opens it, lets the driver talk until that fails, shows the
// fault, waits as the reset ladder says, and begins again.
#pragma once

#include "drivers/core/device.h"
#include "drivers/core/recovery.h"
#include "drivers/transport/bytetransport.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

namespace hall::device {

class LineKeeper
{
public:
    struct Options
    {
        std::chrono::milliseconds openTime{1000};
        RecoveryLadder::Options recovery;
    };
    // On the keeper's thread, the line open. Returns when `stop` is asked for, or with what is wrong.
    using Talk = std::function<Done(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop)>;
    using Broken = std::function<void(const Fault &fault)>;  // after the board shows it; may be null

    LineKeeper(std::shared_ptr<ByteTransport> line, StateBoard &board, Options options, Talk talk, Broken broken = {});
    LineKeeper(const LineKeeper &) = delete;
    LineKeeper &operator=(const LineKeeper &) = delete;

    void works() { m_ladder.works(); }  // from Talk: the other side answers sensibly

private:
    // The transport's news may come while this object ends, so it is shared with them.
    struct Wake
    {
        std::mutex mutex;
        std::condition_variable_any changed;
        bool arrived = false;
    };

    void run(const std::stop_token &stop);
    [[nodiscard]] std::chrono::milliseconds recover(const Fault &fault);
    void show(const Fault &fault);
    void pause(const std::stop_token &stop, std::chrono::milliseconds time);

    const std::shared_ptr<ByteTransport> m_line;
    StateBoard &m_board;
    const Options m_options;
    const Talk m_talk;
    const Broken m_broken;
    RecoveryLadder m_ladder;
    const std::shared_ptr<Wake> m_wake = std::make_shared<Wake>();

    std::jthread m_thread;  // last: stops and joins before the rest goes
};

// All of `text` goes out within `atMost`, or a fault.
[[nodiscard]] Done sendAll(ByteTransport &line, std::span<const unsigned char> bytes, std::chrono::milliseconds atMost);

// A board as it is before the start and after the end.
void showStopped(StateBoard &board);

}  // namespace hall::device
