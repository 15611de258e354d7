// SPDX-License-Identifier: GPL-3.0-or-later
// How a print ended, from the printer's driver to the print journal. Pure, any thread.
#pragma once

#include "app/store/records.h"
#include "drivers/core/values.h"

namespace hall {

[[nodiscard]] constexpr PrintOutcome journalOutcome(device::PrintOutcome outcome)
{
    switch (outcome) {
    case device::PrintOutcome::Printed:
        return PrintOutcome::Printed;
    case device::PrintOutcome::NotPrinted:
        return PrintOutcome::NotPrinted;
    case device::PrintOutcome::Unknown:
        break;
    }
    return PrintOutcome::Unknown;
}

}  // namespace hall
