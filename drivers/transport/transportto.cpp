// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/transportto.h"

#include "drivers/transport/tcptransport.h"
#include "drivers/transport/usbtransport.h"

namespace hall::device {

SerialFlow flowOf(const PrinterProfile &profile)
{
    return profile.flow == "rts-cts"    ? SerialFlow::RtsCts
           : profile.flow == "xon-xoff" ? SerialFlow::XonXoff
                                        : SerialFlow::None;
}

PrinterProfile profileAt(PrinterProfile profile, const DeviceAddress &address)
{
    if (profile.mode == "auto") {
        profile.mode = std::holds_alternative<SerialAddress>(address) ? "text" : "raster";
    }
    return profile;
}

std::unique_ptr<ByteTransport> transportTo(const DeviceAddress &address, UsbUse use, SerialFlow flow)
{
    if (const auto *usb = std::get_if<UsbAddress>(&address)) {
        return std::make_unique<UsbTransport>(UsbBus::shared(), *usb, use);
    }
    if (const auto *serial = std::get_if<SerialAddress>(&address)) {
        return std::make_unique<SerialTransport>(*serial, flow);
    }
    const auto &tcp = std::get<TcpAddress>(address);
    return std::make_unique<TcpTransport>(tcp.host, tcp.port);
}

}  // namespace hall::device
