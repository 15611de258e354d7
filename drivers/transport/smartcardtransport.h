// SPDX-License-Identifier: GPL-3.0-or-later
// PC/SC as the drivers need it: readers, presence, and exchange of raw command bytes. Implemented over pcscd
// (pcsctransport.h) and over a simulated card (drivers/sim). One instance is used by one thread at a time, except
// cancelWait().
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <chrono>
#include <string>
#include <vector>

namespace hall::device {

struct CardSlot
{
    std::string reader;
    bool present = false;
    bool mute = false;  // a card is there but does not answer
    bool contactless = false;
    unsigned insertion = 0;  // differs after a card was taken out and another put in, however quickly
    bool operator==(const CardSlot &) const = default;
};

class SmartCardTransport
{
public:
    virtual ~SmartCardTransport() = default;

    // The slots as they are now. Fault DeviceNoDaemon when pcscd is away, DeviceDisconnected when no reader is.
    virtual Result<std::vector<CardSlot>> cardSlots() = 0;
    // Returns when a slot differs from `known`, a reader came or went, the time is over or cancelWait() was called.
    virtual Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) = 0;
    virtual void cancelWait() = 0;  // from any thread

    // Powers the card in `reader` for exclusive use and returns its ATR.
    virtual Result<Bytes> connect(const std::string &reader) = 0;
    // One command out, one answer back, status word included (at least two bytes). CardPulled when the card is gone.
    virtual Result<Bytes> transmit(const Bytes &command, std::chrono::milliseconds atMost) = 0;
    virtual void disconnect() = 0;  // unpowers the card
    // What connects this to the readers is made anew by the next call; a card that is connected is let go.
    virtual void reopen() { disconnect(); }
};

}  // namespace hall::device
