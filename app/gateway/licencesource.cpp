// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/licencesource.h"

#include "app/catalogue/service.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/outbound.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/licence.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace hall::gateway {

Sensitive<QByteArray> encodeLicenceLookup(const LicenceLookup &lookup)
{
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("source"), licenceSource(lookup.kind)},
                       {QStringLiteral("purpose"), lookup.service},
                       {QStringLiteral("licence"), lookup.kind},
                       {QStringLiteral("person"), QJsonObject{{QStringLiteral("number"), lookup.number.reveal()},
                                                              {QStringLiteral("name"), lookup.name.reveal()}}}};
    if (!lookup.unit.isEmpty()) {
        object.insert(QStringLiteral("unit"), lookup.unit);
    }
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<Licence> parseFoundLicence(const QByteArray &json, const QString &kind)
{
    const auto object = parseJsonObject(json, kLicenceAnswerBytes);
    if (!object) {
        return fail(object.error());
    }
    const QString outcome = object->value(QStringLiteral("outcome")).toString();
    const QJsonValue said = object->value(QStringLiteral("licence"));
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return fail(FaultCode::MessageInvalid, "'v' is not 1");
    }
    if (outcome == QLatin1String("none") && said.isUndefined()) {
        return fail(FaultCode::StoreNotFound, "no such licence");
    }
    if (outcome != QLatin1String("found") || !said.isObject()) {
        return fail(FaultCode::MessageInvalid, "'outcome' or 'licence' missing or wrong");
    }
    // What the register says for itself is not the office's to say.
    QJsonObject whole = said.toObject();
    whole.insert(QStringLiteral("kind"), kind);
    whole.insert(QStringLiteral("at"), QStringLiteral("1970-01-01T00:00:00.000Z"));
    whole.insert(QStringLiteral("digest"), QString(64, u'0'));
    auto licence = licenceFrom(whole);
    if (!licence) {
        return fail(licence.error());
    }
    licence->at = {};
    licence->digest.clear();
    return licence;
}

Result<Licence> HttpLicenceSource::find(const LicenceLookup &lookup, std::chrono::milliseconds deadline)
{
    const QString source = licenceSource(lookup.kind);
    const QUrl base = m_options.of.value(source, m_options.base);
    if (base.isEmpty()) {
        return fail(FaultCode::CentreUnreachable, "no address for this source");
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_restsUntil.value(source, 0) > m_clock.monotonic().count()) {
            return fail(FaultCode::CentreUnreachable, "the source is left alone");
        }
    }
    const auto body = encodeLicenceLookup(lookup);
    OutboundCall call;
    call.method = "POST";
    call.base = base;
    call.path = u'/' + source + u"/v1/licence"_qs;
    call.body = body.reveal();
    call.contentType = QStringLiteral("application/json");
    call.caFile = m_options.caFile;
    call.deadline = std::min(deadline, m_options.deadline);
    call.answerLimit = kLicenceAnswerBytes;
    const auto answer = callOffice(call);
    if (answer && answer->status == 200) {
        auto found = parseFoundLicence(answer->body, lookup.kind);
        if (found || found.error().code == FaultCode::StoreNotFound) {
            return found;
        }
        logEvent("licence-source-wrong", {{QStringLiteral("source"), source},
                                          {QStringLiteral("detail"), QString::fromStdString(found.error().detail)}});
        return found;
    }
    const std::string detail = answer ? "status " + std::to_string(answer->status) : answer.error().detail;
    logEvent("licence-source-down",
             {{QStringLiteral("source"), source}, {QStringLiteral("detail"), QString::fromStdString(detail)}});
    // Its own trouble, or what it thinks of this one question.
    if (!answer || answer->status >= 500) {
        const std::lock_guard lock(m_mutex);
        m_restsUntil.insert(source, (m_clock.monotonic() + m_options.rest).count());
    }
    return fail(FaultCode::CentreUnreachable, detail);
}

}  // namespace hall::gateway
