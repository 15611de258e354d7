// SPDX-License-Identifier: GPL-3.0-or-later
// An input device of the kernel as a pipe of struct input_event, held alone: while it is open nothing of what is typed
// on it reaches any other program, neither the window system nor the console (EVIOCGRAB, linux/input.h).
#pragma once

#include "drivers/transport/bytetransport.h"
#include "drivers/transport/deviceaddress.h"

namespace hall::device {

class EvdevTransport final : public ByteTransport
{
public:
    explicit EvdevTransport(EvdevAddress address);
    ~EvdevTransport() override;
    EvdevTransport(const EvdevTransport &) = delete;
    EvdevTransport &operator=(const EvdevTransport &) = delete;

    // DeviceDisconnected: no such device; DeviceShared: another program holds it alone; DeviceUnauthorised: no right to
    // it; BadArgument: no input device. Events that lay there from before are thrown away. Never waits.
    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override { return m_node >= 0; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;  // takes nothing
    // Whole events. DeviceDisconnected when the device was pulled (ENODEV).
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    EvdevAddress m_address;
    int m_node = -1;
};

}  // namespace hall::device
