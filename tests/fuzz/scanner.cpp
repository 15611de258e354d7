// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile code before a scanner. First byte: what to try; second: the size of the portions it comes in.
#include "drivers/scanner/codeassembler.h"
#include "drivers/scanner/keydecoder.h"
#include "tests/fuzz/fuzz.h"

#include <optional>
#include <string>
#include <vector>

using namespace hall;
using namespace hall::device;
using hall::fuzz::Input;

namespace {

// Codes as they are; nothing for each that was refused.
using Told = std::vector<std::optional<std::string>>;

void note(const CodeAssembler::Ended &ended, Told &told)
{
    if (!ended) {
        return;
    }
    HALL_HOLDS(*ended || (*ended).error().code == FaultCode::ScanUnreadable);
    HALL_HOLDS(*ended || fuzz::isImpersonal((*ended).error()));
    told.push_back(*ended ? std::optional((*ended)->text.reveal()) : std::nullopt);
}

Told assembled(const std::string &characters)
{
    CodeAssembler assembler;
    Told told;
    for (const char c : characters) {
        note(assembler.push(static_cast<unsigned char>(c)), told);
    }
    note(assembler.fallSilent(), told);
    HALL_HOLDS(!assembler.begun());
    return told;
}

// Line by line, as one who has the whole of it would read it.
Told expected(const std::string &characters)
{
    Told told;
    std::string line;
    const auto end = [&] {
        if (line.empty()) {
            return;
        }
        const bool good = line.size() <= CodeAssembler::longest &&
                          std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
        told.push_back(good ? std::optional(line) : std::nullopt);
        line.clear();
    };
    for (const char c : characters) {
        c == '\r' || c == '\n' ? end() : line.push_back(c);
    }
    end();
    return told;
}

std::string typed(std::span<const std::uint8_t> bytes, std::size_t portion)
{
    KeyDecoder decoder;
    std::string characters;
    for (std::size_t at = 0; at < bytes.size(); at += portion) {
        decoder.take(bytes.subspan(at, std::min(portion, bytes.size() - at)),
                     [&characters](unsigned char c) { characters.push_back(static_cast<char>(c)); });
    }
    return characters;
}

// Keys without the times between them: type, code, value of each event, two bytes and one.
std::vector<std::uint8_t> events(std::span<const std::uint8_t> bytes)
{
    std::vector<std::uint8_t> all;
    for (std::size_t at = 0; at + 3 <= bytes.size(); at += 3) {
        input_event event{};
        event.type = bytes[at] % 5;
        event.code = static_cast<std::uint16_t>(bytes[at + 1] | (bytes[at] & 0x80) << 1);
        event.value = bytes[at + 2] % 4;
        const auto *const raw = reinterpret_cast<const std::uint8_t *>(&event);
        all.insert(all.end(), raw, raw + sizeof event);
    }
    return all;
}

void keys(std::span<const std::uint8_t> bytes, std::size_t portion)
{
    const std::string characters = typed(bytes, portion);
    HALL_HOLDS(characters == typed(bytes, std::max<std::size_t>(1, bytes.size())));
    HALL_HOLDS(characters.size() <= bytes.size() / sizeof(input_event));
    for (const char c : characters) {
        HALL_HOLDS((c >= 0x20 && c <= 0x7E) || c == static_cast<char>(KeyDecoder::enter) ||
                   c == static_cast<char>(KeyDecoder::foreign));
    }
    HALL_HOLDS(assembled(characters) == expected(characters));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const std::uint8_t what = input.byte();
    const std::size_t portion = 1U + input.byte();
    const auto bytes = input.rest();
    switch (what % 3) {
    case 0: {
        const std::string characters(bytes.begin(), bytes.end());
        HALL_HOLDS(assembled(characters) == expected(characters));
        break;
    }
    case 1:
        keys(bytes, portion);
        break;
    case 2:
        keys(events(bytes), portion);
        break;
    }
    return 0;
}
