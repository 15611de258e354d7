// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/coreclient.h"

#include "app/protocol/secretfile.h"

namespace hall::gateway {
namespace {

const QString kJson = QStringLiteral("application/json");
const QString kHandovers = QStringLiteral("/v1/handovers");
const QString kMaterials = QStringLiteral("/v1/materials/");

}  // namespace

Result<CoreOptions> coreOptions(const QString &url, const CoreFiles &files, const std::string &what)
{
    CoreOptions options;
    auto base = officeAddress(url, what);
    if (!base) {
        return fail(base.error());
    }
    options.base = *base;
    options.caFile = files.ca;
    options.own = files.own;
    if (options.own.file.isEmpty() != options.own.keyFile.isEmpty()) {
        return fail(FaultCode::BadArgument, "a certificate and its key: both, or neither");
    }
    if (options.own.given() && base->scheme() != QLatin1String("https")) {
        return fail(FaultCode::BadArgument, "a certificate is shown over https alone");
    }
    if (!files.token.isEmpty()) {
        const auto token = readSecretFile(files.token);
        if (!token) {
            return fail(token.error());
        }
        options.token = QString::fromLatin1(token->trimmed());
    }
    return options;
}

OutboundCall CoreClient::shown(OutboundCall call) const
{
    call.base = m_options.base;
    call.caFile = m_options.caFile;
    call.token = m_options.token;
    call.own = m_options.own;
    return call;
}

Result<QByteArray> CoreClient::call(OutboundCall call) const
{
    auto answer = callOffice(shown(std::move(call)));
    if (!answer) {
        return fail(answer.error());
    }
    if (refusesUs(*answer)) {
        return fail(FaultCode::NotAllowed,
                    "status " + std::to_string(answer->status) + ": it does not let this gateway in");
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
    auto body = call(question);
    if (!body && body.error().code == FaultCode::DeviceTimeout) {
        const std::string why = refusalBy(shown(question));
        return why.empty() ? Done(fail(body.error())) : Done(fail(FaultCode::NotAllowed, why));
    }
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
