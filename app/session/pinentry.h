// SPDX-License-Identifier: GPL-3.0-or-later
// What is typed on a PIN pad. The digits come one by one and stand in this one buffer, never in a text of Qt or QML,
// and are overwritten as they go.
#pragma once

#include "app/domain/base/sensitive.h"

#include <string>

namespace hall {

class PinEntry
{
public:
    static constexpr int longest = 12;  // digits (ISO 9564-1); a string of so many needs no memory of its own

    void begin(int digits)
    {
        clear();
        m_digits = digits;
    }
    // False for what is no digit, and when all are there or none is wanted.
    [[nodiscard]] bool add(int digit)
    {
        if (digit < 0 || digit > 9 || count() >= m_digits || count() == longest) {
            return false;
        }
        m_typed.reveal().push_back(static_cast<char>('0' + digit));
        return true;
    }
    void erase()
    {
        if (count() > 0) {
            m_typed.reveal().back() = '\0';
            m_typed.reveal().pop_back();
        }
    }
    void clear() { wipe(m_typed.reveal()); }
    [[nodiscard]] int count() const { return static_cast<int>(m_typed.reveal().size()); }
    [[nodiscard]] int digits() const { return m_digits; }
    [[nodiscard]] bool complete() const { return m_digits > 0 && count() >= m_digits; }
    // Nothing is left of it here.
    [[nodiscard]] Sensitive<std::string> take() { return std::move(m_typed); }

private:
    Sensitive<std::string> m_typed;
    int m_digits = 0;
};

}  // namespace hall
