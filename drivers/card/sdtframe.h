// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the resident identity card module (SDT, GA 467): AA AA AA 96 69, a big-endian length of everything after
// itself, the body, and the XOR of length and body. Bytes in, frames out; no transport, no time.
#pragma once

#include "app/domain/base/sensitive.h"
#include "drivers/core/values.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace hall::device::sdt {

// Answer codes SW3 (GA 467).
constexpr std::uint8_t ok = 0x90;
constexpr std::uint8_t cardFound = 0x9F;
constexpr std::uint8_t cardRejectsReader = 0x31;
constexpr std::uint8_t readerRejectsCard = 0x32;
constexpr std::uint8_t cardNotVerified = 0x33;
constexpr std::uint8_t wrongCard = 0x40;
constexpr std::uint8_t readFailed = 0x41;
constexpr std::uint8_t randomFailed = 0x47;
constexpr std::uint8_t selfTestFailed = 0x60;
constexpr std::uint8_t moduleNotAuthorised = 0x66;
constexpr std::uint8_t noCard = 0x80;
constexpr std::uint8_t selectFailed = 0x81;
constexpr std::uint8_t noSuchContent = 0x91;

// Checksum, length, command, permission, unknown: the module did not understand the request.
[[nodiscard]] constexpr bool notUnderstood(std::uint8_t sw3)
{
    return sw3 == 0x10 || sw3 == 0x11 || sw3 == 0x21 || sw3 == 0x23 || sw3 == 0x24;
}

// Longest length field taken for real: base data with fingerprint needs 0x090A.
constexpr std::size_t lengthLimit = 4096;

struct Command
{
    std::uint8_t code;
    std::uint8_t parameter;
    bool operator==(const Command &) const = default;
};
constexpr Command resetModule{0x10, 0xFF};
constexpr Command moduleStatus{0x11, 0xFF};
constexpr Command moduleId{0x12, 0xFF};
constexpr Command findCard{0x20, 0x01};
constexpr Command selectCard{0x20, 0x02};
constexpr Command readBase{0x30, 0x01};
constexpr Command readBaseAndFingerprint{0x30, 0x10};
constexpr Command readNewAddress{0x30, 0x03};

// What stands between length and checksum: three status bytes and data in an answer, two bytes and data in a request.
struct Frame
{
    Sensitive<Bytes> body;
};
struct Broken
{
    std::string reason;  // "checksum", "length"
};

[[nodiscard]] Bytes encode(std::span<const unsigned char> body);
[[nodiscard]] Bytes request(Command command);

// Takes bytes in any portions and gives frames in order. Noise before a preamble is dropped; after a broken frame the
// search goes on behind its preamble, so a good frame inside is still found.
class FrameParser
{
public:
    FrameParser();
    ~FrameParser();
    FrameParser(const FrameParser &) = delete;
    FrameParser &operator=(const FrameParser &) = delete;

    void push(std::span<const unsigned char> bytes);
    // Nothing: more bytes are needed.
    [[nodiscard]] std::optional<std::variant<Frame, Broken>> next();
    void clear();

private:
    void drop(std::size_t count);

    Bytes m_buffer;  // capacity never grows, so no unwiped copy is left behind
};

}  // namespace hall::device::sdt
