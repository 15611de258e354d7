// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/scanner/scanners.h"

#include "drivers/scanner/keydecoder.h"
#include "drivers/transport/evdevtransport.h"
#include "drivers/transport/serialtransport.h"

#include <utility>

namespace hall::device {

namespace {

class PlainCharacters final : public CodeCharacters
{
public:
    void take(std::span<const unsigned char> bytes, const Out &out) override
    {
        for (const unsigned char byte : bytes) {
            out(byte);
        }
    }
    void reset() override {}
};

class TypedCharacters final : public CodeCharacters
{
public:
    void take(std::span<const unsigned char> bytes, const Out &out) override { m_keys.take(bytes, out); }
    void reset() override { m_keys.reset(); }

private:
    KeyDecoder m_keys;
};

}  // namespace

StreamScanner::StreamScanner(std::shared_ptr<ByteTransport> transport, CodeScannerOptions options)
    : m_transport(std::move(transport)), m_options(std::move(options)), m_board(m_options.id)
{
}

StreamScanner::~StreamScanner()
{
    StreamScanner::stop();
}

void StreamScanner::setEvents(Events events)
{
    m_events = std::move(events);
}

void StreamScanner::setListening(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_listening = on;
    if (m_stream) {
        m_stream->setListening(on);
    }
}

void StreamScanner::start()
{
    const std::lock_guard lock(m_mutex);
    if (!m_stream) {
        m_stream = std::make_unique<CodeStream>(m_transport, characters(), m_options, m_events, m_board, m_listening);
    }
}

void StreamScanner::stop()
{
    std::unique_ptr<CodeStream> ending;
    {
        const std::lock_guard lock(m_mutex);
        ending = std::move(m_stream);
    }
    if (!ending) {
        return;
    }
    ending.reset();
    m_board.change([](Snapshot &s) {
        s.link = Link::Absent;
        s.activity = {};
        s.facts.clear();
        s.fault.reset();
    });
}

SerialScanner::SerialScanner(std::shared_ptr<ByteTransport> transport, CodeScannerOptions options)
    : StreamScanner(std::move(transport), std::move(options))
{
}

std::unique_ptr<CodeCharacters> SerialScanner::characters() const
{
    return std::make_unique<PlainCharacters>();
}

EvdevScanner::EvdevScanner(std::shared_ptr<ByteTransport> transport, CodeScannerOptions options)
    : StreamScanner(std::move(transport), std::move(options))
{
}

std::unique_ptr<CodeCharacters> EvdevScanner::characters() const
{
    return std::make_unique<TypedCharacters>();
}

std::unique_ptr<CodeScanner> scannerAt(const ScannerAddress &address, CodeScannerOptions options)
{
    if (const auto *keyboard = std::get_if<EvdevAddress>(&address)) {
        return std::make_unique<EvdevScanner>(std::make_shared<EvdevTransport>(*keyboard), std::move(options));
    }
    return std::make_unique<SerialScanner>(std::make_shared<SerialTransport>(std::get<SerialAddress>(address)),
                                           std::move(options));
}

}  // namespace hall::device
