// SPDX-License-Identifier: GPL-3.0-or-later
// What went over a cable, as text: for tests that play a device back without having it. A recording of a person's card
// holds that person's data; only test cards are recorded.
//
//   hall-recording/1 id-card-reader
//   @ idle                      a scene: what the device answers from here on
//   > AAAAAA969600031100ED      bytes to the device, one call
//   < AAAAAA96690004000090 12   what it said until the next call, and after how many milliseconds; absent: nothing
//   | Reader 00 00 present 1    PC/SC only: a slot (name, "present", "mute" or "empty", number of the insertion)
//   ^ 3B6D0000…                 PC/SC only: the answer to reset
//
// Empty lines and lines that begin with # mean nothing.
#pragma once

#include "drivers/core/values.h"
#include "drivers/transport/smartcardtransport.h"

#include <map>
#include <optional>
#include <string_view>

namespace hall::device {

struct RecordedExchange
{
    Bytes sent;
    Bytes answered;
    std::chrono::milliseconds took{0};
    bool operator==(const RecordedExchange &) const = default;
};

struct RecordedScene
{
    std::string name;
    std::vector<RecordedExchange> exchanges;
    std::vector<CardSlot> cardSlots;
    Bytes atr;
    bool operator==(const RecordedScene &) const = default;
};

struct Recording
{
    std::string device;  // its id
    std::vector<RecordedScene> scenes;
    bool operator==(const Recording &) const = default;
};

// BadArgument with the number of the line.
[[nodiscard]] Result<Recording> parseRecording(std::string_view text);
[[nodiscard]] std::string recordingText(const Recording &recording);

// Finds the answers of a recording. A command that was sent several times in a scene is answered in that order, and
// then as the last time; one that the scene does not know, as in the scenes before it.
class RecordedAnswers
{
public:
    explicit RecordedAnswers(Recording recording);  // begins in its first scene

    bool enter(std::string_view scene);  // false: there is none of this name
    [[nodiscard]] const RecordedExchange *answerTo(const Bytes &sent);
    [[nodiscard]] bool begins(const Bytes &sent) const;  // the beginning of something that has an answer
    [[nodiscard]] const std::vector<CardSlot> &
    cardSlots() const;  // of the scene, or the last one before it that has any
    [[nodiscard]] const Bytes &atr() const;

private:
    const Recording m_recording;
    std::size_t m_scene = 0;
    std::map<std::pair<std::size_t, Bytes>, std::size_t> m_used;  // scene and command: how often
};

}  // namespace hall::device
