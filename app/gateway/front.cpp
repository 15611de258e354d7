// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/front.h"

#include "app/gateway/alarms.h"
#include "app/gateway/coredesk.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/frontreply.h"
#include "app/gateway/reference.h"
#include "app/gateway/riding.h"
#include "app/gateway/wipingqueue.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/centretime.h"
#include "app/protocol/digest.h"
#include "app/protocol/ridinginbox.h"
#include "app/protocol/wiredigest.h"
#include "app/protocol/x509.h"

#include <QDateTime>
#include <QJsonDocument>

#include <openssl/ssl.h>

#include <array>
#include <memory>

namespace hall::gateway {
namespace {

constexpr int kTurnedAwaySeconds = 2;

bool fromLoopback(const httplib::Request &request)
{
    return request.remote_addr == "127.0.0.1" || request.remote_addr == "::1";
}

QByteArray header(const httplib::Request &request, const char *name)
{
    return QByteArray::fromStdString(request.get_header_value(name));
}

}  // namespace

Front::Front(Parts parts)
    : m_parts(std::move(parts)), m_limits(m_parts.rates, m_parts.clock), m_drafts(m_parts.database, m_parts.clock),
      m_phones(m_parts.database, m_parts.clock, m_parts.publicUrl)
{
}

void Front::addRoutes(httplib::Server &server)
{
    server.set_pre_routing_handler([this](const httplib::Request &request, httplib::Response &response) {
        ++m_counters.requests;
        if (WipingQueue::turnsAway()) {
            ++m_counters.turnedAway;
            tryAgain(response, 503, "busy", kTurnedAwaySeconds);
            return httplib::Server::HandlerResponse::Handled;
        }
        const std::string &method = request.method;
        if (method == "GET" || method == "HEAD" || method == "POST" || method == "PATCH") {
            return httplib::Server::HandlerResponse::Unhandled;
        }
        refuse(response, 405, "method");
        return httplib::Server::HandlerResponse::Handled;
    });
    server.set_post_routing_handler([this](const httplib::Request &request, httplib::Response &response) {
        response.set_header(wire::kTimeHeader, std::to_string(m_parts.clock.wall().count()));
        addDigests(request, response);
    });
    server.set_exception_handler([](const httplib::Request &, httplib::Response &response, const std::exception_ptr &) {
        logEvent("exception");
        refuse(response, 500, "internal");
    });
    server.Post("/v1/enrol", [this](const httplib::Request &request, httplib::Response &response,
                                    const httplib::ContentReader &reader) {
        QByteArray body;
        if (readOrRefuse(request, reader, wire::kSmallBodyBytes, body, response)) {
            enrol(body, response);
        }
    });
    // Without a certificate as well: that of a kiosk which was off for long has ended.
    server.Post("/v1/renew", [this](const httplib::Request &request, httplib::Response &response,
                                    const httplib::ContentReader &reader) {
        QByteArray body;
        if (readOrRefuse(request, reader, wire::kSmallBodyBytes, body, response)) {
            renew(body, response);
        }
    });
    post(server, "/v1/batch", wire::kLoneItemBytes, &Front::batch, Limited::Batch);
    post(server, "/v1/ask", wire::kSmallBodyBytes, &Front::ask);
    post(server, "/v1/ecard", wire::kSmallBodyBytes, &Front::ecard);
    post(server, "/v1/card-auth", wire::kSmallBodyBytes, &Front::cardAuth);
    post(server, "/v1/health", wire::kSmallBodyBytes, &Front::health, Limited::Health);
    addVisitRoutes(server);
    server.Patch("/v1/blob/([0-9a-f]{64})", [this](const httplib::Request &request, httplib::Response &response,
                                                   const httplib::ContentReader &reader) {
        withBody(request, response, reader, wire::kBlobChunkBytes, std::nullopt,
                 [&](const KnownKiosk &kiosk, const QByteArray &body) { patchBlob(kiosk, body, request, response); });
    });
    server.Get("/v1/blob/([0-9a-f]{64})",
               [this](const httplib::Request &request, httplib::Response &response) { headBlob(request, response); });
    server.Get("/v1/inbox",
               [this](const httplib::Request &request, httplib::Response &response) { inbox(request, response); });
    server.Get("/v1/ref", [this](const httplib::Request &request, httplib::Response &response) {
        refManifest(request, response);
    });
    server.Get("/v1/ref/([0-9a-f]{64})",
               [this](const httplib::Request &request, httplib::Response &response) { refFile(request, response); });
    server.Get("/healthz", [this](const httplib::Request &, httplib::Response &response) { healthz(response); });
    server.Get("/metrics", [this](const httplib::Request &, httplib::Response &response) { metrics(response); });
    refuseTheRest(server);
}

void Front::post(httplib::Server &server, const char *path, qsizetype limit, Handler handler,
                 std::optional<Limited> limited)
{
    server.Post(path, [this, limit, handler, limited](const httplib::Request &request, httplib::Response &response,
                                                      const httplib::ContentReader &reader) {
        withBody(request, response, reader, limit, limited, [&](const KnownKiosk &kiosk, const QByteArray &body) {
            (this->*handler)(kiosk, body, request, response);
        });
        m_counters.tooLarge += response.status == 413 ? 1 : 0;
    });
}

void Front::withBody(const httplib::Request &request, httplib::Response &response, const httplib::ContentReader &reader,
                     qsizetype limit, std::optional<Limited> limited,
                     const std::function<void(const KnownKiosk &, const QByteArray &)> &work)
{
    const auto kiosk = authenticateOrDrop(request, response, reader);
    if (!kiosk) {
        return;
    }
    const CallLimits::UnderWay call(m_limits, kiosk->id);
    bool may = call.allowed();
    if (!may) {
        ++m_counters.tooMany;
        tryAgain(response, 429, "too-many", 1);
    }
    may = may && (!limited || mayCall(*kiosk, *limited, response));
    QByteArray body;
    if (!may) {
        drop(request, reader);
    } else if (readOrRefuse(request, reader, limit, body, response)) {
        work(*kiosk, body);
    }
}

bool Front::mayCall(const KnownKiosk &kiosk, Limited what, httplib::Response &response)
{
    const auto seconds = m_limits.wait(kiosk.id, what);
    if (seconds) {
        ++m_counters.tooMany;
        tryAgain(response, 429, "too-many", *seconds);
    }
    return !seconds;
}

void Front::refuseTheRest(httplib::Server &server)
{
    const auto refuseUnread = [](const httplib::Request &request, httplib::Response &response,
                                 const httplib::ContentReader &reader) {
        QByteArray body;
        if (readOrRefuse(request, reader, wire::kSmallBodyBytes, body, response)) {
            refuse(response, 404, "no-such-call");
        }
    };
    server.Post(".*", refuseUnread);
    server.Patch(".*", refuseUnread);
    server.Get(".*",
               [](const httplib::Request &, httplib::Response &response) { refuse(response, 404, "no-such-call"); });
}

QString Front::fingerprintOf(const httplib::Request &request) const
{
    if (m_parts.behindProxy) {
        // The proxy proved possession of the key; that our CA signed it is checked here again.
        const QByteArray pem = QByteArray::fromPercentEncoding(header(request, "X-Client-Cert"));
        const bool ours = fromLoopback(request) && verifyClientCertificate(pem, m_parts.caPem);
        return ours ? certificateFingerprint(pem).value_or(QString()) : QString();
    }
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        request.ssl ? SSL_get1_peer_certificate(request.ssl) : nullptr, X509_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (!certificate || SSL_get_verify_result(request.ssl) != X509_V_OK ||
        X509_digest(certificate.get(), EVP_sha256(), hash.data(), &size) != 1) {
        return {};
    }
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(hash.data()), size).toHex());
}

std::optional<KnownKiosk> Front::authenticate(const httplib::Request &request, httplib::Response &response)
{
    const QString fingerprint = fingerprintOf(request);
    if (fingerprint.isEmpty()) {
        ++m_counters.refused;
        refuse(response, 401, "certificate-required");
        return std::nullopt;
    }
    auto kiosk = m_parts.kiosks.byFingerprint(fingerprint);
    if (!kiosk && kiosk.error().code != FaultCode::CentreNotEnrolled) {
        unavailable(response, kiosk.error());
        return std::nullopt;
    }
    if (!kiosk || kiosk->revoked) {
        ++m_counters.refused;
        refuse(response, 403, kiosk ? "revoked" : "not-enrolled");
        return std::nullopt;
    }
    return *kiosk;
}

// Strangers are refused before a byte of theirs is kept.
std::optional<KnownKiosk> Front::authenticateOrDrop(const httplib::Request &request, httplib::Response &response,
                                                    const httplib::ContentReader &reader)
{
    auto kiosk = authenticate(request, response);
    if (!kiosk) {
        drop(request, reader);
    }
    return kiosk;
}

void Front::enrol(const QByteArray &body, httplib::Response &response)
{
    auto request = wire::parseEnrolRequest(body);
    if (!request) {
        refuse(response, 400, "message", request.error().detail);
        return;
    }
    auto answer = m_parts.kiosks.enrol(*request);
    if (answer) {
        reply(response, 200, wire::encodeEnrolAnswer(*answer));
    } else if (answer.error().code == FaultCode::EnrolCodeBad) {
        refuse(response, 409, "enrol-code", answer.error().detail);
    } else if (answer.error().code == FaultCode::MessageInvalid) {
        refuse(response, 400, "message", answer.error().detail);
    } else {
        unavailable(response, answer.error());
    }
}

void Front::renew(const QByteArray &body, httplib::Response &response)
{
    auto request = wire::parseRenewRequest(body);
    if (!request) {
        refuse(response, 400, "message", request.error().detail);
        return;
    }
    auto answer = m_parts.kiosks.renew(*request);
    const FaultCode code = answer ? FaultCode::Internal : answer.error().code;
    if (answer) {
        reply(response, 200, wire::encodeEnrolAnswer(*answer));
    } else if (code == FaultCode::CentreNotEnrolled || code == FaultCode::CentreRevoked) {
        ++m_counters.refused;
        refuse(response, 403, code == FaultCode::CentreRevoked ? "revoked" : "not-enrolled");
    } else if (code == FaultCode::EnrolCodeBad) {
        refuse(response, 409, "renewed-elsewhere", answer.error().detail);
    } else if (code == FaultCode::MessageInvalid) {
        refuse(response, 400, "message", answer.error().detail);
    } else {
        unavailable(response, answer.error());
    }
}

void Front::batch(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &request,
                  httplib::Response &response)
{
    response.set_header(wire::kPackedHeader, "1");
    const bool packed = header(request, "Content-Type") == wire::kPackedType;
    auto batch = packed ? wire::parsePackedBatch(body) : wire::parseBatch(body);
    if (!batch) {
        refuse(response, 400, "message", batch.error().detail);
        return;
    }
    if (body.size() > wire::kBatchBytes && batch->items.size() > 1) {
        refuse(response, 413, "too-large", "a batch above " + std::to_string(wire::kBatchBytes) + " holds one item");
        return;
    }
    auto verdicts = m_parts.intake.take(kiosk, *batch);
    if (!verdicts) {
        unavailable(response, verdicts.error());
        return;
    }
    bool arrived = false;
    for (const wire::Verdict &verdict : std::as_const(*verdicts)) {
        ++m_counters.verdicts[static_cast<std::size_t>(verdict.kind)];
        arrived = arrived || verdict.kind == wire::VerdictKind::Stored;
    }
    if (arrived && m_parts.itemsArrived) {
        m_parts.itemsArrived();
    }
    reply(response, 200,
          wire::withInbox(wire::encodeVerdicts(*verdicts), ridingAnswers(m_parts.intake, kiosk.id, request)));
}

void Front::ask(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response)
{
    ++m_counters.asks;
    auto question = Register::parse(body);
    if (!question) {
        refuse(response, 400, "message", question.error().detail);
        return;
    }
    auto answer = m_parts.people.ask(kiosk.id, *question);
    if (answer) {
        reply(response, 200, QJsonDocument(*answer).toJson(QJsonDocument::Compact));
    } else {
        unanswered(response, answer.error());
    }
}

void Front::ecard(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &,
                  httplib::Response &response)
{
    ++m_counters.asks;
    const auto question = parseECardQuestion(body);
    if (!question) {
        refuse(response, 400, "message", question.error().detail);
        return;
    }
    const auto holder = m_parts.people.identify(kiosk.id, *question);
    if (holder) {
        reply(response, 200, encodeECardAnswer(*holder).reveal());
    } else {
        unanswered(response, holder.error());
    }
}

void Front::cardAuth(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &,
                     httplib::Response &response)
{
    ++m_counters.asks;
    const auto question = parseCardAuthQuestion(body);
    if (!question) {
        refuse(response, 400, "message", question.error().detail);
        return;
    }
    const auto answer = m_parts.people.authenticate(kiosk.id, *question);
    if (answer) {
        reply(response, 200, encodeCardAuthAnswer(*answer).reveal());
    } else {
        unanswered(response, answer.error());
    }
}

void Front::health(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &request,
                   httplib::Response &response)
{
    auto report = parseJsonObject(body, wire::kSmallBodyBytes);
    if (!report) {
        refuse(response, 400, "message", report.error().detail);
        return;
    }
    if (auto done = m_parts.intake.health(kiosk.id, body); !done) {
        unavailable(response, done.error());
        return;
    }
    sweepVisits();
    // A kiosk of before does not say which notice it has, and expects no answer.
    if (const QJsonValue seal = report->value(u"seal"); seal.isObject()) {
        const auto notice = m_parts.kiosks.sealNotice();
        if (!notice) {
            logEvent("seal-notice-failed", {{QStringLiteral("detail"), QString::fromStdString(notice.error().detail)}});
        } else if (*notice && (*notice)->number > seal[u"number"].toInteger()) {
            reply(response, 200, encodeHealthAnswer(**notice));
            return;
        }
    }
    const QVector<wire::InboxItem> riding = ridingAnswers(m_parts.intake, kiosk.id, request);
    if (riding.isEmpty()) {
        response.status = 204;
    } else {
        reply(response, 200, wire::encodeInbox(riding));
    }
}

void Front::headBlob(const httplib::Request &request, httplib::Response &response)
{
    const auto kiosk = authenticate(request, response);
    if (!kiosk) {
        return;
    }
    if (request.method != "HEAD") {
        refuse(response, 405, "method");
        return;
    }
    auto state = m_parts.blobs.state(kiosk->id, QString::fromStdString(request.matches[1]));
    if (!state) {
        if (state.error().code == FaultCode::StoreNotFound) {
            response.status = 404;
        } else {
            unavailable(response, state.error());
        }
        return;
    }
    response.set_header("Upload-Offset", std::to_string(state->offset));
    response.set_header("Upload-Length", std::to_string(state->size));
    response.set_header("Upload-Complete", state->complete ? "?1" : "?0");
    response.status = 200;
}

void Front::patchBlob(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &request,
                      httplib::Response &response)
{
    bool numeric = false;
    const qint64 offset = header(request, "Upload-Offset").toLongLong(&numeric);
    if (!request.has_header("Upload-Offset")) {
        refuse(response, 400, wire::kHeadersDroppedCode, "Upload-Offset is missing");
        return;
    }
    if (!numeric || offset < 0) {
        refuse(response, 400, "message", "Upload-Offset is wrong");
        return;
    }
    const QByteArray digest = header(request, "X-Chunk-Sha256");
    if (!digest.isEmpty() && digest != sha256(body).toHex()) {
        refuse(response, 422, "chunk-digest");
        return;
    }
    BlobState now;
    auto outcome = m_parts.blobs.append(kiosk.id, QString::fromStdString(request.matches[1]), offset, body, now);
    if (!outcome) {
        if (outcome.error().code == FaultCode::StoreNotFound) {
            refuse(response, 404, "no-such-blob");
        } else {
            unavailable(response, outcome.error());
        }
        return;
    }
    response.set_header("Upload-Offset", std::to_string(now.offset));
    response.set_header("Upload-Complete", now.complete ? "?1" : "?0");
    switch (*outcome) {
    case AppendOutcome::Taken:
    case AppendOutcome::Complete:
        m_counters.blobBytes += static_cast<quint64>(body.size());
        response.status = 204;
        if (now.complete && m_parts.itemsArrived) {
            m_parts.itemsArrived();
        }
        break;
    case AppendOutcome::WrongOffset:
        refuse(response, 409, "offset");
        break;
    case AppendOutcome::WrongDigest:
        refuse(response, 422, "blob-digest");
        break;
    case AppendOutcome::TooLong:
        refuse(response, 413, "too-long");
        break;
    }
}

void Front::inbox(const httplib::Request &request, httplib::Response &response)
{
    const auto kiosk = authenticate(request, response);
    if (!kiosk) {
        return;
    }
    bool numeric = false;
    const qint64 after = QByteArray::fromStdString(request.get_param_value("after")).toLongLong(&numeric);
    if (!numeric || after < 0) {
        refuse(response, 400, "message", "after missing or wrong");
        return;
    }
    if (auto noted = m_parts.intake.noteRead(kiosk->id, after); !noted) {
        unavailable(response, noted.error());
        return;
    }
    auto items = m_parts.intake.inbox(kiosk->id, after);
    if (!items) {
        unavailable(response, items.error());
        return;
    }
    if (items->isEmpty() && after > 0) {
        auto last = m_parts.intake.lastAnswer(kiosk->id);
        if (!last) {
            unavailable(response, last.error());
            return;
        }
        response.set_header("Inbox-Last", std::to_string(*last));
    }
    reply(response, 200, wire::encodeInbox(*items));
}

void Front::refManifest(const httplib::Request &request, httplib::Response &response)
{
    if (!authenticate(request, response)) {
        return;
    }
    bool numeric = false;
    const qint64 have = QByteArray::fromStdString(request.get_param_value("have")).toLongLong(&numeric);
    if (!numeric || have < 0) {
        refuse(response, 400, "message", "have missing or wrong");
        return;
    }
    const auto manifest = manifestAfter(*m_parts.database, have);
    if (!manifest) {
        unavailable(response, manifest.error());
    } else if (*manifest) {
        reply(response, 200, **manifest);
    } else {
        response.status = 204;
    }
}

// The library cuts out the range that was asked for.
void Front::refFile(const httplib::Request &request, httplib::Response &response)
{
    if (!authenticate(request, response)) {
        return;
    }
    if (request.ranges.size() > 1) {
        refuse(response, 400, "message", "one range at a time");
        return;
    }
    const auto file = referenceFile(*m_parts.database, QString::fromStdString(request.matches[1]));
    if (file) {
        response.set_header("Accept-Ranges", "bytes");
        response.set_content(file->constData(), static_cast<std::size_t>(file->size()), "application/octet-stream");
        ++m_counters.refFiles;
    } else if (file.error().code == FaultCode::StoreNotFound) {
        refuse(response, 404, "not-found");
    } else {
        unavailable(response, file.error());
    }
}

void Front::healthz(httplib::Response &response)
{
    auto connection = m_parts.database->connection();
    auto alive = connection ? single(*connection, QStringLiteral("SELECT 1")) : fail(connection.error());
    if (!alive) {
        unavailable(response, alive.error());
        return;
    }
    reply(response, 200, QByteArrayLiteral("{\"ok\":true}"));
}

void Front::metrics(httplib::Response &response)
{
    QByteArray text;
    const auto line = [&text](const QByteArray &name, quint64 value) {
        text += "hall_gateway_" + name + ' ' + QByteArray::number(value) + '\n';
    };
    line("requests_total", m_counters.requests);
    line("refused_total", m_counters.refused);
    line("too_large_total", m_counters.tooLarge);
    line("too_many_total", m_counters.tooMany);
    line("turned_away_total", m_counters.turnedAway);
    line("asks_total", m_counters.asks);
    line("blob_bytes_total", m_counters.blobBytes);
    line("ref_files_total", m_counters.refFiles);
    line("draft_calls_total", m_counters.drafts);
    line("phone_papers_total", m_counters.phonePapers);
    line("ratings_total", m_counters.ratings);
    for (std::size_t i = 0; i < m_counters.verdicts.size(); ++i) {
        const QByteArray name = wire::verdictName(static_cast<wire::VerdictKind>(i)).toLatin1();
        line("items_total{verdict=\"" + name + "\"}", m_counters.verdicts[i]);
    }
    line("keys_in_plain_files", static_cast<quint64>(m_parts.plainKeys));
    if (m_parts.certificateSeconds) {
        line("server_certificate_seconds", static_cast<quint64>(m_parts.certificateSeconds()));
    }
    text += m_parts.offices ? m_parts.offices() : QByteArray();
    // What is in the database has the same counts whichever process is asked.
    if (auto connection = m_parts.database->connection()) {
        text += coreMetrics(*connection);
        text += alarmMetrics(*connection);
    }
    response.set_content(text.constData(), static_cast<std::size_t>(text.size()), "text/plain; version=0.0.4");
}

}  // namespace hall::gateway
