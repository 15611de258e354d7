// SPDX-License-Identifier: GPL-3.0-or-later
// From where a device is plugged in to the bytes: one place for the kiosk and for hallctl.
#pragma once

#include "drivers/transport/bytetransport.h"
#include "drivers/transport/deviceaddress.h"
#include "drivers/transport/serialtransport.h"
#include "drivers/transport/usbinterface.h"

#include <memory>

namespace hall::device {

[[nodiscard]] SerialFlow flowOf(const PrinterProfile &profile);
// The profile of a printer that is plugged in there: mode "auto" becomes "text" on a serial line, "raster" on any
// other.
[[nodiscard]] PrinterProfile profileAt(PrinterProfile profile, const DeviceAddress &address);

// Not open yet. `flow` holds for serial lines only.
[[nodiscard]] std::unique_ptr<ByteTransport> transportTo(const DeviceAddress &address, UsbUse use,
                                                         SerialFlow flow = SerialFlow::None);

}  // namespace hall::device
