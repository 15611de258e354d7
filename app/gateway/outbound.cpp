// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/outbound.h"

#include "app/domain/base/sensitive.h"

#include <httplib.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace hall::gateway {
namespace {

bool thisMachine(const QString &host)
{
    return host == QLatin1String("127.0.0.1") || host == QLatin1String("::1") || host == QLatin1String("localhost");
}

// Ends a request at its deadline, however slowly it trickles in: the library's own limits are for each read.
class Deadline
{
public:
    Deadline(httplib::Client &client, std::chrono::milliseconds after)
        : m_thread([this, &client, after] {
              std::unique_lock lock(m_mutex);
              if (!m_done.wait_for(lock, after, [this] { return m_over; })) {
                  client.stop();
              }
          })
    {
    }
    ~Deadline()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_over = true;
        }
        m_done.notify_one();
        m_thread.join();
    }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_done;
    bool m_over = false;
    std::thread m_thread;
};

// The library reports these before it has written a byte of the request.
bool beforeSending(httplib::Error error)
{
    return error == httplib::Error::Connection || error == httplib::Error::BindIPAddress ||
           error == httplib::Error::ConnectionTimeout || error == httplib::Error::SSLConnection ||
           error == httplib::Error::SSLLoadingCerts || error == httplib::Error::SSLServerVerification;
}

}  // namespace

Result<QUrl> officeAddress(const QString &text, const std::string &what)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool plain = url.scheme() == QLatin1String("http") && thisMachine(url.host());
    if (!url.isValid() || url.host().isEmpty() || url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty() ||
        (url.scheme() != QLatin1String("https") && !plain)) {
        return fail(FaultCode::BadArgument, what + " is https://HOST[:PORT][/PATH], or http to this machine");
    }
    return url;
}

Result<OutboundAnswer> callOffice(const OutboundCall &call)
{
    const QString origin = call.base.scheme() + QLatin1String("://") + call.base.authority();
    httplib::Client client(origin.toStdString());
    if (!client.is_valid()) {
        return fail(FaultCode::CentreUnreachable, "the address is not usable");
    }
    if (!call.caFile.isEmpty()) {
        client.set_ca_cert_path(call.caFile.toStdString());
    }
    client.enable_server_certificate_verification(true);
    client.set_connection_timeout(call.deadline);
    client.set_read_timeout(call.deadline);
    client.set_write_timeout(call.deadline);
    client.set_decompress(false);  // a small answer that unpacks to a large one is no answer

    std::string received;
    bool tooMuch = false;
    httplib::Request request;
    request.method = call.method;
    QString path = call.base.path() + call.path;
    request.path = path.replace(u"//"_qs, u"/"_qs).toStdString();
    if (!call.token.isEmpty()) {
        request.headers.emplace("Authorization", "Bearer " + call.token.toStdString());
    }
    if (!call.contentType.isEmpty()) {
        request.headers.emplace("Content-Type", call.contentType.toStdString());
    }
    request.body.assign(call.body.data(), static_cast<std::size_t>(call.body.size()));
    request.content_receiver = [&](const char *data, std::size_t size, std::uint64_t, std::uint64_t) {
        if (received.size() + size > static_cast<std::size_t>(call.answerLimit)) {
            tooMuch = true;
            return false;
        }
        received.append(data, size);
        return true;
    };
    const auto answer = [&] {
        const Deadline deadline(client, call.deadline);
        return client.send(request);
    }();
    wipe(request.body);
    if (!answer) {
        return fail(beforeSending(answer.error()) ? FaultCode::CentreUnreachable : FaultCode::DeviceTimeout,
                    tooMuch ? "the answer is too large" : "no whole answer: " + httplib::to_string(answer.error()));
    }
    return OutboundAnswer{answer->status, QByteArray::fromStdString(received)};
}

}  // namespace hall::gateway
