// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/camerasignal.h"

#include <algorithm>
#include <cmath>

namespace hall::device {

namespace {

constexpr int gridSteps = 48;            // points across and down that are looked at
constexpr double darkMean = 10;          // grey levels
constexpr double darkSpread = 6;         // a dim picture with something in it spreads wider
constexpr std::uint8_t washedOut = 250;  // of each colour; a well exposed sheet stays below 240
constexpr int brightShare = 85;          // percent of the points; a sheet does not fill the picture
constexpr int tornRows = 6;              // of the grid's last ones; noise leaves no row of a sensor's picture flat …
constexpr std::uint8_t clippedDark = 8;  // … but where it is cut off
constexpr std::uint8_t clippedBright = 247;
constexpr double blankSpread = 0.6;  // sensor noise alone spreads wider than this

// Weights of ITU-R BT.601, of blue, green and red.
double greyOf(const std::uint8_t *bgr)
{
    return 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
}

struct Look
{
    CameraSignal signal = CameraSignal::Blank;
    std::uint64_t print = 0;  // FNV-1a of the points that were looked at
    bool torn = false;
};

Look lookAt(const Frame &frame)
{
    const auto pixels = static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height);
    if (pixels == 0 || !frame.bgr || frame.bgr->size() < pixels * 3) {
        return {};
    }
    Look look{CameraSignal::Good, 0xCBF29CE484222325U, false};
    double sum = 0;
    double squares = 0;
    int washed = 0;
    int flatRows = 0;  // without a break up to the last
    for (int y = 0; y < gridSteps; ++y) {
        const auto row = static_cast<std::size_t>(y * (frame.height - 1) / (gridSteps - 1));
        const std::uint8_t *first = frame.bgr->data() + row * static_cast<std::size_t>(frame.width) * 3;
        bool flat = *first > clippedDark && *first < clippedBright;
        for (int x = 0; x < gridSteps; ++x) {
            const auto column = static_cast<std::size_t>(x * (frame.width - 1) / (gridSteps - 1));
            const std::uint8_t *point = frame.bgr->data() + (row * static_cast<std::size_t>(frame.width) + column) * 3;
            flat = flat && std::equal(point, point + 3, first);
            const double grey = greyOf(point);
            washed += std::min({point[0], point[1], point[2]}) >= washedOut ? 1 : 0;
            sum += grey;
            squares += grey * grey;
            for (int channel = 0; channel < 3; ++channel) {
                look.print = (look.print ^ point[channel]) * 0x100000001B3U;
            }
        }
        flatRows = flat ? flatRows + 1 : 0;
    }
    look.torn = flatRows >= tornRows && flatRows < gridSteps;
    constexpr double count = gridSteps * gridSteps;
    const double mean = sum / count;
    const double spread = std::sqrt(std::max(0.0, squares / count - mean * mean));
    if (mean < darkMean && spread < darkSpread) {
        look.signal = CameraSignal::Dark;
    } else if (washed * 100 >= brightShare * gridSteps * gridSteps) {
        look.signal = CameraSignal::Bright;
    } else if (spread < blankSpread || look.torn) {
        look.signal = CameraSignal::Blank;
    }
    return look;
}

FaultCode faultOf(CameraSignal signal)
{
    switch (signal) {
    case CameraSignal::Dark:
        return FaultCode::CameraDark;
    case CameraSignal::Bright:
        return FaultCode::CameraBright;
    case CameraSignal::Frozen:
        return FaultCode::CameraStalled;
    case CameraSignal::Good:
    case CameraSignal::Blank:
        break;
    }
    return FaultCode::CameraNoSignal;
}

}  // namespace

CameraSignal judgeSignal(const Frame &frame)
{
    return lookAt(frame).signal;
}

bool isTorn(const Frame &frame)
{
    return lookAt(frame).torn;
}

void SignalWatch::restart(std::chrono::steady_clock::time_point now)
{
    m_signal = CameraSignal::Good;
    m_print = 0;
    m_good = now;
}

void SignalWatch::see(const Frame &frame, std::chrono::steady_clock::time_point now)
{
    const Look look = lookAt(frame);
    const bool frozen = look.signal == CameraSignal::Good && look.print == m_print;
    m_signal = frozen ? CameraSignal::Frozen : look.signal;
    m_print = look.print;
    if (m_signal == CameraSignal::Good) {
        m_good = now;
    }
}

std::optional<Fault> SignalWatch::fault(std::chrono::steady_clock::time_point now) const
{
    if (m_signal == CameraSignal::Good || now - m_good <= badAfter) {
        return std::nullopt;
    }
    return Fault(faultOf(m_signal));
}

}  // namespace hall::device
