// SPDX-License-Identifier: MIT
// What hall-vendor-host and the kiosk say to each other over one stream socket (the host's standard input). Every
// message is a head of twelve bytes and a body; numbers are little-endian.
//
//   head   "HVH1" (the last byte is the version), kind, status, id (2), length of the body (4)
//   hello  host, once the library is loaded or not: status 0 and one byte of abilities, then its name; status 1 and why
//   state  kiosk: no body; host: status 0, or 1 when the library's device is away
//   photo  kiosk: 1024 bytes of WLT; host: status 0 and width (2), height (2), pixels; status 1: no photo
//   check  kiosk: milliseconds (4), 1024 bytes of WLT; host: status 0 match, 1 no match, 2 refused, 3 no photo, 4
//   failed
//
// A host answers with the kind and id it was asked with, one question after the other.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hall::vendorhost {

constexpr unsigned char magic[4] = {'H', 'V', 'H', '1'};
constexpr std::size_t headBytes = 12;
constexpr std::size_t longestBody = 64 * 1024;  // a photo is 38 560

enum Kind : std::uint8_t
{
    Hello = 1,
    State = 2,
    Photo = 3,
    Check = 4
};

enum Ability : std::uint8_t
{
    CanPhoto = 1,
    CanCheck = 2
};

constexpr std::size_t wltBytes = 1024;
constexpr std::size_t longestName = 64;
constexpr std::size_t longestReason = 200;

}  // namespace hall::vendorhost
