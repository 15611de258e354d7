// SPDX-License-Identifier: GPL-3.0-or-later
// The status bytes of a virtual printer, by dialect: Epson ESC/POS reference (DLE EOT, GS a, GS r); SNBC BT-T080
// manual pp. 41-43 and BTP-M300 pp. 24-31; Custom KPM300 and VKP80 manuals (DLE EOT 14h).
#pragma once

#include "drivers/core/values.h"

namespace hall::device {

enum class SimPaper
{
    Ok,
    NearEnd,
    Out
};

// What sensors and mechanics say.
struct VirtualPrinterState
{
    SimPaper paper = SimPaper::Ok;
    bool coverOpen = false;
    bool jam = false;
    bool cutterFault = false;
    bool headHot = false;  // heals alone
    bool fatal = false;    // needs the power switch
    bool feedButton = false;
    bool ticketInMouth = false;  // presenters; set by a cut, ended by takePaper()
    bool operator==(const VirtualPrinterState &) const = default;
};

enum class StatusDialect
{
    Epson,
    Snbc,
    Custom
};

// What a status byte is made of.
struct PrinterStatusInput
{
    VirtualPrinterState state;
    bool awaitsRecovery = false;  // a latched error whose cause is gone
    bool nearEndSensor = true;
    StatusDialect dialect = StatusDialect::Epson;
};

[[nodiscard]] bool isOffline(const PrinterStatusInput &input);
[[nodiscard]] unsigned char realTimeStatus(const PrinterStatusInput &input, unsigned char n);  // DLE EOT 1..4
[[nodiscard]] Bytes autoStatus(const PrinterStatusInput &input);                               // four bytes of GS a
[[nodiscard]] unsigned char inOrderPaperStatus(const PrinterStatusInput &input);               // GS r 1
[[nodiscard]] Bytes customStatus(const PrinterStatusInput &input);                             // p u r x, without 10 0F

}  // namespace hall::device
