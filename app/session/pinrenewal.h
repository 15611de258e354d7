// SPDX-License-Identifier: GPL-3.0-or-later
// The holder gives the social security card in a reader another PIN: the present one first, then the new one twice. The
// tries are the card's and the visit's (HolderAuthorisation). GUI thread.
#pragma once

#include "app/session/pinentry.h"
#include "drivers/hub/devicehub.h"

#include <QVariantMap>

namespace hall {

class PinRenewal : public QObject
{
public:
    struct Parts
    {
        std::function<void()> changed;  // what page() says is another; first when the card can be asked for its PIN
        std::function<void(bool)> busy;
        // Changed, or why not; initial: the PIN it had was one that cards are handed out with. Never after end().
        std::function<void(const Done &done, bool initial)> ended;
    };

    PinRenewal(DeviceHub &hub, Parts parts);

    // reader, card: of the visitor, and the number of the card that lies there.
    void begin(const QString &reader, const QString &card);
    void end();                              // nothing that was typed is left, and a late answer counts for nothing
    [[nodiscard]] QVariantMap page() const;  // as Session::pin, steps "old", "new" and "repeat"
    [[nodiscard]] PinEntry *entry() { return m_asking ? nullptr : &m_entry; }
    void enter();

private:
    enum class Step
    {
        Old,
        Fresh,
        Repeat
    };

    void onAnswer(const device::PinAnswer &answer, bool shown);
    void show();
    void change();
    void onChanged(const Done &done);
    void await(Step step);
    void stop(const Done &done);

    DeviceHub &m_hub;
    Parts m_parts;
    QString m_reader;
    QString m_card;
    Step m_step = Step::Old;
    PinEntry m_entry;
    Sensitive<std::string> m_old;
    Sensitive<std::string> m_fresh;
    int m_digits = 0;
    std::optional<int> m_triesLeft;
    bool m_lastTry = false;
    bool m_initial = false;
    bool m_asking = true;  // the card, or nothing is under way
    int m_round = 0;       // of begin() and end(): answers to an earlier one are too late
    std::optional<Fault> m_fault;
};

}  // namespace hall
