// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/recording.h"

#include <algorithm>
#include <charconv>

namespace hall::device {

namespace {

constexpr std::string_view format = "hall-recording/1 ";

std::optional<Bytes> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        unsigned char byte = 0;
        const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
        if (error != std::errc() || end != text.data() + i + 2) {
            return std::nullopt;
        }
        bytes.push_back(byte);
    }
    return bytes;
}

void addHex(std::string &text, const Bytes &bytes)
{
    constexpr char digits[] = "0123456789ABCDEF";
    for (const unsigned char byte : bytes) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 0x0F]);
    }
}

template <typename Number> bool number(std::string_view text, Number &value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

// Cuts the last word off.
std::string_view lastWord(std::string_view &text)
{
    const std::size_t space = text.rfind(' ');
    const std::string_view word = space == std::string_view::npos ? text : text.substr(space + 1);
    text = space == std::string_view::npos ? std::string_view() : text.substr(0, space);
    return word;
}

std::optional<CardSlot> slotFrom(std::string_view text)
{
    CardSlot slot;
    if (!number(lastWord(text), slot.insertion)) {
        return std::nullopt;
    }
    const std::string_view state = lastWord(text);
    if (text.empty() || (state != "present" && state != "mute" && state != "empty")) {
        return std::nullopt;
    }
    slot.reader = std::string(text);
    slot.present = state != "empty";
    slot.mute = state == "mute";
    return slot;
}

bool takeAnswer(std::string_view text, RecordedScene &scene)
{
    unsigned took = 0;
    if (scene.exchanges.empty() || !number(lastWord(text), took)) {
        return false;
    }
    const auto bytes = fromHex(text);
    if (!bytes || bytes->empty() || !scene.exchanges.back().answered.empty()) {
        return false;
    }
    scene.exchanges.back().answered = *bytes;
    scene.exchanges.back().took = std::chrono::milliseconds(took);
    return true;
}

bool takeLine(char sign, std::string_view rest, Recording &recording)
{
    if (sign == '@') {
        recording.scenes.push_back({std::string(rest), {}, {}, {}});
        return !rest.empty();
    }
    if (recording.scenes.empty()) {
        return false;
    }
    RecordedScene &scene = recording.scenes.back();
    switch (sign) {
    case '>':
        if (const auto bytes = fromHex(rest); bytes && !bytes->empty()) {
            scene.exchanges.push_back({*bytes, {}, std::chrono::milliseconds(0)});
            return true;
        }
        return false;
    case '<':
        return takeAnswer(rest, scene);
    case '|':
        if (const auto slot = slotFrom(rest)) {
            scene.cardSlots.push_back(*slot);
            return true;
        }
        return false;
    case '^':
        if (const auto bytes = fromHex(rest); bytes && !bytes->empty()) {
            scene.atr = *bytes;
            return true;
        }
        return false;
    default:
        return false;
    }
}

}  // namespace

Result<Recording> parseRecording(std::string_view text)
{
    Recording recording;
    for (int line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line == 1) {
            if (!one.starts_with(format) || one.size() == format.size()) {
                return fail(FaultCode::BadArgument, "line 1: not a recording");
            }
            recording.device = std::string(one.substr(format.size()));
        } else if (!one.empty() && one[0] != '#' &&
                   (one.size() < 3 || one[1] != ' ' || !takeLine(one[0], one.substr(2), recording))) {
            return fail(FaultCode::BadArgument, "line " + std::to_string(line));
        }
    }
    if (recording.scenes.empty()) {
        return fail(FaultCode::BadArgument, "no scene");
    }
    return recording;
}

std::string recordingText(const Recording &recording)
{
    std::string text = std::string(format) + recording.device + '\n';
    for (const RecordedScene &scene : recording.scenes) {
        text += "@ " + scene.name + '\n';
        for (const CardSlot &slot : scene.cardSlots) {
            text += "| " + slot.reader +
                    (slot.mute      ? " mute "
                     : slot.present ? " present "
                                    : " empty ") +
                    std::to_string(slot.insertion) + '\n';
        }
        if (!scene.atr.empty()) {
            text += "^ ";
            addHex(text, scene.atr);
            text += '\n';
        }
        for (const RecordedExchange &exchange : scene.exchanges) {
            text += "> ";
            addHex(text, exchange.sent);
            text += '\n';
            if (!exchange.answered.empty()) {
                text += "< ";
                addHex(text, exchange.answered);
                text += ' ' + std::to_string(exchange.took.count()) + '\n';
            }
        }
    }
    return text;
}

RecordedAnswers::RecordedAnswers(Recording recording) : m_recording(std::move(recording))
{
}

bool RecordedAnswers::enter(std::string_view scene)
{
    for (std::size_t i = 0; i < m_recording.scenes.size(); ++i) {
        if (m_recording.scenes[i].name == scene) {
            m_scene = i;
            std::erase_if(m_used, [i](const auto &used) { return used.first.first == i; });
            return true;
        }
    }
    return false;
}

const RecordedExchange *RecordedAnswers::answerTo(const Bytes &sent)
{
    for (std::size_t scene = m_scene + 1; scene-- > 0;) {
        const RecordedExchange *chosen = nullptr;
        std::size_t &used = m_used[{scene, sent}];
        std::size_t nth = 0;
        for (const RecordedExchange &exchange : m_recording.scenes[scene].exchanges) {
            if (exchange.sent == sent && nth++ <= used) {
                chosen = &exchange;
            }
        }
        if (chosen) {
            ++used;
            return chosen;
        }
    }
    return nullptr;
}

bool RecordedAnswers::begins(const Bytes &sent) const
{
    for (std::size_t scene = 0; scene <= m_scene; ++scene) {
        for (const RecordedExchange &exchange : m_recording.scenes[scene].exchanges) {
            if (exchange.sent.size() > sent.size() && std::equal(sent.begin(), sent.end(), exchange.sent.begin())) {
                return true;
            }
        }
    }
    return false;
}

const std::vector<CardSlot> &RecordedAnswers::cardSlots() const
{
    std::size_t scene = m_scene;
    while (scene > 0 && m_recording.scenes[scene].cardSlots.empty()) {
        --scene;
    }
    return m_recording.scenes[scene].cardSlots;
}

const Bytes &RecordedAnswers::atr() const
{
    std::size_t scene = m_scene;
    while (scene > 0 && m_recording.scenes[scene].atr.empty()) {
        --scene;
    }
    return m_recording.scenes[scene].atr;
}

}  // namespace hall::device
