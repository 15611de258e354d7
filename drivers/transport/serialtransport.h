// SPDX-License-Identifier: GPL-3.0-or-later
// A byte pipe over a terminal line (POSIX termios): raw, 8 data bits, no parity, one stop bit. The line is held alone
// (TIOCEXCL, and flock for programs of root, which TIOCEXCL does not stop). A hang-up, such as a USB adapter that was
// pulled, reads as disconnected. Non-blocking throughout.
#pragma once

#include "drivers/transport/bytetransport.h"
#include "drivers/transport/deviceaddress.h"

namespace hall::device {

enum class SerialFlow
{
    None,
    RtsCts,
    XonXoff
};

[[nodiscard]] bool serialSpeedKnown(int baud);  // 1200 to 921600, as termios names them

class SerialTransport final : public ByteTransport
{
public:
    explicit SerialTransport(SerialAddress address, SerialFlow flow = SerialFlow::None);
    ~SerialTransport() override;
    SerialTransport(const SerialTransport &) = delete;
    SerialTransport &operator=(const SerialTransport &) = delete;

    // DeviceDisconnected: no such line; DeviceShared: another program holds it; DeviceUnauthorised: no right to it;
    // BadArgument: no terminal. Bytes that lay there from before are thrown away. Never waits.
    Done open(std::chrono::milliseconds atMost) override;
    // Waits up to half a second while bytes still go out, then throws the rest away: what one visitor's paper left in
    // the kernel must not come out with the next one's.
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override { return m_line >= 0; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    Done configure(int line) const;
    Fault gone(const std::string &why);  // closes without waiting

    SerialAddress m_address;
    SerialFlow m_flow;
    int m_line = -1;
};

}  // namespace hall::device
