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

// Not open yet. `flow` holds for serial lines only.
[[nodiscard]] std::unique_ptr<ByteTransport> transportTo(const DeviceAddress &address, UsbUse use,
                                                         SerialFlow flow = SerialFlow::None);

}  // namespace hall::device
