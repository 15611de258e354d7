// SPDX-License-Identifier: GPL-3.0-or-later
// Finds real-time commands in the received stream wherever they stand, also inside the data of other commands, as the
// manuals of SNBC (BTP-M300), HPRT, Citizen and Clover say their printers do. Sequences: Epson ESC/POS reference,
// DLE EOT, DLE ENQ, DLE DC4; Custom KPM manuals for DLE EOT 14h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hall::device {

enum class RealTime
{
    None,
    Status,
    CustomStatus,
    Retry,
    RecoverAndClear,
    ClearBuffer,
    DrawerPulse,
    PowerOff
};

class RealTimeScanner
{
public:
    struct Found
    {
        RealTime what = RealTime::None;
        unsigned char n = 0;  // of Status
    };

    // The command that ends with this byte, if one does.
    Found take(unsigned char byte)
    {
        if (m_size == m_last.size()) {
            for (std::size_t at = 1; at < m_size; ++at) {
                m_last[at - 1] = m_last[at];
            }
            --m_size;
        }
        m_last[m_size++] = byte;
        const Found found = look();
        if (found.what != RealTime::None) {
            m_size = 0;
        }
        return found;
    }

private:
    [[nodiscard]] unsigned char back(std::size_t n) const { return n < m_size ? m_last[m_size - 1 - n] : 0; }

    [[nodiscard]] Found look() const
    {
        const unsigned char n = back(0);
        if (m_size >= 3 && back(2) == 0x10 && back(1) == 0x04) {
            if (n >= 1 && n <= 4) {
                return {RealTime::Status, n};
            }
            return {n == 0x14 ? RealTime::CustomStatus : RealTime::None, 0};
        }
        if (m_size >= 3 && back(2) == 0x10 && back(1) == 0x05 && (n == 1 || n == 2)) {
            return {n == 1 ? RealTime::Retry : RealTime::RecoverAndClear, n};
        }
        if (m_size >= 5 && back(4) == 0x10 && back(3) == 0x14) {
            if (back(2) == 1 && back(1) <= 1 && n >= 1 && n <= 8) {
                return {RealTime::DrawerPulse, n};
            }
            if (back(2) == 2 && back(1) == 1 && n == 8) {
                return {RealTime::PowerOff, n};
            }
        }
        static constexpr std::array<unsigned char, 10> clear{0x10, 0x14, 0x08, 0x01, 0x03,
                                                             0x14, 0x01, 0x06, 0x02, 0x08};
        return {m_size == clear.size() && m_last == clear ? RealTime::ClearBuffer : RealTime::None, 0};
    }

    std::array<unsigned char, 10> m_last{};
    std::size_t m_size = 0;
};

}  // namespace hall::device
