// SPDX-License-Identifier: GPL-3.0-or-later
// Where a device is plugged in, as configuration files and command lines name it:
//   usb:VID:PID[:SERIAL]   four hex digits each; SERIAL (the device's own string) pins one of several alike
//   serial:PATH[@BAUD]     a terminal line, 8 data bits, no parity, one stop bit; 115200 without BAUD
//   evdev:PATH             an input device of the kernel, for code scanners that type
//   nut:UPS@HOST[:PORT]    a power supply as upsd tells of it; 3493 without PORT
//   ipp://HOST[:PORT]/PATH  a page printer, ipps:// with TLS; 631 without PORT. HOST is an address or localhost: asking
//                           for names could wait longer than a printer may
//   tcp:HOST:PORT          HOST a name or an address ([…] around an IPv6 address is allowed)
#pragma once

#include "app/domain/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace hall::device {

struct UsbAddress
{
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::string serial;  // empty: any
    bool operator==(const UsbAddress &) const = default;
};

struct SerialAddress
{
    static constexpr int defaultBaud = 115200;  // what SDT readers and most receipt printers leave the factory with
    std::string path;
    int baud = defaultBaud;
    bool operator==(const SerialAddress &) const = default;
};

struct TcpAddress
{
    std::string host;
    std::uint16_t port = 0;
    bool operator==(const TcpAddress &) const = default;
};

using DeviceAddress = std::variant<UsbAddress, SerialAddress, TcpAddress>;

struct EvdevAddress
{
    std::string path;  // /dev/input/by-id/… keeps its name
    bool operator==(const EvdevAddress &) const = default;
};

// A code scanner is a serial line or a keyboard.
using ScannerAddress = std::variant<SerialAddress, EvdevAddress>;

// A power supply that upsd of Network UPS Tools knows by this name.
struct NutAddress
{
    static constexpr std::uint16_t defaultPort = 3493;  // RFC 9271, 6
    std::string ups;
    std::string host;
    std::uint16_t port = defaultPort;
    bool operator==(const NutAddress &) const = default;
};

// A page printer that speaks the Internet Printing Protocol.
struct IppAddress
{
    static constexpr std::uint16_t defaultPort = 631;  // RFC 8010, 4
    std::string host;                                  // in digits
    std::uint16_t port = defaultPort;
    std::string path;  // from '/', as "/ipp/print"
    bool tls = false;
    bool operator==(const IppAddress &) const = default;
};

// Whether the text begins like a device string, so that it is no other kind of name.
[[nodiscard]] bool looksLikeDeviceAddress(std::string_view text);
// BadArgument with what is meant.
[[nodiscard]] Result<DeviceAddress> parseDeviceAddress(std::string_view text);
[[nodiscard]] Result<ScannerAddress> parseScannerAddress(std::string_view text);
[[nodiscard]] Result<SerialAddress> parseCabinetAddress(std::string_view text);
[[nodiscard]] Result<EvdevAddress> parseKeypadAddress(std::string_view text);
[[nodiscard]] Result<NutAddress> parseNutAddress(std::string_view text);
[[nodiscard]] Result<IppAddress> parseIppAddress(std::string_view text);
[[nodiscard]] std::string ippUri(const IppAddress &address);                // as the protocol names the printer
[[nodiscard]] std::string deviceAddressText(const DeviceAddress &address);  // in the form that is parsed

}  // namespace hall::device
