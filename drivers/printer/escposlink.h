// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation with one printer: asks its status, follows its conditions and markers, and makes sure that nothing
// of an earlier paper is left in it. One thread at a time; no call blocks past the time it is given.
#pragma once

#include "drivers/core/worker.h"
#include "drivers/printer/printerstate.h"
#include "drivers/transport/bytetransport.h"

#include <functional>
#include <memory>

namespace hall::device {

class EscposLink
{
public:
    EscposLink(std::unique_ptr<ByteTransport> transport, PrinterProfile profile,
               std::chrono::milliseconds answerWithin);

    // Called on this thread when the conditions differ, never in the middle of a round of questions.
    void setChanged(std::function<void()> changed) { m_changed = std::move(changed); }
    // Called on any thread when the printer may have been plugged in. Set before open().
    void onArrival(std::function<void()> come) { m_transport->onArrival(std::move(come)); }
    [[nodiscard]] const PrinterProfile &profile() const { return m_profile; }
    [[nodiscard]] bool answers() const { return m_profile.proof != 'D'; }  // level D is never asked anything

    Done open(std::chrono::milliseconds atMost);  // also clears what the printer holds, where it can be told to
    void close();
    void resetPort();  // closes as well
    [[nodiscard]] std::string identity() const { return m_transport->identity(); }
    [[nodiscard]] bool isOpen() const { return m_transport->isOpen(); }

    // Asks everything; asks again when the answer turns good into bad or the other way, because printers send one stale
    // status when they change. DeviceTimeout when it stays silent, DeviceDisconnected when it is gone.
    Done refresh();
    [[nodiscard]] Conditions conditions() const { return m_conditions; }
    [[nodiscard]] std::optional<Fault> fault() const { return printerFault(m_conditions); }

    // Some bytes of a job. A fault of DeviceTimeout means: go on from `bytes`.
    Written send(std::span<const unsigned char> bytes, std::chrono::milliseconds atMost);
    // Takes in what the printer says, waiting at most so long for the first byte.
    Done listen(std::chrono::milliseconds atMost);
    [[nodiscard]] const std::string &lastProcessId() const { return m_lastProcessId; }
    [[nodiscard]] int inOrderAnswers() const { return m_inOrderAnswers; }
    void forgetMarkers();

    // DLE DC4 8, when the profile has it. DeviceProtocol when the printer does not confirm.
    Done clearBuffer();

    // Draws what is in the mouth into the bin, by the profile's command.
    Done retract();

    // A paper was not finished: its bytes may be in the printer (`hanging` of them still missing from the command it
    // is in, at most) and its upper part in the paper path.
    void leaveUnfinished(std::size_t hanging);
    [[nodiscard]] bool clean() const { return !m_bufferDirty && !m_paperDirty; }
    // Clears, feeds and cuts as far as the printer's state allows; ok when nothing is left.
    Done heal();

private:
    Done refreshOnce();
    Done ask(int query);
    Done askAll();
    Done sendWhole(std::span<const unsigned char> bytes, std::chrono::milliseconds atMost);
    Done finishCommand(std::chrono::milliseconds atMost);
    Done leaveHead();
    Done writeWhite(std::size_t &bytes, std::chrono::milliseconds atMost);
    void recoverOnce();
    void apply(const std::vector<StatusEvent> &events);
    void apply(const StatusUpdate &update);

    std::unique_ptr<ByteTransport> m_transport;
    PrinterProfile m_profile;
    std::chrono::milliseconds m_answerWithin;
    std::function<void()> m_changed;
    StatusParser m_parser;
    Conditions m_conditions;
    Bytes m_tail;  // the rest of a short command that was taken in part: it goes out before anything else
    bool m_asking = false;
    int m_answeredQuery = 0;
    int m_inOrderAnswers = 0;
    int m_cleared = 0;
    std::string m_lastProcessId;
    bool m_bufferDirty = false;
    bool m_paperDirty = false;
    bool m_recoverSent = false;
    std::size_t m_hanging = 0;  // bytes that the command in the printer may still wait for
    std::size_t m_head = 0;     // of these the first, in which a query would be taken for a size
};

}  // namespace hall::device
