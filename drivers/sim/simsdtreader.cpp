// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simsdtreader.h"

#include <algorithm>
#include <array>

namespace hall::device {

using namespace std::chrono_literals;
using Monotonic = std::chrono::steady_clock;

namespace {

// GA 467, written apart from the driver's codec on purpose, so that a mistake in one of them shows.
constexpr std::array<unsigned char, 5> preamble{0xAA, 0xAA, 0xAA, 0x96, 0x69};
constexpr std::size_t usbPacket = 64;
constexpr auto slowAnswer = 200ms;
constexpr std::size_t shortWrite = 3;

Bytes status(unsigned char sw3)
{
    return {0x00, 0x00, sw3};
}

void append(Bytes &out, const Bytes &more)
{
    out.insert(out.end(), more.begin(), more.end());
}

// Differs from card to card, stays the same for one.
Bytes serialOf(const IdCardFile &card)
{
    Bytes serial(8, 0x00);
    for (std::size_t i = 0; i < card.text.size(); ++i) {
        serial[i % 8] = static_cast<unsigned char>(serial[i % 8] * 31 + card.text[i]);
    }
    return serial;
}

void appendLength(Bytes &out, std::size_t length)
{
    out.push_back(static_cast<unsigned char>(length >> 8));
    out.push_back(static_cast<unsigned char>(length & 0xFF));
}

}  // namespace

SimSdtReader::SimSdtReader(AfterRead afterRead) : m_afterRead(afterRead)
{
}

SimSdtReader::~SimSdtReader() = default;

Done SimSdtReader::place(const QString &path)
{
    Result<IdCardFile> card = readIdCardFile(path);
    if (!card) {
        return fail(card.error());
    }
    place(std::move(*card));
    return {};
}

void SimSdtReader::place(IdCardFile card)
{
    const std::lock_guard lock(m_mutex);
    m_card = std::move(card);
    m_selected = m_readOnce = false;
}

void SimSdtReader::lift()
{
    const std::lock_guard lock(m_mutex);
    m_card.reset();
    m_selected = m_readOnce = false;
}

Done SimSdtReader::setFault(const std::string &fault, int after)
{
    static constexpr std::array<std::pair<const char *, Trouble>, 5> known{{{"unplug", Trouble::Unplug},
                                                                            {"stall", Trouble::Stall},
                                                                            {"slow", Trouble::Slow},
                                                                            {"garbage", Trouble::Garbage},
                                                                            {"short-write", Trouble::ShortWrite}}};
    for (const auto &[name, trouble] : known) {
        if (fault == name) {
            const std::lock_guard lock(m_mutex);
            m_trouble = trouble;
            m_goodFirst = after;
            m_changed.notify_all();
            return {};
        }
    }
    return fail(FaultCode::BadArgument, "the identity card reader knows no fault '" + fault + "'");
}

void SimSdtReader::heal()
{
    const std::lock_guard lock(m_mutex);
    m_trouble = Trouble::None;
    m_changed.notify_all();
}

void SimSdtReader::setKnowsFingerprints(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_knowsFingerprints = on;
}

void SimSdtReader::answerReadWith(std::uint8_t sw3)
{
    const std::lock_guard lock(m_mutex);
    m_nextReadStatus = sw3;
}

SimSdtReader::Trouble SimSdtReader::trouble() const
{
    return m_goodFirst > 0 ? Trouble::None : m_trouble;
}

Done SimSdtReader::open(std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (unplugged()) {
        return fail(FaultCode::DeviceDisconnected, "simulated reader unplugged");
    }
    m_open = true;
    m_incoming.clear();
    m_outgoing.clear();
    return {};
}

void SimSdtReader::close() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
}

bool SimSdtReader::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

Written SimSdtReader::write(std::span<const unsigned char> data, std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    if (!m_open || unplugged()) {
        return {0, Fault(FaultCode::DeviceDisconnected, "simulated reader unplugged")};
    }
    const bool cut = trouble() == Trouble::ShortWrite && data.size() > shortWrite;
    const auto taken = cut ? data.first(shortWrite) : data;
    m_incoming.insert(m_incoming.end(), taken.begin(), taken.end());
    takeRequests();
    Written written{taken.size(), std::nullopt};
    if (cut) {
        written.fault = Fault(FaultCode::DeviceTimeout, "short write");
    }
    return written;
}

void SimSdtReader::takeRequests()
{
    while (true) {
        const auto start = std::search(m_incoming.begin(), m_incoming.end(), preamble.begin(), preamble.end());
        if (start == m_incoming.end()) {
            return;
        }
        m_incoming.erase(m_incoming.begin(), start);
        if (m_incoming.size() < preamble.size() + 2) {
            return;
        }
        const std::size_t length = static_cast<std::size_t>(m_incoming[5]) << 8 | m_incoming[6];
        const std::size_t whole = preamble.size() + 2 + length;
        if (m_incoming.size() < whole) {
            return;
        }
        unsigned char sum = 0;
        for (std::size_t i = preamble.size(); i < whole; ++i) {
            sum ^= m_incoming[i];
        }
        const Bytes body(m_incoming.begin() + 7, m_incoming.begin() + static_cast<std::ptrdiff_t>(whole) - 1);
        m_incoming.erase(m_incoming.begin(), m_incoming.begin() + static_cast<std::ptrdiff_t>(whole));
        if (sum != 0) {
            reply(status(0x10));
        } else {
            handle(body);
        }
    }
}

void SimSdtReader::handle(const Bytes &body)
{
    const bool stalled = trouble() == Trouble::Stall;
    const Bytes answer = body.size() == 2 ? answerTo(body[0], body[1]) : status(0x11);
    if (!stalled && !answer.empty()) {
        reply(answer);
    }
    if (m_goodFirst > 0) {
        --m_goodFirst;
    }
}

Bytes SimSdtReader::answerTo(unsigned char command, unsigned char parameter)
{
    const bool shows = m_card && (m_afterRead == AfterRead::StillFound || !m_readOnce);
    switch (command << 8 | parameter) {
    case 0x10FF:
    case 0x11FF:
        return status(0x90);
    case 0x12FF: {
        Bytes answer = status(0x90);
        append(answer,
               {0x05, 0x00, 0x03, 0x00, 0x87, 0x9C, 0x34, 0x01, 0x39, 0x30, 0x00, 0x00, 0x32, 0x09, 0x01, 0x00});
        return answer;
    }
    case 0x2001: {
        if (!shows) {
            return status(0x80);
        }
        Bytes answer = status(0x9F);
        append(answer, {0x00, 0x00, 0x00, 0x00});
        return answer;
    }
    case 0x2002: {
        m_selected = shows;
        if (!shows) {
            return status(0x81);
        }
        Bytes answer = status(0x90);
        append(answer, serialOf(*m_card));
        return answer;
    }
    case 0x3001:
        return baseData(false);
    case 0x3010:
        return m_knowsFingerprints ? baseData(true) : status(0x21);
    case 0x3003: {
        if (!m_card || !m_readOnce || m_card->address.empty()) {
            return status(m_card ? 0x91 : 0x41);
        }
        Bytes answer = status(0x90);
        append(answer, m_card->address);
        return answer;
    }
    default:
        return status(0x21);
    }
}

Bytes SimSdtReader::baseData(bool withFingerprint)
{
    if (m_nextReadStatus) {
        const Bytes answer = status(*m_nextReadStatus);
        m_nextReadStatus.reset();
        return answer;
    }
    // A card that was read before answers the read command without being selected anew.
    if (!m_card || (!m_selected && !m_readOnce)) {
        return status(0x41);
    }
    m_readOnce = true;
    Bytes answer = status(0x90);
    appendLength(answer, m_card->text.size());
    appendLength(answer, m_card->photo.size());
    if (withFingerprint) {
        appendLength(answer, m_card->fingerprint.size());
    }
    append(answer, m_card->text);
    append(answer, m_card->photo);
    if (withFingerprint) {
        append(answer, m_card->fingerprint);
    }
    return answer;
}

void SimSdtReader::reply(const Bytes &body)
{
    Bytes frame(preamble.begin(), preamble.end());
    appendLength(frame, body.size() + 1);
    append(frame, body);
    unsigned char sum = 0;
    for (std::size_t i = preamble.size(); i < frame.size(); ++i) {
        sum ^= frame[i];
    }
    const bool garbage = trouble() == Trouble::Garbage;
    frame.push_back(garbage ? static_cast<unsigned char>(sum ^ 0x5A) : sum);
    if (garbage) {
        frame.insert(frame.begin(), {0xAA, 0x00, 0x96, 0x69, 0xAA});
    }
    m_outgoing.insert(m_outgoing.end(), frame.begin(), frame.end());
    m_ready = Monotonic::now() + (trouble() == Trouble::Slow ? slowAnswer : 0ms);
    m_changed.notify_all();
}

Result<Bytes> SimSdtReader::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const auto until = Monotonic::now() + atMost;
    std::unique_lock lock(m_mutex);
    while (true) {
        if (!m_open || unplugged()) {
            return fail(FaultCode::DeviceDisconnected, "simulated reader unplugged");
        }
        const auto now = Monotonic::now();
        if (!m_outgoing.empty() && now >= m_ready) {
            break;
        }
        if (now >= until) {
            return Bytes();
        }
        m_changed.wait_until(lock, m_outgoing.empty() ? until : std::min(until, m_ready));
    }
    const std::size_t count = std::min({atMostBytes, usbPacket, m_outgoing.size()});
    const auto end = m_outgoing.begin() + static_cast<std::ptrdiff_t>(count);
    Bytes out(m_outgoing.begin(), end);
    std::fill(m_outgoing.begin(), end, static_cast<unsigned char>(0));  // the memory is used again, not given back
    m_outgoing.erase(m_outgoing.begin(), end);
    return out;
}

}  // namespace hall::device
