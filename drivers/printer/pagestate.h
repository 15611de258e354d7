// SPDX-License-Identifier: GPL-3.0-or-later
// What a page printer's words mean to people: the fault that must be dealt with, and the facts of a snapshot.
#pragma once

#include "drivers/core/device.h"
#include "drivers/printer/ippmessage.h"

#include <map>
#include <optional>
#include <string>

namespace hall::device {

// Why it cannot print now; nothing when it can. Its words about severity are not all to be believed: what is called an
// error, and everything that hinders while it has stopped, counts. One of several trays being empty is only a warning.
[[nodiscard]] std::optional<Fault> pageFault(const ipp::PrinterSays &says);
// What a document that does not come to its end most likely waits for, whatever the printer calls it.
[[nodiscard]] std::optional<Fault> hindrance(const ipp::PrinterSays &says);
// Failed when only a technician can help, Blocked when a person must act, Suspended when it heals itself.
[[nodiscard]] Link pageLink(const Fault &fault);
// paper "ok" "near-end" "out" · cover "open" "closed" · jam bool · toner "ok" "low" "out" · tray "ok" "full" · model ·
// identity, where it tells one · says: its reasons that have no fact here, as it told them, for technicians.
[[nodiscard]] std::map<std::string, Fact> pageFacts(const ipp::PrinterSays &says);
[[nodiscard]] std::map<std::string, Fact> unknownPageFacts();  // of one that has not spoken yet

}  // namespace hall::device
