// SPDX-License-Identifier: GPL-3.0-or-later
// A two-way byte pipe to a device: USB bulk endpoints, a serial line, TCP, or a simulator. Used by one thread at a
// time. No call blocks past its time; a write that moved some bytes says how many even when it then failed.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>

namespace hall::device {

struct Written
{
    std::size_t bytes = 0;       // accepted by the transport, always valid
    std::optional<Fault> fault;  // DeviceTimeout (try to go on from `bytes`), DeviceDisconnected …
};

class ByteTransport
{
public:
    virtual ~ByteTransport() = default;
    virtual Done open(std::chrono::milliseconds atMost) = 0;
    virtual void close() noexcept = 0;
    // Closes, and resets the port it hangs on where there is one (USB). A device that sat there wedged starts anew.
    virtual void resetPort() noexcept { close(); }
    [[nodiscard]] virtual bool isOpen() const = 0;
    virtual Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) = 0;
    // At least one byte, or an empty vector when none came in time. DeviceDisconnected when the other side is gone.
    virtual Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) = 0;
    // What is plugged in, while it is open: "usb:VID:PID:SERIAL". Empty where the cable does not tell.
    [[nodiscard]] virtual std::string identity() const { return {}; }
    // `come` is called, on any thread, when the device may have been plugged in: whoever waits to open it again need
    // wait no longer. It must not block. Set before open(); a transport that cannot tell never calls it.
    virtual void onArrival(std::function<void()> come) { [[maybe_unused]] const auto dropped = std::move(come); }
};

}  // namespace hall::device
