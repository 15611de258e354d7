// SPDX-License-Identifier: GPL-3.0-or-later
// PrintJob -> ESC/POS bytes. Pure: no device, no clock. Sources: Epson ESC/POS reference (ESC @, GS a, GS v 0, ESC J,
// ESC a, ESC E, GS !, GS B, FS &, FS !, GS ( k, GS V, GS r, GS ( H fn 48, DLE DC4 fn 8); SNBC BTP-M300 and HPRT TP809
// manuals for what others do differently.
#pragma once

#include "drivers/core/values.h"

#include <array>
#include <string>
#include <vector>

namespace hall::device {

enum class CommandKind
{
    Setup,
    Raster,
    Text,
    Code,
    Feed,
    Cut,
    Marker
};

// One whole command. Status may be asked between commands, never inside one.
struct EscposCommand
{
    CommandKind kind = CommandKind::Setup;
    Bytes bytes;
    int rows = 0;  // paper it moves, in dots
};

struct EscposStream
{
    std::vector<EscposCommand> commands;
    std::string processId;  // level A: the four characters the printer sends back; otherwise empty

    [[nodiscard]] std::size_t size() const;            // bytes
    [[nodiscard]] int rows() const;                    // dots of paper
    [[nodiscard]] std::size_t longestCommand() const;  // bytes
    [[nodiscard]] Bytes joined() const;
};

// Raster bands become GS v 0 slices of at most profile.sliceRows rows, divided so that the fewest bytes go out: white
// to the right of a slice is not sent, rows and dots that come in twos are sent once (m = 1..3), white rows are sent
// one byte wide (exact in dots, where a feed would depend on the printer's motion unit). Beside the dots of
// breakRealTimePairs() the paper is the band, dot for dot. Text goes out in Chinese mode; a byte that could be a
// command becomes a space, and a QR code that holds one is left out.
[[nodiscard]] EscposStream encodeEscpos(const PrintJob &job, const PrinterProfile &profile);

// Four characters of 0-9A-Z that stand for the whole job id, so that ids with a common ending differ.
[[nodiscard]] std::string processIdOf(const std::string &jobId);

namespace escpos {
// DLE DC4 fn 8: throws away what the printer holds, also in the middle of a command. Answer: 37 25 00.
inline constexpr std::array<unsigned char, 10> clearBuffer{0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};
// DLE ENQ 2: leave a recoverable error without the data that met it. Never DLE ENQ 1, which would go on printing.
inline constexpr std::array<unsigned char, 3> recoverDiscarding{0x10, 0x05, 0x02};
inline constexpr std::array<unsigned char, 2> initialise{0x1B, 0x40};
// GS a: report online state, errors and paper by itself, so that trouble is seen inside a long raster command too.
inline constexpr std::array<unsigned char, 3> autoStatusOn{0x1D, 0x61, 0x0E};
}  // namespace escpos

// Feeds what may hang between head and cutter out of the printer and cuts it off.
[[nodiscard]] Bytes separatePaper(const PrinterProfile &profile);
[[nodiscard]] std::size_t largestCommand(const PrinterProfile &profile);  // bytes, of any receipt
[[nodiscard]] int millimetresToDots(double millimetres, int dpi);

}  // namespace hall::device
