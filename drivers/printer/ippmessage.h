// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of a page printer, and what it says, in the Internet Printing Protocol (RFC 8010, 8011), as bytes;
// libcups writes and reads them. Pure functions, any thread.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <string>
#include <string_view>
#include <vector>

namespace hall::device::ipp {

// PWG 5101.1, the self-describing name of A4: a printer that is not told takes its own default, often Letter.
inline constexpr std::string_view a4 = "iso_a4_210x297mm";
inline constexpr std::string_view pdf = "application/pdf";
// Who asks, for every request; and what each document is called, with its journal id: never who it is for.
inline constexpr std::string_view user = "hallkiosk";
inline constexpr std::string_view jobPrefix = "hall-";

// RFC 8011, 5.4.12
enum class PrinterState
{
    Unknown = 0,
    Idle = 3,
    Processing = 4,
    Stopped = 5
};

struct PrinterSays
{
    PrinterState state = PrinterState::Unknown;
    std::vector<std::string> reasons;  // printer-state-reasons as told, without "none"
    bool accepting = true;
    bool takesPdf = false;
    bool hasA4 = true;     // where it does not say which papers it knows, it may
    std::string model;     // printer-make-and-model
    std::string identity;  // printer-uuid, where it has one
    bool operator==(const PrinterSays &) const = default;
};

// RFC 8011, 5.3.7
enum class JobState
{
    Unknown = 0,
    Pending = 3,
    Held = 4,
    Processing = 5,
    Stopped = 6,
    Cancelled = 7,
    Aborted = 8,
    Completed = 9
};

struct JobSays
{
    int id = 0;
    JobState state = JobState::Unknown;
    std::vector<std::string> reasons;  // job-state-reasons as told, without "none"
    int sheets = 0;                    // that it says have come out: may be too many, so it proves no print
    bool operator==(const JobSays &) const = default;
};

[[nodiscard]] constexpr bool over(JobState state)
{
    return state == JobState::Cancelled || state == JobState::Aborted || state == JobState::Completed;
}

// Requests, without the document. `uri`: "ipp://HOST:PORT/PATH".
[[nodiscard]] Bytes askPrinter(const std::string &uri);
[[nodiscard]] Bytes printJob(const std::string &uri, const std::string &id);  // Print-Job: A4, one-sided, never scaled
[[nodiscard]] Bytes askJob(const std::string &uri, int job);
[[nodiscard]] Bytes cancelJob(const std::string &uri, int job);

// Answers. DeviceProtocol: these bytes are none. What a printer refuses is a fault by its status: DeviceBusy (try
// again), PagePrinterNoPdf, PagePrinterStopped, DeviceUnauthorised, BadArgument (no printer at this path), and
// PagePrinterRefused for everything else.
[[nodiscard]] Result<PrinterSays> printerSays(const Bytes &answer);
[[nodiscard]] Result<JobSays> jobSays(const Bytes &answer);
[[nodiscard]] Done said(const Bytes &answer);  // of a request that is only done or refused

}  // namespace hall::device::ipp
