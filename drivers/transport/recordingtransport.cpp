// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/recordingtransport.h"

#include <algorithm>

namespace hall::device {

namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds since(Clock::time_point &last)
{
    const auto now = Clock::now();
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - last);
    last = now;
    return passed;
}

void veil(Bytes &bytes)
{
    for (unsigned char &byte : bytes) {
        const bool digit = byte >= '0' && byte <= '9';
        const bool letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
        byte = digit ? '0' : letter ? 'X' : byte;
    }
}

// FNV-1a, 64 bits.
std::uint64_t printOf(const Bytes &bytes)
{
    std::uint64_t print = 14695981039346656037ULL;
    for (const unsigned char byte : bytes) {
        print = (print ^ byte) * 1099511628211ULL;
    }
    return print;
}

// The mean of each cell.
Bytes greyOf(const Frame &frame)
{
    Bytes grey;
    for (int row = 0; row < RecordedPicture::rows; ++row) {
        for (int column = 0; column < RecordedPicture::columns; ++column) {
            const int left = frame.width * column / RecordedPicture::columns;
            const int right = std::max(left + 1, frame.width * (column + 1) / RecordedPicture::columns);
            const int top = frame.height * row / RecordedPicture::rows;
            const int bottom = std::max(top + 1, frame.height * (row + 1) / RecordedPicture::rows);
            std::uint64_t sum = 0;
            for (int y = top; y < std::min(bottom, frame.height); ++y) {
                const unsigned char *from = frame.bgr->data() + (std::size_t(y) * frame.width + left) * 3;
                for (int i = 0; i < (std::min(right, frame.width) - left) * 3; ++i) {
                    sum += from[i];
                }
            }
            grey.push_back(static_cast<unsigned char>(sum / (std::uint64_t(bottom - top) * (right - left) * 3)));
        }
    }
    return grey;
}

}  // namespace

Recorder::Recorder(std::string device) : m_lastWords(Clock::now())
{
    m_recording.device = std::move(device);
    m_recording.scenes.push_back({"start", {}, {}, {}});
}

void Recorder::setNumbers(ByteRange range)
{
    m_recording.numbers.push_back(range);
}

void Recorder::setHidden(ByteRange range)
{
    m_recording.hidden.push_back(range);
}

void Recorder::setVeiled(bool on)
{
    m_veiled = on;
}

void Recorder::scene(std::string name)
{
    const std::lock_guard lock(m_mutex);
    m_recording.scenes.push_back({std::move(name), {}, {}, {}});
    m_asked = false;
    m_lastWords = Clock::now();
}

void Recorder::opened()
{
    const std::lock_guard lock(m_mutex);
    m_asked = false;
    m_lastWords = Clock::now();
}

Recording Recorder::recording() const
{
    const std::lock_guard lock(m_mutex);
    return m_recording;
}

void Recorder::sent(std::span<const unsigned char> bytes)
{
    const std::lock_guard lock(m_mutex);
    if (bytes.empty()) {
        return;
    }
    Bytes kept(bytes.begin(), bytes.end());
    hide(kept, m_recording.numbers);
    hide(kept, m_recording.hidden);
    m_recording.scenes.back().exchanges.push_back({std::move(kept), {}, std::chrono::milliseconds(0)});
    m_asked = true;
    m_lastSent = Clock::now();
}

void Recorder::answered(const Bytes &bytes)
{
    const std::lock_guard lock(m_mutex);
    if (bytes.empty()) {
        return;
    }
    RecordedScene &scene = m_recording.scenes.back();
    if (!m_asked) {
        RecordedWords words{bytes, since(m_lastWords)};
        if (m_veiled) {
            veil(words.said);
        }
        scene.unasked.push_back(std::move(words));
        return;
    }
    RecordedExchange &last = scene.exchanges.back();
    if (last.answered.empty()) {
        last.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_lastSent);
    }
    last.answered.insert(last.answered.end(), bytes.begin(), bytes.end());
}

void Recorder::picture(const Frame &frame)
{
    if (!frame.bgr || frame.width < 1 || frame.height < 1) {
        return;
    }
    RecordedPicture picture{frame.width, frame.height, {}, printOf(*frame.bgr), greyOf(frame)};
    const std::lock_guard lock(m_mutex);
    picture.after = since(m_lastWords);
    m_recording.scenes.back().pictures.push_back(std::move(picture));
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

Done RecordingTransport::open(std::chrono::milliseconds atMost)
{
    Done done = m_transport->open(atMost);
    if (done) {
        m_recorder->opened();
    }
    return done;
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
