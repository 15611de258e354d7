// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/watchedtransport.h"

#include <utility>

namespace hall::device {

namespace {

constexpr std::chrono::seconds closeTime{1};

class Call
{
public:
    Call(CallWatch &watch, std::chrono::milliseconds atMost) : m_watch(watch) { m_watch.begin(atMost); }
    ~Call() { m_watch.end(); }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

private:
    CallWatch &m_watch;
};

}  // namespace

WatchedTransport::WatchedTransport(std::unique_ptr<ByteTransport> transport, std::shared_ptr<CallWatch> calls)
    : m_transport(std::move(transport)), m_calls(std::move(calls))
{
}

Done WatchedTransport::open(std::chrono::milliseconds atMost)
{
    const Call call(*m_calls, atMost);
    return m_transport->open(atMost);
}

void WatchedTransport::close() noexcept
{
    const Call call(*m_calls, closeTime);
    m_transport->close();
}

void WatchedTransport::resetPort() noexcept
{
    const Call call(*m_calls, closeTime);
    m_transport->resetPort();
}

Written WatchedTransport::write(std::span<const unsigned char> data, std::chrono::milliseconds atMost)
{
    const Call call(*m_calls, atMost);
    return m_transport->write(data, atMost);
}

Result<Bytes> WatchedTransport::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    const Call call(*m_calls, atMost);
    return m_transport->read(atMostBytes, atMost);
}

}  // namespace hall::device
