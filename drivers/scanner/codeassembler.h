// SPDX-License-Identifier: GPL-3.0-or-later
// From characters to codes: where one ends, and whether it is one that is taken here. Pure; no clock, no device.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace hall::device {

// A code ends at CR or LF (CRLF is one end), or when the scanner falls silent; the caller keeps that time. What holds
// anything but printable ASCII (0x20 to 0x7E), or more of it than `longest`, is refused as a whole: ScanUnreadable,
// never with a part of what it said. What came is overwritten as soon as it has been taken or refused.
class CodeAssembler
{
public:
    static constexpr std::size_t longest = 512;              // characters; tokens of electronic cards have 20 to 200
    static constexpr std::chrono::milliseconds silence{50};  // no scanner pauses so long within a code

    using Ended = std::optional<Result<ScannedCode>>;

    CodeAssembler() = default;
    ~CodeAssembler();
    CodeAssembler(const CodeAssembler &) = delete;
    CodeAssembler &operator=(const CodeAssembler &) = delete;

    // The code that this byte ended, if it did. The second byte of CRLF and empty lines end nothing.
    [[nodiscard]] Ended push(unsigned char byte);
    // The scanner has fallen silent.
    [[nodiscard]] Ended fallSilent() { return end(); }
    [[nodiscard]] bool begun() const { return m_size > 0 || m_refused; }
    void drop();  // whatever has come of a code

private:
    Ended end();

    std::array<char, longest> m_text{};
    std::size_t m_size = 0;
    bool m_refused = false;
};

}  // namespace hall::device
