// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/deviceaddress.h"

#include "drivers/transport/serialtransport.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace hall::device {

namespace {

constexpr std::string_view usbScheme = "usb:";
constexpr std::string_view serialScheme = "serial:";
constexpr std::string_view tcpScheme = "tcp:";
constexpr std::string_view evdevScheme = "evdev:";
constexpr std::string_view nutScheme = "nut:";
constexpr std::string_view ippScheme = "ipp://";
constexpr std::string_view ippsScheme = "ipps://";
constexpr std::size_t longestPath = 255;          // of a printer
constexpr std::size_t longestSerialNumber = 126;  // characters of a USB string descriptor (USB 2.0, 9.6.7)

tl::unexpected<Fault> refuse(std::string_view text, const char *why)
{
    return fail(FaultCode::BadArgument, "'" + std::string(text) + "': " + why +
                                            "; usb:VID:PID[:SERIAL], serial:PATH[@BAUD] or tcp:HOST:PORT is meant");
}

// A path or a serial number goes to system calls and logs.
bool hasControls(std::string_view text)
{
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Digits alone, none negative; -1 when it is no number.
int numberOf(std::string_view text, int base)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool whole = !text.empty() && error == std::errc() && end == text.data() + text.size();
    return whole && text.front() != '-' ? value : -1;
}

int usbId(std::string_view text)
{
    return text.size() == 4 ? numberOf(text, 16) : -1;
}

Result<DeviceAddress> parseUsb(std::string_view text, std::string_view rest)
{
    constexpr std::size_t idsSize = 9;  // VID:PID
    const int vendor = usbId(rest.substr(0, 4));
    const int product = rest.size() < idsSize || rest[4] != ':' ? -1 : usbId(rest.substr(5, 4));
    if (vendor < 0 || product < 0) {
        return refuse(text, "vendor and product are four hex digits each");
    }
    UsbAddress address{static_cast<std::uint16_t>(vendor), static_cast<std::uint16_t>(product), {}};
    if (rest.size() > idsSize) {
        const std::string_view serial = rest.substr(idsSize + 1);
        if (rest[idsSize] != ':' || serial.empty() || serial.size() > longestSerialNumber) {
            return refuse(text, "the serial number has 1 to 126 characters");
        }
        address.serial = serial;
    }
    return address;
}

Result<DeviceAddress> parseSerial(std::string_view text, std::string_view rest)
{
    SerialAddress address;
    const std::size_t at = rest.rfind('@');
    if (at != std::string_view::npos) {
        const int baud = numberOf(rest.substr(at + 1), 10);
        if (!serialSpeedKnown(baud)) {
            return refuse(text, "this line speed is unknown");
        }
        address.baud = baud;
        rest = rest.substr(0, at);
    }
    if (rest.size() < 2 || rest.front() != '/') {
        return refuse(text, "the path begins with /");
    }
    address.path = rest;
    return address;
}

Result<DeviceAddress> parseTcp(std::string_view text, std::string_view rest)
{
    const std::size_t colon = rest.rfind(':');
    std::string_view host = rest.substr(0, colon);
    const int port = colon == std::string_view::npos ? -1 : numberOf(rest.substr(colon + 1), 10);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    if (host.empty() || port < 1 || port > 0xFFFF) {
        return refuse(text, "host or port is missing");
    }
    return TcpAddress{std::string(host), static_cast<std::uint16_t>(port)};
}

}  // namespace

bool looksLikeDeviceAddress(std::string_view text)
{
    return text.starts_with(usbScheme) || text.starts_with(serialScheme) || text.starts_with(tcpScheme);
}

Result<DeviceAddress> parseDeviceAddress(std::string_view text)
{
    if (hasControls(text)) {
        return refuse("", "control characters");
    }
    if (text.starts_with(usbScheme)) {
        return parseUsb(text, text.substr(usbScheme.size()));
    }
    if (text.starts_with(serialScheme)) {
        return parseSerial(text, text.substr(serialScheme.size()));
    }
    if (text.starts_with(tcpScheme)) {
        return parseTcp(text, text.substr(tcpScheme.size()));
    }
    return refuse(text, "no device string");
}

Result<ScannerAddress> parseScannerAddress(std::string_view text)
{
    if (!hasControls(text) && text.starts_with(evdevScheme) && text.substr(evdevScheme.size()).starts_with('/')) {
        return EvdevAddress{std::string(text.substr(evdevScheme.size()))};
    }
    if (!hasControls(text) && text.starts_with(serialScheme)) {
        const Result<DeviceAddress> line = parseDeviceAddress(text);
        return line ? Result<ScannerAddress>(std::get<SerialAddress>(*line)) : fail(line.error());
    }
    return fail(FaultCode::BadArgument, "a code scanner is serial:PATH[@BAUD] or evdev:PATH, with a path from /");
}

Result<SerialAddress> parseCabinetAddress(std::string_view text)
{
    if (text.starts_with(serialScheme)) {
        const Result<DeviceAddress> line = parseDeviceAddress(text);
        return line ? Result<SerialAddress>(std::get<SerialAddress>(*line)) : fail(line.error());
    }
    return fail(FaultCode::BadArgument, "a cabinet is serial:PATH[@BAUD], with a path from /");
}

Result<EvdevAddress> parseKeypadAddress(std::string_view text)
{
    if (text.starts_with(evdevScheme)) {
        const Result<ScannerAddress> keyboard = parseScannerAddress(text);
        return keyboard ? Result<EvdevAddress>(std::get<EvdevAddress>(*keyboard)) : fail(keyboard.error());
    }
    return fail(FaultCode::BadArgument, "a keypad is evdev:PATH, with a path from /");
}

Result<NutAddress> parseNutAddress(std::string_view text)
{
    const auto wrong = [] { return fail(FaultCode::BadArgument, "a power supply is nut:UPS@HOST[:PORT]"); };
    const std::size_t at = text.find('@');
    if (hasControls(text) || !text.starts_with(nutScheme) || at == std::string_view::npos) {
        return wrong();
    }
    NutAddress address;
    address.ups = text.substr(nutScheme.size(), at - nutScheme.size());
    // It goes into a line of the protocol as one word.
    const bool word = !address.ups.empty() && address.ups.find_first_of(" \"\\") == std::string::npos;
    std::string place(text.substr(at + 1));
    if (place.find(':') == std::string::npos) {
        place += ':' + std::to_string(NutAddress::defaultPort);
    }
    const Result<DeviceAddress> tcp = parseTcp(text, place);
    if (!word || !tcp) {
        return wrong();
    }
    address.host = std::get<TcpAddress>(*tcp).host;
    address.port = std::get<TcpAddress>(*tcp).port;
    return address;
}

Result<IppAddress> parseIppAddress(std::string_view text)
{
    const auto wrong = [] {
        return fail(FaultCode::BadArgument,
                    "a page printer is ipp://HOST[:PORT]/PATH or ipps://…, with an address in digits or localhost");
    };
    IppAddress address;
    address.tls = text.starts_with(ippsScheme);
    if (hasControls(text) || (!address.tls && !text.starts_with(ippScheme))) {
        return wrong();
    }
    const std::string_view rest = text.substr(address.tls ? ippsScheme.size() : ippScheme.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos || rest.size() - slash > longestPath) {
        return wrong();
    }
    address.path = rest.substr(slash);
    if (address.path.find_first_of(" ?#\"\\") != std::string::npos) {
        return wrong();
    }
    std::string place(rest.substr(0, slash));
    const std::size_t colon = place.rfind(':');
    const bool port = colon != std::string::npos && (place.front() != '[' || colon > place.rfind(']'));
    if (!port) {
        place += ':' + std::to_string(IppAddress::defaultPort);
    }
    const Result<DeviceAddress> tcp = parseTcp(text, place);
    if (!tcp) {
        return wrong();
    }
    address.host = std::get<TcpAddress>(*tcp).host;
    address.port = std::get<TcpAddress>(*tcp).port;
    if (address.host == "localhost") {
        address.host = "127.0.0.1";
    }
    in6_addr digits = {};
    if (inet_pton(AF_INET, address.host.c_str(), &digits) != 1 &&
        inet_pton(AF_INET6, address.host.c_str(), &digits) != 1) {
        return wrong();
    }
    return address;
}

std::string ippUri(const IppAddress &address)
{
    const bool bracket = address.host.find(':') != std::string::npos;
    return std::string(address.tls ? ippsScheme : ippScheme) + (bracket ? "[" + address.host + "]" : address.host) +
           ":" + std::to_string(address.port) + address.path;
}

std::string deviceAddressText(const DeviceAddress &address)
{
    if (const auto *usb = std::get_if<UsbAddress>(&address)) {
        char ids[16];
        std::snprintf(ids, sizeof ids, "%04x:%04x", usb->vendor, usb->product);
        return std::string(usbScheme) + ids + (usb->serial.empty() ? "" : ":" + usb->serial);
    }
    if (const auto *serial = std::get_if<SerialAddress>(&address)) {
        return std::string(serialScheme) + serial->path + "@" + std::to_string(serial->baud);
    }
    const auto &tcp = std::get<TcpAddress>(address);
    const bool bracket = tcp.host.find(':') != std::string::npos;
    return std::string(tcpScheme) + (bracket ? "[" + tcp.host + "]" : tcp.host) + ":" + std::to_string(tcp.port);
}

}  // namespace hall::device
