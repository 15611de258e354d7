// SPDX-License-Identifier: GPL-3.0-or-later
// The watching thread of a started SocialCardReader: what comes into the slots and goes, told as events and states.
#pragma once

#include "drivers/card/cardreading.h"
#include "drivers/card/holderauthorisation.h"
#include "drivers/card/socialcardreader.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hall::device {

// Events and states are told on the watching thread; a hung reader on a watchdog's.
class SocialCardLoop
{
public:
    struct BeginVisit
    {
    };
    struct ChangePin
    {
        Sensitive<std::string> old;
        Sensitive<std::string> fresh;
        std::function<void(Done)> done;
    };
    struct ProvePin
    {
        std::optional<HolderAuthorisation::Pin> pin;  // empty: only asked about
        CardAuthorisation::PinDone done;
    };
    using Command = std::variant<BeginVisit, HolderAuthorisation::Request, ChangePin, ProvePin>;

    SocialCardLoop(std::shared_ptr<SmartCardTransport> transport, const SocialCardReader::Options &options,
                   const CardReader::Events &events, StateBoard &board, bool polling);
    ~SocialCardLoop();  // ends the thread, and a read with it
    SocialCardLoop(const SocialCardLoop &) = delete;
    SocialCardLoop &operator=(const SocialCardLoop &) = delete;

    void setPolling(bool on);
    void post(Command command);  // done in turn on the watching thread

private:
    void run();
    bool step();
    void lost(Fault fault);
    std::chrono::milliseconds recover(Fault &fault);
    void found(const std::vector<CardSlot> &seen);
    void watch(const std::vector<CardSlot> &seen);
    void noteFirstLook(const std::vector<CardSlot> &seen);
    void arrive(const CardSlot &slot);
    void reunite(const CardSlot &slot);
    [[nodiscard]] bool carriesOn(const CardSlot &slot, Result<SocialCardContents> &contents);
    [[nodiscard]] bool movedOn(const std::vector<CardSlot> &seen);
    [[nodiscard]] const CardSlot *choose(const std::vector<CardSlot> &seen) const;
    void visitsBegin();
    void obey();
    void changePin(ChangePin &command);
    void provePin(ProvePin &command);
    void authorise(HolderAuthorisation::State state);
    [[nodiscard]] bool held(const Result<SocialCardContents> &contents) const;
    void leave();
    void forget();
    void showMedia(const char *media, const CardSlot *slot);
    [[nodiscard]] std::optional<CardSlot> waitBack(const std::string &reader);
    Result<SocialCardContents> read(const CardSlot &slot);
    void report(Result<SocialCardContents> contents);
    bool waitGone(const CardSlot &pulled, std::chrono::milliseconds atMost);
    void showActivity(bool busy);
    void showHung();
    void pause(std::chrono::milliseconds time);
    [[nodiscard]] bool stopping();
    [[nodiscard]] bool holdsModule(const std::string &reader) const;
    [[nodiscard]] bool fits(const CardSlot &slot) const;

    const std::shared_ptr<SmartCardTransport> m_transport;
    const SocialCardReader::Options m_options;
    const CardReader::Events m_events;
    StateBoard &m_board;
    std::atomic<bool> m_polling;
    std::optional<Sensitive<std::string>> m_pin;
    const std::shared_ptr<CardVariants> m_variants = std::make_shared<CardVariants>();
    CardReading m_reading;
    HolderAuthorisation m_authorisation;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Command> m_commands;
    bool m_stopping = false;
    bool m_ended = false;

    // The thread's own.
    std::optional<CardSlot> m_current;                 // the card that was told as arrived
    Bytes m_currentId;                                 // its identification number; empty when it was not read
    std::optional<Monotonic::time_point> m_lostSince;  // of daemon or reader
    // By reader: the insertion that its first look found a card in, until that card has been told.
    std::map<std::string, std::optional<unsigned>> m_firstLook;
    RecoveryLadder m_ladder;

    std::thread m_thread;
};

}  // namespace hall::device
