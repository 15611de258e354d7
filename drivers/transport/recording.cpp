// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/recording.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

namespace hall::device {

namespace {

constexpr std::string_view format = "hall-recording/1 ";
constexpr std::size_t largestCommand = 1U << 20U;  // bytes
constexpr int largestSide = 12'000;                // pixels of a picture

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

bool takeRange(std::string_view text, std::vector<ByteRange> &ranges)
{
    ByteRange range;
    if (!number(lastWord(text), range.count) || !number(text, range.begin) || range.count == 0 ||
        range.begin > largestCommand || range.count > largestCommand) {
        return false;
    }
    ranges.push_back(range);
    return true;
}

bool takeWords(std::string_view text, RecordedScene &scene)
{
    unsigned after = 0;
    if (!number(lastWord(text), after)) {
        return false;
    }
    const auto bytes = fromHex(text);
    if (!bytes || bytes->empty()) {
        return false;
    }
    scene.unasked.push_back({*bytes, std::chrono::milliseconds(after)});
    return true;
}

bool takePicture(std::string_view text, RecordedScene &scene)
{
    RecordedPicture picture;
    unsigned after = 0;
    const auto grey = fromHex(lastWord(text));
    const std::string_view print = lastWord(text);
    const auto [end, error] = std::from_chars(print.data(), print.data() + print.size(), picture.print, 16);
    if (!grey || grey->size() != std::size_t(RecordedPicture::columns) * RecordedPicture::rows ||
        error != std::errc() || end != print.data() + print.size() || !number(lastWord(text), after) ||
        !number(lastWord(text), picture.height) || !number(text, picture.width) || picture.width < 1 ||
        picture.height < 1 || picture.width > largestSide || picture.height > largestSide) {
        return false;
    }
    picture.grey = *grey;
    picture.after = std::chrono::milliseconds(after);
    scene.pictures.push_back(std::move(picture));
    return true;
}

bool takeLine(char sign, std::string_view rest, Recording &recording)
{
    if (sign == '~' || sign == '!') {
        return takeRange(rest, sign == '~' ? recording.numbers : recording.hidden);
    }
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
    case '*':
        return takeWords(rest, scene);
    case '+':
        return takePicture(rest, scene);
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

void hide(Bytes &bytes, const std::vector<ByteRange> &ranges)
{
    for (const ByteRange &range : ranges) {
        const std::size_t begin = std::min(range.begin, bytes.size());
        const std::size_t end = begin + std::min(range.count, bytes.size() - begin);
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(begin), bytes.begin() + static_cast<std::ptrdiff_t>(end),
                  static_cast<unsigned char>(0));
    }
}

namespace {

void addUnasked(std::string &text, const RecordedScene &scene)
{
    for (const RecordedWords &words : scene.unasked) {
        text += "* ";
        addHex(text, words.said);
        text += ' ' + std::to_string(words.after.count()) + '\n';
    }
    for (const RecordedPicture &picture : scene.pictures) {
        char print[17];
        std::snprintf(print, sizeof print, "%016llX", static_cast<unsigned long long>(picture.print));
        text += "+ " + std::to_string(picture.width) + ' ' + std::to_string(picture.height) + ' ' +
                std::to_string(picture.after.count()) + ' ' + print + ' ';
        addHex(text, picture.grey);
        text += '\n';
    }
}

}  // namespace

std::string recordingText(const Recording &recording)
{
    std::string text = std::string(format) + recording.device + '\n';
    for (const auto &[sign, ranges] : {std::pair('~', &recording.numbers), std::pair('!', &recording.hidden)}) {
        for (const ByteRange &range : *ranges) {
            text += std::string(1, sign) + ' ' + std::to_string(range.begin) + ' ' + std::to_string(range.count) + '\n';
        }
    }
    for (const RecordedScene &scene : recording.scenes) {
        text += "@ " + scene.name + '\n';
        addUnasked(text, scene);
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

Bytes RecordedAnswers::comparable(Bytes sent) const
{
    hide(sent, m_recording.numbers);
    hide(sent, m_recording.hidden);
    return sent;
}

std::optional<RecordedExchange> RecordedAnswers::answerTo(const Bytes &sent)
{
    const Bytes wanted = comparable(sent);
    for (std::size_t scene = m_scene + 1; scene-- > 0;) {
        const RecordedExchange *chosen = nullptr;
        std::size_t &used = m_used[{scene, wanted}];
        std::size_t nth = 0;
        for (const RecordedExchange &exchange : m_recording.scenes[scene].exchanges) {
            if (comparable(exchange.sent) == wanted && nth++ <= used) {
                chosen = &exchange;
            }
        }
        if (chosen) {
            ++used;
            RecordedExchange answer = *chosen;
            for (const ByteRange &range : m_recording.numbers) {
                for (std::size_t i = range.begin; i < range.begin + range.count; ++i) {
                    if (i < sent.size() && i < answer.answered.size()) {
                        answer.answered[i] = sent[i];
                    }
                }
            }
            return answer;
        }
    }
    return std::nullopt;
}

bool RecordedAnswers::begins(const Bytes &sent) const
{
    const Bytes wanted = comparable(sent);
    for (std::size_t scene = 0; scene <= m_scene; ++scene) {
        for (const RecordedExchange &exchange : m_recording.scenes[scene].exchanges) {
            if (exchange.sent.size() <= sent.size()) {
                continue;
            }
            const Bytes beginning(exchange.sent.begin(), exchange.sent.begin() + std::ptrdiff_t(sent.size()));
            if (comparable(beginning) == wanted) {
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
