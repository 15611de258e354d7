// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/wire.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/wireforms.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace hall::wire {
namespace {

constexpr std::array kVerdictNames{"stored", "duplicate", "conflict", "gap", "fork", "rejected", "later"};
constexpr int kMostWaitSeconds = 3600;  // whatever is asked for: nobody may silence a kiosk for good

}  // namespace

QString verdictName(VerdictKind kind)
{
    return QLatin1String(kVerdictNames[static_cast<std::size_t>(kind)]);
}

std::optional<VerdictKind> verdictOf(const QString &name)
{
    for (std::size_t i = 0; i < kVerdictNames.size(); ++i) {
        if (name == QLatin1String(kVerdictNames[i])) {
            return static_cast<VerdictKind>(i);
        }
    }
    return std::nullopt;
}

QJsonObject toJson(const Verdict &verdict)
{
    QJsonObject object{{QStringLiteral("id"), verdict.id}, {QStringLiteral("verdict"), verdictName(verdict.kind)}};
    if (verdict.expected > 0) {
        object.insert(QStringLiteral("expected"), verdict.expected);
    }
    if (!verdict.code.isEmpty()) {
        object.insert(QStringLiteral("code"), verdict.code);
    }
    if (verdict.kind == VerdictKind::Rejected) {
        object.insert(QStringLiteral("fixable"), verdict.fixable);
    }
    if (verdict.afterSeconds > 0) {
        object.insert(QStringLiteral("after_s"), verdict.afterSeconds);
    }
    if (!verdict.missing.isEmpty()) {
        object.insert(QStringLiteral("missing"), QJsonArray::fromStringList(verdict.missing));
    }
    return object;
}

QByteArray encodeVerdict(const Verdict &verdict)
{
    // Most of them, written without a tree.
    Verdict plain;
    plain.id = verdict.id;
    plain.kind = verdict.kind;
    if (verdict.kind != VerdictKind::Rejected && verdict == plain && isUuid(verdict.id)) {
        return "{\"id\":\"" + verdict.id.toLatin1() + "\",\"verdict\":\"" + verdictName(verdict.kind).toLatin1() +
               "\"}";
    }
    return compact(toJson(verdict));
}

QByteArray encodeVerdicts(const QVector<Verdict> &verdicts)
{
    QByteArray out("{\"v\":1,\"verdicts\":[");
    for (qsizetype i = 0; i < verdicts.size(); ++i) {
        out += i == 0 ? "" : ",";
        out += encodeVerdict(verdicts[i]);
    }
    return out + "]}";
}

Result<QVector<Verdict>> parseVerdicts(const QByteArray &json)
{
    auto object = parseJsonObject(json, kAnswerLimit);
    if (!object) {
        return fail(object.error());
    }
    if (!object->value(QStringLiteral("verdicts")).isArray()) {
        return wrong("verdicts");
    }
    QVector<Verdict> verdicts;
    for (const auto &entry : object->value(QStringLiteral("verdicts")).toArray()) {
        const QJsonObject row = entry.toObject();
        const auto kind = verdictOf(row.value(QStringLiteral("verdict")).toString());
        if (!kind) {
            continue;  // a word of a later version: unknown, so the item is sent again
        }
        Verdict verdict;
        verdict.id = row.value(QStringLiteral("id")).toString();
        verdict.kind = *kind;
        verdict.expected = row.value(QStringLiteral("expected")).toInteger();
        verdict.code = row.value(QStringLiteral("code")).toString();
        verdict.fixable = row.value(QStringLiteral("fixable")).toBool();
        verdict.afterSeconds = std::clamp(row.value(QStringLiteral("after_s")).toInt(), 0, kMostWaitSeconds);
        for (const auto &name : row.value(QStringLiteral("missing")).toArray()) {
            if (isSha256Hex(name.toString())) {
                verdict.missing.append(name.toString());
            }
        }
        verdicts.append(verdict);
    }
    return verdicts;
}

QJsonObject toJson(const InboxItem &item)
{
    return {{QStringLiteral("n"), item.n},         {QStringLiteral("id"), item.id},
            {QStringLiteral("state"), item.state}, {QStringLiteral("code"), item.code},
            {QStringLiteral("at"), item.atMs},     {QStringLiteral("reference"), item.reference}};
}

QByteArray encodeInbox(const QVector<InboxItem> &items)
{
    QJsonArray array;
    for (const InboxItem &item : items) {
        array.append(toJson(item));
    }
    return compact({{QStringLiteral("v"), 1}, {QStringLiteral("items"), array}});
}

Result<QVector<InboxItem>> parseInbox(const QByteArray &json)
{
    auto object = parseJsonObject(json, kAnswerLimit);
    if (!object) {
        return fail(object.error());
    }
    if (!object->value(QStringLiteral("items")).isArray()) {
        return wrong("items");
    }
    QVector<InboxItem> items;
    for (const auto &entry : object->value(QStringLiteral("items")).toArray()) {
        const QJsonObject row = entry.toObject();
        InboxItem item;
        item.n = row.value(QStringLiteral("n")).toInteger();
        item.id = row.value(QStringLiteral("id")).toString();
        item.state = row.value(QStringLiteral("state")).toString();
        item.code = row.value(QStringLiteral("code")).toString();
        item.reference = row.value(QStringLiteral("reference")).toString();
        item.atMs = row.value(QStringLiteral("at")).toInteger();
        if (item.n < 1 || !isUuid(item.id) || item.state.isEmpty()) {
            return wrong("items");
        }
        items.append(item);
    }
    return items;
}

bool followOn(const QVector<InboxItem> &items, qint64 after)
{
    return std::all_of(items.begin(), items.end(), [&after](const InboxItem &item) { return item.n == ++after; });
}

QByteArray encodeProblem(const QString &code, const QString &detail)
{
    return compact(
        {{QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), code}, {QStringLiteral("detail"), detail}}}});
}

Problem parseProblem(const QByteArray &json)
{
    auto object = parseJsonObject(json, kSmallBodyBytes);
    if (!object) {
        return {};
    }
    const QJsonObject error = object->value(QStringLiteral("error")).toObject();
    return {error.value(QStringLiteral("code")).toString(), error.value(QStringLiteral("detail")).toString()};
}

}  // namespace hall::wire
