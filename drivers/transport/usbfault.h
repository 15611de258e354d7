// SPDX-License-Identifier: GPL-3.0-or-later
// What libusb's error numbers mean for the kiosk.
#pragma once

#include "app/domain/base/result.h"

namespace hall::device {

// `error`: enum libusb_error; `where`: the call, for technicians. An unplugged device shows as NO_DEVICE, as IO (the
// wire fell silent in the middle of a transfer) or as PIPE; the first two are DeviceDisconnected at once, PIPE is
// DeviceProtocol: the endpoint is halted, and clearing the halt tells whether anybody is still there.
[[nodiscard]] Fault usbFault(int error, const char *where);

// The error that corresponds to a transfer's status (enum libusb_transfer_status); LIBUSB_SUCCESS for a completed one.
[[nodiscard]] int usbErrorOf(int transferStatus);

}  // namespace hall::device
