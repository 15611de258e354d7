// SPDX-License-Identifier: GPL-3.0-or-later
// Who may open maintenance (decision D16): a card of the signed staff list and its PIN. Five tries are free, then each
// wrong one starts a wait that doubles. A try is written before it is judged, so pulling the plug does not win one
// back; waits run on monotonic time and start anew with the program, so setting the clock does not shorten them. One
// thread at a time; waits for the store, and enter() computes for about a tenth of a second.
#pragma once

#include "app/domain/base/clock.h"
#include "app/domain/base/result.h"
#include "app/upkeep/stafflist.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <chrono>
#include <optional>

namespace hall {

class KioskStore;

class StaffGate
{
public:
    static constexpr int freeTries = 5;
    static constexpr std::chrono::seconds firstWait{15};
    static constexpr std::chrono::seconds longestWait{3600};

    // Reads the tries of earlier runs. Both references must outlive the gate.
    StaffGate(KioskStore &store, const Clock &clock);

    // Puts a list into force; a bad one leaves the former. SignatureBad, FileInvalid.
    [[nodiscard]] Done load(const QByteArray &json, const QByteArray &signature, const QByteArray &centreKey);

    // StaffUnknownCard, StaffExpired, StaffLocked; else the role the PIN will open.
    [[nodiscard]] Result<StaffRole> present(const QString &cardNumber) const;
    // StaffWrongPin beside the above. A fault of the store when the try cannot be written: then nobody gets in.
    [[nodiscard]] Result<StaffRole> enter(const QString &cardNumber, const QString &pin);
    [[nodiscard]] bool listed() const { return m_list.has_value(); }
    // As the list has it; empty without a list.
    [[nodiscard]] QByteArray tagOf(const QString &cardNumber) const;
    // What is left of the wait; rounded up; zero when the card may try.
    [[nodiscard]] std::chrono::seconds lockedFor(const QString &cardNumber) const;

private:
    struct Tries
    {
        int wrong = 0;                             // since the last right PIN
        std::chrono::milliseconds lockedUntil{0};  // monotonic
    };

    [[nodiscard]] Result<StaffEntry> admitted(const QString &cardNumber) const;
    [[nodiscard]] std::chrono::milliseconds remaining(const QByteArray &cardTag) const;
    [[nodiscard]] Done write(const QHash<QByteArray, Tries> &tries);
    void readTries();
    void lock(Tries &tries) const;

    KioskStore &m_store;
    const Clock &m_clock;
    std::optional<StaffList> m_list;
    QHash<QByteArray, Tries> m_tries;  // by card tag
};

}  // namespace hall
