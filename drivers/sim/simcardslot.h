// SPDX-License-Identifier: GPL-3.0-or-later
// A PC/SC reader with one slot that exists only in memory: the real driver runs on top of it unchanged.
#pragma once

#include "drivers/sim/simsmartcard.h"
#include "drivers/transport/smartcardtransport.h"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace hall::device {

// insert(), remove(), setFault(), heal() come from any thread and take effect at once, in the middle of an exchange
// too. Everything else is the driver's side.
class SimCardSlot : public SmartCardTransport
{
public:
    explicit SimCardSlot(std::string reader = "Simulated Card Reader 00 00");

    Done insert(const QString &path);  // a card file
    void insert(CardFile file);        // a card that is in already is taken out first
    void remove();
    // "unplug" (the reader is gone), "daemon" (pcscd is gone), "shared" (another program holds the card), "stall" (no
    // answer in time), "slow" (400 ms an answer), "garbage" (senseless answers), "hang" (an exchange that never
    // returns). `after` commands go well first. BadArgument for any other name.
    Done setFault(const std::string &fault, int after = 0);
    void heal();
    [[nodiscard]] int exchanges() const;     // commands answered since the card was inserted
    [[nodiscard]] int pinTriesLeft() const;  // of the card that is in; -1 without one

    Result<std::vector<CardSlot>> cardSlots() override;
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override;
    void cancelWait() override;
    Result<Bytes> connect(const std::string &reader) override;
    Result<Bytes> transmit(const Bytes &command, std::chrono::milliseconds atMost) override;
    void disconnect() override;

private:
    enum class Trouble
    {
        None,
        Unplug,
        Daemon,
        Shared,
        Stall,
        Slow,
        Garbage,
        Hang
    };

    [[nodiscard]] Trouble trouble() const;
    [[nodiscard]] Done reachable() const;
    [[nodiscard]] std::vector<CardSlot> slotsNow() const;
    void takeOut();

    const std::string m_reader;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::unique_ptr<SimSmartCard> m_card;
    bool m_connected = false;
    bool m_cancelled = false;
    unsigned m_insertion = 0;
    unsigned m_changes = 0;  // wakes waits
    Trouble m_trouble = Trouble::None;
    int m_goodFirst = 0;
};

}  // namespace hall::device
