// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of Network UPS Tools' upsd (RFC 9271), as far as a client needs them that only looks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hall::device {

struct NutAnswer
{
    std::string ups;
    std::string variable;
    std::string value;
    std::string error;  // "UNKNOWN-UPS" …; the rest is then empty
    bool operator==(const NutAnswer &) const = default;
};

// One line without its end. Nothing when it is none of `VAR UPS NAME "VALUE"` and `ERR NAME`.
[[nodiscard]] std::optional<NutAnswer> nutAnswer(std::string_view line);

// "mains", "battery", "low" of the words of ups.status (RFC 9271, 5.1 and table 5); nothing when they do not say.
[[nodiscard]] std::optional<std::string> powerOf(std::string_view status);
[[nodiscard]] bool batteryWorn(std::string_view status);               // RB: the battery is to be replaced
[[nodiscard]] std::optional<int> minutesOf(std::string_view runtime);  // of seconds, as battery.runtime has them

// Portions of bytes in, lines out. A line longer than 1024 bytes is dropped.
class LineSplitter
{
public:
    [[nodiscard]] std::vector<std::string> take(std::span<const unsigned char> bytes);
    void reset();

private:
    std::string m_line;
    bool m_tooLong = false;
};

}  // namespace hall::device
