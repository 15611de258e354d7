// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/frontreply.h"

#include "app/gateway/eventlog.h"
#include "app/protocol/wire.h"
#include "app/protocol/wiredigest.h"

namespace hall::gateway {
namespace {

constexpr char kJson[] = "application/json";

}  // namespace

void reply(httplib::Response &response, int status, const QByteArray &json)
{
    response.status = status;
    response.set_content(json.constData(), static_cast<std::size_t>(json.size()), kJson);
}

void refuse(httplib::Response &response, int status, const char *code, const std::string &detail)
{
    reply(response, status, wire::encodeProblem(QLatin1String(code), QString::fromStdString(detail)));
}

void tryAgain(httplib::Response &response, int status, const char *code, int seconds)
{
    response.set_header("Retry-After", std::to_string(seconds));
    refuse(response, status, code);
}

void unavailable(httplib::Response &response, const Fault &fault)
{
    logEvent("unavailable",
             {{QStringLiteral("code"), QString::fromUtf8(fault.name().data(), qsizetype(fault.name().size()))},
              {QStringLiteral("detail"), QString::fromStdString(fault.detail)}});
    tryAgain(response, 503, "unavailable", 5);
}

void unanswered(httplib::Response &response, const Fault &fault)
{
    if (fault.code == FaultCode::StoreNotFound) {
        refuse(response, 404, "not-found");
    } else if (fault.code == FaultCode::DeviceBusy) {
        tryAgain(response, 429, "too-many", 60);
    } else {
        unavailable(response, fault);
    }
}

void addDigests(const httplib::Request &request, httplib::Response &response)
{
    if (request.method == "HEAD") {
        response.body.clear();  // is not sent, so it is none of the answer's
    }
    const QByteArray body = QByteArray::fromRawData(response.body.data(), static_cast<qsizetype>(response.body.size()));
    response.set_header(wire::kContentDigestHeader, wire::contentDigest(body).toStdString());
    const QByteArray ofHead = wire::answerDigest(response.status, [&response](const char *name) {
        return QByteArray::fromStdString(response.get_header_value(name));
    });
    response.set_header(wire::kAnswerDigestHeader, ofHead.toStdString());
}

void drop(const httplib::Request &request, const httplib::ContentReader &reader)
{
    QByteArray dropped;
    [[maybe_unused]] const BodyRead read = readBody(request, reader, 0, dropped);
}

bool readOrRefuse(const httplib::Request &request, const httplib::ContentReader &reader, qsizetype limit,
                  QByteArray &body, httplib::Response &response)
{
    switch (readBody(request, reader, limit, body)) {
    case BodyRead::Whole:
        if (request.has_header(wire::kContentDigestHeader) &&
            request.get_header_value(wire::kContentDigestHeader) != wire::contentDigest(body).toStdString()) {
            refuse(response, 400, wire::kContentDigestCode);
            return false;
        }
        return true;
    case BodyRead::TooLarge:
        refuse(response, 413, "too-large", "limit " + std::to_string(limit));
        return false;
    case BodyRead::NoLength:
        refuse(response, 411, "length-required");
        return false;
    case BodyRead::Broken:
        refuse(response, 400, "body-broken");
        return false;
    }
    return false;
}

}  // namespace hall::gateway
