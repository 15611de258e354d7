// SPDX-License-Identifier: GPL-3.0-or-later
// Which offices answer what kiosks ask (ASKING.md), as the command line says it.
#pragma once

#include "app/gateway/officeline.h"

#include <QByteArray>
#include <QStringList>

#include <array>
#include <memory>

namespace hall::gateway {

// Values of `--ask` and those beside it: VALUE for all that have none of their own, or OFFICE=VALUE; OFFICE is records,
// e-cards or card-keys.
struct OfficeWords
{
    QStringList addresses;  // https://…, http to this machine, or none
    QStringList ca;         // files
    QStringList tokens;
    QStringList certificates;
    QStringList keys;
};

struct Offices
{
    std::shared_ptr<OfficeLine> records;  // each may be null: nobody is asked
    std::shared_ptr<OfficeLine> eCards;
    std::shared_ptr<OfficeLine> cardKeys;

    [[nodiscard]] std::array<OfficeLine *, 3> lines() const { return {records.get(), eCards.get(), cardKeys.get()}; }
    [[nodiscard]] bool any() const { return records || eCards || cardKeys; }
};

// How long an office may take where nothing else is said: a kiosk waits three seconds for all of it.
inline constexpr std::chrono::milliseconds kAskDeadline{2000};
inline constexpr int kMostAskMs = 2500;

// An office with an address of its own is shown only what is given for it by name: what the core knows the gateway by
// goes to nobody else. BadArgument names what is wrong; KeyMissing: a token cannot be read.
[[nodiscard]] Result<Offices> officesFrom(const OfficeWords &words, std::chrono::milliseconds deadline, int atOnce,
                                          const Clock &clock);

// Of /metrics.
[[nodiscard]] QByteArray officeMetrics(const Offices &offices);

}  // namespace hall::gateway
