// SPDX-License-Identifier: GPL-3.0-or-later
// What devices hand over, as plain values. std C++20 only; no decoding of text happens below the hub.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/base/sensitive.h"
#include "drivers/core/regionprofile.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hall::device {

using Bytes = std::vector<unsigned char>;

enum class CardInterface
{
    Contact,
    Contactless
};

// A social security card as read: record values by tag (LD/T 32.6 EF05, EF06), undecoded.
struct SocialCardContents
{
    Bytes atr;
    CardInterface interface = CardInterface::Contact;
    std::map<std::uint8_t, Bytes> ef05;  // issuer file, free read: tags 01..07
    std::map<std::uint8_t, Sensitive<Bytes>>
        ef06;                         // holder file: 08 number, 09 name, 4E name extension, 0A, 0B, 0C, 0D
    bool needsAuthorisation = false;  // EF06 answered 6982; ef06 is then empty
    // DF02 EF09, where the region's profile has it read: 55 number of the employment certificate (就业创业证)
    std::map<std::uint8_t, Sensitive<Bytes>> certificate;
    bool pinVerified = false;  // the holder's PIN was right
    bool initialPin = false;   // and it is one that cards are handed out with: anybody may know it
    bool genuine = false;      // the centre or a security module found the card's own authentication right
    int apdus = 0;             // commands sent, repeats after 61xx/6Cxx included
    int identityApdus = 0;     // of these, sent until number and full name were here
    std::chrono::milliseconds took{0};
    std::string reader;
};

// What the centre needs to compute a card's authentications: the eight fields that step 1 of the two-step reading puts
// out, all in hex of the card's bytes, digits for the region. The factor diversifies the key, the source is the random
// number. No name and no social security number; the card identification number is all that says whose card it is.
struct RemoteRequest
{
    std::string region;     // six digits
    std::string resetInfo;  // historical bytes of the ATR
    std::string algorithm;
    std::string cardId;          // EF05 record 01
    std::string internalFactor;  // the internal pair is empty when the card knows no INTERNAL AUTHENTICATE
    std::string internalSource;
    std::string externalFactor;
    std::string externalSource;

    // The form the centre takes: every field followed by '|'.
    [[nodiscard]] std::string text() const
    {
        std::string out;
        for (const std::string *field : {&region, &resetInfo, &algorithm, &cardId, &internalFactor, &internalSource,
                                         &externalFactor, &externalSource}) {
            out += *field + '|';
        }
        return out;
    }
};

// What the centre computed.
struct RemoteAnswer
{
    Bytes internal;             // eight bytes, what a genuine card answers to INTERNAL AUTHENTICATE; empty: not checked
    Sensitive<Bytes> external;  // for EXTERNAL AUTHENTICATE: eight bytes, or sixteen with the factor
};

// A card that keeps its holder to itself waits in the reader, connected, for leave to be read.
struct AuthorisationNeed
{
    SocialCardContents card;                          // EF05
    AuthorisationStep step = AuthorisationStep::Pin;  // what is wanted now
    std::vector<AuthorisationStep> chain;             // the region's, `step` among them
    std::optional<Fault> fault;                       // of the try before: PinWrong, Centre…
    int pinDigits = 6;
    std::optional<int> triesLeft;  // before the card locks its PIN; empty: the card does not say
    bool lastTry = false;          // one more wrong PIN locks the card, or, triesLeft being empty, may: to be confirmed
    std::optional<RemoteRequest> remote;  // of step Remote
};

// What a card said of its PIN, asked about or shown, when it is not needed for reading but to prove who stands there.
struct PinAnswer
{
    // Asked: good when a PIN may be shown now. Shown: good when it was right. PinWrong, PinLocked, PinTriesUsed,
    // CardNeedsAuth (the card knows no PIN), BadArgument (nothing was shown), NotAllowed (the last try or maybe it,
    // not confirmed), CardPulled …
    Done done;
    int digits = 0;                  // of the region's PINs; 0 when the card could not be looked at
    std::optional<int> triesLeft{};  // before the card locks its PIN; empty: the card does not say
    bool lastTry = false;            // as AuthorisationNeed::lastTry
    bool initial = false;            // it was right, and is one that cards are handed out with: it proves nothing
    // Of the card it was about, as printed on it (EF05 record 07); empty when not read.
    Sensitive<std::string> cardNumber{};
};

// A resident identity card (or residence permit) as the SDT module delivers it (GA 467; layout GA/T 490).
struct ResidentCardContents
{
    Sensitive<Bytes> text;        // 256 bytes UTF-16LE
    Sensitive<Bytes> photo;       // WLT, 1024 bytes, or empty
    bool fingerprint = false;     // whether the card holds one; the data itself is not kept
    Sensitive<Bytes> newAddress;  // 70 bytes UTF-16LE, or empty
    std::string samId;            // identifies the reader's security module
    std::chrono::milliseconds took{0};
};

// The photo of a resident card as the card holds it: WLT, 1024 bytes (GA 467).
struct ResidentPhoto
{
    Sensitive<Bytes> wlt;
};

using CardContents = std::variant<SocialCardContents, ResidentCardContents>;

// What a code says that somebody held before a scanner: 1 to 512 printable ASCII characters, without the line's end.
// Whoever has it may be taken for the person it was made for, so it is handled like the person's data.
struct ScannedCode
{
    Sensitive<std::string> text;
};

// One picture of the document camera: tightly packed 24-bit BGR rows, top row first.
struct Frame
{
    int width = 0;
    int height = 0;
    std::shared_ptr<const Bytes> bgr;  // width * height * 3 bytes
    std::int64_t number = 0;           // counts up per stream
    std::chrono::milliseconds at{0};   // monotonic
};

// What the lens of a camera can be set to, in the camera's own steps.
struct LensFocus
{
    int least = 0;
    int most = 0;            // above `least`: one that cannot move is none
    int step = 1;            // at least 1
    std::optional<int> now;  // none: the camera chooses
    bool operator==(const LensFocus &) const = default;
};

// What a camera is set to by hand so that two pictures of one page are equally bright and tinted. None: it has no such
// setting, or chooses it by itself.
struct CameraLight
{
    std::optional<int> exposureUs;
    std::optional<int> gain;  // in the camera's own steps
    std::optional<int> whiteBalanceK;
    bool operator==(const CameraLight &) const = default;
};

// A band of a raster: rows of packed bits, most significant bit left, 1 = black.
struct RasterBand
{
    int widthDots = 0;
    int rows = 0;
    Bytes bits;  // rows * ((widthDots + 7) / 8)
};

// A line that the printer sets in its own font: 12 dots an ASCII character, 24 a Chinese one, 24 high.
struct TextLine
{
    enum class Align
    {
        Left,
        Centre,
        Right
    };
    Bytes text;  // ASCII 20..7E and GB18030 of two or four bytes, of the profile's charset only
    Align align = Align::Left;
    int scale = 1;  // 1 or 2, both ways; 3 for a line of ASCII alone
    bool bold = false;
    bool inverted = false;  // white on black
};

// A QR code that the printer draws itself, in the middle of the paper.
struct NativeQr
{
    Bytes text;  // no control characters
    int moduleDots = 4;
    char level = 'M';  // of error correction: L, M, Q or H
    int rows = 0;      // paper it takes, in dots
};

using PaperPart = std::variant<RasterBand, TextLine, NativeQr>;

// One paper: printed from top to bottom, then fed and cut.
struct PrintJob
{
    std::string id;  // journal id; [0-9A-Za-z-], no personal data
    std::vector<PaperPart> parts;
    int feedDots = 0;
    bool cut = true;
};

// How one printer model differs (resources/printers/*.json).
struct PrinterProfile
{
    std::string id;
    int dots = 576;  // printable width
    int dpi = 203;
    int sliceRows = 255;  // rows per raster command, 1..255: some firmware reads the low byte of the height only
    std::string cut = "partial";  // "full", "partial" or "none"
    std::string dialect = "epson";
    bool nearEndSensor = true;
    bool presenter = false;
    char proof = 'B';  // what its protocol can prove: A process id, B in-order status, C sensors, D nothing
    int headToCutterMm = 13;
    bool clearBuffer = true;    // understands DLE DC4 8
    std::string flow = "none";  // on a serial line: "none", "rts-cts" or "xon-xoff"
    std::string mode = "auto";  // "raster", "text", or "auto": text on a serial line, raster on any other
    // What its font holds: "gb2312", "gbk", "gb18030-2byte" or "gb18030" (with CJK extension A).
    std::string charset = "gb2312";
    bool nativeQr = false;  // draws QR codes (GS ( k)
    int nearEndMm = 1500;   // printed after the near-end sensor has spoken, before new receipts are refused
    int rollM = 0;          // metres of a new roll, 0 = unknown
    // With a presenter: how long a paper may stay in the mouth, and what draws it into the bin (none: nothing does).
    int takeWithinS = 30;
    Bytes retract;
};

enum class PrintOutcome
{
    Printed,
    NotPrinted,
    Unknown
};

// One document for the page printer.
struct PageJob
{
    std::string id;                    // journal id; [0-9A-Za-z-], no personal data: the printer shows and keeps it
    std::shared_ptr<const Bytes> pdf;  // pages of A4; printed as they are, never scaled
};

struct PrintReport
{
    PrintOutcome outcome = PrintOutcome::Unknown;
    char proof = 'D';    // the level that was really reached
    std::string reason;  // fault name ("printer.paper-out"), empty when printed
    std::size_t bytesTotal = 0;
    std::size_t bytesAccepted = 0;
};

}  // namespace hall::device
