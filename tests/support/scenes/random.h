// SPDX-License-Identifier: GPL-3.0-or-later
// Chance that follows from one seed alone, the same with every compiler. Not for anything secret.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace hall::scenes {

class Random
{
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    // A stream of its own: what one part draws does not shift the others.
    [[nodiscard]] Random fork(std::uint64_t tag) const { return Random(mixed(m_state ^ mixed(tag + 0x51ED27))); }

    std::uint64_t next()  // SplitMix64 (Steele, Lea, Flood 2014)
    {
        m_state += 0x9E3779B97F4A7C15ULL;
        return mixed(m_state);
    }
    double uniform(double from, double to)
    {
        return from + (to - from) * (static_cast<double>(next() >> 11) * 0x1.0p-53);
    }
    // Both ends are possible.
    int integer(int from, int to)
    {
        return from + static_cast<int>(next() % static_cast<std::uint64_t>(to - from + 1));
    }
    bool chance(double share) { return uniform(0, 1) < share; }
    double normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; ++i) {
            sum += uniform(0, 1);
        }
        return sum;
    }
    double sign() { return chance(0.5) ? 1 : -1; }
    template <typename List> const auto &of(const List &list)
    {
        return list[static_cast<decltype(list.size())>(next() % static_cast<std::uint64_t>(list.size()))];
    }

private:
    static std::uint64_t mixed(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::uint64_t m_state;
};

}  // namespace hall::scenes
