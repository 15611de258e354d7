// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/sdtframe.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace hall::device::sdt {

namespace {

constexpr std::array<unsigned char, 5> preamble{0xAA, 0xAA, 0xAA, 0x96, 0x69};
constexpr std::size_t headSize = preamble.size() + 2;
// Two bytes of command or status at least, and the checksum.
constexpr std::size_t shortestLength = 3;
constexpr std::size_t bufferLimit = 4 * (lengthLimit + headSize);

unsigned char xorOf(std::span<const unsigned char> bytes)
{
    return std::accumulate(bytes.begin(), bytes.end(), static_cast<unsigned char>(0),
                           [](unsigned char a, unsigned char b) { return static_cast<unsigned char>(a ^ b); });
}

}  // namespace

Bytes encode(std::span<const unsigned char> body)
{
    const std::size_t length = body.size() + 1;
    Bytes frame;
    frame.reserve(headSize + length);
    frame.assign(preamble.begin(), preamble.end());
    frame.push_back(static_cast<unsigned char>(length >> 8));
    frame.push_back(static_cast<unsigned char>(length & 0xFF));
    frame.insert(frame.end(), body.begin(), body.end());
    frame.push_back(xorOf(std::span(frame).subspan(preamble.size())));
    return frame;
}

Bytes request(Command command)
{
    const std::array<unsigned char, 2> body{command.code, command.parameter};
    return encode(body);
}

FrameParser::FrameParser()
{
    m_buffer.reserve(bufferLimit);
}

FrameParser::~FrameParser()
{
    clear();
}

void FrameParser::push(std::span<const unsigned char> bytes)
{
    // Whoever never asks for frames loses the oldest bytes instead of memory.
    if (bytes.size() > bufferLimit) {
        bytes = bytes.last(bufferLimit);
    }
    if (m_buffer.size() + bytes.size() > bufferLimit) {
        drop(m_buffer.size() + bytes.size() - bufferLimit);
    }
    m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end());
}

std::optional<std::variant<Frame, Broken>> FrameParser::next()
{
    const auto found = std::search(m_buffer.begin(), m_buffer.end(), preamble.begin(), preamble.end());
    if (found == m_buffer.end()) {
        // The last four bytes may be the beginning of a preamble.
        const std::size_t tail = preamble.size() - 1;
        drop(m_buffer.size() > tail ? m_buffer.size() - tail : 0);
        return std::nullopt;
    }
    drop(static_cast<std::size_t>(found - m_buffer.begin()));
    if (m_buffer.size() < headSize) {
        return std::nullopt;
    }
    const std::size_t length = static_cast<std::size_t>(m_buffer[preamble.size()]) << 8 | m_buffer[preamble.size() + 1];
    if (length < shortestLength || length > lengthLimit) {
        drop(preamble.size());
        return Broken{"length"};
    }
    if (m_buffer.size() < headSize + length) {
        return std::nullopt;
    }
    const auto checked = std::span(m_buffer).subspan(preamble.size(), length + 2);
    if (xorOf(checked) != 0) {
        drop(preamble.size());
        return Broken{"checksum"};
    }
    Frame frame{Sensitive<Bytes>(Bytes(checked.begin() + 2, checked.end() - 1))};
    drop(headSize + length);
    return frame;
}

void FrameParser::clear()
{
    wipeMemory(m_buffer.data(), m_buffer.capacity());
    m_buffer.clear();
}

void FrameParser::drop(std::size_t count)
{
    if (count == 0) {
        return;
    }
    const std::size_t rest = m_buffer.size() - count;
    std::move(m_buffer.begin() + static_cast<std::ptrdiff_t>(count), m_buffer.end(), m_buffer.begin());
    wipeMemory(m_buffer.data() + rest, count);
    m_buffer.resize(rest);
}

}  // namespace hall::device::sdt
