// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/ecard.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/casebody.h"
#include "app/protocol/envelope.h"
#include "app/protocol/wire.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace hall {
namespace {

constexpr qsizetype kLongestName = 64;      // characters, as in the questions of POST /v1/ask
constexpr qsizetype kLongestAddress = 256;  // characters

tl::unexpected<Fault> wrong(const char *field)
{
    return fail(FaultCode::MessageInvalid, std::string("'") + field + "' missing or wrong");
}

bool plain(const QString &text, qsizetype longest)
{
    return text.size() <= longest && text.isValidUtf16() &&
           std::none_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool digits(const QString &text, qsizetype count)
{
    return text.size() == count &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

}  // namespace

bool isECardCode(const QByteArray &code)
{
    return !code.isEmpty() && code.size() <= kECardCodeLimit &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

Sensitive<QByteArray> encodeECardQuestion(const ECardQuestion &question)
{
    const QJsonObject object{{QStringLiteral("v"), 1},
                             {QStringLiteral("visit"), question.visit},
                             {QStringLiteral("scene"), question.scene},
                             {QStringLiteral("code"), QString::fromLatin1(question.code.reveal())}};
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<ECardQuestion> parseECardQuestion(const QByteArray &json)
{
    const auto object = parseJsonObject(json, wire::kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    ECardQuestion question;
    question.visit = object->value(QStringLiteral("visit")).toString();
    question.scene = object->value(QStringLiteral("scene")).toString();
    question.code = Sensitive<QByteArray>(object->value(QStringLiteral("code")).toString().toUtf8());
    if (!isUuid(question.visit)) {
        return wrong("visit");
    }
    if (!digits(question.scene, 2)) {
        return wrong("scene");
    }
    if (!isECardCode(question.code.reveal())) {
        return wrong("code");
    }
    return question;
}

Sensitive<QByteArray> encodeECardAnswer(const Identity &holder)
{
    const QJsonObject object{{QStringLiteral("v"), 1}, {QStringLiteral("identity"), identityJson(holder)}};
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<Identity> parseECardAnswer(const QByteArray &json)
{
    const auto object = parseJsonObject(json, wire::kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    auto holder = identityFrom(object->value(QStringLiteral("identity")).toObject());
    if (!holder) {
        return holder;
    }
    if (holder->source != IdentitySource::ECard) {
        return wrong("identity.source");
    }
    const NumberCheck check = checkNumber(holder->number.reveal());
    if (!check.valid() || (check.kind != NumberKind::Resident && check.kind != NumberKind::HmtResidence &&
                           check.kind != NumberKind::PermanentForeign)) {
        return wrong("identity.number");
    }
    if (holder->name.reveal().trimmed().isEmpty() || !plain(holder->name.reveal(), kLongestName)) {
        return wrong("identity.name");
    }
    if (!plain(holder->address.reveal(), kLongestAddress) || !plain(holder->cardNumber.reveal(), kLongestName)) {
        return wrong("identity.address or card_number");
    }
    holder->type = check.kind;
    holder->number = Sensitive<QString>(check.normalised);
    holder->birthDate = check.birthDate ? check.birthDate : holder->birthDate;
    holder->sex = check.sex.value_or(holder->sex);
    holder->region = digits(holder->region, 6) ? holder->region : QString();
    holder->ethnicity = digits(holder->ethnicity, 2) ? holder->ethnicity : QString();
    holder->spec.clear();
    holder->warnings.clear();
    return holder;
}

}  // namespace hall
