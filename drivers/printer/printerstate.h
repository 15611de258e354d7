// SPDX-License-Identifier: GPL-3.0-or-later
// What a set of conditions means to people: the one fault that must be dealt with first, and the facts of a snapshot.
#pragma once

#include "drivers/core/device.h"
#include "drivers/printer/statusparser.h"

#include <optional>

namespace hall::device {

// The first thing to deal with, or nothing when the printer can print.
[[nodiscard]] std::optional<Fault> printerFault(Conditions conditions);
// Whether a paper in the making is lost by it. A hot head or a pressed feed button only makes it wait.
[[nodiscard]] bool stopsPaper(const Fault &fault);
// "printed", "not-printed", "unknown"
[[nodiscard]] const char *outcomeName(PrintOutcome outcome);
// Failed when only a technician can help, Blocked when a person must act, Suspended when it heals itself.
[[nodiscard]] Link linkFor(const Fault &fault);
// paper "ok" "near-end" "out" · cover "open" "closed" · cutter "ok" "fault" · jam bool · head "ok" "hot" "up" ·
// mouth "empty" "occupied", not supported without a presenter. The printer adds paper-left-mm, an estimate, and with a
// presenter last-paper: "none" "presented" "taken" "left" "retracted".
[[nodiscard]] std::map<std::string, Fact> printerFacts(Conditions conditions, const PrinterProfile &profile);
// The same names, for a printer that has not spoken yet.
[[nodiscard]] std::map<std::string, Fact> unknownFacts(const PrinterProfile &profile);

}  // namespace hall::device
