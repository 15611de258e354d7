// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/usbinterface.h"

#include <libusb.h>

#include <span>

namespace hall::device {

namespace {

constexpr int printerSubclass = 1;  // USB printer class 1.1, 4.2.1
constexpr int oneWay = 1;
constexpr int twoWays = 2;
constexpr int packetMask = 0x7FF;  // bits 10..0 of wMaxPacketSize (USB 2.0, 9.6.6)
constexpr int defaultReport = 64;  // bytes, of a HID reader without an OUT endpoint

// The first endpoint of each direction; bulk is preferred to interrupt.
UsbInterface endpointsOf(const libusb_interface_descriptor &setting)
{
    UsbInterface found;
    found.number = setting.bInterfaceNumber;
    found.alternate = setting.bAlternateSetting;
    found.hid = setting.bInterfaceClass == LIBUSB_CLASS_HID;
    for (const libusb_endpoint_descriptor &endpoint : std::span(setting.endpoint, setting.bNumEndpoints)) {
        const int type = endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
        const bool interrupt = type == LIBUSB_TRANSFER_TYPE_INTERRUPT;
        const int packet = endpoint.wMaxPacketSize & packetMask;
        if ((!interrupt && type != LIBUSB_TRANSFER_TYPE_BULK) || packet == 0) {
            continue;
        }
        const bool in = (endpoint.bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0;
        unsigned char &address = in ? found.in : found.out;
        bool &isInterrupt = in ? found.inInterrupt : found.outInterrupt;
        if (address == 0 || (isInterrupt && !interrupt)) {
            address = endpoint.bEndpointAddress;
            isInterrupt = interrupt;
            (in ? found.inPacket : found.outPacket) = packet;
        }
    }
    if (found.hid && found.out == 0) {
        found.outPacket = found.inPacket > 0 ? found.inPacket : defaultReport;
    }
    return found;
}

// 0 = unfit; the higher the better.
int fitness(const libusb_interface_descriptor &setting, const UsbInterface &ends, UsbUse use)
{
    const bool pair = ends.in != 0 && ends.out != 0;
    switch (use) {
    case UsbUse::IdReader:
        if (setting.bInterfaceClass == LIBUSB_CLASS_VENDOR_SPEC && pair) {
            return 2;
        }
        return ends.hid && ends.in != 0 ? 1 : 0;
    case UsbUse::Printer:
        if (ends.out == 0 || ends.outInterrupt) {
            return 0;
        }
        if (setting.bInterfaceClass == LIBUSB_CLASS_PRINTER && setting.bInterfaceSubClass == printerSubclass) {
            const bool both = setting.bInterfaceProtocol == twoWays && pair;
            return both ? 4 : setting.bInterfaceProtocol == oneWay || setting.bInterfaceProtocol == twoWays ? 2 : 0;
        }
        return setting.bInterfaceClass == LIBUSB_CLASS_VENDOR_SPEC ? (pair ? 3 : 1) : 0;
    }
    return 0;
}

}  // namespace

std::optional<UsbInterface> chooseUsbInterface(const libusb_config_descriptor &configuration, UsbUse use)
{
    std::optional<UsbInterface> best;
    int bestFitness = 0;
    for (const libusb_interface &one : std::span(configuration.interface, configuration.bNumInterfaces)) {
        for (const libusb_interface_descriptor &setting :
             std::span(one.altsetting, static_cast<std::size_t>(one.num_altsetting))) {
            UsbInterface ends = endpointsOf(setting);
            const int fits = fitness(setting, ends, use);
            if (fits > bestFitness) {
                ends.onlyAlternate = one.num_altsetting == 1;
                best = ends;
                bestFitness = fits;
            }
        }
    }
    return best;
}

}  // namespace hall::device
