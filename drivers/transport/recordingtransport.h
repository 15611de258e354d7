// SPDX-License-Identifier: GPL-3.0-or-later
// Writes down what goes over a cable (recording.h) while a driver works on the real device. For test cards and empty
// readers: what a person's card says would stand in the file. Codes, photos that are compared and pictures of a camera
// are written down so that nothing of them can be read.
#pragma once

#include "drivers/transport/bytetransport.h"
#include "drivers/transport/recording.h"

#include <memory>
#include <mutex>

namespace hall::device {

// Thread-safe. Shared by the transport that writes and the owner who marks scenes and takes the recording.
class Recorder
{
public:
    explicit Recorder(std::string device);

    // Before the device is started.
    void setNumbers(ByteRange range);  // of every command: its running number
    void setHidden(ByteRange range);   // of every command: somebody's data
    // Letters and digits that come unasked are written down as "X" and "0": what is on somebody's telephone or paper.
    void setVeiled(bool on);

    void scene(std::string name);  // begins one; the first is called "start"
    [[nodiscard]] Recording recording() const;

    void sent(std::span<const unsigned char> bytes);
    void answered(const Bytes &bytes);
    void cardSlots(const std::vector<CardSlot> &found);
    void atr(const Bytes &bytes);
    void opened();  // what comes now belongs to no command before
    void picture(const Frame &frame);

private:
    mutable std::mutex m_mutex;
    Recording m_recording;
    bool m_veiled = false;
    bool m_asked = false;                               // since the scene began or the device was opened
    std::chrono::steady_clock::time_point m_lastSent;   // to the device
    std::chrono::steady_clock::time_point m_lastWords;  // unasked, or the beginning of the scene
};

class RecordingTransport final : public ByteTransport
{
public:
    RecordingTransport(std::shared_ptr<ByteTransport> transport, std::shared_ptr<Recorder> recorder);

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override { m_transport->close(); }
    void resetPort() noexcept override { m_transport->resetPort(); }
    [[nodiscard]] bool isOpen() const override { return m_transport->isOpen(); }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;
    void onArrival(std::function<void()> come) override { m_transport->onArrival(std::move(come)); }

private:
    const std::shared_ptr<ByteTransport> m_transport;
    const std::shared_ptr<Recorder> m_recorder;
};

class RecordingCardTransport final : public SmartCardTransport
{
public:
    RecordingCardTransport(std::shared_ptr<SmartCardTransport> transport, std::shared_ptr<Recorder> recorder);

    Result<std::vector<CardSlot>> cardSlots() override;
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override;
    void cancelWait() override { m_transport->cancelWait(); }
    Result<Bytes> connect(const std::string &reader) override;
    Result<Bytes> transmit(const Bytes &command, std::chrono::milliseconds atMost) override;
    void disconnect() override { m_transport->disconnect(); }

private:
    const std::shared_ptr<SmartCardTransport> m_transport;
    const std::shared_ptr<Recorder> m_recorder;
};

}  // namespace hall::device
