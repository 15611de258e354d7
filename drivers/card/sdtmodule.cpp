// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/sdtmodule.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

namespace hall::device::sdt {

using namespace std::chrono_literals;
using Monotonic = std::chrono::steady_clock;

namespace {

constexpr std::size_t readChunk = 2400;  // the longest answer in one piece
constexpr auto readSlice = 100ms;        // how long a stop request may go unnoticed
constexpr auto drainTime = 5ms;
constexpr int drainLimit = 64;          // a reader that never falls silent is left to the frame parser
constexpr std::size_t statusBytes = 3;  // SW1 SW2 SW3

std::chrono::milliseconds left(Monotonic::time_point until)
{
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(until - Monotonic::now());
    return std::max(rest, 0ms);
}

std::uint32_t littleEndian(const Bytes &data, std::size_t at)
{
    return static_cast<std::uint32_t>(data[at]) | static_cast<std::uint32_t>(data[at + 1]) << 8 |
           static_cast<std::uint32_t>(data[at + 2]) << 16 | static_cast<std::uint32_t>(data[at + 3]) << 24;
}

}  // namespace

Done Module::drain()
{
    m_parser.clear();
    for (int i = 0; i < drainLimit; ++i) {
        Result<Bytes> stale = m_transport.read(readChunk, drainTime);
        if (!stale) {
            return fail(stale.error());
        }
        if (stale->empty()) {
            break;
        }
        wipe(*stale);
    }
    return {};
}

Done Module::send(std::span<const unsigned char> frame, std::chrono::milliseconds atMost)
{
    const auto until = Monotonic::now() + atMost;
    while (!frame.empty()) {
        const Written written = m_transport.write(frame, left(until));
        frame = frame.subspan(std::min(written.bytes, frame.size()));
        if (written.fault && (written.fault->code != FaultCode::DeviceTimeout || left(until) == 0ms)) {
            return fail(*written.fault);
        }
        if (!frame.empty() && left(until) == 0ms) {
            return fail(FaultCode::DeviceTimeout, "request not taken");
        }
    }
    return {};
}

Result<Answer> Module::ask(Command command, std::chrono::milliseconds atMost, const std::stop_token &stop)
{
    if (const Done clean = drain(); !clean) {
        return fail(clean.error());
    }
    if (const Done sent = send(request(command), atMost); !sent) {
        return fail(sent.error());
    }
    const auto until = Monotonic::now() + atMost;
    std::string broken;
    while (!stop.stop_requested()) {
        while (auto item = m_parser.next()) {
            if (const auto *bad = std::get_if<Broken>(&*item)) {
                broken = bad->reason;
                continue;
            }
            Bytes &body = std::get<Frame>(*item).body.reveal();
            if (body.size() < statusBytes) {
                broken = "short";
                continue;
            }
            Answer answer;
            answer.sw3 = body[2];
            answer.data = Sensitive<Bytes>(Bytes(body.begin() + statusBytes, body.end()));
            return answer;
        }
        if (left(until) == 0ms) {
            return broken.empty() ? fail(FaultCode::DeviceTimeout, "no answer")
                                  : fail(FaultCode::DeviceProtocol, "frame: " + broken);
        }
        Result<Bytes> bytes = m_transport.read(readChunk, std::min(left(until), readSlice));
        if (!bytes) {
            return fail(bytes.error());
        }
        m_parser.push(*bytes);
        wipe(*bytes);
    }
    return fail(FaultCode::DeviceCancelled);
}

Result<BaseData> parseBase(const Bytes &data)
{
    constexpr std::size_t head = 4;                 // the lengths of text and photo
    constexpr std::size_t headWithFingerprint = 6;  // and of the fingerprints
    constexpr std::size_t textSize = 256;
    const auto lengthAt = [&data](std::size_t at) { return static_cast<std::size_t>(data[at]) << 8 | data[at + 1]; };
    if (data.size() < headWithFingerprint) {
        return fail(FaultCode::CardGarbled, "base data without lengths");
    }
    const std::size_t text = lengthAt(0);
    const std::size_t photo = lengthAt(2);
    const std::size_t fingerprint = lengthAt(4);  // or the first character of the text
    const bool plain = head + text + photo == data.size();
    const bool whole = plain || headWithFingerprint + text + photo + fingerprint == data.size();
    if (text != textSize || !whole) {
        return fail(FaultCode::CardGarbled, "base data: lengths " + std::to_string(text) + " and " +
                                                std::to_string(photo) + " in " + std::to_string(data.size()));
    }
    const auto textBegin = data.begin() + static_cast<std::ptrdiff_t>(plain ? head : headWithFingerprint);
    const auto textEnd = textBegin + static_cast<std::ptrdiff_t>(text);
    BaseData base;
    base.text = Sensitive<Bytes>(Bytes(textBegin, textEnd));
    base.photo = Sensitive<Bytes>(Bytes(textEnd, textEnd + static_cast<std::ptrdiff_t>(photo)));
    base.fingerprint = !plain && fingerprint > 0;
    return base;
}

std::string moduleIdText(const Bytes &data)
{
    if (data.size() != 16) {
        return {};
    }
    char text[64];
    std::snprintf(text, sizeof text, "%02d.%02d-%" PRIu32 "-%010" PRIu32 "-%010" PRIu32, data[0], data[2],
                  littleEndian(data, 4), littleEndian(data, 8), littleEndian(data, 12));
    return text;
}

}  // namespace hall::device::sdt
