// SPDX-License-Identifier: GPL-3.0-or-later
// The social security card reader: watches PC/SC slots, reads each card once when it comes, tells when it goes.
#pragma once

#include "drivers/card/socialcard.h"
#include "drivers/core/device.h"
#include "drivers/transport/smartcardtransport.h"

#include <chrono>
#include <memory>
#include <string>

namespace hall::device {

class SocialCardLoop;

// Facts in the snapshot: "media": "none" | "present" | "mute"; "interface": "contact" | "contactless" while a card is
// known; "reader": name of the slot in use. Link: Ready; Suspended while pcscd is away (comes back by itself); Absent
// while no reader is plugged in; Hung when an exchange never returned.
//
// A card that is in the reader before and after such a gap of at most `blip` is compared by its identification number
// and, being the same, causes no event, so that a visit outlives it.
class SocialCardReader final : public CardReader
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
        std::vector<std::chrono::milliseconds> backOff{std::chrono::milliseconds(500), std::chrono::seconds(1),
                                                       std::chrono::seconds(2), std::chrono::seconds(5)};
        std::chrono::milliseconds blip{30000};
        SocialCardOptions card;  // the PIN, when there is one, is for the first card only
    };

    SocialCardReader(std::shared_ptr<SmartCardTransport> transport, Options options);
    explicit SocialCardReader(std::shared_ptr<SmartCardTransport> transport);
    ~SocialCardReader() override;

    void setEvents(Events events) override;
    void setPolling(bool on) override;  // owner's thread; off: arriving cards wait unread, removal is still told
    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override;

private:
    std::shared_ptr<SmartCardTransport> m_transport;
    Options m_options;
    Events m_events;
    StateBoard m_board;
    std::unique_ptr<SocialCardLoop> m_loop;
    bool m_polling = true;
};

}  // namespace hall::device
