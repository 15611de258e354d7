// SPDX-License-Identifier: GPL-3.0-or-later
// The social security card reader: watches PC/SC slots, reads each card once when it comes, tells when it goes.
#pragma once

#include "drivers/card/socialcard.h"
#include "drivers/core/device.h"
#include "drivers/core/recovery.h"
#include "drivers/transport/smartcardtransport.h"

#include <chrono>
#include <memory>
#include <string>

namespace hall::device {

class SocialCardLoop;

// Facts in the snapshot: "media": "none" | "present" | "mute"; "interface": "contact" | "contactless" while a card is
// known; "reader": name of the slot in use. Link: Ready; Suspended while pcscd is away (comes back by itself) or says
// nonsense; Absent while no reader is plugged in; Failed when no new connection helped (asked again all the while);
// Hung when an exchange never returned.
//
// A card that is in the reader before and after such a gap of at most `blip` is compared by its identification number
// and, being the same, causes no event, so that a visit outlives it. So is one that leaves its slot while another slot
// holds a card: a card of both interfaces is one card and makes one visit. Of several cards the one in contacts is
// read.
//
// A card whose holder file wants authorisation is held, connected, while Events::needsAuthorisation is listened to and
// its region's profile names a way; where none is left it ends as failed(CardNeedsAuth) or with what went wrong last.
class SocialCardReader final : public CardReader, public CardAuthorisation
{
public:
    struct Options
    {
        std::string id = "social-card-reader";
        std::string readerFilter;                      // part of the reader's name; empty: any (keeps a PSAM slot out)
        std::chrono::milliseconds readDeadline{3000};  // a whole card; at 9600 bit/s the slowest needs about 1 s
        std::chrono::milliseconds apduDeadline{1000};  // one exchange
        std::chrono::milliseconds hangGrace{1000};     // after readDeadline, before the reader counts as hung
        std::chrono::milliseconds sharingPause{100};   // between tries while another program holds the card
        int sharingTries = 4;
        RecoveryLadder::Options recovery{.rungs = {Rung::Reopen}};  // of the connection to pcscd
        std::chrono::milliseconds blip{30000};
        // After such a gap, before a card that is not seen counts as taken: pcscd looks into a slot every 400 ms, and
        // at all of them only some time after it began.
        std::chrono::milliseconds settle{1500};
        std::optional<Sensitive<std::string>> pin;  // for the first card only
        bool pinLastTry = false;  // and shown although it may be the card's last try: its holder knows
        std::shared_ptr<const std::vector<RegionProfile>> regions;  // may be null: no card is authorised
        // A connection of its own to the slots, for the security module that a region's chain may name; null: none.
        std::shared_ptr<SmartCardTransport> module;
        bool holds = false;  // set by the reader: cards that need authorisation stay connected
    };

    SocialCardReader(std::shared_ptr<SmartCardTransport> transport, Options options);
    explicit SocialCardReader(std::shared_ptr<SmartCardTransport> transport);
    ~SocialCardReader() override;

    void setEvents(Events events) override;
    void setPolling(bool on) override;  // owner's thread; off: arriving cards wait unread, removal is still told
    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override;
    [[nodiscard]] CardAuthorisation *authorisation() override { return this; }

    void beginVisit() override;
    void verifyPin(Sensitive<std::string> digits, bool lastTry) override;
    void continueRemote(RemoteAnswer answer) override;
    void refused(Fault fault) override;
    void giveUp() override;
    void changePin(Sensitive<std::string> old, Sensitive<std::string> fresh, std::function<void(Done)> done) override;
    void askPin(PinDone done) override;
    void provePin(Sensitive<std::string> digits, bool lastTry, PinDone done) override;

private:
    std::shared_ptr<SmartCardTransport> m_transport;
    Options m_options;
    Events m_events;
    StateBoard m_board;
    std::unique_ptr<SocialCardLoop> m_loop;  // start() and stop() on the owner's thread, as all that use it
    bool m_polling = true;
};

}  // namespace hall::device
