// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/licence.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"

#include <QRegularExpression>

#include <algorithm>

namespace hall {
namespace {

constexpr qsizetype kAnswerLimit = 64 * 1024;  // bytes
constexpr qsizetype kKindLimit = 32;           // characters
constexpr qsizetype kDigestDigits = 64;

tl::unexpected<Fault> wrong(const char *field)
{
    return fail(FaultCode::MessageInvalid, std::string("licence field '") + field + "' missing or wrong");
}

QString instantText(const QDateTime &at)
{
    return at.toUTC().toString(Qt::ISODateWithMs);
}

bool isHex64(const QString &text)
{
    return text.size() == kDigestDigits && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

bool isKind(const QString &kind)
{
    static const QRegularExpression shape(QStringLiteral("\\A[a-z][a-z-]*\\z"));
    return kind.size() <= kKindLimit && shape.match(kind).hasMatch();
}

}  // namespace

bool isLicenceText(const QString &text, qsizetype most)
{
    return !text.isEmpty() && text.size() <= most && text.trimmed() == text &&
           std::none_of(text.begin(), text.end(), [](QChar c) {
               return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
           });
}

QJsonObject licenceJson(const Licence &licence)
{
    return {{QStringLiteral("kind"), licence.kind},
            {QStringLiteral("number"), licence.number.reveal()},
            {QStringLiteral("issuer"), licence.issuer},
            {QStringLiteral("valid_until"),
             licence.validUntil ? licence.validUntil->toString(Qt::ISODate) : QStringLiteral("")},
            {QStringLiteral("at"), instantText(licence.at)},
            {QStringLiteral("digest"), licence.digest}};
}

Result<Licence> licenceFrom(const QJsonObject &object)
{
    const auto text = [&object](const char *key) { return object.value(QLatin1String(key)).toString(); };
    Licence licence;
    licence.kind = text("kind");
    licence.number = Sensitive<QString>(text("number"));
    licence.issuer = text("issuer");
    licence.at = QDateTime::fromString(text("at"), Qt::ISODateWithMs);
    licence.digest = text("digest");
    if (!isKind(licence.kind)) {
        return wrong("kind");
    }
    if (!isLicenceText(licence.number.reveal(), kLicenceNumberLimit)) {
        return wrong("number");
    }
    if (!isLicenceText(licence.issuer, kLicenceIssuerLimit)) {
        return wrong("issuer");
    }
    // An absent day is not the same as "without end": that must be said.
    const QJsonValue until = object.value(QStringLiteral("valid_until"));
    const QDate day = QDate::fromString(until.toString(), Qt::ISODate);
    if (!until.isString() || (!until.toString().isEmpty() && day.toString(Qt::ISODate) != until.toString())) {
        return wrong("valid_until");
    }
    if (day.isValid()) {
        licence.validUntil = day;
    }
    if (!licence.at.isValid() || instantText(licence.at) != text("at")) {
        return wrong("at");
    }
    if (!isHex64(licence.digest)) {
        return wrong("digest");
    }
    return licence;
}

QJsonObject licenceAnswerJson(const LicenceAnswer &answer)
{
    QJsonArray found;
    for (const Licence &one : answer.found) {
        found.append(licenceJson(one));
    }
    return {{QStringLiteral("licences"), found},
            {QStringLiteral("unanswered"), QJsonArray::fromStringList(answer.unanswered)}};
}

Result<LicenceAnswer> parseLicenceAnswer(const QByteArray &json, const QStringList &asked)
{
    const auto object = parseJsonObject(json, kAnswerLimit);
    if (!object) {
        return fail(object.error());
    }
    const QJsonValue found = object->value(QStringLiteral("licences"));
    const QJsonValue unanswered = object->value(QStringLiteral("unanswered"));
    if (!found.isArray() || !unanswered.isArray()) {
        return wrong("licences");
    }
    LicenceAnswer answer;
    QStringList left = asked;
    for (const auto &entry : found.toArray()) {
        auto one = licenceFrom(entry.toObject());
        if (!one) {
            return fail(one.error());
        }
        if (!left.removeOne(one->kind)) {
            return wrong("kind");
        }
        answer.found.append(std::move(*one));
    }
    for (const auto &entry : unanswered.toArray()) {
        if (!left.removeOne(entry.toString())) {
            return wrong("unanswered");
        }
        answer.unanswered.append(entry.toString());
    }
    return answer;
}

QJsonArray licenceReferencesJson(const QVector<LicenceReference> &references)
{
    QJsonArray array;
    for (const LicenceReference &one : references) {
        QJsonObject object = licenceJson(one.licence);
        object.insert(QStringLiteral("material"), one.material);
        array.append(object);
    }
    return array;
}

Result<QVector<LicenceReference>> licenceReferencesFrom(const QJsonValue &value)
{
    if (!value.isUndefined() && !value.isArray()) {
        return wrong("licences");
    }
    QVector<LicenceReference> references;
    for (const auto &entry : value.toArray()) {
        const QJsonObject object = entry.toObject();
        const QString material = object.value(QStringLiteral("material")).toString();
        auto licence = licenceFrom(object);
        if (!licence) {
            return fail(licence.error());
        }
        const bool twice =
            std::any_of(references.cbegin(), references.cend(),
                        [&material](const LicenceReference &other) { return other.material == material; });
        if (material.isEmpty() || twice || references.size() == kLicenceReferenceLimit) {
            return wrong("material");
        }
        references.append({material, std::move(*licence)});
    }
    return references;
}

QString licenceDigest(const QByteArray &key, const QString &holder, const Licence &licence)
{
    QJsonObject said = licenceJson(licence);
    said.remove(QStringLiteral("digest"));
    said.insert(QStringLiteral("holder"), holder);
    const auto bytes = canonicalJson(said);
    return bytes ? QString::fromLatin1(hmacSha256(key, "licence\n" + *bytes).toHex()) : QString();
}

}  // namespace hall
