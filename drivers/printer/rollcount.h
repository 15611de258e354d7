// SPDX-License-Identifier: GPL-3.0-or-later
// How much paper is left, by counting what was printed. A near-end sensor speaks once, some metres before the end, and
// says nothing more: from there on the count alone closes the printer before a receipt stops half-way.
#pragma once

#include "drivers/printer/statusparser.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace hall::device {

// What is kept of a roll while the program is off.
struct RollCount
{
    std::int64_t printedMm = 0;  // since the roll was put in
    bool nearEnd = false;        // the sensor has spoken
    std::int64_t sinceNearEndMm = 0;
    bool operator==(const RollCount &) const = default;

    [[nodiscard]] std::string written() const;
    [[nodiscard]] static RollCount read(std::string_view text);  // a new roll when it is not what written() made
};

struct RollMemory
{
    RollCount last;                               // of the program before
    std::function<void(const RollCount &)> keep;  // called on the printer's thread with each change; must not wait
};

// The printer's thread only.
class RollCounter
{
public:
    RollCounter(const PrinterProfile &profile, RollMemory memory);

    // All answers of one round. A roll counts as changed when paper was out, when the near end is gone after the cover
    // was open or the program away, or stays away for half a metre; the sensor alone flickers at its threshold.
    void look(Conditions conditions);
    void printed(double mm);
    // Millimetres, an estimate. Nothing while neither the sensor nor the roll's length tells.
    [[nodiscard]] std::optional<std::int64_t> leftMm() const;
    [[nodiscard]] bool usedUp() const;  // no receipt may begin
    [[nodiscard]] const RollCount &count() const { return m_count; }

private:
    void assign(const RollCount &next);

    const bool m_sensor;
    const std::int64_t m_nearEndMm;
    const std::int64_t m_rollMm;
    RollMemory m_memory;
    RollCount m_count;
    double m_fraction = 0;       // of a millimetre, not kept
    std::int64_t m_clearMm = 0;  // printed while the sensor, that has spoken, says nothing
    bool m_nearEnd = false;      // now
    bool m_opened = true;        // since the last look at closed paper: the cover, or the program was away
    bool m_ranOut = false;
};

}  // namespace hall::device
