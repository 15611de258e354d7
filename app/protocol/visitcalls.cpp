// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/visitcalls.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/envelope.h"
#include "app/protocol/seal.h"
#include "app/protocol/wire.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>
#include <array>
#include <optional>

namespace hall::wire {
namespace {

constexpr qsizetype kMostNumber = 32;
constexpr qsizetype kMostUrl = 512;
constexpr std::array<const char *, 3> kDraftActs{"keep", "take", "drop"};
constexpr std::array<const char *, 3> kPhoneActs{"open", "take", "close"};

tl::unexpected<Fault> wrong(const char *field)
{
    return fail(FaultCode::MessageInvalid, std::string("'") + field + "' missing or wrong");
}

template <typename Act> std::optional<Act> actOf(const QJsonObject &object, const std::array<const char *, 3> &names)
{
    const QString name = object.value(QStringLiteral("do")).toString();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (name == QLatin1String(names[i])) {
            return static_cast<Act>(i);
        }
    }
    return std::nullopt;
}

// Whole bytes in lower-case hex and nothing else; QByteArray::fromHex() would skip what is none.
std::optional<QByteArray> hexBytes(const QJsonObject &object, const char *key, qsizetype size)
{
    const QString text = object.value(QLatin1String(key)).toString();
    const bool clean = text.size() == 2 * size && std::all_of(text.begin(), text.end(), [](QChar c) {
                           return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
                       });
    return clean ? std::optional(QByteArray::fromHex(text.toLatin1())) : std::nullopt;
}

std::optional<QByteArray> base64Bytes(const QJsonObject &object, const char *key, qsizetype most)
{
    const QJsonValue value = object.value(QLatin1String(key));
    auto decoded = QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    return value.isString() && decoded && decoded.decoded.size() <= most ? std::optional(decoded.decoded)
                                                                         : std::nullopt;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

std::optional<qint64> timeOf(const QJsonObject &object, const char *key)
{
    const qint64 ms = object.value(QLatin1String(key)).toInteger(-1);
    return ms > 0 && ms <= kCanonicalIntegerLimit ? std::optional(ms) : std::nullopt;
}

}  // namespace

Sensitive<QByteArray> encodeDraftCall(const DraftCall &call)
{
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("do"), QLatin1String(kDraftActs.at(static_cast<std::size_t>(call.act)))},
                       {QStringLiteral("visit"), call.visit},
                       {QStringLiteral("number"), call.number.reveal()}};
    if (call.act != DraftCall::Act::Drop) {
        object.insert(QStringLiteral("check"), QString::fromLatin1(call.check.toHex()));
    }
    if (call.act == DraftCall::Act::Keep) {
        object.insert(QStringLiteral("box"), base64(call.box));
    }
    return Sensitive<QByteArray>(compact(object));
}

Result<DraftCall> parseDraftCall(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kDraftBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    const auto act = actOf<DraftCall::Act>(*object, kDraftActs);
    if (!act) {
        return wrong("do");
    }
    DraftCall call;
    call.act = *act;
    call.visit = object->value(QStringLiteral("visit")).toString();
    call.number = Sensitive<QString>(object->value(QStringLiteral("number")).toString());
    if (!isUuid(call.visit)) {
        return wrong("visit");
    }
    if (call.number.reveal().isEmpty() || call.number.reveal().size() > kMostNumber) {
        return wrong("number");
    }
    if (call.act != DraftCall::Act::Drop) {
        const auto check = hexBytes(*object, "check", kDraftCheckBytes);
        if (!check) {
            return wrong("check");
        }
        call.check = *check;
    }
    if (call.act == DraftCall::Act::Keep) {
        const auto box = base64Bytes(*object, "box", kDraftBytes + kLockedDraftOverhead);
        if (!box || box->size() < kLockedDraftOverhead) {
            return wrong("box");
        }
        call.box = *box;
    }
    return call;
}

QByteArray encodeDraftAnswer(const DraftAnswer &answer)
{
    QJsonObject object{{QStringLiteral("v"), 1}};
    if (answer.untilMs > 0) {
        object.insert(QStringLiteral("until"), answer.untilMs);
    }
    if (!answer.box.isEmpty()) {
        object.insert(QStringLiteral("box"), base64(answer.box));
    }
    return compact(object);
}

Result<DraftAnswer> parseDraftAnswer(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kDraftBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    DraftAnswer answer;
    if (object->contains(QStringLiteral("until"))) {
        const auto until = timeOf(*object, "until");
        if (!until) {
            return wrong("until");
        }
        answer.untilMs = *until;
    }
    if (object->contains(QStringLiteral("box"))) {
        const auto box = base64Bytes(*object, "box", kDraftBytes + kLockedDraftOverhead);
        if (!box || box->size() < kLockedDraftOverhead) {
            return wrong("box");
        }
        answer.box = *box;
    }
    return answer;
}

QByteArray encodePhoneCall(const PhoneCall &call)
{
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("do"), QLatin1String(kPhoneActs.at(static_cast<std::size_t>(call.act)))},
                       {QStringLiteral("visit"), call.visit}};
    if (call.act == PhoneCall::Act::Open) {
        object.insert(QStringLiteral("seal_to"), QString::fromLatin1(call.sealTo.toHex()));
    } else {
        object.insert(QStringLiteral("id"), call.id);
    }
    return compact(object);
}

Result<PhoneCall> parsePhoneCall(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    const auto act = actOf<PhoneCall::Act>(*object, kPhoneActs);
    if (!act) {
        return wrong("do");
    }
    PhoneCall call;
    call.act = *act;
    call.visit = object->value(QStringLiteral("visit")).toString();
    if (!isUuid(call.visit)) {
        return wrong("visit");
    }
    if (call.act == PhoneCall::Act::Open) {
        const auto key = hexBytes(*object, "seal_to", kSealKeyBytes);
        if (!key) {
            return wrong("seal_to");
        }
        call.sealTo = *key;
        return call;
    }
    call.id = object->value(QStringLiteral("id")).toString();
    return isUuid(call.id) ? Result<PhoneCall>(std::move(call)) : Result<PhoneCall>(wrong("id"));
}

QByteArray encodePhonePlace(const PhonePlace &place)
{
    return compact({{QStringLiteral("v"), 1},
                    {QStringLiteral("id"), place.id},
                    {QStringLiteral("url"), place.url},
                    {QStringLiteral("until"), place.untilMs}});
}

Result<PhonePlace> parsePhonePlace(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    PhonePlace place;
    place.id = object->value(QStringLiteral("id")).toString();
    place.url = object->value(QStringLiteral("url")).toString();
    const auto until = timeOf(*object, "until");
    if (!isUuid(place.id)) {
        return wrong("id");
    }
    if (!until) {
        return wrong("until");
    }
    // It is shown to people who will open it.
    const QUrl url(place.url, QUrl::StrictMode);
    if (place.url.size() > kMostUrl || !url.isValid() || url.scheme() != QLatin1String("https") ||
        url.host().isEmpty()) {
        return wrong("url");
    }
    place.untilMs = *until;
    return place;
}

QByteArray encodePhoneFile(const PhoneFile &file)
{
    QJsonObject object{{QStringLiteral("v"), 1}, {QStringLiteral("there"), file.there}};
    if (file.there) {
        object.insert(QStringLiteral("file"), base64(file.file));
    }
    return compact(object);
}

Result<PhoneFile> parsePhoneFile(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kPhoneAnswerBytes);
    if (!object) {
        return fail(object.error());
    }
    PhoneFile file;
    const QJsonValue there = object->value(QStringLiteral("there"));
    if (!there.isBool()) {
        return wrong("there");
    }
    file.there = there.toBool();
    if (file.there) {
        const auto sealed = base64Bytes(*object, "file", sealedSize(kPhoneFileBytes));
        if (!sealed || sealed->size() < kSealHeaderBytes) {
            return wrong("file");
        }
        file.file = *sealed;
    }
    return file;
}

QString mediaOf(const QByteArray &file)
{
    if (file.startsWith("\xff\xd8\xff")) {
        return QStringLiteral("image/jpeg");
    }
    if (file.startsWith("\x89PNG\r\n\x1a\n")) {
        return QStringLiteral("image/png");
    }
    return file.startsWith("%PDF-") ? QStringLiteral("application/pdf") : QString();
}

QByteArray encodeRating(const Rating &rating)
{
    return compact({{QStringLiteral("v"), 1},
                    {QStringLiteral("id"), rating.id},
                    {QStringLiteral("item"), rating.item},
                    {QStringLiteral("service"), rating.service},
                    {QStringLiteral("stars"), rating.stars},
                    {QStringLiteral("reasons"), QJsonArray::fromStringList(rating.reasons)},
                    {QStringLiteral("at"), rating.atMs}});
}

Result<Rating> parseRating(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    Rating rating;
    rating.id = object->value(QStringLiteral("id")).toString();
    rating.item = object->value(QStringLiteral("item")).toString();
    rating.service = object->value(QStringLiteral("service")).toString();
    rating.stars = object->value(QStringLiteral("stars")).toInt();
    if (!isUuid(rating.id)) {
        return wrong("id");
    }
    if (!rating.item.isEmpty() && !isUuid(rating.item)) {
        return wrong("item");
    }
    if (!isToken(rating.service)) {
        return wrong("service");
    }
    if (rating.stars < 1 || rating.stars > kMostStars) {
        return wrong("stars");
    }
    const QJsonArray reasons = object->value(QStringLiteral("reasons")).toArray();
    for (const auto &reason : reasons) {
        const QString token = reason.toString();
        if (!isToken(token) || rating.reasons.contains(token) || rating.reasons.size() == kMostReasons) {
            return wrong("reasons");
        }
        rating.reasons.append(token);
    }
    const auto at = timeOf(*object, "at");
    if (!at) {
        return wrong("at");
    }
    rating.atMs = *at;
    return rating;
}

}  // namespace hall::wire
