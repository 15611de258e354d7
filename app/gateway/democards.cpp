// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/democards.h"

#include "app/domain/identitynumber.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hall::gateway {
namespace {

constexpr qsizetype kPeopleFileLimit = 4 * 1024 * 1024;
constexpr char kPrefix[] = "HALL-E1";
constexpr qsizetype kSealDigits = 32;
constexpr qsizetype kSecretBytes = 32;

Identity holderFrom(const QJsonObject &person, const QJsonObject &card)
{
    const auto text = [](const QJsonObject &object, const char *key) {
        return object.value(QLatin1String(key)).toString();
    };
    const NumberCheck check = checkNumber(text(person, "number"));
    Identity holder;
    holder.source = IdentitySource::ECard;
    holder.type = check.kind;
    holder.name = Sensitive<QString>(text(person, "name"));
    holder.number = Sensitive<QString>(check.normalised);
    holder.sex = check.sex.value_or(0);
    holder.ethnicity = text(card, "ethnicity");
    holder.birthDate = check.birthDate;
    holder.region = text(card, "region");
    holder.cardNumber = Sensitive<QString>(text(card, "card_number"));
    holder.verified = true;
    return holder;
}

}  // namespace

Result<int> DemoCards::load(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kPeopleFileLimit);
    if (!object) {
        return fail(FaultCode::FileInvalid, object.error().detail);
    }
    for (const QJsonValue value : object->value(QStringLiteral("people")).toArray()) {
        const QJsonObject person = value.toObject();
        const QJsonObject card = person.value(QStringLiteral("e_card")).toObject();
        if (card.isEmpty()) {
            continue;
        }
        const QByteArray subject = card.value(QStringLiteral("subject")).toString().toLatin1();
        Card made{QByteArray::fromHex(card.value(QStringLiteral("secret")).toString().toLatin1()),
                  holderFrom(person, card)};
        if (subject.isEmpty() || subject.contains('.') || made.secret.size() != kSecretBytes) {
            return fail(FaultCode::FileInvalid, "an electronic card without subject or secret");
        }
        m_cards.insert(subject, made);
    }
    return static_cast<int>(m_cards.size());
}

Result<Identity> DemoCards::holderOf(const ECardQuestion &question) const
{
    const QList<QByteArray> parts = question.code.reveal().split('.');
    const auto card = parts.size() == 4 && parts[0] == kPrefix ? m_cards.constFind(parts[1]) : m_cards.constEnd();
    if (card == m_cards.constEnd()) {
        return fail(FaultCode::StoreNotFound, "no code of these cards");
    }
    const QByteArray sealed = "hall-e-card-v1\n" + parts[1] + '\n' + parts[2];
    if (!equalConstantTime(hmacSha256(card->secret, sealed).toHex().left(kSealDigits), parts[3])) {
        return fail(FaultCode::StoreNotFound, "the seal does not fit");
    }
    const std::chrono::seconds made(parts[2].toLongLong());
    const auto age = m_clock.wall() - made;
    if (age > lifetime || age < -clockSkew) {
        return fail(FaultCode::StoreNotFound, "its time is over");
    }
    return card->holder;
}

}  // namespace hall::gateway
