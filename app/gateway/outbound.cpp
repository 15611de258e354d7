// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/outbound.h"

#include "app/domain/base/sensitive.h"

#include <httplib.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <condition_variable>
#include <memory>
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
           error == httplib::Error::ConnectionTimeout || error == httplib::Error::SSLConnection;
}

// What the other said of our certificate, in its alert; empty: nothing. With TLS 1.3 it comes only after the handshake
// is over on our side, as an answer that breaks off. Empties the thread's queue of errors.
std::string refusalOfUs()
{
    std::string why;
    while (const unsigned long error = ERR_get_error()) {
        switch (ERR_GET_LIB(error) == ERR_LIB_SSL ? ERR_GET_REASON(error) : 0) {
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
            why = "it wants a certificate of us, and got none";
            break;
        case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
            why = "it says that our certificate has expired";
            break;
        case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
            why = "it says that our certificate was revoked";
            break;
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
            why = "it does not know who signed our certificate";
            break;
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
        case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
            why = "it does not accept our certificate";
            break;
        default:
            break;
        }
    }
    return why;
}

Fault faultOf(const OutboundCall &call, const httplib::Client &client, httplib::Error error, bool tooMuch)
{
    const std::string host = call.base.host().toStdString();
    if (error == httplib::Error::SSLLoadingCerts) {
        return Fault(FaultCode::KeyMissing, call.caFile.toStdString() + ": no certificate of an authority in it");
    }
    if (error == httplib::Error::SSLServerVerification) {
        const long verified = client.get_openssl_verify_result();
        return Fault(FaultCode::SignatureBad,
                     "the certificate of " + host + ": " +
                         (verified == X509_V_OK ? "not for this name" : X509_verify_cert_error_string(verified)));
    }
    if (const std::string why = refusalOfUs(); !why.empty()) {
        return Fault(FaultCode::NotAllowed, host + ": " + why);
    }
    return Fault(beforeSending(error) ? FaultCode::CentreUnreachable : FaultCode::DeviceTimeout,
                 tooMuch ? "the answer is too large" : "no whole answer: " + httplib::to_string(error));
}

}  // namespace

std::string refusalBy(const OutboundCall &call)
{
    if (call.base.scheme() != QLatin1String("https")) {
        return {};
    }
    constexpr timeval kPatience{2, 0};
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    if (call.own.given() &&
        (SSL_CTX_use_certificate_chain_file(context.get(), call.own.file.toLocal8Bit().constData()) != 1 ||
         SSL_CTX_use_PrivateKey_file(context.get(), call.own.keyFile.toLocal8Bit().constData(), SSL_FILETYPE_PEM) !=
             1)) {
        return {};
    }
    const std::string host = call.base.host().toStdString();
    const std::string port = std::to_string(call.base.port(443));
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> line(BIO_new(BIO_s_connect()), BIO_free_all);
    BIO_set_conn_hostname(line.get(), host.c_str());
    BIO_set_conn_port(line.get(), port.c_str());
    if (BIO_do_connect(line.get()) != 1) {
        return {};
    }
    const auto socket = static_cast<int>(BIO_get_fd(line.get(), nullptr));
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
    SSL_set_fd(tls.get(), socket);
    SSL_set_tlsext_host_name(tls.get(), host.c_str());
    ERR_clear_error();
    char byte = 0;
    if (SSL_connect(tls.get()) == 1) {
        (void)SSL_read(tls.get(), &byte, 1);
    }
    const std::string why = refusalOfUs();
    return why.empty() ? why : host + ": " + why;
}

// nginx says 400, in a page that names the certificate, to whom it does not let in by it.
bool refusesUs(const OutboundAnswer &answer)
{
    return answer.status == 401 || answer.status == 403 ||
           (answer.status == 400 && answer.body.contains("SSL certificate"));
}

bool nothingWasSent(const Fault &fault)
{
    return fault.code == FaultCode::CentreUnreachable || fault.code == FaultCode::KeyMissing ||
           fault.code == FaultCode::SignatureBad;
}

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
    if (const auto good = call.own.given() ? goodUntil(call.own) : QDateTime(); !good) {
        return fail(good.error());
    }
    httplib::Client client(origin.toStdString(), call.own.file.toStdString(), call.own.keyFile.toStdString());
    if (!client.is_valid()) {
        return fail(FaultCode::CentreUnreachable, "the address is not usable");
    }
    if (!call.caFile.isEmpty()) {
        client.set_ca_cert_path(call.caFile.toStdString());
    }
    client.enable_server_certificate_verification(true);
    client.set_connection_timeout(call.connecting.count() > 0 ? call.connecting : call.deadline);
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
    ERR_clear_error();
    const auto answer = [&] {
        const Deadline deadline(client, call.deadline);
        return client.send(request);
    }();
    wipe(request.body);
    if (!answer) {
        return tl::unexpected(faultOf(call, client, answer.error(), tooMuch));
    }
    return OutboundAnswer{answer->status, QByteArray::fromStdString(received)};
}

}  // namespace hall::gateway
