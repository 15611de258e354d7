// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/cabinet/keypad.h"

#include <algorithm>
#include <cstring>

namespace hall::device {

namespace {

constexpr std::pair<unsigned, Cabinet::Key> keys[] = {
    {KEY_UP, Cabinet::Key::Up},           {KEY_KP8, Cabinet::Key::Up},         {KEY_DOWN, Cabinet::Key::Down},
    {KEY_KP2, Cabinet::Key::Down},        {KEY_LEFT, Cabinet::Key::Left},      {KEY_KP4, Cabinet::Key::Left},
    {KEY_RIGHT, Cabinet::Key::Right},     {KEY_KP6, Cabinet::Key::Right},      {KEY_ENTER, Cabinet::Key::Select},
    {KEY_KPENTER, Cabinet::Key::Select},  {KEY_KP5, Cabinet::Key::Select},     {KEY_SPACE, Cabinet::Key::Select},
    {KEY_ESC, Cabinet::Key::Back},        {KEY_BACKSPACE, Cabinet::Key::Back}, {KEY_F1, Cabinet::Key::Help},
    {KEY_HELP, Cabinet::Key::Help},       {KEY_TAB, Cabinet::Key::Next},       {KEY_PAGEDOWN, Cabinet::Key::Next},
    {KEY_PAGEUP, Cabinet::Key::Previous},
};

constexpr int pressed = 1;  // 0 released, 2 repeated by the kernel

}  // namespace

void KeypadDecoder::reset()
{
    m_partSize = 0;
    m_lost = false;
}

void KeypadDecoder::take(std::span<const unsigned char> bytes, const Out &out)
{
    while (!bytes.empty()) {
        const std::size_t more = std::min(bytes.size(), m_part.size() - m_partSize);
        std::memcpy(m_part.data() + m_partSize, bytes.data(), more);
        m_partSize += more;
        bytes = bytes.subspan(more);
        if (m_partSize == m_part.size()) {
            input_event whole{};
            std::memcpy(&whole, m_part.data(), sizeof whole);
            m_partSize = 0;
            event(whole, out);
        }
    }
}

void KeypadDecoder::event(const input_event &event, const Out &out)
{
    if (event.type == EV_SYN && event.code == SYN_DROPPED) {
        m_lost = true;
    } else if (event.type == EV_SYN && event.code == SYN_REPORT) {
        m_lost = false;
    } else if (event.type == EV_KEY && event.value == pressed && !m_lost) {
        const auto *const known = std::find_if(std::begin(keys), std::end(keys),
                                               [&event](const auto &one) { return one.first == event.code; });
        if (known != std::end(keys)) {
            out(known->second);
        }
    }
}

}  // namespace hall::device
