// SPDX-License-Identifier: GPL-3.0-or-later
// One round against the virtual printer: a visitor's receipt meets a fault, the fault is dealt with, the visitor may
// ask again, then the next visitor prints. Layout, encoder, driver and print journal are the product's; what came out
// is judged by the paper alone.
#pragma once

#include "app/store/kioskstore.h"
#include "drivers/core/values.h"

#include <QString>

#include <cstdint>

namespace hall::test {

enum class Trouble
{
    Unplug,
    Stall,
    Slow,
    Garbage,
    ShortWrite,
    StaleStatus,
    Freeze,
    Hang,
    PaperOut,
    NearEnd,
    CoverOpen,
    Jam,
    Cutter,
    HeadHot,
    Fatal,
    FeedButton,
    PowerCycle,  // somebody uses the switch of a printer on USB or the network
    Killed       // the program ends and is started again
};
constexpr int troubles = static_cast<int>(Trouble::Killed) + 1;
[[nodiscard]] const char *troubleName(Trouble trouble);

// Things a careless kiosk would do. Each must be seen in the figures.
enum class Careless
{
    No,
    CutterIgnored,        // the driver never learns of the cutter
    BufferKept,           // what should clear the printer does not reach it
    PrintedWithoutProof,  // Unknown is written down as Printed
    NotPrintedByGuess,    // Unknown is written down as NotPrinted
    CopiesUnmarked        // every paper is made as the first
};

struct Plan
{
    std::uint32_t seed = 1;
    Trouble trouble = Trouble::Unplug;
    double moment = 0;  // 0 before the first byte or row, 1 behind the last; more: while the printer is asked
    device::PrinterProfile profile;
    Careless careless = Careless::No;
    bool retries = true;  // the visitor asks again when nothing certain came out
    bool atHead = false;  // the moment is moved to the first bytes of the command it falls on

    [[nodiscard]] QString words() const;
};

struct Finding
{
    bool began = false;  // the fault came while the receipt was under way, or before
    char outcome = '?';  // of the first paper: p(rinted) n(ot printed) u(nknown)
    int lost = 0;        // recorded as Printed and no such paper
    int unmarked = 0;    // papers beyond the first of a case that do not say so
    int foreign = 0;     // papers of the next visitor with other dots than the next visitor's, or papers beside it
    QString trouble;     // what kept the round from being judged: always a failure

    [[nodiscard]] bool clean() const { return lost == 0 && unmarked == 0 && foreign == 0 && trouble.isEmpty(); }
};

// Any thread that has a QGuiApplication in its process. The store holds the print journal of all rounds.
[[nodiscard]] Finding playRound(const Plan &plan, KioskStore &store);

}  // namespace hall::test
