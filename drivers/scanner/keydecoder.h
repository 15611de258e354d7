// SPDX-License-Identifier: GPL-3.0-or-later
// A scanner that types, as the kernel reports it: struct input_event (linux/input.h) → characters of a US keyboard.
#pragma once

#include <linux/input.h>

#include <array>
#include <cstddef>
#include <functional>
#include <span>

namespace hall::device {

// Shift chooses the other character of a key. A key pressed together with Ctrl, Alt or Meta, one that stands for no
// character (F1, Escape, Tab, arrows), and events that the kernel lost are told as `foreign`: what was typed is then
// not what the code said. So are the digits of ALT + number pad. Lock keys and repetitions say nothing.
class KeyDecoder
{
public:
    static constexpr unsigned char foreign = 0x00;
    static constexpr unsigned char enter = 0x0D;
    using Out = std::function<void(unsigned char character)>;

    ~KeyDecoder();

    // Bytes as read(2) gives them, in any portions.
    void take(std::span<const unsigned char> bytes, const Out &out);
    void reset();  // nothing is pressed, nothing half received

private:
    void event(const input_event &event, const Out &out);
    void key(unsigned code, int value, const Out &out);
    [[nodiscard]] bool modifier(unsigned code, bool down);

    std::array<unsigned char, sizeof(input_event)> m_part{};
    std::size_t m_partSize = 0;
    unsigned m_shifts = 0;    // bits of the shift keys that are down
    unsigned m_commands = 0;  // bits of Ctrl, Alt and Meta
    bool m_lost = false;      // until the next report is whole
};

}  // namespace hall::device
