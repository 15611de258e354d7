// SPDX-License-Identifier: GPL-3.0-or-later
// hall-vendor-host as a byte pipe: opening starts the process with the library, closing ends it, whatever it is doing.
#pragma once

#include "drivers/transport/bytetransport.h"

#include <string>

#include <sys/types.h>

namespace hall::device {

class HostProcess final : public ByteTransport
{
public:
    HostProcess(std::string program, std::string library);
    ~HostProcess() override;
    HostProcess(const HostProcess &) = delete;
    HostProcess &operator=(const HostProcess &) = delete;

    // VendorLibrary when the program cannot be started. It gets an empty environment, and nothing that is open here but
    // one end of a socket. It dies with the thread that opened it.
    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override { return m_socket >= 0; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    // VendorCrashed when the process has ended by itself, with how.
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    [[nodiscard]] Fault howItEnded();

    const std::string m_program;
    const std::string m_library;
    int m_socket = -1;
    pid_t m_process = -1;
};

}  // namespace hall::device
