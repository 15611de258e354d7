// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simcodescanner.h"

namespace hall::device {

namespace {

constexpr std::size_t usbPacket = 64;  // of a CDC-ACM scanner at full speed
constexpr unsigned char topBit = 0x80;

}  // namespace

SimCodeScanner::SimCodeScanner()
    : SimLine({.what = "code scanner",
               .faults = {"unplug", "stall", "slow", "garbage"},
               .packet = usbPacket,
               .noise = topBit})
{
}

void SimCodeScanner::scan(const std::string &code)
{
    const std::lock_guard lock(m_mutex);
    const Trouble now = speaks();
    if (now == Trouble::Unplug) {
        return;
    }
    say(std::string_view(code).substr(0, now == Trouble::Stall ? code.size() / 2 : code.size()), now);
    if (now != Trouble::Stall) {
        say("\r", now == Trouble::Slow ? now : Trouble::None);
    }
}

}  // namespace hall::device
