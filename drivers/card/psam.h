// SPDX-License-Identifier: GPL-3.0-or-later
// The security module (PSAM) in a slot of its own, which computes what a social security card wants to see before it
// lets its holder file be read. Keys never leave it.
#pragma once

#include "drivers/card/apdu.h"
#include "drivers/transport/smartcardtransport.h"

#include <chrono>
#include <string>

namespace hall::device {

// What the module computes from the card's challenge (eight bytes each): its key is diversified by the region and by
// the factor, the card's first eight historical bytes. SELECT DF01; 80 1A 47 00 10 ‹region "sx"› ‹factor›; 80 FA 00 00
// 08 ‹challenge›: the commands are those of PBOC's PSAM (INIT_FOR_DESCRYPT, DES_CRYPT), key use 47 and the order of the
// factors as public readers do it; to be checked with a module of the region.
// CardNeedsAuth: the module does not do it (the detail says at which step); the faults of `module`.
[[nodiscard]] Result<Sensitive<Bytes>> moduleAnswer(const apdu::Exchange &module, const std::string &region,
                                                    const Bytes &factor, const Bytes &challenge);

// The same with the module in the slot that `reader` is part of the name of. Every fault is CardNeedsAuth: what is
// wrong with the module is not wrong with the card. The module is let go afterwards. Not thread-safe.
[[nodiscard]] Result<Sensitive<Bytes>> askModule(SmartCardTransport &transport, const std::string &reader,
                                                 std::chrono::milliseconds exchangeTime, const std::string &region,
                                                 const Bytes &factor, const Bytes &challenge);

}  // namespace hall::device
