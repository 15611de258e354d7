// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/camerasignal.h"

#include <algorithm>
#include <cmath>

namespace hall::device {

namespace {

constexpr int gridSteps = 48;        // points across and down that are looked at
constexpr double darkMean = 10;      // grey levels
constexpr double darkSpread = 6;     // a dim picture with something in it spreads wider
constexpr double blankSpread = 0.6;  // sensor noise alone spreads wider than this

// Weights of ITU-R BT.601, of blue, green and red.
double greyOf(const std::uint8_t *bgr)
{
    return 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
}

}  // namespace

CameraSignal judgeSignal(const Frame &frame)
{
    const auto pixels = static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height);
    if (pixels == 0 || !frame.bgr || frame.bgr->size() < pixels * 3) {
        return CameraSignal::Blank;
    }
    double sum = 0;
    double squares = 0;
    for (int y = 0; y < gridSteps; ++y) {
        const auto row = static_cast<std::size_t>(y * (frame.height - 1) / (gridSteps - 1));
        for (int x = 0; x < gridSteps; ++x) {
            const auto column = static_cast<std::size_t>(x * (frame.width - 1) / (gridSteps - 1));
            const double grey = greyOf(frame.bgr->data() + (row * static_cast<std::size_t>(frame.width) + column) * 3);
            sum += grey;
            squares += grey * grey;
        }
    }
    constexpr double count = gridSteps * gridSteps;
    const double mean = sum / count;
    const double spread = std::sqrt(std::max(0.0, squares / count - mean * mean));
    if (mean < darkMean && spread < darkSpread) {
        return CameraSignal::Dark;
    }
    return spread < blankSpread ? CameraSignal::Blank : CameraSignal::Good;
}

void SignalWatch::restart(std::chrono::steady_clock::time_point now)
{
    m_signal = CameraSignal::Good;
    m_good = now;
}

void SignalWatch::see(const Frame &frame, std::chrono::steady_clock::time_point now)
{
    m_signal = judgeSignal(frame);
    if (m_signal == CameraSignal::Good) {
        m_good = now;
    }
}

std::optional<Fault> SignalWatch::fault(std::chrono::steady_clock::time_point now) const
{
    if (m_signal == CameraSignal::Good || now - m_good <= badAfter) {
        return std::nullopt;
    }
    return Fault(m_signal == CameraSignal::Dark ? FaultCode::CameraDark : FaultCode::CameraNoSignal);
}

}  // namespace hall::device
