// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from the cabinet's board, its keys and upsd. First byte: which; second: the size of the portions.
#include "drivers/cabinet/boardline.h"
#include "drivers/cabinet/keypad.h"
#include "drivers/cabinet/nutline.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace hall::device;
using hall::fuzz::Input;

namespace {

using Sentences = std::vector<Sentence>;

Sentences readIn(std::span<const std::uint8_t> bytes, std::size_t portion)
{
    SentenceReader reader;
    Sentences all;
    for (std::size_t at = 0; at < bytes.size(); at += portion) {
        for (Sentence &one : reader.take(bytes.subspan(at, std::min(portion, bytes.size() - at)))) {
            all.push_back(std::move(one));
        }
    }
    return all;
}

void sentences(std::span<const std::uint8_t> bytes, std::size_t portion)
{
    const Sentences found = readIn(bytes, portion);
    HALL_HOLDS(found == readIn(bytes, std::max<std::size_t>(1, bytes.size())));
    for (const Sentence &sentence : found) {
        const Bytes again = sentenceBytes(sentence);
        HALL_HOLDS(!again.empty() && again.size() <= longestSentence);
        HALL_HOLDS(readIn(again, 1) == Sentences{sentence});
        if (const auto state = boardState(sentence)) {
            HALL_HOLDS(boardState(boardSentence(*state)) == state);
            HALL_HOLDS((state->lights & ~0x9FU) == 0);
        }
    }
}

void keys(std::span<const std::uint8_t> bytes, std::size_t portion)
{
    const auto pressed = [bytes](std::size_t size) {
        KeypadDecoder decoder;
        std::vector<Cabinet::Key> all;
        for (std::size_t at = 0; at < bytes.size(); at += size) {
            decoder.take(bytes.subspan(at, std::min(size, bytes.size() - at)),
                         [&all](Cabinet::Key key) { all.push_back(key); });
        }
        return all;
    };
    const auto all = pressed(portion);
    HALL_HOLDS(all == pressed(std::max<std::size_t>(1, bytes.size())));
    HALL_HOLDS(all.size() <= bytes.size() / sizeof(input_event));
}

void lines(std::span<const std::uint8_t> bytes, std::size_t portion)
{
    LineSplitter splitter;
    for (std::size_t at = 0; at < bytes.size(); at += portion) {
        for (const std::string &line : splitter.take(bytes.subspan(at, std::min(portion, bytes.size() - at)))) {
            HALL_HOLDS(line.size() <= 1024);
            if (const auto answer = nutAnswer(line)) {
                HALL_HOLDS(answer->error.empty() != answer->variable.empty());
                HALL_HOLDS(answer->value.size() <= line.size());
                const auto minutes = minutesOf(answer->value);
                HALL_HOLDS(!minutes || (*minutes >= 0 && *minutes <= 9999));
                (void)powerOf(answer->value);
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const std::uint8_t what = input.byte();
    const std::size_t portion = 1U + input.byte();
    const auto bytes = input.rest();
    switch (what % 3) {
    case 0:
        sentences(bytes, portion);
        break;
    case 1:
        keys(bytes, portion);
        break;
    case 2:
        lines(bytes, portion);
        break;
    }
    return 0;
}
