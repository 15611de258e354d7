// SPDX-License-Identifier: GPL-3.0-or-later
// A card whose holder is asked for its PIN, so that it can be read; what is typed, and what became of it.
#pragma once

#include "app/domain/identity.h"
#include "app/session/pinentry.h"
#include "drivers/core/device.h"

#include <QString>

#include <memory>
#include <optional>

namespace hall {

struct PinPad
{
    enum class Step
    {
        Enter,
        Fresh,
        Repeat
    } step = Step::Enter;
    QString reader;
    std::shared_ptr<const device::AuthorisationNeed> need;
    PinEntry entry;
    Sensitive<std::string> shown;            // to the card; wanted once more if it is to be changed
    Sensitive<std::string> fresh;            // the new one, entered once
    std::shared_ptr<const Identity> holder;  // whom the card named after an initial PIN; not signed in
    std::optional<Fault> fault;
};

}  // namespace hall
