// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame says about the camera itself. Pure, any thread.
#pragma once

#include "app/domain/base/fault.h"
#include "drivers/core/values.h"

#include <chrono>
#include <optional>

namespace hall::device {

enum class CameraSignal
{
    Good,
    Dark,    // nearly black: the lamp is off or the lens is covered
    Bright,  // nearly all of it as white as can be: a lamp shines in, or its exposure has gone astray
    Blank,   // a flat colour without sensor noise, everywhere or from some row on: a filler, not a sensor's picture
    Frozen,  // the same picture again and again, to the last bit: no sensor sends that twice
};

// Of one frame alone: never Frozen.
[[nodiscard]] CameraSignal judgeSignal(const Frame &frame);
// Less than all of it came, and the rest was filled up with one colour.
[[nodiscard]] bool isTorn(const Frame &frame);

// A bad signal counts once it has lasted: exposure needs a moment after the start. One thread.
class SignalWatch
{
public:
    static constexpr std::chrono::milliseconds badAfter{1500};

    void restart(std::chrono::steady_clock::time_point now);
    void see(const Frame &frame, std::chrono::steady_clock::time_point now);
    // CameraDark, CameraBright, CameraNoSignal or, when frozen, CameraStalled; nothing while the signal is good or bad
    // for less than badAfter.
    [[nodiscard]] std::optional<Fault> fault(std::chrono::steady_clock::time_point now) const;

private:
    CameraSignal m_signal = CameraSignal::Good;
    std::uint64_t m_print = 0;  // of the last frame
    std::chrono::steady_clock::time_point m_good;
};

}  // namespace hall::device
