// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a page printer: requests over HTTP (RFC 8010, 4), with libcups' connections. Nothing is sent twice by it
// but a question whose connection had been closed by the printer since the last one.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/timeline.h"
#include "drivers/core/values.h"
#include "drivers/transport/deviceaddress.h"

#include <atomic>
#include <functional>
#include <optional>
#include <stop_token>

struct _http_s;

namespace hall::device {

// One thread.
class IppLine
{
public:
    static constexpr std::size_t longestAnswer = 1024 * 1024;

    explicit IppLine(IppAddress address);
    ~IppLine();
    IppLine(const IppLine &) = delete;
    IppLine &operator=(const IppLine &) = delete;

    // How long, and until when somebody wants it.
    struct Limit
    {
        Monotonic::time_point until;
        std::stop_token stop;
        // That an answer still has once nobody wants it any more: who has begun to send a document wants to know its
        // number, to take it back.
        std::chrono::milliseconds afterStop{0};
        mutable std::optional<Monotonic::time_point> stopSeen{};
        [[nodiscard]] bool over() const;  // looked at every tenth of a second while something is waited for
    };

    // A request that changes nothing. DeviceDisconnected: nobody is there, or has gone; DeviceTimeout; DeviceCancelled;
    // DeviceProtocol: another answer than one of HTTP, or one that is too long; DeviceUnauthorised; BadArgument:
    // nothing is printed at this path, or only over TLS.
    Result<Bytes> ask(const Bytes &request, const Limit &limit);
    // A request with a document behind it. `mayBegin` is asked once, before the first byte of the document: false ends
    // it as DeviceCancelled. `accepted`: of the document, by the machine's own buffers.
    Result<Bytes> send(const Bytes &request, const Bytes &document, const Limit &limit,
                       const std::function<bool()> &mayBegin, std::atomic<std::size_t> &accepted);
    void close();

private:
    Done connect(const Limit &limit);
    Result<Bytes> exchange(const Bytes &request, const Bytes *document, const Limit &limit,
                           const std::function<bool()> &mayBegin, std::atomic<std::size_t> *accepted);
    Done post(const Bytes &request, std::size_t more);
    Result<Bytes> answer(const Limit &limit);
    [[nodiscard]] Fault broken(const Limit &limit, const char *when) const;

    const IppAddress m_address;
    _http_s *m_http = nullptr;
    Limit m_limit;  // of the exchange that is under way
};

}  // namespace hall::device
