// SPDX-License-Identifier: GPL-3.0-or-later
// What a scanner that types sends to the kernel, as the event node gives it: struct input_event after struct
// input_event. Written from linux/input.h and a keyboard of the US, apart from the driver's table.
#pragma once

#include "drivers/core/values.h"

#include <linux/input.h>

#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hall::test {

class TypedKeys
{
public:
    TypedKeys &event(unsigned short type, unsigned short code, int value)
    {
        input_event made{};
        made.type = type;
        made.code = code;
        made.value = value;
        const auto *const bytes = reinterpret_cast<const unsigned char *>(&made);
        m_bytes.insert(m_bytes.end(), bytes, bytes + sizeof made);
        return *this;
    }
    TypedKeys &report() { return event(EV_SYN, SYN_REPORT, 0); }
    TypedKeys &down(unsigned short key)
    {
        return event(EV_MSC, MSC_SCAN, 0x70000 + key).event(EV_KEY, key, 1).report();
    }
    TypedKeys &up(unsigned short key) { return event(EV_KEY, key, 0).report(); }
    TypedKeys &press(unsigned short key) { return down(key).up(key); }
    TypedKeys &with(unsigned short held, unsigned short key) { return down(held).press(key).up(held); }

    // Printable ASCII.
    TypedKeys &type(std::string_view text)
    {
        for (const char c : text) {
            const auto [key, shift] = keyOf(c);
            shift ? with(KEY_LEFTSHIFT, key) : press(key);
        }
        return *this;
    }
    TypedKeys &enter() { return press(KEY_ENTER); }

    [[nodiscard]] const device::Bytes &bytes() const { return m_bytes; }

private:
    static std::pair<unsigned short, bool> keyOf(char c)
    {
        static constexpr std::string_view plain = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./ ";
        static constexpr std::string_view shifted = "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?";
        static const std::vector<unsigned short> rows = [] {
            std::vector<unsigned short> all{KEY_GRAVE};
            for (unsigned short key = KEY_1; key <= KEY_EQUAL; ++key) {
                all.push_back(key);
            }
            for (unsigned short key = KEY_Q; key <= KEY_RIGHTBRACE; ++key) {
                all.push_back(key);
            }
            all.push_back(KEY_BACKSLASH);
            for (unsigned short key = KEY_A; key <= KEY_APOSTROPHE; ++key) {
                all.push_back(key);
            }
            for (unsigned short key = KEY_Z; key <= KEY_SLASH; ++key) {
                all.push_back(key);
            }
            all.push_back(KEY_SPACE);
            return all;
        }();
        if (const std::size_t at = plain.find(c); at != std::string_view::npos) {
            return {rows.at(at), false};
        }
        return {rows.at(shifted.find(c)), true};
    }

    device::Bytes m_bytes;
};

}  // namespace hall::test
