// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/coreanswer.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace hall::gateway {
namespace {

constexpr std::array kOutcomes{"accepted", "refused", "unknown", "working", "materials", "conflict"};
constexpr std::array kEvents{"correction", "decided", "refused", "ready", "delivered"};
constexpr std::array kAskedKinds{"field", "material", "words"};

tl::unexpected<Fault> wrong(const char *what)
{
    return fail(FaultCode::MessageInvalid, std::string("the core's '") + what + "' is missing or wrong");
}

template <typename Enum, std::size_t N>
std::optional<Enum> wordOf(const std::array<const char *, N> &words, const QJsonValue &value)
{
    const QString text = value.toString();
    for (std::size_t i = 0; i < N; ++i) {
        if (text == QLatin1String(words[i])) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

// A sentence for people: no more than `most` characters, none of them a control character. Absent is empty.
bool readSentence(const QJsonValue &value, qsizetype most, QString &into)
{
    if (!value.isUndefined() && !value.isString()) {
        return false;
    }
    into = value.toString();
    return into.size() <= most && into.isValidUtf16() &&
           std::none_of(into.cbegin(), into.cend(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool readDay(const QJsonValue &value, QDate &into)
{
    if (value.isUndefined()) {
        return true;
    }
    into = QDate::fromString(value.toString(), QStringLiteral("yyyy-MM-dd"));
    return into.isValid();
}

// `items`: the cases that may be named; with one alone it need not be.
bool readAsked(const QJsonValue &value, const QStringList &items, QVector<CoreAsked> &into)
{
    if (value.isUndefined()) {
        return true;
    }
    const QJsonArray array = value.toArray();
    if (!value.isArray() || array.size() > kCoreAskedLimit) {
        return false;
    }
    for (const auto &entry : array) {
        const QJsonObject object = entry.toObject();
        const auto kind = wordOf<AskedItem::Kind>(kAskedKinds, object[QStringLiteral("kind")]);
        CoreAsked one;
        const QJsonValue item = object[QStringLiteral("case")];
        one.item = item.isUndefined() && items.size() == 1 ? items.constFirst() : item.toString();
        one.asked.id = object[QStringLiteral("id")].toString();
        if (!kind || !items.contains(one.item) ||
            !readSentence(object[QStringLiteral("text")], kCoreWordsLimit, one.asked.text)) {
            return false;
        }
        one.asked.kind = *kind;
        const bool words = one.asked.kind == AskedItem::Kind::Words;
        if (words ? one.asked.text.isEmpty() || !one.asked.id.isEmpty() : !isToken(one.asked.id)) {
            return false;
        }
        into.append(std::move(one));
    }
    return true;
}

Result<CoreAnswer> readAccepted(const QJsonObject &object, const QStringList &items)
{
    CoreAnswer answer;
    answer.outcome = CoreOutcome::Accepted;
    const QJsonArray cases = object[QStringLiteral("cases")].toArray();
    if (cases.size() != items.size()) {
        return wrong("cases");
    }
    for (const auto &entry : cases) {
        const QString item = entry[QStringLiteral("case")].toString();
        const QString number = entry[QStringLiteral("number")].toString();
        if (!items.contains(item) || answer.numbers.contains(item) || !isToken(number)) {
            return wrong("cases");
        }
        answer.numbers.insert(item, number);
    }
    return answer;
}

Result<CoreAnswer> readRefused(const QJsonObject &object, const QStringList &items)
{
    CoreAnswer answer;
    answer.outcome = CoreOutcome::Refused;
    answer.code = object[QStringLiteral("code")].toString();
    if (!isToken(answer.code)) {
        return wrong("code");
    }
    if (!readSentence(object[QStringLiteral("words")], kCoreWordsLimit, answer.words)) {
        return wrong("words");
    }
    if (!readAsked(object[QStringLiteral("asked")], items, answer.asked)) {
        return wrong("asked");
    }
    if (!readDay(object[QStringLiteral("until")], answer.until) || answer.asked.isEmpty() == answer.until.isValid()) {
        return wrong("until");
    }
    return answer;
}

// What can be said with the event is all there; else nothing is given.
std::optional<CoreEventKind> understood(const QJsonObject &object, CoreEvent &event)
{
    const auto kind = wordOf<CoreEventKind>(kEvents, object[QStringLiteral("event")]);
    QVector<CoreAsked> asked;
    StepWords &words = event.words;
    if (!kind || !readSentence(object[QStringLiteral("words")], kCoreWordsLimit, words.words) ||
        !readSentence(object[QStringLiteral("what")], kCorePlaceLimit, words.what) ||
        !readSentence(object[QStringLiteral("place")], kCorePlaceLimit, words.place) ||
        !readDay(object[QStringLiteral("until")], words.until) ||
        !readAsked(object[QStringLiteral("asked")], {event.item}, asked)) {
        return std::nullopt;
    }
    for (CoreAsked &one : asked) {
        words.asked.append(std::move(one.asked));
    }
    return kind;
}

}  // namespace

Result<CoreAnswer> parseCoreAnswer(const QByteArray &json, const QString &reference, const QStringList &items)
{
    const auto object = parseJsonObject(json, kCoreAnswerBytes);
    if (!object) {
        return fail(object.error());
    }
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return wrong("v");
    }
    if (object->value(QStringLiteral("reference")).toString() != reference) {
        return wrong("reference");
    }
    const auto outcome = wordOf<CoreOutcome>(kOutcomes, object->value(QStringLiteral("outcome")));
    if (!outcome) {
        return wrong("outcome");
    }
    if (*outcome == CoreOutcome::Accepted) {
        return readAccepted(*object, items);
    }
    if (*outcome == CoreOutcome::Refused) {
        return readRefused(*object, items);
    }
    CoreAnswer answer;
    answer.outcome = *outcome;
    return answer;
}

Result<QVector<CoreEvent>> parseCoreEvents(const QByteArray &json, qint64 after)
{
    const auto object = parseJsonObject(json, kCoreEventsBytes);
    if (!object) {
        return fail(object.error());
    }
    const QJsonValue events = object->value(QStringLiteral("events"));
    const qint64 last = object->value(QStringLiteral("last")).toInteger(-1);
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return wrong("v");
    }
    if (!events.isArray() || events.toArray().size() > kCoreEvents) {
        return wrong("events");
    }
    if (last < 0) {
        return wrong("last");
    }
    if (last < after) {
        return fail(FaultCode::StoreCorrupt, "the core has counted less far than before");
    }
    QVector<CoreEvent> read;
    qint64 before = after;
    for (const auto &entry : events.toArray()) {
        const QJsonObject one = entry.toObject();
        CoreEvent event;
        event.n = one[QStringLiteral("n")].toInteger(-1);
        if (event.n <= before || event.n > last) {
            return wrong("n");
        }
        before = event.n;
        const auto token = [&one](const char *key) {
            const QString text = one[QLatin1String(key)].toString();
            return isToken(text) ? text : QStringLiteral("");
        };
        event.reference = token("reference");
        event.item = token("case");
        event.name = token("event");
        event.kind = understood(one, event);
        if (!event.kind) {
            event.words = {};
        }
        read.append(std::move(event));
    }
    return read;
}

bool coreIsReady(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kCoreAnswerBytes);
    return object && object->value(QStringLiteral("v")).toInteger() == 1 &&
           object->value(QStringLiteral("ready")).toBool();
}

Result<bool> parseCoreHeld(const QByteArray &json, const QString &sha256)
{
    const auto object = parseJsonObject(json, kCoreAnswerBytes);
    if (!object) {
        return fail(object.error());
    }
    const QJsonValue held = object->value(QStringLiteral("held"));
    if (object->value(QStringLiteral("v")).toInteger() != 1 || !held.isBool() ||
        object->value(QStringLiteral("sha256")).toString() != sha256) {
        return wrong("held");
    }
    return held.toBool();
}

}  // namespace hall::gateway
