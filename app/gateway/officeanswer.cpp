// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/officeanswer.h"

#include "app/catalogue/factjson.h"
#include "app/catalogue/vacancylist.h"
#include "app/gateway/coremap.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr int kAskBytes = 16;
constexpr std::chrono::seconds kClockSkew{5};

// What an office says of whom an electronic card is, by the dictionary's ids.
constexpr std::pair<const char *, const char *> kHolder[] = {{"name", "name"},
                                                             {"cert_no", "number"},
                                                             {"ethnicity", "ethnicity"},
                                                             {"birth_date", "birth_date"},
                                                             {"hukou_address", "address"},
                                                             {"si_card_no", "card_number"}};

tl::unexpected<Fault> wrong(const char *key)
{
    return fail(FaultCode::MessageInvalid, std::string("'") + key + "' missing or wrong");
}

tl::unexpected<Fault> wrongField(const Field &field)
{
    return fail(FaultCode::MessageInvalid, "the value of '" + coreKey(field).toStdString() + "' is none of its type");
}

QJsonObject aboutPerson(const Sensitive<QString> &number, const Sensitive<QString> &name)
{
    return {{QStringLiteral("number"), number.reveal()}, {QStringLiteral("name"), name.reveal()}};
}

Sensitive<QByteArray> compact(const QJsonObject &object)
{
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonArray keysOf(const Catalogue &catalogue, const QStringList &ids)
{
    QJsonArray keys;
    for (const QString &id : ids) {
        if (const Field *field = catalogue.field(id)) {
            keys.append(coreKey(*field));
        }
    }
    return keys;
}

// The object, its outcome "found" or "none", and that it answers this question.
Result<QJsonObject> answerTo(const QByteArray &json, qsizetype limit, const QString &ask, bool &found)
{
    auto object = parseJsonObject(json, limit);
    if (!object) {
        return object;
    }
    const QString outcome = object->value(QStringLiteral("outcome")).toString();
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return wrong("v");
    }
    if (object->value(QStringLiteral("ask")).toString() != ask) {
        return wrong("ask");
    }
    found = outcome == QLatin1String("found");
    if (!found && outcome != QLatin1String("none")) {
        return wrong("outcome");
    }
    return object;
}

bool plain(const QString &text, qsizetype most)
{
    return text.size() <= most && text.isValidUtf16() &&
           std::none_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

// Every text in it is fit for a screen and a database.
bool plainValue(const Field &field, const QJsonValue &value)
{
    if (value.isString()) {
        return plain(value.toString(), field.length > 0 ? field.length : kRecordTextLimit);
    }
    const QJsonArray entries = value.toArray();
    return entries.size() <= kRecordRowLimit && std::all_of(entries.begin(), entries.end(), [](const QJsonValue &one) {
               return one.isString() && plain(one.toString(), kRecordTextLimit);
           });
}

// The codes of a choice or a set, ours; nothing when one of them is none.
std::optional<QJsonValue> ownCodes(const Catalogue &catalogue, const Field &field, const QJsonValue &value)
{
    if (value.isString()) {
        const QString code = codeOfCore(catalogue, field, value.toString());
        return code.isEmpty() ? std::nullopt : std::optional<QJsonValue>(code);
    }
    QJsonArray codes;
    for (const auto &one : value.toArray()) {
        const QString code = codeOfCore(catalogue, field, one.toString());
        if (code.isEmpty()) {
            return std::nullopt;
        }
        codes.append(code);
    }
    return codes;
}

// What the office says of `asked`, by our ids. What was not asked for is not wanted, and makes it no answer.
Result<QJsonObject> ownFields(const Catalogue &catalogue, const QJsonValue &said, const QStringList &asked,
                              QStringList &unknown)
{
    if (!said.isObject()) {
        return wrong("fields");
    }
    const QJsonObject object = said.toObject();
    QJsonObject own;
    qsizetype seen = 0;
    for (const QString &id : asked) {
        const Field *field = catalogue.field(id);
        const QString key = field ? coreKey(*field) : QString();
        const auto it = field ? object.constFind(key) : object.constEnd();
        if (it == object.constEnd()) {
            continue;
        }
        ++seen;
        if (it->isNull()) {
            continue;
        }
        const auto fact = factFromJson(*field, *it);
        const bool coded = field->type == FieldType::Choice || field->type == FieldType::Set;
        if (!fact || field->type == FieldType::Table || field->type == FieldType::Image || !plainValue(*field, *it)) {
            return wrongField(*field);
        }
        const auto value =
            coded ? ownCodes(catalogue, *field, *it) : std::optional<QJsonValue>(factToJson(*field, *fact));
        if (value) {
            own.insert(id, *value);
        } else {
            unknown.append(key);
        }
    }
    return seen == object.size() ? Result<QJsonObject>(own)
                                 : fail(FaultCode::MessageInvalid, "a field was not asked for");
}

bool isSame(const QJsonValue &said, const QJsonObject &asked)
{
    return said.isObject() && said.toObject() == asked;
}

Result<QJsonArray> ownList(const Catalogue &catalogue, const QJsonValue &said, const RecordLookup &lookup,
                           QStringList &unknown)
{
    const QJsonArray entries = said.toArray();
    if (lookup.list.isEmpty() ? !said.isUndefined() : !said.isArray() || entries.size() > kMostVacancies) {
        return wrong("list");
    }
    QJsonArray own;
    for (const auto &entry : entries) {
        auto fields = ownFields(catalogue, entry, lookup.list, unknown);
        if (!fields) {
            return fail(fields.error());
        }
        own.append(*fields);
    }
    return own;
}

// Numbers and names as a kiosk's question may have them (Register::parse).
Result<QVector<PersonDocument>> ownDocuments(const QJsonValue &said, const RecordLookup &lookup)
{
    constexpr qsizetype numberLimit = 32;
    constexpr qsizetype nameLimit = 64;
    QVector<PersonDocument> documents;
    if (said.isUndefined()) {
        return documents;
    }
    const QJsonArray entries = said.toArray();
    if (!lookup.documents || entries.isEmpty() || entries.size() > kDocumentLimit) {
        return wrong("documents");
    }
    bool asked = false;
    QSet<QString> numbers;
    for (const auto &entry : entries) {
        const QString number = entry[u"number"].toString().toUpper();
        const QString name = entry[u"name"].toString();
        if (number.isEmpty() || name.isEmpty() || !plain(number, numberLimit) || !plain(name, nameLimit) ||
            numbers.contains(number)) {
            return wrong("documents");
        }
        numbers.insert(number);
        asked = asked || (number == lookup.number.reveal().toUpper() && name == lookup.name.reveal());
        documents.append({Sensitive<QString>(number), Sensitive<QString>(name)});
    }
    return asked ? Result<QVector<PersonDocument>>(std::move(documents)) : wrong("documents");
}

}  // namespace

QString newAsk()
{
    return QString::fromLatin1(randomBytes(kAskBytes).toHex());
}

Sensitive<QByteArray> encodeRecordLookup(const Catalogue &catalogue, const RecordLookup &lookup)
{
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("ask"), lookup.ask},
                       {QStringLiteral("kind"), lookup.kind},
                       {QStringLiteral("purpose"), lookup.purpose},
                       {QStringLiteral("kiosk"), lookup.kiosk},
                       {QStringLiteral("assurance"), lookup.assurance},
                       {QStringLiteral("person"), aboutPerson(lookup.number, lookup.name)},
                       {QStringLiteral("fields"), keysOf(catalogue, lookup.fields)}};
    if (!lookup.unit.isEmpty()) {
        object.insert(QStringLiteral("unit"), lookup.unit);
    }
    if (!lookup.list.isEmpty()) {
        object.insert(QStringLiteral("list"), keysOf(catalogue, lookup.list));
    }
    if (lookup.documents) {
        object.insert(QStringLiteral("documents"), true);
    }
    return compact(object);
}

Result<RecordAnswer> parseRecordAnswer(const Catalogue &catalogue, const QByteArray &json, const RecordLookup &lookup)
{
    RecordAnswer answer;
    const auto object = answerTo(json, kRecordAnswerBytes, lookup.ask, answer.found);
    if (!object) {
        return fail(object.error());
    }
    if (!isSame(object->value(QStringLiteral("person")), aboutPerson(lookup.number, lookup.name))) {
        return wrong("person");
    }
    if (object->value(QStringLiteral("unit")).toString() != lookup.unit) {
        return wrong("unit");
    }
    if (!answer.found) {
        return answer;
    }
    auto fields = ownFields(catalogue, object->value(QStringLiteral("fields")), lookup.fields, answer.unknown);
    if (!fields) {
        return fail(fields.error());
    }
    auto list = ownList(catalogue, object->value(QStringLiteral("list")), lookup, answer.unknown);
    if (!list) {
        return fail(list.error());
    }
    auto documents = ownDocuments(object->value(QStringLiteral("documents")), lookup);
    if (!documents) {
        return fail(documents.error());
    }
    // A query shows what is found: an office that finds nothing has to say so.
    if (lookup.kind == QLatin1String("query") && lookup.list.isEmpty() && fields->isEmpty()) {
        return wrong("fields");
    }
    answer.fields = std::move(*fields);
    answer.list = std::move(*list);
    answer.documents = std::move(*documents);
    return answer;
}

Sensitive<QByteArray> encodeHolderLookup(const QString &ask, const ECardQuestion &question)
{
    return compact({{QStringLiteral("v"), 1},
                    {QStringLiteral("ask"), ask},
                    {QStringLiteral("scene"), question.scene},
                    {QStringLiteral("code"), QString::fromLatin1(question.code.reveal())}});
}

Result<Identity> parseHolderAnswer(const Catalogue &catalogue, const QByteArray &json, const QString &ask,
                                   std::chrono::milliseconds now)
{
    bool found = false;
    const auto object = answerTo(json, kCardAnswerBytes, ask, found);
    if (!object) {
        return fail(object.error());
    }
    if (!found) {
        return fail(FaultCode::StoreNotFound, "no code of these cards, over, or used");
    }
    // A code that lives longer could come again after its use was forgotten.
    const auto until = QDateTime::fromString(object->value(QStringLiteral("until")).toString(), Qt::ISODateWithMs);
    const std::chrono::milliseconds left(until.isValid() ? until.toMSecsSinceEpoch() - now.count() : 0);
    if (!until.isValid() || left > kLongestCode) {
        return wrong("until");
    }
    if (left < -kClockSkew) {
        return fail(FaultCode::StoreNotFound, "its time is over");
    }
    QStringList asked;
    for (const auto &[from, to] : kHolder) {
        asked.append(QLatin1String(from));
    }
    QJsonObject holder = object->value(QStringLiteral("holder")).toObject();
    const QJsonValue region = holder.take(QStringLiteral("region"));
    QStringList unknown;
    const auto said = ownFields(catalogue, holder, asked, unknown);
    if (!said) {
        return fail(said.error());
    }
    QJsonObject identity{{QStringLiteral("source"), QStringLiteral("e-card")},
                         {QStringLiteral("type"), QStringLiteral("resident")},
                         {QStringLiteral("region"), region},
                         {QStringLiteral("verified"), true}};
    for (const auto &[from, to] : kHolder) {
        identity.insert(QLatin1String(to), said->value(QLatin1String(from)));
    }
    // Looks at name and number as a kiosk does.
    return parseECardAnswer(compact({{QStringLiteral("v"), 1}, {QStringLiteral("identity"), identity}}).reveal());
}

Sensitive<QByteArray> encodeKeyLookup(const QString &ask, const CardAuthQuestion &question)
{
    QJsonObject object = QJsonDocument::fromJson(encodeCardAuthQuestion(question)).object();
    object.remove(QStringLiteral("visit"));
    object.insert(QStringLiteral("ask"), ask);
    return compact(object);
}

Result<CardAuthAnswer> parseKeyAnswer(const QByteArray &json, const QString &ask, const QByteArray &cardId)
{
    bool found = false;
    const auto object = answerTo(json, kCardAnswerBytes, ask, found);
    if (!object) {
        return fail(object.error());
    }
    if (object->value(QStringLiteral("card_id")).toString() != QLatin1String(cardId.toHex().toUpper())) {
        return wrong("card_id");
    }
    return found ? parseCardAuthAnswer(json) : fail(FaultCode::StoreNotFound, "no card of this office");
}

}  // namespace hall::gateway
