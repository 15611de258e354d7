// SPDX-License-Identifier: GPL-3.0-or-later
// A byte pipe over USB (libusb-1.0, asynchronous transfers): bulk or interrupt endpoints taken from the descriptors, or
// HID reports. Transfers that wait for the device's bytes are always pending, so that nothing it says is lost between
// two reads; they end with each packet, because not every device closes an answer with a short one. Bytes go out in
// transfers of at most 4 KiB and never of none: some printers wedge on a zero-length packet. Nothing runs on a thread
// per call: the bus' event thread completes the transfers, the caller waits for its own.
//
// Faults: DeviceOther when one is plugged in that is not of the wanted serial number; DeviceDisconnected when the
// device is away or went in the middle of a transfer (libusb's NO_DEVICE or IO, or PIPE with nobody left to clear the
// halt); DeviceProtocol when a halted endpoint halts again at once; DeviceTimeout with the bytes that went;
// DeviceUnauthorised without the right to the node; DeviceShared when another program has claimed the interface. After
// any but DeviceTimeout the pipe is closed.
#pragma once

#include "drivers/transport/bytetransport.h"
#include "drivers/transport/deviceaddress.h"
#include "drivers/transport/usbbus.h"
#include "drivers/transport/usbinterface.h"

#include <memory>

namespace hall::device {

class UsbPipe;

class UsbTransport final : public ByteTransport
{
public:
    UsbTransport(std::shared_ptr<UsbBus> bus, UsbAddress address, UsbUse use);
    ~UsbTransport() override;
    UsbTransport(const UsbTransport &) = delete;
    UsbTransport &operator=(const UsbTransport &) = delete;

    // Of several that fit, the one lowest on the bus. A kernel driver (usblp, usbhid) is detached while it is open.
    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    void resetPort() noexcept override;  // the device may come back under another address
    [[nodiscard]] bool isOpen() const override { return m_pipe != nullptr; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;
    [[nodiscard]] std::string identity() const override { return m_pipe ? m_identity : std::string(); }
    void onArrival(std::function<void()> come) override;

private:
    Fault drop(Fault why);

    const std::shared_ptr<UsbBus> m_bus;
    const UsbAddress m_address;
    const UsbUse m_use;
    std::string m_identity;  // of what is open
    std::uint64_t m_ticket = 0;
    std::shared_ptr<UsbPipe> m_pipe;  // while open; a transfer that does not come back keeps its own reference
};

}  // namespace hall::device
