// SPDX-License-Identifier: GPL-3.0-or-later
// The drivers over recordings of their devices (tests/data/recordings), as the contract sees them.
#pragma once

#include "tests/contract/fitted.h"

#include <string>
#include <utility>
#include <vector>

namespace hall::test {

[[nodiscard]] const std::vector<std::pair<std::string, Fitted (*)()>> &replayedMakers();

}  // namespace hall::test
