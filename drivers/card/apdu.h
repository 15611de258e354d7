// SPDX-License-Identifier: GPL-3.0-or-later
// Command and answer bytes of a chip card (ISO/IEC 7816-4; LD/T 32.5-2015 for the social security card), as pure
// functions: no transport, no thread, no card state. Everything a card says is untrusted and checked for length.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace hall::device::apdu {

// Status words this driver tells apart (ISO/IEC 7816-4 table 5; the last one is the social security card's own).
constexpr std::uint16_t swOk = 0x9000;
constexpr std::uint16_t swFileInvalid = 0x6283;
constexpr std::uint16_t swNoInformation = 0x6300;
constexpr std::uint16_t swSecurityStatus = 0x6982;
constexpr std::uint16_t swPinBlocked = 0x6983;
constexpr std::uint16_t swFunctionNotSupported = 0x6A81;
constexpr std::uint16_t swFileNotFound = 0x6A82;
constexpr std::uint16_t swRecordNotFound = 0x6A83;
constexpr std::uint16_t swWrongP1P2 = 0x6A86;
constexpr std::uint16_t swKeyNotFound = 0x6A88;
constexpr std::uint16_t swWrongOffset = 0x6B00;
constexpr std::uint16_t swInsNotSupported = 0x6D00;
constexpr std::uint16_t swClaNotSupported = 0x6E00;
constexpr std::uint16_t swApplicationLocked = 0x9303;

[[nodiscard]] Bytes selectName(std::span<const unsigned char> aid);                 // 00 A4 04 00 Lc AID
[[nodiscard]] Bytes selectFile(std::uint16_t fileId, std::uint8_t p1);              // 00 A4 p1 00 02 FID
[[nodiscard]] Bytes readRecord(std::uint8_t p1, std::uint8_t p2, std::uint8_t le);  // 00 B2 p1 p2 Le
[[nodiscard]] bool isPin(std::string_view digits);  // 4 to 12 digits, an even number of them
// 00 20 00 00 Lc PIN, digits packed as BCD (2 to 6 bytes). BadArgument when they are no even number of digits.
[[nodiscard]] Result<Bytes> verify(std::string_view digits);
// 80 5E 01 00 Lc old FF new, each packed as for VERIFY. The bytes are PBOC's (JR/T 0025, CHANGE PIN), which LD/T 32.5
// follows for this command by all that can be read in public: to be checked on a real card.
[[nodiscard]] Result<Bytes> changePin(std::string_view old, std::string_view fresh);
// 00 20 00 00 without a PIN: the card says how many tries are left, and takes none off (ISO/IEC 7816-4 §7.5.6).
[[nodiscard]] Bytes askTries();
[[nodiscard]] Bytes getChallenge();  // 00 84 00 00 08
// 00 88 00 00 10 random factor, eight bytes each: the card proves that it is genuine by eight bytes.
[[nodiscard]] Bytes internalAuthenticate(std::span<const unsigned char> random, std::span<const unsigned char> factor);
// 00 82 00 key 10 result factor, eight bytes each.
[[nodiscard]] Bytes externalAuthenticate(std::uint8_t key, std::span<const unsigned char> result,
                                         std::span<const unsigned char> factor);

// An answer whose 61xx and 6Cxx were dealt with.
struct Reply
{
    Sensitive<Bytes> data;
    std::uint16_t sw = 0;
};

// Sends raw bytes to the card and returns its raw answer.
using Exchange = std::function<Result<Bytes>(const Bytes &)>;

enum class Answer
{
    Fetch,  // 61xx: GET RESPONSE until all is here
    Skip    // 61xx counts as success and what waits in the card stays there (the FCI of a SELECT)
};

// How often one command may be repeated or continued before the card is taken for broken.
constexpr int repeatLimit = 8;

// One command to its end; its bytes are overwritten afterwards. 6Cxx repeats it with the length that the card named.
// CardGarbled when an answer is shorter than a status word or the repeat limit is reached; faults of `send` pass
// through.
[[nodiscard]] Result<Reply> run(Bytes command, const Exchange &send, Answer answer = Answer::Fetch);

// A record as the card sends it: TAG(1) LEN(1) VALUE(LEN).
struct Record
{
    std::uint8_t tag = 0;
    std::span<const unsigned char> value;  // inside the parsed bytes
};

// CardGarbled when the bytes are shorter than LEN says. Filling bytes 00 or FF after the value are ignored.
[[nodiscard]] Result<Record> parseRecord(std::span<const unsigned char> data);

// "6A82": for technicians.
[[nodiscard]] std::string swText(std::uint16_t sw);

}  // namespace hall::device::apdu
