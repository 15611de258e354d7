// SPDX-License-Identifier: GPL-3.0-or-later
// A transport whose calls are told to a CallWatch, so that one that outlives its time is noticed while it runs.
#pragma once

#include "drivers/core/callwatch.h"
#include "drivers/transport/bytetransport.h"

#include <memory>

namespace hall::device {

class WatchedTransport final : public ByteTransport
{
public:
    WatchedTransport(std::unique_ptr<ByteTransport> transport, std::shared_ptr<CallWatch> calls);

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;      // has a second
    void resetPort() noexcept override;  // as well
    [[nodiscard]] bool isOpen() const override { return m_transport->isOpen(); }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;
    [[nodiscard]] std::string identity() const override { return m_transport->identity(); }
    void onArrival(std::function<void()> come) override { m_transport->onArrival(std::move(come)); }

private:
    std::unique_ptr<ByteTransport> m_transport;
    std::shared_ptr<CallWatch> m_calls;
};

}  // namespace hall::device
