// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/demoauthority.h"

#include "app/protocol/canonicaljson.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hall::gateway {
namespace {

constexpr qsizetype kPeopleFileLimit = 4 * 1024 * 1024;

}  // namespace

Result<int> DemoAuthority::load(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kPeopleFileLimit);
    if (!object) {
        return fail(FaultCode::FileInvalid, object.error().detail);
    }
    for (const QJsonValue value : object->value(QStringLiteral("card_keys")).toArray()) {
        const QJsonObject key = value.toObject();
        const auto bytes = [&key](const char *name) {
            return QByteArray::fromHex(key.value(QLatin1String(name)).toString().toLatin1());
        };
        CardAuthAnswer answer{bytes("internal"), Sensitive<QByteArray>(bytes("external"))};
        const QString region = key.value(QStringLiteral("region")).toString();
        if (bytes("card_id").isEmpty() || region.isEmpty() ||
            !parseCardAuthAnswer(encodeCardAuthAnswer(answer).reveal())) {
            return fail(FaultCode::FileInvalid, "a card key without card_id, region, or what opens the card");
        }
        m_keys.insert(bytes("card_id"), Key{region, answer});
    }
    return static_cast<int>(m_keys.size());
}

Result<CardAuthAnswer> DemoAuthority::authenticate(const CardAuthQuestion &question) const
{
    const auto key = m_keys.constFind(question.cardId);
    if (key == m_keys.constEnd() || key->region != question.region) {
        return fail(FaultCode::StoreNotFound, "no card of this authority");
    }
    return key->answer;
}

}  // namespace hall::gateway
