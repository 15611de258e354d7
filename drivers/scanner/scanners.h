// SPDX-License-Identifier: GPL-3.0-or-later
// The two kinds of code scanner: on a serial line (USB CDC-ACM is one too), and one that types like a keyboard.
#pragma once

#include "drivers/core/device.h"
#include "drivers/scanner/codestream.h"
#include "drivers/transport/bytetransport.h"
#include "drivers/transport/deviceaddress.h"

#include <atomic>
#include <memory>

namespace hall::device {

// Facts in the snapshot: "codes" and "unreadable", how many were told since start(). Link: Ready; Absent while it is
// not plugged in; Failed when the machine may not use it or it is no such device, Suspended for anything else. A
// scanner only speaks: that it has fallen silent for good cannot be told from nobody showing a code.
class StreamScanner : public CodeScanner
{
public:
    ~StreamScanner() override;

    void setEvents(Events events) override;
    void setListening(bool on) override;
    void start() override;
    void stop() override;  // within Options::look and what the transport needs to close
    [[nodiscard]] StateBoard &board() override { return m_board; }

protected:
    StreamScanner(std::shared_ptr<ByteTransport> transport, CodeScannerOptions options);

private:
    [[nodiscard]] virtual std::unique_ptr<CodeCharacters> characters() const = 0;

    std::shared_ptr<ByteTransport> m_transport;
    CodeScannerOptions m_options;
    Events m_events;
    StateBoard m_board;
    std::mutex m_mutex;  // of m_stream, which any thread may tell whether to listen
    std::unique_ptr<CodeStream> m_stream;
    bool m_listening = false;
};

// Bytes are characters.
class SerialScanner final : public StreamScanner
{
public:
    explicit SerialScanner(std::shared_ptr<ByteTransport> transport, CodeScannerOptions options = {});

private:
    [[nodiscard]] std::unique_ptr<CodeCharacters> characters() const override;
};

// Bytes are struct input_event: of an EvdevTransport, or of what stands for the event node in a test.
class EvdevScanner final : public StreamScanner
{
public:
    explicit EvdevScanner(std::shared_ptr<ByteTransport> transport, CodeScannerOptions options = {});

private:
    [[nodiscard]] std::unique_ptr<CodeCharacters> characters() const override;
};

// The driver for what is plugged in there, not started.
[[nodiscard]] std::unique_ptr<CodeScanner> scannerAt(const ScannerAddress &address, CodeScannerOptions options = {});

}  // namespace hall::device
