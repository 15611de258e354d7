// SPDX-License-Identifier: GPL-3.0-or-later
// Card files: a social security card, or a resident identity card, as JSON that simulators answer from. The card file
// has `atr`, `interface`, `files` (records in card order), `access`, `pin`, `auth`, `addressing` and `fault`; the
// identity card file has `text`, `photo`, `fingerprint` and `address`. resources/demo/README.md describes each key.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hall::device {

struct CardRecord
{
    std::uint8_t tag = 0;
    Bytes value;
};

enum class CardAccess
{
    Free,
    Pin,
    External
};
enum class CardAddressing
{
    Number,
    Tag,
    Both
};

struct CardFileFault
{
    std::optional<int> pullAfter;  // the card is gone when this many commands were answered
    bool mute = false;
    int delayMs = 0;  // a command
    // By the hex of how a command begins, the longest match wins. `sw`: the status word instead of an answer; a 6Cxx
    // other than 6C00 only once, the repeat of the command is answered. `raw`: the whole answer, status word included.
    std::map<std::string, std::uint16_t> sw;
    std::map<std::string, Bytes> raw;
};

struct CardFile
{
    Bytes atr;
    CardInterface interface = CardInterface::Contact;
    std::map<std::string, std::vector<CardRecord>> files;  // "SSSE/EF05"; the first part is SSSE or an AID in hex
    std::map<std::string, CardAccess> access;              // absent: free
    std::optional<std::string> pin;                        // digits
    int pinTries = 6;
    bool tellsTries = true;  // VERIFY without a PIN is answered with the tries left, else it has a wrong length
    Bytes externalAuth;      // data that EXTERNAL AUTHENTICATE accepts after a GET CHALLENGE; empty: none
    Bytes internalAuth;  // eight bytes that INTERNAL AUTHENTICATE answers, whatever it is asked; empty: it is unknown
    // A security module: what INIT_FOR_DESCRYPT must carry, and the eight bytes that DES_CRYPT then answers. Empty:
    // none.
    Bytes moduleInit;
    Bytes moduleResult;
    CardAddressing addressing = CardAddressing::Both;
    CardFileFault fault;
};

struct IdCardFile
{
    Bytes text;         // 256 bytes UTF-16LE
    Bytes photo;        // 1024 bytes, or empty
    Bytes fingerprint;  // 1024 bytes, or empty
    Bytes address;      // 70 bytes UTF-16LE, or empty
};

// Faults: FileUnreadable; FileInvalid with the JSON path and the reason.
[[nodiscard]] Result<CardFile> parseCardFile(const QByteArray &json);
[[nodiscard]] Result<CardFile> readCardFile(const QString &path);
[[nodiscard]] Result<IdCardFile> parseIdCardFile(const QByteArray &json);
[[nodiscard]] Result<IdCardFile> readIdCardFile(const QString &path);

}  // namespace hall::device
