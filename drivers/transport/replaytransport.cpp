// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/replaytransport.h"

namespace hall::device {

namespace {

Done knownFault(const std::string &fault)
{
    return fault == "unplug" || fault == "stall" ? Done{} : fail(FaultCode::BadArgument, "fault " + fault);
}

}  // namespace

// ---- bytes ----

ReplayTransport::ReplayTransport(Recording recording) : m_answers(std::move(recording))
{
}

bool ReplayTransport::enter(std::string_view scene)
{
    const std::lock_guard lock(m_mutex);
    const bool known = m_answers.enter(scene);
    if (known && m_open && !m_unplugged) {
        speak(m_answers.scene());
    }
    return known;
}

void ReplayTransport::speak(const RecordedScene &scene)
{
    auto due = Clock::now();
    for (const RecordedWords &words : scene.unasked) {
        due += words.after;
        m_coming.push_back({due, words.said});
        if (m_stalls) {
            m_coming.back().bytes.resize((words.said.size() + 1) / 2);
            break;
        }
    }
    m_changed.notify_all();
}

Done ReplayTransport::setFault(const std::string &fault)
{
    if (const Done known = knownFault(fault); !known) {
        return known;
    }
    const std::lock_guard lock(m_mutex);
    m_unplugged = fault == "unplug";
    m_stalls = fault == "stall";
    m_coming.clear();
    m_changed.notify_all();
    return {};
}

void ReplayTransport::heal()
{
    const std::lock_guard lock(m_mutex);
    m_unplugged = m_stalls = false;
}

std::vector<Bytes> ReplayTransport::unknown() const
{
    const std::lock_guard lock(m_mutex);
    return m_unknown;
}

Done ReplayTransport::open(std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    m_sent.clear();
    m_coming.clear();
    m_open = !m_unplugged;
    if (!m_open) {
        return fail(FaultCode::DeviceDisconnected, "replay: unplugged");
    }
    speak(m_answers.first());
    return {};
}

void ReplayTransport::close() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
}

bool ReplayTransport::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

Written ReplayTransport::write(std::span<const unsigned char> data, std::chrono::milliseconds)
{
    const std::lock_guard lock(m_mutex);
    m_open = m_open && !m_unplugged;
    if (!m_open) {
        return {0, Fault(FaultCode::DeviceDisconnected, "replay: unplugged")};
    }
    if (m_stalls) {
        return {data.size(), std::nullopt};
    }
    m_sent.insert(m_sent.end(), data.begin(), data.end());
    if (const auto exchange = m_answers.answerTo(m_sent)) {
        if (!exchange->answered.empty()) {
            m_coming.push_back({Clock::now() + exchange->took, exchange->answered});
            m_changed.notify_all();
        }
        m_sent.clear();
    } else if (!m_answers.begins(m_sent)) {
        m_unknown.push_back(std::move(m_sent));
        m_sent.clear();
    }
    return {data.size(), std::nullopt};
}

Result<Bytes> ReplayTransport::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const auto until = Clock::now() + atMost;
    std::unique_lock lock(m_mutex);
    while (m_open && !m_unplugged) {
        const auto now = Clock::now();
        if (!m_coming.empty() && m_coming.front().due <= now) {
            Bytes &front = m_coming.front().bytes;
            const auto end = front.begin() + static_cast<std::ptrdiff_t>(std::min(atMostBytes, front.size()));
            Bytes bytes(front.begin(), end);
            front.erase(front.begin(), end);
            if (front.empty()) {
                m_coming.pop_front();
            }
            return bytes;
        }
        if (now >= until) {
            return Bytes();
        }
        m_changed.wait_until(lock, m_coming.empty() ? until : std::min(until, m_coming.front().due));
    }
    m_open = false;
    return fail(FaultCode::DeviceDisconnected, "replay: unplugged");
}

// ---- cards ----

ReplayCardTransport::ReplayCardTransport(Recording recording) : m_answers(std::move(recording))
{
}

bool ReplayCardTransport::enter(std::string_view scene)
{
    const std::lock_guard lock(m_mutex);
    ++m_changes;
    m_changed.notify_all();
    return m_answers.enter(scene);
}

Done ReplayCardTransport::setFault(const std::string &fault)
{
    if (const Done known = knownFault(fault); !known) {
        return known;
    }
    const std::lock_guard lock(m_mutex);
    m_unplugged = fault == "unplug";
    m_stalls = fault == "stall";
    ++m_changes;
    m_changed.notify_all();
    return {};
}

void ReplayCardTransport::heal()
{
    const std::lock_guard lock(m_mutex);
    m_unplugged = m_stalls = false;
    ++m_changes;
    m_changed.notify_all();
}

std::vector<Bytes> ReplayCardTransport::unknown() const
{
    const std::lock_guard lock(m_mutex);
    return m_unknown;
}

Result<std::vector<CardSlot>> ReplayCardTransport::cardSlots()
{
    const std::lock_guard lock(m_mutex);
    if (m_unplugged) {
        return fail(FaultCode::DeviceDisconnected, "replay: no reader");
    }
    return m_answers.cardSlots();
}

Done ReplayCardTransport::waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    const unsigned before = m_changes;
    if (!m_unplugged && m_answers.cardSlots() == known) {
        m_changed.wait_for(lock, atMost, [this, before] { return m_changes != before; });
    }
    return {};
}

void ReplayCardTransport::cancelWait()
{
    const std::lock_guard lock(m_mutex);
    ++m_changes;
    m_changed.notify_all();
}

Result<Bytes> ReplayCardTransport::connect(const std::string &)
{
    const std::lock_guard lock(m_mutex);
    if (m_unplugged) {
        return fail(FaultCode::DeviceDisconnected, "replay: no reader");
    }
    if (m_answers.atr().empty()) {
        return fail(FaultCode::CardPulled, "replay: no card");
    }
    return m_answers.atr();
}

Result<Bytes> ReplayCardTransport::transmit(const Bytes &command, std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    const std::optional<RecordedExchange> exchange = m_stalls ? std::nullopt : m_answers.answerTo(command);
    if (!exchange || exchange->answered.empty()) {
        if (!m_stalls && !exchange) {
            m_unknown.push_back(command);
        }
        const unsigned before = m_changes;
        m_changed.wait_for(lock, atMost, [this, before] { return m_changes != before; });
        return fail(m_unplugged ? FaultCode::DeviceDisconnected : FaultCode::DeviceTimeout, "replay: no answer");
    }
    const Bytes answer = exchange->answered;
    const auto took = std::min(exchange->took, atMost);
    const unsigned before = m_changes;
    if (m_changed.wait_for(lock, took, [this, before] { return m_changes != before && m_unplugged; })) {
        return fail(FaultCode::CardPulled, "replay: the reader is gone");
    }
    return answer;
}

}  // namespace hall::device
