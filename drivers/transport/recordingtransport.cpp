// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/recordingtransport.h"

namespace hall::device {

Recorder::Recorder(std::string device)
{
    m_recording.device = std::move(device);
    m_recording.scenes.push_back({"start", {}, {}, {}});
}

void Recorder::scene(std::string name)
{
    const std::lock_guard lock(m_mutex);
    m_recording.scenes.push_back({std::move(name), {}, {}, {}});
}

Recording Recorder::recording() const
{
    const std::lock_guard lock(m_mutex);
    return m_recording;
}

void Recorder::sent(std::span<const unsigned char> bytes)
{
    const std::lock_guard lock(m_mutex);
    if (!bytes.empty()) {
        m_recording.scenes.back().exchanges.push_back(
            {Bytes(bytes.begin(), bytes.end()), {}, std::chrono::milliseconds(0)});
        m_lastSent = std::chrono::steady_clock::now();
    }
}

// What comes before anything was sent in a scene belongs to no command and is not kept.
void Recorder::answered(const Bytes &bytes)
{
    const std::lock_guard lock(m_mutex);
    auto &exchanges = m_recording.scenes.back().exchanges;
    if (bytes.empty() || exchanges.empty()) {
        return;
    }
    RecordedExchange &last = exchanges.back();
    if (last.answered.empty()) {
        last.took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - m_lastSent);
    }
    last.answered.insert(last.answered.end(), bytes.begin(), bytes.end());
}

void Recorder::cardSlots(const std::vector<CardSlot> &found)
{
    const std::lock_guard lock(m_mutex);
    m_recording.scenes.back().cardSlots = found;
}

void Recorder::atr(const Bytes &bytes)
{
    const std::lock_guard lock(m_mutex);
    m_recording.scenes.back().atr = bytes;
}

RecordingTransport::RecordingTransport(std::shared_ptr<ByteTransport> transport, std::shared_ptr<Recorder> recorder)
    : m_transport(std::move(transport)), m_recorder(std::move(recorder))
{
}

Written RecordingTransport::write(std::span<const unsigned char> data, std::chrono::milliseconds atMost)
{
    Written written = m_transport->write(data, atMost);
    m_recorder->sent(data.first(written.bytes));
    return written;
}

Result<Bytes> RecordingTransport::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    Result<Bytes> bytes = m_transport->read(atMostBytes, atMost);
    if (bytes) {
        m_recorder->answered(*bytes);
    }
    return bytes;
}

RecordingCardTransport::RecordingCardTransport(std::shared_ptr<SmartCardTransport> transport,
                                               std::shared_ptr<Recorder> recorder)
    : m_transport(std::move(transport)), m_recorder(std::move(recorder))
{
}

Result<std::vector<CardSlot>> RecordingCardTransport::cardSlots()
{
    Result<std::vector<CardSlot>> found = m_transport->cardSlots();
    if (found) {
        m_recorder->cardSlots(*found);
    }
    return found;
}

Done RecordingCardTransport::waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost)
{
    return m_transport->waitForChange(known, atMost);
}

Result<Bytes> RecordingCardTransport::connect(const std::string &reader)
{
    Result<Bytes> atr = m_transport->connect(reader);
    if (atr) {
        m_recorder->atr(*atr);
    }
    return atr;
}

Result<Bytes> RecordingCardTransport::transmit(const Bytes &command, std::chrono::milliseconds atMost)
{
    Result<Bytes> answer = m_transport->transmit(command, atMost);
    m_recorder->sent(command);
    if (answer) {
        m_recorder->answered(*answer);
    }
    return answer;
}

}  // namespace hall::device
