// SPDX-License-Identifier: GPL-3.0-or-later
// A byte pipe over TCP (printers listen on port 9100; RFC 793 sockets, POSIX). Non-blocking throughout; names are
// looked up on a helper thread, so that a slow name server cannot hold the caller past its time.
#pragma once

#include "drivers/transport/bytetransport.h"

#include <cstdint>
#include <string>

namespace hall::device {

class TcpTransport final : public ByteTransport
{
public:
    TcpTransport(std::string host, std::uint16_t port);
    ~TcpTransport() override;
    TcpTransport(const TcpTransport &) = delete;
    TcpTransport &operator=(const TcpTransport &) = delete;

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override { return m_socket >= 0; }
    // The kernel holds at most some kilobytes that the device has not taken yet (small send buffer).
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    std::string m_host;
    std::uint16_t m_port;
    int m_socket = -1;
};

}  // namespace hall::device
