// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/cardauth.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/envelope.h"
#include "app/protocol/wire.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace hall {
namespace {

constexpr qsizetype kCardIdBytes = 16;     // LD/T 32.6, EF05 record 01
constexpr qsizetype kMostHistorical = 15;  // bytes, ISO/IEC 7816-3 §8.2.4

tl::unexpected<Fault> wrong(const char *field)
{
    return fail(FaultCode::MessageInvalid, std::string("'") + field + "' missing or wrong");
}

bool digits(const QString &text, qsizetype count)
{
    return text.size() == count &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex().toUpper());
}

// Whole bytes in upper-case hex and nothing else; QByteArray::fromHex() would skip what is none.
std::optional<QByteArray> bytesOf(const QJsonObject &object, const char *key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    const QString text = value.toString();
    const bool clean = value.isString() && text.size() % 2 == 0 && std::all_of(text.begin(), text.end(), [](QChar c) {
                           return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'F');
                       });
    return clean ? std::optional(QByteArray::fromHex(text.toLatin1())) : std::nullopt;
}

}  // namespace

QByteArray encodeCardAuthQuestion(const CardAuthQuestion &question)
{
    const QJsonObject object{{QStringLiteral("v"), 1},
                             {QStringLiteral("visit"), question.visit},
                             {QStringLiteral("region"), question.region},
                             {QStringLiteral("algorithm"), question.algorithm},
                             {QStringLiteral("reset_info"), hex(question.resetInfo)},
                             {QStringLiteral("card_id"), hex(question.cardId)},
                             {QStringLiteral("internal_factor"), hex(question.internalFactor)},
                             {QStringLiteral("internal_source"), hex(question.internalSource)},
                             {QStringLiteral("external_factor"), hex(question.externalFactor)},
                             {QStringLiteral("external_source"), hex(question.externalSource)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<CardAuthQuestion> parseCardAuthQuestion(const QByteArray &json)
{
    const auto object = parseJsonObject(json, wire::kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    CardAuthQuestion question;
    question.visit = object->value(QStringLiteral("visit")).toString();
    question.region = object->value(QStringLiteral("region")).toString();
    question.algorithm = object->value(QStringLiteral("algorithm")).toString();
    if (!isUuid(question.visit)) {
        return wrong("visit");
    }
    if (!digits(question.region, 6)) {
        return wrong("region");
    }
    if (!digits(question.algorithm, 2)) {
        return wrong("algorithm");
    }
    const struct
    {
        const char *key;
        QByteArray &bytes;
        qsizetype least;
        qsizetype most;
    } fields[] = {{"reset_info", question.resetInfo, 0, kMostHistorical},
                  {"card_id", question.cardId, kCardIdBytes, kCardIdBytes},
                  {"internal_factor", question.internalFactor, 0, kCardAuthBytes},
                  {"internal_source", question.internalSource, 0, kCardAuthBytes},
                  {"external_factor", question.externalFactor, kCardAuthBytes, kCardAuthBytes},
                  {"external_source", question.externalSource, kCardAuthBytes, kCardAuthBytes}};
    for (const auto &field : fields) {
        const auto bytes = bytesOf(*object, field.key);
        if (!bytes || bytes->size() < field.least || bytes->size() > field.most) {
            return wrong(field.key);
        }
        field.bytes = *bytes;
    }
    const qsizetype pair = question.internalFactor.size();
    if (question.internalSource.size() != pair || (pair != 0 && pair != kCardAuthBytes)) {
        return wrong("internal_source");
    }
    return question;
}

Sensitive<QByteArray> encodeCardAuthAnswer(const CardAuthAnswer &answer)
{
    const QJsonObject object{{QStringLiteral("v"), 1},
                             {QStringLiteral("internal"), hex(answer.internal)},
                             {QStringLiteral("external"), hex(answer.external.reveal())}};
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<CardAuthAnswer> parseCardAuthAnswer(const QByteArray &json)
{
    const auto object = parseJsonObject(json, wire::kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    const auto internal = bytesOf(*object, "internal");
    const auto external = bytesOf(*object, "external");
    if (!internal || (!internal->isEmpty() && internal->size() != kCardAuthBytes)) {
        return wrong("internal");
    }
    if (!external || (external->size() != kCardAuthBytes && external->size() != 2 * kCardAuthBytes)) {
        return wrong("external");
    }
    return CardAuthAnswer{*internal, Sensitive<QByteArray>(*external)};
}

}  // namespace hall
