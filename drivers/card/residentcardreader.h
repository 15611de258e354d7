// SPDX-License-Identifier: GPL-3.0-or-later
// The resident identity card reader (SDT module, GA 467) over USB, a serial line or a simulator.
#pragma once

#include "drivers/card/sdtframe.h"
#include "drivers/core/device.h"
#include "drivers/core/recovery.h"
#include "drivers/transport/bytetransport.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace hall::device {

class ResidentCardLoop;

// Facts in the snapshot: "media": "none" | "present"; "sam": identity of the reader's security module. Link: Ready;
// Absent while the reader is not plugged in; Suspended while it answers nonsense or nothing and is reset and reopened;
// Failed when the module reports that it is broken or not authorised, or when no reset helped (asked again all the
// while).
class ResidentCardReader final : public CardReader
{
public:
    struct Options
    {
        std::string id = "id-card-reader";
        std::chrono::milliseconds pollPeriod{300};  // of find, and of the presence check while a card lies there
        int removedAfter = 3;                       // presence checks in a row that fail
        // Many modules answer "no card" for one that they have read until it is lifted, and after a restart of the
        // kiosk too; every so many polls a read is tried without a find.
        int blindReadEvery = 5;
        std::chrono::milliseconds shortTime{300};     // status, find, select
        std::chrono::milliseconds baseTime{2500};     // text and photo
        std::chrono::milliseconds addressTime{2000};  // latest address
        // Whether the card holds fingerprints is found out by reading them too, so only where somebody wants to know;
        // they are overwritten at once. A module that does not know the command reads without.
        bool asksFingerprint = false;
        std::chrono::milliseconds fingerprintTime{3500};  // text, photo and fingerprints
        std::chrono::milliseconds openTime{1000};
        int failuresBeforeReset = 3;  // failed exchanges in a row
        RecoveryLadder::Options recovery{.rungs = {Rung::SoftReset, Rung::Reopen, Rung::PortReset}};
    };

    ResidentCardReader(std::shared_ptr<ByteTransport> transport, Options options);
    explicit ResidentCardReader(std::shared_ptr<ByteTransport> transport);
    ~ResidentCardReader() override;

    void setEvents(Events events) override;
    void setPolling(bool on) override;  // owner's thread; a card that lies there is still watched until it is lifted
    void start() override;
    void stop() override;  // within the longest single time-out above
    [[nodiscard]] StateBoard &board() override;

private:
    std::shared_ptr<ByteTransport> m_transport;
    Options m_options;
    Events m_events;
    StateBoard m_board;
    std::unique_ptr<ResidentCardLoop> m_loop;
    bool m_polling = true;
};

}  // namespace hall::device
