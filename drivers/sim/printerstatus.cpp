// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/printerstatus.h"

namespace hall::device {

namespace {

constexpr unsigned char bit(int n, bool set = true)
{
    return static_cast<unsigned char>(set ? 1 << n : 0);
}

template <typename... Bits> unsigned char all(Bits... bits)
{
    return static_cast<unsigned char>((0 | ... | bits));
}

bool nearEnd(const PrinterStatusInput &input)
{
    return input.nearEndSensor && input.state.paper != SimPaper::Ok;
}

bool anyError(const PrinterStatusInput &input)
{
    const VirtualPrinterState &state = input.state;
    return state.jam || state.cutterFault || state.headHot || state.fatal || input.awaitsRecovery;
}

}  // namespace

bool isOffline(const PrinterStatusInput &input)
{
    return input.state.coverOpen || input.state.paper == SimPaper::Out || input.state.feedButton || anyError(input);
}

unsigned char realTimeStatus(const PrinterStatusInput &input, unsigned char n)
{
    const VirtualPrinterState &state = input.state;
    const bool epson = input.dialect == StatusDialect::Epson;
    const bool out = state.paper == SimPaper::Out;
    const unsigned char fixed = all(bit(1), bit(4));
    switch (n) {
    case 1:
        return all(fixed, bit(2, input.dialect == StatusDialect::Snbc), bit(3, isOffline(input)),
                   bit(5, epson && input.awaitsRecovery), bit(6, epson && state.feedButton));
    case 2:
        return all(fixed, bit(2, state.coverOpen), bit(3, state.feedButton), bit(5, out), bit(6, anyError(input)));
    case 3:
        return all(fixed, bit(2, state.jam), bit(3, state.cutterFault), bit(5, state.fatal), bit(6, state.headHot));
    case 4: {
        const bool low = nearEnd(input);
        return all(fixed, bit(2, low), bit(3, low), bit(5, out), bit(6, out));
    }
    default:
        return fixed;
    }
}

Bytes autoStatus(const PrinterStatusInput &input)
{
    const VirtualPrinterState &state = input.state;
    const bool out = state.paper == SimPaper::Out;
    const bool low = nearEnd(input);
    return {all(bit(4), bit(3, isOffline(input)), bit(5, state.coverOpen), bit(6, state.feedButton)),
            all(bit(0, input.awaitsRecovery), bit(1, state.feedButton), bit(2, state.jam), bit(3, state.cutterFault),
                bit(5, state.fatal), bit(6, state.headHot)),
            all(bit(0, low), bit(1, low), bit(2, out), bit(3, out)),
            static_cast<unsigned char>(input.dialect == StatusDialect::Snbc ? 0x0F : 0)};
}

unsigned char inOrderPaperStatus(const PrinterStatusInput &input)
{
    const bool out = input.state.paper == SimPaper::Out;
    const bool low = nearEnd(input);
    return all(bit(0, low), bit(1, low), bit(2, out), bit(3, out));
}

Bytes customStatus(const PrinterStatusInput &input)
{
    const VirtualPrinterState &state = input.state;
    const bool out = state.paper == SimPaper::Out;
    return {all(bit(0, out), bit(2, nearEnd(input)), bit(5, state.ticketInMouth)),
            all(bit(1, state.coverOpen), bit(5, state.feedButton)), bit(0, state.headHot),
            all(bit(0, state.cutterFault), bit(2, state.fatal))};
}

}  // namespace hall::device
