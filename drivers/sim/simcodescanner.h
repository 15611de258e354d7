// SPDX-License-Identifier: GPL-3.0-or-later
// A code scanner on a serial line, as bytes: the real SerialScanner reads it unchanged.
#pragma once

#include "drivers/sim/simline.h"

#include <string>

namespace hall::device {

// Faults of a line but for "short-write"; "stall": it stops in the middle of a code.
class SimCodeScanner final : public SimLine
{
public:
    SimCodeScanner();

    // Any thread. A code is held before it: its bytes and CR go out, whatever they are. A scanner that is unplugged
    // sees nothing.
    void scan(const std::string &code);
};

}  // namespace hall::device
