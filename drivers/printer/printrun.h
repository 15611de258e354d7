// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt at one paper: look, note, send, wait for the proof. Ends in Printed, NotPrinted or Unknown; what may have
// begun is never begun again.
#pragma once

#include "drivers/printer/escposencoder.h"
#include "drivers/printer/escposlink.h"

#include <atomic>

namespace hall::device {

// Shared with whoever must answer at the deadline while the run is still stuck in the transport.
class PrintProgress
{
public:
    std::atomic<std::size_t> total{0};
    std::atomic<std::size_t> accepted{0};
    std::atomic<int> rows{0};  // dots of paper, of the whole

    // The first byte may go out: false when the deadline has answered NotPrinted already.
    [[nodiscard]] bool begin()
    {
        int expected = idle;
        return m_phase.compare_exchange_strong(expected, sending);
    }
    // The run can no longer begin. True when it had begun.
    [[nodiscard]] bool end() { return m_phase.exchange(over) == sending; }

private:
    static constexpr int idle = 0;
    static constexpr int sending = 1;
    static constexpr int over = 2;
    std::atomic<int> m_phase{idle};
};

class PrintRun
{
public:
    struct Limits
    {
        std::chrono::milliseconds openWithin{2000};
        std::chrono::milliseconds pollEvery{200};
        std::chrono::milliseconds stall{3000};      // without a byte taken
        std::chrono::milliseconds lateMarker{500};  // after trouble: the proof may already be on its way
    };

    PrintRun(EscposLink &link, const PrintJob &job, const ReceiptPrinter::JournalIntent &journal,
             PrintProgress &progress, CommandContext &context, Limits limits);
    [[nodiscard]] PrintReport run();

private:
    Done lookFirst();
    Done begin();
    Done sendAll();
    Done sendCommand(const EscposCommand &command);
    Done lookBetween();
    Result<char> waitForProof();
    Result<char> waitForMarker();
    Result<char> waitForSensors();
    Result<char> judgeEnd(char proof);
    [[nodiscard]] Done outOfTime() const;
    [[nodiscard]] std::optional<Fault> stopping() const;
    [[nodiscard]] std::chrono::milliseconds left(std::chrono::milliseconds atMost) const;
    PrintReport ended(PrintOutcome outcome, char proof, const Fault *why);
    PrintReport gaveUp(const Fault &why);

    EscposLink &m_link;
    const PrintJob &m_job;
    const ReceiptPrinter::JournalIntent &m_journal;
    PrintProgress &m_progress;
    CommandContext &m_context;
    Limits m_limits;
    EscposStream m_stream;
    Monotonic::time_point m_deadline;  // before the caller's: the last part is for leaving things in order
    Monotonic::time_point m_lastLook;
    std::size_t m_hanging = 0;  // bytes still missing from the command being sent
    int m_answersBefore = 0;    // in-order answers that came before the end marker went out
    bool m_silent = false;      // does not answer while it prints: asked no more until the data is out
};

}  // namespace hall::device
