// SPDX-License-Identifier: GPL-3.0-or-later
// The thread of a started ResidentCardReader: polls the module, reads each card once, tells what comes and goes.
#pragma once

#include "drivers/card/residentcardreader.h"
#include "drivers/card/sdtmodule.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace hall::device {

// Events and states are told on its thread.
class ResidentCardLoop
{
public:
    ResidentCardLoop(std::shared_ptr<ByteTransport> transport, const ResidentCardReader::Options &options,
                     const CardReader::Events &events, StateBoard &board, bool polling)
        : m_transport(std::move(transport)), m_module(*m_transport), m_options(options), m_events(events),
          m_board(board), m_polling(polling), m_ladder(m_options.recovery), m_salt(std::random_device{}()),
          m_thread([this](const std::stop_token &stop) { run(stop); })
    {
    }

    void setPolling(bool on)
    {
        {
            const std::lock_guard lock(m_wake->mutex);
            m_polling = on;
        }
        m_wake->changed.notify_all();
    }

private:
    void run(const std::stop_token &stop);
    Done session(const std::stop_token &stop);
    Done begin(const std::stop_token &stop);
    Done poll(const std::stop_token &stop);
    Done look(const std::stop_token &stop);
    Done watch(const std::stop_token &stop);
    Done recheck(const std::stop_token &stop);
    Done readCard(const std::stop_token &stop, bool blind, bool atStart);
    Done deliver(const std::stop_token &stop, sdt::BaseData base, std::chrono::steady_clock::time_point begun,
                 bool blind, bool atStart);
    Result<sdt::Answer> askBase(const std::stop_token &stop);
    Result<sdt::Answer> ask(sdt::Command command, std::chrono::milliseconds atMost, const std::stop_token &stop);
    void arrived(bool atStart);
    void failedCard(FaultCode code, const std::string &detail);
    void removed();
    std::chrono::milliseconds recover(const Fault &fault, const std::stop_token &stop);
    void ended(const Fault &fault);
    void pause(const std::stop_token &stop, std::chrono::milliseconds time, bool wakeOnPolling);
    void pauseUntilArrival(const std::stop_token &stop, std::chrono::milliseconds time);
    [[nodiscard]] std::size_t fingerprint(const Bytes &text) const;

    std::shared_ptr<ByteTransport> m_transport;
    sdt::Module m_module;
    const ResidentCardReader::Options m_options;
    const CardReader::Events m_events;
    StateBoard &m_board;
    std::atomic<bool> m_polling;

    // The transport's news may come while this object ends, so it is shared with them.
    struct Wake
    {
        std::mutex mutex;
        std::condition_variable_any changed;
        bool arrived = false;  // plugged in: the pause before the next try is over
    };
    const std::shared_ptr<Wake> m_wake = std::make_shared<Wake>();

    bool m_cardThere = false;
    bool m_afterGap = false;     // the reader was reopened since the card was read
    bool m_serialTells = true;   // the serial number of a card stays the same from selection to selection
    Bytes m_serial;              // of the card that lies there
    int m_missed = 0;            // presence checks in a row
    int m_emptyPolls = 0;        // finds in a row that saw nothing
    bool m_found = false;        // a find has been answered since the start
    bool m_readBlindly = false;  // and a read without a find has been tried, or is of no use any more
    int m_failures = 0;          // exchanges in a row
    RecoveryLadder m_ladder;
    const std::size_t m_salt;
    bool m_knowsFingerprints = true;  // until the module says otherwise
    std::size_t m_lastCard = 0;       // salted hash of the card read last: tells a card that never left, holds no data
    std::string m_samId;

    std::jthread m_thread;  // last: stops and joins before the rest goes
};

}  // namespace hall::device
