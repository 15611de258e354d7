// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/sealnotice.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/seal.h"

#include <QJsonObject>

namespace hall {
namespace {

const QString kSignature = QStringLiteral("sig");

tl::unexpected<Fault> wrong(const std::string &what)
{
    return fail(FaultCode::MessageInvalid, "sealing keys: " + what);
}

QByteArray signedText(const QByteArray &canonical)
{
    return QByteArrayLiteral("hall-seal-keys-v1\n") + canonical;
}

QJsonObject objectOf(const SealNotice &notice)
{
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("number"), notice.number},
                       {QStringLiteral("current"), QString::fromLatin1(notice.current.toHex())}};
    if (!notice.next.isEmpty()) {
        object.insert(QStringLiteral("next"), QString::fromLatin1(notice.next.toHex()));
        object.insert(QStringLiteral("next_from"), notice.nextFromMs);
    }
    return object;
}

// 64 hex digits in lower case, or empty.
QByteArray keyIn(const QJsonObject &object, const char *name)
{
    const QByteArray text = object.value(QLatin1String(name)).toString().toLatin1();
    const QByteArray key = QByteArray::fromHex(text);
    return key.size() == kSealKeyBytes && key.toHex() == text ? key : QByteArray();
}

}  // namespace

const QByteArray &SealNotice::keyAt(qint64 nowMs) const
{
    return !next.isEmpty() && nowMs >= nextFromMs ? next : current;
}

Result<SealNotice> signSealNotice(const SealNotice &notice, const Signer &centre)
{
    QJsonObject object = objectOf(notice);
    const auto text = canonicalJson(object);
    if (!text) {
        return fail(text.error());
    }
    object.insert(kSignature, QString::fromLatin1(centre.sign(signedText(*text)).toHex()));
    const auto json = canonicalJson(object);
    return json ? readSealNotice(*json, centre.publicKey()) : fail(json.error());
}

Result<SealNotice> readSealNotice(const QByteArray &json, const QByteArray &centreKey)
{
    auto object = parseCanonicalObject(json, kSealNoticeBytes);
    if (!object) {
        return fail(object.error());
    }
    const QByteArray hex = object->take(kSignature).toString().toLatin1();
    const QByteArray signature = QByteArray::fromHex(hex);  // leaves out what is none
    const auto text = canonicalJson(*object);
    if (!text || signature.toHex() != hex || !verifySignature(centreKey, signedText(*text), signature)) {
        return fail(FaultCode::SignatureBad, "sealing keys: not signed by the centre");
    }
    const SealNotice notice{object->value(u"number").toInteger(), keyIn(*object, "current"), keyIn(*object, "next"),
                            object->value(u"next_from").toInteger(), json};
    if (object->value(u"v").toInt() != 1 || notice.number < 1 || notice.number > kCanonicalIntegerLimit) {
        return wrong("version or number");
    }
    // Written again it is the same: no other fields, and both keys of the right length.
    const auto again = canonicalJson(objectOf(notice));
    if (notice.current.isEmpty() || notice.current == notice.next || !again || *again != *text) {
        return wrong("current, next or next_from");
    }
    return notice;
}

QByteArray encodeHealthAnswer(const SealNotice &notice)
{
    return "{\"v\":1,\"seal_keys\":" + notice.json + "}";
}

Result<QByteArray> parseHealthAnswer(const QByteArray &json)
{
    const auto object = parseJsonObject(json, 2 * kSealNoticeBytes);
    if (!object || !object->value(u"seal_keys").isObject()) {
        return wrong("none in the answer");
    }
    return canonicalJson(object->value(u"seal_keys").toObject());
}

}  // namespace hall
