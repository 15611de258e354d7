// SPDX-License-Identifier: GPL-3.0-or-later
// A page printer that speaks the Internet Printing Protocol over the network or through ipp-usb, without a spooler
// between: the bytes that are given are the bytes it gets, and its own word about them is the proof. Its thread asks
// how it is doing and prints one document at a time; start(), stop(), print() and cancel() are called by the owner's
// thread and never wait for the printer (stop() waits for the thread, at most its grace time).
#pragma once

#include "drivers/core/device.h"
#include "drivers/core/recovery.h"
#include "drivers/core/worker.h"
#include "drivers/printer/ippline.h"

#include <vector>

namespace hall::device {

struct PagePrinterOptions
{
    std::string id = "page-printer";
    std::chrono::milliseconds pollEvery{1500};       // how it is doing, while idle
    std::chrono::milliseconds lookEvery{250};        // at a document in the making
    std::chrono::milliseconds answerWithin{2500};    // to a question: most answer within 50 ms
    std::chrono::milliseconds busyPause{500};        // before a printer is asked again that has another's document
    std::chrono::milliseconds takeBackWithin{5000};  // of a document, before its deadline
    RecoveryLadder::Options recovery{.rungs = {Rung::Reopen}};
};

// Facts: pagestate.h. Faults beyond those there: DeviceDisconnected, DeviceTimeout, DeviceProtocol, DeviceUnauthorised,
// BadArgument (nothing is printed at its path).
class IppPagePrinter final : public PagePrinter
{
public:
    explicit IppPagePrinter(IppAddress address);
    IppPagePrinter(IppAddress address, PagePrinterOptions options);
    ~IppPagePrinter() override;

    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override;

    void print(PageJob job, std::chrono::milliseconds deadline, PrintDone done) override;
    void cancel() override;

private:
    struct Core;
    std::shared_ptr<Core> m_core;  // shared with the thread: it may outlive this object when libcups hangs
    struct Running;
    std::unique_ptr<Running> m_running;
};

}  // namespace hall::device
