// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/usbfault.h"

#include <libusb.h>

namespace hall::device {

namespace {

FaultCode codeOf(int error)
{
    switch (error) {
    case LIBUSB_ERROR_NO_DEVICE:
    case LIBUSB_ERROR_NOT_FOUND:
    case LIBUSB_ERROR_IO:
        return FaultCode::DeviceDisconnected;
    case LIBUSB_ERROR_PIPE:
    case LIBUSB_ERROR_OVERFLOW:
        return FaultCode::DeviceProtocol;
    case LIBUSB_ERROR_ACCESS:
        return FaultCode::DeviceUnauthorised;
    case LIBUSB_ERROR_BUSY:
        return FaultCode::DeviceShared;
    case LIBUSB_ERROR_TIMEOUT:
    case LIBUSB_ERROR_INTERRUPTED:
        return FaultCode::DeviceTimeout;
    default:
        return FaultCode::DeviceInternal;
    }
}

}  // namespace

Fault usbFault(int error, const char *where)
{
    return Fault(codeOf(error), std::string(where) + ": " + libusb_error_name(error));
}

int usbErrorOf(int transferStatus)
{
    switch (static_cast<libusb_transfer_status>(transferStatus)) {
    case LIBUSB_TRANSFER_COMPLETED:
        return LIBUSB_SUCCESS;
    case LIBUSB_TRANSFER_NO_DEVICE:
        return LIBUSB_ERROR_NO_DEVICE;
    case LIBUSB_TRANSFER_ERROR:
        return LIBUSB_ERROR_IO;
    case LIBUSB_TRANSFER_STALL:
        return LIBUSB_ERROR_PIPE;
    case LIBUSB_TRANSFER_OVERFLOW:
        return LIBUSB_ERROR_OVERFLOW;
    case LIBUSB_TRANSFER_TIMED_OUT:
        return LIBUSB_ERROR_TIMEOUT;
    case LIBUSB_TRANSFER_CANCELLED:
        return LIBUSB_ERROR_INTERRUPTED;
    }
    return LIBUSB_ERROR_OTHER;
}

}  // namespace hall::device
