// SPDX-License-Identifier: GPL-3.0-or-later
// A receipt printer that speaks ESC/POS, over any ByteTransport. Its thread asks the status every second while idle,
// reconnects with growing pauses, and prints one paper at a time. start(), stop() and print() are called by the
// owner's thread and never wait for the printer (stop() waits for the thread, at most its grace time). A printer whose
// thread had to be left in the transport stays Hung: only another program starts it again.
#pragma once

#include "drivers/core/device.h"
#include "drivers/core/recovery.h"
#include "drivers/printer/printrun.h"
#include "drivers/printer/rollcount.h"

namespace hall::device {

class EscposPrinter final : public ReceiptPrinter
{
public:
    struct Options
    {
        std::string id = "receipt-printer";
        std::chrono::milliseconds pollEvery{1000};
        std::chrono::milliseconds answerWithin{250};  // a real-time status
        // A printer's own reset command would throw away what it still has to print, so there is none among the rungs.
        RecoveryLadder::Options recovery{.rungs = {Rung::Reopen, Rung::PortReset}};
        PrintRun::Limits limits;
        // The journal holds a paper that was being sent when the program ended: its rest is thrown away and what hangs
        // in the paper path is cut off before anything else is printed.
        bool lastRunUnfinished = false;
        RollMemory roll;
    };

    EscposPrinter(std::unique_ptr<ByteTransport> transport, PrinterProfile profile);
    EscposPrinter(std::unique_ptr<ByteTransport> transport, PrinterProfile profile, Options options);
    ~EscposPrinter() override;

    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override;

    void setJournal(JournalIntent intent) override;
    // When the transport hangs past the deadline, `done` comes from the watchdog's thread instead.
    void print(PrintJob job, std::chrono::milliseconds deadline, PrintDone done) override;
    [[nodiscard]] const PrinterProfile &profile() const override;

private:
    struct Core;
    std::shared_ptr<Core> m_core;  // shared with the thread: it may outlive this object when the transport hangs
    struct Running;
    std::unique_ptr<Running> m_running;
};

}  // namespace hall::device
