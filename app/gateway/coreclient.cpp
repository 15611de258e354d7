// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/coreclient.h"

#include "app/protocol/secretfile.h"

namespace hall::gateway {
namespace {

const QString kJson = QStringLiteral("application/json");
const QString kHandovers = QStringLiteral("/v1/handovers");
const QString kMaterials = QStringLiteral("/v1/materials/");

}  // namespace

Result<CoreOptions> coreOptions(const QString &url, const QString &caFile, const QString &tokenFile)
{
    CoreOptions options;
    auto base = officeAddress(url, "the core's address");
    if (!base) {
        return fail(base.error());
    }
    options.base = *base;
    options.caFile = caFile;
    if (!tokenFile.isEmpty()) {
        const auto token = readSecretFile(tokenFile);
        if (!token) {
            return fail(token.error());
        }
        options.token = QString::fromLatin1(token->trimmed());
    }
    return options;
}

Result<QByteArray> CoreClient::call(OutboundCall call) const
{
    call.base = m_options.base;
    call.caFile = m_options.caFile;
    call.token = m_options.token;
    auto answer = callOffice(call);
    if (!answer) {
        return fail(answer.error());
    }
    if (answer->status != 200) {
        return fail(FaultCode::MessageInvalid, "status " + std::to_string(answer->status));
    }
    return std::move(answer->body);
}

Done CoreClient::ping() const
{
    OutboundCall question;
    question.method = "GET";
    question.path = QStringLiteral("/v1/ping");
    question.deadline = m_options.deadline / 3;
    auto body = call(std::move(question));
    if (!body) {
        return fail(body.error());
    }
    return coreIsReady(*body) ? Done() : Done(fail(FaultCode::MessageInvalid, "the core is not ready"));
}

Result<bool> CoreClient::holds(const QString &sha256) const
{
    OutboundCall question;
    question.method = "GET";
    question.path = kMaterials + sha256;
    question.deadline = m_options.deadline / 3;
    auto body = call(std::move(question));
    return body ? parseCoreHeld(*body, sha256) : Result<bool>(fail(body.error()));
}

Done CoreClient::bring(const QString &sha256, const QString &media, const QByteArray &plain) const
{
    OutboundCall upload;
    upload.method = "PUT";
    upload.path = kMaterials + sha256;
    upload.body = plain;
    upload.contentType = media;
    upload.deadline = m_options.deadline * 3;
    auto body = call(std::move(upload));
    if (!body) {
        return fail(body.error());
    }
    auto held = parseCoreHeld(*body, sha256);
    if (!held) {
        return fail(held.error());
    }
    return *held ? Done() : Done(fail(FaultCode::MessageInvalid, "the core did not keep a scan"));
}

Result<CoreAnswer> CoreClient::handOver(const QString &reference, const QStringList &items,
                                        const QByteArray &json) const
{
    OutboundCall message;
    message.method = "POST";
    message.path = kHandovers;
    message.body = json;
    message.contentType = kJson;
    message.deadline = m_options.deadline;
    message.answerLimit = kCoreAnswerBytes;
    auto body = call(std::move(message));
    return body ? parseCoreAnswer(*body, reference, items) : Result<CoreAnswer>(fail(body.error()));
}

Result<CoreAnswer> CoreClient::ask(const QString &reference, const QStringList &items) const
{
    OutboundCall question;
    question.method = "GET";
    question.path = kHandovers + u'/' + reference;
    question.deadline = m_options.deadline / 3;
    question.answerLimit = kCoreAnswerBytes;
    auto body = call(std::move(question));
    return body ? parseCoreAnswer(*body, reference, items) : Result<CoreAnswer>(fail(body.error()));
}

Result<QVector<CoreEvent>> CoreClient::events(qint64 after) const
{
    OutboundCall question;
    question.method = "GET";
    question.path = QStringLiteral("/v1/events?after=%1").arg(after);
    question.deadline = m_options.deadline;
    question.answerLimit = kCoreEventsBytes;
    auto body = call(std::move(question));
    return body ? parseCoreEvents(*body, after) : Result<QVector<CoreEvent>>(fail(body.error()));
}

}  // namespace hall::gateway
