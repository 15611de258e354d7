// SPDX-License-Identifier: GPL-3.0-or-later
// What every fuzz target is made of. A target is one file with a function of this name; it is linked to libFuzzer
// (tests/run fuzz) or to replay_main.cpp (every other build), which feeds it the files of tests/fuzz/corpus/<target>.
#pragma once

#include "app/domain/base/fault.h"

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// A property that must hold for every input. Its failure is a crash, so that the fuzzer keeps the input.
#define HALL_HOLDS(condition)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            ::hall::fuzz::broken(#condition, __FILE__, __LINE__);                                                      \
        }                                                                                                              \
    } while (false)

namespace hall::fuzz {

[[noreturn]] inline void broken(const char *condition, const char *file, int line)
{
    // To stdout: targets whose code logs to stderr run with stderr closed.
    std::printf("%s:%d: does not hold: %s\n", file, line, condition);
    std::fflush(stdout);
    std::abort();
}

// Takes an input apart from its front. Past the end there are zeros and empty pieces.
class Input
{
public:
    Input(const std::uint8_t *data, std::size_t size) : m_rest(data, size) {}

    std::uint8_t byte()
    {
        if (m_rest.empty()) {
            return 0;
        }
        const std::uint8_t first = m_rest.front();
        m_rest = m_rest.subspan(1);
        return first;
    }
    // One byte that says how many, then so many bytes.
    std::span<const std::uint8_t> piece() { return take(byte()); }
    std::span<const std::uint8_t> take(std::size_t atMost)
    {
        const auto taken = m_rest.first(std::min(atMost, m_rest.size()));
        m_rest = m_rest.subspan(taken.size());
        return taken;
    }
    std::span<const std::uint8_t> rest() { return take(m_rest.size()); }
    [[nodiscard]] bool empty() const { return m_rest.empty(); }

private:
    std::span<const std::uint8_t> m_rest;
};

inline QByteArray qbytes(std::span<const std::uint8_t> bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

// The detail of a fault about personal data is for technicians and logs: words of the program and small numbers. Names
// are not ASCII here, and an identity, card or telephone number has eight digits or more.
inline bool isImpersonal(const Fault &fault)
{
    int digits = 0;
    for (const char c : fault.detail) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (c < 0x20 || c > 0x7E || digits >= 8) {
            std::printf("personal? %s: %s\n", std::string(fault.name()).c_str(), fault.detail.c_str());
            return false;
        }
    }
    return true;
}

}  // namespace hall::fuzz
