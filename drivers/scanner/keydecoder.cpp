// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/scanner/keydecoder.h"

#include "app/domain/base/sensitive.h"

#include <algorithm>
#include <cstring>

namespace hall::device {

namespace {

struct Key
{
    unsigned code;
    char plain;
    char shifted;
};

// The US layout of ISO/IEC 9995 as linux/input-event-codes.h numbers the keys; what scanners are set to in the factory.
constexpr Key keys[] = {
    {KEY_1, '1', '!'},          {KEY_2, '2', '@'},         {KEY_3, '3', '#'},           {KEY_4, '4', '$'},
    {KEY_5, '5', '%'},          {KEY_6, '6', '^'},         {KEY_7, '7', '&'},           {KEY_8, '8', '*'},
    {KEY_9, '9', '('},          {KEY_0, '0', ')'},         {KEY_MINUS, '-', '_'},       {KEY_EQUAL, '=', '+'},
    {KEY_Q, 'q', 'Q'},          {KEY_W, 'w', 'W'},         {KEY_E, 'e', 'E'},           {KEY_R, 'r', 'R'},
    {KEY_T, 't', 'T'},          {KEY_Y, 'y', 'Y'},         {KEY_U, 'u', 'U'},           {KEY_I, 'i', 'I'},
    {KEY_O, 'o', 'O'},          {KEY_P, 'p', 'P'},         {KEY_LEFTBRACE, '[', '{'},   {KEY_RIGHTBRACE, ']', '}'},
    {KEY_A, 'a', 'A'},          {KEY_S, 's', 'S'},         {KEY_D, 'd', 'D'},           {KEY_F, 'f', 'F'},
    {KEY_G, 'g', 'G'},          {KEY_H, 'h', 'H'},         {KEY_J, 'j', 'J'},           {KEY_K, 'k', 'K'},
    {KEY_L, 'l', 'L'},          {KEY_SEMICOLON, ';', ':'}, {KEY_APOSTROPHE, '\'', '"'}, {KEY_GRAVE, '`', '~'},
    {KEY_BACKSLASH, '\\', '|'}, {KEY_Z, 'z', 'Z'},         {KEY_X, 'x', 'X'},           {KEY_C, 'c', 'C'},
    {KEY_V, 'v', 'V'},          {KEY_B, 'b', 'B'},         {KEY_N, 'n', 'N'},           {KEY_M, 'm', 'M'},
    {KEY_COMMA, ',', '<'},      {KEY_DOT, '.', '>'},       {KEY_SLASH, '/', '?'},       {KEY_SPACE, ' ', ' '},
    {KEY_KP0, '0', '0'},        {KEY_KP1, '1', '1'},       {KEY_KP2, '2', '2'},         {KEY_KP3, '3', '3'},
    {KEY_KP4, '4', '4'},        {KEY_KP5, '5', '5'},       {KEY_KP6, '6', '6'},         {KEY_KP7, '7', '7'},
    {KEY_KP8, '8', '8'},        {KEY_KP9, '9', '9'},       {KEY_KPDOT, '.', '.'},       {KEY_KPMINUS, '-', '-'},
    {KEY_KPPLUS, '+', '+'},     {KEY_KPSLASH, '/', '/'},   {KEY_KPASTERISK, '*', '*'},
};

constexpr unsigned shiftKeys[] = {KEY_LEFTSHIFT, KEY_RIGHTSHIFT};
constexpr unsigned commandKeys[] = {KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_LEFTALT,
                                    KEY_RIGHTALT, KEY_LEFTMETA,  KEY_RIGHTMETA};

constexpr int released = 0;
constexpr int pressed = 1;  // 2 is a repetition by the kernel

bool lockKey(unsigned code)
{
    return code == KEY_CAPSLOCK || code == KEY_NUMLOCK || code == KEY_SCROLLLOCK;
}

// Whether `code` is one of `some`; its bit in `held` then follows.
template <std::size_t Count> bool follow(const unsigned (&some)[Count], unsigned code, bool down, unsigned &held)
{
    const auto *const found = std::find(std::begin(some), std::end(some), code);
    if (found == std::end(some)) {
        return false;
    }
    const unsigned bit = 1U << (found - std::begin(some));
    held = down ? held | bit : held & ~bit;
    return true;
}

}  // namespace

KeyDecoder::~KeyDecoder()
{
    reset();
}

void KeyDecoder::reset()
{
    wipeMemory(m_part.data(), m_part.size());
    m_partSize = 0;
    m_shifts = m_commands = 0;
    m_lost = false;
}

void KeyDecoder::take(std::span<const unsigned char> bytes, const Out &out)
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
            wipeMemory(&whole, sizeof whole);
        }
    }
}

void KeyDecoder::event(const input_event &event, const Out &out)
{
    if (event.type == EV_SYN && event.code == SYN_DROPPED) {
        // The kernel's buffer ran over. Nothing before the next report is whole, and who is pressed is not known.
        m_lost = true;
        m_shifts = m_commands = 0;
        out(foreign);
    } else if (event.type == EV_SYN && event.code == SYN_REPORT) {
        m_lost = false;
    } else if (event.type == EV_KEY && !m_lost) {
        key(event.code, event.value, out);
    }
}

bool KeyDecoder::modifier(unsigned code, bool down)
{
    return follow(shiftKeys, code, down, m_shifts) || follow(commandKeys, code, down, m_commands);
}

void KeyDecoder::key(unsigned code, int value, const Out &out)
{
    if (modifier(code, value != released) || value != pressed || lockKey(code)) {
        return;
    }
    if (m_commands != 0) {
        out(foreign);
        return;
    }
    if (code == KEY_ENTER || code == KEY_KPENTER) {
        out(enter);
        return;
    }
    const auto *const known =
        std::find_if(std::begin(keys), std::end(keys), [code](const Key &one) { return one.code == code; });
    if (known == std::end(keys)) {
        out(foreign);
        return;
    }
    out(static_cast<unsigned char>(m_shifts != 0 ? known->shifted : known->plain));
}

}  // namespace hall::device
