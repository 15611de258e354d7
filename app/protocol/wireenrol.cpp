// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signer.h"
#include "app/protocol/wire.h"
#include "app/protocol/wireforms.h"

namespace hall::wire {

QByteArray normaliseCode(const QString &typed)
{
    QByteArray code;
    for (const QChar c : typed.toUpper()) {
        if (c == u'I' || c == u'L') {
            code += '1';
        } else if (c == u'O') {
            code += '0';
        } else if (c.isLetterOrNumber() && c.unicode() < 0x80) {
            code += static_cast<char>(c.unicode());
        }
    }
    return code;
}

QByteArray enrolMac(const QString &code, const QByteArray &csrPem, const QByteArray &signKey)
{
    return hmacSha256(normaliseCode(code), "hall-enrol-v1\n" + sha256(csrPem).toHex() + '\n' + signKey.toHex());
}

QByteArray encodeEnrolRequest(const EnrolRequest &request)
{
    return compact({{QStringLiteral("v"), 1},
                    {QStringLiteral("code"), request.code},
                    {QStringLiteral("csr"), QString::fromLatin1(request.csrPem)},
                    {QStringLiteral("sign_key"), QString::fromLatin1(request.signKey.toHex())},
                    {QStringLiteral("mac"), QString::fromLatin1(request.mac.toHex())}});
}

Result<EnrolRequest> parseEnrolRequest(const QByteArray &json)
{
    auto object = parseJsonObject(json, kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    EnrolRequest request;
    request.code = object->value(QStringLiteral("code")).toString();
    request.csrPem = object->value(QStringLiteral("csr")).toString().toLatin1();
    request.signKey = hexOf(*object, QStringLiteral("sign_key"));
    request.mac = hexOf(*object, QStringLiteral("mac"));
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return wrong("v");
    }
    if (normaliseCode(request.code).isEmpty()) {
        return wrong("code");
    }
    if (request.csrPem.isEmpty()) {
        return wrong("csr");
    }
    if (request.signKey.size() != Signer::kPublicBytes) {
        return wrong("sign_key");
    }
    if (request.mac.size() != 32) {
        return wrong("mac");
    }
    return request;
}

QByteArray renewText(const RenewRequest &request)
{
    return "hall-renew-v1\n" + request.kiosk.toUtf8() + '\n' + sha256(request.csrPem).toHex() + '\n' +
           request.previous.toLatin1();
}

QByteArray encodeRenewRequest(const RenewRequest &request)
{
    return compact({{QStringLiteral("v"), 1},
                    {QStringLiteral("kiosk"), request.kiosk},
                    {QStringLiteral("csr"), QString::fromLatin1(request.csrPem)},
                    {QStringLiteral("previous"), request.previous},
                    {QStringLiteral("sig"), QString::fromLatin1(request.signature.toHex())}});
}

Result<RenewRequest> parseRenewRequest(const QByteArray &json)
{
    auto object = parseJsonObject(json, kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    RenewRequest request;
    request.kiosk = object->value(QStringLiteral("kiosk")).toString();
    request.csrPem = object->value(QStringLiteral("csr")).toString().toLatin1();
    request.previous = object->value(QStringLiteral("previous")).toString();
    request.signature = hexOf(*object, QStringLiteral("sig"));
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return wrong("v");
    }
    if (!isToken(request.kiosk)) {
        return wrong("kiosk");
    }
    if (request.csrPem.isEmpty()) {
        return wrong("csr");
    }
    if (!isSha256Hex(request.previous)) {
        return wrong("previous");
    }
    if (request.signature.size() != Signer::kSignatureBytes) {
        return wrong("sig");
    }
    return request;
}

QByteArray encodeEnrolAnswer(const EnrolAnswer &answer)
{
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("kiosk"), answer.kiosk},
                       {QStringLiteral("certificate"), QString::fromLatin1(answer.certificatePem)},
                       {QStringLiteral("ca"), QString::fromLatin1(answer.caPem)},
                       {QStringLiteral("seal_key"), QString::fromLatin1(answer.sealKey.toHex())},
                       {QStringLiteral("server_time"), answer.serverTimeMs}};
    if (!answer.refKey.isEmpty()) {
        object.insert(QStringLiteral("ref_key"), QString::fromLatin1(answer.refKey.toHex()));
    }
    if (!answer.sealNotice.isEmpty()) {
        object.insert(QStringLiteral("seal_keys"), QJsonDocument::fromJson(answer.sealNotice).object());
    }
    return compact(object);
}

Result<EnrolAnswer> parseEnrolAnswer(const QByteArray &json)
{
    auto object = parseJsonObject(json, kAnswerLimit);
    if (!object) {
        return fail(object.error());
    }
    EnrolAnswer answer;
    answer.kiosk = object->value(QStringLiteral("kiosk")).toString();
    answer.certificatePem = object->value(QStringLiteral("certificate")).toString().toLatin1();
    answer.caPem = object->value(QStringLiteral("ca")).toString().toLatin1();
    answer.sealKey = hexOf(*object, QStringLiteral("seal_key"));
    answer.serverTimeMs = object->value(QStringLiteral("server_time")).toInteger();
    if (!isToken(answer.kiosk)) {
        return wrong("kiosk");
    }
    if (answer.certificatePem.isEmpty() || answer.caPem.isEmpty()) {
        return wrong("certificate");
    }
    if (answer.sealKey.size() != 32) {
        return wrong("seal_key");
    }
    answer.refKey = hexOf(*object, QStringLiteral("ref_key"));
    if (object->contains(QStringLiteral("ref_key")) && answer.refKey.size() != 32) {
        return wrong("ref_key");
    }
    if (object->contains(QStringLiteral("seal_keys"))) {
        const auto notice = canonicalJson(object->value(QStringLiteral("seal_keys")).toObject());
        if (!notice) {
            return wrong("seal_keys");
        }
        answer.sealNotice = *notice;
    }
    return answer;
}

}  // namespace hall::wire
