// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/virtualprintertransport.h"

namespace hall::device {

using SteadyClock = std::chrono::steady_clock;

VirtualPrinterTransport::VirtualPrinterTransport(std::shared_ptr<VirtualPrinter> printer)
    : m_printer(std::move(printer))
{
}

void VirtualPrinterTransport::sitOutHang()
{
    for (std::uint64_t seen = m_printer->changes(); m_printer->hung(); seen = m_printer->changes()) {
        m_printer->waitForChange(seen, SteadyClock::now() + std::chrono::seconds(1));
    }
}

Done VirtualPrinterTransport::open(std::chrono::milliseconds)
{
    sitOutHang();
    if (m_printer->unplugged()) {
        m_open = false;
        return fail(FaultCode::DeviceDisconnected, "virtual printer: unplugged");
    }
    m_open = true;
    return {};
}

void VirtualPrinterTransport::close() noexcept
{
    m_open = false;
}

Written VirtualPrinterTransport::write(std::span<const unsigned char> data, std::chrono::milliseconds atMost)
{
    const auto until = SteadyClock::now() + atMost;
    Written written;
    while (m_open) {
        const VirtualPrinter::Received received = m_printer->receive(data.subspan(written.bytes));
        written.bytes += received.bytes;
        sitOutHang();
        if (received.unplugged) {
            m_open = false;
            break;
        }
        if (written.bytes == data.size()) {
            return written;
        }
        if (SteadyClock::now() >= until || (received.silent && received.bytes > 0)) {
            written.fault = Fault(FaultCode::DeviceTimeout, "virtual printer takes no more");
            return written;
        }
        m_printer->waitForChange(received.change, until);
    }
    written.fault = Fault(FaultCode::DeviceDisconnected, "virtual printer: unplugged");
    return written;
}

Result<Bytes> VirtualPrinterTransport::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const auto until = SteadyClock::now() + atMost;
    while (m_open) {
        const std::uint64_t seen = m_printer->changes();
        sitOutHang();
        if (m_printer->unplugged()) {
            m_open = false;
            break;
        }
        Bytes bytes = m_printer->takeAnswers(atMostBytes);
        if (!bytes.empty() || SteadyClock::now() >= until) {
            return bytes;
        }
        m_printer->waitForChange(seen, until);
    }
    return fail(FaultCode::DeviceDisconnected, "virtual printer: unplugged");
}

}  // namespace hall::device
