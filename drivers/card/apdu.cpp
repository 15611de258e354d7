// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/apdu.h"

#include <algorithm>
#include <cstdio>

namespace hall::device::apdu {

namespace {

// ISO/IEC 7816-4: class without secure messaging, and the instruction bytes.
constexpr unsigned char cla = 0x00;
constexpr unsigned char insVerify = 0x20;
constexpr unsigned char insExternalAuthenticate = 0x82;
constexpr unsigned char insGetChallenge = 0x84;
constexpr unsigned char insInternalAuthenticate = 0x88;
constexpr unsigned char insSelect = 0xA4;
constexpr unsigned char insReadRecord = 0xB2;
constexpr unsigned char insGetResponse = 0xC0;

constexpr unsigned char claProprietary = 0x80;
constexpr unsigned char insChangePin = 0x5E;
constexpr unsigned char pinSeparator = 0xFF;

constexpr std::size_t randomSize = 8;  // bytes of a challenge and of what is computed from it

constexpr unsigned char sw1MoreData = 0x61;
constexpr unsigned char sw1WrongLe = 0x6C;

// CLA INS P1 P2 Le. Only such a command is repeated with another Le: in a longer one the last byte is data, and a
// VERIFY that is sent twice costs the holder a try.
constexpr std::size_t headerWithLe = 5;

// A card that keeps promising data may not fill memory: the longest file of LD/T 32 holds 4096 bytes.
constexpr std::size_t dataLimit = 4096;

void appendPacked(Bytes &command, std::string_view digits)
{
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        command.push_back(static_cast<unsigned char>((digits[i] - '0') << 4 | (digits[i + 1] - '0')));
    }
}

}  // namespace

Bytes selectName(std::span<const unsigned char> aid)
{
    Bytes command{cla, insSelect, 0x04, 0x00, static_cast<unsigned char>(aid.size())};
    command.insert(command.end(), aid.begin(), aid.end());
    return command;
}

Bytes selectFile(std::uint16_t fileId, std::uint8_t p1)
{
    return {cla,
            insSelect,
            p1,
            0x00,
            0x02,
            static_cast<unsigned char>(fileId >> 8),
            static_cast<unsigned char>(fileId & 0xFF)};
}

Bytes readRecord(std::uint8_t p1, std::uint8_t p2, std::uint8_t le)
{
    return {cla, insReadRecord, p1, p2, le};
}

bool isPin(std::string_view digits)
{
    const bool allDigits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    return allDigits && digits.size() % 2 == 0 && digits.size() >= 4 && digits.size() <= 12;
}

Result<Bytes> verify(std::string_view digits)
{
    if (!isPin(digits)) {
        return fail(FaultCode::BadArgument, "a card PIN has 4 to 12 digits, an even number of them");
    }
    Bytes command{cla, insVerify, 0x00, 0x00, static_cast<unsigned char>(digits.size() / 2)};
    command.reserve(command.size() + digits.size() / 2);
    appendPacked(command, digits);
    return command;
}

Result<Bytes> changePin(std::string_view old, std::string_view fresh)
{
    if (!isPin(old) || !isPin(fresh)) {
        return fail(FaultCode::BadArgument, "a card PIN has 4 to 12 digits, an even number of them");
    }
    const std::size_t size = old.size() / 2 + 1 + fresh.size() / 2;
    Bytes command;
    command.reserve(headerWithLe + size);
    command = {claProprietary, insChangePin, 0x01, 0x00, static_cast<unsigned char>(size)};
    appendPacked(command, old);
    command.push_back(pinSeparator);
    appendPacked(command, fresh);
    return command;
}

Bytes askTries()
{
    return {cla, insVerify, 0x00, 0x00};
}

Bytes getChallenge()
{
    return {cla, insGetChallenge, 0x00, 0x00, randomSize};
}

Bytes internalAuthenticate(std::span<const unsigned char> random, std::span<const unsigned char> factor)
{
    Bytes command{cla, insInternalAuthenticate, 0x00, 0x00, static_cast<unsigned char>(random.size() + factor.size())};
    command.insert(command.end(), random.begin(), random.end());
    command.insert(command.end(), factor.begin(), factor.end());
    return command;
}

Bytes externalAuthenticate(std::uint8_t key, std::span<const unsigned char> result,
                           std::span<const unsigned char> factor)
{
    Bytes command{cla, insExternalAuthenticate, 0x00, key, static_cast<unsigned char>(result.size() + factor.size())};
    command.insert(command.end(), result.begin(), result.end());
    command.insert(command.end(), factor.begin(), factor.end());
    return command;
}

Result<Reply> run(Bytes bytesOut, const Exchange &send, Answer answer)
{
    // A PIN may be among them.
    Sensitive<Bytes> kept(std::move(bytesOut));
    Bytes &command = kept.reveal();
    Reply reply;
    for (int round = 0; round <= repeatLimit; ++round) {
        Result<Bytes> raw = send(command);
        if (!raw) {
            return fail(raw.error());
        }
        const Sensitive<Bytes> got(std::move(*raw));
        const Bytes &bytes = got.reveal();
        if (bytes.size() < 2) {
            return fail(FaultCode::CardGarbled, "answer of " + std::to_string(bytes.size()) + " bytes");
        }
        const unsigned char sw1 = bytes[bytes.size() - 2];
        const unsigned char sw2 = bytes[bytes.size() - 1];
        if (sw1 == sw1WrongLe && command.size() == headerWithLe) {
            command.back() = sw2;
            continue;
        }
        Bytes &data = reply.data.reveal();
        if (data.size() + bytes.size() > dataLimit) {
            return fail(FaultCode::CardGarbled, "answer longer than any file of the card");
        }
        data.insert(data.end(), bytes.begin(), bytes.end() - 2);
        if (sw1 == sw1MoreData && answer == Answer::Fetch) {
            command = {cla, insGetResponse, 0x00, 0x00, sw2};  // 00 asks for 256
            continue;
        }
        reply.sw = sw1 == sw1MoreData ? swOk : static_cast<std::uint16_t>(sw1 << 8 | sw2);
        return reply;
    }
    return fail(FaultCode::CardGarbled, "card never ends its answer (61xx or 6Cxx without end)");
}

Result<Record> parseRecord(std::span<const unsigned char> data)
{
    if (data.size() < 2) {
        return fail(FaultCode::CardGarbled, "record of " + std::to_string(data.size()) + " bytes");
    }
    const std::size_t length = data[1];
    if (length > data.size() - 2) {
        return fail(FaultCode::CardGarbled, "record shorter than its length byte says");
    }
    const auto rest = data.subspan(2 + length);
    const bool filling = std::all_of(rest.begin(), rest.end(), [](unsigned char b) { return b == 0x00 || b == 0xFF; });
    if (!filling) {
        return fail(FaultCode::CardGarbled, "bytes after the end of a record");
    }
    return Record{data[0], data.subspan(2, length)};
}

std::string swText(std::uint16_t sw)
{
    char text[5];
    std::snprintf(text, sizeof text, "%04X", sw);
    return text;
}

}  // namespace hall::device::apdu
