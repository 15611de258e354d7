// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/cabinet/nutline.h"

#include <algorithm>
#include <charconv>

namespace hall::device {

namespace {

constexpr std::size_t longestLine = 1024;
constexpr int secondsPerMinute = 60;
constexpr int mostMinutes = 9999;

// The next word of `rest`, which loses it; quoted ones without their quotes. Nothing when a quote is not closed.
std::optional<std::string> nextWord(std::string_view &rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    std::string word;
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        word = rest.substr(0, end);
        rest.remove_prefix(end);
        return word;
    }
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return word;
        }
        if (rest[i] == '\\' && i + 1 < rest.size()) {
            ++i;
        }
        word.push_back(rest[i]);
    }
    return std::nullopt;
}

bool hasWord(std::string_view text, std::string_view wanted)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (text.substr(0, end) == wanted) {
            return true;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

}  // namespace

std::optional<NutAnswer> nutAnswer(std::string_view line)
{
    const auto kind = nextWord(line);
    NutAnswer answer;
    if (kind == "ERR") {
        const auto name = nextWord(line);
        if (!name || name->empty()) {
            return std::nullopt;
        }
        answer.error = *name;
        return answer;
    }
    if (kind != "VAR") {
        return std::nullopt;
    }
    const auto ups = nextWord(line);
    const auto variable = nextWord(line);
    const auto value = nextWord(line);
    if (!ups || !variable || !value || ups->empty() || variable->empty()) {
        return std::nullopt;
    }
    return NutAnswer{*ups, *variable, *value, {}};
}

std::optional<std::string> powerOf(std::string_view status)
{
    if (hasWord(status, "FSD") || (hasWord(status, "OB") && hasWord(status, "LB"))) {
        return "low";
    }
    if (hasWord(status, "OB")) {
        return "battery";
    }
    if (hasWord(status, "OL") || hasWord(status, "BYPASS")) {
        return "mains";
    }
    return std::nullopt;
}

bool batteryWorn(std::string_view status)
{
    return hasWord(status, "RB");
}

std::optional<int> minutesOf(std::string_view runtime)
{
    runtime = runtime.substr(0, runtime.find('.'));  // some drivers tell fractions
    int seconds = 0;
    const auto [end, error] = std::from_chars(runtime.data(), runtime.data() + runtime.size(), seconds);
    if (runtime.empty() || error != std::errc() || end != runtime.data() + runtime.size() || seconds < 0) {
        return std::nullopt;
    }
    return std::min(seconds / secondsPerMinute, mostMinutes);
}

void LineSplitter::reset()
{
    m_line.clear();
    m_tooLong = false;
}

std::vector<std::string> LineSplitter::take(std::span<const unsigned char> bytes)
{
    std::vector<std::string> lines;
    for (const unsigned char byte : bytes) {
        if (byte == '\n') {
            if (!m_tooLong) {
                lines.push_back(m_line);
            }
            reset();
        } else if (m_line.size() >= longestLine) {
            m_tooLong = true;
        } else if (byte != '\r') {
            m_line.push_back(static_cast<char>(byte));
        }
    }
    return lines;
}

}  // namespace hall::device
