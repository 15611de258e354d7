// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/ippline.h"

#include <cups/http.h>

#include <algorithm>
#include <cerrno>

namespace hall::device {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds connectWithin{1000};  // in the house's own network
constexpr double lookEvery = 0.1;            // seconds: at the limit, while the printer says nothing
constexpr std::size_t pieceBytes = 16 * 1024;

int goesOn(http_t *, void *limit)
{
    return static_cast<const IppLine::Limit *>(limit)->over() ? 0 : 1;
}

}  // namespace

bool IppLine::Limit::over() const
{
    const auto now = Monotonic::now();
    if (!stop.stop_requested()) {
        return now >= until;
    }
    stopSeen = stopSeen.value_or(now);
    return now >= until || now - *stopSeen >= afterStop;
}

IppLine::IppLine(IppAddress address) : m_address(std::move(address))
{
}

IppLine::~IppLine()
{
    close();
}

void IppLine::close()
{
    if (m_http) {
        httpClose(m_http);
        m_http = nullptr;
    }
}

Fault IppLine::broken(const Limit &limit, const char *when) const
{
    if (limit.stop.stop_requested()) {
        return Fault(FaultCode::DeviceCancelled);
    }
    if (Monotonic::now() >= limit.until) {
        return Fault(FaultCode::DeviceTimeout, std::string("the page printer: ") + when);
    }
    return Fault(FaultCode::DeviceDisconnected, std::string("the page printer: ") + when);
}

Done IppLine::connect(const Limit &limit)
{
    const auto left = std::chrono::duration_cast<milliseconds>(limit.until - Monotonic::now());
    const auto within = std::clamp(left, milliseconds(1), connectWithin);
    m_http = httpConnect2(m_address.host.c_str(), m_address.port, nullptr, AF_UNSPEC,
                          m_address.tls ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1,
                          static_cast<int>(within.count()), nullptr);
    if (!m_http) {
        return fail(FaultCode::DeviceDisconnected, "the page printer: no connection");
    }
    httpSetTimeout(m_http, lookEvery, goesOn, &m_limit);
    return {};
}

Result<Bytes> IppLine::ask(const Bytes &request, const Limit &limit)
{
    const bool used = m_http != nullptr;
    Result<Bytes> answered = exchange(request, nullptr, limit, {}, nullptr);
    if (!answered && used && answered.error().code == FaultCode::DeviceDisconnected) {
        answered = exchange(request, nullptr, limit, {}, nullptr);
    }
    return answered;
}

Result<Bytes> IppLine::send(const Bytes &request, const Bytes &document, const Limit &limit,
                            const std::function<bool()> &mayBegin, std::atomic<std::size_t> &accepted)
{
    close();  // a connection that the printer has given up is no place for a document
    return exchange(request, &document, limit, mayBegin, &accepted);
}

Result<Bytes> IppLine::exchange(const Bytes &request, const Bytes *document, const Limit &limit,
                                const std::function<bool()> &mayBegin, std::atomic<std::size_t> *accepted)
{
    m_limit = limit;
    if (Done done = m_http ? Done() : connect(limit); !done) {
        return fail(done.error());
    }
    Done sent = post(request, document ? document->size() : 0);
    if (sent && document) {
        if (!mayBegin()) {
            close();
            return fail(FaultCode::DeviceCancelled);
        }
        for (std::size_t at = 0; sent && at < document->size();) {
            const std::size_t piece = std::min(pieceBytes, document->size() - at);
            const ssize_t taken = httpWrite2(m_http, reinterpret_cast<const char *>(document->data() + at), piece);
            if (taken <= 0 || m_limit.over()) {
                sent = fail(broken(limit, "it does not take the document"));
            } else {
                at += static_cast<std::size_t>(taken);
                *accepted = at;
            }
        }
    } else if (!sent) {
        sent = fail(broken(limit, "it takes no request"));
    }
    Result<Bytes> answered = sent ? answer(m_limit) : fail(sent.error());
    if (!answered) {
        close();
    }
    return answered;
}

Done IppLine::post(const Bytes &request, std::size_t more)
{
    httpClearFields(m_http);
    httpSetField(m_http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
    httpSetLength(m_http, request.size() + more);
    if (httpPost(m_http, m_address.path.c_str()) != 0) {
        return fail(FaultCode::DeviceDisconnected);
    }
    const ssize_t taken = httpWrite2(m_http, reinterpret_cast<const char *>(request.data()), request.size());
    return taken == static_cast<ssize_t>(request.size()) && httpFlushWrite(m_http) >= 0
               ? Done()
               : fail(FaultCode::DeviceDisconnected);
}

Result<Bytes> IppLine::answer(const Limit &limit)
{
    http_status_t status = HTTP_STATUS_CONTINUE;
    while (status == HTTP_STATUS_CONTINUE && !limit.over()) {
        status = httpUpdate(m_http);
    }
    if (status == HTTP_STATUS_UNAUTHORIZED || status == HTTP_STATUS_FORBIDDEN) {
        return fail(FaultCode::DeviceUnauthorised, "HTTP " + std::to_string(status));
    }
    if (status == HTTP_STATUS_NOT_FOUND) {
        return fail(FaultCode::BadArgument, "the page printer knows nothing at " + m_address.path);
    }
    if (status == HTTP_STATUS_UPGRADE_REQUIRED) {
        return fail(FaultCode::BadArgument, "the page printer is reached by ipps:// only");
    }
    if (status == HTTP_STATUS_ERROR && httpError(m_http) == EINVAL) {
        return fail(FaultCode::DeviceProtocol, "the page printer: no answer of HTTP");
    }
    if (status == HTTP_STATUS_ERROR || status == HTTP_STATUS_CONTINUE) {
        return fail(broken(limit, "it does not answer"));
    }
    if (status != HTTP_STATUS_OK) {
        return fail(FaultCode::DeviceProtocol, "HTTP " + std::to_string(status));
    }
    Bytes body;
    for (;;) {
        char piece[pieceBytes];
        const ssize_t got = httpRead2(m_http, piece, sizeof piece);
        if (got < 0 || (got > 0 && limit.over())) {
            return fail(broken(limit, "it does not end its answer"));
        }
        if (got == 0) {
            break;
        }
        body.insert(body.end(), piece, piece + got);
        if (body.size() > longestAnswer) {
            return fail(FaultCode::DeviceProtocol, "an answer without end");
        }
    }
    return body;
}

}  // namespace hall::device
