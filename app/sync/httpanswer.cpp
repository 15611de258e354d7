// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/httpanswer.h"

#include "app/protocol/centretime.h"
#include "app/protocol/wiredigest.h"

#include <QDateTime>
#include <QSslError>
#include <QTimer>

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>

namespace hall {
namespace {

constexpr qint64 kRetryAfterLimitMs = 3'600'000;
constexpr qint64 kReadAhead = 64 * 1024;

// Qt 6.4 leaves Nagle's algorithm on and shows nobody the socket: the end of a request then waits until the centre has
// confirmed what came before, 40 ms where confirmations are delayed. So it is switched off here for every connection of
// this process to that port.
void switchDelayOff(int port)
{
    DIR *numbers = ::opendir("/proc/self/fd");
    if (!numbers) {
        return;
    }
    while (const dirent *entry = ::readdir(numbers)) {
        const int fd = std::atoi(entry->d_name);
        sockaddr_storage peer{};
        socklen_t size = sizeof peer;
        if (fd <= 2 || ::getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &size) != 0) {
            continue;
        }
        // The port lies at the same place in both kinds of address.
        const bool internet = peer.ss_family == AF_INET || peer.ss_family == AF_INET6;
        if (internet && ntohs(reinterpret_cast<const sockaddr_in *>(&peer)->sin_port) == port) {
            const int on = 1;
            (void)::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        }
    }
    ::closedir(numbers);
}

// A machine whose clock stands before this says nothing about when a certificate begins: its battery is empty. Only the
// centre can tell it the time.
constexpr qint64 kProgramFromMs = 1'793'491'200'000;  // 2026-11-01
constexpr char kTlsProblem[] = "hall_tls_problem";

// Who signed the certificate and for whom is looked at all the same.
void judgeCertificate(QNetworkReply &reply, const QList<QSslError> &errors)
{
    const auto all = [&errors](std::initializer_list<QSslError::SslError> kinds) {
        return std::all_of(errors.begin(), errors.end(), [&kinds](const QSslError &error) {
            return std::find(kinds.begin(), kinds.end(), error.error()) != kinds.end();
        });
    };
    if (QDateTime::currentMSecsSinceEpoch() < kProgramFromMs && all({QSslError::CertificateNotYetValid})) {
        reply.ignoreSslErrors(errors);
        return;
    }
    const bool time = all({QSslError::CertificateNotYetValid, QSslError::CertificateExpired});
    reply.setProperty(kTlsProblem,
                      time ? QStringLiteral("server-certificate-time") : QStringLiteral("server-certificate"));
}

}  // namespace

QNetworkRequest httpRequest(const QUrl &gateway, const QString &path, const QSslConfiguration &tls, int timeoutMs)
{
    QUrl url = gateway;
    const qsizetype query = path.indexOf(u'?');
    url.setPath(query < 0 ? path : path.left(query));
    if (query >= 0) {
        url.setQuery(path.mid(query + 1));
    }
    QNetworkRequest request(url);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    // The centre packs nothing; Qt unpacks nothing when this is said.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setTransferTimeout(timeoutMs);
    return request;
}

void limitAnswer(QNetworkReply &reply, qint64 most, int totalMs)
{
    const auto look = [&reply, most] {
        if (reply.bytesAvailable() > most) {
            reply.abort();
        }
    };
    // Qt reads in a thread of its own, which would run ahead of this one without a bound.
    reply.setReadBufferSize(most + kReadAhead);
    QObject::connect(&reply, &QNetworkReply::readyRead, &reply, look);
    QTimer::singleShot(totalMs, &reply, &QNetworkReply::abort);
    QObject::connect(&reply, &QNetworkReply::sslErrors, &reply,
                     [&reply](const QList<QSslError> &errors) { judgeCertificate(reply, errors); });
    // Told for the first call of a connection.
    QObject::connect(&reply, &QNetworkReply::encrypted, &reply,
                     [port = reply.url().port(443)] { switchDelayOff(port); });
}

// Once the reply has begun, which it does in the event loop: by the signal with which the reply answers the network
// thread's question for the next piece. Where the thread has asked already, Qt's own answer comes second, and is put
// aside as one for a place that has been passed.
bool handOverWhole(QNetworkReply &reply, const QByteArray &content)
{
    return QMetaObject::invokeMethod(&reply, "haveUploadData", Qt::QueuedConnection, Q_ARG(qint64, 0),
                                     Q_ARG(QByteArray, content), Q_ARG(bool, true), Q_ARG(qint64, content.size()));
}

HttpAnswer readAnswer(QNetworkReply &reply)
{
    HttpAnswer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = reply.error();
    // A body that ended early came with a status but is no answer.
    const bool cut = answer.status > 0 && answer.status < 400 && error != QNetworkReply::NoError;
    if (answer.status == 0 || cut) {
        answer.status = 0;
        answer.error = reply.errorString();
        answer.tlsProblem = reply.property(kTlsProblem).toString();
        answer.timedOut = error == QNetworkReply::OperationCanceledError || error == QNetworkReply::TimeoutError;
        return answer;
    }
    answer.body = reply.readAll();
    // Every server sends a header; Qt has none of them when it cannot read one.
    const bool whole =
        !reply.rawHeaderList().isEmpty() &&
        wire::answerIsWhole(answer.status, answer.body, [&reply](const char *name) { return reply.rawHeader(name); });
    if (!whole) {
        HttpAnswer none;
        none.error = QStringLiteral("the answer did not come as it was sent");
        none.spoilt = true;
        none.headerless = !reply.rawHeaderList().isEmpty() && (!reply.hasRawHeader(wire::kContentDigestHeader) ||
                                                               !reply.hasRawHeader(wire::kAnswerDigestHeader));
        return none;
    }
    answer.centreMs = wire::parseTime(reply.rawHeader(wire::kTimeHeader));
    if (answer.status >= 400) {
        answer.problem = wire::parseProblem(answer.body);
    }
    answer.retryAfterMs = std::clamp<qint64>(reply.rawHeader("Retry-After").toLongLong() * 1000, 0, kRetryAfterLimitMs);
    return answer;
}

void addDigest(QNetworkRequest &request, const QByteArray &content)
{
    request.setRawHeader(wire::kContentDigestHeader, wire::contentDigest(content));
}

FailureKind failureKind(const HttpAnswer &answer)
{
    // What was sent came spoilt: that says something about the way, and nothing about what was sent.
    if (answer.status == 0 || answer.problem.code == QLatin1String(wire::kContentDigestCode) ||
        answer.problem.code == QLatin1String(wire::kHeadersDroppedCode)) {
        return FailureKind::Network;
    }
    if (answer.status >= 500) {
        return FailureKind::Server;
    }
    if (answer.status == 413) {
        return FailureKind::TooLarge;
    }
    const bool notNow = answer.status == 401 || answer.status == 403 || answer.status == 429 || answer.status == 408;
    return notNow ? FailureKind::NotAllowed : FailureKind::Refused;
}

QString failureCode(const HttpAnswer &answer)
{
    if (answer.status == 0) {
        return !answer.tlsProblem.isEmpty() ? answer.tlsProblem
               : answer.headerless          ? QString::fromLatin1(wire::kHeadersDroppedCode)
               : answer.spoilt              ? QStringLiteral("garbled")
               : answer.timedOut            ? QStringLiteral("timeout")
                                            : QStringLiteral("unreachable");
    }
    return answer.problem.code.isEmpty() ? QStringLiteral("http-%1").arg(answer.status) : answer.problem.code;
}

}  // namespace hall
