// SPDX-License-Identifier: GPL-3.0-or-later
// What went over a cable, as text: for tests that play a device back without having it. A recording of a person's card
// holds that person's data; only test cards are recorded.
//
//   hall-recording/1 id-card-reader
//   ~ 6 2                       bytes of every command (place, count) that are its running number: the answer has it
//   too ! 12 1028                   bytes of every command that are not compared, and stand here as zeros: somebody's
//   data
//   @ idle                      a scene: what the device answers from here on
//   * 484F4C4C4F0D 40           what it says unasked, how many milliseconds after the scene began or what it said
//   before > AAAAAA969600031100ED      bytes to the device, one call < AAAAAA96690004000090 12   what it said until the
//   next call, and after how many milliseconds; absent: nothing | Reader 00 00 present 1    PC/SC only: a slot (name,
//   "present", "mute" or "empty", number of the insertion) ^ 3B6D0000…                 PC/SC only: the answer to reset
//   + 1280 720 66 1F2E… 0A0B…   cameras only: a picture (width, height, milliseconds after the one before, a number
//   that
//                               two pictures share when they are the same to the last bit, 16 by 12 grey values)
//
// Empty lines and lines that begin with # mean nothing. What a device says unasked in the first scene it says whenever
// it is opened. A picture is kept as so little that no document on it can be read.
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

struct RecordedWords
{
    Bytes said;
    std::chrono::milliseconds after{0};
    bool operator==(const RecordedWords &) const = default;
};

struct RecordedPicture
{
    static constexpr int columns = 16;
    static constexpr int rows = 12;

    int width = 0;  // pixels
    int height = 0;
    std::chrono::milliseconds after{0};
    std::uint64_t print = 0;
    Bytes grey;  // columns times rows, from the top left
    bool operator==(const RecordedPicture &) const = default;
};

struct RecordedScene
{
    std::string name;
    std::vector<RecordedExchange> exchanges;
    std::vector<CardSlot> cardSlots;
    Bytes atr;
    std::vector<RecordedWords> unasked = {};
    std::vector<RecordedPicture> pictures = {};
    bool operator==(const RecordedScene &) const = default;
};

struct ByteRange
{
    std::size_t begin = 0;
    std::size_t count = 0;
    bool operator==(const ByteRange &) const = default;
};

struct Recording
{
    std::string device;  // its id
    std::vector<RecordedScene> scenes;
    std::vector<ByteRange> numbers = {};  // of every command; the answer has the same bytes in the same place
    std::vector<ByteRange> hidden = {};   // of every command; zeros in what was recorded
    bool operator==(const Recording &) const = default;
};

// `bytes` with zeros in these ranges, as far as it has them.
void hide(Bytes &bytes, const std::vector<ByteRange> &ranges);

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
    [[nodiscard]] std::optional<RecordedExchange> answerTo(const Bytes &sent);
    [[nodiscard]] bool begins(const Bytes &sent) const;  // the beginning of something that has an answer
    [[nodiscard]] const std::vector<CardSlot> &
    cardSlots() const;  // of the scene, or the last one before it that has any
    [[nodiscard]] const Bytes &atr() const;
    [[nodiscard]] const RecordedScene &first() const { return m_recording.scenes.front(); }
    [[nodiscard]] const RecordedScene &scene() const { return m_recording.scenes[m_scene]; }

private:
    [[nodiscard]] Bytes comparable(Bytes sent) const;

    const Recording m_recording;
    std::size_t m_scene = 0;
    std::map<std::pair<std::size_t, Bytes>, std::size_t> m_used;  // scene and command: how often
};

}  // namespace hall::device
