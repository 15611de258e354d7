// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/holder/hostmessage.h"

#include <algorithm>

namespace hall::device {

namespace wire = vendorhost;

namespace {

constexpr std::size_t dots = 3;         // bytes a pixel
constexpr std::uint32_t widest = 1024;  // pixels, either way

std::uint32_t number(const unsigned char *bytes, int count)
{
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
        value |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
    }
    return value;
}

std::string printable(std::span<const unsigned char> bytes, std::size_t most)
{
    std::string text;
    for (const unsigned char byte : bytes.first(std::min(most, bytes.size()))) {
        text.push_back(byte >= 0x20 && byte <= 0x7E ? static_cast<char>(byte) : '?');
    }
    return text;
}

tl::unexpected<Fault> senseless(const char *what)
{
    return fail(FaultCode::DeviceProtocol, std::string("vendor host: ") + what);
}

}  // namespace

Bytes hostBytes(const HostMessage &message)
{
    Bytes bytes(std::begin(wire::magic), std::end(wire::magic));
    const auto put = [&bytes](std::uint32_t value, int count) {
        for (int i = 0; i < count; ++i) {
            bytes.push_back(static_cast<unsigned char>(value >> (8 * i)));
        }
    };
    bytes.reserve(wire::headBytes + message.body.size());
    put(message.kind, 1);
    put(message.status, 1);
    put(message.id, 2);
    put(static_cast<std::uint32_t>(message.body.size()), 4);
    bytes.insert(bytes.end(), message.body.begin(), message.body.end());
    return bytes;
}

void HostReader::reset()
{
    wipe(m_bytes);
    m_bytes.clear();
    m_broken = false;
}

void HostReader::take(std::span<const unsigned char> bytes)
{
    if (!m_broken) {
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }
}

Result<std::optional<HostMessage>> HostReader::next()
{
    const std::size_t known = std::min(m_bytes.size(), sizeof wire::magic);
    m_broken =
        m_broken || !std::equal(m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(known), wire::magic);
    if (!m_broken && m_bytes.size() >= wire::headBytes) {
        m_broken = number(m_bytes.data() + 8, 4) > wire::longestBody;
    }
    if (m_broken) {
        return senseless("no message");
    }
    if (m_bytes.size() < wire::headBytes || m_bytes.size() < wire::headBytes + number(m_bytes.data() + 8, 4)) {
        return std::optional<HostMessage>();
    }
    const auto whole = static_cast<std::ptrdiff_t>(wire::headBytes + number(m_bytes.data() + 8, 4));
    HostMessage message;
    message.kind = m_bytes[4];
    message.status = m_bytes[5];
    message.id = static_cast<std::uint16_t>(number(m_bytes.data() + 6, 2));
    message.body.assign(m_bytes.begin() + static_cast<std::ptrdiff_t>(wire::headBytes), m_bytes.begin() + whole);
    Bytes rest(m_bytes.begin() + whole, m_bytes.end());
    wipe(m_bytes);
    m_bytes = std::move(rest);
    return std::optional<HostMessage>(std::move(message));
}

Result<HostHello> helloOf(const HostMessage &message)
{
    if (message.kind != wire::Hello) {
        return senseless("it does not begin with a hello");
    }
    if (message.status != 0) {
        return fail(FaultCode::VendorLibrary, printable(message.body, wire::longestReason));
    }
    if (message.body.empty()) {
        return senseless("an empty hello");
    }
    const std::uint8_t abilities = message.body[0];
    return HostHello{(abilities & wire::CanPhoto) != 0, (abilities & wire::CanCheck) != 0,
                     printable(std::span(message.body).subspan(1), wire::longestName)};
}

Result<HolderVerdict> verdictOf(const HostMessage &message)
{
    if (message.kind != wire::Check || !message.body.empty()) {
        return senseless("no answer to a check");
    }
    switch (message.status) {
    case 0:
        return HolderVerdict::Match;
    case 1:
        return HolderVerdict::NoMatch;
    case 2:
        return HolderVerdict::Refused;
    case 3:
        return fail(FaultCode::CardGarbled, "the card's photo cannot be decoded");
    case 4:
        return fail(FaultCode::DeviceNotReady, "the maker's library could not compare");
    default:
        return senseless("an unknown verdict");
    }
}

Result<Frame> photoOf(const HostMessage &message)
{
    if (message.kind != wire::Photo) {
        return senseless("no answer to a photo");
    }
    if (message.status != 0) {
        return fail(FaultCode::CardGarbled, "the card's photo cannot be decoded");
    }
    if (message.body.size() < 4) {
        return senseless("a photo without a size");
    }
    const std::uint32_t width = number(message.body.data(), 2);
    const std::uint32_t height = number(message.body.data() + 2, 2);
    if (width == 0 || height == 0 || width > widest || height > widest ||
        message.body.size() != 4 + std::size_t(width) * height * dots) {
        return senseless("a photo of another size");
    }
    Frame frame;
    frame.width = static_cast<int>(width);
    frame.height = static_cast<int>(height);
    frame.bgr = std::make_shared<const Bytes>(message.body.begin() + 4, message.body.end());
    return frame;
}

}  // namespace hall::device
