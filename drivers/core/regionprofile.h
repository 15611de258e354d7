// SPDX-License-Identifier: GPL-3.0-or-later
// How the social security cards of one issuing region differ from others: who may read the holder file, how files and
// records are addressed, what else may be read. Data (resources/regions/*.json), never code: access conditions are set
// when a card is personalised, region by region (LD/T 32.3). std C++20 only; values, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hall::device {

// One way to get leave to read a holder file that answers 6982.
enum class AuthorisationStep
{
    Pin,     // the holder's PIN
    Remote,  // the centre computes the authentication (two steps), online only
    Psam     // a security module in a second slot
};

[[nodiscard]] std::string_view stepName(AuthorisationStep step);  // "pin", "remote", "psam"

// Whether a card may be asked, by VERIFY without a PIN, how many tries are left. ISO/IEC 7816-4 says that this costs
// none; cards of a region that count it all the same are not asked, and their tries stay unknown.
enum class PinCounter
{
    Asked,
    NotAsked
};

// Reading of the employment certificate's number (就业创业证, DF02 EF09) after the PIN was right.
enum class CertificateReading
{
    Off,
    On
};

struct RegionProfile
{
    std::string id;                     // as in the file's name; [0-9A-Za-z.-]
    std::string region;                 // first digits (GB/T 2260) of the card identification number; empty: any
    std::vector<std::string> versions;  // specification versions ("3.00") it holds for; empty: any
    std::vector<AuthorisationStep> authorisation;  // in this order; empty: none, the card is read at a window
    std::uint8_t selectP1 = 0x02;                  // of SELECT EF: 02 or 00
    std::uint8_t recordP2 = 0x04;                  // of READ RECORD: 04 by number, 00 by identifier
    int pinDigits = 6;                             // 4 to 12, even: two digits a byte
    std::vector<std::string> initialPins;          // that cards are handed out with: recognised when typed, never tried
    PinCounter pinCounter = PinCounter::Asked;
    CertificateReading certificate = CertificateReading::Off;
    std::uint8_t externalKey = 0x0A;  // P2 of EXTERNAL AUTHENTICATE: reference of the key RKssse
    std::string algorithm = "03";     // algorithm id of the two-step reading, two digits
    std::string psamReader;           // part of the name of the slot that holds the security module

    bool operator==(const RegionProfile &) const = default;
};

// The profile of a card: the longest `region` that begins its region code, and of those one that names its version
// before one for all. The built-in one (no authorisation, both addressings tried) when none fits.
[[nodiscard]] const RegionProfile &profileFor(std::span<const RegionProfile> profiles, std::string_view region,
                                              std::string_view version);

}  // namespace hall::device
