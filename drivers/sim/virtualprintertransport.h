// SPDX-License-Identifier: GPL-3.0-or-later
// The cable to a virtual printer inside the process. Times are kept as on USB: a full printer takes what fits and then
// times out. With the fault "hang" a call comes back only when the fault is healed.
#pragma once

#include "drivers/sim/virtualprinter.h"
#include "drivers/transport/bytetransport.h"

namespace hall::device {

class VirtualPrinterTransport : public ByteTransport
{
public:
    explicit VirtualPrinterTransport(std::shared_ptr<VirtualPrinter> printer);

    Done open(std::chrono::milliseconds atMost) override;  // DeviceDisconnected while unplugged
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override { return m_open; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    void sitOutHang();

    std::shared_ptr<VirtualPrinter> m_printer;
    bool m_open = false;
};

}  // namespace hall::device
