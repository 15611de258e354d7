// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/cabinet/boardline.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace hall::device {

namespace {

constexpr unsigned knownLights = 0x9F;
constexpr std::size_t stateFields = 7;  // with the name
constexpr int mostMinutes = 9999;

bool sendable(char c)
{
    return c >= 0x20 && c <= 0x7E && c != '$' && c != '*' && c != ',';
}

unsigned char sumOf(std::string_view text)
{
    unsigned char sum = 0;
    for (const char c : text) {
        sum = static_cast<unsigned char>(sum ^ static_cast<unsigned char>(c));
    }
    return sum;
}

std::optional<unsigned> numberOf(std::string_view text, int base)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool all = !text.empty() && error == std::errc() && end == text.data() + text.size();
    return all ? std::optional(value) : std::nullopt;
}

// '-' is a sensor that is not fitted; false when the letter is none of the two.
bool readFlag(const std::string &field, char off, char on, std::optional<bool> &to)
{
    if (field == "-") {
        return true;
    }
    if (field.size() != 1 || (field[0] != off && field[0] != on)) {
        return false;
    }
    to = field[0] == on;
    return true;
}

std::string flag(const std::optional<bool> &value, char off, char on)
{
    return std::string(1, !value ? '-' : *value ? on : off);
}

}  // namespace

Bytes sentenceBytes(const Sentence &sentence)
{
    std::string text;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
        if (!std::all_of(sentence[i].begin(), sentence[i].end(), sendable)) {
            return {};
        }
        text += (i == 0 ? "" : ",") + sentence[i];
    }
    constexpr std::size_t frame = 6;  // '$', '*', two digits, CR LF
    if (text.empty() || text.size() + frame > longestSentence) {
        return {};
    }
    char end[8];
    std::snprintf(end, sizeof end, "*%02X\r\n", sumOf(text));
    text = '$' + text + end;
    return {text.begin(), text.end()};
}

void SentenceReader::reset()
{
    m_line.clear();
    m_inside = false;
    m_broken = 0;
}

std::vector<Sentence> SentenceReader::take(std::span<const unsigned char> bytes)
{
    std::vector<Sentence> found;
    for (const unsigned char byte : bytes) {
        if (byte == '$') {
            m_broken += m_inside ? 1U : 0U;
            m_inside = true;
            m_line.clear();
        } else if (!m_inside) {
            continue;  // noise between two sentences
        } else if (byte == '\n') {
            m_inside = false;
            if (auto sentence = whole()) {
                found.push_back(std::move(*sentence));
            } else {
                ++m_broken;
            }
        } else if (m_line.size() + 2 >= longestSentence) {
            m_inside = false;
            ++m_broken;
        } else {
            m_line.push_back(static_cast<char>(byte));
        }
    }
    return found;
}

std::optional<Sentence> SentenceReader::whole() const
{
    constexpr std::size_t tail = 4;  // '*', two digits, CR
    if (m_line.size() <= tail || m_line.back() != '\r' || m_line[m_line.size() - tail] != '*') {
        return std::nullopt;
    }
    const std::string_view text = std::string_view(m_line).substr(0, m_line.size() - tail);
    const auto sum = numberOf(std::string_view(m_line).substr(m_line.size() - 3, 2), 16);
    const bool clean = std::all_of(text.begin(), text.end(), [](char c) { return c == ',' || sendable(c); });
    if (!clean || !sum || *sum != sumOf(text)) {
        return std::nullopt;
    }
    Sentence sentence(1);
    for (const char c : text) {
        if (c == ',') {
            sentence.emplace_back();
        } else {
            sentence.back().push_back(c);
        }
    }
    return sentence;
}

std::optional<BoardState> boardState(const Sentence &sentence)
{
    if (sentence.size() < stateFields || sentence[0] != "HCSTA") {
        return std::nullopt;
    }
    BoardState state;
    if (!readFlag(sentence[1], 'C', 'O', state.doorOpen) || !readFlag(sentence[2], 'N', 'P', state.present) ||
        !readFlag(sentence[3], 'O', 'I', state.headphones)) {
        return std::nullopt;
    }
    const std::string &power = sentence[4];
    if (power == "M" || power == "B" || power == "L") {
        state.power = power[0];
    } else if (power != "-") {
        return std::nullopt;
    }
    if (sentence[5] != "-") {
        const auto minutes = numberOf(sentence[5], 10);
        if (!minutes || *minutes > mostMinutes) {
            return std::nullopt;
        }
        state.minutes = static_cast<int>(*minutes);
    }
    const auto lights = numberOf(sentence[6], 16);
    if (sentence[6].size() != 2 || !lights || (*lights & ~knownLights) != 0) {
        return std::nullopt;
    }
    state.lights = *lights;
    return state;
}

Sentence boardSentence(const BoardState &state)
{
    char lights[4];
    std::snprintf(lights, sizeof lights, "%02X", state.lights & knownLights);
    return {"HCSTA",
            flag(state.doorOpen, 'C', 'O'),
            flag(state.present, 'N', 'P'),
            flag(state.headphones, 'O', 'I'),
            state.power ? std::string(1, *state.power) : "-",
            state.minutes ? std::to_string(*state.minutes) : "-",
            lights};
}

unsigned lightBits(const Cabinet::Lights &lights)
{
    const bool any = lights.cardSlot || lights.idPlate || lights.camera || lights.printerMouth || lights.scanner;
    return (lights.cardSlot ? 1U : 0U) | (lights.idPlate ? 2U : 0U) | (lights.camera ? 4U : 0U) |
           (lights.printerMouth ? 8U : 0U) | (lights.scanner ? 16U : 0U) | (any && lights.flashing ? 128U : 0U);
}

Cabinet::Lights lightsOf(unsigned bits)
{
    const auto bit = [bits](unsigned number) { return (bits >> number & 1U) != 0; };
    return {bit(0), bit(1), bit(2), bit(3), bit(4), bit(7)};
}

}  // namespace hall::device
