// SPDX-License-Identifier: GPL-3.0-or-later
// The thread of a started code scanner, whatever it is connected by: opens the transport, reads, and tells codes.
#pragma once

#include "drivers/core/device.h"
#include "drivers/core/recovery.h"
#include "drivers/scanner/codeassembler.h"
#include "drivers/transport/bytetransport.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace hall::device {

struct CodeScannerOptions
{
    std::string id = "code-scanner";
    std::chrono::milliseconds openTime{1000};
    std::chrono::milliseconds silence = CodeAssembler::silence;
    std::chrono::milliseconds look{250};  // between two looks at whether to stop, while nothing comes
    RecoveryLadder::Options recovery{.rungs = {Rung::Reopen}};  // a line and an input device have no other
};

// What the bytes of a connection say as characters, told to `out` one by one. Used by one thread.
class CodeCharacters
{
public:
    using Out = std::function<void(unsigned char character)>;
    virtual ~CodeCharacters() = default;
    virtual void take(std::span<const unsigned char> bytes, const Out &out) = 0;
    virtual void reset() = 0;  // the connection begins anew
};

// Events and states are told on its thread.
class CodeStream
{
public:
    CodeStream(std::shared_ptr<ByteTransport> transport, std::unique_ptr<CodeCharacters> characters,
               CodeScannerOptions options, CodeScanner::Events events, StateBoard &board, bool listening);
    CodeStream(const CodeStream &) = delete;
    CodeStream &operator=(const CodeStream &) = delete;

    void setListening(bool on) { m_listening = on; }

private:
    // The transport's news may come while this object ends, so it is shared with them.
    struct Wake
    {
        std::mutex mutex;
        std::condition_variable_any changed;
        bool arrived = false;
    };

    void run(const std::stop_token &stop);
    Done session(const std::stop_token &stop);
    void take(Bytes bytes);
    void tell(CodeAssembler::Ended ended);
    void ended(const Fault &fault);
    std::chrono::milliseconds recover(Fault &fault);
    void pause(const std::stop_token &stop, std::chrono::milliseconds time);

    const std::shared_ptr<ByteTransport> m_transport;
    const std::unique_ptr<CodeCharacters> m_characters;
    const CodeScannerOptions m_options;
    const CodeScanner::Events m_events;
    StateBoard &m_board;
    std::atomic<bool> m_listening;
    const std::shared_ptr<Wake> m_wake = std::make_shared<Wake>();

    CodeAssembler m_assembler;
    bool m_heard = true;  // all of the code that is coming came while somebody listened
    RecoveryLadder m_ladder;

    std::jthread m_thread;  // last: stops and joins before the rest goes
};

}  // namespace hall::device
