// SPDX-License-Identifier: GPL-3.0-or-later
// A chip card that answers commands from a card file: selection, records in both addressing modes, access conditions,
// PIN, external authentication, and the faults the file asks for. Not thread-safe; whoever holds it locks.
#pragma once

#include "drivers/sim/cardfile.h"

namespace hall::device {

class SimSmartCard
{
public:
    explicit SimSmartCard(CardFile file);

    [[nodiscard]] const CardFile &file() const { return m_file; }
    void reset();  // selection and rights are lost, the PIN's tries are not
    // Status word included. Nothing when the card has been pulled out (fault pull_after).
    [[nodiscard]] std::optional<Bytes> answer(const Bytes &command);
    [[nodiscard]] int answered() const { return m_answered; }
    [[nodiscard]] int pinTriesLeft() const { return m_pinTries; }

private:
    Bytes dispatch(const Bytes &command);
    Bytes select(const Bytes &command);
    Bytes selectByName(const Bytes &aid);
    Bytes readRecord(const Bytes &command);
    Bytes verify(const Bytes &command);
    Bytes changePin(const Bytes &command);
    Bytes wrongPin();
    Bytes internalAuthenticate(const Bytes &command);
    Bytes externalAuthenticate(const Bytes &command);
    Bytes getResponse(const Bytes &command);
    Bytes module(const Bytes &command);
    [[nodiscard]] bool allowed(const std::string &path) const;

    CardFile m_file;
    std::string m_lastHeader;    // CLA INS P1 P2 of the command before, in hex
    std::string m_application;   // "SSSE", "SSSE/DF02" or an AID; empty: the master file
    std::string m_selected;      // path of the current elementary file
    Bytes m_waiting;             // for GET RESPONSE
    bool m_moduleReady = false;  // its key was diversified
    bool m_pinShown = false;
    bool m_authenticated = false;
    bool m_challenged = false;  // a random number was given out and not used yet
    int m_pinTries = 0;
    int m_answered = 0;
};

}  // namespace hall::device
