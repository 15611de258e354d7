// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the last paper in the mouth of a printer with a presenter: it is another person's data until it is
// taken. The sensor says only whether there is paper; that it went into the bin is known when we asked for that.
#pragma once

#include "drivers/core/timeline.h"
#include "drivers/core/values.h"

#include <chrono>

namespace hall::device {

enum class LastPaper
{
    None,
    Presented,
    Taken,
    Left,  // longer in the mouth than the profile's time
    Retracted
};
[[nodiscard]] const char *lastPaperName(LastPaper paper);

// The printer's thread only.
class Presenter
{
public:
    explicit Presenter(const PrinterProfile &profile);

    // True when the paper has to be drawn in now: `retracting()` is to be called when the command has gone out.
    [[nodiscard]] bool look(bool occupied, Monotonic::time_point now);
    void retracting() { m_retracting = true; }
    [[nodiscard]] LastPaper last() const { return m_last; }

private:
    std::chrono::seconds m_takeWithin;
    bool m_retracts;
    LastPaper m_last = LastPaper::None;
    bool m_occupied = false;
    bool m_retracting = false;
    Monotonic::time_point m_since;
};

}  // namespace hall::device
