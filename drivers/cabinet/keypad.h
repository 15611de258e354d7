// SPDX-License-Identifier: GPL-3.0-or-later
// The keys to be felt, where they are a keyboard of their own (an event node of the kernel, grabbed): events become
// keys that move about the screen. All other keys of such a keyboard do nothing.
#pragma once

#include "drivers/core/device.h"

#include <linux/input.h>

#include <array>
#include <functional>
#include <span>

namespace hall::device {

// linux/input-event-codes.h: arrows, Enter, Tab, Page Up and Down, Escape, Backspace, F1 and Help, the number pad's own
// arrows. Pads for kiosks leave the factory with some of these or can be set to them.
class KeypadDecoder
{
public:
    using Out = std::function<void(Cabinet::Key key)>;

    void take(std::span<const unsigned char> bytes, const Out &out);  // portions of input_event
    void reset();

private:
    void event(const input_event &event, const Out &out);

    std::array<unsigned char, sizeof(input_event)> m_part{};
    std::size_t m_partSize = 0;
    bool m_lost = false;  // the kernel's buffer ran over: nothing until the next report
};

}  // namespace hall::device
