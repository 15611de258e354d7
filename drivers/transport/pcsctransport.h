// SPDX-License-Identifier: GPL-3.0-or-later
// SmartCardTransport over pcscd (libpcsclite, PC/SC part 5). A lost daemon drops the context; the next cardSlots()
// makes a new one. No retries and no waiting here: back-off is the driver's.
#pragma once

#include "drivers/transport/smartcardtransport.h"

#include <atomic>
#include <cstdint>
#include <map>

namespace hall::device {

class PcscTransport final : public SmartCardTransport
{
public:
    PcscTransport();
    ~PcscTransport() override;
    PcscTransport(const PcscTransport &) = delete;
    PcscTransport &operator=(const PcscTransport &) = delete;

    Result<std::vector<CardSlot>> cardSlots() override;
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override;
    void cancelWait() override;

    Result<Bytes> connect(const std::string &reader) override;
    // `atMost` cannot be enforced: libpcsclite has no time limit for an exchange. The reader's driver in pcscd has its
    // own, and the caller's watchdog covers one that never returns.
    Result<Bytes> transmit(const Bytes &command, std::chrono::milliseconds atMost) override;
    void disconnect() override;
    void reopen() override;  // the context

private:
    Done establish();
    void drop();
    Fault translate(std::int32_t code, const char *call);  // drops the context when the daemon is gone

    std::atomic<long> m_context{0};  // SCARDCONTEXT; 0 while there is none
    long m_card = 0;                 // SCARDHANDLE; valid while m_connected
    bool m_connected = false;
    bool m_cardLost = false;  // the last exchange failed because the card is gone
    unsigned long m_protocol = 0;
    std::map<std::string, unsigned long> m_states;  // event state by reader as last seen, counter included
};

}  // namespace hall::device
