// SPDX-License-Identifier: GPL-3.0-or-later
// Which interface of a USB device carries the bytes, decided from its descriptors alone (USB 2.0 chapter 9).
#pragma once

#include <optional>

struct libusb_config_descriptor;

namespace hall::device {

enum class UsbUse
{
    IdReader,  // an SDT module: vendor class with a pair of endpoints, or HID with reports of one packet
    Printer    // printer class 1.1, protocol 1 or 2; or vendor class with a bulk OUT endpoint
};

struct UsbInterface
{
    int number = 0;
    int alternate = 0;
    bool onlyAlternate = true;  // no setting to choose
    unsigned char in = 0;       // endpoint address, 0 = none
    unsigned char out = 0;      // 0: HID without one takes reports by SET_REPORT
    bool inInterrupt = false;   // otherwise bulk
    bool outInterrupt = false;
    int inPacket = 0;  // wMaxPacketSize
    int outPacket = 0;
    bool hid = false;  // every transfer is a whole report
    bool operator==(const UsbInterface &) const = default;
};

// The best fitting one, or none. A printer that offers both ways is preferred to one that only takes bytes; IEEE 1284.4
// and IPP over USB (protocols 3 and 4) speak no plain ESC/POS and are left alone.
[[nodiscard]] std::optional<UsbInterface> chooseUsbInterface(const libusb_config_descriptor &configuration, UsbUse use);

}  // namespace hall::device
