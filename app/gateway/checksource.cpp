// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/checksource.h"

#include "app/catalogue/service.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/outbound.h"
#include "app/protocol/canonicaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace hall::gateway {
namespace {

constexpr const char *kOutcomes[] = {"match", "mismatch", "down", "no-consent", "unstated"};

}  // namespace

QString outcomeName(CheckOutcome outcome)
{
    return QLatin1String(kOutcomes[static_cast<std::size_t>(outcome)]);
}

std::optional<CheckOutcome> outcomeFrom(const QString &name)
{
    for (std::size_t i = 0; i < std::size(kOutcomes); ++i) {
        if (name == QLatin1String(kOutcomes[i])) {
            return static_cast<CheckOutcome>(i);
        }
    }
    return std::nullopt;
}

CheckResult CheckSource::ask(const CheckQuestion &question)
{
    if (!question.consent.sharing.contains(question.source)) {
        return {CheckOutcome::NoConsent, {}};
    }
    return question.facts.isEmpty() ? CheckResult{CheckOutcome::Unstated, {}} : compare(question);
}

Result<CheckSourceOptions> checkSourceOptions(const QStringList &values)
{
    CheckSourceOptions options;
    for (const QString &value : values) {
        const QString source = value.section(u'=', 0, 0);
        const bool one = checkSources().contains(source);
        auto base = officeAddress(one ? value.section(u'=', 1) : value, "a source's address");
        if (!base) {
            return fail(base.error());
        }
        (one ? options.of[source] : options.base) = *base;
    }
    return options;
}

Sensitive<QByteArray> encodeCheckQuestion(const CheckQuestion &question)
{
    const QJsonObject object{
        {QStringLiteral("v"), 1},
        {QStringLiteral("source"), question.source},
        {QStringLiteral("purpose"), question.service},
        {QStringLiteral("person"), QJsonObject{{QStringLiteral("number"), question.number.reveal()},
                                               {QStringLiteral("name"), question.name.reveal()}}},
        {QStringLiteral("facts"), question.facts}};
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<CheckResult> parseCheckAnswer(const QByteArray &json, const QStringList &asked)
{
    auto object = parseJsonObject(json, kCheckAnswerBytes);
    if (!object) {
        return fail(object.error());
    }
    const QString outcome = object->value(QStringLiteral("outcome")).toString();
    const QJsonValue fields = object->value(QStringLiteral("fields"));
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return fail(FaultCode::MessageInvalid, "'v' is not 1");
    }
    if (outcome == QLatin1String("match")) {
        if (!fields.toArray().isEmpty()) {
            return fail(FaultCode::MessageInvalid, "a match that names differences");
        }
        return CheckResult{CheckOutcome::Match, {}};
    }
    if (outcome != QLatin1String("mismatch") || !fields.isArray()) {
        return fail(FaultCode::MessageInvalid, "'outcome' or 'fields' missing or wrong");
    }
    CheckResult result{CheckOutcome::Mismatch, {}};
    for (const auto &field : fields.toArray()) {
        const QString id = field.toString();
        if (!asked.contains(id) || result.differs.contains(id)) {
            return fail(FaultCode::MessageInvalid, "'fields' names what was not asked, or one twice");
        }
        result.differs.append(id);
    }
    if (result.differs.isEmpty()) {
        return fail(FaultCode::MessageInvalid, "a mismatch that names no difference");
    }
    return result;
}

HttpCheckSource::HttpCheckSource(CheckSourceOptions options, const Clock &clock)
    : m_options(std::move(options)), m_clock(clock)
{
}

CheckResult HttpCheckSource::compare(const CheckQuestion &question)
{
    const QUrl base = m_options.of.value(question.source, m_options.base);
    if (base.isEmpty()) {
        return {CheckOutcome::Down, {}};
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_restsUntil.value(question.source, 0) > m_clock.monotonic().count()) {
            return {CheckOutcome::Down, {}};
        }
    }
    auto answer = request(base, question);
    if (answer) {
        return *answer;
    }
    logEvent("check-source-down", {{QStringLiteral("source"), question.source},
                                   {QStringLiteral("detail"), QString::fromStdString(answer.error().detail)}});
    if (answer.error().code == FaultCode::CentreUnreachable) {
        const std::lock_guard lock(m_mutex);
        m_restsUntil.insert(question.source, (m_clock.monotonic() + m_options.rest).count());
    }
    return {CheckOutcome::Down, {}};
}

Result<CheckResult> HttpCheckSource::request(const QUrl &base, const CheckQuestion &question) const
{
    const auto body = encodeCheckQuestion(question);
    OutboundCall call;
    call.method = "POST";
    call.base = base;
    call.path = u'/' + question.source + u"/v1/compare"_qs;
    call.body = body.reveal();
    call.contentType = QStringLiteral("application/json");
    call.caFile = m_options.caFile;
    call.deadline = m_options.deadline;
    call.answerLimit = kCheckAnswerBytes;
    const auto answer = callOffice(call);
    if (!answer) {
        return fail(FaultCode::CentreUnreachable, answer.error().detail);
    }
    if (answer->status != 200) {
        // Its own trouble, or what it thinks of this one question.
        return fail(answer->status >= 500 ? FaultCode::CentreUnreachable : FaultCode::CentreRefused,
                    "status " + std::to_string(answer->status));
    }
    return parseCheckAnswer(answer->body, question.facts.keys());
}

}  // namespace hall::gateway
